"""The rules of money: each refusal, their order, and what is booked to the cent."""

import msgspec
import pytest

from auzolan.foundation.books import MemoryBooks, NotDisclosed
from auzolan.foundation.refusals import Refusal
from auzolan.labour.acts import RecordWork, WorkRecorded
from auzolan.licensing.acts import Receive
from auzolan.members.acts import Admit, Admitted
from auzolan.treasury.accounts import COMPULSORY, PAYABLE
from auzolan.treasury.ledger.acts import ClosePeriod, PeriodClosed
from auzolan.treasury.ledger.bookings import (
    apply_admitted_to_members,
    apply_work_recorded_to_accounts,
)
from auzolan.treasury.ledger.posting import (
    NO_POSTINGS,
    Leg,
    Movement,
    assert_controls_match,
    assert_sums_to_zero,
    post,
    post_members,
)
from auzolan.treasury.state import (
    Account,
    MemberAccount,
    MemberPosting,
    Period,
    Plan,
    Posting,
    open_period,
)
from auzolan.treasury.surplus.acts import (
    Distributed,
    DistributionPlanned,
)
from auzolan.treasury.surplus.sharing_rules import (
    apply_distributed_to_members,
)
from auzolan.valuation.state import Valuation
from rooms.treasury.small_year import (
    CLOSE,
    PLAN,
    balances,
    nonzero,
    planned,
    theirs,
)
from support.small_coop import SEALED, SmallCoop

# --- founding, joining, working, earning -------------------------------------------------------------


def test_founding_opens_the_first_period_and_empty_accounts() -> None:
    """Goal: the books begin at zero. Method: read them after the founding."""
    coop = SmallCoop()
    assert open_period(coop.books) == "2026-q1"
    assert set(balances(coop).values()) == {0}
    assert coop.books.get(Period, "2026-q1") == Period("2026-q1", "open", 0, 0, -1, 0, NO_POSTINGS)


def test_a_contribution_becomes_the_members_capital(coop: SmallCoop) -> None:
    """Goal: what she pays in is hers. Method: three join; ledger and accounts agree."""
    assert (balances(coop)["bank"], balances(coop)[COMPULSORY]) == (30_000, -30_000)
    assert theirs(coop, COMPULSORY) == {"ana": 10_000, "ben": 10_000, "eve": 10_000}
    assert coop.history[:3] == [
        Posting(1, 0, "2026-q1", "bank", 10_000),
        Posting(1, 1, "2026-q1", COMPULSORY, -10_000),
        MemberPosting(1, "ana", COMPULSORY, "2026-q1", "contribution", 10_000),
    ]


def test_work_is_payable_with_its_top_up(coop: SmallCoop) -> None:
    """Goal: the floor reaches the accounts. Method: one line below the floor, one above."""
    coop.done(coop.work(("ana", 3_600, 1_000), ("ben", 3_600, 2_000)))
    found = balances(coop)
    assert (found["expense:2026-q1:wages"], found["expense:2026-q1:topups"]) == (3_000, 500)
    assert found[PAYABLE] == -3_500
    assert theirs(coop, PAYABLE) == {"ana": 1_500, "ben": 2_000}
    assert MemberPosting(4, "ana", "payable", "2026-q1", "work:w1", 1_500) in coop.history


def test_a_payment_is_income_when_it_reaches_the_bank(coop: SmallCoop) -> None:
    """Goal: nobody is paid from money that has not come. Method: grant, then receive a part."""
    coop.model()
    coop.license(fee_cents=5_000)
    owed = {"receivable:milk-ltd": 50_000_000, "deferred:milk-ltd": -50_000_000}
    assert owed.items() <= balances(coop).items()
    assert not any(account.startswith("income") for account in balances(coop))
    coop.done(Receive("dairy", "2026-q1", 2_000, SEALED))
    found = balances(coop)
    assert (found["bank"], found["income:2026-q1:warbler:milk-ltd"]) == (32_000, -2_000)
    assert (found["receivable:milk-ltd"], found["deferred:milk-ltd"]) == (30_000_000, -30_000_000)


