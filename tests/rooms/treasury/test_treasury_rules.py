"""The rules of money: each refusal, their order, and what is booked to the cent."""

import msgspec
import pytest

from auzolan.charter.articles import charter_from_text, charter_text
from auzolan.charter.distribution import Bearer
from auzolan.charter.state import IN_FORCE, CharterInForce
from auzolan.foundation.books import MemoryBooks, NotDisclosed
from auzolan.foundation.refusals import Refusal
from auzolan.labour.acts import RecordWork, WorkRecorded
from auzolan.licensing.acts import Receive
from auzolan.members.acts import Admit, Admitted
from auzolan.record.annexes import ref_from_text
from auzolan.treasury.accounts import COMPULSORY, PAYABLE, RETURNS
from auzolan.treasury.ledger.acts import BeginClosing, ClosePeriod, PeriodClosed
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
    DISTRIBUTED,
    Account,
    MemberAccount,
    MemberPosting,
    Period,
    Plan,
    Posting,
    open_period,
)
from auzolan.treasury.surplus.acts import (
    Borne,
    Distribute,
    Distributed,
    DistributionPlanned,
    PlanDistribution,
)
from auzolan.treasury.surplus.planning import digest_of
from auzolan.treasury.surplus.sharing_rules import (
    apply_distributed_to_members,
    apply_distribution_planned,
)
from auzolan.valuation.state import Valuation
from support.small_coop import SEALED, SmallCoop

CLOSE = ClosePeriod("2026-q1", "2026-q2")
PLAN = PlanDistribution("p1", "2026-q1", "v1")


@pytest.fixture
def coop() -> SmallCoop:
    return SmallCoop().admit("ana", "ben", "eve")


@pytest.fixture
def closed(coop: SmallCoop) -> SmallCoop:
    """A period closed with 1,000.00 of surplus: 1,050.00 earned, an hour and a half at 50.00."""
    with_a_surplus(coop)
    coop.done(CLOSE)
    return coop


def with_a_surplus(coop: SmallCoop) -> None:
    coop.earn(105_000)
    coop.done(coop.work(("ana", 3_600, 3_000), ("eve", 1_800, 2_000)))
    coop.value({"ana": 300, "ben": 100, "eve": -50})


def balances(coop: SmallCoop) -> dict[str, int]:
    return {row.account: row.balance for row in coop.books.rows(Account)}


def nonzero(found: dict[str, int]) -> dict[str, int]:
    return {account: balance for account, balance in found.items() if balance}


def theirs(coop: SmallCoop, account: str) -> dict[str, int]:
    rows = coop.books.find(MemberAccount, account=account)
    return {row.member: row.balance for row in rows}


def planned(coop: SmallCoop, plan: PlanDistribution = PLAN) -> Distribute:
    fact = coop.done(plan)
    assert isinstance(fact, DistributionPlanned)
    return Distribute("mandate-1", fact.plan, fact.plan_digest)


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


# --- planning --------------------------------------------------------------------------------------


def test_a_plan_id_is_used_once(closed: SmallCoop) -> None:
    """Goal: what was voted cannot be overwritten. Method: plan twice, then under another id."""
    closed.done(PLAN)
    assert closed.refused(PLAN) == "treasury.plan_taken"
    closed.done(PlanDistribution("p2", "2026-q1", "v1"))


def test_a_plan_needs_a_period_and_a_valuation(closed: SmallCoop) -> None:
    """Goal: nothing is planned from nothing. Method: either is unknown."""
    assert closed.refused(PlanDistribution("p1", "2030", "v1")) == "treasury.period_unknown"
    assert closed.refused(PlanDistribution("p1", "2026-q1", "v9")) == "treasury.valuation_unknown"


def test_an_open_period_is_not_shared(closed: SmallCoop) -> None:
    """Goal: only a final result is shared. Method: the period that is running."""
    assert closed.refused(PlanDistribution("p1", "2026-q2", "v1")) == "treasury.period_still_open"


