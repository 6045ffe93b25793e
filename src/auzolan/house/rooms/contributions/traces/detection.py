"""Which format an export has, by what it holds; a name that a person gave is believed only so far.

The content decides between JSON and a table, then the names within. Nothing of a value is looked at,
so a format can be told from a file whose rows are all bad.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.contributions.limits import ARTICLE, BadFile, Limits
from auzolan.house.rooms.contributions.parsing import Lines, csv_header
from auzolan.house.rooms.contributions.traces import browsing, outbox, tables
from auzolan.house.rooms.contributions.traces.activity import ACTIVITY
from auzolan.house.rooms.contributions.traces.browsing import BROWSING, PLACES
from auzolan.house.rooms.contributions.traces.choices import Choice
from auzolan.house.rooms.contributions.traces.documents import Document
from auzolan.house.rooms.contributions.traces.formats import Format
from auzolan.house.rooms.contributions.traces.outbox import OUTBOX
from auzolan.house.rooms.contributions.traces.tables import PURCHASES, RATINGS

FORMATS = {one.name: one for one in (BROWSING, PLACES, ACTIVITY, OUTBOX, RATINGS, PURCHASES)}
ARRAYS = {browsing.ARRAY: BROWSING, browsing.PLACES_ARRAY: PLACES, outbox.ARRAY: OUTBOX}
"""The array of the outermost object that holds the entries of a format."""
TABLES = frozenset({RATINGS.name, PURCHASES.name})
_PROBE_BYTES = 4_096
_UTF8_MARK = b"\xef\xbb\xbf"
_LOOKED_AT = 100


def is_json(stream: BinaryIO) -> bool:
    """Whether the first sign is that of a JSON object or array; the stream stands at its start."""
    probe = stream.read(_PROBE_BYTES).removeprefix(_UTF8_MARK).lstrip()
    stream.seek(0)
    return probe[:1] in {b"{", b"["}


def format_of_json(stream: BinaryIO, name: str, limits: Limits) -> Format:
    """The format of a JSON export; the stream stands at its start again.

    Raises:
        BadFile: no known export has this shape.
    """
    document = Document(stream, limits)
    found = _of_object(document) if document.peek() == "{" else _of_array(document)
    stream.seek(0)
    if found is None:
        raise unknown(f"{name} is JSON of no known export.")
    return found


def _of_object(document: Document) -> Format | None:
    for key in document.names():
        if key in ARRAYS and document.peek() == "[":
            return ARRAYS[key]
        document.skip()
    return None


def _of_array(document: Document) -> Format | None:
    for place, entry in enumerate(document.elements()):
        found = _of_names(entry) if isinstance(entry, dict) else None
        if found is not None or place >= _LOOKED_AT:
            return found
    return None


def _of_names(entry: dict[str, object]) -> Format | None:
    if {"time", "title"} <= set(entry) and {"header", "products"} & set(entry):
        return ACTIVITY
    if "url" in entry and "time_usec" in entry:
        return BROWSING
    if "url" in entry and {"last_visit_date", "visit_count"} & set(entry):
        return PLACES
    return None


def format_of_table(stream: BinaryIO, name: str, choice: Choice) -> Format:
    """The format of a table; the stream stands at its start again.

    Raises:
        BadFile: its columns are those of no known export.
    """
    header = csv_header(Lines(stream, choice.limits), choice.delimiter)
    stream.seek(0)
    found = next(_of_columns(header), None)
    if found is None:
        raise unknown(f"{name} has columns of no known export; --delimiter says what parts them.")
    return found


def _of_columns(header: Sequence[str]) -> Iterator[Format]:
    if tables.is_ratings(header):
        yield RATINGS
    if tables.is_purchases(header):
        yield PURCHASES


def fits_header(found: Format, header: Sequence[str]) -> bool:
    """Whether a table can be read as this format."""
    return found in _of_columns(header)


def unknown(because: str) -> BadFile:
    """What an export is cannot be told, or it is not what it was said to be."""
    known = "; ".join(f"{one.name}: {one.about}" for one in FORMATS.values())
    return BadFile(
        Refusal(
            "contributions.trace_unknown",
            ARTICLE,
            because,
            f"Unpack the archive and bring one file of it. Known are {known}.",
        )
    )
