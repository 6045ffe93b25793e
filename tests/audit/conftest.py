"""Folders to verify: built once a session, copied for each test that changes one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from audit.money_folder import built_with_money
from audit.small_folder import built
from auzolan.audit.folder import Folder


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The small co-operative; nobody may change it."""
    return built(tmp_path_factory.mktemp("small") / "coop")


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The same with no row erased, so that its valuation can be computed again; unchanged too."""
    return built(tmp_path_factory.mktemp("whole") / "coop", erases=False)


@pytest.fixture(scope="session")
def moneyed(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The co-operative whose money has moved in every way; unchanged too."""
    return built_with_money(tmp_path_factory.mktemp("moneyed") / "coop")


@pytest.fixture
def coop(clean: Folder, tmp_path: Path) -> Folder:
    """A copy to tamper with."""
    return copied(clean, tmp_path)


@pytest.fixture
def unerased(whole: Folder, tmp_path: Path) -> Folder:
    """A copy of the folder with all rows, to tamper with."""
    return copied(whole, tmp_path)


def copied(folder: Folder, tmp_path: Path) -> Folder:
    """A copy of a folder in a test's own place."""
    shutil.copytree(folder.path, tmp_path / "coop")
    return Folder(tmp_path / "coop")
