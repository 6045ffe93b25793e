"""The page on valuing data without a co-operative: its program runs as it stands."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("numba", reason="needs the extra valuation")
pytest.importorskip("joblib", reason="needs the extra cluster")

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "value-your-data.md"


def test_the_program_on_the_page_does_what_it_promises(tmp_path: Path) -> None:
    """Goal: a reader can paste it. Method: run it; its own assertion compares the digests."""
    (program,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "['ana' 'ben' 'eve']" in done.stdout
