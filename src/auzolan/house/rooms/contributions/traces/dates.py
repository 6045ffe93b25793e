"""Dates as platforms write them, to the day in UTC: times of day are left behind by default.

Nothing is guessed: a date of another spelling, or outside the years of the web, is no date.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from auzolan.house.rooms.contributions.traces.choices import DateOrder, TimesKept, Unfit

YEAR_FIRST = 1990
"""No export is older than the web."""
YEAR_LAST = 2099
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO_MAX = 4_102_444_800_000_000  # 2100-01-01
_SECONDS = re.compile(r"[0-9]{9,10}\Z")
_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(?:\.\d{1,9})?\s?(Z|UTC|[+-]\d{2}:?\d{2})?)?\Z",
    re.ASCII,
)
_SLASHED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})\Z", re.ASCII)
_OUTSIDE = f"lies outside {YEAR_FIRST} to {YEAR_LAST}"
_UNREADABLE = "is no date in a known spelling"


def from_micro(value: object, times: TimesKept) -> str:
    """A date from whole microseconds since 1970, UTC.

    Raises:
        Unfit: no whole number, or outside the years.
    """
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 16:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unfit("is no whole number of microseconds")
    if not 0 <= value < _MICRO_MAX:
        raise Unfit(_OUTSIDE)
    return _spelled(_EPOCH + timedelta(microseconds=value), times)


def from_text(value: object, times: TimesKept, order: DateOrder = DateOrder.YMD) -> str:
    """A date from text: ISO 8601, whole seconds since 1970, or day and month in a given order.

    Raises:
        Unfit: another spelling, a day that is none, or outside the years.
    """
    if not isinstance(value, str):
        raise Unfit(_UNREADABLE)
    text = value.strip()
    if _SECONDS.match(text):
        return _spelled(_EPOCH + timedelta(seconds=int(text)), times)
    iso, slashed = _ISO.match(text), _SLASHED.match(text)
    try:
        if iso is not None:
            return _from_iso(iso, times)
        if slashed is not None:
            return _from_slashed(slashed, order)
    except (ValueError, OverflowError):
        raise Unfit("is no day of any calendar year") from None
    raise Unfit(_UNREADABLE)


def _from_iso(found: re.Match[str], times: TimesKept) -> str:
    day, minute, second, zone = found.groups()
    if minute is None:
        return _spelled(datetime.fromisoformat(day).replace(tzinfo=UTC), TimesKept.DAY)
    offset = "+00:00" if zone in {None, "Z", "UTC"} else zone
    return _spelled(datetime.fromisoformat(f"{day}T{minute}{second or ':00'}{offset}"), times)


def _from_slashed(found: re.Match[str], order: DateOrder) -> str:
    if order is DateOrder.YMD:
        raise Unfit("may be day or month first; say which with --dates dmy or --dates mdy")
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    day, month = (first, second) if order is DateOrder.DMY else (second, first)
    whole_year = year if len(found[4]) == 4 else 2000 + year
    return _spelled(datetime(whole_year, month, day, tzinfo=UTC), TimesKept.DAY)


def _spelled(when: datetime, times: TimesKept) -> str:
    moment = when.astimezone(UTC)
    if not YEAR_FIRST <= moment.year <= YEAR_LAST:
        raise Unfit(_OUTSIDE)
    return moment.strftime("%Y-%m-%d" if times is TimesKept.DAY else "%Y-%m-%dT%H:%M:%SZ")
