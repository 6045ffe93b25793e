"""The page on valuing data without a co-operative: its programs run as they stand."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("numba", reason="needs the extra valuation")
pytest.importorskip("joblib", reason="needs the extra cluster")
pytest.importorskip("pyarrow", reason="needs the extra tables")
pytest.importorskip("pandas", reason="needs the extra tables")

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "value-your-data.md"


def test_the_programs_on_the_page_do_what_they_promise(tmp_path: Path) -> None:
    """Goal: a reader can paste them. Method: run all, one after another, as one program."""
    programs = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    assert len(programs) == 3
    program = "\n".join(programs)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "['ana' 'ben' 'eve']" in done.stdout
