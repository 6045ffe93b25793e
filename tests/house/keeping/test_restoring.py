"""Restoring: checked file by file, never behind the world, and what was erased stays erased."""

from __future__ import annotations

import random
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from msgspec.structs import replace

from auzolan.audit.folder import Folder
from auzolan.audit.verify import verify
from auzolan.foundation.moments import moment_from_iso
from auzolan.house.desk import Desk, DeskStopped
from auzolan.house.keeping import restoring
from auzolan.house.keeping.backups import Backup, take
from auzolan.house.keeping.manifest import NotWhole, write_manifest
from auzolan.house.keeping.restoring import NotRestored, Restored, restore
from auzolan.house.publisher import RecordAhead
from auzolan.house.rooms.consent.flows import withdraw
from auzolan.house.rooms.contributions.flows import erase_rows
from auzolan.house.rooms.labour.voice.voice_flows import open_pulse
from auzolan.house.rooms.members import flows as members
from auzolan.house.rooms.record.flows import publish, redact
from auzolan.house.storage.releases import NewerRelease
from auzolan.house.vault.store import Vault
from house.small_desk import SmallDesk, accepted
from support.house import seeded_ports
from support.killing import die_here, killed_while
from support.replay import assert_tables_equal_replay

NOW = moment_from_iso("2025-06-01")
ROUNDS = 8


@pytest.fixture
def backup(coop: Folder, tmp_path: Path) -> Backup:
    """A backup with its keys beside it."""
    return take(coop, tmp_path / "backups", now=NOW, with_keys=True)


def write_on(coop: Folder, member: str = "ana") -> None:
    """One more entry, published."""
    desk = Desk(coop, seeded_ports(f"on-{member}", at=NOW))
    accepted(withdraw(desk, member=member, kind="purchases"))
    publish(desk)
    desk.close()


def assert_nothing_came_of_it(to: Path) -> None:
    """Neither the folder nor a half of it is there."""
    assert not to.exists()
    assert [path.name for path in to.parent.iterdir() if path.name.endswith(".part")] == []


def test_what_is_restored_is_the_co_operative_and_can_go_on(
    coop: Folder, backup: Backup, tmp_path: Path
) -> None:
    """Goal: a backup is worth having. Method: restore with keys, compare, write, verify."""
    made = restore(backup.path, tmp_path / "new", published=str(coop.public), keys=backup.keys)
    assert made.report.differences == ()
    assert made.compared == made.manifest.size
    new = Folder(tmp_path / "new")
    for path in ("vault/rows/ana-1.parquet", "public/checkpoint", "vault/marks.key"):
        assert (new.path / path).read_bytes() == (coop.path / path).read_bytes()
    assert new.log_key.read_bytes() == coop.log_key.read_bytes()
    assert_tables_equal_replay(new.path)
    write_on(new)
    assert verify(new.path, level="auditor").differences == ()


def test_without_keys_nothing_can_be_written_and_all_can_be_read(
    backup: Backup, tmp_path: Path
) -> None:
    """Goal: who finds a backup cannot go on as the co-operative. Method: restore, try to write."""
    made = restore(backup.path, tmp_path / "new")
    assert (made.compared, made.report.differences) == (-1, ())
    with pytest.raises(DeskStopped, match="private key"):
        write_on(Folder(tmp_path / "new"))


def test_a_changed_file_is_refused_by_name_whichever_it_is(backup: Backup, tmp_path: Path) -> None:
    """Goal: nothing that was changed comes back. Method: one byte of each file, one at a time."""
    for file in backup.manifest.files:
        path = backup.path / file.path
        content = path.read_bytes()
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        with pytest.raises(NotWhole, match=file.path):
            restore(backup.path, tmp_path / "new")
        path.write_bytes(content)
        assert_nothing_came_of_it(tmp_path / "new")
    restore(backup.path, tmp_path / "new")


def test_a_missing_file_and_a_link_in_its_place_are_refused(backup: Backup, tmp_path: Path) -> None:
    """Goal: as above. Method: take a file away, then put a link to the same bytes there."""
    path = backup.path / "vault/rows/ana-1.parquet"
    path.rename(tmp_path / "elsewhere")
    for prepare in (lambda: None, lambda: path.symlink_to(tmp_path / "elsewhere")):
        prepare()
        with pytest.raises(NotWhole, match="ana-1"):
            restore(backup.path, tmp_path / "new")
        assert_nothing_came_of_it(tmp_path / "new")


@pytest.mark.parametrize("path", ["../coop/x", "/etc/hostname", "vault/../../x", "a//b", "."])
def test_a_manifest_that_leads_outside_is_refused(
    backup: Backup, tmp_path: Path, path: str
) -> None:
    """Goal: a backup writes nothing elsewhere. Method: paths that leave the folder."""
    (first, *rest) = backup.manifest.files
    write_manifest(backup.path, replace(backup.manifest, files=(replace(first, path=path), *rest)))
    with pytest.raises(NotWhole, match="outside"):
        restore(backup.path, tmp_path / "new")
    assert_nothing_came_of_it(tmp_path / "new")


