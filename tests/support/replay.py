"""Replay a folder's record into books in memory, straight from its database.

A plain second reading of the record, for tests; the audit has its own, faster one.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from auzolan.audit.folder import Folder
from auzolan.cooperative import ROWS, apply_entry, read_entry
from auzolan.foundation.books import MemoryBooks, Row, key_getter, order_of
from auzolan.foundation.moments import Moment
from auzolan.foundation.tables import select_all
from auzolan.house.ports import system_ports
from auzolan.house.storage.annex_files import AnnexFiles
from auzolan.house.storage.database import open_books
from auzolan.house.storage.log import Log
from auzolan.record.case import Case
from auzolan.record.fields import opened
from auzolan.record.frontier import Frontier, leaf_hash


def replayed(path: Path) -> tuple[Frontier, dict[type[Row], list[Row]]]:
    """The tree and every row, history included, that the record of a folder gives."""
    with closing(open_books(Folder(path))) as database:
        return _replayed(path, Log(database))


def _replayed(path: Path, log: Log) -> tuple[Frontier, dict[type[Row], list[Row]]]:
    annexes = AnnexFiles(Folder(path), system_ports())
    history: dict[type[Row], list[Row]] = {}
    books = MemoryBooks(on_history=lambda row: history.setdefault(type(row), []).append(row))
    frontier = Frontier.empty()
    for leaf, body in list(log.entries(0, log.head().size)):
        entry = read_entry(bytes(body))
        assert leaf_hash(bytes(body)) == bytes(leaf)
        frontier.append(bytes(leaf))
        case = Case(entry.seq, Moment(entry.at), entry.actor, annexes)
        act = opened(entry.act, log.openings(entry.seq))
        apply_entry(books, case, act, entry.facts, entry.auth)
    rows = {row: history.get(row, []) if row.HISTORY else books.rows(row) for row in ROWS}
    return frontier, {row: _in_order(row, found) for row, found in rows.items()}


def tabled(path: Path) -> dict[type[Row], list[Row]]:
    """Every row that the tables of a folder hold, in order of key."""
    with closing(open_books(Folder(path))) as database:
        return {
            row: _in_order(row, [row(*v) for v in database.execute(select_all(row))])
            for row in ROWS
        }


def assert_tables_equal_replay(path: Path) -> int:
    """Compare record, head and every row; give the number of entries."""
    frontier, rows = replayed(path)
    with closing(open_books(Folder(path))) as database:
        head = Log(database).head()
    assert (head.size, head.root) == (frontier.size, frontier.root())
    found = tabled(path)
    for row in ROWS:
        assert found[row] == rows[row], f"{row.__name__}: the tables differ from replay"
    return head.size


def _in_order(row: type[Row], rows: list[Row]) -> list[Row]:
    key = key_getter(row)
    return sorted(rows, key=lambda one: order_of(key(one)))
