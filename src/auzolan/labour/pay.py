"""What an hour must at least earn: the floor, and the top-up that lifts pay to it.

Pay above the floor is left as it was agreed. Nothing here knows who worked, or at what.
"""

from __future__ import annotations

from fractions import Fraction

from auzolan.foundation.money import ceil_cents

HOUR_S = 3_600


def floor_of_work_cents(seconds: int, floor_cents_hour: int) -> int:
    """The least that so much work must earn, rounded up so that the floor always holds.

    Args:
        seconds: whole seconds of work, >= 0.
        floor_cents_hour: the charter's floor, cents an hour, >= 0.
    Returns:
        Whole cents.
    Raises:
        ValueError: an argument is negative.
    Source: charter, article on labour.
    """
    if seconds < 0 or floor_cents_hour < 0:
        raise ValueError(f"work and floor are >= 0; got {seconds} s and {floor_cents_hour} cents")
    return ceil_cents(Fraction(floor_cents_hour * seconds, HOUR_S))


def topup_cents(*, seconds: int, pay_cents: int, floor_cents_hour: int) -> int:
    """What must be added to the agreed pay so that it reaches the floor.

    Args:
        seconds: whole seconds of work, >= 0.
        pay_cents: the agreed pay, whole cents, >= 0.
        floor_cents_hour: the charter's floor, cents an hour, >= 0.
    Returns:
        Whole cents, 0 where the agreed pay reaches the floor.
    Raises:
        ValueError: an argument is negative.
    Source: charter, article on labour.
    """
    if pay_cents < 0:
        raise ValueError(f"pay is >= 0; got {pay_cents} cents")
    return max(0, floor_of_work_cents(seconds, floor_cents_hour) - pay_cents)
