"""A co-operative to write to for each test, and a lived demo that tests only read."""

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
        yield _never_asked(path)


@pytest.fixture
def demo(lived: Path, tmp_path: Path) -> Iterator[Path]:
    """The folder of a copy of the demo, for this test alone."""
    with opened_copy(lived, tmp_path / "demo") as path:
        yield _never_asked(path)


def _never_asked(path: Path) -> Path:
    """The same folder, of which nobody has asked anything in this minute."""
    from auzolan.house.doors.api import coming_in
    from auzolan.house.doors.api.rate import Rate

    coming_in.RATE = Rate()
    return path
