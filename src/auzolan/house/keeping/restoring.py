"""Restoring a backup into an empty folder: checked, not behind the world, and erased once more.

The new folder has its name last. Before that, every file was compared with the manifest, the record
with what is published, and everything that is due to be gone was destroyed again. It mends nothing,
and never touches the server that the backup's settings name, where others may go on working.
"""

from __future__ import annotations

import glob
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from auzolan.assembly.state import Poll
from auzolan.audit.deployment import PostgresPlace
from auzolan.audit.folder import Folder
from auzolan.audit.report import Report
from auzolan.audit.verify import verify
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.keeping.copying import copy_file
from auzolan.house.keeping.elsewhere import check_continues, checkpoint_at
from auzolan.house.keeping.key_files import lay_keys
from auzolan.house.keeping.manifest import BackupFile, Manifest, NotWhole, manifest_of
from auzolan.house.keeping.moving import carry_onto_server, leave_server
from auzolan.house.lock import turn
from auzolan.house.ports import Ports
from auzolan.house.publisher import Publisher
from auzolan.house.rooms.assembly.flows import forget_tags
from auzolan.house.rooms.labour.voice.voice_flows import forget_pulse
from auzolan.house.rooms.labour.watching.page_flows import destroy_what_is_due
from auzolan.house.rooms.labour.work.appeal_flows import forget_panel
from auzolan.house.rooms.record.flows import erase_again
from auzolan.house.storage.database import DatabaseRefused, open_database
from auzolan.house.storage.files import sync_folder
from auzolan.house.storage.lending import let_go
from auzolan.house.storage.log import Log
from auzolan.house.storage.reader import reader_of
from auzolan.house.storage.releases import check_named
from auzolan.house.storage.server import finish_on_server, take_back_on_server
from auzolan.labour.state import AppealRow, PulseRow


class NotRestored(Exception):
    """Nothing was restored; the text says why."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What stands in the new folder.

    Attributes:
        manifest: what the backup held.
        erased: fields and batches that the record has as erased, destroyed again.
        pages: files of page times that were past their day.
        links: links from members to one-time tags that are no longer needed.
        compared: how many published entries were compared; -1 where no place was named.
        left: the server that the backup's settings named, where the books lie in a file now.
        report: what the verification at the auditor's level found.
    """

    manifest: Manifest
    erased: int
    pages: int
    links: int
    compared: int
    left: PostgresPlace | None
    report: Report


@dataclass(frozen=True, slots=True)
class _Gone:
    erased: int
    pages: int
    links: int


def restore(
    backup: Path,
    to: Path,
    *,
    published: str = "",
    keys: Path | None = None,
    ports: Ports | None = None,
    place: PostgresPlace | None = None,
) -> Restored:
    """Restore a backup.

    Args:
        backup: the folder of one backup.
        to: where the co-operative shall be; not there yet, or empty.
        published: where the record is published besides: an address or a folder; empty for none.
        keys: a file of kept keys; without one nothing can be written there yet.
        ports: clock and chance; the machine's where None.
        place: a schema that is not there yet, for record and books; a file in the folder where None.
    Returns:
        What stands there; its report may hold differences that the backup had already.
    Raises:
        NotRestored: the place is not empty.
        NotWhole: a file is missing, or is not the one that was backed up.
        RecordAhead: more is published than the backup holds, or something else.
        NewerRelease: a release wrote it that this program does not know.
        DatabaseRefused: the server cannot be used, or the schema is there; it is left as it is.
        SettingsRefused: the server cannot be taken out of the backup's settings.
        OSError: the disk is full or cannot be written; nothing is left.
    """
    manifest = manifest_of(backup)
    check_named(manifest.release)
    with _new_folder(to) as part:
        folder = Folder(part)
        _copy(backup, part, manifest)
        left = leave_server(folder)
        for path in (folder.database, folder.plain, folder.meter, folder.vault_database):
            _write_ahead(path)
        compared = _check(folder, manifest, published)
        if keys is not None:
            lay_keys(keys, folder)
        gone = _destroy_again(folder, ports)
        if place is not None:
            let_go()
            carry_onto_server(folder, place)
        os.sync()
    if place is not None:
        finish_on_server(Folder(to), place)
    report = verify(to, level="auditor")
    left = left if place is None else None
    return Restored(manifest, gone.erased, gone.pages, gone.links, compared, left, report)


