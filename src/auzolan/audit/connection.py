"""What the two stores have in common for those who read: one narrow port, in SQLite's manner.

Queries are texts with `?` for each value. The port knows nothing of what tables mean.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

Row = tuple[Any, ...]
"""A row as a database gives it."""


class Cursor(Protocol):
    """What a query found."""

    def fetchone(self) -> Row | None:
        """The next row, or None behind the last."""

    def fetchmany(self, size: int = ..., /) -> Sequence[Row]:
        """The next rows, at most `size`; none behind the last."""

    def fetchall(self) -> Sequence[Row]:
        """All rows that are left."""

    def __iter__(self) -> Iterator[Row]: ...


class Readable(Protocol):
    """A database that can be asked. `sqlite3.Connection` is one."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Cursor:
        """Run one statement, with a value for each `?`."""

    def close(self) -> None:
        """Let go of the database."""


def streamed(database: Readable, sql: str) -> Cursor:
    """Run a query whose rows are too many to hold, and give them as they are taken.

    SQLite steps through its rows anyhow; a server would send them all at once.
    """
    stream = getattr(database, "stream", None)
    return database.execute(sql) if stream is None else stream(sql)


def database_faults() -> tuple[type[Exception], ...]:
    """What a database in use may raise; for `except`, which asks when something was raised."""
    psycopg = sys.modules.get("psycopg")
    return (sqlite3.Error, psycopg.Error) if psycopg is not None else (sqlite3.Error,)
