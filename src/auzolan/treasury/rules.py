"""The rules of money: when a period closes, what a plan says, when it is booked.

That the members voted for a plan is checked before these rules run. How a surplus is divided is in
`surplus`, what other rooms' facts mean in money in `bookings`. It pays nobody: what is payable
stays payable until a bank has been told.
"""

from __future__ import annotations

import msgspec

from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.money import money_text
from auzolan.foundation.refusals import Refusal
from auzolan.labour.acts import RecordWork
from auzolan.labour.lines import numbers, texts
from auzolan.licensing.acts import Receive
from auzolan.members.state import ACTIVE, Member
from auzolan.record.annexes import ref_from_text, ref_text
from auzolan.record.case import Case
from auzolan.record.entries import Fact
from auzolan.treasury.acts import (
    ClosePeriod,
    Distribute,
    Distributed,
    DistributionPlanned,
    PeriodClosed,
    PlanDistribution,
)
from auzolan.treasury.ledger import (
    Leg,
    Movement,
    assert_controls_match,
    assert_sums_to_zero,
    group_balance,
    post,
    post_members,
)
from auzolan.treasury.planning import digest_of, planned, weights_of
from auzolan.treasury.state import (
    CAPITAL,
    CLOSED,
    DISTRIBUTED,
    EDUCATION,
    GROUPS,
    INCOME,
    OPEN,
    PAYABLE,
    PLANNED,
    RESERVE,
    RESULT,
    WAGES,
    Account,
    Period,
    Plan,
    open_period,
    result_account,
)
from auzolan.valuation.rules import unvoted_recipe
from auzolan.valuation.state import Valuation

ARTICLE = "house, treasury"


def guard_open_period(books: Books, act: RecordWork | Receive, case: Case) -> Refusal | None:
    """Whether the period that another room's act names is open; asked before that room's rule."""
    return _period_refused(books, act.period)


def _period_refused(books: Books, name: str) -> Refusal | None:
    period = books.get(Period, name)
    if period is None:
        return _period_unknown(books, name)
    if period.state != OPEN:
        return Refusal(
            "treasury.period_closed", ARTICLE,
            f"Entry {period.closed} closed the period {name}; nothing enters it any more.",
            f"Use the open period, {open_period(books)}.",
        )  # fmt: skip
    return None


def _period_unknown(books: Books, name: str) -> Refusal:
    return Refusal(
        "treasury.period_unknown", ARTICLE, f"There is no period called {name}.",
        f"The open period is {open_period(books)}.",
    )  # fmt: skip


