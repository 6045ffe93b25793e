"""The rule of settling: what it takes, what it refuses, and what it leaves in the books."""

from __future__ import annotations

from fractions import Fraction

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.consent.state import PayDue
from auzolan.cooperative import APPLY
from auzolan.foundation.books import MemoryBooks, NotDisclosed
from auzolan.foundation.moments import DAY_MS, MOMENT_MAX
from auzolan.foundation.refusals import Refusal
from auzolan.labour.paying import rules as settle_rules
from auzolan.labour.paying.lines import (
    paid_from_annex,
    settled_pay_from_annex,
    submissions_from_annex,
)
from auzolan.labour.state import (
    AppealRow,
    JobIndex,
    Submission,
    WageReference,
    WorkOfMember,
    WorkPlace,
    WorkSheet,
)
from auzolan.labour.work.acts import SettleWork, WorkSettled
from auzolan.treasury.accounts import PAYABLE, TOPUPS, WAGES, expense_account
from auzolan.treasury.ledger.acts import ClosePeriod
from auzolan.treasury.ledger.posting import member_balance, own_balance, trial_balance
from auzolan.treasury.state import MemberPosting
from support.small_coop import AT, SmallCoop
from support.small_work import (
    HOUR,
    days_go,
    hand_in,
    overturn,
    rejected,
    row_of,
    settle,
    submission,
    waiting,
)

MEMBERS = ("ana", "ben", "eve")


@pytest.fixture
def coop() -> SmallCoop:
    return SmallCoop().admit(*MEMBERS)


def of_member(coop: SmallCoop, member: str, period: str = "2026-q1") -> WorkOfMember:
    row = coop.books.get(WorkOfMember, (period, member))
    assert row is not None
    return row


def next_period(coop: SmallCoop) -> None:
    coop.done(ClosePeriod("2026-q1", "2026-q2"))


def test_accepted_work_is_owed_and_lifted_to_the_floor(coop: SmallCoop) -> None:
    """Goal: every row and account that a settlement moves.

    Method: an hour at 10.00 for ana, one at 20.00 for ben, a floor of 15.00.
    """
    hand_in(coop, submission("s1"), submission("s2", "ben", pay_micro=20_000_000))
    fact = settle(coop)
    assert (fact.members, fact.seconds, fact.pay_cents) == (2, 2 * HOUR, 3_000)
    assert (fact.interest_cents, fact.topup_cents, fact.lines.total) == (0, 500, 3_500)
    assert coop.books.get(WorkSheet, "w1") == WorkSheet(
        "w1", "2026-q1", 2, 2 * HOUR, 3_000, 500, coop.seq - 1, 0
    )
    assert of_member(coop, "ana") == WorkOfMember(
        "2026-q1", "ana", HOUR, HOUR * 100, 1_500, HOUR, HOUR, 10, 1_000, 0, 500, 1_500
    )
    row = row_of(coop, "s1")
    assert (row.owing, row.settled_seconds, row.settled_micro) == (0, HOUR, 10_000_000)
    assert (row.floor_period, row.settled_floor, row.auto_accepted) == ("2026-q1", 1_500 * HOUR, 0)
    assert own_balance(coop.books, expense_account("2026-q1", WAGES)) == 3_000
    assert own_balance(coop.books, expense_account("2026-q1", TOPUPS)) == 500
    assert own_balance(coop.books, PAYABLE) == 3_500
    assert [member_balance(coop.books, one, PAYABLE) for one in MEMBERS] == [1_500, 2_000, 0]
    whys = {row.why for row in coop.history if isinstance(row, MemberPosting)}
    assert "work:w1" in whys


def test_a_settlement_is_booked_once_and_has_something_due(coop: SmallCoop) -> None:
    """Goal: the ladder in its order. Method: each fault with those below it still there."""
    hand_in(coop, waiting("s0"))
    assert coop.refused(SettleWork("w1", "2030")) == "treasury.period_unknown"
    assert coop.refused(SettleWork("w1", "2026-q1")) == "labour.nothing_due"
    hand_in(coop, submission("s1"))
    settle(coop)
    assert coop.refused(SettleWork("w1", "2026-q1")) == "labour.work_already_booked"
    assert coop.refused(SettleWork("w2", "2026-q1")) == "labour.nothing_due"


