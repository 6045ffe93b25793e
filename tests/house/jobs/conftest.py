"""A co-operative to write to for each test of long work, of second persons, and of files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from auzolan.house.settings import configure
from support.portal import real_coop

# Tables can be imported only once Django knows its settings; each test opens its own folder.
configure(Path("no-folder-yet"))


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A co-operative of three: m001 holds nearly every office, m002 audits, m003 none."""
    desk = real_coop(tmp_path_factory.mktemp("untouched") / "coop")
    desk.close()
    return desk.folder.path


@pytest.fixture
def coop(untouched: Path, tmp_path: Path) -> Iterator[Path]:
    """The folder of a copy, open for Django and for this test alone."""
    from auzolan.house.doors.open_desk import close_desks

    path = tmp_path / "coop"
    shutil.copytree(untouched, path)
    configure(path)
    yield path
    close_desks()
    connections.close_all()
