"""An export to rows: opened, told what it is, read to its end, and nothing offered.

It runs on the member's own machine and needs no co-operative. A field that she drops is never made,
so it can be in no row, no message and no mark; only what decides whether an entry is a row at all
(is it a page of the web, is it public) is looked at nevertheless.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from auzolan.audit.rows import rows_of
from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.contributions.limits import (
    ARTICLE,
    BadFile,
    Limits,
    RowRefused,
    too_large,
)
from auzolan.house.rooms.contributions.parsing import Lines, csv_header, csv_rows
from auzolan.house.rooms.contributions.sources import open_source
from auzolan.house.rooms.contributions.traces import detection, tables
from auzolan.house.rooms.contributions.traces.choices import NTH, Choice, not_json
from auzolan.house.rooms.contributions.traces.documents import Document
from auzolan.house.rooms.contributions.traces.formats import Format
from auzolan.house.rooms.contributions.traces.gathering import Found, Gathering, Rows

UNREAD_MAX = 50
_NAME_CHARS = 60
_ALIASES = {
    tables.RATINGS.name: tables.RATING_COLUMNS, tables.PURCHASES.name: tables.PURCHASE_COLUMNS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trace:
    """What an export holds, as it would be offered.

    Attributes:
        format: which export it is.
        dropped: fields that are empty in every row.
        unread: names in the file that are never looked at; the first few.
        found: its rows, and what is left out.
    """

    format: Format
    dropped: tuple[str, ...]
    unread: tuple[str, ...]
    found: Rows

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.found.columns[NTH])

    def first_rows(self, count: int) -> list[dict[str, int | str]]:
        """The first rows, as they would be offered."""
        return rows_of({name: values[:count] for name, values in self.found.columns.items()})


def read_trace(path: Path, choice: Choice) -> Trace | Refusal:
    """Read an export to its end without offering anything.

    Args:
        path: the file as the platform wrote it.
        choice: how she wants it to be read.
    Returns:
        Its rows, or why the file as a whole cannot be read.
    """
    try:
        if choice.format and choice.format not in detection.FORMATS:
            raise detection.unknown(f"{choice.format[:_NAME_CHARS]!r} is no format of an export.")
        opened_as = "csv" if path.suffix.lower() == ".csv" else "jsonl"
        source = open_source(path, choice.limits, format=opened_as)
        with source.stream:
            return _read(source.stream, path.name, choice)
    except BadFile as bad:
        return _plainly(path.name, bad.refusal)


def _plainly(name: str, refusal: Refusal) -> Refusal:
    """The gate of all imports speaks of CSV and Parquet, which is no help with an export."""
    if refusal.code != "contributions.file_kind_unknown":
        return refusal
    return detection.unknown(f"{name} is packed, or no text.").refusal


def _read(stream: BinaryIO, name: str, choice: Choice) -> Trace:
    is_json = detection.is_json(stream)
    found = _format(stream, name, choice, is_json=is_json)
    dropped = _checked_drop(found, choice.drop)
    unread: dict[str, None] = {}
    if is_json:
        entries = _json_entries(stream, found, choice.limits, unread)
    else:
        entries = _table_entries(stream, found, choice, unread)
    gathering = Gathering(found, dropped, choice)
    gathering.add_all(entries)
    shown = tuple(one[:_NAME_CHARS] for one in list(unread)[:UNREAD_MAX])
    return Trace(found, dropped, shown, gathering.rows())


def _format(stream: BinaryIO, name: str, choice: Choice, *, is_json: bool) -> Format:
    known = detection.FORMATS.get(choice.format)
    if known is not None:
        if is_json == (known.name in detection.TABLES):
            raise detection.unknown(
                f"{name} was to be {known.name}, and is {'JSON' if is_json else 'no JSON'}."
            )
        return known
    if is_json:
        return detection.format_of_json(stream, name, choice.limits)
    return detection.format_of_table(stream, name, choice)


def _checked_drop(found: Format, drop: tuple[str, ...]) -> tuple[str, ...]:
    """The fields to drop, in their order; a misspelt one must not slip through as kept."""
    wrong = [name for name in drop if name not in found.fields]
    if wrong:
        raise BadFile(
            Refusal(
                "contributions.trace_field_unknown",
                ARTICLE,
                f"Rows of {found.name} have no field {wrong[0][:_NAME_CHARS]!r}.",
                f"They have: {', '.join(found.fields)}.",
            )
        )
    dropped = tuple(name for name in found.fields if name in drop)
    if set(found.makers) <= set(dropped):
        raise BadFile(
            Refusal(
                "contributions.trace_nothing_left",
                ARTICLE,
                f"With {', '.join(dropped)} dropped, a row says nothing.",
                f"Keep one of {', '.join(found.makers)}, or do not bring the file.",
            )
        )
    return dropped


def _json_entries(
    stream: BinaryIO, found: Format, limits: Limits, unread: dict[str, None]
) -> Iterator[Found]:
    document = Document(stream, limits)
    is_found = document.peek() == "["
    if is_found:
        yield from _numbered(document, found, unread)
    else:
        for name in document.names():
            if detection.ARRAYS.get(name) is found and document.peek() == "[":
                is_found = True
                yield from _numbered(document, found, unread)
            else:
                document.skip()
    document.end()
    if not is_found:
        raise not_json(f"It has no list of entries as {found.name} has: {found.about}.")


def _numbered(document: Document, found: Format, unread: dict[str, None]) -> Iterator[Found]:
    for place, entry in enumerate(document.elements(), start=1):
        if not isinstance(entry, dict):
            yield RowRefused(place, "no object with names and values, or a name stands twice")
            continue
        if len(unread) < UNREAD_MAX:
            unread.update(dict.fromkeys(name for name in entry if name not in found.reads))
        yield place, entry


def _table_entries(
    stream: BinaryIO, found: Format, choice: Choice, unread: dict[str, None]
) -> Iterator[Found]:
    lines = Lines(stream, choice.limits)
    header = csv_header(lines, choice.delimiter)
    if len(header) > choice.limits.columns:
        raise too_large(f"It has {len(header)} columns; {choice.limits.columns} are taken.")
    if not detection.fits_header(found, header):
        raise detection.unknown(f"The columns are not those of {found.name}.")
    columns = tables.columns_of(header, _ALIASES[found.name])
    unread.update(
        (column, None) for place, column in enumerate(header) if place not in columns.values()
    )
    for row in csv_rows(lines, len(header), choice.limits, choice.delimiter):
        if isinstance(row, RowRefused):
            yield row
        else:
            yield row[0], {field: row[1][place] for field, place in columns.items()}
