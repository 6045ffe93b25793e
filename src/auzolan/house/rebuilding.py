"""Rebuilding: the tables once more from the record, in a new store that takes the old one's place.

The record is what counts and the tables follow from it, so damaged tables can be made again by
replay. It invents nothing: where entries, openings or annexes are lost, it refuses, and only a
backup helps. The old file, or the old schema, is kept.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from auzolan.audit.connection import database_faults
from auzolan.audit.database import EntryTuple, RecordTables, blob
from auzolan.audit.deployment import PostgresPlace, postgres_place_of
from auzolan.audit.folder import Folder
from auzolan.cooperative import AnyEntry, apply_entry, read_entry
from auzolan.foundation.moments import Moment
from auzolan.house.lock import turn
from auzolan.house.ports import system_ports
from auzolan.house.publisher import Publisher
from auzolan.house.storage.annex_files import AnnexFiles
from auzolan.house.storage.books import TableBooks
from auzolan.house.storage.database import check_database, create_books, open_database
from auzolan.house.storage.files import sync_folder
from auzolan.house.storage.lending import let_go
from auzolan.house.storage.log import EntryRow, Head, Log
from auzolan.house.storage.releases import check_release
from auzolan.house.storage.sqlite import SqliteDatabase
from auzolan.house.storage.store import Database
from auzolan.record.case import Case
from auzolan.record.fields import Opening, field_classes, opened
from auzolan.record.frontier import Frontier, leaf_hash
from auzolan.record.notes import parse_vkey, verify_checkpoint

ENTRIES_AT_ONCE = 2_000
KEPT_MAX = 1_000
_WAIT_S = 2
_NEW = ".auzolan.db.rebuilding"
_KEPT = "before-rebuild"
_RESTORE = "What was there stands as it was. Restore a backup."


class NotRebuilt(Exception):
    """The tables cannot be made again from this folder; the database is the one it was."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was made.

    Attributes:
        entries: how many entries were replayed.
        root: the root of the record, equal before and after.
        kept: where the old file lies now, or what the old schema is called.
    """

    entries: int
    root: bytes
    kept: Path | str


def rebuild(folder: Folder) -> Rebuilt:
    """Make the tables of a co-operative again from its record.

    The new file is whole and checked before it takes the place of the old one by one rename, so a
    crash leaves the one or the other. The desk's turn is held all the while.

    Args:
        folder: with a database whose record can still be read, and with its annexes.
    Returns:
        What was made.
    Raises:
        NotRebuilt: the record is damaged too, parts of it are missing, or the database is in use.
        DeskBusy: a writer held the desk for the whole waiting time.
        OSError: the disk is full or cannot be written; the old file stands.
    """
    with turn(folder.lock), _faults_named():
        place = postgres_place_of(folder)
        return _rebuild_file(folder) if place is None else _rebuild_schema(folder, place)


def refill(folder: Folder, old: Database, made: Database) -> Head:
    """Write the record of one store into another, with the tables that follow from it.

    Args:
        folder: whose annexes and published record belong to it.
        old: the store that is read, in an open transaction or with nobody else at it.
        made: an empty one, in an open transaction; whoever opened it commits.
    Returns:
        The head, the same in both.
    Raises:
        NotRebuilt: the record is damaged, or parts of it are missing.
        RecordAhead: more is published than there is.
        NewerRelease: a release wrote it that this program does not know.
    """
    with _faults_named():
        check_release(old)
        wanted = _head_of(old)
        _replay(folder, old, made, wanted)
        _check(folder, made, wanted)
    return wanted


@contextmanager
def _faults_named() -> Iterator[None]:
    try:
        yield
    except AssertionError as fault:
        raise _unreadable(fault) from fault
    except database_faults() as fault:
        raise _unreadable(fault) from fault


def _unreadable(fault: Exception) -> NotRebuilt:
    return NotRebuilt(f"The record cannot be read or written: {fault}. {_RESTORE}")


def _rebuild_file(folder: Folder) -> Rebuilt:
    _clear_leftovers(folder)
    new = folder.path / _NEW
    try:
        head = _replay_into(folder, new)
        kept = _swap(folder, new)
    finally:
        new.unlink(missing_ok=True)
    return Rebuilt(head.size, head.root, kept)


def _rebuild_schema(folder: Folder, place: PostgresPlace) -> Rebuilt:
    """Fill a new schema, and let the two change names in one transaction.

    The head of the old one is held all the while. Whoever waits for it finds another schema.
    """
    from auzolan.house.storage.making import REBUILT, fresh_schema, swap_schemas
    from auzolan.house.storage.postgres import PostgresDatabase

    new = fresh_schema(place, note=REBUILT)
    with closing(PostgresDatabase(place)) as old, closing(PostgresDatabase(new)) as made:
        old.begin()
        made.begin()
        wanted = refill(folder, old, made)
        made.commit()
        kept = swap_schemas(old, place, new)
        old.commit()
    return Rebuilt(wanted.size, wanted.root, kept)


def _replay_into(folder: Folder, new: Path) -> Head:
    """Fill a new database from the record of the old one, and check what came of it."""
    create_books(new)
    with _alone_with(folder.database) as old, closing(open_database(new)) as made:
        made.begin()
        wanted = refill(folder, old, made)
        check_database(made)
        made.commit()
        made.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return wanted


@contextmanager
def _alone_with(path: Path) -> Iterator[SqliteDatabase]:
    """Open a database that nobody else has open, all of it in one file.

    SQLite leaves its write-ahead mode only for the last connection. Whoever had the old file open
    while it is swapped would go on reading, or writing, what is no longer the co-operative's.

    Raises:
        NotRebuilt: another program has it open.
    """
    let_go()
    connection = sqlite3.connect(
        path, isolation_level=None, timeout=_WAIT_S, factory=SqliteDatabase
    )
    try:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            raise NotRebuilt(
                "Another program has the database open. Stop it, the portal too, and try again."
            ) from fault
        yield connection
    finally:
        connection.close()


def _head_of(old: Database) -> Head:
    head = Log(old).head()
    if head.size == 0:
        raise NotRebuilt(f"The database has no head of a record. {_RESTORE}")
    return head


def _replay(folder: Folder, old: Database, made: Database, wanted: Head) -> None:
    """Write every entry, what opens it and what it changed."""
    tables, books, log = RecordTables(old), TableBooks(made), Log(made)
    annexes = AnnexFiles(folder, system_ports())
    frontier = Frontier.empty()
    for start in range(0, wanted.size, ENTRIES_AT_ONCE):
        stop = min(start + ENTRIES_AT_ONCE, wanted.size)
        there = tables.openings(start, stop)
        found = tables.entries(start, stop)
        if len(found) != stop - start:
            raise NotRebuilt(f"Entries are missing after {start + len(found)}. {_RESTORE}")
        rows: list[EntryRow] = []
        openings: list[tuple[int, Opening]] = []
        for seq, row in enumerate(found, start):
            entry = _read(seq, row)
            names = field_classes(type(entry.act)).restricted
            own = {name: there[seq, name] for name in names if (seq, name) in there}
            _apply(entry, own, books, annexes)
            rows.append(_row_of(entry, blob(row[6])))
            openings.extend((seq, one) for one in own.values())
        frontier.extend(row.leaf for row in rows)
        books.flush()
        log.write(Head(frontier, rows[-1].at, wanted.checkpoint), rows, openings)


def _read(seq: int, row: EntryTuple) -> AnyEntry:
    try:
        entry = read_entry(blob(row[6]))
    except ValueError as fault:
        raise NotRebuilt(f"Entry {seq} cannot be read: {fault}. {_RESTORE}") from fault
    if entry.seq != seq:
        raise NotRebuilt(f"Entry {entry.seq} stands in the place of entry {seq}. {_RESTORE}")
    return entry


def _apply(
    entry: AnyEntry, openings: dict[str, Opening], books: TableBooks, annexes: AnnexFiles
) -> None:
    try:
        act = opened(entry.act, openings)
        case = Case(entry.seq, Moment(entry.at), entry.actor, annexes)
        apply_entry(books, case, act, entry.facts, entry.auth)
    except (ValueError, TypeError, LookupError, AssertionError) as fault:
        raise NotRebuilt(f"Entry {entry.seq} cannot be replayed: {fault}. {_RESTORE}") from fault


def _row_of(entry: AnyEntry, body: bytes) -> EntryRow:
    """The row of an entry, made from its text, so that a damaged column is mended too."""
    tag = str(type(entry.act).__struct_config__.tag)
    return EntryRow(entry.seq, entry.id, entry.at, entry.actor, tag, leaf_hash(body), body)


def _check(folder: Folder, made: Database, wanted: Head) -> None:
    """Compare what was made with the signed head, and with what the world has seen.

    Raises:
        NotRebuilt: the entries are not those that were signed.
        RecordAhead: more is published than there is.
    """
    log = Log(made)
    head = log.head()
    if (head.size, head.root, head.at) != (wanted.size, wanted.root, wanted.at):
        raise NotRebuilt(f"The entries do not hash to the head of the record. {_RESTORE}")
    try:
        signed = verify_checkpoint(head.checkpoint, [parse_vkey(log.vkey())])
    except ValueError as fault:
        raise NotRebuilt(f"The signed head does not hold: {fault}. {_RESTORE}") from fault
    if (signed.size, signed.root) != (head.size, head.root):
        raise NotRebuilt(f"The head that was signed is another one. {_RESTORE}")
    publisher = Publisher(folder, made)
    publisher.check_not_ahead()
    published = publisher.published()
    if published is None:
        return
    seen = Frontier.empty()
    for start in range(0, published.size, ENTRIES_AT_ONCE):
        stop = min(start + ENTRIES_AT_ONCE, published.size)
        seen.extend(leaf for leaf, _ in log.entries(start, stop))
    if seen.root() != published.root:
        raise NotRebuilt(f"The entries do not hash to the published checkpoint. {_RESTORE}")


def _swap(folder: Folder, new: Path) -> Path:
    """Keep the old file under another name and put the new one in its place."""
    kept = next(path for path in _kept_names(folder) if not path.exists())
    os.link(folder.database, kept)
    new.rename(folder.database)
    sync_folder(folder.path)
    return kept


def _clear_leftovers(folder: Folder) -> None:
    """Remove what a rebuilding left that was killed: a half of a new file, a second name."""
    for ending in ("", "-wal", "-shm"):
        (folder.path / f"{_NEW}{ending}").unlink(missing_ok=True)
    for path in _kept_names(folder):
        if path.exists() and path.samefile(folder.database):
            path.unlink()


def _kept_names(folder: Folder) -> list[Path]:
    name = folder.database.name
    return [folder.path / f"{name}.{_KEPT}-{number}" for number in range(1, KEPT_MAX + 1)]
