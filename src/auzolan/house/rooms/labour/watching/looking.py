"""What each figure about one person is, worked out from the books for the states that may be shown.

It asks for no right and writes nothing: the only way in for anybody but herself is `look_flows`,
which puts the look on the record first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

import msgspec

from auzolan.foundation.moments import iso_from_moment
from auzolan.house.rooms.labour.watching.page_flows import own_pages
from auzolan.house.storage.reader import Reader
from auzolan.labour.classes import UNKNOWN as NOT_TIMED
from auzolan.labour.state import (
    APPEALED,
    HANDED_BACK,
    PENDING,
    JobIndex,
    LookRow,
    Rating,
    Submission,
    WorkOfMember,
    WorkPlace,
)
from auzolan.labour.watching import matrix
from auzolan.members.state import LEFT, Member

HOUR_S = 3_600
DAY_MS, HOUR_MS = 86_400_000, 3_600_000
_STARTED = "started_ms"
"""The column of page times from which hours of the day follow, where it is there."""


class Figure(msgspec.Struct, frozen=True):
    """One figure about a person; `period` is empty where it belongs to none."""

    period: str
    what: str
    value: int
    unit: str


Shown: TypeAlias = tuple[str, ...]
_Worked: TypeAlias = Callable[[Reader, str, Shown], Iterator[Figure]]


def figures_of(reader: Reader, member: str, metric: str, shown: Shown) -> list[Figure]:
    """The figures of one metric about one person, in order of period and name.

    Args:
        reader: the books as of one moment.
        member: the person.
        metric: of `matrix.METRICS`; what needs more than the books gives nothing.
        shown: the states of work that may be covered, of `matrix.STATES`.
    """
    worked = _WORKED.get(metric)
    return sorted(worked(reader, member, shown), key=_order) if worked and shown else []


def states_for(reader: Reader, role: str, metric: str, member: str) -> Shown:
    """The states whose work this role may see of a person; empty where denied or nobody is meant."""
    row = reader.get(Member, member)
    if row is None:
        return ()
    return matrix.states_shown(role, metric, has_left=row.standing == LEFT)


def state_of(one: Submission) -> str:
    """Which state of the matrix a submission of a member is in."""
    if one.state in (PENDING, HANDED_BACK):
        return matrix.PENDING
    if one.state == APPEALED:
        return matrix.APPEALED
    return matrix.JUDGED if one.owing else matrix.SETTLED


def _order(one: Figure) -> tuple[str, str]:
    return one.period, one.what


def _submissions(reader: Reader, member: str, shown: Shown) -> list[Submission]:
    return [one for one in reader.rows(Submission, member=member) if state_of(one) in shown]


def _periods(reader: Reader, member: str, shown: Shown) -> list[WorkOfMember]:
    """What is paid, period by period: settled work and booked sheets together."""
    return reader.rows(WorkOfMember, member=member) if matrix.SETTLED in shown else []


def _hours(reader: Reader, member: str, shown: Shown) -> Iterator[Figure]:
    seconds: Counter[tuple[str, str]] = Counter()
    untimed: Counter[tuple[str, str]] = Counter()
    for one in _submissions(reader, member, shown):
        if one.basis == NOT_TIMED:
            untimed[one.period, one.work_class] += 1
        else:
            seconds[one.period, one.work_class] += one.seconds
    for (period, work_class), total in seconds.items():
        yield Figure(period, work_class, total, "seconds")
    for (period, work_class), pieces in untimed.items():
        yield Figure(period, f"{work_class}, time unknown", pieces, "submissions")
    for row in _periods(reader, member, shown):
        yield Figure(row.period, "all that the floor covers, paid", row.counted_seconds, "seconds")


def _pay(reader: Reader, member: str, shown: Shown) -> Iterator[Figure]:
    micro: Counter[tuple[str, str]] = Counter()
    for one in _submissions(reader, member, shown):
        if (state := state_of(one)) != matrix.SETTLED:
            micro[one.period, f"agreed for work that is {state}"] += one.pay_micro
    for (period, what), total in micro.items():
        yield Figure(period, what, total, "millionths")
    for row in _periods(reader, member, shown):
        yield Figure(row.period, "pay", row.pay_cents, "cents")
        yield Figure(row.period, "interest", row.interest_cents, "cents")


def _top_up(reader: Reader, member: str, shown: Shown) -> Iterator[Figure]:
    for row in _periods(reader, member, shown):
        yield Figure(row.period, "top-up", row.topup_cents, "cents")


def _effective_hourly(reader: Reader, member: str, shown: Shown) -> Iterator[Figure]:
    """Over all time that the floor covers, rounded half up to the cent."""
    for row in _periods(reader, member, shown):
        if row.counted_seconds:
            for what, cents in (("before top-up", row.pay_cents), ("all", row.owed_cents)):
                hourly = (2 * cents * HOUR_S + row.counted_seconds) // (2 * row.counted_seconds)
                yield Figure(row.period, what, hourly, "cents an hour")


def _labels(reader: Reader, member: str, shown: Shown) -> Iterator[Figure]:
    counts: Counter[tuple[str, str]] = Counter()
    for one in _submissions(reader, member, shown):
        counts[one.period, "items"] += one.items
        counts[one.period, "judgments"] += one.judgments
    for (period, what), count in counts.items():
        yield Figure(period, what, count, what)


def _acceptance(reader: Reader, member: str, shown: Shown) -> Iterator[Figure]:
    counts = Counter((one.period, one.state) for one in _submissions(reader, member, shown))
    for (period, state), count in counts.items():
        yield Figure(period, state, count, "submissions")


def _index(reader: Reader, member: str, shown: Shown) -> Iterator[Figure]:
    for row in reader.rows(JobIndex, member=member):
        yield Figure("", row.work_class or "all other classes", row.index_centi, "hundredths")


def _place(reader: Reader, member: str, shown: Shown) -> Iterator[Figure]:
    for row in reader.rows(WorkPlace, member=member):
        yield Figure("", f"{row.place} from {iso_from_moment(row.since)[:10]}", row.entry, "entry")


def _ratings_given(reader: Reader, member: str, shown: Shown) -> Iterator[Figure]:
    for issuer, count in Counter(row.issuer for row in reader.rows(Rating, member=member)).items():
        yield Figure("", issuer or "the co-operative", count, "ratings")


def _looks(reader: Reader, member: str, shown: Shown) -> Iterator[Figure]:
    found = Counter((row.metric, row.role) for row in reader.rows(LookRow, member=member))
    for (metric, role), count in found.items():
        yield Figure("", f"{metric} by {role}", count, "looks")


def _speed(reader: Reader, member: str, shown: Shown) -> Iterator[Figure]:
    seconds: Counter[tuple[str, str]] = Counter()
    items: Counter[tuple[str, str]] = Counter()
    for one in _submissions(reader, member, shown):
        if one.items and one.seconds:
            seconds[one.period, one.work_class] += one.seconds
            items[one.period, one.work_class] += one.items
    for (period, work_class), count in items.items():
        ms = (2_000 * seconds[period, work_class] + count) // (2 * count)
        yield Figure(period, work_class, ms, "milliseconds an item")


def _time_of_day(reader: Reader, member: str, shown: Shown) -> Iterator[Figure]:
    hours: Counter[int] = Counter()
    for columns in own_pages(reader, member).values():
        for started in columns.get(_STARTED, []):
            if isinstance(started, int) and started >= 0:
                hours[started % DAY_MS // HOUR_MS] += 1
    for hour, count in hours.items():
        yield Figure("", f"{hour:02}:00 to {hour:02}:59 UTC", count, "pages")


_WORKED: Mapping[str, _Worked] = MappingProxyType(
    {
        matrix.HOURS: _hours,
        matrix.PAY: _pay,
        matrix.TOP_UP: _top_up,
        matrix.EFFECTIVE_HOURLY: _effective_hourly,
        matrix.LABELS: _labels,
        matrix.ACCEPTANCE: _acceptance,
        matrix.INDEX: _index,
        matrix.PLACE: _place,
        matrix.RATINGS_GIVEN: _ratings_given,
        matrix.LOOKS: _looks,
        matrix.SPEED: _speed,
        matrix.TIME_OF_DAY: _time_of_day,
    }
)
"""How each figure is worked out. Pauses and idle time are missing: nobody works them out, though
she can see them in her own page times."""
