"""Folders that many tests of the house copy: each is made once in a run, and never written to again."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A co-operative of three with an open poll: m001 holds nearly every office, m002 audits, m003 none."""
    from support.portal import real_coop

    desk = real_coop(tmp_path_factory.mktemp("untouched") / "coop")
    desk.close()
    return desk.folder.path


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo that has been lived through."""
    from support.portal import lived_demo

    return lived_demo(tmp_path_factory.mktemp("lived") / "coop")


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five members with rows, consents and restricted values, published."""
    from auzolan.house.rooms.record.flows import publish
    from house.small_desk import SmallDesk

    path = tmp_path_factory.mktemp("small") / "coop"
    small = SmallDesk(path)
    small.bring()
    publish(small.desk)
    small.desk.close()
    return path
