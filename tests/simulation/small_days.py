"""Days and moments in plain Python: moments are milliseconds UTC, days are texts of the calendar."""

from __future__ import annotations

import datetime

HOUR = 3_600 * 1_000
DAY = 24 * HOUR
NEVER = 2**53 - 1


def day_of(at: int) -> str:
    """The day of a moment in UTC."""
    return (datetime.date(1970, 1, 1) + datetime.timedelta(days=at // DAY)).isoformat()


def start_of(day: str) -> int:
    """The first moment of a day in UTC."""
    return (datetime.date.fromisoformat(day) - datetime.date(1970, 1, 1)).days * DAY


def is_day(text: str) -> bool:
    """Whether the calendar has this day."""
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True
