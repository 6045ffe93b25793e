"""A licensed model, made once for all tests here, and a copy of its folder for each."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from auzolan.audit.folder import Folder
from auzolan.house.desk import Desk
from auzolan.house.rooms.record.flows import publish
from house.serving.served import Served, Till


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Served:
    """The co-operative with its licence; never called."""
    served = Served(tmp_path_factory.mktemp("serving") / "coop")
    publish(served.desk)
    served.desk.close()
    return served


@pytest.fixture
def served(made_once: Served, tmp_path: Path) -> Iterator[Served]:
    """A copy of it with a desk of its own."""
    shutil.copytree(made_once.folder.path, tmp_path / "coop")
    made = copy.copy(made_once)
    made.small = copy.copy(made_once.small)
    made.small.clock = copy.copy(made_once.small.clock)
    made.small.ports = type(made_once.small.ports)(made.small.clock, made_once.small.ports.chance)
    made.desk = made.small.desk = Desk(Folder(tmp_path / "coop"), made.small.ports)
    yield made
    made.desk.close()


@pytest.fixture
def till(served: Served) -> Iterator[Till]:
    """What answers its calls."""
    made = Till(served)
    yield made
    made.close()
