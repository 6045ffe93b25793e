"""Dates and times as tools write them, a column at a time, as milliseconds UTC.

Each text is cut into a day and a time of day; of both there are few different ones, so that a
million rows cost a few thousand parsings. A time that no zone is known for is no moment. In a named
zone an hour that a clock change skips or repeats is refused: which of two moments was meant, nobody
can tell. Zone letters are understood from one closed list, since most are used for several zones.

Guesses nothing: `8/2/2015` is read where the tool's order of day and month is known, else refused.
"""

from __future__ import annotations

import datetime as _datetime
import re
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from auzolan.engine.worklogs.log import UNKNOWN, Whole, refused

if TYPE_CHECKING:
    import pyarrow as pa

HOUR_MS, MINUTE_MS = 3_600_000, 60_000
DAY_MS = 24 * HOUR_MS
EARLIEST_MS = 631_152_000_000  # 1990-01-01
LATEST_MS = 4_102_444_800_000  # 2100-01-01

ZONE_HOURS = {
    "UTC": 0, "GMT": 0, "Z": 0, "PST": -8, "PDT": -7, "MST": -7, "MDT": -6, "CST": -6, "CDT": -5,
    "EST": -5, "EDT": -4, "AKST": -9, "AKDT": -8, "HST": -10,
}  # fmt: skip
"""The letters that Mechanical Turk writes, and no others: `IST` alone has three meanings."""

_MONTHS = {
    name: number for number, name in enumerate(
        "jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1
    )
}  # fmt: skip
_WORDED = r"^(?P<day>[A-Za-z]{3} [A-Za-z]{3} +\d{1,2}) (?P<clock>\d{1,2}:\d{2}:\d{2})(?P<rest> .*)$"
_NUMBERED = r"^(?P<day>\d{1,4}[-/]\d{1,2}[-/]\d{1,4})(?P<clock>[T ].*)?$"
_WORDED_DAY = re.compile(
    r"[A-Za-z]{3} (?P<month>[A-Za-z]{3}) +(?P<day>\d{1,2}) (?P<zone>[A-Z]{1,4}) (?P<year>\d{4})\Z"
)
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z", re.ASCII)
_SLASHED_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\Z", re.ASCII)
_CLOCK = re.compile(
    r"[T ]?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?"
    r" ?(?:([A-Z]{1,4})|([+-])(\d{2}):?(\d{2})?)?\Z",
    re.ASCII,
)
_SECONDS = re.compile(r"(\d{9,10})(?:\.(\d{1,9}))?\Z", re.ASCII)
_MILLISECONDS = re.compile(r"\d{12,13}\Z", re.ASCII)


class Flaw(IntEnum):
    """Why a text is no moment."""

    NONE = 0
    UNREADABLE = 1
    ZONELESS = 2
    SKIPPED = 3
    REPEATED = 4
    IMPLAUSIBLE = 5


WORDS = {
    Flaw.UNREADABLE: "is no date and time that is understood",
    Flaw.ZONELESS: "bears no time zone",
    Flaw.SKIPPED: "never was in that zone: the clocks went forward",
    Flaw.REPEATED: "came twice in that zone: the clocks went back",
    Flaw.IMPLAUSIBLE: "lies before 1990 or after 2100",
}


def zone_named(name: str) -> ZoneInfo:
    """Find a time zone by its name in the IANA list.

    Raises:
        BadLog: there is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise refused(
            "labour.zone_unknown", f"There is no time zone {name[:60]!r}.",
            "Name one as Europe/Madrid, America/Los_Angeles or UTC.",
        ) from fault  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clock:
    """How moments of a file are read.

    Attributes:
        zone: of texts that bear none, or None where it is not known.
        slashed: order of dates with slashes: `mdy`, `dmy`, or empty where it is not known.
    """

    zone: ZoneInfo | None
    slashed: str = ""


def moments_of(texts: pa.Array, clock: Clock) -> tuple[Whole, Whole]:
    """Read a column of texts.

    Args:
        texts: strings without spaces around them; empty ones and nulls are unknown.
        clock: how they are meant.
    Returns:
        Milliseconds UTC or -1, and a `Flaw` for each row.
    """
    import pyarrow.compute as pc

    size = len(texts)
    found = np.full(size, UNKNOWN, dtype=np.int64)
    flaws = np.zeros(size, dtype=np.int64)
    is_empty = _flags(pc.equal(pc.fill_null(texts, ""), ""))
    is_worded = _flags(pc.fill_null(pc.match_substring_regex(texts, r"^[A-Za-z]"), False))
    is_stamp = _flags(pc.fill_null(pc.match_substring_regex(texts, r"^[0-9]{9,13}(\.|$)"), False))
    kinds = (
        (is_worded & ~is_empty, _WORDED), (~is_worded & ~is_empty & ~is_stamp, _NUMBERED),
    )  # fmt: skip
    for chosen, pattern in kinds:
        if chosen.any():
            found[chosen], flaws[chosen] = _split(texts, chosen, pattern, clock)
    if is_stamp.any():
        found[is_stamp], flaws[is_stamp] = _stamps(texts, is_stamp)
    is_far = (flaws == 0) & ~is_empty & ((found < EARLIEST_MS) | (found >= LATEST_MS))
    flaws[is_far] = Flaw.IMPLAUSIBLE
    found[flaws != 0] = UNKNOWN
    return found, flaws


def _flags(column: pa.Array) -> np.ndarray:
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=bool)


def _coded(column: pa.Array) -> tuple[list[str], Whole]:
    """Each different text once, and the place of each row's; -1 where there is none."""
    import pyarrow.compute as pc

    coded = column.dictionary_encode()
    codes = pc.fill_null(coded.indices.cast("int64"), -1).to_numpy(zero_copy_only=False)
    return coded.dictionary.to_pylist(), codes


