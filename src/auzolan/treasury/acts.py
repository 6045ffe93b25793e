"""What can be asked about money."""

from __future__ import annotations

from auzolan.foundation import canonical
from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Digest, Id
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact


class ClosePeriod(Act, frozen=True, gc=False, tag="treasury.close_period/1"):
    """Close a period for good, carry its result, and open the next."""

    period: Id
    next_period: Id


class PlanDistribution(Act, frozen=True, gc=False, tag="treasury.plan/1"):
    """Work out how a closed period's surplus would be shared, for the members to vote on."""

    plan: Id
    period: Id
    valuation: Id


class Distribute(Act, frozen=True, gc=False, tag="treasury.distribute/1"):
    """Book exactly the plan that the members voted."""

    mandate: Id
    plan: Id
    plan_digest: Digest

    def subject(self) -> str:
        """The plan and its digest, as the resolution named them."""
        return subject_of_plan(self.plan, self.plan_digest)

    def mandate_id(self) -> str:
        """The mandate that the members' resolution made."""
        return self.mandate


def subject_of_plan(plan: str, plan_digest: str) -> str:
    """What a resolution and its execution must agree on, to the letter."""
    return canonical.digest({"plan": plan, "plan_digest": plan_digest})


class PeriodClosed(Fact, frozen=True, gc=False, tag="treasury.period_closed/1"):
    """Nothing enters this period any more; the trial balance at closing, by group of accounts.

    The balance is the one before income and wages are carried into the period's result. By group,
    and not by account, so that the fact stays small however many periods lie behind.
    """

    period: Id
    next_period: Id
    income_cents: Whole
    expense_cents: Whole
    result_cents: Whole
    trial_balance: tuple[tuple[Id, Whole], ...]


class DistributionPlanned(Fact, frozen=True, gc=False, tag="treasury.planned/1"):
    """How the surplus would be shared, to the cent.

    `lines` is a restricted annex `distribution/1` with the columns member, by_data_cents,
    by_labour_cents, by_head_cents, cash_cents, capital_cents, amount_cents (the amount).
    """

    plan: Id
    period: Id
    plan_digest: Digest
    surplus_cents: Whole
    reserve_cents: Whole
    education_cents: Whole
    patronage_cents: Whole
    by_data_cents: Whole
    by_labour_cents: Whole
    by_head_cents: Whole
    cash_cents: Whole
    capital_cents: Whole
    lines: AnnexRef


class Distributed(Fact, frozen=True, gc=False, tag="treasury.distributed/1"):
    """The plan is booked: reserve, education fund, and each member's cash and capital."""

    plan: Id
    period: Id
