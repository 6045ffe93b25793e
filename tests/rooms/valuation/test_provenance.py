"""Where rows may have come from: what a review asks about, and what it leaves alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.valuation.payable.canonical_rows import Claim, Merging, canonical_rows, sole
from auzolan.valuation.payable.games import LaidOut
from auzolan.valuation.payable.near import Vectors
from auzolan.valuation.payable.provenance import Provenance, provenance
from auzolan.valuation.payable.terms import HeldBatch
from auzolan.valuation.quantize import IntArray

WHOLE = 10_000
Row = tuple[int, str]
"""What a row says, and its event."""


@dataclass(frozen=True)
class Plain:
    """Rows of one whole number each, all of one label and with nothing derived."""

    numbers: IntArray

    @property
    def content(self) -> Vectors:
        return Vectors(self.numbers[:, None])

    @property
    def labels(self) -> IntArray:
        return np.zeros_like(self.numbers)

    @property
    def position(self) -> IntArray:
        return np.arange(len(self.numbers))

    def laid_out(self, rows: IntArray) -> LaidOut:
        raise AssertionError("no feature is needed to look where rows come from")


def look(
    *batches: tuple[str, list[Row]], merging: Merging = Merging.OBSERVATION,
    settled: tuple[int, ...] = (),
) -> Provenance:  # fmt: skip
    """Look at batches that are registered in this order; some rows are settled as their own."""
    held = tuple(
        HeldBatch(f"b{place}", who, len(rows), place, ((who, WHOLE),), {})
        for place, (who, rows) in enumerate(batches)
    )
    claims: list[Claim] = [
        sole(who, place, event=event)
        for place, (who, rows) in enumerate(batches)
        for _, event in rows
    ]
    for row in settled:
        claims[row] = replace(claims[row], settled=claims[row].shares)
    raw = Plain(np.array([said for _, rows in batches for said, _ in rows], dtype=np.int64))
    merged = canonical_rows(raw.content, raw.labels, claims, merging=merging)
    return provenance(raw, held, claims, merged)


def plain(*numbers: int) -> list[Row]:
    return [(number, "") for number in numbers]


def test_a_batch_that_is_nearly_another_members_is_asked_about() -> None:
    """Goal: a copy under another name is seen by a person, where nothing merges it.

    Method: eve brings 18 of ana's 20 rows and two more; with 17 she is left alone.
    """
    ana = plain(*range(20))
    found = look(("ana", ana), ("eve", plain(*range(18), 90, 91)))
    assert [(one.batch, one.other_batch, one.rows_alike, one.is_later) for one in found.alike] == [
        ("b0", "b1", 18, False), ("b1", "b0", 18, True),
    ]  # fmt: skip
    assert "18 of 20 rows of b1 (eve)" in found.alike[1].text()
    assert not look(("ana", ana), ("eve", plain(*range(17), 90, 91, 92))).alike


def test_small_batches_ones_own_and_rows_said_once_are_no_likeness() -> None:
    """Goal: no noise.

    Method: 19 equal rows; a member's own second batch; one row of ana's twenty times over.
    """
    nineteen = plain(*range(19))
    assert not look(("ana", nineteen), ("eve", nineteen)).alike
    assert not look(("ana", plain(*range(30))), ("ana", plain(*range(30)))).alike
    assert not look(("ana", plain(*range(30))), ("eve", plain(*[3] * 20))).alike


@settings(max_examples=40)
@given(st.lists(st.lists(st.integers(0, 5), min_size=20, max_size=25), min_size=2, max_size=4))
def test_likeness_is_what_counting_by_hand_says(batches: list[list[int]]) -> None:
    """Property: every pair of batches, rows used up one by one."""
    found = look(*((f"m{place}", plain(*rows)) for place, rows in enumerate(batches)))
    expected = []
    for place, rows in enumerate(batches):
        for other, theirs in enumerate(batches):
            left, alike = list(theirs), 0
            for row in rows:
                if row in left:
                    left.remove(row)
                    alike += 1
            if other != place and alike * 10 >= len(rows) * 9:
                expected.append((f"b{place}", f"b{other}", alike))
    assert [(one.batch, one.other_batch, one.rows_alike) for one in found.alike] == expected


def test_an_event_that_two_tell_differently_is_named_with_both() -> None:
    """Goal: squatting is seen, whoever came first.

    Method: one event told in two ways by two; told alike by two; in two ways by one; settled.
    """
    ana = [(1, "till-1"), (2, "till-2"), (3, "till-3"), (4, "till-3")]
    eve = [(9, "till-1"), (2, "till-2")]
    found = look(("eve", eve), ("ana", ana), merging=Merging.VOUCHED)
    assert found.n_contested == 1
    assert (found.contested[0].event, found.contested[0].batches) == (
        "till-1", (("b0", "eve"), ("b1", "ana")),
    )  # fmt: skip
    assert "b0 (eve), b1 (ana). Ask the source" in found.contested[0].text()
    mended = look(("eve", eve), ("ana", ana), merging=Merging.VOUCHED, settled=(2,))
    assert mended.contested[0].settled


def test_rows_merged_across_people_are_counted() -> None:
    """Goal: who votes on a distance sees what it merged.

    Method: as works, two of eve's rows and one of ben's are ana's; ana's own repeat is no one
    else's.
    """
    found = look(
        ("ana", plain(1, 2, 1)), ("eve", plain(1, 2, 8)), ("ben", plain(2, 9)), merging=Merging.WORK
    )
    assert (found.rows, found.rows_merged) == (8, 4)
    assert (found.rows_across, found.members_across) == (3, 2)
