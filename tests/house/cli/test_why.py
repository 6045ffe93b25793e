"""`auzolan valuation why` at the keyboard: figures, refusals, exit codes, no network."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

import pytest

from house.cli.conftest import Cli


@pytest.fixture(scope="module")
def valued_once(made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small co-operative after a valuation, made once by commands."""
    from auzolan.house.doors.cli import run

    path = tmp_path_factory.mktemp("valued") / "coop"
    shutil.copytree(made_once, path)
    for words in (
        "learning seal spring --kind purchases --purpose commercial --as eve",
        "learning train m1 --snapshot spring --as eve",
        "valuation run v1 --model m1 --as eve",
    ):
        assert run([*words.split(), "--folder", str(path)]) == 0
    return path


@pytest.fixture
def valued(valued_once: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """It, as the folder that commands find."""
    monkeypatch.setenv("AUZOLAN_FOLDER", str(valued_once))
    return valued_once


def test_the_command_it_shows_works_without_a_network(
    cli: Cli, valued: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: her own check needs the folder alone. Method: no socket opens; run what it printed."""

    def no_socket(*args: object, **named: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", no_socket)
    first = cli("valuation", "why", "ana", "--valuation", "v1", "--json")
    assert first.code == 0, first.err
    assert first.json["state"] == "equal"
    again = cli(*first.json["command"].split()[1:])
    assert again.code == 0
    assert "Worked out again just now from the rows: the same figures." in again.out
    assert "by nobody else yet" in again.out
    assert again.out.rstrip().endswith(first.json["command"])


def test_a_neighbour_is_refused_and_an_officer_is_not(cli: Cli, valued: Path) -> None:
    """Goal: hers alone. Method: look as joe, then as eve, who values."""
    refused = cli("valuation", "why", "ana", "--valuation", "v1", "--as", "joe", "--json")
    assert (refused.code, refused.json["refusal"]["code"]) == (1, "valuation.not_your_own")
    assert "refused: valuation.not_your_own (Art. 2)" in refused.err
    assert cli("valuation", "why", "ana", "--valuation", "v1", "--as", "eve").code == 0


def test_an_unknown_valuation_is_refused(cli: Cli, valued: Path) -> None:
    """Goal: a slip is told plainly. Method: another id; then none at all."""
    assert cli("valuation", "why", "ana", "--valuation", "v9").code == 1
    assert cli("valuation", "why", "ana").code == 2


def test_a_difference_ends_as_a_failed_check(cli: Cli, valued: Path, tmp_path: Path) -> None:
    """Goal: no quiet difference. Method: another recipe in the place of the right one; exit 3."""
    copy = tmp_path / "coop"
    shutil.copytree(valued, copy)
    recipe = cli("valuation", "show", "v1", "--json").json["recipe"]
    (copy / "recipes" / f"{recipe}.json").write_text("{}")
    said = cli("valuation", "why", "ana", "--valuation", "v1", "--folder", copy, "--json")
    assert (said.code, said.json["state"]) == (3, "differs")