def test_a_closed_period_bears_no_settlement(coop: SmallCoop) -> None:
    """Goal: nothing enters a closed period. Method: close it, settle into it, then into the next."""
    hand_in(coop, submission("s1"))
    next_period(coop)
    assert coop.refused(SettleWork("w1", "2026-q1")).startswith("treasury.period")
    settle(coop, period="2026-q2")
    assert of_member(coop, "ana", "2026-q2").owed_cents == 1_500


def test_work_that_waits_is_accepted_by_the_days_and_not_a_millisecond_before(
    coop: SmallCoop,
) -> None:
    """Goal: silence pays. Method: both sides of the seventh day's end."""
    hand_in(coop, waiting("s1"))
    coop.at = AT + 7 * DAY_MS - 1
    assert coop.refused(SettleWork("w1", "2026-q1")) == "labour.nothing_due"
    coop.at += 1
    assert settle(coop).pay_cents == 1_000
    row = row_of(coop, "s1")
    assert (row.state, row.auto_accepted, row.decided_by) == ("accepted", 1, "")


def test_rejected_work_still_counts_as_time(coop: SmallCoop) -> None:
    """Goal: a rejection takes the price and no hour. Method: one rejected beside one accepted."""
    hand_in(coop, submission("s1", pay_micro=20_000_000), rejected("s2"), rejected("s3", "ben"))
    settle(coop)
    ana, ben = of_member(coop, "ana"), of_member(coop, "ben")
    assert (ana.counted_seconds, ana.seconds, ana.pay_cents, ana.topup_cents) == (
        2 * HOUR, HOUR, 2_000, 1_000
    )  # fmt: skip
    assert (ben.counted_seconds, ben.seconds, ben.owed_cents) == (HOUR, 0, 1_500)
    assert (row_of(coop, "s3").state, row_of(coop, "s3").owing) == ("rejected", 0)


def test_work_handed_back_counts_its_time_once(coop: SmallCoop) -> None:
    """Goal: redoing costs nobody an hour, and pays none twice.

    Method: an hour handed back and counted, half an hour more, accepted.
    """
    hand_in(coop, submission("s1", state="handed-back"))
    assert settle(coop).lines.total == 1_500
    row = row_of(coop, "s1")
    hand_in(
        coop, msgspec.structs.replace(row, state="accepted", owing=1, seconds=row.seconds + 1_800)
    )
    fact = settle(coop, "w2")
    assert (fact.seconds, fact.pay_cents, fact.topup_cents) == (1_800, 1_000, -250)
    ana = of_member(coop, "ana")
    assert (ana.owed_cents, ana.counted_seconds, ana.seconds) == (2_250, 5_400, 5_400)
    assert (ana.pay_cents, ana.topup_cents, ana.floor_cents) == (1_000, 1_250, 2_250)


@pytest.mark.parametrize("late", ["same period", "next period"])
def test_an_overturned_rejection_comes_to_what_acceptance_would_have_been_plus_interest(
    coop: SmallCoop, late: str
) -> None:
    """Goal: she loses nothing and gains interest alone.

    Method: a rejected hour settled, then overturned after 73 days, in the same period and in the
    next; beside it one accepted at once.
    """
    hand_in(
        coop, rejected("s1", pay_micro=20_000_000), submission("s2", "ben", pay_micro=20_000_000)
    )
    assert settle(coop).lines.total == 1_500 + 2_000
    overturn(coop, "s1")
    days_go(coop, 73)
    if late == "next period":
        next_period(coop)
    fact = settle(coop, "w2", "2026-q1" if late == "same period" else "2026-q2")
    assert (fact.pay_cents, fact.topup_cents, fact.interest_cents) == (2_000, -1_500, 16)
    assert member_balance(coop.books, "ana", PAYABLE) == 2_016
    assert member_balance(coop.books, "ben", PAYABLE) == 2_000
    again = "2026-q1" if late == "same period" else "2026-q2"
    assert coop.refused(SettleWork("w3", again)) == "labour.nothing_due"


