"""One real co-operative for each file of tests; an attacker has written into its names and texts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client

from auzolan.assembly.resolutions import ChangeCharter
from auzolan.charter.articles import Change
from auzolan.house.rooms.assembly import drafting
from auzolan.house.rooms.assembly import flows as assembly
from auzolan.house.rooms.members import flows as members
from auzolan.house.rooms.record.flows import publish
from auzolan.house.settings import configure
from house.accounts.conftest import Coop
from support.portal import accept, real_coop, sign_in

HOSTILE = (
    '<b onclick="x()">&amp;\'</b><script>y()</script> {{ 7|add:7 }} {% now "Y" %} %(name)s {0.pk} '
    "javascript:alert(1) https://evil.example/"
)
"""What an attacker writes where a name or a text is asked."""


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is only ever copied; m001 holds offices, m004 none and has a hostile name."""
    folder = tmp_path_factory.mktemp("hostile") / "coop"
    desk = real_coop(folder)
    accept(members.admit(desk, actor="m001", member="m004", name=HOSTILE))
    measure = ChangeCharter((Change("decisions.poll_days", 11),))
    accept(
        assembly.propose(
            desk, member="m002", proposal="hostile", measure=measure, title=HOSTILE, reasons=HOSTILE
        )
    )
    accept(drafting.comment(desk, member="m003", proposal="hostile", text=HOSTILE))
    publish(desk)
    desk.close()
    return folder


@pytest.fixture(scope="module")
def folder(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy of one file of tests."""
    path = tmp_path_factory.mktemp("security") / "coop"
    shutil.copytree(pattern, path)
    return path


@pytest.fixture
def coop(folder: Path) -> Iterator[Coop]:
    """It, opened for Django, with no bursts of other tests."""
    from auzolan.house.doors.open_desk import close_desks

    configure(folder)
    from django.core.cache import cache

    cache.clear()
    yield Coop(folder)
    close_desks()
    connections.close_all()


@pytest.fixture
def officer(coop: Coop) -> Client:
    """A browser of who holds nearly every office and has shown a second factor."""
    return sign_in(coop.client(), "m001")


@pytest.fixture
def member(coop: Coop) -> Client:
    """A browser of who holds no office."""
    return sign_in(coop.client(), "m003")
