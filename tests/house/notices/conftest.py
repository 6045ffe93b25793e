"""A lived demo and a small co-operative for tests of notices, each test with a copy of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core import mail
from django.db import connections

from auzolan.house.settings import configure
from support.portal import lived_demo, real_coop

# Tables can be imported only once Django knows its settings; each test opens its own folder.
configure(Path("no-folder-yet"))


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A co-operative of three with an open poll; m001 holds nearly every office, m002 audits."""
    desk = real_coop(tmp_path_factory.mktemp("untouched") / "coop")
    desk.close()
    return desk.folder.path


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo that has been lived through."""
    return lived_demo(tmp_path_factory.mktemp("lived") / "coop")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[[Path], Path]]:
    """Open a copy of a folder for Django and for this test alone, with an empty post box."""
    from auzolan.house.doors.open_desk import close_desks

    def open_copy(of: Path) -> Path:
        path = tmp_path / "coop"
        shutil.copytree(of, path)
        configure(path)
        mail.outbox = []
        return path

    yield open_copy
    close_desks()
    connections.close_all()


@pytest.fixture
def coop(untouched: Path, opened: Callable[[Path], Path]) -> Path:
    """A copy of the co-operative of three."""
    return opened(untouched)


@pytest.fixture
def demo(lived: Path, opened: Callable[[Path], Path]) -> Path:
    """A copy of the demo."""
    return opened(lived)
