"""A folder of a newer release: an older program does not write in it, nor show half of it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from auzolan.audit.folder import Folder
from auzolan.foundation.moments import moment_from_iso
from auzolan.foundation.refusals import Refusal
from auzolan.house import desk as desk_module
from auzolan.house.asking import reading
from auzolan.house.desk import Desk
from auzolan.house.doors.cli import run
from auzolan.house.keeping.backups import take
from auzolan.house.rebuilding import rebuild
from auzolan.house.rehearsal import RehearsalDesk
from auzolan.house.rooms.consent.flows import withdraw
from auzolan.house.storage.database import open_database
from auzolan.house.storage.log import Log
from auzolan.house.storage.releases import NewerRelease, check_named
from house.small_desk import accepted
from support.house import seeded_ports

NOW = moment_from_iso("2025-06-01")


def newer(coop: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a program of another release write one entry."""
    with closing(Desk(coop, seeded_ports("newer", at=NOW))) as desk, monkeypatch.context() as patch:
        patch.setattr(desk_module, "RELEASE", "9.9.9")
        accepted(withdraw(desk, member="ana", kind="purchases"))


def size_of(coop: Folder) -> int:
    """Entries in the database, read without asking for the release."""
    with closing(open_database(coop.database)) as database:
        return Log(database).head().size


def test_the_desk_refuses_a_folder_of_a_newer_release(
    coop: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: rules of then are not undone by rules of before. Method: every way to open it."""
    newer(coop, monkeypatch)
    size = size_of(coop)
    for opening in (
        lambda: Desk(coop), lambda: RehearsalDesk(coop), lambda: rebuild(coop),
        lambda: take(coop, tmp_path / "backups", now=NOW), lambda: reading(coop).__enter__(),
    ):  # fmt: skip
        with pytest.raises(NewerRelease, match=r"9\.9\.9") as caught:
            opening()
        assert caught.value.refusal.code == "desk.newer_release"
    assert size_of(coop) == size


def test_a_desk_that_was_open_before_answers_with_the_refusal(
    coop: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: also who did not start anew. Method: two desks; the newer one writes in between."""
    with closing(Desk(coop, seeded_ports("old", at=NOW))) as desk:
        accepted(withdraw(desk, member="ben", kind="purchases"))
        newer(coop, monkeypatch)
        answer = withdraw(desk, member="eve", kind="purchases")
        assert isinstance(answer, Refusal)
        assert answer.code == "desk.newer_release"
    assert size_of(coop) == 18


@pytest.mark.parametrize(
    "words",
    [
        ("members", "list"), ("record", "show", "1"), ("record", "publish"), ("record", "rebuild"),
        ("consent", "withdraw", "ben", "--kind", "purchases"), ("upgrade", "--dry-run"),
        ("rotate-key", "--as", "ana", "--yes"), ("rotate-key", "--as", "ana", "--dry-run"),
        ("backup", "--to", "backups"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_every_command_refuses_it_and_says_what_to_do(
    coop: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...],
) -> None:  # fmt: skip
    """Goal: exit code 1, the code, the remedy. Method: commands that read and that write."""
    newer(coop, monkeypatch)
    monkeypatch.chdir(tmp_path)
    assert run([*words, "--folder", str(coop.path)]) == 1
    said = capsys.readouterr().err
    assert "desk.newer_release" in said
    assert "Install that release" in said
    assert size_of(coop) == 17


def test_releases_that_there_have_been_are_known(coop: Folder) -> None:
    """Goal: no false alarm. Method: this release, and an entry that names none."""
    check_named("")
    check_named(desk_module.RELEASE)
    with pytest.raises(NewerRelease):
        check_named("0.0.0-unheard")