# --- periods ---------------------------------------------------------------------------------------


def test_nothing_enters_an_unknown_or_a_closed_period(closed: SmallCoop) -> None:
    """Goal: closed is closed. Method: work and payments for a past and for no period."""
    for period, code in (
        ("2026-q1", "treasury.period_closed"),
        ("2030", "treasury.period_unknown"),
    ):
        assert closed.refused(closed.work(("ana", 60, 1), work="w9", period=period)) == code
        assert closed.refused(Receive("dairy", period, 1, SEALED)) == code
    refusal = closed.answer(Receive("dairy", "2026-q1", 1, SEALED))
    assert isinstance(refusal, Refusal)
    assert "2026-q2" in refusal.remedy


def test_an_unknown_period_is_not_closed(coop: SmallCoop) -> None:
    """Goal: only what exists is closed. Method: a name that nobody opened."""
    assert coop.refused(ClosePeriod("2030", "2031")) == "treasury.period_unknown"


def test_a_period_is_closed_once(closed: SmallCoop) -> None:
    """Goal: a result is final. Method: close it again."""
    assert closed.refused(CLOSE) == "treasury.period_closed"


def test_the_next_period_needs_a_name_of_its_own(closed: SmallCoop) -> None:
    """Goal: no period opens twice. Method: the names of an old one and of itself."""
    for taken in ("2026-q1", "2026-q2"):
        assert closed.refused(ClosePeriod("2026-q2", taken)) == "treasury.next_period_taken"


def test_closing_is_refused_in_the_order_of_the_ladder(closed: SmallCoop) -> None:
    """Goal: the order is part of the contract. Method: faults mended in turn."""
    codes = [
        closed.refused(ClosePeriod(period, "2026-q2")) for period in ("2030", "2026-q1", "2026-q2")
    ]
    assert codes == [
        "treasury.period_unknown",
        "treasury.period_closed",
        "treasury.next_period_taken",
    ]


def test_closing_carries_income_and_wages_into_the_result(coop: SmallCoop) -> None:
    """Goal: the result is what came in less what is owed for work. Method: read all accounts."""
    coop.earn(105_000)
    coop.done(coop.work(("ana", 3_600, 3_000), ("eve", 1_800, 2_000)))
    fact = coop.done(CLOSE)
    assert isinstance(fact, PeriodClosed)
    assert (fact.income_cents, fact.expense_cents, fact.result_cents) == (105_000, 5_000, 100_000)
    assert nonzero(dict(fact.trial_balance)) == {
        "bank": 135_000, "capital": -30_000, "expense": 5_000, "income": -105_000,
        "payable": -5_000,
    }  # fmt: skip
    assert nonzero(balances(coop)) == {
        "bank": 135_000, COMPULSORY: -30_000, "payable": -5_000, "result:2026-q1": -100_000,
    }  # fmt: skip
    period = coop.books.get(Period, "2026-q1")
    assert period is not None
    assert (period.state, period.result_cents, period.closed) == ("closed", 100_000, coop.seq - 1)
    legs = [row for row in coop.history if isinstance(row, Posting)]
    assert (fact.postings, period.postings) == (len(legs) - 3, len(legs))
    assert open_period(coop.books) == "2026-q2"


# --- what must never happen ------------------------------------------------------------------------


def test_legs_that_do_not_balance_stop_the_desk(coop: SmallCoop) -> None:
    """Goal: no cent from nowhere. Method: legs off by one; nothing is written."""
    before = balances(coop)
    with pytest.raises(AssertionError, match="sums to zero"):
        post(coop.books, coop.case(), "2026-q1", (Leg("bank", 2), Leg("suspense", -1)))
    assert balances(coop) == before


