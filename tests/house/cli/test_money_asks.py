"""What moves money is shown first and asked about, and a rehearsal writes nothing."""

import hashlib
import io
import sys
from pathlib import Path

import pytest

from auzolan.audit.folder import Folder
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.rehearsal import RehearsalDesk
from auzolan.house.rooms.labour.flows import record_work
from house.cli.conftest import Cli

ADMIT = ("members", "admit", "zoe", "--name", "Zoe", "--as", "ana")


def bytes_of(coop: Path) -> dict[str, str]:
    """A digest of every file, without the database's working files, which may come and go."""
    return {
        str(path.relative_to(coop)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in coop.rglob("*")
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


class Terminal(io.StringIO):
    """A keyboard at which somebody has typed."""

    def isatty(self) -> bool:
        return True


def test_a_dry_run_shows_the_entry_and_changes_no_byte(cli: Cli, coop: Path) -> None:
    """Goal: looking is free. Method: compare all files before and after."""
    cli("members", "list")
    before = bytes_of(coop)
    said = cli(*ADMIT, "--dry-run")
    assert said.code == 0
    assert "members.admitted/1" in said.out
    assert "nothing has been written" in said.err
    assert bytes_of(coop) == before
    assert cli(*ADMIT, "--dry-run", "--json").json["facts"][0]["contribution_cents"] == 10_000


def test_a_dry_run_foresees_a_refusal(cli: Cli, coop: Path) -> None:
    """Goal: it says what would happen. Method: somebody without the office."""
    said = cli("members", "admit", "zoe", "--name", "Zoe", "--as", "joe", "--dry-run", "--json")
    assert (said.code, said.json["refusal"]["code"]) == (1, "charter.not_in_office")


def test_without_a_keyboard_nothing_is_entered_unless_told_so(
    cli: Cli, coop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: a script says yes on purpose. Method: no terminal, with and without --yes."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    said = cli(*ADMIT)
    assert said.code == 2
    assert "--yes" in said.err
    assert cli("members", "show", "zoe").code == 2
    assert cli(*ADMIT, "--yes").code == 0
    assert cli("members", "show", "zoe").code == 0


@pytest.mark.parametrize(("typed", "is_entered"), [("y\n", True), ("n\n", False), ("\n", False)])
def test_a_person_is_shown_the_entry_and_asked(
    cli: Cli, coop: Path, monkeypatch: pytest.MonkeyPatch, typed: str, is_entered: bool
) -> None:
    """Goal: yes means yes, all else no. Method: type an answer."""
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    said = cli(*ADMIT)
    assert "contribution_cents" in said.err
    assert (said.code == 0) is is_entered
    assert (cli("members", "show", "zoe").code == 0) is is_entered


def test_a_rehearsal_answers_what_the_desk_then_answers(coop: Path) -> None:
    """Goal: what is shown is what is entered. Method: the same sheet at both desks."""
    answers = []
    for kind in (RehearsalDesk, RehearsalDesk, Desk):
        desk = kind(Folder(coop))
        lines = [("ana", 3_600, 1_000), ("ben", 60, 5)]
        answer = record_work(desk, actor="joe", work="w", period="2025", lines=lines)
        desk.close()
        assert not isinstance(answer, Refusal), answer
        answers.append(answer)
    facts = [answer.facts[0] for answer in answers]
    assert {answer.seq for answer in answers} == {answers[0].seq}
    assert {getattr(fact, "topup_cents", None) for fact in facts} == {520}
