"""What an hour must at least earn: the floor, the top-up that lifts pay to it, interest on late pay.

Pay above the floor is left as it was agreed. Nothing here knows who worked, or at what.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from auzolan.foundation.moments import DAY_MS
from auzolan.foundation.money import BASIS_POINTS, MICRO_PER_CENT, ceil_cents

HOUR_S = 3_600
YEAR_DAYS = 365


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


@dataclass(frozen=True, slots=True)
class Held:
    """What a person was paid for work, held against what the floor asks for the same work.

    Attributes:
        pay_micro: prices, 10^-6 of the currency, >= 0.
        floor: cents an hour times seconds, summed over all her time that counts, >= 0.
    """

    pay_micro: int = 0
    floor: int = 0

    @property
    def due_cents(self) -> Fraction:
        """Pay or floor, whichever is more; exact."""
        return max(Fraction(self.pay_micro, MICRO_PER_CENT), Fraction(self.floor, HOUR_S))

    def __add__(self, more: Held) -> Held:
        """Both together."""
        return Held(self.pay_micro + more.pay_micro, self.floor + more.floor)


def lift_cents(before: Held, more: Held) -> Fraction:
    """What further work makes owed, when pay and floor are compared over all of it.

    Comparing again over everything makes the order in which work is settled irrelevant: after any
    number of steps she has pay or floor, whichever is more, of all that was counted. Earlier
    top-ups are so counted once: where a price comes later than the floor for the same time, it
    takes the top-up's place, and only what exceeds it is new.

    Args:
        before: what was counted of the person within a period.
        more: what is counted now.
    Returns:
        Cents, exact, >= 0.
    Source: charter, article on labour.
    """
    return (before + more).due_cents - before.due_cents


def late_interest_cents(*, owed_micro: int, rate_bp: int, late_ms: int) -> Fraction:
    """Simple interest on a price that a wrong rejection held back, by actual days over 365.

    Args:
        owed_micro: the price, 10^-6 of the currency, >= 0.
        rate_bp: basis points a year, >= 0.
        late_ms: milliseconds from the rejection to the settlement, >= 0.
    Returns:
        Cents, exact; a person's interest is rounded up once.
    Raises:
        ValueError: an argument is negative.
    Source: charter, article on labour.
    """
    if min(owed_micro, rate_bp, late_ms) < 0:
        raise ValueError(f"all are >= 0; got {owed_micro}, {rate_bp} bp and {late_ms} ms")
    owed_cents = Fraction(owed_micro, MICRO_PER_CENT)
    return owed_cents * Fraction(rate_bp, BASIS_POINTS) * Fraction(late_ms, YEAR_DAYS * DAY_MS)
