"""A small co-operative that is no demo, for tests that change it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client

from auzolan.house.doors.open_desk import close_desks
from auzolan.house.settings import configure
from support.portal import real_coop

configure(Path("no-folder-yet"))


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is only ever copied."""
    desk = real_coop(tmp_path_factory.mktemp("pattern") / "coop")
    desk.close()
    return desk.folder.path


@pytest.fixture
def coop(pattern: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of one's own, opened."""
    path = tmp_path / "coop"
    shutil.copytree(pattern, path)
    configure(path)
    yield path
    close_desks()
    connections.close_all()


@pytest.fixture
def client(coop: Path) -> Client:
    """A reader who has not signed in."""
    return Client()
