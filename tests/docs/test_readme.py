"""What README shows is what the program prints."""

import re
from pathlib import Path

import pytest

from docs.consoles import Command, Lesson, steps_of

README = Path(__file__).resolve().parents[2] / "README.md"
HEAD_LINES = 30


@pytest.mark.slow
def test_the_commands_in_readme_print_what_it_shows(tmp_path: Path) -> None:
    """Goal: no stale figure. Method: run each command, compare its lines, and the two roots."""
    lesson = Lesson(tmp_path)
    printed = {step.text: lesson.do(step) for step in steps_of(README) if isinstance(step, Command)}
    roots = [
        re.findall(r"^verified: .* root ([0-9a-f]{16}), ", text, re.M) for text in printed.values()
    ]
    found = [root for one in roots for root in one]
    assert len(printed) == 4
    assert len(found) == 2
    assert found[0] == found[1]


def test_the_head_of_readme_shows_what_it_is() -> None:
    """Goal: thirty lines suffice. Method: sentence, run, drawing and links stand in them."""
    head = "\n".join(README.read_text(encoding="utf-8").splitlines()[:HEAD_LINES])
    first = head.split("\n\n")[1]
    assert re.fullmatch(r"Auzolan [^.]+\.", first.strip())
    run = head.partition("```console\n")[2].partition("```")[0]
    assert run.strip().splitlines()[-1].startswith("verified: ")
    assert "▲" in head
    for reader in ("member", "books", "audit", "data", "code"):
        assert re.search(rf"^- \*\*You [^*]*{reader}[^*]*:\*\*[^[]*\[", head, re.M), reader
