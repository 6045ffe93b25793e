"""The second store: a schema on a PostgreSQL server, written in sets.

Few rows travel as arrays in one statement, many by COPY. One writer at a time holds the head of
the record; transactions are serializable, so that a stranger who writes beside the desk is undone
or undoes us, and never slips between. It knows no rule and no table of a room.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from itertools import repeat
from typing import Any, cast

import psycopg
from psycopg import errors

from auzolan.audit.connection import Cursor
from auzolan.audit.deployment import PostgresPlace
from auzolan.audit.postgres import PostgresConnection, check_is_ours
from auzolan.foundation.books import Row, Scalar
from auzolan.foundation.tables import column_kinds, listed, quoted, table_name
from auzolan.house.storage.guards import Ledger
from auzolan.house.storage.schema import select_given
from auzolan.house.storage.store import (
    NOT_NEW,
    Columns,
    CommitUnknown,
    StoreReplaced,
    TryAgain,
    Values,
    WriterWaits,
)

WAIT_S = 30
COPY_FROM = 400
"""From so many rows on COPY is faster than arrays in a statement."""

_WRITING = {
    "synchronous_commit": "on",
    "lock_timeout": f"{WAIT_S}s",
    "idle_in_transaction_session_timeout": "0",
    "client_min_messages": "warning",
}
_KINDS = {int: "bigint", str: "text"}
_STAGING = "staging"
_ESCAPED = re.compile(r"[\\\n\r\t]")
_COPIED_AT_ONCE = 50_000


class PostgresDatabase(PostgresConnection):
    """A connection that writes; see `Database` for what each method promises.

    Raises:
        CannotConnect: the server does not answer, is not fit, or the schema holds no record.
    """

    def __init__(self, place: PostgresPlace) -> None:
        super().__init__(place, _WRITING)
        self._pipe = ExitStack()
        try:
            check_is_ours(self)
            self._schema = self._number()
        except BaseException:
            self.close()
            raise

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> Cursor:
        """Run one statement, with a value for each `?`.

        Raises:
            TryAgain: the server cannot put this transaction in order with others.
        """
        with _again():
            return super().execute(sql, parameters)

    def begin(self) -> None:
        """Open a transaction and take the head of the record, before anything is seen.

        LOCK TABLE takes no snapshot, so what is read later is what the last writer left. The head
        is the first lock of every writer, so that two of them never wait for each other.
        """
        if self._connection.closed:
            self._connection = self._connected()
        try:
            self._connection.execute(
                b"BEGIN ISOLATION LEVEL SERIALIZABLE; LOCK TABLE record_head IN EXCLUSIVE MODE",
                prepare=False,
            )
        except errors.LockNotAvailable as fault:
            self.rollback()
            raise WriterWaits(f"another writer held the server for {WAIT_S} s") from fault
        if self._number() != self._schema:
            raise StoreReplaced

    def begin_reading(self) -> None:
        """Open a transaction that sees one moment and can write nothing."""
        self._connection.execute(b"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def commit(self) -> None:
        """Make what was written durable: the server answers when its log is on the disk."""
        try:
            self._connection.execute(b"COMMIT")
        except (errors.SerializationFailure, errors.DeadlockDetected) as fault:
            raise TryAgain(str(fault)) from fault
        except psycopg.OperationalError as fault:
            if not self._connection.closed:
                raise
            raise CommitUnknown(str(fault).strip()) from fault

    def rollback(self) -> None:
        """Undo what was written; a broken connection has undone it already."""
        if self.in_transaction:
            try:
                self._connection.execute(b"ROLLBACK")
            except psycopg.OperationalError:
                self._connection.close()

    def _number(self) -> object:
        """The schema's own number: a rebuilt one has the same name and another number."""
        found = self.execute("SELECT to_regnamespace(?)::oid", (self.place.schema,)).fetchone()
        assert found is not None, "a question has an answer"
        return found[0]

    def fetch(self, row: type[Row], keys: Values) -> Iterable[tuple[Scalar, ...]]:
        """The rows of these keys, all in one question; none is asked where there is no key."""
        if not keys:
            return ()
        with _again():
            columns = {name: _columns(row)[name] for name in row.KEY}
            text = select_given(row, from_arrays(columns))
            return self._connection.execute(text.encode(), _arrays(keys)).fetchall()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Send what is written without waiting for each answer, until rows are copied."""
        try:
            with ExitStack() as self._pipe, _again():
                self._pipe.enter_context(self._connection.pipeline())
                yield
                self._pipe.close()  # here the answers come, and with them the faults
        except errors.UniqueViolation as fault:
            raise AssertionError(f"a row {NOT_NEW}: {fault}") from fault

    def insert(self, row: type[Row], values: Values) -> None:
        """Add rows that are new."""
        try:
            self._add(table_name(row), _columns(row), values)
        except errors.UniqueViolation as fault:
            raise AssertionError(f"{row.__name__} {NOT_NEW}: {fault}") from fault

    def upsert(self, row: type[Row], values: Values) -> None:
        """Write rows whole; many of them lie on a table of their own first."""
        with _again():
            columns = _columns(row)
            if len(values) < COPY_FROM:
                self._connection.execute(_upsert(row, from_arrays(columns)), _arrays(values))
                return
            self._connection.execute(
                f"CREATE TEMPORARY TABLE {_STAGING} ON COMMIT DROP AS "  # noqa: S608
                f"SELECT * FROM {quoted(table_name(row))} WITH NO DATA".encode()
            )
            self._copy(_STAGING, columns, values)
            staged = f"SELECT {listed(tuple(columns))} FROM {_STAGING}"  # noqa: S608
            self._connection.execute(_upsert(row, staged))
            self._connection.execute(f"DROP TABLE {_STAGING}".encode())

    def move(self, ledger: Ledger, same: Mapping[str, Scalar], columns: Columns) -> None:
        """Let a set in by its door, as one copy."""
        *varied, balances = columns
        kinds = _columns(ledger.postings)
        names = (*ledger.same, *ledger.varies, ledger.amount)
        given = [repeat(same[name], len(balances)) for name in ledger.same]
        places = ", ".join(["%s"] * (len(given) + 1))
        try:
            with _again():
                self._connection.execute(
                    f"INSERT INTO {ledger.door} ({listed(ledger.same)}, total) "  # noqa: S608
                    f"VALUES ({places})".encode(),
                    [*(same[name] for name in ledger.same), sum(cast("Sequence[int]", balances))],
                )
                rows = list(zip(*given, *varied, strict=True))
                self._copy(table_name(ledger.postings), {name: kinds[name] for name in names}, rows)
                self._connection.execute(f"UPDATE {ledger.door} SET closing = 1".encode())  # noqa: S608
        except errors.UniqueViolation as fault:
            raise AssertionError(f"a set moves each account once: {fault}") from fault

    def delete(self, row: type[Row], keys: Iterable[tuple[Scalar, ...]]) -> None:
        """Take rows away."""
        columns = {name: _columns(row)[name] for name in row.KEY}
        names = listed(row.KEY)
        with _again():
            self._connection.execute(
                f"DELETE FROM {quoted(table_name(row))} WHERE ({names}) IN "  # noqa: S608
                f"({from_arrays(columns)})".encode(),
                _arrays(list(keys)),
            )

    def append(self, table: str, names: tuple[str, ...], values: Values) -> None:
        """Add rows to a table of the record."""
        kinds = {int: "bigint", str: "text", bytes: "bytea"}
        columns = {name: kinds[type(value)] for name, value in zip(names, values[0], strict=True)}
        self._add(table, columns, values)

    def _add(self, table: str, columns: dict[str, str], values: Values) -> None:
        with _again():
            if len(values) >= COPY_FROM:
                self._copy(table, columns, values)
                return
            self._connection.execute(_insert(table, tuple(columns.items())), _arrays(values))

    def _copy(self, table: str, columns: dict[str, str], values: Values) -> None:
        names = listed(tuple(columns))
        self._pipe.close()
        with (
            self._connection.cursor() as cursor,
            cursor.copy(f"COPY {quoted(table)} ({names}) FROM STDIN".encode()) as copy,
        ):
            if any(kind == "bytea" for kind in columns.values()):
                for one in values:
                    copy.write_row(one)
                return
            for start in range(0, len(values), _COPIED_AT_ONCE):
                copy.write(copy_text(values[start : start + _COPIED_AT_ONCE]))


def copy_text(values: Values) -> str:
    """Rows of numbers and texts as COPY reads them, several times as fast as one by one.

    Source: PostgreSQL 15 documentation, COPY, "Text Format".
    """
    columns = [list(map(str, column)) for column in zip(*values, strict=True)]
    for at, column in enumerate(columns):
        if _ESCAPED.search("".join(column)):
            columns[at] = [_ESCAPED.sub(_escape, text) for text in column]
    return "\n".join(map("\t".join, zip(*columns, strict=True))) + "\n"


def _escape(found: re.Match[str]) -> str:
    return {"\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t"}[found[0]]


def from_arrays(columns: dict[str, str]) -> str:
    """A query that gives rows from one array for each column."""
    arrays = ", ".join(f"%s::{kind}[]" for kind in columns.values())
    return f"SELECT * FROM unnest({arrays}) AS given({listed(tuple(columns))})"  # noqa: S608


def _arrays(values: Values) -> list[list[Any]]:
    return [list(column) for column in zip(*values, strict=True)]


def _columns(row: type[Row]) -> dict[str, str]:
    return {name: _KINDS[kind] for name, kind in column_kinds(row).items()}


@lru_cache(maxsize=512)
def _insert(table: str, columns: tuple[tuple[str, str], ...]) -> bytes:
    kinds = dict(columns)
    return f"INSERT INTO {quoted(table)} ({listed(tuple(kinds))}) {from_arrays(kinds)}".encode()


@lru_cache(maxsize=1024)
def _upsert(row: type[Row], source: str) -> bytes:
    names = tuple(column_kinds(row))
    rest = [name for name in names if name not in row.KEY]
    changes = ", ".join(f"{quoted(name)} = excluded.{quoted(name)}" for name in rest)
    answer = f"UPDATE SET {changes}" if rest else "NOTHING"
    return (
        f"INSERT INTO {quoted(table_name(row))} ({listed(names)}) {source} "
        f"ON CONFLICT ({listed(row.KEY)}) DO {answer}"
    ).encode()


@contextmanager
def _again() -> Iterator[None]:
    """Name what the server wants tried again, wherever in a transaction it says so."""
    try:
        yield
    except (errors.SerializationFailure, errors.DeadlockDetected) as fault:
        raise TryAgain(str(fault)) from fault
