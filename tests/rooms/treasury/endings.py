"""Co-operatives that end, for tests: three members, a plan, and the end as it was planned."""

from __future__ import annotations

import msgspec

from auzolan.charter.distribution import Claim
from auzolan.charter.presets import founding_charter
from auzolan.charter.state import IN_FORCE, CharterInForce
from auzolan.treasury.accounts import (
    COMPULSORY,
    OBLIGATORY,
    REDEMPTION,
    RETURNS,
    VOLUNTARY,
    VOLUNTARY_RESERVE,
)
from auzolan.treasury.capital.winding_up_acts import (
    PlanWindingUp,
    WindingUpPlanned,
    WindUp,
    WoundUp,
)
from support.plain_charter import PLAIN
from support.small_treasury import SmallTreasury

EQUAL = {**PLAIN, "pool_data_bp": 0, "pool_labour_bp": 0, "pool_equal_bp": 10_000}


def coop_with(**clauses: int | str | tuple[str, ...]) -> SmallTreasury:
    """Three members with 100.00 of compulsory capital each, all of it in the bank."""
    preset = "us-worker" if "dissolution_residue" in clauses else "es-pv-2019"
    named = clauses if preset == "us-worker" else {**EQUAL, **clauses}
    coop = SmallTreasury(founding_charter(preset=preset, clauses=named))
    coop.admit("ana", "ben", "eve")
    return coop


def planned(coop: SmallTreasury, act: PlanWindingUp | None = None) -> WindingUpPlanned:
    """Plan the end."""
    fact = coop.done(act or PlanWindingUp("end"))
    assert isinstance(fact, WindingUpPlanned)
    return fact


def ended(coop: SmallTreasury, act: PlanWindingUp | None = None) -> WindingUpPlanned:
    """Plan the end and book it; then all that there is belongs to somebody."""
    plan = planned(coop, act)
    fact = coop.done(WindUp("m", plan.winding_up, plan.plan_digest))
    assert fact == WoundUp(plan.winding_up, plan.residue_cents)
    in_force = coop.books.get(CharterInForce, IN_FORCE)
    assert in_force is not None
    coop.books.put(msgspec.structs.replace(in_force, ended=coop.seq))
    coop.audit()
    for account in (COMPULSORY, VOLUNTARY, RETURNS, REDEMPTION, OBLIGATORY, VOLUNTARY_RESERVE):
        assert coop.own(account) == 0
    return plan


def paid_of(plan: WindingUpPlanned) -> dict[Claim, tuple[int, int]]:
    return {one.claim: (one.asked_cents, one.paid_cents) for one in plan.served}
