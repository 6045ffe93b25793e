"""Reads the lessons in a page and runs them: files to save, commands with their output, waiting.

In a ```console block a line with `$ ` is a command and what follows is its output. A line that is
only `…` stands for any lines, a `…` within a line for any text. A command without output lines is
run and its output is not compared. `Save as `NAME`:` before a block makes the block a file, and a
comment `<!-- wait N days -->` puts the clock forward. It knows no page and no co-operative.
"""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

MORE = "…"
TIMEOUT_S = 300
_BLOCK = re.compile(
    r"^(?:Save as `(?P<name>[^`]+)`:\n\n)?```(?P<language>\w*)\n(?P<body>.*?)^```$"
    r"|^<!-- wait (?P<days>\d+) days -->$",
    re.MULTILINE | re.DOTALL,
)
# The clock is the machine's, and the lesson cannot wait for it; nothing of Auzolan is replaced.
_LATER = """
import os, time
real = time.time_ns
later = int(os.environ["DAYS_LATER"]) * 86_400 * 10**9
time.time_ns = lambda: real() + later
from auzolan.house.doors.cli import main
main()
"""


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A file that the reader is asked to save."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Days that the reader is asked to wait."""

    days: int


@dataclass(frozen=True, slots=True)
class Command:
    """A command with the lines that the page says it prints."""

    line: int
    text: str
    output: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        """What the command ends with: 1 where the page shows a refusal, else 0."""
        return int(any(line.startswith("refused: ") for line in self.output))


Step = SavedFile | Wait | Command


def steps_of(page: Path) -> list[Step]:
    """Everything in a page that a reader does, in order."""
    text = page.read_text(encoding="utf-8")
    steps: list[Step] = []
    for found in _BLOCK.finditer(text):
        if found["days"]:
            steps.append(Wait(int(found["days"])))
        elif found["name"]:
            steps.append(SavedFile(found["name"], found["body"]))
        elif found["language"] == "console":
            steps += _commands(found["body"], text.count("\n", 0, found.start("body")) + 1)
    return steps


def _commands(body: str, first_line: int) -> list[Command]:
    commands: list[Command] = []
    for number, line in enumerate(body.splitlines(), first_line):
        if line.startswith("$ "):
            commands.append(Command(number, line[2:], ()))
        elif commands and line.strip():
            last = commands.pop()
            commands.append(Command(last.line, last.text, (*last.output, line.rstrip())))
    return commands


class Lesson:
    """Does what a page says, in a folder of its own.

    Args:
        folder: an empty folder.
        cooperative: what the page has the reader put into `AUZOLAN_FOLDER`, if anything.
    """

    def __init__(self, folder: Path, *, cooperative: str = "") -> None:
        self._folder = folder / "here"
        self._folder.mkdir()
        tools = folder / "bin"
        tools.mkdir()
        script = tools / "later.py"
        script.write_text(_LATER, encoding="utf-8")
        command = tools / "auzolan"
        command.write_text(
            f'#!/bin/sh\nexec "{sys.executable}" "{script}" "$@"\n', encoding="utf-8"
        )
        command.chmod(0o755)
        self._days = 0
        self._environment = {
            name: value for name, value in os.environ.items() if not name.startswith("AUZOLAN_")
        } | {
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
            "PYTHONUNBUFFERED": "1",  # standard output and error in the order of a terminal
            "PYTHONIOENCODING": "utf-8",
            "NO_COLOR": "1",
        }
        if cooperative:
            self._environment["AUZOLAN_FOLDER"] = cooperative

    def do(self, step: Step) -> str:
        """Do one step; for a command, what it printed.

        Raises:
            AssertionError: it printed something else than the page says, or ended otherwise.
        """
        if isinstance(step, SavedFile):
            (self._folder / step.name).write_text(step.text, encoding="utf-8")
            return ""
        if isinstance(step, Wait):
            self._days += step.days
            return ""
        return self._run(step)

    def _run(self, command: Command) -> str:
        done = subprocess.run(
            ["bash", "-c", command.text],
            cwd=self._folder,
            env=self._environment | {"DAYS_LATER": str(self._days)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=TIMEOUT_S,
            check=False,
        )
        said = f"line {command.line}: $ {command.text}\n{done.stdout}"
        assert done.returncode == command.exit_code, f"exit code {done.returncode}\n{said}"
        if command.output:
            assert fits(command.output, done.stdout), (
                "the page says:\n" + "\n".join(command.output) + f"\nfound, {said}"
            )
        return done.stdout


def fits(expected: tuple[str, ...], printed: str) -> bool:
    """Whether printed lines are those of a page, where `…` stands for anything."""
    lines = [line.rstrip() for line in printed.splitlines() if line.strip()]
    pattern = "".join(
        r"(?:[^\n]*\n)*?"
        if line.strip() == MORE
        else "[^\n]*".join(map(re.escape, line.split(MORE))) + "\n"
        for line in expected
    )
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in lines)) is not None
