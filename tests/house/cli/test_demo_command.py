"""The demo as a person runs it, and the commands it tells her to type next."""

import shlex
from pathlib import Path

import pytest

from house.cli.conftest import Cli

pytestmark = pytest.mark.slow


def test_the_demo_runs_verifies_and_is_left_alone_when_run_again(cli: Cli, tmp_path: Path) -> None:
    """Goal: the first evening works. Method: run it, follow its advice, run it again."""
    path = tmp_path / "demo"
    first = cli("demo", path, "--json")
    assert first.code == 0, first.err
    assert first.json["is_complete"]
    assert first.json["verdict"].startswith("verified:")
    assert first.err.count("made up by the seed") == 12
    for command in first.json["next_commands"]:
        words = shlex.split(command)
        assert words[0] == "auzolan"
        if words[1] != "serve":  # it would serve until somebody stops it
            assert cli(*words[1:]).code == 0, command
    again = cli("demo", path, "--json")
    assert again.code == 0
    assert not again.json["is_new"]
    assert (again.json["root"], again.json["entries"]) == (
        first.json["root"],
        first.json["entries"],
    )


def test_a_demo_that_was_tampered_with_is_found_out(cli: Cli, tmp_path: Path) -> None:
    """Goal: the promise of `--tamper`. Method: two changed amounts, both named by verify."""
    path = tmp_path / "demo"
    made = cli("demo", path, "--tamper", "--json")
    assert made.code == 0
    assert len(made.json["tampered"]) == 2
    report = cli("verify", path, "--json")
    assert report.code == 3
    assert len(report.json["differences"]) >= 2