def test_a_manifest_with_another_head_is_refused(backup: Backup, tmp_path: Path) -> None:
    """Goal: manifest and record belong together. Method: another size, then another root."""
    for change in ({"size": backup.manifest.size + 1}, {"root": "00" * 32}):
        write_manifest(backup.path, replace(backup.manifest, **change))
        with pytest.raises(NotWhole, match="head"):
            restore(backup.path, tmp_path / "new")
        assert_nothing_came_of_it(tmp_path / "new")


def test_a_backup_of_a_newer_release_is_refused(backup: Backup, tmp_path: Path) -> None:
    """Goal: an older program does not touch it. Method: another release in the manifest."""
    write_manifest(backup.path, replace(backup.manifest, release="9.9.9"))
    with pytest.raises(NewerRelease, match=r"9\.9\.9"):
        restore(backup.path, tmp_path / "new")
    assert_nothing_came_of_it(tmp_path / "new")


def test_what_is_written_over_in_a_place_that_is_not_empty_is_nothing(
    coop: Folder, backup: Backup, tmp_path: Path
) -> None:
    """Goal: no folder is written over. Method: restore onto the old one; onto an empty one."""
    before = sorted(coop.path.rglob("*"))
    with pytest.raises(NotRestored, match="not empty"):
        restore(backup.path, coop.path)
    assert sorted(coop.path.rglob("*")) == before
    (tmp_path / "empty").mkdir()
    assert restore(backup.path, tmp_path / "empty").report.differences == ()


def test_a_restore_that_would_fork_the_record_is_refused(
    coop: Folder, backup: Backup, tmp_path: Path
) -> None:
    """Goal: receipts stay true. Method: go on after the backup; name folder, then `public`."""
    write_on(coop)
    for place in (coop.path, coop.public):
        with pytest.raises(RecordAhead, match="fork"):
            restore(backup.path, tmp_path / "new", published=str(place))
        assert_nothing_came_of_it(tmp_path / "new")


def test_a_published_record_that_is_behind_the_backup_is_no_hindrance(
    coop: Folder, tmp_path: Path
) -> None:
    """Goal: only what forks is refused. Method: an old copy of `public`, a newer backup."""
    shutil.copytree(coop.public, tmp_path / "mirror")
    write_on(coop)
    newer = take(coop, tmp_path / "backups", now=NOW)
    made = restore(newer.path, tmp_path / "new", published=str(tmp_path / "mirror"))
    assert made.compared == made.manifest.size - 1


def test_another_branch_of_the_record_is_refused_though_it_is_shorter(
    coop: Folder, tmp_path: Path
) -> None:
    """Goal: equal beginnings, not equal sizes. Method: two copies of one folder write on."""
    shutil.copytree(coop.path, tmp_path / "branch")
    write_on(Folder(tmp_path / "branch"), "ben")
    write_on(coop, "ana")
    write_on(coop, "eve")
    made = take(coop, tmp_path / "backups", now=NOW)
    with pytest.raises(RecordAhead, match="not those of the backup"):
        restore(made.path, tmp_path / "new", published=str(tmp_path / "branch"))
    assert_nothing_came_of_it(tmp_path / "new")


def test_a_record_of_another_co_operative_is_refused(
    backup: Backup, made_once: Path, tmp_path: Path
) -> None:
    """Goal: the right place is compared. Method: a co-operative with another key."""
    other = SmallDesk(tmp_path / "other", seed="other")
    publish(other.desk)
    other.desk.close()
    with pytest.raises(RecordAhead, match="signed"):
        restore(backup.path, tmp_path / "new", published=str(tmp_path / "other"))
    with pytest.raises(RecordAhead, match="cannot be read"):
        restore(backup.path, tmp_path / "new", published=str(tmp_path / "nowhere"))
    assert_nothing_came_of_it(tmp_path / "new")


