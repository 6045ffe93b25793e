"""What an hour really earned a member, three ways, and lifted: from work that was settled.

All time that the floor covers, the time alone that a price was meant for, and the naive way that
counts an item's time once for each of its judgments: the gaps show what nobody paid for, and what a
wrong count hides. Work whose time nobody knows is on neither side of a rate. It decides no pay.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from auzolan.foundation.money import MICRO_PER_CENT
from auzolan.labour.pay import HOUR_S, Held
from auzolan.labour.state import Submission
from auzolan.labour.statements.impact_cells import half_up, percentile

UNKNOWN = -1
"""What cannot be said: there is no such time, or too few people stand behind it."""
PERCENTS = (5, 25, 50, 75, 95)


@dataclass(frozen=True, slots=True)
class Timed:
    """Work with its time and its price.

    Attributes:
        pay_micro: of its price, 10^-6 of the currency.
        seconds: that the floor covers.
        paid_seconds: those that the price was meant for.
        naive_seconds: an item's time once for each of its judgments, exact.
    """

    pay_micro: int
    seconds: int
    paid_seconds: int
    naive_seconds: Fraction


@dataclass(frozen=True, slots=True)
class HourlyPay:
    """Cents an hour, rounded half up, or `UNKNOWN` where there is no time.

    Attributes:
        all_time: prices over all time that the floor covers.
        paid_time: prices over the time that they were meant for.
        naive: prices over an item's time counted once a judgment.
        lifted: what was owed in the end, top-up and all but interest, over all time.
    """

    all_time: int
    paid_time: int
    naive: int
    lifted: int


def timed_of(row: Submission) -> Timed | None:
    """A submission as work with its time, or None while no settlement has counted it.

    Time of classes that the floor does not cover, and time that nobody knows, gives None as well.
    """
    if not row.floor_period:
        return None
    judged = max(row.judgments, row.items)
    naive = Fraction(row.settled_seconds * judged, row.items) if row.items else row.settled_seconds
    is_paid = row.settled_micro > 0
    return Timed(
        row.settled_micro,
        row.settled_seconds,
        min(row.paid_seconds, row.settled_seconds) if is_paid else 0,
        Fraction(naive),
    )


def timed_line(seconds: int, pay_cents: int) -> Timed:
    """A line of an agreed sheet: all its time is paid, and it tells of no judgments."""
    return Timed(pay_cents * MICRO_PER_CENT, seconds, seconds, Fraction(seconds))


def hourly_pay(work: Iterable[Timed], *, owed_cents: Fraction) -> HourlyPay:
    """What an hour earned, three ways, and with what lifted it.

    Args:
        work: of one person.
        owed_cents: for that work, prices and top-up together.
    Source: charter, article on labour.
    """
    some = list(work)
    pay = Fraction(sum(one.pay_micro for one in some), MICRO_PER_CENT)
    seconds = Fraction(sum(one.seconds for one in some))
    return HourlyPay(
        all_time=_an_hour(pay, seconds),
        paid_time=_an_hour(pay, Fraction(sum(one.paid_seconds for one in some))),
        naive=_an_hour(pay, sum((one.naive_seconds for one in some), Fraction(0))),
        lifted=_an_hour(owed_cents, seconds),
    )


def owed_for(rows: Iterable[Submission]) -> Fraction:
    """What a member is owed for work held against the floor: pay or floor, period by period.

    Args:
        rows: of one member; those that no floor is held against are left out.
    Returns:
        Cents, exact, without interest.
    """
    held: dict[str, Held] = {}
    for row in rows:
        if row.floor_period:
            more = Held(row.settled_micro, row.settled_floor)
            held[row.floor_period] = held.get(row.floor_period, Held()) + more
    return sum((one.due_cents for one in held.values()), Fraction(0))


def percentiles(rates: Iterable[int], people_min: int) -> tuple[int, ...]:
    """The 5th, 25th, 50th, 75th and 95th percentile over people, by nearest rank.

    Args:
        rates: one a person; unknown ones are left out.
        people_min: fewest people at or below a figure, and at or above it; else it is `UNKNOWN`.
    Source: charter, article on labour, its smallest groups.
    """
    known: Sequence[int] = sorted(rate for rate in rates if rate != UNKNOWN)
    return tuple(percentile(known, percent, people_min) for percent in PERCENTS)


def _an_hour(cents: Fraction, seconds: Fraction) -> int:
    if not seconds:
        return UNKNOWN
    rate = Fraction(cents * HOUR_S, seconds)
    return half_up(rate.numerator, rate.denominator)