def test_money_waits_for_a_second_look_at_the_value(closed: SmallCoop) -> None:
    """Goal: one person alone cannot set what data is worth. Method: a value nobody rechecked."""
    closed.value({"ana": 1}, rechecked_by="")
    assert closed.refused(PLAN) == "treasury.value_not_rechecked"


def test_a_voted_recipe_is_the_only_one_that_shares_a_surplus(closed: SmallCoop) -> None:
    """Goal: nobody tries recipes until one pays her. Method: vote another one, then its own."""
    in_force = closed.books.get(CharterInForce, IN_FORCE)
    assert in_force is not None
    charter = charter_from_text(in_force.text)
    for recipe, code in (("a" * 64, "treasury.recipe_not_voted"), ("4" * 64, "")):
        worth = msgspec.structs.replace(charter.worth, recipe=recipe)
        text = charter_text(msgspec.structs.replace(charter, worth=worth))
        closed.books.put(msgspec.structs.replace(in_force, text=text))
        if code:
            assert closed.refused(PLAN) == code
    assert isinstance(closed.done(PLAN), DistributionPlanned)


def test_a_result_of_nothing_is_not_shared(coop: SmallCoop) -> None:
    """Goal: no empty plan is voted on. Method: as much came in as was spent; with tax it is a loss."""
    coop.earn(10_000)
    coop.done(coop.work(("ana", 3_600, 10_000)))
    coop.value({"ana": 1})
    coop.done(CLOSE)
    assert coop.refused(PLAN) == "treasury.no_surplus"
    fact = coop.done(PlanDistribution("p1", "2026-q1", "v1", tax_cents=1))
    assert isinstance(fact, DistributionPlanned)
    assert fact.loss_cents == 1


def test_a_surplus_needs_somebody_to_share_with(closed: SmallCoop) -> None:
    """Goal: no share by head without heads. Method: all have left."""
    for member in ("ana", "ben", "eve"):
        closed.leave(member)
    assert closed.refused(PLAN) == "treasury.no_members"


def test_a_surplus_is_shared_once(closed: SmallCoop) -> None:
    """Goal: no euro is shared twice. Method: distribute, then plan and distribute again."""
    first = planned(closed)
    second = planned(closed, PlanDistribution("p2", "2026-q1", "v1"))
    closed.done(first)
    assert closed.refused(first) == "treasury.already_distributed"
    assert closed.refused(second) == "treasury.already_distributed"
    assert closed.refused(PlanDistribution("p3", "2026-q1", "v1")) == "treasury.already_distributed"


def test_plans_are_refused_in_the_order_of_the_ladder(closed: SmallCoop) -> None:
    """Goal: the order is part of the contract. Method: faults mended in turn."""
    closed.done(planned(closed))
    closed.value({"ana": 1}, rechecked_by="")
    codes = [
        closed.refused(PlanDistribution("p1", "2030", "v9")),
        closed.refused(PlanDistribution("p2", "2030", "v9")),
        closed.refused(PlanDistribution("p2", "2026-q1", "v9")),
        closed.refused(PlanDistribution("p2", "2026-q2", "v1")),
        closed.refused(PlanDistribution("p2", "2026-q1", "v1")),
    ]
    for member in ("ana", "ben", "eve"):
        closed.leave(member)
    closed.done(ClosePeriod("2026-q2", "2026-q3"))
    codes += [closed.refused(PlanDistribution("p2", "2026-q2", "v1"))]
    closed.value({"ana": 1})
    codes += [closed.refused(PlanDistribution("p2", "2026-q2", "v1"))]
    assert codes == [
        "treasury.plan_taken",
        "treasury.period_unknown",
        "treasury.valuation_unknown",
        "treasury.period_still_open",
        "treasury.already_distributed",
        "treasury.value_not_rechecked",
        "treasury.no_surplus",
    ]


