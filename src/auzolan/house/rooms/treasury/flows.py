"""What a door does about money: close, plan, and book the plan that the members voted.

It computes no amount and pays nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, named, reading
from auzolan.house.desk import Desk
from auzolan.house.submission import Receipt
from auzolan.treasury.ledger.acts import ClosePeriod
from auzolan.treasury.state import Plan
from auzolan.treasury.surplus.acts import Distribute, PlanDistribution

_UNKNOWN = "0" * 64


def close_period(desk: Desk, *, actor: str, period: str, next_period: str) -> Receipt | Refusal:
    """Close a period for good and open the next."""
    return ask(desk, named("close", period), actor, ClosePeriod(period, next_period))


@dataclass(frozen=True, slots=True)
class NotFromMembers:
    """What a plan is told besides: tax on the result, and what of it is not from members, in cents."""

    tax_cents: int = 0
    third_parties_cents: int = 0
    extraordinary_cents: int = 0


PLAIN_RESULT = NotFromMembers()
"""No tax, and all of the result from work with members."""


def plan(
    desk: Desk, *, actor: str, plan: str, period: str, valuation: str,
    result: NotFromMembers = PLAIN_RESULT,
) -> Receipt | Refusal:  # fmt: skip
    """Work out how a closed period's result would be divided."""
    act = plan_act(plan=plan, period=period, valuation=valuation, result=result)
    return ask(desk, named("plan", plan), actor, act)


def plan_act(*, plan: str, period: str, valuation: str, result: NotFromMembers) -> PlanDistribution:
    """The act that asks for a plan."""
    return PlanDistribution(
        plan, period, valuation, result.tax_cents, result.third_parties_cents,
        result.extraordinary_cents,
    )  # fmt: skip


def distribute(desk: Desk, *, actor: str, mandate: str, plan: str) -> Receipt | Refusal:
    """Book a plan as it stands on the record, under the mandate of its vote."""
    act = Distribute(mandate, plan, plan_digest_of(desk, plan))
    return ask(desk, named("distribute", plan), actor, act)


def plan_digest_of(desk: Desk, plan: str) -> str:
    """The digest that a measure on this plan must name; zeros where there is no such plan."""
    with reading(desk.folder) as now:
        row = now.books.get(Plan, plan)
        return row.plan_digest if row is not None else _UNKNOWN
