"""What somebody tries who wants to keep a model that has to be made again."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.audit.report import Findings
from auzolan.audit.totals import Totals
from auzolan.consent.gate import Said
from auzolan.consent.policies import ALLOWED, NOT_PERMITTED
from auzolan.contributions.state import Batch
from auzolan.foundation.moments import DAY_MS
from auzolan.learning.acts import Extend, Seal, SnapshotSealed
from auzolan.learning.ranges import (
    count_below,
    gaps_text,
    is_inside,
    places_of,
    ranges_text,
    spans_of,
)
from auzolan.learning.sealing import asked_by, refused_rows
from auzolan.learning.state import Model, ModelDuty
from auzolan.record.annexes import Annex, AnnexRef
from rooms.consent.consent_coop import ROWS, ConsentCoop
from rooms.learning.small_coop import train

SEALED = "0" * 64


def model_of(coop: ConsentCoop, name: str = "m1") -> Model:
    """The model."""
    found = coop.books.get(Model, name)
    assert found is not None
    return found


@pytest.mark.parametrize("ends_it", ["prohibit", "lift"])
def test_a_model_is_reached_by_what_was_done_not_only_by_what_was_sealed(ends_it: str) -> None:
    """Goal: no deadline is dodged by sealing for something else. Method: seal to index, finetune."""
    coop = ConsentCoop()
    coop.permit(name="i", operation="index")
    coop.permit(name="f", operation="train.finetune")
    coop.do(Seal("s1", "purchases", "research", operation="index"))
    coop.use("u1", "train.finetune")
    coop.train("m1", "u1", ROWS)
    if ends_it == "prohibit":
        coop.prohibit(operation="train.finetune")
    else:
        coop.lift("f")
    assert model_of(coop).retrain_by > 0
    assert [duty.member for duty in coop.books.find(ModelDuty, model="m1")] == ["ana"]


def test_a_no_to_something_else_marks_no_model() -> None:
    """Goal: only models that it is about. Method: as above, forbidding what was not done."""
    coop = ConsentCoop()
    coop.permit(name="i", operation="index")
    coop.permit(name="f", operation="train.finetune")
    coop.do(Seal("s1", "purchases", "research", operation="index"))
    coop.use("u1", "train.finetune")
    coop.train("m1", "u1", ROWS)
    coop.prohibit(operation="train.preference")
    assert model_of(coop).retrain_by == 0


def test_a_stop_gap_does_not_bring_a_second_extension() -> None:
    """Goal: more time once. Method: extend, put a stop-gap of a wrong tier in its place, extend."""
    coop = ConsentCoop()
    for member in ("ana", "ben"):
        coop.grant(member, "research")
    coop.seal()
    coop.use("u1")
    coop.train("m1", "u1", 2 * ROWS)
    coop.withdraw("ana")
    coop.do(Extend("m1", SEALED))
    extended = model_of(coop).retrain_by
    coop.at += DAY_MS
    coop.seal("s2")
    coop.use("u2", snapshot="s2")
    coop.do(msgspec.structs.replace(train("m2", "u2", ROWS, "m1"), how="approximate", tier=3))
    assert model_of(coop, "m2").retrain_by == extended
    assert coop.code(Extend("m2", SEALED)) == "learning.no_more_time"


# --- ranges ---------------------------------------------------------------------------------------


@given(st.sets(st.integers(0, 30)), st.integers(0, 31))
def test_ranges_count_and_find_as_a_list_of_their_places_does(places: set[int], size: int) -> None:
    """Goal: no row is lost between ranges. Method: each function against a plain set."""
    text = ranges_text(places)
    spans = spans_of(text)
    assert places_of(text) == tuple(sorted(places))
    assert count_below(spans, size) == sum(1 for place in places if place < size)
    assert [is_inside(spans, place) for place in range(40)] == [
        place in places for place in range(40)
    ]
    inside = sorted(place for place in places if place < size)
    assert places_of(gaps_text(inside, size)) == tuple(
        place for place in range(size) if place not in places
    )


@pytest.mark.parametrize("text", [
    "1,1", "2-1", "3-3", "1,2", "1-2,3", "5,3", "01", "+1", " 1", "\u0661", "1,", "-1", "--", "x",
    "0-99999999999", "10000000",
])  # fmt: skip
def test_ranges_have_one_spelling_and_an_end(text: str) -> None:
    """Goal: a forged text fills no memory and hides no row. Method: each wrong spelling."""
    with pytest.raises(ValueError, match="rising ranges|invalid literal"):
        places_of(text)


@given(
    st.booleans(), st.sets(st.integers(0, 9)), st.sets(st.integers(0, 12)),
)  # fmt: skip
def test_refused_rows_are_those_inside_the_snapshot_that_may_not_be_used(
    allows: bool, others: set[int], left_out: set[int]
) -> None:
    """Goal: row by row. Method: against plain sets, with texts that name rows past the end too."""
    batch = Batch("b", "ana", "purchases", 10, "a" * 64, 0, -1)
    whole, other = (ALLOWED, NOT_PERMITTED) if allows else (NOT_PERMITTED, ALLOWED)
    said = Said(whole, tuple((place, other) for place in sorted(others)))
    inside = set(range(10)) - left_out
    refused = inside & others if allows else inside - others
    assert refused_rows(batch, said, ranges_text(left_out)) == len(refused)


# --- a forged list of parts -----------------------------------------------------------------------


@pytest.mark.parametrize(("name", "line", "about"), [
    ("member", ("b-ana", "ben", "a" * 64, 3, ""), "member"),
    ("rows", ("b-ana", "ana", "a" * 64, 2, ""), "rows"),
    ("past the end", ("b-ana", "ana", "a" * 64, 3, "3-5"), "rows past its end"),
    ("kind", ("b-voice", "ana", "a" * 64, 3, ""), "kind"),
])  # fmt: skip
def test_a_forged_line_of_a_snapshot_is_seen(
    name: str, line: tuple[str | int, ...], about: str
) -> None:
    """Goal: a withdrawal finds every line by its owner. Method: one honest line, one forged field."""
    coop = ConsentCoop()
    coop.offer("b-voice", "ana", ROWS, "voices")
    coop.grant("ana", "research")
    names = ("batch", "member", "root", "rows", "without")
    wanted = asked_by(Seal("s1", "purchases", "research"), coop.at)
    honest = ("b-ana", "ana", "a" * 64, ROWS, "")
    for forged, expected in ((honest, []), (line, [about])):
        findings = Findings()
        annex = Annex("", tuple((value,) for value in forged), "parts/2", names)
        fact = sealed(rows=int(forged[3]), members=1)
        Totals(findings).snapshot(coop.books, 9, wanted, fact, annex)
        assert [
            one.field for one in findings.report("", entries=0, root="").differences
        ] == expected, name


def test_a_batch_named_twice_is_seen() -> None:
    """Goal: nobody's rows count twice. Method: the same honest line twice."""
    coop = ConsentCoop()
    coop.grant("ana", "research")
    wanted = asked_by(Seal("s1", "purchases", "research"), coop.at)
    line = ("b-ana", "ana", "a" * 64, ROWS, "")
    names = ("batch", "member", "root", "rows", "without")
    findings = Findings()
    annex = Annex("", tuple((value, value) for value in line), "parts/2", names)
    Totals(findings).snapshot(coop.books, 9, wanted, sealed(rows=2 * ROWS, members=1), annex)
    assert [one.field for one in findings.report("", entries=0, root="").differences] == ["batches"]


def sealed(*, rows: int, members: int) -> SnapshotSealed:
    """What the entry says of a snapshot."""
    parts = AnnexRef("a" * 64, 1, "a" * 64)
    return SnapshotSealed("s1", "purchases", "research", parts, rows, members, 0, 0, 0, 0, "b" * 64)


def test_a_sum_of_rows_that_is_no_sum_is_seen() -> None:
    """Goal: the numbers on the page are those of the list. Method: one row too many, one member."""
    coop = ConsentCoop()
    coop.grant("ana", "research")
    wanted = asked_by(Seal("s1", "purchases", "research"), coop.at)
    names = ("batch", "member", "root", "rows", "without")
    annex = Annex("", (("b-ana",), ("ana",), ("a" * 64,), (ROWS,), ("",)), "parts/2", names)
    for rows, members, field in ((ROWS + 1, 1, "rows"), (ROWS, 2, "members")):
        findings = Findings()
        fact = sealed(rows=rows, members=members)
        Totals(findings).snapshot(coop.books, 9, wanted, fact, annex)
        found = findings.report("", entries=0, root="").differences
        assert [one.field for one in found] == [field]
