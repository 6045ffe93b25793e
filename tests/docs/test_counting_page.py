"""The page on counting says what is so: its examples run, and its lot is what the shell gives."""

import re
from hashlib import sha256
from pathlib import Path

from auzolan.assembly.counting.methods import METHODS

PAGE = (Path(__file__).resolve().parents[2] / "docs/reference/counting.md").read_text("utf-8")


def test_every_example_in_python_runs() -> None:
    """Goal: what is shown works. Method: run each block; their asserts speak."""
    blocks = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert len(blocks) >= 2
    for block in blocks:
        exec(compile(block, "counting.md", "exec"), {})


def test_the_lot_that_is_shown_is_the_one_that_is_drawn() -> None:
    """Goal: anyone draws a lot again. Method: the text and the digest of the page."""
    text, digest = re.findall(r"\$ printf '(.*?)' \| sha256sum\n([0-9a-f]{64})", PAGE)[0]
    assert sha256(text.replace("\\n", "\n").encode()).hexdigest() == digest


def test_every_method_is_on_the_page() -> None:
    """Goal: no method goes unexplained. Method: all names of the registry."""
    assert [name for name in METHODS if name not in PAGE] == []
