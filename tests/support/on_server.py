"""A plugin that lets tests of pages run on PostgreSQL as they stand: `pytest -p support.on_server`.

A folder whose books lie in a file is carried onto a server when it is opened for Django; a copy of such
a folder gets a file again, so that no two folders share a schema. It acts as soon as it is imported, so
only `-p` may import it. Rules, desk and pages are the program's own.
"""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from auzolan.audit.deployment import PostgresPlace
from auzolan.audit.folder import Folder
from auzolan.house import settings
from auzolan.house.keeping.moving import carry_into_file, carry_onto_server, leave_server
from auzolan.house.storage.database import open_books
from auzolan.house.storage.lending import let_go

ADDRESS = "AUZOLAN_TEST_POSTGRES"
"""The address of a server that runs already; without it one is made."""

_SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "ensure_postgres.sh"
_NUMBERS = itertools.count(1)
_configure: Callable[[Path], None] = settings.configure
_copytree: Callable[..., Any] = shutil.copytree
_server: list[str] = []


def carried(path: Path) -> Path:
    """The same folder, with its books on the server."""
    folder = Folder(path)
    if folder.database.is_file():
        let_go()
        place = PostgresPlace(_server[0], f"run_{os.getpid()}_{next(_NUMBERS)}")
        carry_onto_server(folder, place)
    return path


def _opened(path: Path) -> None:
    _configure(carried(path))


def _copied(source: Any, target: Any, *args: Any, **named: Any) -> Any:
    made = _copytree(source, target, *args, **named)
    folder = Folder(Path(target))
    if folder.settings.is_file() and leave_server(folder) is not None:
        with closing(open_books(Folder(Path(source)))) as books:
            books.begin_reading()
            carry_into_file(folder, books, folder.database)
    return made


# At once: a conftest that is loaded before any hook takes the names as they are then.
settings.configure = _opened
shutil.copytree = _copied


@pytest.fixture(scope="session", autouse=True)
def _running() -> Iterator[None]:
    if os.environ.get(ADDRESS):
        _server.append(os.environ[ADDRESS])
        yield
        return
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    folder = tempfile.mkdtemp(prefix="auzolan-pg-", dir=memory)
    made = subprocess.run(
        ["bash", str(_SCRIPT), "start", folder], capture_output=True, text=True, check=False
    )
    if made.returncode:
        pytest.skip(made.stderr.strip().splitlines()[-1])
    _server.append(made.stdout.strip())
    yield
    subprocess.run(["bash", str(_SCRIPT), "stop", folder], check=False)