def decide_close_period(books: Books, act: ClosePeriod, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether a period can close, and with what result."""
    refused = _period_refused(books, act.period)
    if refused is not None:
        return refused
    if books.get(Period, act.next_period) is not None:
        return Refusal(
            "treasury.next_period_taken", ARTICLE,
            f"There is a period called {act.next_period} already.",
            "Give the next period an id that is free.",
        )  # fmt: skip
    assert_sums_to_zero(books)
    income_cents = -group_balance(books, INCOME)
    expense_cents = group_balance(books, WAGES)
    fact = PeriodClosed(
        period=act.period,
        next_period=act.next_period,
        income_cents=income_cents,
        expense_cents=expense_cents,
        result_cents=income_cents - expense_cents,
        trial_balance=trial_balance(books),
    )
    return (fact,)


def trial_balance(books: Books) -> tuple[tuple[str, int], ...]:
    """Every group of accounts with its balance in cents, in order of name; it sums to zero."""
    return tuple((group, group_balance(books, group)) for group in sorted(GROUPS))


def apply_period_closed(books: Books, case: Case, act: ClosePeriod, fact: PeriodClosed) -> None:
    """Carry income and wages into the period's result, close it, open the next."""
    assert trial_balance(books) == fact.trial_balance, "the trial balance is the one of the books"
    result = result_account(fact.period)
    books.add(Account(result, RESULT, 0))
    legs = (
        Leg(INCOME, fact.income_cents),
        Leg(WAGES, -fact.expense_cents),
        Leg(result, -fact.result_cents),
    )
    post(books, case, fact.period, legs)
    assert group_balance(books, INCOME) == group_balance(books, WAGES) == 0, "all is carried"
    period = _period(books, fact.period)
    books.put(
        msgspec.structs.replace(
            period, state=CLOSED, result_cents=fact.result_cents, closed=case.seq
        )
    )
    books.add(Period(fact.next_period, OPEN, 0, case.seq, -1))


def decide_plan_distribution(
    books: Books, act: PlanDistribution, case: Case
) -> tuple[Fact, ...] | Refusal:
    """How a closed period's surplus would be shared, to the cent, for the members to vote on."""
    if books.get(Plan, act.plan) is not None:
        return Refusal(
            "treasury.plan_taken", ARTICLE, f"There is a plan called {act.plan} already.",
            "Give the plan an id that is free.",
        )  # fmt: skip
    period = books.get(Period, act.period)
    if period is None:
        return _period_unknown(books, act.period)
    valuation = books.get(Valuation, act.valuation)
    if valuation is None:
        return Refusal(
            "treasury.valuation_unknown", ARTICLE,
            f"There is no valuation called {act.valuation}.",
            "Value the members' data first, and have it rechecked.",
        )  # fmt: skip
    refused = _plan_refused(books, period, valuation)
    if refused is not None:
        return refused
    weights = weights_of(books, case, act.period, valuation)
    return (planned(books, act, case, surplus_cents=period.result_cents, weights=weights),)


def _plan_refused(books: Books, period: Period, valuation: Valuation) -> Refusal | None:
    charter = charter_of(books)
    if period.state == OPEN:
        return Refusal(
            "treasury.period_still_open", ARTICLE,
            f"The period {period.period} is still open; its surplus is not known yet.",
            "Close the period first.",
        )  # fmt: skip
    refused = _distributed(books, period.period)
    if refused is not None:
        return refused
    if not valuation.rechecked_by:
        return Refusal(
            "treasury.value_not_rechecked", f"Art. {charter.surplus.number}",
            f"{valuation.by} made the valuation {valuation.valuation}; nobody has rechecked it.",
            "Ask a second person to recompute it and to report what she found.",
        )  # fmt: skip
    refused = unvoted_recipe(books, valuation)
    if refused is not None:
        return refused
    if period.result_cents <= 0:
        result = money_text(period.result_cents, charter.currency)
        return Refusal(
            "treasury.no_surplus", f"Art. {charter.surplus.number}",
            f"The period {period.period} closed with {result}: there is nothing to share.",
            "A loss stays on the period's own account. Members decide how to make it good.",
        )  # fmt: skip
    if books.count(Member, standing=ACTIVE) == 0:
        return Refusal(
            "treasury.no_members", f"Art. {charter.surplus.number}",
            "There is no member in good standing to share with.", "Admit members first.",
        )  # fmt: skip
    return None


def _distributed(books: Books, period: str) -> Refusal | None:
    for plan in books.find(Plan, period=period):
        if plan.state == DISTRIBUTED:
            return Refusal(
                "treasury.already_distributed", ARTICLE,
                f"The plan {plan.plan} has shared the surplus of {period} already.",
                "A surplus is shared once; look at its entry.",
            )  # fmt: skip
    return None


def apply_distribution_planned(
    books: Books, case: Case, act: PlanDistribution, fact: DistributionPlanned
) -> None:
    """Keep the plan, with the name of its lines."""
    assert digest_of(fact) == fact.plan_digest, "the digest is the one of these numbers"
    books.add(
        Plan(
            plan=fact.plan,
            period=fact.period,
            plan_digest=fact.plan_digest,
            state=PLANNED,
            surplus_cents=fact.surplus_cents,
            reserve_cents=fact.reserve_cents,
            education_cents=fact.education_cents,
            patronage_cents=fact.patronage_cents,
            cash_cents=fact.cash_cents,
            capital_cents=fact.capital_cents,
            lines=ref_text(fact.lines),
            entry=case.seq,
        )
    )


def decide_distribute(books: Books, act: Distribute, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether the plan that the members voted can be booked, exactly as it stands."""
    plan = books.get(Plan, act.plan)
    if plan is None:
        return Refusal(
            "treasury.plan_unknown", ARTICLE, f"There is no plan called {act.plan}.",
            "Plan the distribution first, and put it to the vote.",
        )  # fmt: skip
    if plan.plan_digest != act.plan_digest:
        return Refusal(
            "treasury.plan_differs", ARTICLE,
            f"The plan {act.plan} has the digest {plan.plan_digest[:12]}, "
            f"not {act.plan_digest[:12]}.",
            "Book exactly the plan that was voted.",
        )  # fmt: skip
    refused = _distributed(books, plan.period)
    if refused is not None:
        return refused
    surplus_cents = -_account(books, result_account(plan.period)).balance_cents
    if surplus_cents != plan.surplus_cents:
        currency = charter_of(books).currency
        return Refusal(
            "treasury.surplus_changed", ARTICLE,
            f"The plan shares {money_text(plan.surplus_cents, currency)}; the books now show "
            f"{money_text(surplus_cents, currency)} for {plan.period}.",
            "Make a new plan, and put it to the vote.",
        )  # fmt: skip
    return (Distributed(plan.plan, plan.period),)


def apply_distributed(books: Books, case: Case, act: Distribute, fact: Distributed) -> None:
    """Book the plan: out of the result, into reserve, education, payable and capital."""
    plan = _plan(books, fact.plan)
    assert plan.state == PLANNED, "a plan is booked once"
    legs = (
        Leg(result_account(plan.period), plan.surplus_cents),
        Leg(RESERVE, -plan.reserve_cents),
        Leg(EDUCATION, -plan.education_cents),
        Leg(PAYABLE, -plan.cash_cents),
        Leg(CAPITAL, -plan.capital_cents),
    )
    post(books, case, open_period(books), legs)
    assert _account(books, result_account(plan.period)).balance_cents == 0, "all is shared"
    books.put(msgspec.structs.replace(plan, state=DISTRIBUTED))


def apply_distributed_to_members(
    books: Books, case: Case, act: Distribute, fact: Distributed
) -> None:
    """Book each member's cash and capital; restricted rows only."""
    plan = _plan(books, fact.plan)
    lines = case.annexes.read(ref_from_text(plan.lines))
    members, why = texts(lines, "member"), f"surplus:{fact.plan}"
    cash, capital = numbers(lines, "cash_cents"), numbers(lines, "capital_cents")
    assert sum(cash) == plan.cash_cents, "the lines sum to the cash of the plan"
    assert sum(capital) == plan.capital_cents, "the lines sum to the capital of the plan"
    period = open_period(books)
    for account, column in ((PAYABLE, cash), (CAPITAL, capital)):
        amounts = dict(zip(members, column, strict=True))
        post_members(books, case, Movement(account, period, why), amounts)
    assert_controls_match(books)


def _period(books: Books, name: str) -> Period:
    period = books.get(Period, name)
    assert period is not None, f"there is no period {name}"
    return period


def _plan(books: Books, name: str) -> Plan:
    plan = books.get(Plan, name)
    assert plan is not None, f"there is no plan {name}"
    return plan


def _account(books: Books, name: str) -> Account:
    account = books.get(Account, name)
    assert account is not None, f"there is no account {name}"
    return account
