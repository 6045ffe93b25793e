"""Backups: whole or not there, of one head, without keys, and gone when the charter says so."""

from __future__ import annotations

import os
import random
import sqlite3
import stat
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from auzolan.audit.deployment import PostgresPlace, settings_text
from auzolan.audit.folder import Folder
from auzolan.foundation.moments import DAY_MS, moment_from_iso
from auzolan.house.desk import Desk
from auzolan.house.keeping import backups
from auzolan.house.keeping.backups import NotBackedUp, backups_in, destroy, overdue, take
from auzolan.house.keeping.copying import Copier, digest_of
from auzolan.house.keeping.manifest import NAME, NotWhole, manifest_of
from auzolan.house.storage.database import DatabaseRefused
from support.house import accepted, admission, seeded_ports
from support.killing import die_here, killed_while

NOW = moment_from_iso("2025-06-01")
ROUNDS = 12


def assert_whole(backup: Path) -> None:
    """Every file of the manifest is there as it says."""
    manifest = manifest_of(backup)
    for file in manifest.files:
        path = backup / file.path
        assert (path.stat().st_size, digest_of(path)) == (file.bytes, file.sha256), file.path


def test_a_backup_holds_all_but_keys_and_its_manifest_says_so(coop: Folder, tmp_path: Path) -> None:
    """Goal: nothing is missing in silence. Method: compare every file of the folder with it."""
    for name in ("models", "recipes", "snapshots", "annexes", "channel"):
        (coop.path / name).mkdir(exist_ok=True)
        (coop.path / name / "one.json").write_text(name)
    made = take(coop, tmp_path / "backups", now=NOW)
    assert_whole(made.path)
    there = {path.relative_to(coop.path).as_posix() for path in coop.path.rglob("*")}
    expected = {
        path
        for path in there
        if (coop.path / path).is_file()
        and not path.startswith(("keys/", "channel/"))
        and not path.endswith((".lock", "-wal", "-shm"))
    }
    assert {file.path for file in made.manifest.files} == expected
    assert set(made.manifest.left_out) == {"keys", "channel"}
    assert made.path.name.startswith(f"2025-06-01-{made.manifest.size}-{made.manifest.root[:12]}")


def test_no_private_key_is_in_a_backup_unless_asked_for_and_then_apart(
    coop: Folder, tmp_path: Path
) -> None:
    """Goal: who finds a backup cannot sign. Method: look for the key's text in every file."""
    secret = coop.log_key.read_bytes().splitlines()[1]
    alone = take(coop, tmp_path / "backups", now=NOW)
    assert not alone.keys.exists()
    made = take(coop, tmp_path / "backups", now=NOW, with_keys=True)
    holding = [
        path for path in made.path.rglob("*") if path.is_file() and secret in path.read_bytes()
    ]
    assert holding == []
    assert secret in made.keys.read_bytes()
    assert stat.S_IMODE(made.keys.stat().st_mode) == 0o600
    assert made.keys.parent == made.path.parent
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o700


def test_what_has_not_changed_is_linked_and_what_has_is_not(coop: Folder, tmp_path: Path) -> None:
    """Goal: a daily backup is cheap, and never changes yesterday's. Method: inodes and bytes."""
    first = take(coop, tmp_path / "backups", now=NOW)
    changed = coop.vault / "rows" / "ana-1.parquet"
    changed.write_bytes(changed.read_bytes() + b"more")
    again = take(coop, tmp_path / "backups", now=NOW + DAY_MS)
    same = [
        file.path
        for file in again.manifest.files
        if (first.path / file.path).stat().st_ino == (again.path / file.path).stat().st_ino
    ]
    assert "vault/rows/ben-1.parquet" in same
    assert "vault/rows/ana-1.parquet" not in same
    assert_whole(first.path)
    assert_whole(again.path)


def test_a_damaged_earlier_backup_is_not_linked(coop: Folder, tmp_path: Path) -> None:
    """Goal: damage does not travel. Method: change a byte and put the file's time back."""
    first = take(coop, tmp_path / "backups", now=NOW)
    path = first.path / "vault/rows/ben-1.parquet"
    times = path.stat()
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    again = take(coop, tmp_path / "backups", now=NOW + DAY_MS)
    assert_whole(again.path)
    assert (again.path / "vault/rows/ben-1.parquet").read_bytes() != path.read_bytes()


def test_what_vanished_between_the_two_rounds_is_not_in_it(tmp_path: Path) -> None:
    """Goal: rows erased meanwhile are not kept. Method: erase, change and add between rounds."""
    source, target = tmp_path / "from", tmp_path / "to"
    (source / "rows").mkdir(parents=True)
    target.mkdir()
    for name in ("erased", "changed", "same"):
        (source / "rows" / name).write_text(name)
    copier = Copier(source, target, names=("rows", "none"))
    copier.bring()
    (source / "rows" / "erased").unlink()
    (source / "rows" / "changed").write_text("changed again")
    (source / "rows" / "added").write_text("added")
    (source / "rows" / ".half.1.part").write_text("half")
    copier.bring()
    assert {path.name: path.read_text() for path in (target / "rows").iterdir()} == {
        "added": "added", "changed": "changed again", "same": "same",
    }  # fmt: skip
    assert [file.path for file in copier.files()] == ["rows/added", "rows/changed", "rows/same"]


