"""Whether a co-operative is ready is found out by looking, one thing at a time."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from auzolan.audit.folder import Folder
from auzolan.cooperative import RELEASE
from auzolan.foundation.moments import Moment
from auzolan.house.desk import CLOCK_LAG_MS_MAX
from auzolan.house.ports import Ports, SeededChance, SetClock
from auzolan.house.telling.health import Alive, Ready, alive, ready

CHECKS = ("disk", "logins", "key", "books", "published", "clock")


def _head(coop: Folder) -> tuple[int, int]:
    with sqlite3.connect(coop.database) as books:
        size, at = books.execute("SELECT size, at FROM record_head").fetchone()
    return int(size), int(at)


def _ready(coop: Folder, *, clock: int | None = None, **limits: int) -> Ready:
    at = _head(coop)[1] if clock is None else clock
    return ready(coop, Ports(SetClock(Moment(at)), SeededChance("health")), **limits)


def _failed(found: Ready) -> set[str]:
    return {one.name for one in found.checks if not one.ok}


def test_the_program_says_that_it_lives_and_which_release_it_is() -> None:
    """Goal: a probe that needs nothing. Method: ask, without any folder."""
    assert alive() == Alive(alive=True, release=RELEASE)


def test_a_whole_co_operative_is_ready(coop: Folder) -> None:
    """Goal: no false alarm. Method: a folder as it should be; each check by name."""
    found = _ready(coop)
    assert tuple(one.name for one in found.checks) == CHECKS
    assert found.ready
    assert {one.because for one in found.checks} == {""}


def _no_checkpoint(coop: Folder) -> None:
    shutil.rmtree(coop.public)


def _other_checkpoint(coop: Folder) -> None:
    coop.checkpoint.write_bytes(coop.checkpoint.read_bytes().replace(b"\n", b"\n9", 1))


def _rubbish(coop: Folder) -> None:
    coop.database.write_bytes(b"rubbish" * 1_000)


def _no_logins(coop: Folder) -> None:
    coop.plain.unlink()


def _rubbish_logins(coop: Folder) -> None:
    coop.plain.write_bytes(b"rubbish" * 1_000)


def _no_key(coop: Folder) -> None:
    coop.log_key.unlink()


@pytest.mark.parametrize(
    ("break_it", "fails"),
    [
        (_other_checkpoint, {"published"}),
        (_no_logins, {"logins"}),
        (_rubbish_logins, {"logins"}),
        (_no_key, {"key"}),
    ],
)
def test_what_is_broken_is_named_and_nothing_else(
    coop: Folder, break_it: Callable[[Folder], None], fails: set[str]
) -> None:
    """Goal: the right alarm. Method: break one thing; see which check fails, and that it says why."""
    break_it(coop)
    found = _ready(coop)
    assert not found.ready
    assert _failed(found) == fails
    assert all(one.because for one in found.checks if not one.ok)


def test_books_that_cannot_be_read_are_said_to_be_so(coop: Folder) -> None:
    """Goal: no exception for a probe. Method: rubbish in place of the database."""
    clock = _head(coop)[1]
    _rubbish(coop)
    assert _failed(_ready(coop, clock=clock)) == {"books"}


def test_looking_makes_no_file(coop: Folder) -> None:
    """Goal: a probe repairs nothing. Method: no file of logins before, none after."""
    _no_logins(coop)
    _ready(coop)
    assert not coop.plain.exists()


def test_logins_that_somebody_holds_for_long_are_not_writable(coop: Folder) -> None:
    """Goal: a stuck writer is seen. Method: another connection holds the file."""
    held = sqlite3.connect(coop.plain, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    try:
        assert _failed(_ready(coop)) == {"logins"}
    finally:
        held.close()


@pytest.mark.parametrize(("spare", "is_ready"), [(0, True), (-1, False)])
def test_the_limit_of_what_waits_to_be_published_is_exact(
    coop: Folder, spare: int, is_ready: bool
) -> None:
    """Goal: the limit means what it says. Method: nothing published; limits at the size and below."""
    size, _ = _head(coop)
    _no_checkpoint(coop)
    assert _ready(coop, behind_max=size + spare).ready is is_ready


@pytest.mark.parametrize(
    ("lag", "fails"), [(CLOCK_LAG_MS_MAX, set()), (CLOCK_LAG_MS_MAX + 1, {"clock"})]
)
def test_a_clock_is_late_where_the_desk_would_refuse(
    coop: Folder, lag: int, fails: set[str]
) -> None:
    """Goal: the same limit as the desk's. Method: a clock at the limit, and a millisecond behind."""
    assert _failed(_ready(coop, clock=_head(coop)[1] - lag)) == fails


def test_a_clock_of_an_impossible_year_is_named(coop: Folder) -> None:
    """Goal: a dead battery is seen. Method: the year 1970."""
    assert _failed(_ready(coop, clock=0)) == {"clock"}


def test_a_disk_without_room_is_named(coop: Folder) -> None:
    """Goal: warned before it is full. Method: ask for more room than any disk has."""
    assert _failed(_ready(coop, free_bytes_min=2**62)) == {"disk"}


def test_what_is_told_names_no_file_and_no_person(coop: Folder, tmp_path: Path) -> None:
    """Goal: strangers may see it. Method: break all; the folder's name and people are not in it."""
    for break_it in (_no_checkpoint, _rubbish, _rubbish_logins, _no_key):
        break_it(coop)
    told = msgspec.json.encode(_ready(coop, clock=0)).decode()
    for secret in (str(tmp_path), "coop", "ana", "sqlite"):
        assert secret not in told.replace("co-operative", "")
