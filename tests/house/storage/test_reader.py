"""Reading with a memory, and connections that are lent again: the same answers, of one moment each."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from auzolan.consent.state import Consent
from auzolan.house.desk import Desk
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.storage import lending
from auzolan.house.storage import reader as reading
from auzolan.house.storage.reader import reader_of
from auzolan.members.state import Member
from support.house import accepted, admission, found

PEOPLE = 12


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A co-operative of twelve, each of whom has said what may be done."""
    desk = found(tmp_path, members=PEOPLE)
    for number in range(1, PEOPLE + 1):
        member = f"m{number:03d}"
        consent.grant(desk, member=member, kind="purchases", purposes=("research",))
    return desk


def test_what_is_asked_twice_is_answered_alike(desk: Desk) -> None:
    """Goal: memory changes no answer. Method: ask wide, then narrow, against readers that have asked nothing."""
    asked = [{}, {"member": "m003"}, {"kind": "purchases"}, {"member": "m003", "kind": "purchases"},
             {"kind": "nothing"}]  # fmt: skip
    with reader_of(desk.folder) as one:
        for equals in (*asked, *reversed(asked)):
            with reader_of(desk.folder) as fresh:
                assert one.rows(Consent, **equals) == fresh.rows(Consent, **equals)
        assert one.get(Member, "m003") == one.rows(Member)[2]
        assert one.get(Member, "nobody") is None


def test_an_answer_is_nobodys_to_change(desk: Desk) -> None:
    """Goal: what a caller does to a list stays hers. Method: empty it, and ask again."""
    with reader_of(desk.folder) as reader:
        reader.rows(Member).clear()
        assert len(reader.rows(Member)) == PEOPLE
        reader.rows(Member, standing="active").clear()
        assert len(reader.rows(Member, standing="active")) == PEOPLE


def test_many_are_found_as_one_by_one(desk: Desk) -> None:
    """Goal: one question for each. Method: rows, entries and moments together and singly."""
    with reader_of(desk.folder) as many, reader_of(desk.folder) as single:
        keys = [("m002",), ("nobody",), ("m009",)]
        found = many.some(Member, keys)
        assert found == {key: row for key in keys if (row := single.get(Member, *key))}
        assert many.get(Member, "nobody") is None
        wanted = [5, 3, 3, 10_000]
        assert many.entries(wanted) == {seq: single.entry(seq) for seq in (3, 5)}
        assert many.moments(wanted) == {seq: single.entry(seq).at for seq in (3, 5)}
        told = list(many.told(("members.admit/1", "consent.grant/1"), since=4))
        assert [one.seq for one in told] == list(range(4, 2 * PEOPLE + 1))
        assert [one.seq for one in told if one.act == "members.admit/1"] == list(
            many.entries_of("members.admit/1", since=4)
        )


def test_long_answers_are_given_whole_and_not_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: no memory without a limit. Method: the limit at five, and answers that are longer."""
    monkeypatch.setattr(reading, "_ROWS_KEPT", 5)
    with reader_of(desk.folder) as reader:
        for _ in range(2):
            assert len(reader.rows(Member)) == PEOPLE
            assert len(list(reader.told(("members.admit/1",)))) == PEOPLE
        assert reader._answers == {}
        assert reader._told == {}


def test_a_lent_connection_sees_what_was_written_since(desk: Desk) -> None:
    """Goal: each look is of its own moment. Method: look, admit, look on the same connection."""
    with reader_of(desk.folder) as first:
        before = len(first.rows(Member))
        connection = first._db
    accepted(desk, admission("m999"))
    with reader_of(desk.folder) as second:
        assert second._db is connection
        assert len(second.rows(Member)) == before + 1


def test_nothing_is_written_over_a_lent_connection(desk: Desk) -> None:
    """Goal: readers cannot write. Method: try, on one that was lent before."""
    for _ in range(2):
        with (
            reader_of(desk.folder) as reader,
            pytest.raises(sqlite3.OperationalError, match="readonly"),
        ):
            reader._db.execute("DELETE FROM record_entry")


def test_a_replaced_file_is_opened_anew(desk: Desk) -> None:
    """Goal: no page of a database that was swapped away. Method: put another file in its place."""
    with reader_of(desk.folder) as reader:
        connection, size = reader._db, reader.head().size
    path = desk.folder.database
    desk._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    other = path.with_name("other.db")
    other.write_bytes(path.read_bytes())
    other.replace(path)
    with reader_of(desk.folder) as reader:
        assert reader._db is not connection
        assert reader.head().size == size


def test_a_connection_that_broke_is_not_lent_again(desk: Desk) -> None:
    """Goal: one fault stays one page's. Method: raise within a look."""
    broken = []

    def breaks() -> None:
        with reader_of(desk.folder) as reader:
            broken.append(reader._db)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        breaks()
    with reader_of(desk.folder) as reader:
        assert reader._db is not broken[0]


def test_few_connections_wait(desk: Desk) -> None:
    """Goal: a limit. Method: many looks at once, all given back."""

    def nested(depth: int) -> None:
        if depth:
            with reader_of(desk.folder):
                nested(depth - 1)

    nested(lending.IDLE_MAX + 4)
    assert len(lending._idle) <= lending.IDLE_MAX
    lending.let_go()
    assert not lending._idle
