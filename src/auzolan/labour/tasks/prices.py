"""The price of an item, from what a pilot measured: pure arithmetic, exact to the last fraction.

Whoever is slow earns the floor too: the price is set by the 95th percentile of people's mean time,
and by all their time, with what is spent searching, waiting and learning. Nothing here knows who
took part, and no price follows from how fast somebody is later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from auzolan.foundation.money import BASIS_POINTS, MICRO_PER_CENT, floor_cents
from auzolan.labour.pay import HOUR_S

PERCENTILE = Fraction(95, 100)
MILLI = 1_000


@dataclass(frozen=True, slots=True)
class Tried:
    """What one person did in a pilot.

    Attributes:
        items: how many she did, >= 1.
        seconds: whole seconds for them, >= 1.
        unpaid_seconds: whole seconds around them that no item pays for, >= 0.
    """

    items: int
    seconds: int
    unpaid_seconds: int


@dataclass(frozen=True, slots=True)
class PiecePrice:
    """What a pilot says about a price by piece.

    Attributes:
        p95_seconds: the 95th percentile of people's mean seconds an item.
        unpaid: the part of all their time that no item pays for, at least 0, below 1.
        least_micro: the least price of an item, millionths of the currency, rounded up.
    """

    p95_seconds: Fraction
    unpaid: Fraction
    least_micro: int

    @property
    def p95_milli(self) -> int:
        """The percentile in thousandths of a second, rounded up."""
        return _ceil(self.p95_seconds * MILLI)

    @property
    def unpaid_bp(self) -> int:
        """The unpaid part in basis points, rounded up."""
        return _ceil(self.unpaid * BASIS_POINTS)

    def hour_cents(self, piece_micro: int) -> int:
        """What an hour earns at a price, for whoever takes as long as the percentile.

        Args:
            piece_micro: millionths of the currency an item, >= 0.
        Returns:
            Whole cents, rounded down; her unpaid time is part of the hour.
        """
        items = Fraction(HOUR_S, self.p95_seconds) * (1 - self.unpaid)
        return floor_cents(Fraction(items * piece_micro, MICRO_PER_CENT))


def piece_price(pilot: Sequence[Tried], floor_cents_hour: int) -> PiecePrice:
    """The least price of an item at which whoever is slow reaches the floor.

    Floor x p95 / 3600 / (1 - unpaid): the floor an hour, times the hours of an item, divided by the
    part of all time that items pay for. The percentile is by nearest rank, so it is the mean of one
    of those who tried; below twenty people that is the slowest.

    Args:
        pilot: who tried it, at least one.
        floor_cents_hour: the floor, cents an hour, >= 0.
    Raises:
        ValueError: nobody tried it, a number is out of its range, or all time was unpaid.
    Source: charter, article on labour.
    """
    if not pilot or floor_cents_hour < 0:
        raise ValueError(f"a pilot of one or more and a floor >= 0; got {len(pilot)} people")
    if min(one.items for one in pilot) < 1 or min(one.unpaid_seconds for one in pilot) < 0:
        raise ValueError("everybody in a pilot did an item, and unpaid seconds are >= 0")
    if min(one.seconds for one in pilot) < 1:
        raise ValueError("everybody in a pilot worked a second or more on items")
    paid = sum(one.seconds for one in pilot)
    unpaid = sum(one.unpaid_seconds for one in pilot)
    share = Fraction(unpaid, paid + unpaid)
    p95 = nearest_rank([Fraction(one.seconds, one.items) for one in pilot], PERCENTILE)
    hour_micro = floor_cents_hour * MICRO_PER_CENT
    exact_micro = Fraction(hour_micro * p95, HOUR_S * (1 - share))
    return PiecePrice(p95, share, _ceil(exact_micro))


def nearest_rank(values: Sequence[Fraction], part: Fraction) -> Fraction:
    """A percentile by nearest rank: the least value that so great a part does not exceed.

    Args:
        values: at least one, in any order.
        part: above 0, at most 1.
    Raises:
        ValueError: no values, or a part outside its range.
    """
    if not values or not 0 < part <= 1:
        raise ValueError(f"values, and a part above 0 and at most 1; got {len(values)} and {part}")
    return sorted(values)[_ceil(part * len(values)) - 1]


def by_piece_micro(items: int, piece_micro: int) -> int:
    """The pay for items at a price: millionths of the currency, exact."""
    return items * piece_micro


def by_hour_micro(seconds: int, hour_cents: int) -> int:
    """The pay for time at an hourly price: millionths of the currency, rounded up.

    Args:
        seconds: whole seconds, >= 0.
        hour_cents: cents an hour, >= 0.
    """
    return _ceil(Fraction(seconds * hour_cents * MICRO_PER_CENT, HOUR_S))


def _ceil(amount: Fraction) -> int:
    return -(-amount.numerator // amount.denominator)
