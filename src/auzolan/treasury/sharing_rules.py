"""The rules of sharing a surplus: what a plan says, and when it is booked.

That the members voted for a plan is checked before these rules run. How a surplus is divided is in
`surplus`, when a period closes in `period_rules`. It pays nobody: what is payable stays payable
until a bank has been told.
"""

from __future__ import annotations

import msgspec

from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.money import money_text
from auzolan.foundation.refusals import Refusal
from auzolan.labour.lines import numbers, texts
from auzolan.members.state import ACTIVE, Member
from auzolan.record.annexes import ref_from_text, ref_text
from auzolan.record.case import Case
from auzolan.record.entries import Fact
from auzolan.treasury.accounts import OBLIGATORY, PAYABLE, RETURNS, fund_account, result_account
from auzolan.treasury.acts import (
    Distribute,
    Distributed,
    DistributionPlanned,
    PlanDistribution,
)
from auzolan.treasury.ledger import (
    Leg,
    Movement,
    assert_controls_match,
    own_balance,
    post,
    post_members,
)
from auzolan.treasury.period_rules import period_unknown
from auzolan.treasury.planning import digest_of, planned, weights_of
from auzolan.treasury.state import CLOSED, DISTRIBUTED, PLANNED, Period, Plan, open_period
from auzolan.valuation.state import Valuation

ARTICLE = "house, treasury"
EDUCATION = "education"


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
        return period_unknown(books, act.period)
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
    if period.state != CLOSED:
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
    surplus_cents = own_balance(books, result_account(plan.period))
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
        Leg(OBLIGATORY, -plan.reserve_cents),
        Leg(fund_account(EDUCATION), -plan.education_cents),
        Leg(PAYABLE, -plan.cash_cents),
        Leg(RETURNS, -plan.capital_cents),
    )
    post(books, case, open_period(books), legs)
    assert own_balance(books, result_account(plan.period)) == 0, "all is shared"
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
    for account, column in ((PAYABLE, cash), (RETURNS, capital)):
        amounts = dict(zip(members, column, strict=True))
        post_members(books, case, Movement(account, period, why), amounts)
    assert_controls_match(books, (PAYABLE, RETURNS))


def _plan(books: Books, name: str) -> Plan:
    plan = books.get(Plan, name)
    assert plan is not None, f"there is no plan {name}"
    return plan
