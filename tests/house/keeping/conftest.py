"""What the tests of keeping share: a folder of rows and consents, and killing -9 what is at work."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from auzolan.audit.folder import Folder


@pytest.fixture
def coop(made_once: Path, tmp_path: Path) -> Folder:
    """A copy of it."""
    shutil.copytree(made_once, tmp_path / "coop")
    return Folder(tmp_path / "coop")
