"""The rules of dividing a year: what a plan says, and when it is booked.

That the members voted for a plan is checked before these rules run. How a result is divided is in
`year_plan`, when a period closes in `period_rules`. It pays nobody: what is payable stays payable
until a bank has been told. The obligatory reserve falls nowhere but here, by the rule of losses.
"""

from __future__ import annotations

from operator import add

import msgspec

from auzolan.charter.distribution import Basis, Distribution, pool_weights
from auzolan.charter.state import charter_of
from auzolan.foundation import canonical
from auzolan.foundation.books import Books
from auzolan.foundation.moments import months_after
from auzolan.foundation.money import money_text
from auzolan.foundation.refusals import Refusal
from auzolan.labour.paying.rules import unsettled_of
from auzolan.members.state import ACTIVE, Member
from auzolan.record.annex_columns import numbers, texts
from auzolan.record.annexes import ref_from_text, ref_text
from auzolan.record.case import Case
from auzolan.record.entries import Fact
from auzolan.treasury.accounts import (
    FUND,
    GROUPS,
    PAYABLE,
    RETURNS,
    group_of,
    natural,
    result_account,
)
from auzolan.treasury.ledger.period_rules import period_unknown
from auzolan.treasury.ledger.posting import (
    Movement,
    assert_controls_match,
    free_balance,
    own_balance,
    post,
    post_columns,
)
from auzolan.treasury.state import (
    CLOSED,
    DISTRIBUTED,
    PLANNED,
    FundLot,
    MemberAccount,
    Period,
    Plan,
    open_period,
)
from auzolan.treasury.surplus.acts import (
    Distribute,
    Distributed,
    DistributionPlanned,
    PlanDistribution,
)
from auzolan.treasury.surplus.pay_ratio import pay_ratio_of, weight_refusal
from auzolan.treasury.surplus.planning import LOSS_COLUMNS, digest_of, planned
from auzolan.treasury.surplus.year_books import (
    CAPITAL_ACCOUNTS,
    Sharers,
    planned_from,
    sharers_of,
    year_of,
)
from auzolan.treasury.surplus.year_plan import YearPlan, plan_year, with_pay_ratio
from auzolan.valuation.rules import unvoted_recipe
from auzolan.valuation.state import Valuation

ARTICLE = "house, treasury"


def decide_plan_distribution(
    books: Books, act: PlanDistribution, case: Case
) -> tuple[Fact, ...] | Refusal:
    """How a closed period's result would be divided, to the cent, for the members to vote on.

    Args:
        books: the books, with restricted rows.
        act: the period; the valuation where a pool is shared by data or value; tax, and what of the
            result does not come from work with members.
        case: reads the valuation's lines, makes the plan's.
    Returns:
        `DistributionPlanned`, or the first refusal: a plan of this id, work of the period that is
        due and not paid, and then those of `divided_under`.
    Raises:
        NotDisclosed: at the public level.
    Source: charter, article on surplus.
    """
    if books.get(Plan, act.plan) is not None:
        return Refusal(
            "treasury.plan_taken", ARTICLE, f"There is a plan called {act.plan} already.",
            "Give the plan an id that is free.",
        )  # fmt: skip
    unsettled = unsettled_of(books, act.period, case.at)
    if unsettled:
        return Refusal(
            "treasury.work_unsettled", ARTICLE,
            f"{unsettled} pieces of work of {act.period} are due and not paid; a surplus comes after "
            "what work is owed.",
            "Settle them first: auzolan labour settle.",
        )  # fmt: skip
    found = divided_under(charter_of(books).surplus.distribution, books, act, case)
    if isinstance(found, Refusal):
        return found
    plan, sharers = found
    return (planned(books, act, case, plan=plan, sharers=sharers),)


