"""Reading the books as of one moment, rows of history included: for pages and commands.

No rule reads through it, and it can write nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from auzolan.audit.folder import Folder
from auzolan.cooperative import AnyEntry, read_entry
from auzolan.foundation.books import Row, Scalar, key_getter, order_of
from auzolan.house.storage.database import open_books
from auzolan.house.storage.log import Log
from auzolan.house.storage.schema import select_where
from auzolan.house.storage.store import Database

R = TypeVar("R", bound=Row)


class Reader:
    """The rows and entries of a folder, as they were when it was opened."""

    def __init__(self, folder: Folder, database: Database) -> None:
        self.folder = folder
        self.log = Log(database)
        self._db = database

    def rows(self, row: type[R], **equals: Scalar) -> list[R]:
        """The rows in which these fields have these values, in order of key."""
        query = select_where(row, tuple(equals))
        found = [row(*values) for values in self._db.execute(query, tuple(equals.values()))]
        key = key_getter(row)
        return sorted(found, key=lambda one: order_of(key(one)))

    def get(self, row: type[R], *key: Scalar) -> R | None:
        """The row of this key, or None."""
        found = self._db.execute(select_where(row, row.KEY), key).fetchone()
        return row(*found) if found is not None else None

    def entry(self, seq: int) -> AnyEntry:
        """One entry.

        Raises:
            LookupError: there is none of this number.
        """
        return read_entry(self.log.body(seq))

    def entries_of(self, act: str, *, since: int = 0) -> Iterator[int]:
        """The numbers of the entries of one kind of act, from `since` on, in order."""
        query = "SELECT seq FROM record_entry WHERE seq >= ? AND act = ? ORDER BY seq"
        return (seq for (seq,) in self._db.execute(query, (since, act)))


@contextmanager
def reader_of(folder: Folder) -> Iterator[Reader]:
    """Read a folder as of one moment, without holding up the desk.

    Raises:
        DatabaseRefused: there is no sound database in the folder.
    """
    connection = open_books(folder)
    try:
        connection.begin_reading()
        yield Reader(folder, connection)
    finally:
        connection.close()
