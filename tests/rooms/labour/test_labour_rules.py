"""The rules of work: each refusal, their order, and what a booked sheet leaves in the books."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.foundation.books import MemoryBooks, NotDisclosed
from auzolan.foundation.refusals import Refusal
from auzolan.labour.acts import AssignIndex, RecordWork, WorkRecorded
from auzolan.labour.lines import pay_from_annex, work_from_annex
from auzolan.labour.rules import (
    LINES_MAX,
    PAY_CENTS_MAX,
    SECONDS_MAX,
    apply_index_assigned,
    apply_work_recorded,
    apply_work_recorded_to_members,
    decide_assign_index,
)
from auzolan.labour.state import JobIndex, WorkOfMember, WorkSheet
from auzolan.record.annexes import Annex
from support.small_coop import SmallCoop


def index_refusal(coop: SmallCoop, member: str, index_centi: int) -> str:
    refusal = decide_assign_index(coop.books, AssignIndex(member, index_centi), coop.case())
    assert isinstance(refusal, Refusal)
    assert refusal.article == "Art. 3"
    return refusal.code


def assign(coop: SmallCoop, member: str, index_centi: int) -> None:
    act = AssignIndex(member, index_centi)
    facts = decide_assign_index(coop.books, act, coop.case())
    assert not isinstance(facts, Refusal)
    apply_index_assigned(coop.books, coop.case(), act, facts[0])


@pytest.fixture
def coop() -> SmallCoop:
    return SmallCoop().admit("ana", "ben")


def test_an_index_needs_a_member_in_standing(coop: SmallCoop) -> None:
    """Goal: strangers and those who left get no index. Method: one of each."""
    coop.leave("ben")
    assert index_refusal(coop, "eve", 100) == "labour.member_not_in_standing"
    assert index_refusal(coop, "ben", 100) == "labour.member_not_in_standing"
    assert index_refusal(coop, "eve", 1) == "labour.member_not_in_standing"


def test_an_index_stays_between_the_base_and_the_ratio(coop: SmallCoop) -> None:
    """Goal: the charter's ratio holds. Method: both sides of both borders."""
    assert index_refusal(coop, "ana", 99) == "labour.index_out_of_range"
    assert index_refusal(coop, "ana", 601) == "labour.index_out_of_range"
    for index_centi in (100, 600):
        assign(coop, "ana", index_centi)
        row = coop.books.get(JobIndex, ("ana", ""))
        assert row is not None
        assert row.index_centi == index_centi


def test_a_sheet_is_booked_once(coop: SmallCoop) -> None:
    """Goal: no hour is owed twice. Method: book a sheet, then its id again."""
    coop.done(coop.work(("ana", 3_600, 2_000)))
    assert coop.refused(coop.work(("ben", 3_600, 2_000))) == "labour.work_already_booked"


def test_a_sheet_has_lines_and_not_too_many(coop: SmallCoop) -> None:
    """Goal: the loop over lines has a limit. Method: none, and a reference that claims too many."""
    assert coop.refused(coop.work()) == "labour.lines_out_of_range"
    many = msgspec.structs.replace(coop.sheet([("ana", 1, 1)]), rows=LINES_MAX + 1)
    assert coop.refused(RecordWork("w1", "2026-q1", many)) == "labour.lines_out_of_range"


@pytest.mark.parametrize(
    ("kind", "columns", "amount"),
    [
        ("pay/1", {"member": ["ana"], "seconds": [1], "pay_cents": [1]}, "pay_cents"),
        ("work/1", {"member": ["ana"], "seconds": [1]}, "seconds"),
        ("work/1", {"member": ["ana"], "seconds": [1], "pay_cents": [1]}, ""),
        ("work/1", {"member": [7], "seconds": [1], "pay_cents": [1]}, "pay_cents"),
        ("work/1", {"member": ["ana"], "seconds": ["1"], "pay_cents": [1]}, "pay_cents"),
    ],
)
def test_a_sheet_of_another_shape_is_refused(
    coop: SmallCoop, kind: str, columns: dict[str, list[int] | list[str]], amount: str
) -> None:
    """Goal: only a well-formed sheet becomes money. Method: wrong kind, column, amount, types."""
    lines = coop.annexes.make(kind, columns, amount=amount)
    assert coop.refused(RecordWork("w1", "2026-q1", lines)) == "labour.lines_malformed"


def test_work_is_owed_to_members_and_to_those_who_left_only(coop: SmallCoop) -> None:
    """Goal: a stranger cannot be paid, somebody who left can. Method: one line of each."""
    coop.leave("ben")
    assert coop.refused(coop.work(("eve", 1, 1))) == "labour.member_unknown"
    coop.done(coop.work(("ben", 3_600, 2_000)))


def test_a_member_stands_on_a_sheet_once(coop: SmallCoop) -> None:
    """Goal: a doubled line is seen. Method: the same member twice."""
    assert coop.refused(coop.work(("ana", 1, 1), ("ana", 2, 1))) == "labour.member_twice"


@pytest.mark.parametrize("seconds", [-1, 0, SECONDS_MAX + 1])
def test_a_line_holds_at_most_thirty_one_days(coop: SmallCoop, seconds: int) -> None:
    """Goal: no time that cannot be. Method: outside both borders, then the border itself."""
    assert coop.refused(coop.work(("ana", seconds, 1))) == "labour.seconds_out_of_range"
    coop.done(coop.work(("ana", SECONDS_MAX, 1)))