def test_a_killed_backup_leaves_nothing_that_looks_whole(coop: Folder, tmp_path: Path) -> None:
    """Goal: there or not there. Method: kill -9 at random moments; look, then back up again."""
    to, chance, killed = tmp_path / "backups", random.Random(8), 0
    for number in range(ROUNDS):
        killed += killed_while(
            partial(take, coop, to, now=NOW + number), after_s=chance.uniform(0.003, 0.09)
        )
        for made in backups_in(to):
            assert_whole(made.path)
    assert killed, "the kills came too late"
    last = take(coop, to, now=NOW + ROUNDS)
    assert_whole(last.path)
    assert [path.name for path in to.glob(".*.part")] == []


@pytest.mark.parametrize("point", ["write_manifest", "_books_of", "copy_database", "keep_keys"])
def test_a_backup_killed_at_a_point_is_not_there(
    coop: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    """Goal: as above, at the points that matter. Method: die in the child right there."""
    to = tmp_path / "backups"
    with monkeypatch.context() as patch:
        patch.setattr(backups, point, die_here)
        assert killed_while(lambda: take(coop, to, now=NOW, with_keys=True), after_s=5)
    assert backups_in(to) == []
    assert_whole(take(coop, to, now=NOW).path)


def test_a_damaged_database_is_not_backed_up(coop: Folder, tmp_path: Path) -> None:
    """Goal: no backup lulls anybody. Method: overwrite a page in the middle of the file."""
    with closing(sqlite3.connect(coop.database)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(coop.database.read_bytes())
    for page in range(3, len(content) // 4_096, 7):
        content[page * 4_096 : page * 4_096 + 64] = b"\xff" * 64
    coop.database.write_bytes(bytes(content))
    with pytest.raises((DatabaseRefused, sqlite3.DatabaseError)):
        take(coop, tmp_path / "backups", now=NOW)
    assert backups_in(tmp_path / "backups") == []
    assert list((tmp_path / "backups").glob(".*.part")) == []


def test_the_place_of_backups_lies_outside_and_a_server_must_answer(
    coop: Folder, tmp_path: Path
) -> None:
    """Goal: a clear no. Method: a place inside the folder; settings that name a server far away."""
    with pytest.raises(NotBackedUp, match="outside"):
        take(coop, coop.path / "backups", now=NOW)
    coop.settings.write_text(settings_text(PostgresPlace("postgresql://who@127.0.0.1:1/coop")))
    with pytest.raises(DatabaseRefused, match="cannot be reached"):
        take(coop, tmp_path / "backups", now=NOW)
    assert backups_in(tmp_path / "backups") == []
    assert not list((tmp_path / "backups").glob(".*.part"))


def test_backups_live_as_long_as_the_charter_lets_them(coop: Folder, tmp_path: Path) -> None:
    """Goal: erased rows do not live on. Method: three ages around the charter's 30 days."""
    to = tmp_path / "backups"
    ages = [take(coop, to, now=NOW + day * DAY_MS, with_keys=True) for day in (0, 1, 30)]
    late = overdue(coop, backups_in(to), now=NOW + 31 * DAY_MS)
    assert [one.path for one in late] == [ages[0].path]
    for one in late:
        destroy(one)
    assert [one.path for one in backups_in(to)] == [one.path for one in ages[1:]]
    assert (ages[0].keys.exists(), ages[1].keys.exists()) == (False, True)
    assert list(to.glob(".gone*")) == []


def test_a_killed_destruction_leaves_nothing_that_looks_whole(
    coop: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: half a backup is none. Method: die before its files are taken away."""
    made = take(coop, tmp_path / "backups", now=NOW)
    with monkeypatch.context() as patch:
        patch.setattr(backups.shutil, "rmtree", die_here)
        assert killed_while(lambda: destroy(made), after_s=5)
    assert backups_in(tmp_path / "backups") == []
    take(coop, tmp_path / "backups", now=NOW)
    assert list((tmp_path / "backups").glob(".*.part")) == []


def test_writing_goes_on_while_a_backup_is_made_and_it_has_one_head(
    coop: Folder, tmp_path: Path
) -> None:
    """Goal: record, tables and vault agree. Method: a desk writes between many backups."""
    desk = Desk(coop, seeded_ports("more", at=NOW))
    for number in range(3):
        accepted_by_ana(desk, f"new{number}")
        made = take(coop, tmp_path / "backups", now=NOW + number)
        with closing(sqlite3.connect(made.path / "auzolan.db")) as database:
            (size,) = database.execute("SELECT count(*) FROM record_entry").fetchone()
        assert (size, made.manifest.size) == (made.manifest.size, desk._log.head().size)
    desk.close()


def accepted_by_ana(desk: Desk, member: str) -> None:
    """Ana, who holds the office, admits somebody."""
    one = admission(member)
    accepted(desk, type(one)(one.id, "ana", one.act, one.words))


@pytest.mark.parametrize(
    "text",
    [b"", b"{}", b'{"v":1}', b"not json"],
)
def test_a_folder_with_another_manifest_is_no_backup(tmp_path: Path, text: bytes) -> None:
    """Goal: nothing is guessed. Method: texts that are no manifest of ours."""
    (tmp_path / NAME).write_bytes(text)
    with pytest.raises(NotWhole):
        manifest_of(tmp_path)