def _split(texts: pa.Array, chosen: np.ndarray, pattern: str, clock: Clock) -> tuple[Whole, Whole]:
    """Cut texts into days and times of day, and read the different ones of each."""
    import pyarrow as pa
    import pyarrow.compute as pc

    parts = pc.extract_regex(texts.filter(pa.array(chosen)), pattern)
    days = pc.struct_field(parts, "day")
    if pattern == _WORDED:
        days = pc.binary_join_element_wise(days, pc.struct_field(parts, "rest"), "")
    day_texts, day = _coded(days)
    time_texts, time = _coded(pc.struct_field(parts, "clock"))
    days_read = [_day(text, clock.slashed) for text in day_texts]
    times_read = [_time(text) for text in time_texts]
    return _Halves(day, time, days_read, times_read, clock.zone).moments()


_Half = tuple[int, int | None] | None
"""Milliseconds, and how far its zone is ahead of UTC, if it bears one; None: not understood."""


def _day(text: str, slashed: str) -> _Half:
    """Milliseconds from 1970 to the beginning of a day."""
    ahead_ms: int | None = None
    if worded := _WORDED_DAY.match(text):
        month = _MONTHS.get(worded["month"].lower(), 0)
        hours = ZONE_HOURS.get(worded["zone"])
        if hours is None:
            return None
        ahead_ms = hours * HOUR_MS
        year, day = int(worded["year"]), int(worded["day"])
    elif iso := _ISO_DAY.match(text):
        year, month, day = map(int, iso.groups())
    elif (numbers := _SLASHED_DAY.match(text)) and slashed:
        first, second, year = map(int, numbers.groups())
        month, day = (first, second) if slashed == "mdy" else (second, first)
    else:
        return None
    try:
        days = (_datetime.date(year, month, day) - _datetime.date(1970, 1, 1)).days
    except ValueError:
        return None
    return days * DAY_MS, ahead_ms


def _time(text: str) -> _Half:
    """Milliseconds from midnight; an empty text is midnight."""
    if not text:
        return 0, None
    parts = _CLOCK.match(text)
    if not parts:
        return None
    hour, minute, second, fraction, letters, sign, ahead_h, ahead_min = parts.groups()
    numbers = int(hour), int(minute), int(second or 0)
    if numbers[0] > 23 or numbers[1] > 59 or numbers[2] > 59:
        return None
    time_ms = numbers[0] * HOUR_MS + numbers[1] * MINUTE_MS + numbers[2] * 1_000
    time_ms += int(((fraction or "") + "000")[:3])
    if letters:
        hours = ZONE_HOURS.get(letters)
        return None if hours is None else (time_ms, hours * HOUR_MS)
    if sign:
        ahead_ms = int(ahead_h) * HOUR_MS + int(ahead_min or 0) * MINUTE_MS
        if ahead_ms > 15 * HOUR_MS:
            return None
        return time_ms, ahead_ms if sign == "+" else -ahead_ms
    return time_ms, None


