"""What a member says about her export before it is read, and the words that more than one format uses.

Nothing here reads a file. A reason for leaving an entry out names a field at most, never its value:
what she drops must not come back in a message.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.contributions.limits import ARTICLE, LIMITS, BadFile, Limits

NTH = "nth"
"""The field that every format has: the first, second, third... of rows that are else equal."""

Entry = Mapping[str, object]
"""One entry as the platform wrote it: of JSON an object, of CSV the columns that are read."""


class UrlKept(Enum):
    """How much of a web address is kept."""

    HOST = "host"
    PATH = "path"
    FULL = "full"


class TimesKept(Enum):
    """How much of a time is kept: the day in UTC, or the second."""

    DAY = "day"
    FULL = "full"


class DateOrder(Enum):
    """What `01/02/2025` means in a table; by default such a date is left out, not guessed."""

    YMD = "ymd"
    DMY = "dmy"
    MDY = "mdy"


@dataclass(frozen=True, slots=True)
class Choice:
    """How a member wants her export to be read.

    Attributes:
        format: the format, where its content does not tell; see `formats`.
        drop: fields that are not read at all; they are empty in every row.
        url: how much of a web address is kept.
        times: how much of a time is kept.
        dates: the order of day and month in a table.
        delimiter: what stands between the values of a CSV file.
        limits: how much is taken in.
    """

    format: str = ""
    drop: tuple[str, ...] = ()
    url: UrlKept = UrlKept.HOST
    times: TimesKept = TimesKept.DAY
    dates: DateOrder = DateOrder.YMD
    delimiter: str = ","
    limits: Limits = LIMITS


class Unfit(Exception):
    """An entry has a field that no row can hold; the text says why and quotes nothing."""


Gate = Callable[[Entry], str]
"""Why an entry is left out, or an empty text. It may remember entries: one gate a reading."""


def not_json(because: str) -> BadFile:
    """A file that should be JSON is not, or has another shape than its format."""
    return BadFile(
        Refusal(
            "contributions.trace_not_json",
            ARTICLE,
            because,
            "Bring the file as the platform wrote it; ask for the export again if it was cut off.",
        )
    )
