"""What a door does about capital that comes, tax that is kept back, and the end.

It computes no amount and sends no money.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, named, reading
from auzolan.house.desk import Desk
from auzolan.house.rooms.members.flows import UNSEALED
from auzolan.house.rooms.treasury.flows_bookings import lay_down_amounts
from auzolan.house.submission import Receipt
from auzolan.treasury.capital.contribution_acts import Contribute, ContributionKind
from auzolan.treasury.capital.contribution_rules import CONTRIBUTION_KIND
from auzolan.treasury.capital.winding_up_acts import Creditor, PlanWindingUp, WindUp
from auzolan.treasury.capital.withholding_acts import RemitWithholding, Withhold
from auzolan.treasury.state import WindingUp

_UNKNOWN = "0" * 64


def contribute(
    desk: Desk, *, actor: str, contribution: str, kind: ContributionKind,
    paid: Mapping[str, int], reference: str,
) -> Receipt | Refusal:  # fmt: skip
    """Note capital that has reached the bank.

    Args:
        desk: the desk.
        actor: who holds the office of treasury.
        contribution: its id, used once.
        kind: compulsory or voluntary.
        paid: what each member paid, in cents.
        reference: what the bank's statement says; sealed.
    """
    identity = named("contribute", contribution)
    lines = lay_down_amounts(desk, CONTRIBUTION_KIND, paid, identity=identity)
    act = Contribute(contribution, kind, lines, UNSEALED)
    return ask(desk, identity, actor, act, {"reference": reference})


def withhold(desk: Desk, *, actor: str, plan: str) -> Receipt | Refusal:
    """Keep back the charter's part of the cash of a plan."""
    return ask(desk, named("withhold", plan), actor, Withhold(plan))


def remit_withholding(
    desk: Desk, *, actor: str, remittance: str, reference: str
) -> Receipt | Refusal:  # fmt: skip
    """Note that all tax kept back has gone to the tax office."""
    act = RemitWithholding(remittance, UNSEALED)
    return ask(desk, named("remit", remittance), actor, act, {"reference": reference})


def plan_winding_up(
    desk: Desk, *, actor: str, winding_up: str, creditors: Sequence[Creditor],
    given_up: Sequence[str],
) -> Receipt | Refusal:  # fmt: skip
    """Work out who gets what at the end."""
    act = PlanWindingUp(winding_up, tuple(creditors), tuple(given_up))
    return ask(desk, named("plan-winding-up", winding_up), actor, act)


def wind_up(desk: Desk, *, actor: str, mandate: str, winding_up: str) -> Receipt | Refusal:
    """Book the end as it stands on the record, under the mandate of its vote."""
    with reading(desk.folder) as now:
        row = now.books.get(WindingUp, winding_up)
    digest = row.plan_digest if row is not None else _UNKNOWN
    return ask(desk, named("wind-up", winding_up), actor, WindUp(mandate, winding_up, digest))
