"""One lived demo and one real co-operative for all tests of the portal."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client

from auzolan.house.settings import configure

# Tables can be imported only once Django knows its settings; each test opens its own folder.
configure(Path("no-folder-yet"))


@pytest.fixture(scope="session")
def demo(lived: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo that has been lived through; tests only read it, and sign in."""
    return Path(shutil.copytree(lived, tmp_path_factory.mktemp("demo") / "coop"))


@pytest.fixture(scope="session")
def real(untouched: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a co-operative that is no demo; tests only read it, and sign in."""
    return Path(shutil.copytree(untouched, tmp_path_factory.mktemp("real") / "coop"))


@pytest.fixture
def at_demo(demo: Path) -> Iterator[Client]:
    """A reader of the demo's pages."""
    configure(demo)
    yield Client()
    connections.close_all()


@pytest.fixture
def at_real(real: Path) -> Iterator[Client]:
    """A reader of the real co-operative's pages."""
    configure(real)
    yield Client()
    connections.close_all()