def test_an_appeal_that_nobody_decides_is_paid_when_it_lapses(coop: SmallCoop) -> None:
    """Goal: doing nothing keeps nobody from her pay.

    Method: both sides of the fourteenth day's end after an appeal.
    """
    hand_in(coop, rejected("s1", state="appealed"))
    coop.books.add(AppealRow("s1", "", AT, 0, 0, 0, 0, ""))
    assert settle(coop).pay_cents == 0
    assert coop.refused(SettleWork("w2", "2026-q1")) == "labour.nothing_due"
    coop.at = AT + 14 * DAY_MS - 1
    assert coop.refused(SettleWork("w2", "2026-q1")) == "labour.nothing_due"
    coop.at += 1
    fact = settle(coop, "w2")
    assert (fact.pay_cents, fact.interest_cents) == (1_000, 2)  # 14 days of 4 % on 10.00: 1.53


def test_time_that_nobody_knows_is_paid_beside_the_floor(coop: SmallCoop) -> None:
    """Goal: unknown is not 0, and its price lifts no other hour.

    Method: a price of 9.00 without a time beside an hour at 10.00.
    """
    unknown = submission("s1", basis="unknown", seconds=0, paid_seconds=0, pay_micro=9_000_000)
    hand_in(coop, unknown, submission("s2"))
    fact = settle(coop)
    assert (fact.seconds, fact.pay_cents, fact.topup_cents) == (HOUR, 1_900, 500)
    assert row_of(coop, "s1").floor_period == ""


def test_a_class_that_the_charter_does_not_cover_is_on_the_books_unpaid(coop: SmallCoop) -> None:
    """Goal: such time is seen, owed nothing, and weighs nothing. Method: an hour of governance."""
    hand_in(coop, submission("s1", work_class="governance", pay_micro=0), submission("s2", "ben"))
    fact = settle(coop)
    assert (fact.members, fact.seconds, fact.lines.total) == (2, HOUR, 1_500)
    assert of_member(coop, "ana").owed_cents == of_member(coop, "ana").weight_centi == 0
    assert row_of(coop, "s1").settled_seconds == HOUR


def test_hours_weigh_by_the_index_of_their_class(coop: SmallCoop) -> None:
    """Goal: labour units by class. Method: an index for one class, one for all others."""
    coop.books.add(JobIndex("ana", "training", 200, 0))
    coop.books.add(JobIndex("ana", "", 150, 0))
    hand_in(
        coop, submission("s1", work_class="training"), submission("s2"), submission("s3", "ben")
    )
    settle(coop)
    assert of_member(coop, "ana").weight_centi == HOUR * 350
    assert of_member(coop, "ben").weight_centi == HOUR * 100


def test_the_floor_is_that_of_the_place_and_the_day_of_the_work(coop: SmallCoop) -> None:
    """Goal: by place and date. Method: two members, one in a place whose minimum rose in between."""
    digest = "d" * 64
    coop.books.add(WageReference("FR", "statutory", AT - 9, 1_600, "official", digest, 0))
    coop.books.add(WageReference("FR", "statutory", AT + DAY_MS, 1_800, "official", digest, 0))
    coop.books.add(WorkPlace("ana", AT - 9, "FR", 0))
    hand_in(
        coop, submission("s1", pay_micro=0), submission("s2", logged_at=AT + DAY_MS, pay_micro=0),
        submission("s3", "ben", pay_micro=0),
    )  # fmt: skip
    days_go(coop, 2)
    settle(coop)
    assert of_member(coop, "ana").topup_cents == 1_600 + 1_800
    assert of_member(coop, "ben").topup_cents == 1_500


def test_who_has_left_is_paid_all_the_same(coop: SmallCoop) -> None:
    """Goal: leaving forfeits nothing. Method: leave before the settlement."""
    hand_in(coop, submission("s1"))
    coop.leave("ana")
    settle(coop)
    assert member_balance(coop.books, "ana", PAYABLE) == 1_500


