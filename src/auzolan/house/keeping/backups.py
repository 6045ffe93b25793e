"""Backups: a copy of a co-operative's folder in which everything stands at one head of the record.

The desk waits only while what changed since the copying began is brought in. A backup has its name
last, so that a killed one leaves nothing that looks whole. Private keys and members' sealed letters
are not in it. Books that lie on a server are carried into a file, so that every backup is of one
form and can be checked where there is no server.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from auzolan.audit.folder import Folder
from auzolan.charter.articles import charter_from_text
from auzolan.charter.state import IN_FORCE, CharterInForce
from auzolan.cooperative import RELEASE
from auzolan.foundation.moments import DAY_MS, iso_from_moment
from auzolan.house.keeping.copying import Copier, copy_database, digest_of
from auzolan.house.keeping.key_files import ENDING, keep_keys
from auzolan.house.keeping.manifest import (
    NAME,
    BackupFile,
    Manifest,
    NotWhole,
    manifest_of,
    write_manifest,
)
from auzolan.house.keeping.moving import carry_into_file
from auzolan.house.lock import turn
from auzolan.house.rebuilding import NotRebuilt
from auzolan.house.storage.database import check_database, open_books
from auzolan.house.storage.files import sync_folder
from auzolan.house.storage.log import Head, Log
from auzolan.house.storage.reader import reader_of
from auzolan.house.storage.releases import check_release
from auzolan.house.storage.sqlite import SqliteDatabase
from auzolan.house.storage.store import Database
from auzolan.record.notes import parse_vkey

TAKEN = (
    "annexes", "members", "models", "public", "receipts", "recipes", "settings.toml", "snapshots",
    "vault",
)  # fmt: skip
"""Files and folders that are copied as they are; databases come on their own."""

_DATABASES = ("meter.db", "plain.db", "vault/vault.db")
_BOOKS = "auzolan.db"
_BESIDE = ("", "-wal", "-shm", "-journal")
_PART = ".part"
_SAME_NAME_MAX = 1_000


class NotBackedUp(Exception):
    """No backup was made; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that is there.

    Attributes:
        path: its folder.
        manifest: what it holds.
    """

    path: Path
    manifest: Manifest

    @property
    def keys(self) -> Path:
        """Where the keys lie that were kept with it, if they were."""
        return self.path.with_name(f"{self.path.name}{ENDING}")


def take(folder: Folder, to: Path, *, now: int, with_keys: bool = False) -> Backup:
    """Make a backup of a co-operative that may be in use.

    Args:
        folder: the co-operative.
        to: the folder of backups, outside the co-operative's; made where missing.
        now: the present moment, milliseconds since 1970, UTC.
        with_keys: whether private keys are written too, beside the backup.
    Returns:
        The backup, durable.
    Raises:
        NotBackedUp: the place is inside the folder, or the record on the server is damaged.
        DatabaseRefused: the database is damaged or does not answer; no backup is left behind.
        DeskBusy: a writer held the desk for the whole waiting time.
        NewerRelease: a release wrote it that this program does not know.
        OSError: the disk is full or cannot be written.
    """
    _check_place(folder, to)
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
    with turn(to / ".backup.lock"):
        _clear_leftovers(to)
        part = to / f".{os.getpid()}{_PART}"
        part.mkdir(mode=0o700)
        try:
            manifest = _fill(folder, part, _newest(to), now)
            backup = Backup(_free_name(to, manifest), manifest)
            if with_keys:
                keep_keys(folder, backup.keys)
            part.rename(backup.path)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
        sync_folder(to)
    return backup


def backups_in(to: Path) -> list[Backup]:
    """The backups of a place, oldest first; what has no manifest of ours is none."""
    there = sorted(to.iterdir()) if to.is_dir() else []
    found = [
        Backup(path, manifest_of(path))
        for path in there
        if path.is_dir() and not path.name.startswith(".") and (path / NAME).is_file()
    ]
    return sorted(found, key=lambda one: (one.manifest.created_at, one.path.name))


def overdue(folder: Folder, backups: Sequence[Backup], *, now: int) -> list[Backup]:
    """Those that are older than the charter lets a backup hold erased rows."""
    with reader_of(folder) as reader:
        row = reader.get(CharterInForce, IN_FORCE)
    assert row is not None, "a co-operative has a charter from its first entry on"
    last = now - charter_from_text(row.text).consent.backup_days * DAY_MS
    return [one for one in backups if one.manifest.created_at < last]


def destroy(backup: Backup) -> None:
    """Destroy a backup and the keys that were kept with it.

    It loses its name first, so that a killed destruction leaves nothing that looks whole.
    """
    gone = backup.path.with_name(f".gone-{backup.path.name}{_PART}")
    with turn(backup.path.parent / ".backup.lock"):
        backup.path.rename(gone)
        backup.keys.unlink(missing_ok=True)
        sync_folder(gone.parent)
        shutil.rmtree(gone)


def _check_place(folder: Folder, to: Path) -> None:
    if to.resolve().is_relative_to(folder.path.resolve()):
        raise NotBackedUp(f"{to} lies inside the co-operative's folder. Name a place outside.")


def _fill(folder: Folder, part: Path, earlier: Backup | None, now: int) -> Manifest:
    known = {one.path: one for one in earlier.manifest.files} if earlier is not None else {}
    copier = Copier(
        folder.path,
        part,
        names=TAKEN,
        passed_over=frozenset(f"{name}{end}" for name in _DATABASES for end in _BESIDE),
        earlier=(earlier.path, known) if earlier is not None else None,
    )
    copier.bring()
    with ExitStack() as stack:
        books = stack.enter_context(closing(open_books(folder)))
        with _everything_still(folder):
            copier.bring()
            databases = list(_copies(folder, part))
            check_release(books)
            books.begin_reading()
            log = Log(books)
            head, origin = log.head(), parse_vkey(log.vkey()).name
        databases.append(_books_of(books, part))
    files = sorted([*databases, *copier.files()], key=lambda one: one.path)
    manifest = _manifest(folder, head, origin, files, now)
    os.sync()  # thousands of small files: one wait for the disk instead of one each
    write_manifest(part, manifest)
    return manifest


@contextmanager
def _everything_still(folder: Folder) -> Iterator[None]:
    """Nobody cuts a segment, writes an entry or publishes; in the order in which they are taken."""
    with turn(folder.meter_lock), turn(folder.lock), turn(folder.path / "publish.lock"):
        yield


def _copies(folder: Folder, part: Path) -> Iterator[BackupFile]:
    for name in _DATABASES:
        if (folder.path / name).is_file():
            (part / name).parent.mkdir(mode=0o700, exist_ok=True)
            with closing(sqlite3.connect(folder.path / name, isolation_level=None)) as source:
                yield copy_database(source, part / name, name)


def _books_of(books: Database, part: Path) -> BackupFile:
    """Copy record and tables as of the head that was read, while the desk goes on."""
    path = part / _BOOKS
    if isinstance(books, sqlite3.Connection):
        copied = copy_database(books, path, _BOOKS)
        with closing(sqlite3.connect(path, factory=SqliteDatabase)) as made:
            check_database(made)
        return copied
    try:
        carry_into_file(Folder(part), books, path)
    except NotRebuilt as fault:
        raise NotBackedUp(f"No backup was made. {fault}") from fault
    return BackupFile(path.stat().st_size, _BOOKS, digest_of(path))


def _manifest(
    folder: Folder, head: Head, origin: str, files: Sequence[BackupFile], now: int
) -> Manifest:
    if head.size == 0:
        raise NotBackedUp("The record has no entry yet.")
    taken = {*TAKEN, _BOOKS, *_DATABASES}
    left = [
        one.name
        for one in sorted(folder.path.iterdir())
        if one.name not in taken
        and not one.name.startswith(".")
        and not one.name.endswith((".lock", *_BESIDE[1:]))
    ]
    return Manifest(
        head.at, now, tuple(files), tuple(left), origin, RELEASE, head.root.hex(), head.size
    )


def _newest(to: Path) -> Backup | None:
    try:
        found = backups_in(to)
    except NotWhole:
        return None
    return found[-1] if found else None


def _free_name(to: Path, manifest: Manifest) -> Path:
    day = iso_from_moment(manifest.created_at)[:10]
    name = f"{day}-{manifest.size}-{manifest.root[:12]}"
    for number in range(1, _SAME_NAME_MAX):
        path = to / (name if number == 1 else f"{name}-{number}")
        if not path.exists():
            return path
    raise NotBackedUp(f"{to} holds {_SAME_NAME_MAX} backups of one day and head; destroy some.")


def _clear_leftovers(to: Path) -> None:
    """Remove what a killed backup or a killed destruction left."""
    for path in to.glob(f".*{_PART}"):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