def test_posting_into_a_closed_period_or_a_missing_account_stops_the_desk(
    closed: SmallCoop,
) -> None:
    """Goal: the second check behind the guard. Method: post past it."""
    legs = (Leg("bank", 1), Leg("suspense", -1))
    for period in ("2026-q1", "2030"):
        with pytest.raises(AssertionError, match=period):
            post(closed.books, closed.case(), period, legs)
    with pytest.raises(AssertionError, match="till"):
        post(closed.books, closed.case(), "2026-q2", (Leg("till:1", 1), Leg("bank", -1)))


def test_a_members_account_never_falls_below_zero(coop: SmallCoop) -> None:
    """Goal: nobody owes what she never had. Method: take a cent more than there is."""
    movement = Movement(COMPULSORY, "2026-q1", "test")
    with pytest.raises(AssertionError, match="capital:compulsory of ana would fall below zero"):
        post_members(coop.books, coop.case(), movement, {"ana": -10_001})
    with pytest.raises(AssertionError, match="no control account"):
        post_members(coop.books, coop.case(), Movement("bank", "2026-q1", "test"), {"ana": 1})


def test_a_ledger_or_a_control_account_that_is_off_by_a_cent_is_seen(coop: SmallCoop) -> None:
    """Goal: the checks are not blind. Method: one cent changed in each ledger."""
    assert_sums_to_zero(coop.books)
    assert_controls_match(coop.books)
    coop.books.put(MemberAccount("ana", COMPULSORY, 10_001))
    with pytest.raises(AssertionError, match="sum to 30001, the ledger to 30000"):
        assert_controls_match(coop.books)
    coop.books.put(Account("bank", "bank", "EUR/2", "", 30_001))
    with pytest.raises(AssertionError, match="{2: 1"):
        assert_sums_to_zero(coop.books)


def test_lines_that_differ_from_the_plan_stop_the_desk(closed: SmallCoop) -> None:
    """Goal: what is read back is checked again. Method: a plan row with one cent less in cash."""
    act = planned(closed)
    row = closed.books.get(Plan, "p1")
    assert row is not None
    closed.books.put(msgspec.structs.replace(row, cash_cents=row.cash_cents - 1))
    with pytest.raises(AssertionError, match="cash of the plan"):
        apply_distributed_to_members(closed.books, closed.case(), act, Distributed("p1", "2026-q1"))


def test_worth_of_somebody_who_is_no_member_gets_no_line(
    closed: SmallCoop,
) -> None:
    """Goal: shares by worth need standing. Method: a valuation that names a stranger."""
    closed.value({"ana": 1, "zoe": 9})
    fact = closed.done(PLAN)
    assert isinstance(fact, DistributionPlanned)
    lines = closed.annexes.read(fact.lines)
    assert "zoe" not in lines.column("member")
    assert closed.books.get(Valuation, "v1") is not None


def test_the_public_books_hold_no_members_money(closed: SmallCoop) -> None:
    """Goal: restricted rows can be left out. Method: each restricted booking on public books."""
    work = closed.annexes.make(
        "pay/1",
        {name: ["ana"] if name == "member" else [0] for name in (
            "member", "seconds", "index_centi", "pay_cents", "topup_cents", "owed_cents",
        )},
        amount="owed_cents",
    )  # fmt: skip
    act = planned(closed)
    row = closed.books.get(Plan, "p1")
    period = closed.books.get(Period, "2026-q2")
    assert row is not None
    assert period is not None
    public = MemoryBooks(disclosed=False)
    public.put(row)
    public.put(period)
    case = closed.case()
    with pytest.raises(NotDisclosed):
        apply_admitted_to_members(public, case, Admit("ana", SEALED), Admitted("ana", 1))
    with pytest.raises(NotDisclosed):
        apply_distributed_to_members(public, case, act, Distributed("p1", "2026-q1"))
    fact = WorkRecorded("w1", "2026-q2", work, 1, 0, 0, 0)
    with pytest.raises(NotDisclosed):
        apply_work_recorded_to_accounts(public, case, RecordWork("w1", "2026-q2", work), fact)
