"""The first store: one file of SQLite. It knows files and pragmas, and no table by name."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from itertools import chain
from pathlib import Path

from auzolan.foundation.books import Row, Scalar
from auzolan.foundation.tables import listed
from auzolan.house.storage.guards import Ledger
from auzolan.house.storage.schema import select_given, statements_of
from auzolan.house.storage.store import NOT_NEW, StoreReplaced, Values

_KEYS_AT_ONCE = 400


class SqliteDatabase(sqlite3.Connection):
    """A connection without automatic transactions; see `Database` for what each method promises.

    Attributes:
        opened: the path, and the file that stood there just before it was opened.
    """

    opened: tuple[Path, tuple[int, int] | None]

    def begin(self) -> None:
        """Open a transaction that writes; the desk's turn is what queues, not this."""
        path, file = self.opened
        if file_at(path) != file:
            raise StoreReplaced
        self.execute("BEGIN IMMEDIATE")

    def begin_reading(self) -> None:
        """Open a transaction that sees one moment; nothing can be written from now on."""
        self.execute("PRAGMA query_only = ON")
        self.execute("BEGIN")

    def commit(self) -> None:
        """Make what was written durable."""
        self.execute("COMMIT")

    def rollback(self) -> None:
        """Undo what was written."""
        if self.in_transaction:
            self.execute("ROLLBACK")

    def fetch(self, row: type[Row], keys: Values) -> Iterable[tuple[Scalar, ...]]:
        """The rows of these keys, some hundred at a time."""
        for start in range(0, len(keys), _KEYS_AT_ONCE):
            some = keys[start : start + _KEYS_AT_ONCE]
            place = f"({', '.join('?' * len(row.KEY))})"
            given = f"VALUES {', '.join([place] * len(some))}"
            yield from self.execute(select_given(row, given), list(chain.from_iterable(some)))

    def together(self) -> AbstractContextManager[None]:
        """Nothing is gained here: there is no way to and fro."""
        return nullcontext()

    def insert(self, row: type[Row], values: Values) -> None:
        """Add rows that are new."""
        try:
            self.executemany(statements_of(row).insert, values)
        except sqlite3.IntegrityError as fault:
            if fault.sqlite_errorname == "SQLITE_CONSTRAINT_TRIGGER":
                raise
            raise AssertionError(f"{row.__name__} {NOT_NEW}: {fault}") from fault

    def upsert(self, row: type[Row], values: Values) -> None:
        """Write rows whole."""
        self.executemany(statements_of(row).upsert, values)

    def move(self, ledger: Ledger, same: Mapping[str, Scalar], values: Values) -> None:
        """Stage a set, and let it in by its door."""
        places = ", ".join("?" * (len(ledger.varies) + 2))
        self.execute(f"DELETE FROM {ledger.staged}")  # noqa: S608  a stranger's rows are not ours
        try:
            self.executemany(f"INSERT INTO {ledger.staged} VALUES ({places})", values)  # noqa: S608
        except sqlite3.IntegrityError as fault:
            raise AssertionError(f"a set moves each account once: {fault}") from fault
        places = ", ".join("?" * len(ledger.same))
        self.execute(
            f"INSERT INTO {ledger.door} ({listed(ledger.same)}) VALUES ({places})",  # noqa: S608
            [same[name] for name in ledger.same],
        )

    def delete(self, row: type[Row], keys: Iterable[tuple[Scalar, ...]]) -> None:
        """Take rows away."""
        self.executemany(statements_of(row).delete, keys)

    def append(self, table: str, names: tuple[str, ...], values: Values) -> None:
        """Add rows to a table of the record."""
        places = ", ".join("?" * len(names))
        self.executemany(f"INSERT INTO {table} ({listed(names)}) VALUES ({places})", values)  # noqa: S608


def file_at(path: Path) -> tuple[int, int] | None:
    """Which file stands under a name now."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
