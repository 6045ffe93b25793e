"""The first store: one file of SQLite. It knows files and pragmas, and no table by name."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import cast

from auzolan.foundation.books import Row, Scalar
from auzolan.foundation.tables import listed, table_name
from auzolan.house.storage.guards import Ledger
from auzolan.house.storage.schema import select_given, statements_of
from auzolan.house.storage.store import NOT_NEW, Columns, StoreReplaced, Values

_KEYS_AT_ONCE = 400
_POSTINGS_AT_ONCE = 1_000
"""Three times as fast as one by one; their numbers and names stay below 32,766 parameters."""


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

    def move(self, ledger: Ledger, same: Mapping[str, Scalar], columns: Columns) -> None:
        """Let a set in by its door, some hundred postings a statement."""
        *varied, balances = columns
        given = [same[name] for name in ledger.same]
        places = ", ".join("?" * (len(given) + 1))
        self.execute(
            f"INSERT INTO {ledger.door} ({listed(ledger.same)}, total) VALUES ({places})",  # noqa: S608
            [*given, sum(cast("Sequence[int]", balances))],
        )
        try:
            for start in range(0, len(balances), _POSTINGS_AT_ONCE):
                some = [column[start : start + _POSTINGS_AT_ONCE] for column in varied]
                self.execute(
                    _postings(ledger, len(some[0])),
                    [*given, *chain.from_iterable(zip(*some, strict=True))],
                )
        except sqlite3.IntegrityError as fault:
            if fault.sqlite_errorname == "SQLITE_CONSTRAINT_TRIGGER":
                raise
            raise AssertionError(f"a set moves each account once: {fault}") from fault
        self.execute(f"UPDATE {ledger.door} SET closing = 1")  # noqa: S608

    def delete(self, row: type[Row], keys: Iterable[tuple[Scalar, ...]]) -> None:
        """Take rows away."""
        self.executemany(statements_of(row).delete, keys)

    def append(self, table: str, names: tuple[str, ...], values: Values) -> None:
        """Add rows to a table of the record."""
        places = ", ".join("?" * len(names))
        self.executemany(f"INSERT INTO {table} ({listed(names)}) VALUES ({places})", values)  # noqa: S608


@lru_cache(maxsize=8)
def _postings(ledger: Ledger, count: int) -> str:
    """The statement that writes so many postings of a set: what is the same for all comes first."""
    names = (*ledger.same, *ledger.varies, ledger.amount)
    same, rest = len(ledger.same), len(names) - len(ledger.same)
    given = ", ".join(f"?{at}" for at in range(1, same + 1))
    rows = (
        f"({given}, {', '.join(f'?{at}' for at in range(first, first + rest))})"
        for first in range(same + 1, same + 1 + count * rest, rest)
    )
    return f"INSERT INTO {table_name(ledger.postings)} ({listed(names)}) VALUES {', '.join(rows)}"  # noqa: S608


def file_at(path: Path) -> tuple[int, int] | None:
    """Which file stands under a name now."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