@pytest.mark.parametrize("pay_cents", [-1, PAY_CENTS_MAX + 1])
def test_pay_is_neither_negative_nor_absurd(coop: SmallCoop, pay_cents: int) -> None:
    """Goal: no debt hides in a sheet of pay. Method: outside both borders, then nothing at all."""
    assert coop.refused(coop.work(("ana", 1, pay_cents))) == "labour.pay_out_of_range"
    coop.done(coop.work(("ana", 1, 0)))


def test_a_sheet_that_the_books_cannot_hold_is_refused() -> None:
    """Goal: sums stay exact. Method: a floor so high that one line passes 2^53 cents."""
    coop = SmallCoop()
    labour = msgspec.structs.replace(coop.charter.labour, floor_cents_hour=2**53 - 1)
    coop = SmallCoop(msgspec.structs.replace(coop.charter, labour=labour)).admit("ana")
    assert coop.refused(coop.work(("ana", 7_200, 0))) == "labour.sum_too_large"


def test_refusals_come_in_the_order_of_the_ladder(coop: SmallCoop) -> None:
    """Goal: the order is part of the contract. Method: one sheet with every fault, mended in turn."""
    coop.done(coop.work(("ana", 3_600, 2_000), work="w0"))
    faulty = [("eve", 0, -1), ("ana", 0, -1), ("ana", 1, -1)]
    codes = [coop.refused(coop.work(*faulty, work="w0", period="2030"))]
    codes += [coop.refused(coop.work(*faulty, work="w0"))]
    codes += [coop.refused(coop.work(*faulty))]
    codes += [coop.refused(coop.work(*faulty[1:]))]
    codes += [coop.refused(coop.work(faulty[1]))]
    codes += [coop.refused(coop.work(faulty[2]))]
    assert codes == [
        "treasury.period_unknown",
        "labour.work_already_booked",
        "labour.member_unknown",
        "labour.member_twice",
        "labour.seconds_out_of_range",
        "labour.pay_out_of_range",
    ]


def test_hours_weigh_by_the_index_at_booking(coop: SmallCoop) -> None:
    """Goal: a new index does not reach back. Method: an hour before the change, an hour after."""
    coop.done(coop.work(("ana", 3_600, 2_000), work="w1"))
    assign(coop, "ana", 250)
    coop.done(coop.work(("ana", 3_600, 2_000), work="w2"))
    row = coop.books.get(WorkOfMember, ("2026-q1", "ana"))
    assert row == WorkOfMember(
        "2026-q1", "ana", 7_200, 3_600 * 350, 4_000, counted_seconds=7_200, paid_seconds=7_200,
        pay_cents=4_000,
    )  # fmt: skip


@settings(max_examples=30)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["ana", "ben", "eve"]),
            st.tuples(st.integers(1, SECONDS_MAX), st.integers(0, 10**6)),
            min_size=1,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_what_is_owed_is_the_sum_of_all_lifted_lines(
    sheets: list[dict[str, tuple[int, int]]],
) -> None:
    """Goal: sheets and members' rows agree. Method: random sheets against a sum made apart."""
    coop = SmallCoop().admit("ana", "ben", "eve")
    owed: dict[str, int] = {}
    seconds: dict[str, int] = {}
    for place, sheet in enumerate(sheets):
        lines = [(member, *line) for member, line in sheet.items()]
        fact = coop.done(coop.work(*lines, work=f"w{place}"))
        assert isinstance(fact, WorkRecorded)
        assert fact.lines.total == fact.pay_cents + fact.topup_cents
        for member, (worked, pay_cents) in sheet.items():
            owed[member] = owed.get(member, 0) + max(pay_cents, -(-1_500 * worked // 3_600))
            seconds[member] = seconds.get(member, 0) + worked
    rows = coop.books.rows(WorkOfMember)
    assert {row.member: row.owed_cents for row in rows} == owed
    assert {row.member: row.seconds for row in rows} == seconds
    assert sum(row.seconds for row in coop.books.rows(WorkSheet)) == sum(seconds.values())


def test_the_public_learns_totals_and_no_line(coop: SmallCoop) -> None:
    """Goal: open and restricted rows part cleanly. Method: apply one fact to books of each kind."""
    act = coop.work(("ana", 3_600, 2_000), ("ben", 60, 1))
    facts = coop.answer(act)
    assert not isinstance(facts, Refusal)
    fact = facts[0]
    assert isinstance(fact, WorkRecorded)
    public = MemoryBooks(disclosed=False)
    apply_work_recorded(public, coop.case(), act, fact)
    assert public.get(WorkSheet, "w1") == WorkSheet("w1", "2026-q1", 2, 3_660, 2_001, 24, coop.seq)
    with pytest.raises(NotDisclosed):
        apply_work_recorded_to_members(public, coop.case(), act, fact)


def test_a_pay_annex_whose_sums_were_changed_stops_the_desk(coop: SmallCoop) -> None:
    """Goal: what is read back is checked again. Method: one amount changed in a pay annex."""
    fact = coop.done(coop.work(("ana", 3_600, 2_000)))
    assert isinstance(fact, WorkRecorded)
    annex = coop.annexes.read(fact.lines)
    assert [line.owed_cents for line in pay_from_annex(annex)] == [2_000]
    place = annex.names.index("owed_cents")
    columns = (*annex.columns[:place], (2_001,), *annex.columns[place + 1 :])
    with pytest.raises(AssertionError, match="pay and top-up"):
        pay_from_annex(msgspec.structs.replace(annex, columns=columns))


def test_a_missing_column_is_an_error() -> None:
    """Goal: what was expected is named. Method: an annex without seconds."""
    with pytest.raises(ValueError, match="member, pay_cents, seconds"):
        work_from_annex(Annex("", (("ana",),), "work/1", ("member",)))
