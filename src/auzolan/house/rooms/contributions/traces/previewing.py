"""What a member sees of her export before anything leaves her machine; nothing is written anywhere."""

from __future__ import annotations

from pathlib import Path

import msgspec

from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.contributions.traces.choices import Choice
from auzolan.house.rooms.contributions.traces.gathering import LeftOut
from auzolan.house.rooms.contributions.traces.reading import Trace, read_trace


class Preview(msgspec.Struct, frozen=True):
    """What would be offered, and what would not.

    Attributes:
        format: which export it is.
        fields: all fields of its rows.
        dropped: those that are empty in every row.
        unread: names in the file that are never looked at; the first few.
        read: entries in the file.
        rows: rows that would be offered.
        left_out: entries that are no rows, by reason.
        people_replaced: e-mail addresses and handles in what is kept, each now `@someone`.
        quotations_removed: quotations of others, taken out of what is kept.
        first_rows: the first rows as they would be offered.
    """

    format: str
    fields: tuple[str, ...]
    dropped: tuple[str, ...]
    unread: tuple[str, ...]
    read: int
    rows: int
    left_out: tuple[LeftOut, ...]
    people_replaced: int
    quotations_removed: int
    first_rows: tuple[dict[str, int | str], ...] = ()


def previewed(path: Path, choice: Choice, *, shown: int) -> Preview | Refusal:
    """Read an export and say what would be offered; nothing is written anywhere.

    Args:
        path: the file as the platform wrote it.
        choice: how she wants it to be read.
        shown: how many of the first rows to show, >= 0.
    """
    trace = read_trace(path, choice)
    return trace if isinstance(trace, Refusal) else preview_of(trace, shown)


def preview_of(trace: Trace, shown: int) -> Preview:
    """What was read, in the words of a report, with so many of the first rows."""
    found = trace.found
    return Preview(
        format=trace.format.name,
        fields=trace.format.fields,
        dropped=trace.dropped,
        unread=trace.unread,
        read=found.read,
        rows=trace.rows,
        left_out=found.left_out,
        people_replaced=found.people,
        quotations_removed=found.quotations,
        first_rows=tuple(trace.first_rows(shown)),
    )
