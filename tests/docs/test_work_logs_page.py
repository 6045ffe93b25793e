"""The pages on work logs say what is so: the how-to runs, tools, fields and refusals are all there."""

import re
from pathlib import Path

from architecture.source_tree import all_modules
from auzolan.engine.worklogs import FORMATS
from auzolan.engine.worklogs.tables import FIELDS
from docs.consoles import Lesson, steps_of

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "reference/work-logs.md").read_text("utf-8")


def test_the_how_to_can_be_followed(tmp_path: Path) -> None:
    """Goal: a person gets what the page shows. Method: do its steps in an empty folder."""
    lesson = Lesson(tmp_path)
    for step in steps_of(DOCS / "how-to/bring-work-in.md"):
        lesson.do(step)
    assert (tmp_path / "here" / "labels.csv").read_text() == (
        "task,worker,label\nH1,W1,crow\nH2,W1,jay\nH1,W2,jay\n"
    )


def test_every_tool_and_field_is_on_the_page() -> None:
    """Goal: no format goes unexplained. Method: all names that the command takes."""
    assert [name for name in FORMATS if f"| `{name}` |" not in PAGE] == []
    assert [name for name in FIELDS if f"`{name}`" not in PAGE] == []


READERS = ("src/auzolan/engine/worklogs/", "src/auzolan/house/rooms/labour/importing/")


def test_every_refusal_of_a_file_is_on_the_page_and_no_other() -> None:
    """Goal: a code leads to its meaning. Method: codes in the source against those of the page."""
    said = set()
    for module in all_modules():
        if module.name.startswith(READERS):
            said |= set(re.findall(r'"(labour\.[a-z_]+)"', module.path.read_text("utf-8")))
    assert said == set(re.findall(r"`(labour\.[a-z_]+)`", PAGE))
