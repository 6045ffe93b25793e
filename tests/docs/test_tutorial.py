"""The lesson always works: every block of it is run as it stands."""

from pathlib import Path

import pytest

from docs.consoles import Command, Lesson, SavedFile, Wait, fits, steps_of

LESSON = Path(__file__).resolve().parents[2] / "docs" / "tutorial" / "first-period.md"


@pytest.mark.slow
def test_the_lesson_does_what_it_says(tmp_path: Path) -> None:
    """Goal: no reader is stuck. Method: save, run and wait as the page says; compare output."""
    lesson = Lesson(tmp_path, cooperative="coop")
    for step in steps_of(LESSON):
        lesson.do(step)


def test_the_lesson_is_read_whole() -> None:
    """Goal: no block escapes the test. Method: count what the page holds by other means."""
    text = LESSON.read_text(encoding="utf-8")
    steps = steps_of(LESSON)
    assert len([one for one in steps if isinstance(one, Command)]) == text.count("\n$ ")
    assert len([one for one in steps if isinstance(one, SavedFile)]) == text.count("\nSave as ")
    assert [one.days for one in steps if isinstance(one, Wait)] == [11, 4, 11, 4]


@pytest.mark.parametrize(
    ("expected", "printed", "is_fit"),
    [
        (("a", "b"), "a\n\nb  \n", True),
        (("a", "b"), "a\nx\nb\n", False),
        (("a", "…", "b"), "a\nx\ny\nb\n", True),
        (("a", "…"), "b\na\n", False),
        (("root …, no difference",), "root 1f, no difference\n", True),
        (("root …, no difference",), "root 1f, one difference\n", False),
        (("1.0",), "1x0\n", False),
    ],
)
def test_a_changed_line_is_found(expected: tuple[str, ...], printed: str, *, is_fit: bool) -> None:
    """Goal: the comparison is not blind. Method: pairs that fit and pairs that do not."""
    assert fits(expected, printed) == is_fit