def divided_under(
    article: Distribution, books: Books, act: PlanDistribution, case: Case
) -> tuple[YearPlan, Sharers] | Refusal:
    """A closed period's result divided by an article on surplus, which need not be in force.

    Only what follows from the article in force is ever entered; any other is for looking at.

    Args:
        article: within its law.
        books: the books, with restricted rows.
        act: as for `decide_plan_distribution`; its plan's id says nothing here.
        case: reads the valuation's lines.
    Returns:
        The division and who shares in it; or the first refusal: no such period, no such valuation,
        a period that is open, a result that is shared, a valuation that nobody rechecked, nothing
        to share, nobody to share with, hours that weigh too differently, and then those of
        `plan_year`.
    Raises:
        NotDisclosed: at the public level.
    Source: charter, article on surplus.
    """
    period = books.get(Period, act.period)
    if period is None:
        return period_unknown(books, act.period)
    valuation = books.get(Valuation, act.valuation)
    if valuation is None and not act.valuation and _needs_values(article):
        return Refusal(
            "treasury.valuation_unknown", ARTICLE,
            "A pool is shared by what data is worth, and the plan names no figures of it.",
            "Value the members' data first, and have it rechecked.",
        )  # fmt: skip
    if valuation is None and act.valuation:
        return Refusal(
            "treasury.valuation_unknown", ARTICLE,
            f"A pool is shared by data, and there is no valuation called {act.valuation}.",
            "Value the members' data first, and have it rechecked.",
        )  # fmt: skip
    refused = _plan_refused(books, act, period, valuation)
    if refused is not None:
        return refused
    sharers = sharers_of(books, case, act.period, valuation)
    refused = weight_refusal(article.patronage, sharers.members)
    if refused is not None:
        return refused
    plan = plan_year(article, year_of(books, act, period), sharers.members)
    if isinstance(plan, Refusal):
        return plan
    ratio_max = charter_of(books).labour.index_ratio_max
    return with_pay_ratio(plan, pay_ratio_of(books, act.period), ratio_max), sharers


def _needs_values(article: Distribution) -> bool:
    weights = pool_weights(article.patronage)
    return weights[Basis.DATA] + weights[Basis.VALUE] > 0


