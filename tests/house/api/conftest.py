"""A co-operative to write to for each test, and a lived demo that tests only read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from auzolan.house.settings import configure
from support.portal import lived_demo, real_coop

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
    path = tmp_path / "coop"
    shutil.copytree(untouched, path)
    yield from _opened(path)


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo that has been lived through."""
    return lived_demo(tmp_path_factory.mktemp("lived") / "coop")


@pytest.fixture
def demo(lived: Path, tmp_path: Path) -> Iterator[Path]:
    """The folder of a copy of the demo, for this test alone."""
    path = tmp_path / "demo"
    shutil.copytree(lived, path)
    yield from _opened(path)


def _opened(path: Path) -> Iterator[Path]:
    from auzolan.house.doors.api import coming_in
    from auzolan.house.doors.api.rate import Rate
    from auzolan.house.doors.open_desk import close_desks

    configure(path)
    coming_in.RATE = Rate()
    yield path
    close_desks()
    connections.close_all()