def test_rows_go_free_when_all_work_that_they_came_with_is_paid(coop: SmallCoop) -> None:
    """Goal: no pay, no data.

    Method: a batch paid whole, one half rejected, one that no longer waits once its rejection is
    overturned.
    """
    for batch in ("b1", "b2"):
        coop.books.add(PayDue(batch, AT, MOMENT_MAX, 0))
    hand_in(
        coop, submission("s1", batch="b1"), waiting("s2", batch="b1"),
        submission("s3", batch="b2"), rejected("s4", batch="b2"), submission("s5"),
    )  # fmt: skip
    first = settle(coop)
    assert first.batches is None
    days_go(coop, 7)
    second = settle(coop, "w2")
    assert second.batches is not None
    assert paid_from_annex(coop.annexes.read(second.batches)) == ["b1"]
    paid_at = {row.batch: row.paid_at for row in coop.books.rows(PayDue)}
    assert paid_at == {"b1": coop.at, "b2": MOMENT_MAX}
    overturn(coop, "s4")
    third = settle(coop, "w3")
    assert third.batches is not None
    assert paid_from_annex(coop.annexes.read(third.batches)) == ["b2"]
    hand_in(coop, submission("s6", batch="b1"))
    days_go(coop, 1)
    assert settle(coop, "w4").batches is None  # a later moment would reach back


