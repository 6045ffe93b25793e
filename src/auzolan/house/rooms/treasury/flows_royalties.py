"""What a door does about royalties: write down what members earned, and make cents of it.

Who earned what by a use is worked out elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping

from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, named
from auzolan.house.desk import Desk
from auzolan.house.rooms.treasury.flows_bookings import lay_down_amounts
from auzolan.house.submission import Receipt
from auzolan.treasury.royalties.acts import Accrue, SettleRoyalties
from auzolan.treasury.royalties.rules import ROYALTIES_KIND


def accrue(
    desk: Desk, *, actor: str, accrual: str, licence: str, earned: Mapping[str, int]
) -> Receipt | Refusal:
    """Write down what members have earned by a licence, in millionths."""
    identity = named("accrue", accrual)
    ref = lay_down_amounts(desk, ROYALTIES_KIND, earned, identity=identity, column="amount_micro")
    return ask(desk, identity, actor, Accrue(accrual, licence, ref))


def settle_royalties(desk: Desk, *, actor: str, settlement: str, period: str) -> Receipt | Refusal:
    """Make the whole cents of what has accrued payable."""
    act = SettleRoyalties(settlement, period)
    return ask(desk, named("settle-royalties", settlement), actor, act)
