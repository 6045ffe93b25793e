"""A table as a file: the same lines that stand on a page, as CSV and as JSON.

It writes what it is given. Who may have a table is asked before; a page is never rounded or shortened
differently from its file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from auzolan.house.doors.csv_cells import rows_as_csv

CSV, JSON = "csv", "json"
KINDS = (CSV, JSON)
Cell = str | int | None


class FileKind:
    """The ending of an address that names a kind of file; any other is no such page."""

    regex = "|".join(KINDS)

    def to_python(self, value: str) -> str:
        """The ending itself."""
        return value

    def to_url(self, value: str) -> str:
        """The ending itself."""
        return value


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as programs read it.

    Attributes:
        name: what the file is called.
        columns: the names of the columns: lower case, the same in every language.
        rows: the cells of each line; None where nothing is known or shown.
        about: what holds for the whole, as the head of the record that it was read at.
    """

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    about: Sequence[tuple[str, Cell]] = ()


def sheet_file(sheet: Sheet, kind: str) -> HttpResponseBase:
    """A table as a file to keep.

    Args:
        sheet: the table.
        kind: `csv` or `json`.
    """
    answer: HttpResponseBase
    if kind == CSV:
        rows = (["" if cell is None else cell for cell in row] for row in sheet.rows)
        answer = StreamingHttpResponse(
            _encoded(rows_as_csv(list(sheet.columns), rows)), content_type="text/csv; charset=utf-8"
        )
    else:
        answer = HttpResponse(json_of(sheet), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{sheet.name}.{kind}"'
    return answer


def json_of(sheet: Sheet) -> bytes:
    """A table as JSON: what holds for the whole, then a list of objects under `rows`."""
    rows = [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]
    return msgspec.json.format(msgspec.json.encode({**dict(sheet.about), "rows": rows}), indent=1)


def _encoded(lines: Iterator[str]) -> Iterator[bytes]:
    for line in lines:
        yield line.encode()
