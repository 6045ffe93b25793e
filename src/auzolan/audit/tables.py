"""Every row of every table against replay: the live books must be what the entries made.

History rows are compared as they are written, in step with the entries, and never kept; all others
once replay is through. It reads tables and changes none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice, starmap
from operator import attrgetter

from msgspec.structs import astuple

from auzolan.audit.connection import Readable
from auzolan.audit.database import rows_of_table
from auzolan.audit.report import NO_ENTRY, Findings
from auzolan.cooperative import ROWS
from auzolan.foundation.books import MemoryBooks, Row, Scalar, key_getter, order_of
from auzolan.foundation.tables import table_name

AT_ONCE = 10_000
"""How many rows are compared at once, before any is looked at alone."""

EntryOf = Callable[[Row], int]
"""Names the entry that last wrote a row, or -1."""

HISTORY: tuple[type[Row], ...] = tuple(row for row in ROWS if row.HISTORY)
KEPT: tuple[type[Row], ...] = tuple(row for row in ROWS if not row.HISTORY)


def entry_of(row: Row) -> int:
    """The entry that a row names as its own, or -1."""
    for name in ("entry", "seq"):
        value = getattr(row, name, None)
        if isinstance(value, int):
            return value
    return NO_ENTRY


def note_row(
    findings: Findings, entry_of: EntryOf, *, expected: Row | None, found: Row | None
) -> None:
    """Note how a row of a table differs from the row of replay."""
    row = expected if expected is not None else found
    assert row is not None, "one of two rows is there"
    key = " ".join(str(part) for part in order_of(key_getter(type(row))(row)))
    account = f"{table_name(type(row))} {key}"
    entry = entry_of(row)
    if expected is None or found is None:
        there = "no row" if found is None else f"a row: {_values(found)}"
        ours = "no row" if expected is None else f"a row: {_values(expected)}"
        findings.differ(entry, account, "row", expected=ours, found=there)
        return
    for name in row.__struct_fields__:
        right, there = getattr(expected, name), getattr(found, name)
        if right != there:
            findings.differ(entry, account, name, expected=right, found=there)


class Histories:
    """Compares history rows in step with replay: two streams in the same order of key."""

    def __init__(self, database: Readable, findings: Findings) -> None:
        self._findings = findings
        self._streams: dict[type[Row], Iterator[tuple[Scalar, ...]]] = {
            row: rows_of_table(database, row, in_order=True) for row in HISTORY
        }
        self._ahead: dict[type[Row], Row | None] = {row: self._next(row) for row in HISTORY}
        self._made: dict[type[Row], list[Row]] = {row: [] for row in HISTORY}
        self._counts = dict.fromkeys(HISTORY, 0)

    def add(self, rows: Sequence[Row]) -> None:
        """Take rows of one type that replay wrote; they are compared at the next `catch_up`."""
        if rows:
            self._made[type(rows[0])].extend(rows)

    def catch_up(self) -> None:
        """Compare all rows taken so far; no later one may have a smaller key."""
        for kind, made in self._made.items():
            if made:
                made.sort(key=attrgetter(*kind.KEY))
                self._counts[kind] += len(made)
                for start in range(0, len(made), AT_ONCE):
                    self._compare_some(kind, made[start : start + AT_ONCE])
                made.clear()

    def close(self) -> None:
        """Compare the rest and name every row that replay did not write."""
        self.catch_up()
        for kind in HISTORY:
            while (extra := self._ahead[kind]) is not None:
                note_row(self._findings, entry_of, expected=None, found=extra)
                self._ahead[kind] = self._next(kind)
            self._findings.checked(f"rows of {table_name(kind)}", self._counts[kind])

    def _compare_some(self, kind: type[Row], expected: list[Row]) -> None:
        """Compare as many rows with the next of the table; one by one only where they differ."""
        ahead, stream = self._ahead[kind], self._streams[kind]
        if ahead is not None:
            found = [ahead, *starmap(kind, islice(stream, len(expected) - 1))]
            if found == expected:
                self._ahead[kind] = self._next(kind)
                return
            self._streams[kind] = chain(map(astuple, found[1:]), stream)
        for row in expected:
            self._compare(kind, row)

    def _compare(self, kind: type[Row], expected: Row) -> None:
        ahead = self._ahead[kind]
        if ahead == expected:
            self._ahead[kind] = self._next(kind)
            return
        key = _rank(expected)
        while ahead is not None and _rank(ahead) < key:
            note_row(self._findings, entry_of, expected=None, found=ahead)
            ahead = self._ahead[kind] = self._next(kind)
        is_same = ahead is not None and _rank(ahead) == key
        if ahead != expected:
            found = ahead if is_same else None
            note_row(self._findings, entry_of, expected=expected, found=found)
        if is_same:
            self._ahead[kind] = self._next(kind)

    def _next(self, kind: type[Row]) -> Row | None:
        values = next(self._streams[kind], None)
        return kind(*values) if values is not None else None


def compare_tables(
    database: Readable, books: MemoryBooks, findings: Findings, entry_of: EntryOf
) -> None:
    """Compare every table that holds no history with the books of replay, row by row.

    Args:
        database: the open books.
        books: the books after the last entry.
        findings: where differences are noted.
        entry_of: names the entry that last wrote a row.
    """
    for kind in KEPT:
        key_of = key_getter(kind)
        met, stream = 0, rows_of_table(database, kind)
        while some := list(starmap(kind, islice(stream, AT_ONCE))):
            rights = books.get_many(kind, list(map(key_of, some)))
            met += len(some) - rights.count(None)
            if rights == some:
                continue
            for found, right in zip(some, rights, strict=True):
                if right != found:
                    note_row(findings, entry_of, expected=right, found=found)
        count = books.count(kind)
        if met != count:
            _note_missing(database, kind, books, findings, entry_of)
        findings.checked(f"rows of {table_name(kind)}", count)


def _note_missing(
    database: Readable,
    kind: type[Row],
    books: MemoryBooks,
    findings: Findings,
    entry_of: EntryOf,
) -> None:
    there = {key_getter(kind)(kind(*values)) for values in rows_of_table(database, kind)}
    for row in books.rows(kind):
        if key_getter(kind)(row) not in there:
            note_row(findings, entry_of, expected=row, found=None)


def _rank(row: Row) -> tuple[tuple[int, Scalar | bytes], ...]:
    """A key in the order in which SQLite sorts, also where a wrong type stands in a table."""
    parts: list[tuple[int, Scalar | bytes]] = []
    for part in order_of(key_getter(type(row))(row)):
        place = next(
            (at for at, kind in enumerate((int, str, bytes), 1) if isinstance(part, kind)), 0
        )
        parts.append((place, part if place else 0))
    return tuple(parts)


def _values(row: Row) -> str:
    return ", ".join(str(value) for value in astuple(row))