def test_a_plan_follows_worth_work_and_heads(closed: SmallCoop) -> None:
    """Goal: the weights are the ones of the books. Method: by hand, 60/10/30 and 60/30/10.

    1,000.00: reserve 600, education 100, members 300: data 180, labour 90, heads 30. Data 3:1,
    since eve's worth below zero counts as none; work 2:1; heads alike. Cash is a fifth.
    """
    fact = closed.done(PLAN)
    assert isinstance(fact, DistributionPlanned)
    pools = {str(pool.basis): pool.cents for pool in fact.pools}
    assert pools == {"data": 18_000, "labour": 9_000, "equal": 3_000}
    assert {line.name: line.cents for line in fact.waterfall if line.cents} == {
        "obligatory_reserve": 60_000, "education": 10_000
    }  # fmt: skip
    assert fact.waterfall[0].clause == "surplus.obligatory_reserve_bp"
    lines = closed.annexes.read(fact.lines)
    assert lines.kind == "distribution/2"
    assert list(zip(*(lines.column(name) for name in (
        "member", "interest_cents", "data_cents", "labour_cents", "equal_cents", "cash_cents",
        "capitalised_cents", "opening_cents", "closing_cents", "amount_cents",
    )), strict=True)) == [
        ("ana", 0, 13_500, 6_000, 1_000, 4_100, 16_400, 10_000, 26_400, 20_500),
        ("ben", 0, 4_500, 0, 1_000, 1_100, 4_400, 10_000, 14_400, 5_500),
        ("eve", 0, 0, 3_000, 1_000, 800, 3_200, 10_000, 13_200, 4_000),
    ]  # fmt: skip


def test_who_left_in_the_period_keeps_the_part_of_her_work_only(coop: SmallCoop) -> None:
    """Goal: work done counts, worth and head need standing to the end. Method: ana leaves in it."""
    with_a_surplus(coop)
    coop.leave("ana")
    coop.done(CLOSE)
    fact = coop.done(PLAN)
    assert isinstance(fact, DistributionPlanned)
    lines = coop.annexes.read(fact.lines)
    assert lines.column("member") == ("ana", "ben", "eve")
    assert lines.column("data_cents") == (0, 18_000, 0)
    assert lines.column("labour_cents") == (6_000, 0, 3_000)
    assert lines.column("equal_cents") == (0, 1_500, 1_500)
    assert lines.column("cash_cents")[0] == 6_000
    assert lines.column("capitalised_cents")[0] == 0


def test_who_left_after_the_period_keeps_all_her_parts_in_cash(closed: SmallCoop) -> None:
    """Goal: she was a member to its end. Method: ana leaves after the close; all but cash as ever."""
    stays = closed.done(PLAN)
    assert isinstance(stays, DistributionPlanned)
    closed.leave("ana")
    fact = closed.done(PlanDistribution("p2", "2026-q1", "v1"))
    assert isinstance(fact, DistributionPlanned)
    before, after = closed.annexes.read(stays.lines), closed.annexes.read(fact.lines)
    for name in before.names:
        if name not in {"cash_cents", "capitalised_cents", "closing_cents"}:
            assert after.column(name) == before.column(name), name
    assert after.column("cash_cents") == (20_500, *before.column("cash_cents")[1:])
    assert after.column("capitalised_cents") == (0, *before.column("capitalised_cents")[1:])
    assert after.column("closing_cents") == (10_000, *before.column("closing_cents")[1:])


def test_who_left_while_the_period_was_closing_was_a_member_to_its_end(coop: SmallCoop) -> None:
    """Goal: the span ends when the next opens. Method: begin closing, leave, close, plan."""
    with_a_surplus(coop)
    coop.done(BeginClosing("2026-q1", "2026-q2"))
    coop.leave("ana")
    coop.done(CLOSE)
    fact = coop.done(PLAN)
    assert isinstance(fact, DistributionPlanned)
    assert coop.annexes.read(fact.lines).column("data_cents") == (13_500, 4_500, 0)


