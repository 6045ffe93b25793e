"""Tests of portal and API once more, as they stand, with the books of every folder on a server.

All others can be run so too: `pytest -p support.on_server tests/house/portal tests/house/api`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ADDRESS = "AUZOLAN_TEST_POSTGRES"  # as the plugin has it, which acts as soon as it is imported
ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("tests", "at_least"),
    [
        (
            "portal/test_closing.py::test_a_period_is_closed_and_planned_by_two_people_through_the_pages",
            1,
        ),
        ("api/test_doing_by_key.py", 10),
    ],
)
def test_what_people_and_programs_do_is_done_on_a_server_too(
    server: str, tests: str, at_least: int
) -> None:
    """Goal: the same doors before both stores. Method: the tests of a door, in a process of their own."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "support.on_server",
         f"tests/house/{tests}"],
        cwd=ROOT, env={**os.environ, ADDRESS: server, "PYTHONPATH": "tests"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3_000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None
    assert int(passed[1]) >= at_least
