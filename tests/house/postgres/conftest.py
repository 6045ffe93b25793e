"""A real PostgreSQL server for the tests of the second store, and schemas on it.

`scripts/ensure_postgres.sh` makes the server; where it cannot, every test here is skipped with
what the script said.
"""

import itertools
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from auzolan.audit.deployment import PostgresPlace

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "ensure_postgres.sh"
MEMORY_MIN = 2 * 2**30
_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a running server's empty database."""
    pytest.importorskip(
        "psycopg", reason="psycopg is not installed: pip install 'auzolan[postgres]'"
    )
    # Not below pytest's own folder: a socket's path has at most 107 bytes.
    folder = tempfile.mkdtemp(prefix="auzolan-pg-", dir=_fast_place())
    try:
        made = _run("start", folder)
        if made.returncode:
            pytest.skip(made.stderr.strip().splitlines()[-1])
        yield made.stdout.strip()
        _run("stop", folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fast_place() -> str | None:
    """Memory where there is plenty: a test makes many small tables, and a disk takes its time."""
    memory = Path("/dev/shm")
    try:
        return str(memory) if shutil.disk_usage(memory).free > MEMORY_MIN else None
    except OSError:
        return None


def _run(verb: str, folder: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", str(SCRIPT), verb, folder], capture_output=True, text=True, check=False
    )


@pytest.fixture
def places(server: str) -> Callable[[], PostgresPlace]:
    """Gives places that nobody has used."""
    return lambda: PostgresPlace(server, f"coop_{next(_NUMBERS)}")


@pytest.fixture
def place(places: Callable[[], PostgresPlace]) -> PostgresPlace:
    """A place that nobody has used."""
    return places()
