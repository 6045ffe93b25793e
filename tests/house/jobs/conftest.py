"""A co-operative to write to for each test of long work, of second persons, and of files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from auzolan.house.settings import configure
from support.portal import opened_copy

# Tables can be imported only once Django knows its settings; each test opens its own folder.
configure(Path("no-folder-yet"))


@pytest.fixture
def coop(untouched: Path, tmp_path: Path) -> Iterator[Path]:
    """The folder of a copy, open for Django and for this test alone."""
    with opened_copy(untouched, tmp_path / "coop") as path:
        yield path
