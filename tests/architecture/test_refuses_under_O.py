"""The program's own checks are assertions, so it must not run where Python removes them."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("flag", ["-O", "-OO"])
def test_the_program_refuses_to_start_without_its_assertions(flag: str) -> None:
    """Goal: nobody runs it unchecked. Method: import it under the flag in a new process."""
    done = _python(flag, "-c", "import auzolan")
    assert done.returncode == 4, f"python {flag} must be refused"
    last_line = done.stderr.strip().splitlines()[-1]
    assert "-O" in last_line, f"the refusal must name the flag; it says: {last_line}"
    assert len(last_line.split()) >= 5, f"the refusal must be a plain sentence: {last_line}"


def test_the_program_starts_with_its_assertions() -> None:
    """Goal: the refusal above is about the flag alone. Method: the same import without it."""
    done = _python("-c", "import auzolan")
    assert done.returncode == 0, done.stderr


def _python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, timeout=60, check=False
    )
