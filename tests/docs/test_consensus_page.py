"""The pages on labels say what is so: examples run, methods and refusals are all there."""

import re
from pathlib import Path

from auzolan.house.rooms.labour.consensus_command import NUMERIC, PAIRS
from auzolan.labour.consensus.methods import METHODS
from docs.consoles import Lesson, steps_of

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "reference/consensus.md").read_text("utf-8")


def test_every_example_in_python_runs() -> None:
    """Goal: what is shown works. Method: run each block; their asserts speak."""
    blocks = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, "consensus.md", "exec"), {})


def test_every_method_is_on_the_page() -> None:
    """Goal: no method goes unexplained. Method: all names that the command takes."""
    assert [name for name in (*METHODS, NUMERIC, PAIRS) if f"| `{name}` |" not in PAGE] == []


def test_the_how_to_can_be_followed(tmp_path: Path) -> None:
    """Goal: a person gets what the page shows. Method: do its steps in an empty folder."""
    lesson = Lesson(tmp_path)
    for step in steps_of(DOCS / "how-to/judge-labels.md"):
        lesson.do(step)
