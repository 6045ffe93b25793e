"""Upgrading: a folder of an older release gets the tables of this one; its record stays as it is.

The tables follow from the record, so they are made anew by replay into a new file, or a new schema on
a server, that takes the old one's place. It writes no entry, and it refuses a folder of a newer release.
"""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from auzolan.audit.deployment import postgres_place_of
from auzolan.audit.folder import Folder
from auzolan.audit.report import Report
from auzolan.audit.verify import verify
from auzolan.house.keeping.backups import Backup, take
from auzolan.house.keeping.server_tables import Schema, schemas_on_server
from auzolan.house.lock import turn
from auzolan.house.rebuilding import rebuild
from auzolan.house.storage.database import create_books, create_plain, open_books
from auzolan.house.vault.store import Vault


@dataclass(frozen=True, slots=True)
class Plan:
    """What an upgrade would change.

    Attributes:
        books: tables, indexes and guards of record and books that are not those of this release.
        plain: tables of `plain.db` that are not.
    """

    books: tuple[str, ...]
    plain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What was done.

    Attributes:
        plan: what was not as in this release.
        backup: the backup made before, None where none was asked for or needed.
        kept: where the old database lies now, or what the old schema is called; or empty.
        report: what the verification at the auditor's level found afterwards.
    """

    plan: Plan
    backup: Backup | None
    kept: str
    report: Report


def plan_of(folder: Folder) -> Plan:
    """Compare a folder's databases with those that this release makes.

    On a server an empty schema is made beside the co-operative's for it, and taken away again.

    Raises:
        NewerRelease: a release wrote it that this program does not know.
        DatabaseRefused: the books cannot be opened.
        DeskBusy: a writer held the desk for the whole waiting time.
    """
    open_books(folder).close()
    place = postgres_place_of(folder)
    with tempfile.TemporaryDirectory(prefix="auzolan-") as made:
        fresh = Folder(Path(made))
        create_books(fresh.database)
        create_plain(fresh.path)
        if place is None:
            books = _differences(_schema_of(folder.database), _schema_of(fresh.database))
        else:
            with turn(folder.lock):
                books = _differences(*schemas_on_server(place))
        return Plan(books, _differences(_schema_of(folder.plain), _schema_of(fresh.plain)))


def upgrade(folder: Folder, *, backups: Path | None, now: int) -> Upgraded:
    """Bring a folder to this release; done again it finds nothing to do.

    A crash leaves the old database or the new one, each whole.

    Args:
        folder: the co-operative; no other program may have it open.
        backups: where a backup is put first; None for none.
        now: the present moment, milliseconds since 1970, UTC.
    Raises:
        NewerRelease: a release wrote it that this program does not know.
        DatabaseRefused: the books cannot be opened.
        NotRebuilt: the record is damaged, or another program has it open.
        NotBackedUp, OSError: no backup could be made; nothing was changed.
    """
    plan = plan_of(folder)
    backup, kept = None, ""
    if plan.books or plan.plain:
        backup = take(folder, backups, now=now) if backups is not None else None
    if plan.books:
        kept = str(rebuild(folder).kept)
    if plan.plain:
        _migrate_plain(folder)
    Vault(folder).close()  # it makes what tables it lacks
    return Upgraded(plan, backup, kept, verify(folder.path, level="auditor"))


def _differences(found: Schema, wanted: Schema) -> tuple[str, ...]:
    """Names of what is not the same in both, in order."""
    differs = {key for key in found.keys() | wanted.keys() if found.get(key) != wanted.get(key)}
    return tuple(sorted({name for _, name in differs}))


def _schema_of(path: Path) -> Schema:
    """What a database is made of; SQLite's own statistics and indexes are left out."""
    if not path.is_file():
        return {}
    query = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        return {(kind, name): sql or "" for kind, name, sql in database.execute(query)}


def _migrate_plain(folder: Folder) -> None:
    """Run Django's own migrations on logins and sessions; each is one transaction."""
    from django.core.management import call_command
    from django.db import connections

    from auzolan.house.settings import configure

    configure(folder.path)
    call_command("migrate", database="plain", interactive=False, verbosity=0)
    connections.close_all()
