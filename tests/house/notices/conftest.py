"""A lived demo and a small co-operative for tests of notices, each test with a copy of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.core import mail

from auzolan.house.settings import configure
from support.portal import opened_copy

# Tables can be imported only once Django knows its settings; each test opens its own folder.
configure(Path("no-folder-yet"))


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[[Path], Path]]:
    """Open a copy of a folder for Django and for this test alone, with an empty post box."""
    with ExitStack() as closing:

        def open_copy(of: Path) -> Path:
            path = closing.enter_context(opened_copy(of, tmp_path / "coop"))
            mail.outbox = []
            return path

        yield open_copy


@pytest.fixture
def coop(untouched: Path, opened: Callable[[Path], Path]) -> Path:
    """A copy of the co-operative of three."""
    return opened(untouched)


@pytest.fixture
def demo(lived: Path, opened: Callable[[Path], Path]) -> Path:
    """A copy of the demo."""
    return opened(lived)
