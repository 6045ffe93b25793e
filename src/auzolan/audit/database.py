"""Reading a co-operative's databases without writing a byte: entries, openings, rows.

It gives what stands there and judges nothing. It needs neither Django nor the house.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import msgspec

from auzolan.audit.connection import Cursor, Readable, streamed
from auzolan.audit.deployment import SettingsRefused, postgres_place_of
from auzolan.audit.folder import Folder
from auzolan.audit.postgres import CannotConnect, PostgresConnection, read_only
from auzolan.foundation.books import Row, Scalar
from auzolan.foundation.tables import quoted, select_all
from auzolan.record.fields import Opening

EntryTuple = tuple[int, str, int, str, str, bytes, bytes]
"""seq, id, at, actor, act, leaf, body."""

OpeningKey = tuple[int, str]
"""An entry and a field of its act."""

_VALUE: msgspec.json.Decoder[int | str] = msgspec.json.Decoder(int | str)
_ROWS_AT_ONCE = 2_000


class CannotVerify(Exception):
    """What is here cannot be read; the text says what to do."""


class NothingToVerify(CannotVerify):
    """There is no co-operative here, or it was asked for what cannot be; the asker can mend it."""


def open_books_read_only(folder: Folder) -> Readable:
    """Open the record and the books of a folder for reading, wherever its settings put them.

    Raises:
        NothingToVerify: there is no database.
        CannotVerify: it cannot be read.
    """
    try:
        place = postgres_place_of(folder)
        return open_read_only(folder.database) if place is None else read_only(place)
    except (SettingsRefused, CannotConnect) as fault:
        raise CannotVerify(str(fault)) from fault


def open_read_only(path: Path) -> sqlite3.Connection:
    """Open a database for reading only, also in a folder that nobody may write to.

    Raises:
        NothingToVerify: there is no such file.
        CannotVerify: it is no database, or another program's unfinished writing lies beside it in
            a folder that cannot be written.
    """
    if not path.is_file():
        raise NothingToVerify(f"there is no database at {path}")
    try:
        return _opened(path, "mode=ro")
    except sqlite3.OperationalError as fault:
        beside = path.with_name(f"{path.name}-wal")
        if beside.exists() and beside.stat().st_size:
            raise CannotVerify(
                f"{path} has unfinished writing beside it ({beside.name}) and its folder cannot "
                "be written: copy the folder to a place that can, and verify the copy"
            ) from fault
    except sqlite3.DatabaseError as fault:
        raise CannotVerify(f"{path} is damaged or no database: {fault}") from fault
    try:
        return _opened(path, "immutable=1")
    except sqlite3.DatabaseError as fault:
        raise CannotVerify(f"{path} cannot be read: {fault}") from fault


def _opened(path: Path, how: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?{how}", uri=True, isolation_level=None, timeout=30
    )
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("BEGIN")  # one view of everything, whoever writes meanwhile
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


class RecordTables:
    """The record's own tables."""

    def __init__(self, database: Readable) -> None:
        self._db = database
        self._entries: Cursor | None = None
        self._ahead: list[EntryTuple] = []

    def entries(self, start: int, stop: int) -> list[EntryTuple]:
        """The next entries in order, up to the one before `stop`; at most `stop - start`."""
        if self._entries is None:
            self._entries = streamed(
                self._db,
                "SELECT seq, id, at, actor, act, leaf, body FROM record_entry ORDER BY seq",
            )
        wanted = stop - start - len(self._ahead)
        if wanted > 0:
            self._ahead += self._entries.fetchmany(wanted)
        if not self._ahead or self._ahead[-1][0] < stop:
            found, self._ahead = self._ahead, []
            return found
        found = [row for row in self._ahead if row[0] < stop]
        self._ahead = [row for row in self._ahead if row[0] >= stop]
        return found

    def head(self) -> tuple[int, bytes, bytes, int, str] | None:
        """Size, root, frontier, moment and signed note of the record, or None."""
        found = self._db.execute("SELECT size, root, frontier, at, checkpoint FROM record_head")
        row: tuple[int, bytes, bytes, int, str] | None = found.fetchone()
        return row

    def openings(self, start: int, stop: int) -> dict[OpeningKey, Opening]:
        """What opens restricted fields of the entries from `start` to before `stop`."""
        found = self._db.execute(
            "SELECT seq, field, salt, value FROM record_opening WHERE seq >= ? AND seq < ?",
            (start, stop),
        )
        return {(seq, name): Opening(name, salt, _value(value)) for seq, name, salt, value in found}

    def openings_from(self, start: int) -> int:
        """How many openings stand at entries from `start` on."""
        row = self._db.execute("SELECT count(*) FROM record_opening WHERE seq >= ?", (start,))
        found = row.fetchone()
        assert found is not None, "a count has one row"
        return int(found[0])


class VaultTables:
    """The sealed openings in the vault."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database

    def openings(self, start: int, stop: int) -> dict[OpeningKey, Opening]:
        """What opens sealed fields of the entries from `start` to before `stop`."""
        found = self._db.execute(
            "SELECT entry, field, salt, value FROM sealed_opening WHERE entry >= ? AND entry < ?",
            (start, stop),
        )
        return {(seq, name): Opening(name, salt, value) for seq, name, salt, value in found}


def rows_of_table(
    database: Readable, row: type[Row], *, in_order: bool = False
) -> Iterator[tuple[Scalar, ...]]:
    """Every row of a table as a tuple in order of the fields.

    Args:
        database: the open database.
        row: the type of row.
        in_order: by key, as Python sorts it: texts by code point.
    Raises:
        sqlite3.Error: there is no such table, or it cannot be read; or what a server raises.
    """
    text = select_all(row)
    if in_order:
        # A server is refused that sorts otherwise; SQLite knows several orders of one column.
        order = "" if isinstance(database, PostgresConnection) else " COLLATE BINARY"
        text += " ORDER BY " + ", ".join(f"{quoted(name)}{order}" for name in row.KEY)
    return chain.from_iterable(_some_at_a_time(database, text))


def _some_at_a_time(database: Readable, text: str) -> Iterator[Sequence[tuple[Scalar, ...]]]:
    cursor = streamed(database, text)
    while some := cursor.fetchmany(_ROWS_AT_ONCE):
        yield some


def blob(value: object) -> bytes:
    """A text as bytes, also where somebody wrote it as another type."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


def _value(text: str) -> int | str:
    try:
        return _VALUE.decode(text)
    except (ValueError, TypeError):
        return ""
