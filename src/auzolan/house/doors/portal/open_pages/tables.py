"""Every table of the books that is for everybody: as a page, as JSON and as CSV.

The rows are shown as the books have them, with their own names, so that a page and a file agree with
what `auzolan verify` recomputes. A page holds a hundred rows, a file as many as are asked for, up to a
thousand; where there are more, both say after which row to go on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from auzolan.foundation.books import Row, Scalar
from auzolan.foundation.moments import MOMENT_MAX
from auzolan.foundation.tables import column_kinds
from auzolan.house.doors.portal.open_pages.sheets import Sheet, sheet_file
from auzolan.house.doors.portal.open_pages.table_words import ROOMS, TABLES, is_entry
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.storage.reader import Reader, reader_of
from auzolan.house.storage.row_pages import ROWS_MAX, key_of, page_of_rows, public_rows
from auzolan.house.storage.schema import stored_key

PAGE_ROWS = 100
_NUMBER_MAX = 2**53 - 1
_TEXT_MAX = 300
_NUMBER = re.compile(r"-?[0-9]{1,16}", re.ASCII)
_AFTER = "after"
_FIRST_MOMENT = 946_684_800_000  # the year 2000; smaller numbers under these names are no moments
_MOMENTS = ("_at", "_by", "at", "due", "ends", "since", "until")


@dataclass(frozen=True, slots=True)
class TableOnPage:
    """A table in the list of tables."""

    name: str
    about: object


@dataclass(frozen=True, slots=True)
class CellOnPage:
    """One value of a row: under which name, and how it is written.

    Attributes:
        name: of its column.
        value: as the books have it.
        kind: `entry`, `moment`, `number` or `text`.
    """

    name: str
    value: Scalar
    kind: str


def tables(request: CoopRequest) -> HttpResponse:
    """All tables, by room."""
    rooms: dict[str, list[TableOnPage]] = {}
    for name in public_rows():
        rooms.setdefault(name.partition(".")[0], []).append(TableOnPage(name, TABLES[name]))
    found = [(room, title, rooms[room]) for room, title in ROOMS.items() if room in rooms]
    return render(request, "open/tables.html", {"rooms": found})


def table(request: CoopRequest, name: str) -> HttpResponse:
    """One table, a hundred rows a page.

    Raises:
        Http404: there is no such table for everybody, or no such place in it.
    """
    row = _row_of(name)
    with reader_of(request.coop.folder) as reader:
        found, more = _page(request, reader, row, PAGE_ROWS)
    context = {
        "name": name,
        "about": TABLES[name],
        "columns": row.__struct_fields__,
        "rows": [_cells(one) for one in found],
        "next": _next(found) if more else "",
        "is_first": _AFTER not in request.GET,
    }
    return render(request, "open/table.html", context)


def table_file(request: CoopRequest, name: str, kind: str) -> HttpResponseBase:
    """One table as a file; `limit` rows, or a thousand, after the row that `after` names.

    Raises:
        Http404: there is no such table for everybody, or no such place in it.
    """
    row = _row_of(name)
    limit = _limit(request)
    with reader_of(request.coop.folder) as reader:
        found, more = _page(request, reader, row, limit)
        size = reader.head().size
    following = f"?{_next(found)}&limit={limit}" if more else ""
    fields = row.__struct_fields__
    sheet = Sheet(
        name, fields, [[getattr(one, field) for field in fields] for one in found],
        about=(("table", name), ("entries", size), ("next", following)),
    )  # fmt: skip
    answer = sheet_file(sheet, kind)
    if more:
        answer["Link"] = f'<{request.path}{following}>; rel="next"'
    return answer


def _row_of(name: str) -> type[Row]:
    row = public_rows().get(name)
    if row is None:
        raise Http404
    return row


def _page(
    request: CoopRequest, reader: Reader, row: type[Row], limit: int
) -> tuple[list[Row], bool]:
    after = _after(request, row)
    return page_of_rows(reader, row, after, limit=limit)


def _after(request: CoopRequest, row: type[Row]) -> tuple[Scalar, ...]:
    """The key that the address names, each part of its own kind."""
    said = request.GET.getlist(_AFTER)
    if not said:
        return ()
    kinds = [column_kinds(row)[name] for name in stored_key(row)]
    if len(said) != len(kinds) or any(len(one) > _TEXT_MAX for one in said):
        raise Http404
    return tuple(_typed(one, kind) for one, kind in zip(said, kinds, strict=True))


def _typed(text: str, kind: type[int] | type[str]) -> Scalar:
    if kind is str:
        return text
    if not _NUMBER.fullmatch(text) or abs(int(text)) > _NUMBER_MAX:
        raise Http404
    return int(text)


def _limit(request: CoopRequest) -> int:
    text = request.GET.get("limit", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len("1000") else 0
    return number if 1 <= number <= ROWS_MAX else ROWS_MAX


def _next(found: Sequence[Row]) -> str:
    return urlencode([(_AFTER, part) for part in key_of(found[-1])])


def _cells(one: Row) -> list[CellOnPage]:
    return [_cell(one, name) for name in one.__struct_fields__]


def _cell(one: Row, name: str) -> CellOnPage:
    value = cast("Scalar", getattr(one, name))
    if not isinstance(value, int):
        return CellOnPage(name, value, "text")
    if is_entry(name) and value >= 0:
        return CellOnPage(name, value, "entry")
    is_moment = _FIRST_MOMENT <= value < MOMENT_MAX and name.endswith(_MOMENTS)
    return CellOnPage(name, value, "moment" if is_moment else "number")
