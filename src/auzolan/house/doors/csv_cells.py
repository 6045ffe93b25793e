"""Writing CSV that a spreadsheet cannot be made to run: the one writer for every table as a file.

A spreadsheet takes a cell that begins with one of a few signs for a formula, and a formula can send the
sheet elsewhere. Such texts get an apostrophe in front, which spreadsheets show as text. Numbers stay
numbers. It reads no CSV.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

APOSTROPHE = "'"
BEGINNINGS = frozenset("=+-@\t\r\n＝＋－＠")
"""Signs with which a formula begins, in wide letters too; some programs take these for the others."""
_NUMBER = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,20})?\Z", re.ASCII)


def cell(text: str) -> str:
    """A text as no spreadsheet runs it.

    Args:
        text: any text; what was typed by people above all.
    Returns:
        The text itself, or with an apostrophe in front where it would begin a formula. A plain number
        with a minus is none.
    Source: OWASP, CSV injection; ASVS 5.0, requirement 1.2.10.
    """
    if text[:1] in BEGINNINGS and not _NUMBER.match(text):
        return APOSTROPHE + text
    return text


def rows_as_csv(names: Sequence[str], rows: Iterable[Iterable[str | int]]) -> Iterator[str]:
    """A table as CSV, line by line, so that none is ever held whole.

    Args:
        names: what stands above the columns.
        rows: the cells of each line; whole numbers are written as such.
    Returns:
        Lines with their CRLF, the names first.
    Source: RFC 4180, section 2.
    """
    yield _line(names)
    for row in rows:
        yield _line(row)


def _line(cells: Iterable[str | int]) -> str:
    written = StringIO()
    csv.writer(written).writerow(cell(one) if isinstance(one, str) else one for one in cells)
    return written.getvalue()
