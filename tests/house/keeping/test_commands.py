"""The four commands: what they say, their exit codes, and that a dry run does nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from auzolan.audit.folder import Folder
from auzolan.house.doors.cli import run
from auzolan.house.keeping.backups import backups_in
from auzolan.house.keeping.manifest import manifest_of, write_manifest

Told = Callable[..., tuple[int, Any]]


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    """Run a command with --json; its exit code and what it gave out."""

    def call(*words: str | Path) -> tuple[int, Any]:
        capsys.readouterr()
        code = run([*map(str, words), "--json"])
        out = capsys.readouterr().out
        return code, json.loads(out) if out else None

    return call


def test_backup_and_restore_by_command(coop: Folder, tmp_path: Path, told: Told) -> None:
    """Goal: the whole way at the keyboard. Method: back up, restore with keys, verify."""
    to = tmp_path / "backups"
    code, made = told("backup", "--to", to, "--folder", coop.path, "--with-keys")
    assert (code, made["overdue"], made["destroyed"]) == (0, [], [])
    path = Path(made["backup"]["path"])
    keys = path.with_name(f"{path.name}.keys.json")
    code, restored = told(
        "restore", path, tmp_path / "new", "--published", coop.public, "--keys", keys
    )
    assert (code, restored["differences"]) == (0, [])
    assert restored["published_compared"] == restored["size"] == made["backup"]["size"]
    assert told("verify", tmp_path / "new")[0] == 0


def test_pruning_destroys_what_is_too_old_and_says_so(
    coop: Folder, tmp_path: Path, told: Told
) -> None:
    """Goal: the charter's days hold at the keyboard. Method: a backup dated back forty days."""
    to = tmp_path / "backups"
    told("backup", "--to", to, "--folder", coop.path)
    (old,) = backups_in(to)
    write_manifest(
        old.path, replace(old.manifest, created_at=old.manifest.created_at - 40 * 86_400_000)
    )
    code, shown = told("backup", "--to", to, "--folder", coop.path, "--prune", "--dry-run")
    assert (code, shown["overdue"], shown["destroyed"]) == (0, [old.path.name], [])
    assert len(backups_in(to)) == 1
    code, made = told("backup", "--to", to, "--folder", coop.path, "--prune")
    assert (code, made["destroyed"], made["overdue"]) == (0, [old.path.name], [])
    assert [one.path.name for one in backups_in(to)] == [Path(made["backup"]["path"]).name]


def test_refusals_have_their_exit_codes(
    coop: Folder, tmp_path: Path, told: Told, capsys: pytest.CaptureFixture[str]
) -> None:
    """Goal: scripts can rely on it. Method: a changed file, a full place, no co-operative."""
    _, made = told("backup", "--to", tmp_path / "b", "--folder", coop.path)
    path = Path(made["backup"]["path"])
    assert told("restore", path, coop.path)[0] == 4
    (path / "public" / "checkpoint").write_text("another")
    code, error = told("restore", path, tmp_path / "new")
    assert code == 4
    assert "public/checkpoint" in error["error"]
    assert told("backup", "--to", tmp_path / "b", "--folder", tmp_path)[0] == 2
    assert told("restore", tmp_path / "none", tmp_path / "new")[0] == 4


def test_upgrade_by_command_wants_a_backup(coop: Folder, tmp_path: Path, told: Told) -> None:
    """Goal: a backup first. Method: another table; without a place, dry, and with one."""
    import sqlite3

    words = ("upgrade", "--folder", coop.path)
    assert told(*words) == (
        0, {"books": [], "logins": [], "backup": None, "kept": "", "differences": []},
    )  # fmt: skip
    sqlite3.connect(coop.database).execute("CREATE TABLE older_thing (id integer)").close()
    assert told(*words)[0] == 2
    assert told(*words, "--dry-run") == (0, {"books": ["older_thing"], "logins": []})
    code, done = told(*words, "--to", tmp_path / "backups")
    assert (code, done["differences"]) == (0, [])
    assert manifest_of(Path(done["backup"]["path"])).size == done["backup"]["size"]
    assert Path(done["kept"]).is_file()


def test_rotate_key_by_command(coop: Folder, told: Told) -> None:
    """Goal: asked, shown, done. Method: without yes, dry, by the wrong member, and done."""
    before = coop.log_key.read_bytes()
    words = ("rotate-key", "--folder", coop.path, "--as", "ana")
    assert told(*words)[0] == 2
    assert told(*words, "--dry-run")[0] == 0
    code, refused = told("rotate-key", "--folder", coop.path, "--as", "ben", "--yes")
    assert (code, refused["refusal"]["code"]) == (1, "charter.not_in_office")
    assert coop.log_key.read_bytes() == before
    code, done = told(*words, "--yes")
    assert (code, done["vkey"]) == (0, coop.verifier_key.read_text().strip())
    assert coop.log_key.read_bytes() != before
    assert told("verify", coop.path)[0] == 0
