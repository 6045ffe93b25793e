"""What a licensee owes: exact millionths while it accrues, whole cents when it is settled.

Rounding happens once, on all that has accrued under a licence together, so however many days are
reported the amount due is never more than half a cent away from the exact one.
"""

from __future__ import annotations

from auzolan.foundation.money import MICRO_PER_CENT


def fee_micro(fee_cents: int) -> int:
    """The stated fee in millionths of the currency unit.

    Args:
        fee_cents: whole cents, >= 0.
    """
    return fee_cents * MICRO_PER_CENT


def due_cents(accrued_micro: int) -> int:
    """What can be asked of a licensee for all that has accrued so far, rounded half up.

    Args:
        accrued_micro: everything accrued under one licence, millionths of the unit, >= 0.
    Returns:
        Whole cents, at most half a cent away from the exact amount.
    Raises:
        ValueError: the accrual is negative.
    Source: house rule on money: royalties accrue at scale 6, rounded only at settlement.
    """
    if accrued_micro < 0:
        raise ValueError(f"an accrual is >= 0; got {accrued_micro}")
    return (accrued_micro + MICRO_PER_CENT // 2) // MICRO_PER_CENT
