"""A small co-operative that is no demo, for tests that change it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from auzolan.house.settings import configure
from support.portal import opened_copy

configure(Path("no-folder-yet"))


@pytest.fixture
def coop(untouched: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of one's own, opened."""
    with opened_copy(untouched, tmp_path / "coop") as path:
        yield path


@pytest.fixture
def client(coop: Path) -> Client:
    """A reader who has not signed in."""
    return Client()
