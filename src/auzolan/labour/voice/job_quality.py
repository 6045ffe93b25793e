"""The job-quality card of a period: pulse, pay, rejections, appeals, looks, ratings, in one view.

It shows groups alone. A figure about pay is shown for a closed period with enough people; while a
period is open each settlement would move it, and the difference could be one person. It holds no
target and ranks nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

import msgspec

from auzolan.charter.articles import Labour
from auzolan.foundation.moments import HOUR_MS, SECOND_MS
from auzolan.labour.classes import CLASSES
from auzolan.labour.state import AppealRow, LookCount, Submission, WorkOfMember
from auzolan.labour.statements.impact_cells import Shown, is_shown, part_bp, share_bp, sum_of
from auzolan.labour.voice.voices import UNKNOWN, IssuerScores, PulseResult
from auzolan.labour.work.deadlines import OVERTURN, outcome_at

_HOUR_S = HOUR_MS // SECOND_MS


class PayFigures(msgspec.Struct, frozen=True):
    """What an hour earned in a period, over all time that counts; `UNKNOWN` where it may not be shown.

    Attributes:
        people: who worked.
        seconds: all their time that counts.
        median_cents: the median over people of pay an hour before top-ups, rounded half up.
        median_lifted_cents: the same after them.
        under_bp: the part of people whose pay was under the floor before top-ups, basis points.
        unpaid_bp: the part of all time that no price was meant for, basis points.
    """

    people: int
    seconds: int
    median_cents: int
    median_lifted_cents: int
    under_bp: int
    unpaid_bp: int


class WorkJudged(msgspec.Struct, frozen=True):
    """How the work of a period was judged so far, by submissions.

    `rejected` were turned down at least once; `overturned` by a panel, or as none judged in time.
    """

    submissions: int
    rejected: int
    appealed: int
    overturned: int
    open_appeals: int


class Looks(msgspec.Struct, frozen=True):
    """How often persons' figures were looked at since the beginning, and how many figures."""

    looks: int
    figures: int


class JobQuality(msgspec.Struct, frozen=True):
    """The card of one period; `pulse` is the newest that is over, None where none is."""

    period: str
    is_closed: bool
    people_min: int
    pay: PayFigures
    judged: WorkJudged
    looks: Looks
    pulse: PulseResult | None
    ratings: tuple[IssuerScores, ...]


def median_half_up(values: Sequence[Fraction]) -> int:
    """The median, of an even number the mean of the middle two, rounded half up.

    Args:
        values: at least one, >= 0.
    Raises:
        ValueError: there is none.
    """
    if not values:
        raise ValueError("a median needs at least one value")
    in_order, middle = sorted(values), len(values) // 2
    low = in_order[middle] if len(values) % 2 else in_order[middle - 1]
    return int((low + in_order[middle]) * Fraction(1, 2) + Fraction(1, 2))


def pay_figures(
    work: Sequence[WorkOfMember], *, least: int, dominance_bp: int, is_closed: bool
) -> PayFigures:
    """What may be shown of pay in a period, each figure asked by itself.

    Args:
        work: every member's work of the period.
        least: the fewest people of whom a figure is shown.
        dominance_bp: most that one person may make up of a sum, basis points.
        is_closed: whether the period is closed.
    """
    some = [one for one in work if one.counted_seconds]
    if not is_closed or len(some) < least:
        return PayFigures(*[UNKNOWN] * len(PayFigures.__struct_fields__))
    shown = Shown(least, dominance_bp)
    seconds = {one.member: one.counted_seconds for one in some}
    unpaid = {one.member: max(0, one.counted_seconds - one.paid_seconds) for one in some}
    before = [_hourly(one.pay_cents, one) for one in some]
    after = [_hourly(one.pay_cents + one.topup_cents, one) for one in some]
    under = sum(one.pay_cents < one.floor_cents for one in some)
    return PayFigures(
        people=len(some),
        seconds=sum_of(seconds, shown),
        median_cents=median_half_up(before),
        median_lifted_cents=median_half_up(after),
        under_bp=share_bp(under, len(some), least),
        unpaid_bp=part_bp(unpaid, seconds, shown),
    )


def _hourly(cents: int, work: WorkOfMember) -> Fraction:
    return Fraction(cents * _HOUR_S, work.counted_seconds)


def work_judged(
    submissions: Sequence[Submission], appeals: Sequence[AppealRow], *, labour: Labour, at: int
) -> WorkJudged:
    """How the work of a period was judged.

    Args:
        submissions: those of the period.
        appeals: all, also of other periods.
        labour: the charter's article, for the days of an appeal.
        at: the moment, milliseconds since 1970, UTC.
    """
    names = {one.submission for one in submissions}
    outcomes = [outcome_at(labour, one, at) for one in appeals if one.submission in names]
    return WorkJudged(
        submissions=len(submissions),
        rejected=sum(one.rejected_at > 0 for one in submissions),
        appealed=len(outcomes),
        overturned=outcomes.count(OVERTURN),
        open_appeals=outcomes.count(""),
    )


def looks_so_far(rows: Sequence[LookCount]) -> Looks:
    """All looks at persons' figures together.

    Args:
        rows: one for each metric and role.
    """
    return Looks(sum(one.looks for one in rows), sum(one.figures for one in rows))


def newest_pulse(results: Sequence[PulseResult]) -> PulseResult | None:
    """The newest pulse that is over, or None.

    Args:
        results: in any order.
    """
    over = [one for one in results if one.is_over]
    return max(over, key=lambda one: one.until_at) if over else None


class ClassTime(msgspec.Struct, frozen=True):
    """How long people worked in one class in a period, and how many of them."""

    work_class: str
    people: int
    seconds: int


def class_times(
    submissions: Sequence[Submission], *, least: int, dominance_bp: int, is_closed: bool
) -> tuple[ClassTime, ...]:
    """The time of each class that may be shown of a closed period.

    A class is kept back where too few people gave its time, or one gave too much of it. Where what
    is kept back would together show such a few, the smallest of the others is kept back too, until
    it does not.

    Args:
        submissions: those of the period.
        least: the fewest people of whom a figure is shown.
        dominance_bp: most that one person may make up of a sum, basis points.
        is_closed: whether the period is closed; of another nothing is shown.
    Returns:
        Classes in the order in which they are named in `classes`.
    """
    if not is_closed:
        return ()
    by_class: dict[str, Counter[str]] = {}
    for one in submissions:
        if one.seconds:
            by_class.setdefault(one.work_class, Counter())[one.member] += one.seconds

    limits = Shown(least, dominance_bp)
    shown = {name for name, time in by_class.items() if is_shown(time, limits)}
    while shown and len(shown) < len(by_class):
        hidden: Counter[str] = Counter()
        for name in by_class.keys() - shown:
            hidden.update(by_class[name])
        if is_shown(hidden, limits):
            break
        shown.discard(min(shown, key=lambda name: (by_class[name].total(), name)))
    return tuple(
        ClassTime(name, len(by_class[name]), by_class[name].total())
        for name in CLASSES
        if name in shown
    )
