"""The page on signing in does what it says, as far as commands do it."""

from pathlib import Path

import pytest

from docs.consoles import Lesson, steps_of

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "sign-in.md"


@pytest.mark.slow
def test_the_page_on_signing_in_does_what_it_says(tmp_path: Path) -> None:
    """Goal: the first account is made as the page says. Method: run its commands; compare output."""
    lesson = Lesson(tmp_path)
    steps = steps_of(PAGE)
    assert len(steps) == PAGE.read_text(encoding="utf-8").count("\n$ ") == 5
    for step in steps:
        lesson.do(step)
