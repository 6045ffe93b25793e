"""The page on running a co-operative does what it says, as far as a test has a machine for it."""

from pathlib import Path

import pytest

from docs.consoles import Command, Lesson, SavedFile, steps_of

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "run-it-for-real.md"


@pytest.mark.slow
def test_the_page_does_what_it_says(tmp_path: Path) -> None:
    """Goal: nobody is stuck on the first day. Method: save and run as the page says; compare output."""
    lesson = Lesson(tmp_path)
    for step in steps_of(PAGE):
        lesson.do(step)


def test_the_page_is_read_whole() -> None:
    """Goal: no block escapes the test. Method: count what the page holds by other means."""
    text = PAGE.read_text(encoding="utf-8")
    steps = steps_of(PAGE)
    assert len([one for one in steps if isinstance(one, Command)]) == text.count("\n$ ") > 10
    assert len([one for one in steps if isinstance(one, SavedFile)]) == text.count("\nSave as ")