@dataclass(frozen=True, slots=True, eq=False)
class _Halves:
    """Days and times of day of all rows, to be put together."""

    day: Whole
    time: Whole
    days: list[_Half]
    times: list[_Half]
    zone: ZoneInfo | None

    def moments(self) -> tuple[Whole, Whole]:
        day_ms, day_ahead, day_kind = _columns(self.days)
        time_ms, time_ahead, time_kind = _columns(self.times)
        is_good = (day_kind[self.day] >= 0) & (time_kind[self.time] >= 0)
        flaws = np.where(is_good, Flaw.NONE, Flaw.UNREADABLE).astype(np.int64)
        found = day_ms[self.day] + time_ms[self.time]
        has_day, has_time = day_kind[self.day] > 0, time_kind[self.time] > 0
        found -= np.where(
            has_time, time_ahead[self.time], np.where(has_day, day_ahead[self.day], 0)
        )
        is_bare = is_good & ~has_day & ~has_time
        if is_bare.any():
            self._settle(found, flaws, is_bare)
        return found, flaws

    def _settle(self, found: Whole, flaws: Whole, is_bare: np.ndarray) -> None:
        """Put moments without a zone into the one that was named."""
        if self.zone is None:
            flaws[is_bare] = Flaw.ZONELESS
            return
        at = np.flatnonzero(is_bare)
        steady = {
            code: _steady_ahead_ms(self.days[code], self.zone)
            for code in np.unique(self.day[at]).tolist()
        }
        ahead = np.zeros(len(self.days) + 1, dtype=np.int64)
        changes = np.zeros(len(self.days) + 1, dtype=np.bool_)
        for code, ahead_ms in steady.items():
            changes[code] = ahead_ms is None
            ahead[code] = ahead_ms or 0
        found[at] -= ahead[self.day[at]]
        for row in at[changes[self.day[at]]].tolist():
            found[row], flaws[row] = _local(int(found[row]), self.zone)


def _columns(halves: list[_Half]) -> tuple[Whole, Whole, Whole]:
    """Milliseconds, zones, and -1 for unreadable, 0 without and 1 with a zone; the last is none."""
    size = len(halves) + 1
    ms, ahead = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    kind = np.full(size, -1, dtype=np.int64)
    for place, half in enumerate(halves):
        if half is not None:
            ms[place], kind[place] = half[0], 0 if half[1] is None else 1
            ahead[place] = half[1] or 0
    return ms, ahead, kind


def _steady_ahead_ms(day: _Half, zone: ZoneInfo) -> int | None:
    """How far a zone is ahead of UTC during a whole day, or None where that changes in it."""
    assert day is not None, "only days that were understood get here"
    if not EARLIEST_MS <= day[0] < LATEST_MS:
        return 0
    noon = _datetime.datetime(1970, 1, 1) + _datetime.timedelta(milliseconds=day[0])  # noqa: DTZ001
    sides = {
        (noon + _datetime.timedelta(hours=hours)).replace(tzinfo=zone, fold=fold).utcoffset()
        for hours in (-3, 0, 12, 24, 27)
        for fold in (0, 1)
    }
    if len(sides) != 1:
        return None
    return _ms_of(sides.pop())


def _local(local_ms: int, zone: ZoneInfo) -> tuple[int, Flaw]:
    """The moment of a local time near a change of the clocks."""
    bare = _datetime.datetime(1970, 1, 1) + _datetime.timedelta(milliseconds=local_ms)  # noqa: DTZ001
    moments = set()
    for fold in (0, 1):
        moment = local_ms - _ms_of(bare.replace(tzinfo=zone, fold=fold).utcoffset())
        there = (
            _datetime.datetime(1970, 1, 1, tzinfo=_datetime.UTC)
            + _datetime.timedelta(milliseconds=moment)
        ).astimezone(zone)
        if there.replace(tzinfo=None, fold=0) == bare:
            moments.add(moment)
    if len(moments) == 1:
        return moments.pop(), Flaw.NONE
    return UNKNOWN, Flaw.REPEATED if moments else Flaw.SKIPPED


def _ms_of(ahead: _datetime.timedelta | None) -> int:
    assert ahead is not None, "a time in a zone has its offset"
    return ahead // _datetime.timedelta(milliseconds=1)


def _stamps(texts: pa.Array, chosen: np.ndarray) -> tuple[Whole, Whole]:
    """Seconds or milliseconds since 1970, as digits."""
    import pyarrow as pa

    different, codes = _coded(texts.filter(pa.array(chosen)))
    read = [_stamp(text) for text in different]
    found = np.array([UNKNOWN if one is None else one for one in read], dtype=np.int64)
    flaws = np.array(
        [Flaw.UNREADABLE if one is None else Flaw.NONE for one in read], dtype=np.int64
    )
    return found[codes], flaws[codes]


def _stamp(text: str) -> int | None:
    if seconds := _SECONDS.match(text):
        return int(seconds[1]) * 1_000 + int(((seconds[2] or "") + "000")[:3])
    return int(text) if _MILLISECONDS.match(text) else None
