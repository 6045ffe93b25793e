"""What the tests of keeping share: a folder of rows and consents, and killing -9 what is at work."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from auzolan.audit.folder import Folder
from auzolan.house.rooms.record.flows import publish
from house.small_desk import SmallDesk


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five members with rows and consents; never written to again."""
    path = tmp_path_factory.mktemp("keeping") / "coop"
    small = SmallDesk(path)
    small.bring()
    publish(small.desk)
    small.desk.close()
    return path


@pytest.fixture
def coop(made_once: Path, tmp_path: Path) -> Folder:
    """A copy of it."""
    shutil.copytree(made_once, tmp_path / "coop")
    return Folder(tmp_path / "coop")
