"""Reading that is kept open: always the present, sound again after a fault, closed with its desk."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from auzolan.audit.folder import Folder
from auzolan.house.desk import Desk
from auzolan.house.rooms.members import flows as members
from auzolan.members.state import ACTIVE, Member
from support.acting import founded
from support.portal import accept


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The desk of a small co-operative."""
    return Desk(Folder(founded(tmp_path / "coop")))


def known(desk: Desk, member: str) -> bool:
    """Whether a look finds a member in good standing."""
    with desk.kept.look() as now:
        row = now.books.get(Member, member)
    return row is not None and row.standing == ACTIVE


def test_a_later_look_sees_what_was_written_since(desk: Desk) -> None:
    """Goal: kept open is not kept old. Method: look, admit somebody, look again."""
    assert not known(desk, "m099")
    accept(members.admit(desk, actor="m001", member="m099", name="Late"))
    assert known(desk, "m099")
    desk.close()


def test_a_fault_within_a_look_leaves_the_next_one_sound(desk: Desk) -> None:
    """Goal: one fault is one person's. Method: raise within a look, then look again, and write."""
    with pytest.raises(RuntimeError, match="mine"), desk.kept.look():
        raise RuntimeError("mine")
    assert known(desk, "m001")
    accept(members.admit(desk, actor="m001", member="m099", name="Late"))
    desk.close()


def test_many_look_at_once_and_each_sees_the_same(desk: Desk) -> None:
    """Goal: one connection serves all threads. Method: eight threads, twenty-five looks each."""
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda _: known(desk, "m001"), range(200)))
    desk.close()


def write_in_a_look(desk: Desk) -> None:
    """Try what nobody may: change a row in a look."""
    with desk.kept.look() as now:
        row = now.books.get(Member, "m001")
        assert row is not None
        now.books.put(Member(row.member, "left", row.since, row.entry))
        now.books.flush()


def test_nothing_can_be_written_in_a_look(desk: Desk) -> None:
    """Goal: a look is a look. Method: a put that is flushed is refused by the database itself."""
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        write_in_a_look(desk)
    assert known(desk, "m001")
    desk.close()
