"""What an hour earned those who did some work: percentiles, and how many stood under the floor.

It is over people, and over all their time that counts in the periods in which some of this work was
held against the floor: a person is lifted over all of it, so her pay for one task alone cannot say
whether she was. It sets no pay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from auzolan.foundation.books import Books
from auzolan.foundation.money import MICRO_PER_CENT, ceil_cents
from auzolan.labour.pay import HOUR_S, Held
from auzolan.labour.state import Submission
from auzolan.labour.statements.acts import Pay
from auzolan.labour.statements.impact_cells import half_up, percentile, share_bp

PERCENTS = (5, 25, 50, 75, 95)


@dataclass(frozen=True, slots=True)
class Earned:
    """What one person earned by all her time that counts.

    Attributes:
        seconds: that time, > 0.
        pay_cents: agreed pay, without interest.
        topup_cents: what lifted it.
        floor_cents: the floor of that time.
    """

    seconds: int
    pay_cents: int
    topup_cents: int
    floor_cents: int


def earned_by(books: Books, work: Sequence[Submission]) -> list[Earned]:
    """What each of those earned whose work was held against the floor, in order of member.

    Pay for work of unknown time, or of a class that the floor does not cover, is left out with its
    time: else it would seem to lift hours that it was never paid for.

    Args:
        books: the state.
        work: the submissions.
    Raises:
        NotDisclosed: at the public level.
    """
    keys = sorted({(one.member, one.floor_period) for one in work if one.floor_period})
    by_member: dict[str, list[Earned]] = {}
    for member, period in keys:
        found = _within(books.find(Submission, member=member, floor_period=period))
        if found.seconds:
            by_member.setdefault(member, []).append(found)
    return [
        Earned(
            seconds=sum(one.seconds for one in some),
            pay_cents=sum(one.pay_cents for one in some),
            topup_cents=sum(one.topup_cents for one in some),
            floor_cents=sum(one.floor_cents for one in some),
        )
        for _, some in sorted(by_member.items())
    ]


def _within(rows: Sequence[Submission]) -> Earned:
    """What one person's work of one period came to, held against the floor as a whole."""
    held = sum((Held(row.settled_micro, row.settled_floor) for row in rows), Held())
    pay_cents = ceil_cents(Fraction(held.pay_micro, MICRO_PER_CENT))
    return Earned(
        seconds=sum(row.settled_seconds for row in rows),
        pay_cents=pay_cents,
        topup_cents=ceil_cents(held.due_cents) - pay_cents,
        floor_cents=ceil_cents(Fraction(held.floor, HOUR_S)),
    )


def pay_before(people: list[Earned], people_min: int) -> Pay:
    """Pay an hour before anybody was lifted.

    Args:
        people: what each earned.
        people_min: fewest people that a figure is made of.
    """
    return _pay([(one, one.pay_cents) for one in people], people_min)


def pay_after(people: list[Earned], people_min: int) -> Pay:
    """Pay an hour after everybody was lifted; as `pay_before` otherwise."""
    return _pay([(one, one.pay_cents + one.topup_cents) for one in people], people_min)


def _pay(people: list[tuple[Earned, int]], people_min: int) -> Pay:
    rates = sorted(half_up(cents * HOUR_S, one.seconds) for one, cents in people)
    under = sum(1 for one, cents in people if cents < one.floor_cents)
    p5, p25, p50, p75, p95 = (percentile(rates, one, people_min) for one in PERCENTS)
    return Pay(
        p5=p5, p25=p25, p50=p50, p75=p75, p95=p95,
        under_bp=share_bp(under, len(rates), people_min),
    )  # fmt: skip