def _plan_refused(
    books: Books, act: PlanDistribution, period: Period, valuation: Valuation | None
) -> Refusal | None:
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
    if valuation is not None and not valuation.rechecked_by:
        return Refusal(
            "treasury.value_not_rechecked", f"Art. {charter.surplus.number}",
            f"{valuation.by} made the valuation {valuation.valuation}; nobody has rechecked it.",
            "Ask a second person to recompute it and to report what she found.",
        )  # fmt: skip
    if valuation is not None:
        refused = unvoted_recipe(books, valuation)
        if refused is not None:
            return refused
    if period.result_cents == 0 and act.tax_cents == 0:
        result = money_text(period.result_cents, charter.currency)
        return Refusal(
            "treasury.no_surplus", f"Art. {charter.surplus.number}",
            f"The period {period.period} closed with {result}: there is nothing to share.",
            "There is no surplus and no loss; leave the period as it is.",
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
            result_cents=fact.result_cents,
            available_cents=fact.available_cents,
            to_funds_cents=fact.to_funds_cents,
            interest_cents=fact.interest_cents,
            patronage_cents=fact.patronage_cents,
            cash_cents=fact.cash_cents,
            capitalised_cents=fact.capitalised_cents,
            loss_cents=fact.loss_cents,
            planned=canonical.encode(fact).decode(),
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
    result_cents = own_balance(books, result_account(plan.period))
    if result_cents != plan.result_cents:
        currency = charter_of(books).currency
        return Refusal(
            "treasury.surplus_changed", ARTICLE,
            f"The plan shares {money_text(plan.result_cents, currency)}; the books now show "
            f"{money_text(result_cents, currency)} for {plan.period}.",
            "Make a new plan, and put it to the vote.",
        )  # fmt: skip
    refused = _savings_gone(books, case, plan) or _capital_gone(books, case, plan)
    return refused or (Distributed(plan.plan, plan.period),)


def _savings_gone(books: Books, case: Case, plan: Plan) -> Refusal | None:
    """The refusal of a plan that takes more from an account than is there by now."""
    for leg in planned_from(plan).legs:
        group = GROUPS[group_of(leg.account)]
        change = natural(leg.account, leg.amount)
        if not group.has_floor or group.is_control or change >= 0:
            continue
        free_cents = free_balance(books, leg.account, case.at)
        if free_cents + change < 0:
            return _outdated(books, plan, f"{leg.account} has", free_cents, -change)
    return None


def _capital_gone(books: Books, case: Case, plan: Plan) -> Refusal | None:
    """The refusal of a loss that somebody's capital does not cover any more."""
    if not plan.loss_cents:
        return None
    lines = case.annexes.read(ref_from_text(plan.lines))
    members = texts(lines, "member")
    for account, name in zip(CAPITAL_ACCOUNTS, LOSS_COLUMNS, strict=True):
        held = books.get_many(MemberAccount, [(member, account) for member in members])
        for member, row, cents in zip(members, held, numbers(lines, name), strict=True):
            has = row.balance if row is not None else 0
            if cents > has:
                return _outdated(books, plan, f"{member} has on {account}", has, cents)
    return None


def _outdated(books: Books, plan: Plan, who: str, has_cents: int, needed_cents: int) -> Refusal:
    currency = charter_of(books).currency
    return Refusal(
        "treasury.plan_outdated", ARTICLE,
        f"{who} {money_text(has_cents, currency)}; the plan {plan.plan} takes "
        f"{money_text(needed_cents, currency)}.",
        "Make a new plan, and put it to the vote.",
    )  # fmt: skip


def apply_distributed(books: Books, case: Case, act: Distribute, fact: Distributed) -> None:
    """Book the plan out of the result, and note by when each fund is to be spent."""
    plan = _plan(books, fact.plan)
    assert plan.state == PLANNED, "a plan is booked once"
    terms = planned_from(plan)
    post(books, case, open_period(books), terms.legs)
    assert own_balance(books, result_account(plan.period)) == 0, "all is shared"
    for line in terms.waterfall:
        if group_of(line.account) == FUND and line.cents:
            months = line.deadline_months
            spend_by = months_after(case.at, months) if months else 0
            books.add(FundLot(line.account, case.seq, line.cents, spend_by))
    books.put(msgspec.structs.replace(plan, state=DISTRIBUTED))


def apply_distributed_to_members(
    books: Books, case: Case, act: Distribute, fact: Distributed
) -> None:
    """Book each member's interest, cash and capital, or what she bears; restricted rows only."""
    plan = _plan(books, fact.plan)
    lines = case.annexes.read(ref_from_text(plan.lines))
    members, period = texts(lines, "member"), open_period(books)
    if plan.loss_cents:
        moved = [
            (account, [-cents for cents in numbers(lines, name)])
            for account, name in zip(CAPITAL_ACCOUNTS, LOSS_COLUMNS, strict=True)
        ]
    else:
        interest, capitalised = (
            numbers(lines, "interest_cents"),
            numbers(lines, "capitalised_cents"),
        )
        returns = list(map(add, interest, capitalised))
        cash = numbers(lines, "cash_cents")
        assert sum(cash) == plan.cash_cents, "the lines sum to the cash of the plan"
        assert sum(returns) == plan.interest_cents + plan.capitalised_cents, "and to its capital"
        moved = [(PAYABLE, cash), (RETURNS, returns)]
    why = f"{'loss' if plan.loss_cents else 'surplus'}:{fact.plan}"
    for account, column in moved:
        post_columns(books, case, Movement(account, period, why), members, column)
    assert_controls_match(books, tuple(account for account, _ in moved))


def _plan(books: Books, name: str) -> Plan:
    plan = books.get(Plan, name)
    assert plan is not None, f"there is no plan {name}"
    return plan
