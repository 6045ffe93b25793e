"""Moments: whole milliseconds since 1970-01-01 in UTC, and nothing else.

A rule never asks what time it is: the moment comes with the act. Local time, zones and calendars
of people belong to the pages.
"""

from __future__ import annotations

import datetime as _datetime
from calendar import monthrange
from typing import Annotated, NewType

from msgspec import Meta

Moment = NewType("Moment", int)

SECOND_MS = 1_000
HOUR_MS = 3_600 * SECOND_MS
DAY_MS = 24 * HOUR_MS
MOMENT_MAX = Moment(253_402_300_799_999)  # 9999-12-31T23:59:59.999Z

CalendarMoment = Annotated[int, Meta(ge=0, le=253_402_300_799_999)]
"""A moment that an act names: from 1970 to the end of the year 9999, so that it has a date."""

_EPOCH = _datetime.datetime(1970, 1, 1, tzinfo=_datetime.UTC)


def moment_from_iso(text: str) -> Moment:
    """Read `2026-03-01` (midnight) or `2026-03-01T12:30:00Z` as a moment.

    Args:
        text: an ISO 8601 date, or date and time with a zone.
    Returns:
        Milliseconds since the epoch, UTC.
    Raises:
        ValueError: not a date, or a time without a zone.
    """
    when = _datetime.datetime.fromisoformat(text)
    if when.tzinfo is None:
        if len(text) != 10:
            raise ValueError(f"a time needs its zone, as in 2026-03-01T12:30:00Z; got {text!r}")
        when = when.replace(tzinfo=_datetime.UTC)
    return Moment((when - _EPOCH) // _datetime.timedelta(milliseconds=1))


def months_after(moment: int, months: int) -> Moment:
    """The same time of day so many months later, on the last day where the month is shorter.

    Args:
        moment: milliseconds since the epoch.
        months: calendar months, >= 0.
    Returns:
        The moment, at most `MOMENT_MAX`.
    """
    when = _EPOCH + _datetime.timedelta(milliseconds=moment)
    years, place = divmod(when.year * 12 + when.month - 1 + months, 12)
    if years > _datetime.MAXYEAR:
        return MOMENT_MAX
    day = min(when.day, monthrange(years, place + 1)[1])
    later = when.replace(year=years, month=place + 1, day=day)
    return Moment((later - _EPOCH) // _datetime.timedelta(milliseconds=1))


def iso_from_moment(moment: int) -> str:
    """Write a moment as `2026-03-01T12:30:00.000Z`."""
    when = _EPOCH + _datetime.timedelta(milliseconds=moment)
    return when.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment % 1_000:03d}Z"


def day_from_moment(moment: int) -> str:
    """The day of a moment in UTC, as `2026-03-01`."""
    return iso_from_moment(moment)[:10]
