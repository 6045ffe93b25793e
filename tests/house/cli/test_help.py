"""What the command line says about itself, and what it loads to say so."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from typer.main import get_command

from auzolan.house.doors.cli import COMMANDS, app, hoisted
from house.cli.conftest import Cli


def every_command() -> Iterator[list[str]]:
    """The words of every command there is, and of every group."""
    root: Any = get_command(app)
    yield []
    for name in COMMANDS:
        yield [name]
        for verb, found in getattr(root.get_command(None, name), "commands", {}).items():
            yield [name, verb]
            yield from ([name, verb, word] for word in getattr(found, "commands", {}))


@pytest.mark.parametrize("words", list(every_command()), ids=" ".join)
def test_every_help_starts_with_two_examples(cli: Cli, words: list[str]) -> None:
    """Goal: a person can begin by copying. Method: read the first lines of each help."""
    said = cli(*words, "--help")
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0] == "Examples:"
    assert all(line.strip().startswith("auzolan") for line in lines[1:3])
    assert lines[3] == ""
    assert lines[4].startswith("Usage: auzolan")
    assert said.out.count("Examples:") == 1


@pytest.mark.parametrize("words", [one for one in every_command() if len(one) > 1], ids=" ".join)
def test_every_example_is_a_command_that_exists(cli: Cli, words: list[str]) -> None:
    """Goal: examples do not rot. Method: each names its own command, or another that exists."""
    known = [" ".join(["auzolan", *one]) for one in every_command()]
    for line in cli(*words, "--help").out.splitlines()[1:3]:
        typed = line.split()
        assert any(" ".join(typed[:length]) in known for length in (2, 3, 4))
        if len(words) == 3:
            assert " ".join(typed[:4]) == " ".join(["auzolan", *words])


def test_asking_for_help_loads_no_room_and_no_heavy_package() -> None:
    """Goal: help is at once there. Method: see what a new process has loaded after it."""
    program = (
        "import sys\n"
        "from auzolan.house.doors.cli import run\n"
        "assert run(['--help']) == 0\n"
        "heavy = {'django', 'msgspec', 'rich', 'numpy', 'pyarrow', 'sqlite3', 'cryptography'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
        "print([name for name in sys.modules if name.startswith('auzolan.house.rooms.')],"
        " file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stderr.splitlines() == ["[]", "[]"]


def test_options_may_stand_before_the_command() -> None:
    """Goal: both orders work. Method: compare the words that are passed on."""
    assert hoisted(["--folder", "demo", "--json", "members", "list"]) == [
        "members", "list", "--folder", "demo", "--json",
    ]  # fmt: skip
    assert hoisted(["--folder=demo", "verify"]) == ["verify", "--folder=demo"]
    assert hoisted(["members", "list", "--json"]) == ["members", "list", "--json"]
    assert hoisted(["--folder", "demo"]) == ["--folder", "demo"]
    assert hoisted([]) == []


def test_no_word_at_all_shows_the_help(cli: Cli) -> None:
    """Goal: a newcomer who types one word sees where to go. Method: no words."""
    said = cli()
    assert "Commands:" in said.out + said.err