@contextmanager
def _new_folder(to: Path) -> Iterator[Path]:
    """A folder to fill, which gets its name when it is filled, and is gone where that fails."""
    to = to.resolve()
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise NotRestored(f"{to} is not empty. Name a folder that is not there yet.")
    to.parent.mkdir(parents=True, exist_ok=True)
    lock = to.with_name(f".{to.name}.restoring")
    with turn(lock):
        for left in to.parent.glob(f".{glob.escape(to.name)}.*.part"):
            _take_back(left)  # a killed one holds rows that were erased
        part = to.with_name(f".{to.name}.{os.getpid()}.part")
        part.mkdir(mode=0o700)
        try:
            yield part
            part.rename(to)
        except BaseException:
            with suppress(DatabaseRefused):  # the next try takes the schema back
                _take_back(part)
            raise
        finally:
            lock.unlink(missing_ok=True)
        sync_folder(to.parent)


def _take_back(part: Path) -> None:
    """Remove a half of a folder, and the half of a schema that belongs to it."""
    take_back_on_server(Folder(part))
    shutil.rmtree(part)


def _copy(backup: Path, part: Path, manifest: Manifest) -> None:
    """Copy what the manifest names, and nothing else that lies there."""
    for file in manifest.files:
        source, target = backup / file.path, part / file.path
        _make_folders(backup, part, target.parent)
        if not source.is_file() or source.is_symlink():
            raise NotWhole(f"{source} is missing. Nothing was restored; take another backup.")
        _compare(source, copy_file(source, target, file.path), file)


def _make_folders(backup: Path, part: Path, wanted: Path) -> None:
    """Make the folders down to a place, with the rights that they have in the backup."""
    for place in (*reversed(wanted.relative_to(part).parents), wanted.relative_to(part)):
        if not (part / place).is_dir():
            (part / place).mkdir()
            shutil.copymode(backup / place, part / place)


def _compare(source: Path, found: BackupFile, wanted: BackupFile) -> None:
    if found != wanted:
        raise NotWhole(
            f"{source} is not the file that was backed up: its digest is {found.sha256[:16]}..., "
            f"and should be {wanted.sha256[:16]}... Nothing was restored; take another backup."
        )


def _write_ahead(path: Path) -> None:
    if path.is_file():
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode = WAL")


def _check(folder: Folder, manifest: Manifest, published: str) -> int:
    """Compare the head with the manifest, and with what the world has seen."""
    with closing(open_database(folder.database)) as database:
        log = Log(database)
        head = log.head()
        if (head.size, head.root.hex()) != (manifest.size, manifest.root):
            raise NotWhole("The head of the record is not the one that the manifest names.")
        if not published:
            return -1
        return check_continues(log, checkpoint_at(published), published).size


def _destroy_again(folder: Folder, ports: Ports | None) -> _Gone:
    """Destroy what was erased before the backup was taken, and what has become due since."""
    with closing(open_database(folder.database)) as database:
        Publisher(folder, database).catch_up()  # receipts wait for the first desk that has a key
    with closing(Desk(folder, ports)) as desk:
        return _Gone(erase_again(desk), destroy_what_is_due(desk), _forget_links(desk))


def _forget_links(desk: Desk) -> int:
    """Destroy the maps from members to tags that may be destroyed by now: they came back."""
    with reader_of(desk.folder) as reader:
        proposals = sorted({row.proposal for row in reader.rows(Poll)})
        pulses = [row.pulse for row in reader.rows(PulseRow)]
        appeals = [row.submission for row in reader.rows(AppealRow)]
    gone = [forget_tags(desk, proposal=one) for one in proposals]
    gone += [forget_pulse(desk, pulse=one) for one in pulses]
    gone += [forget_panel(desk, one) for one in appeals]
    return sum(0 if isinstance(one, Refusal) else one for one in gone)
