"""A co-operative's schema on a PostgreSQL server, behind the same port as a file of SQLite.

It opens, asks and closes; reading is all that the audit does with it. The house adds writing. It
makes no table and repairs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from auzolan.audit.connection import Cursor
from auzolan.audit.deployment import PostgresPlace

if TYPE_CHECKING:
    import psycopg
    from psycopg.pq import TransactionStatus as _Status

CONNECT_S = 10
STATEMENTS_KEPT = 512
SERVER_MIN = 150_000
STREAM_ROWS = 5_000
BY_CODE_POINT = ("C", "POSIX", "C.UTF-8", "C.utf8")
"""Collations in which texts stand in the order of their code points, as Python sorts them."""

_IDLE = 0


class CannotConnect(Exception):
    """There is no such database, or not one that can be used; the text says what to do."""


class PostgresConnection:
    """A connection to one co-operative's schema, in SQLite's manner: no hidden transactions.

    Args:
        place: server and schema.
        options: settings of the session, by name.
    Raises:
        CannotConnect: the server does not answer or is not fit for books.
        ImportError: psycopg is not installed (extra `postgres`).
    """

    def __init__(self, place: PostgresPlace, options: dict[str, str] | None = None) -> None:
        self.place = place
        self._options = {"search_path": place.schema, "client_encoding": "UTF8", **(options or {})}
        self._streams = 0
        self._connection = self._connected()

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> Cursor:
        """Run one statement, with a value for each `?`."""
        if not parameters:
            return self._connection.execute(sql.encode())
        return self._connection.execute(placed(sql), parameters)

    def stream(self, sql: str) -> Cursor:
        """Run a query without values in an open transaction; rows come as they are taken."""
        self._streams += 1
        cursor = self._connection.cursor(f"stream_{self._streams}")
        cursor.itersize = STREAM_ROWS
        return cursor.execute(sql.encode())

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open, or has failed and waits to be rolled back."""
        return not self._connection.closed and self._status() != _IDLE

    def close(self) -> None:
        """Close the connection; what is not committed is undone."""
        self._connection.close()

    def _status(self) -> _Status:
        return self._connection.info.transaction_status

    def _connected(self) -> psycopg.Connection[tuple[Any, ...]]:
        import psycopg  # noqa: PLC0415  late: the base install has no psycopg

        try:
            made = psycopg.connect(
                self.place.url, autocommit=True, connect_timeout=CONNECT_S,
                application_name="auzolan",
            )  # fmt: skip
        except (psycopg.Error, UnicodeError) as fault:
            why = str(fault).strip().splitlines()[-1] if str(fault).strip() else "no answer"
            raise CannotConnect(
                f"{self.place.shown} cannot be reached: {why}. See that the server runs, that "
                "the database exists, and that settings.toml names them rightly."
            ) from fault
        try:
            self._check(made)
            for name, value in self._options.items():
                made.execute("SELECT set_config(%s, %s, false)", (name, value))
        except psycopg.Error as fault:
            made.close()
            raise CannotConnect(f"{self.place.shown} cannot be used: {fault}") from fault
        except CannotConnect:
            made.close()
            raise
        made.prepare_threshold = 1
        made.prepared_max = STATEMENTS_KEPT
        return made

    def _check(self, made: psycopg.Connection[tuple[Any, ...]]) -> None:
        """Refuse a server on which texts or promises would mean something else.

        Raises:
            CannotConnect: it is too old, writes another encoding, sorts texts by a language, or
                does not wait for the disk.
        """
        if made.info.server_version < SERVER_MIN:
            raise CannotConnect(f"{self.place.shown}: PostgreSQL 15 or newer is needed.")
        found = made.execute(
            "SELECT pg_encoding_to_char(encoding), datcollate, current_setting('fsync'), "
            "current_setting('full_page_writes') "
            "FROM pg_database WHERE datname = current_database()"
        ).fetchone()
        assert found is not None, "a connection has a database"
        encoding, collation, *promises = found
        if encoding != "UTF8" or collation not in BY_CODE_POINT:
            raise CannotConnect(
                f"{self.place.shown} has the encoding {encoding} and sorts by {collation}. Make "
                "one with: createdb --template=template0 --encoding=UTF8 --locale=C.UTF-8 NAME"
            )
        if promises != ["on", "on"]:
            raise CannotConnect(
                f"{self.place.shown}: the server runs with fsync or full_page_writes off, so what "
                "it has answered can be lost. Set both to on and start it again."
            )


def read_only(place: PostgresPlace) -> PostgresConnection:
    """Open a schema for reading, as it stands at this moment, whoever writes meanwhile.

    Raises:
        CannotConnect: there is no such server or database, or no co-operative in the schema.
    """
    opened = PostgresConnection(place, {"default_transaction_read_only": "on"})
    try:
        check_is_ours(opened)
        opened.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        opened.execute("SELECT count(*) FROM record_head")
    except BaseException:
        opened.close()
        raise
    return opened


def check_is_ours(database: PostgresConnection) -> None:
    """Refuse a schema that holds no record.

    Raises:
        CannotConnect: there is no such schema, or other tables are in it.
    """
    head = "SELECT to_regclass(?) IS NOT NULL"
    found = database.execute(head, (f"{database.place.schema}.record_head",)).fetchone()
    if found is None or not found[0]:
        raise CannotConnect(f"{database.place.shown} holds no record of a co-operative.")


@lru_cache(maxsize=2_048)
def placed(sql: str) -> bytes:
    """A statement with `?` for each value as psycopg takes it. Our texts hold no other `?`."""
    return sql.replace("%", "%%").replace("?", "%s").encode()