def test_every_number_of_a_plan_is_under_its_digest(closed: SmallCoop) -> None:
    """Goal: what is voted is what is booked. Method: change each field; the digest changes."""
    fact = closed.done(PLAN)
    assert isinstance(fact, DistributionPlanned)
    seen = {digest_of(fact)}
    for name in fact.__struct_fields__:
        if name == "plan_digest":
            continue
        value = getattr(fact, name)
        if isinstance(value, int):
            other: object = value + 1
        elif isinstance(value, str):
            other = value + "x"
        elif isinstance(value, tuple):
            other = value[1:] if value else (Borne(Bearer.CARRIED, 1),)
        else:
            other = msgspec.structs.replace(value, total=value.total + 1)
        seen.add(digest_of(msgspec.structs.replace(fact, **{name: other})))
    assert len(seen) == len(fact.__struct_fields__)
    changed = msgspec.structs.replace(fact, plan="p9", cash_cents=fact.cash_cents + 1)
    with pytest.raises(AssertionError, match="digest"):
        apply_distribution_planned(closed.books, closed.case(), PLAN, changed)


# --- distributing ----------------------------------------------------------------------------------


def test_only_a_plan_that_exists_is_booked(closed: SmallCoop) -> None:
    """Goal: nothing is shared without a plan. Method: none was made."""
    assert closed.refused(Distribute("mandate-1", "p1", SEALED)) == "treasury.plan_unknown"


def test_only_the_plan_that_was_voted_is_booked(closed: SmallCoop) -> None:
    """Goal: not one number differs from the vote. Method: another digest."""
    planned(closed)
    assert closed.refused(Distribute("mandate-1", "p1", SEALED)) == "treasury.plan_differs"


def test_a_surplus_that_has_changed_is_not_booked(closed: SmallCoop) -> None:
    """Goal: a plan never shares what is not there. Method: a cent is missing from the result."""
    act = planned(closed)
    closed.books.put(Account("result:2026-q1", "result", "EUR/2", "2026-q1", -99_999))
    assert closed.refused(act) == "treasury.surplus_changed"


def test_distributions_are_refused_in_the_order_of_the_ladder(closed: SmallCoop) -> None:
    """Goal: the order is part of the contract. Method: faults mended in turn."""
    act = planned(closed)
    other = planned(closed, PlanDistribution("p2", "2026-q1", "v1"))
    closed.done(act)
    codes = [
        closed.refused(Distribute("mandate-1", "p9", SEALED)),
        closed.refused(Distribute("mandate-1", "p2", SEALED)),
        closed.refused(other),
    ]
    row = closed.books.get(Plan, "p1")
    assert row is not None
    closed.books.put(msgspec.structs.replace(row, state="planned"))
    codes += [closed.refused(other)]
    assert codes == [
        "treasury.plan_unknown",
        "treasury.plan_differs",
        "treasury.already_distributed",
        "treasury.surplus_changed",
    ]


def test_a_distribution_empties_the_result_to_the_cent(closed: SmallCoop) -> None:
    """Goal: every cent has an owner. Method: read all accounts after the hand example."""
    assert closed.done(planned(closed)) == Distributed("p1", "2026-q1")
    assert nonzero(balances(closed)) == {
        "bank": 135_000, COMPULSORY: -30_000, RETURNS: -24_000, "fund:education": -10_000,
        "payable": -11_000, "reserve:obligatory": -60_000,
    }  # fmt: skip
    assert theirs(closed, PAYABLE) == {"ana": 7_100, "ben": 1_100, "eve": 2_800}
    assert theirs(closed, RETURNS) == {"ana": 16_400, "ben": 4_400, "eve": 3_200}
    row = closed.books.get(Plan, "p1")
    assert row is not None
    assert row.state == DISTRIBUTED
    assert closed.annexes.read(ref_from_text(row.lines)).kind == "distribution/2"
    last = [row for row in closed.history if isinstance(row, Posting)][-1]
    assert last.period == "2026-q2"


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