def test_a_settlement_takes_so_many_and_leaves_the_rest_to_the_next(
    coop: SmallCoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: the loop has a limit that costs nobody anything. Method: a limit of two, three due."""
    monkeypatch.setattr(settle_rules, "SUBMISSIONS_MAX", 2)
    hand_in(coop, *(submission(f"s{at}") for at in range(3)))
    assert settle(coop).submissions.rows == 2
    assert settle(coop, "w2").submissions.rows == 1
    assert of_member(coop, "ana").owed_cents == 4_500


def test_a_sum_that_the_books_cannot_hold_is_refused() -> None:
    """Goal: sums stay exact. Method: a floor so high that two hours pass 2^53 cents."""
    labour = msgspec.structs.replace(SmallCoop().charter.labour, floor_cents_hour=2**53 - 1)
    coop = SmallCoop(msgspec.structs.replace(SmallCoop().charter, labour=labour)).admit("ana")
    hand_in(coop, submission("s1", seconds=7_200))
    assert coop.refused(SettleWork("w1", "2026-q1")) == "labour.sum_too_large"


def test_the_public_learns_totals_and_no_line(coop: SmallCoop) -> None:
    """Goal: open and restricted halves part cleanly. Method: one fact on books of each kind."""
    hand_in(coop, submission("s1", batch="b1"), submission("s2", "ben"))
    coop.books.add(PayDue("b1", AT, MOMENT_MAX, 0))
    act = SettleWork("w1", "2026-q1")
    facts = coop.answer(act)
    assert not isinstance(facts, Refusal)
    (fact,) = facts
    assert isinstance(fact, WorkSettled)
    public = MemoryBooks(disclosed=False)
    with pytest.raises(NotDisclosed):
        settle_rules.decide_settle(public, act, coop.case())
    settle_rules.apply_work_settled(public, coop.case(), act, fact)
    assert public.get(WorkSheet, "w1") is not None
    for restricted in (
        settle_rules.apply_work_settled_to_members,
        settle_rules.apply_work_settled_to_submissions,
    ):
        with pytest.raises(NotDisclosed):
            restricted(public, coop.case(), act, fact)
    assert settle_rules.apply_work_settled in APPLY[WorkSettled]


def test_annexes_hold_what_the_fact_sums(coop: SmallCoop) -> None:
    """Goal: lines and totals agree, and a changed line stops the desk. Method: read back, change."""
    hand_in(coop, submission("s1"), rejected("s2", "ben"))
    fact = settle(coop)
    lines = settled_pay_from_annex(coop.annexes.read(fact.lines))
    assert [line.member for line in lines] == ["ana", "ben"]
    assert sum(line.owed_cents for line in lines) == fact.lines.total
    found = submissions_from_annex(coop.annexes.read(fact.submissions))
    assert [(one.submission, one.state, one.owed_micro) for one in found] == [
        ("s1", "accepted", 10_000_000), ("s2", "rejected", 0)
    ]  # fmt: skip
    annex = coop.annexes.read(fact.lines)
    place = annex.names.index("owed_cents")
    columns = (*annex.columns[:place], (1, 1), *annex.columns[place + 1 :])
    with pytest.raises(AssertionError, match="interest and top-up"):
        settled_pay_from_annex(msgspec.structs.replace(annex, columns=columns))


PIECE = st.tuples(
    st.sampled_from(MEMBERS),
    st.integers(0, 20_000),
    st.integers(0, 60_000_000),
    st.sampled_from(["accepted", "rejected", "overturned"]),
    st.integers(0, 2),
)
"""Who, seconds, price, what becomes of it, and in which of three settlements it is first due."""


def _run(pieces: list[tuple[str, int, int, str, int]]) -> tuple[SmallCoop, int]:
    """Hand work in before three settlements; overturn before a fourth. How many were made, too."""
    coop, made = SmallCoop().admit(*MEMBERS), 0
    for step in range(4):
        for at, (member, seconds, pay_micro, fate, due) in enumerate(pieces):
            name = f"s{at}"
            if due == step and fate == "accepted":
                hand_in(coop, submission(name, member, seconds=seconds, pay_micro=pay_micro))
            elif due == step:
                hand_in(coop, rejected(name, member, seconds=seconds, pay_micro=pay_micro))
            elif step == 3 and fate == "overturned":
                overturn(coop, name)
        if isinstance(coop.answer(SettleWork(f"w{step}", "2026-q1")), Refusal):
            continue
        settle(coop, f"w{step}")
        made += 1
    return coop, made


@settings(max_examples=40, deadline=None)
@given(st.lists(PIECE, min_size=1, max_size=8))
def test_after_any_settlements_each_has_pay_or_floor_of_all_her_work(
    pieces: list[tuple[str, int, int, str, int]],
) -> None:
    """Goal: order and number of settlements move a cent each at most, and the floor holds.

    Method: random work in random steps, against a sum by hand and the ledger.
    """
    coop, made = _run(pieces)
    owed = 0
    for member in MEMBERS:
        hers = [one for one in pieces if one[0] == member]
        floor = Fraction(1_500 * sum(one[1] for one in hers), 3_600)
        pay = Fraction(sum(one[2] for one in hers if one[3] != "rejected"), 10_000)
        found = member_balance(coop.books, member, PAYABLE)
        assert max(pay, floor) <= found < max(pay, floor) + max(made, 1)
        owed += found
    wages = own_balance(coop.books, expense_account("2026-q1", WAGES))
    topups = own_balance(coop.books, expense_account("2026-q1", TOPUPS))
    assert topups >= 0
    assert wages + topups == owed == own_balance(coop.books, PAYABLE)
    assert owed == sum(row.owed_cents for row in coop.books.rows(WorkOfMember))
    assert sum(amount for _, amount in trial_balance(coop.books)) == 0
    assert not [row for row in coop.books.rows(Submission) if row.owing and row.seconds]


@settings(max_examples=25, deadline=None)
@given(st.lists(PIECE, min_size=2, max_size=6), st.data())
def test_nobody_loses_by_another_s_rejection(
    pieces: list[tuple[str, int, int, str, int]], data: st.DataObject
) -> None:
    """Goal: a judgment of one touches no other. Method: turn one person's fate, compare the rest."""
    chosen = data.draw(st.integers(0, len(pieces) - 1))
    member, seconds, pay_micro, fate, due = pieces[chosen]
    other = "rejected" if fate == "accepted" else "accepted"
    turned = [*pieces]
    turned[chosen] = (member, seconds, pay_micro, other, due)
    (one, _), (two, _) = _run(pieces), _run(turned)
    for name in MEMBERS:
        if name != member:
            balances = [member_balance(coop.books, name, PAYABLE) for coop in (one, two)]
            assert balances[0] == balances[1]