def test_what_is_published_is_read_over_http_too(
    coop: Folder, backup: Backup, tmp_path: Path
) -> None:
    """Goal: a mirror is as good as a folder. Method: a small server on this machine."""
    at_folder = partial(SimpleHTTPRequestHandler, directory=str(coop.public))
    with ThreadingHTTPServer(("127.0.0.1", 0), at_folder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        place = f"http://127.0.0.1:{server.server_address[1]}"
        made = restore(backup.path, tmp_path / "new", published=place)
        assert made.compared == made.manifest.size
        write_on(coop)
        with pytest.raises(RecordAhead, match="fork"):
            restore(backup.path, tmp_path / "again", published=place)
        with pytest.raises(RecordAhead, match="cannot be read"):
            restore(backup.path, tmp_path / "again", published=f"{place}/nothing")
        server.shutdown()


def test_erasures_are_applied_again(coop: Folder, tmp_path: Path) -> None:
    """Goal: what was erased stays so. Method: a backup in which rows and a reason came back."""
    rows, vault = coop.batch_rows("joe-1"), coop.vault_database
    kept, kept_vault = rows.read_bytes(), tmp_path / "vault.db"
    with closing(sqlite3.connect(vault)) as source, closing(sqlite3.connect(kept_vault)) as copy:
        source.backup(copy)
    desk = Desk(coop, seeded_ports("erase", at=NOW))
    accepted(withdraw(desk, member="joe", kind="purchases"))
    accepted(erase_rows(desk, actor="eve", batch="joe-1", reason="asked"))
    named = next(seq for seq, field in _sealed(coop) if field == "name")
    accepted(redact(desk, actor="ida", entry=named, field="name", reason="asked"))
    publish(desk)
    desk.close()
    rows.write_bytes(kept)
    with closing(sqlite3.connect(vault, isolation_level=None)) as database:
        database.execute("ATTACH ? AS kept", (str(kept_vault),))
        for table in ("sealed_opening", "row_mark"):
            database.execute(f"INSERT OR IGNORE INTO {table} SELECT * FROM kept.{table}")
    assert (named, "name") in _sealed(coop)
    made = restore(take(coop, tmp_path / "backups", now=NOW).path, tmp_path / "new")
    new = Folder(tmp_path / "new")
    assert made.erased == 2
    assert made.report.differences == ()
    assert not new.batch_rows("joe-1").exists()
    assert (named, "name") not in _sealed(new)
    assert _marks_of(coop, "joe-1") > 0
    assert _marks_of(new, "joe-1") == 0


def _sealed(folder: Folder) -> list[tuple[int, str]]:
    with closing(sqlite3.connect(folder.vault_database)) as vault:
        return vault.execute("SELECT entry, field FROM sealed_opening ORDER BY entry").fetchall()


def _marks_of(folder: Folder, batch: str) -> int:
    with closing(sqlite3.connect(folder.vault_database)) as vault:
        count = "SELECT count(*) FROM row_mark WHERE batch = ?"
        return int(vault.execute(count, (batch,)).fetchone()[0])


def test_maps_to_one_time_tags_that_are_over_do_not_come_back(tmp_path: Path) -> None:
    """Goal: who answered what stays unknown. Method: a pulse; restore while it runs, and after."""
    small = SmallDesk(tmp_path / "coop")
    people = [members.NewMember(f"new{number}", "New") for number in range(8)]
    for answer in members.admit_all(small.desk, actor="ana", people=people):
        accepted(answer)
    accepted(open_pulse(small.desk, actor="ida"))
    publish(small.desk)
    made = take(small.desk.folder, tmp_path / "backups", now=NOW)
    running = restore(made.path, tmp_path / "running", ports=small.ports)
    assert (running.links, _links(tmp_path / "running")) == (0, 13)
    small.on("2026-01-01")
    over = restore(made.path, tmp_path / "over", ports=small.ports)
    assert (over.links, _links(tmp_path / "over")) == (13, 0)
    small.desk.close()


def _links(path: Path) -> int:
    vault = Vault(Folder(path))
    try:
        return int(vault._db.execute("SELECT count(*) FROM ballot_tag").fetchone()[0])
    finally:
        vault.close()


def test_a_killed_restore_is_whole_or_not_there(backup: Backup, tmp_path: Path) -> None:
    """Goal: nobody works in half a folder. Method: kill -9 at random moments, restore again."""
    chance, killed = random.Random(3), 0
    for number in range(ROUNDS):
        to = tmp_path / f"r{number}"
        work: Callable[[], Restored] = partial(restore, backup.path, to)
        killed += killed_while(work, after_s=chance.uniform(0.005, 0.15))
        if to.exists():
            assert verify(to, level="auditor").differences == ()
        else:
            assert restore(backup.path, to).report.differences == ()
    assert killed, "the kills came too late"


@pytest.mark.parametrize("point", ["_check", "erase_again", "_forget_links"])
def test_a_restore_killed_before_all_is_erased_leaves_no_folder(
    backup: Backup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    """Goal: no folder with erased rows. Method: die in the child at that point."""
    with monkeypatch.context() as patch:
        patch.setattr(restoring, point, die_here)
        assert killed_while(lambda: restore(backup.path, tmp_path / "new"), after_s=9)
    assert not (tmp_path / "new").exists()
    assert len(list(tmp_path.glob(".new.*.part"))) == 1
    assert restore(backup.path, tmp_path / "new").report.differences == ()
    assert list(tmp_path.glob(".new*")) == []
