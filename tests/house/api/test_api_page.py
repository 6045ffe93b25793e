"""The page on the API holds a program: it runs as it stands and does what the page promises."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from support.programs import key_for
from support.served import served

PAGE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "use-the-api.md"


def test_the_page_on_the_api_runs(demo: Path) -> None:
    """Goal: the page is true. Method: its blocks, one after the other, against a demo that listens."""
    program = "\n".join(re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S))
    key = key_for("m020")
    with served(demo) as address:
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60,
            env={**os.environ, "COOP": address, "COOP_KEY": key},
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "m001 2024-01-10" in done.stdout
    assert "Nobody may use your data of the kind purchases" in done.stdout
    assert "the same entry: True repeated: True" in done.stdout
    assert "consent.already_withdrawn Art. 2" in done.stdout
