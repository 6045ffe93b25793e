"""No pay, no data: rows that came with work pass no gate before it is paid; each engine says so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.charter.articles import Charter
from auzolan.charter.presets import founding_charter
from auzolan.consent.gate import UNPAID, Gate, asked
from auzolan.consent.state import PayDue
from auzolan.foundation.moments import MOMENT_MAX
from auzolan.foundation.refusals import Refusal
from auzolan.learning.acts import Seal, SnapshotSealed
from rooms.learning.small_coop import SmallCoop


def coop_of_two(charter: Charter | None = None) -> SmallCoop:
    """Ana with two batches of three rows, Ben with one; both allow research."""
    coop = SmallCoop(charter or founding_charter(kinds=("purchases", "voices")))
    coop.join("ana", "ben")
    for batch, member in (("a1", "ana"), ("a2", "ana"), ("b1", "ben")):
        coop.offer(batch, member, 3)
    coop.grant("ana", "research")
    coop.grant("ben", "research")
    return coop


def why(coop: SmallCoop, batch: str, as_of: int, purpose: str = "research") -> tuple[str, ...]:
    """The reasons of the gate for Ana's rows as of a moment."""
    wanted = asked(kind="purchases", operation="train", end_use=purpose, at=as_of)
    return Gate(coop.books, coop.charter, wanted).batch("ana", batch).decision.reasons


@given(
    since=st.integers(0, 9), paid=st.one_of(st.integers(0, 9), st.just(MOMENT_MAX)),
    moment=st.integers(0, 9),
)  # fmt: skip
def test_rows_wait_from_the_log_until_before_the_pay(since: int, paid: int, moment: int) -> None:
    """Goal: the first moment waits, that of the pay does not. Method: any three moments."""
    coop = coop_of_two()
    start = coop.at
    coop.books.put(PayDue("a1", start + since, start + paid if paid < MOMENT_MAX else paid, 9))
    expected = (UNPAID,) if since <= moment < paid else ()
    assert why(coop, "a1", start + moment) == expected
    assert why(coop, "a2", start + moment) == ()


def test_it_stands_beside_other_reasons_and_hides_what_she_said() -> None:
    """Goal: what holds before a member is asked is told together. Method: two reasons, then one."""
    coop = coop_of_two()
    coop.books.put(PayDue("a1", 0, MOMENT_MAX, 9))
    assert why(coop, "a1", coop.at, "commercial") == ("unpaid",)
    coop.books.put(PayDue("a1", 0, coop.at, 9))
    assert why(coop, "a1", coop.at, "commercial") == ("not_permitted",)


def test_a_members_own_yes_is_unchanged() -> None:
    """Goal: it is about rows, not about persons. Method: ask for the member."""
    coop = coop_of_two()
    coop.books.put(PayDue("a1", 0, MOMENT_MAX, 9))
    wanted = asked(kind="purchases", operation="train", end_use="research", at=coop.at)
    assert Gate(coop.books, coop.charter, wanted).member("ana").allow


def test_a_snapshot_leaves_unpaid_rows_out_and_counts_them() -> None:
    """Goal: no pay, no data. Method: seal while a batch waits, and once it is paid."""
    coop = coop_of_two()
    coop.books.put(PayDue("a1", 0, MOMENT_MAX, 9))
    coop.books.put(PayDue("b1", 0, coop.at, 9))
    found = coop.do(Seal("s1", "purchases", "research"))
    assert isinstance(found, SnapshotSealed)
    assert (found.rows, found.members, found.rows_not_granted) == (6, 2, 3)
    assert [(one.reason, one.rows) for one in found.reasons] == [("unpaid", 3)]
    coop.books.put(PayDue("a1", 0, coop.at, 9))
    found = coop.do(Seal("s2", "purchases", "research"))
    assert isinstance(found, SnapshotSealed)
    assert (found.rows, found.reasons) == (9, ())


def test_nothing_is_sealed_where_all_is_unpaid() -> None:
    """Goal: no empty dataset. Method: every batch waits."""
    coop = coop_of_two()
    for batch in ("a1", "a2", "b1"):
        coop.books.put(PayDue(batch, 0, MOMENT_MAX, 9))
    assert isinstance(coop.ask(Seal("s1", "purchases", "research")), Refusal)


@pytest.mark.parametrize("batch", ["a1", "a2"])
def test_a_use_of_what_was_sealed_asks_again(batch: str) -> None:
    """Goal: the gate stands before each use. Method: a batch becomes unpaid after the sealing."""
    coop = coop_of_two()
    coop.seal()
    coop.use("u1")
    coop.books.put(PayDue(batch, coop.at, MOMENT_MAX, 9))
    with pytest.raises(AssertionError, match="purpose_not_granted"):
        coop.use("u2")
