"""A small co-operative whose figures are read, and Django pointed to it."""

from __future__ import annotations

import logging
import shutil
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from auzolan.audit.folder import Folder
from auzolan.house.settings import configure

# Tables can be imported only once Django knows its settings; each test opens its own folder.
configure(Path("no-folder-yet"))


@pytest.fixture
def coop(made_once: Path, tmp_path: Path) -> Iterator[Folder]:
    """A copy of it, which Django reads."""
    from django.db import connections

    shutil.copytree(made_once, tmp_path / "coop")
    configure(tmp_path / "coop")
    yield Folder(tmp_path / "coop")
    connections.close_all()


@pytest.fixture
def logs_put_back() -> Iterator[None]:
    """Leave the process's logging as it was."""
    root = logging.getLogger()
    before = (
        list(root.handlers), root.level, threading.excepthook, sys.unraisablehook,
        warnings.showwarning,
    )  # fmt: skip
    levels = {name: logging.getLogger(name).level for name in ("django.request", "waitress.queue")}
    yield
    logging.captureWarnings(capture=False)
    root.handlers[:], level, threading.excepthook, sys.unraisablehook, warnings.showwarning = before
    root.setLevel(level)
    for name, kept in levels.items():
        logging.getLogger(name).setLevel(kept)
