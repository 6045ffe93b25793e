"""How the command `verify` ends where there is nothing to verify, or where something differs."""

from __future__ import annotations

from pathlib import Path

import pytest

from auzolan.audit.folder import Folder
from auzolan.house.doors.cli import run


def test_a_folder_that_is_no_co_operative_is_wrong_usage(
    tmp_path: Path, clean: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    """Goal: exit code 2 and plain words. Method: an empty folder, another one, a wrong level."""
    (tmp_path / "notes.txt").write_text("no co-operative")
    (tmp_path / "empty").mkdir()
    cases = {
        "is no co-operative": [str(tmp_path)],
        "holds no database": [str(tmp_path / "empty"), "--level", "auditor"],
        "there is no database": [str(clean.public), "--level", "auditor"],
        "needs a member file": [str(clean.path), "--level", "member"],
    }
    for words, arguments in cases.items():
        assert run(["verify", *arguments]) == 2
        said = capsys.readouterr()
        assert words in said.err
        assert said.out == ""
        assert "Traceback" not in said.err


def test_a_damaged_database_is_the_outside_world(coop: Folder) -> None:
    """Goal: what the asker cannot mend is told apart. Method: exit code 4 for a torn file."""
    coop.database.write_bytes(b"rubbish " * 1_000)
    assert run(["verify", str(coop.path)]) == 4


def test_a_file_that_is_missing_ends_with_three(unerased: Folder) -> None:
    """Goal: a difference is a difference at the door too. Method: delete a recipe."""
    assert run(["verify", str(unerased.path)]) == 0
    next(unerased.recipes.iterdir()).unlink()
    assert run(["verify", str(unerased.path)]) == 3
