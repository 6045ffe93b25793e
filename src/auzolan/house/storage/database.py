"""The databases of a co-operative: making them, opening them, refusing damaged ones.

`open_books` opens the store that a folder's settings name; the rest is for files. It knows files
and pragmas, and nothing of what the tables mean. It repairs nothing: a damaged file
is refused, since the record can rebuild the tables and a guess could cost someone money.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from functools import lru_cache
from pathlib import Path

from auzolan.audit.deployment import SettingsRefused, postgres_place_of
from auzolan.audit.folder import Folder
from auzolan.audit.postgres import CannotConnect
from auzolan.house.storage import guards_sqlite
from auzolan.house.storage.releases import NewerRelease, check_release
from auzolan.house.storage.sqlite import SqliteDatabase, file_at
from auzolan.house.storage.store import Database

WAIT_S = 30
STATEMENTS_KEPT = 512
FAULTS_SHOWN = 5
_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",  # else REPLACE takes a row away past its guards
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA journal_mode = WAL",
)


class DatabaseRefused(Exception):
    """A database that must not be used; the text says what is wrong and what to do."""


def open_books(folder: Folder) -> Database:
    """Open the store of record and books: a file, or the server that the settings name.

    Raises:
        DatabaseRefused: there is none, it does not answer, or it is not one of these books.
        NewerRelease: a release wrote it that this program does not know.
    """
    try:
        place = postgres_place_of(folder)
        if place is None:
            opened: Database = open_database(folder.database)
        else:
            from auzolan.house.storage.postgres import PostgresDatabase

            opened = PostgresDatabase(place)
    except (SettingsRefused, CannotConnect) as fault:
        raise DatabaseRefused(str(fault)) from fault
    try:
        check_release(opened)
    except NewerRelease:
        opened.close()
        raise
    return opened


def open_database(path: Path) -> SqliteDatabase:
    """Open the file of a co-operative's books.

    No transaction is opened behind the caller's back: the desk says BEGIN and COMMIT itself. What
    was committed is on the disk (WAL, synchronous=FULL).

    Args:
        path: an existing `auzolan.db`.
    Returns:
        A connection; threads that share it must take turns by a lock, as the desk's do.
    Raises:
        DatabaseRefused: there is no such file, it is no database, or not one of these books.
    """
    if not path.is_file():
        raise DatabaseRefused(f"There is no database at {path}. Is this a co-operative's folder?")
    before = path, file_at(path)
    connection = sqlite3.connect(
        path,
        timeout=WAIT_S,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=STATEMENTS_KEPT,
        factory=SqliteDatabase,
    )
    connection.opened = before
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        head = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'record_head'"
        is_ours = connection.execute(head).fetchone() is not None
    except sqlite3.DatabaseError as fault:
        connection.close()
        raise refusal_of(path, fault) from fault
    if not is_ours:
        connection.close()
        raise DatabaseRefused(f"{path} is a database, but holds no record of a co-operative.")
    return connection


def check_database(connection: sqlite3.Connection) -> None:
    """Read the whole file and refuse it where its inner order is broken.

    It takes about a second for each gigabyte, so it is done on demand and not at each start.

    Raises:
        DatabaseRefused: a page, an index or a constraint does not hold.
    """
    path = Path(connection.execute("PRAGMA database_list").fetchone()[2])
    try:
        faults = [found for (found,) in connection.execute("PRAGMA quick_check")]
    except sqlite3.DatabaseError as fault:
        raise refusal_of(path, fault) from fault
    if faults != ["ok"]:
        raise _damaged(path, "; ".join(faults[:FAULTS_SHOWN]))


def refusal_of(path: Path, fault: sqlite3.Error) -> DatabaseRefused:
    """Why a database cannot be used, in plain words: busy, disk, rights, or damage."""
    code = getattr(fault, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return DatabaseRefused(f"{path} is in use by another program ({fault}). Try again later.")
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return DatabaseRefused(
            f"The disk under {path} is full or fails ({fault}). Nothing was changed. Make room "
            "on the disk, or mend it, and try again."
        )
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return DatabaseRefused(
            f"{path} cannot be opened for writing ({fault}). Nothing was changed. See who owns "
            "the folder and its files, and whether the disk has room."
        )
    return _damaged(path, str(fault))


def _damaged(path: Path, fault: str) -> DatabaseRefused:
    is_books = path.name == Folder(path.parent).database.name
    cure = "rebuild the tables with auzolan record rebuild, or restore" if is_books else "restore"
    return DatabaseRefused(
        f"{path} is damaged or cannot be read: {fault}. Nothing was changed. Keep a copy of the "
        f"folder, then {cure} a backup."
    )


def create_database(folder: Path) -> None:
    """Make the two empty databases of a new co-operative, readable by their owner alone.

    The migrations run once in a process; later folders get a copy of what they made.

    Args:
        folder: an existing folder without databases.
    Raises:
        FileExistsError: there is a database already; it is left as it is.
    """
    books, plain = _empty_databases()
    _write_new(Folder(folder).database, books)
    _write_new(Folder(folder).plain, plain)


def create_plain(folder: Path) -> None:
    """Make the empty database of logins and sessions alone, for books that lie on a server.

    Raises:
        FileExistsError: there is one already; it is left as it is.
    """
    _write_new(Folder(folder).plain, _empty_databases()[1])


def create_books(path: Path) -> None:
    """Make the empty database of the books alone, under any name.

    Raises:
        FileExistsError: there is a file already; it is left as it is.
    """
    _write_new(path, _empty_databases()[0])


def _write_new(path: Path, content: bytes) -> None:
    mode = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(path, mode, 0o600), "wb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())


@lru_cache(maxsize=1)
def _empty_databases() -> tuple[bytes, bytes]:
    from auzolan.house.settings import configure, folder_in_use

    before = folder_in_use()
    with tempfile.TemporaryDirectory(prefix="auzolan-") as made:
        configure(Path(made))
        try:
            _migrate()
            _guard()
        finally:
            _close_into_one_file()
            if before is not None:
                configure(before)
        folder = Folder(Path(made))
        return folder.database.read_bytes(), folder.plain.read_bytes()


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connections

    for alias in ("default", "plain"):
        for pragma in ("query_only", "synchronous"):  # the files are copied with care later
            connections[alias].cursor().execute(f"PRAGMA {pragma} = OFF")
        call_command("migrate", database=alias, interactive=False, verbosity=0)


def _guard() -> None:
    from django.db import connections

    with connections["default"].cursor() as cursor:
        for table, behind in guards_sqlite.sets_lie_by_key().items():
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
            made = cursor.fetchone()[0]
            of_table = "SELECT sql FROM sqlite_master WHERE tbl_name = %s AND type = 'index'"
            cursor.execute(f"{of_table} AND sql IS NOT NULL", [table])
            indexes = [text for (text,) in cursor.fetchall()]
            cursor.execute(f"DROP TABLE {table}")
            for text in (made + behind, *indexes):
                cursor.execute(text)
        for text in guards_sqlite.statements():
            cursor.execute(text)


def _close_into_one_file() -> None:
    from django.db import connections

    for alias in ("default", "plain"):
        connections[alias].cursor().execute("PRAGMA journal_mode = WAL")
        connections[alias].cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connections.close_all()
