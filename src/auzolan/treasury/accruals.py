"""Royalties in micro-units: shared day by day, cents only at settlement, the remainder carried.

Rounding each day's payout to cents would drift by a cent a day. Here each one's account grows by
whole micro-units and keeps the part of one that is still to come, so that what was paid and what
was earned differ by less than a cent however often it is settled.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from auzolan.foundation.money import MICRO_PER_CENT
from auzolan.treasury.columns import Column, Wide, column_sum

STEPS_PER_MICRO = 10**9
"""How finely the part of a micro-unit is kept that is still to come."""


@dataclass(frozen=True, slots=True)
class Accruals:
    """What each one has earned and not been paid, shape (n,).

    Attributes:
        micro: whole micro-units, on the account.
        steps: the part of the next one, 0 to 10^9 - 1.
        dust_micro: what was shared out and is not yet a whole micro-unit of anybody; it stays with
            the licence.
    """

    micro: Column
    steps: Column
    dust_micro: int


@dataclass(frozen=True, slots=True)
class Settled:
    """What is paid now in cents, and what stays."""

    cents: Column
    accruals: Accruals


def nothing_accrued(count: int) -> Accruals:
    """Empty accounts for so many people."""
    zero = np.zeros(count, dtype=np.int64)
    return Accruals(zero, zero, 0)


def accrue(accruals: Accruals, amount_micro: int, weights: Wide) -> Accruals:
    """Share an amount by weight onto the accounts; whole micro-units only, the rest is carried.

    Args:
        accruals: as they stand.
        amount_micro: what came in, micro-units, 0 to 2^53 - 1.
        weights: >= 0, shape (n,), at least one above 0.
    Returns:
        The accounts after it. Nothing is lost: all accounts and the dust grow by the amount.
    Raises:
        ValueError: the amount is negative or no weight is above 0.
    Source: charter, article on surplus; license terms on royalties.
    """
    total = column_sum(weights)
    if amount_micro < 0 or total <= 0:
        raise ValueError(f"an amount >= 0 and a weight above 0; got {amount_micro} and {total}")
    scaled = weights.astype(object) * (amount_micro * STEPS_PER_MICRO) // total
    steps = accruals.steps.astype(object) + scaled
    grown = (steps // STEPS_PER_MICRO).astype(np.int64)
    dust = accruals.dust_micro + amount_micro - column_sum(grown)
    assert dust >= 0, "nobody gets more than came in"
    return Accruals(accruals.micro + grown, (steps % STEPS_PER_MICRO).astype(np.int64), dust)


def settle(accruals: Accruals) -> Settled:
    """Turn whole cents into money; what is less than a cent stays on the account."""
    cents = accruals.micro // MICRO_PER_CENT
    left = accruals.micro - cents * MICRO_PER_CENT
    return Settled(cents, Accruals(left, accruals.steps, accruals.dust_micro))
