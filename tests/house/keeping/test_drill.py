"""The drill: a co-operative that is at work is backed up, lost, and restored with nothing missing."""

from __future__ import annotations

import os
import shutil
import signal
import time
import traceback
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from auzolan.audit.folder import Folder
from auzolan.audit.verify import verify
from auzolan.foundation.moments import moment_from_iso
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.keeping.backups import Backup, backups_in, take
from auzolan.house.keeping.restoring import restore
from auzolan.house.publisher import RecordAhead
from auzolan.house.rooms.consent.flows import grant, withdraw
from auzolan.house.rooms.contributions.flows import erase_rows, offer_rows
from auzolan.house.rooms.record.flows import publish
from house.small_desk import accepted, purchases
from support.house import seeded_ports
from support.replay import assert_tables_equal_replay

NOW = moment_from_iso("2025-06-01")
BACKUPS = 6
WAIT_S = 30
WRITERS = ("ana", "ben", "ida")


def in_child(work: Callable[[], object]) -> int:
    """Run work in a forked process until it is killed."""
    process = os.fork()
    if process == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001  a forked child must not run the tests' own ending
            traceback.print_exc()
        finally:
            os._exit(1)
    return process


def bring_and_erase(coop: Folder) -> None:
    """Bring rows, publish, and erase every third batch, for ever."""
    desk = Desk(coop, seeded_ports("busy", at=NOW))
    number = 0
    while True:
        member, batch = WRITERS[number % 3], f"more-{number}"
        report = offer_rows(
            desk, member=member, kind="purchases", columns=purchases(100 + number, 4), batch=batch
        )
        assert not isinstance(report, Refusal), str(report)
        if number % 3 == 2:
            accepted(grant(desk, member=member, kind="purchases", purposes=("commercial",)))
            accepted(withdraw(desk, member=member, kind="purchases"))
            accepted(erase_rows(desk, actor="eve", batch=batch, reason="asked"))
        if number % 4 == 3:
            publish(desk)
        number += 1


def backed_up_at_work(coop: Folder, to: Path) -> list[Backup]:
    """Backups of a folder in which another process writes; each shall see a longer record."""
    writer, sizes = in_child(lambda: bring_and_erase(coop)), [0]
    try:
        end = time.monotonic() + WAIT_S
        while len(sizes) <= BACKUPS and time.monotonic() < end:
            made = take(coop, to, now=NOW + len(sizes), with_keys=True)
            if made.manifest.size > sizes[-1] + 2:
                sizes.append(made.manifest.size)
    finally:
        os.kill(writer, signal.SIGKILL)  # it is ours until it is waited for, dead or alive
        _, ended = os.waitpid(writer, 0)
    assert os.waitstatus_to_exitcode(ended) == -signal.SIGKILL, "the writer stopped by itself"
    assert len(sizes) == BACKUPS + 1, "the writer wrote too little"
    return backups_in(to)


def test_a_co_operative_at_work_is_lost_and_restored(coop: Folder, tmp_path: Path) -> None:
    """Goal: backups hold under writing, and obey what was erased.

    Method: write and erase in one process, back up in another; restore each, verify it, look for
    erased rows; then lose the folder, restore the last backup and go on.
    """
    before = _erase_one(coop)
    made = backed_up_at_work(coop, tmp_path / "backups")
    for number, backup in enumerate(made):
        to = tmp_path / f"restored-{number}"
        done = restore(backup.path, to)
        assert done.report.differences == ()
        assert done.erased > 0
        assert_tables_equal_replay(to)
        assert not [batch for batch in _erased(to) if Folder(to).batch_rows(batch).exists()]
        assert before in _erased(to)
    publish_last(coop)
    for backup in made[:-1]:
        with pytest.raises(RecordAhead, match="fork"):
            restore(backup.path, tmp_path / "fork", published=str(coop.public))
    last = take(coop, tmp_path / "backups", now=NOW + 10_000, with_keys=True)
    shutil.copytree(coop.public, tmp_path / "mirror")
    shutil.rmtree(coop.path)
    restore(last.path, coop.path, published=str(tmp_path / "mirror"), keys=last.keys)
    with closing(Desk(coop, seeded_ports("after", at=NOW + 20_000))) as desk:
        accepted(withdraw(desk, member="ben", kind="purchases"))
        publish(desk)
    assert verify(coop.path, level="auditor").differences == ()


def _erase_one(coop: Folder) -> str:
    """Erase one batch before all backups, and put its file back as a crash in between leaves it."""
    rows = coop.batch_rows("joe-1")
    content = rows.read_bytes()
    with closing(Desk(coop, seeded_ports("erase", at=NOW))) as desk:
        accepted(withdraw(desk, member="joe", kind="purchases"))
        accepted(erase_rows(desk, actor="eve", batch="joe-1", reason="asked"))
    rows.write_bytes(content)
    return "joe-1"


def _erased(path: Path) -> set[str]:
    """The batches that the record of a folder has as erased."""
    from auzolan.contributions.state import Batch
    from auzolan.house.storage.reader import reader_of

    with reader_of(Folder(path)) as reader:
        return {row.batch for row in reader.rows(Batch) if row.erased_at >= 0}


def publish_last(coop: Folder) -> None:
    """Publish what the killed writer had not."""
    with closing(Desk(coop, seeded_ports("publish", at=NOW))) as desk:
        accepted(withdraw(desk, member="eve", kind="purchases"))
        publish(desk)
