"""The same pages in another file: a later export of the whole project pays for nothing twice."""

from __future__ import annotations

from pathlib import Path

from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.labour.importing import import_flows as bringing
from auzolan.house.storage.reader import reader_of
from house.small_desk import accepted, refused
from house.test_import_work import (
    MTURK,
    WHO,
    SmallDesk,
    book,
    differences,
    found_in,
    ready_of,
    refusal_of,
    small,
    work_of,
)

__all__ = ["small"]
NEW = "H7,T1,A7,W1,Approved,Sat Oct 07 04:00:00 PDT 2017,Sat Oct 07 04:01:00 PDT 2017,,$0.15\n"


def test_a_later_export_books_what_is_new_alone(small: SmallDesk, tmp_path: Path) -> None:
    """Goal: no hour twice, and all rows accounted for. Method: the file again with one row more."""
    accepted(book(small, ready_of(small, found_in(tmp_path, MTURK))))
    later = found_in(tmp_path, MTURK + NEW)
    ready = ready_of(small, later, log="l2")
    assert ready.work.imported.imported + len(ready.work.imported.refused) == later.read == 5
    assert [one.row for one in ready.work.imported.refused] == [1, 2, 3, 4]
    assert "another log" in ready.work.imported.refused[0].reason
    accepted(book(small, ready))
    assert sorted(row.seconds for row in work_of(small)) == [60, 99]
    assert [row.seconds for row in work_of(small, "ben")] == [120]
    assert differences(small) == []


def test_the_same_pages_alone_are_nothing_new(small: SmallDesk, tmp_path: Path) -> None:
    """Goal: a changed byte makes no new work. Method: one more line end, then the very same file."""
    accepted(book(small, ready_of(small, found_in(tmp_path, MTURK))))
    changed = found_in(tmp_path, MTURK.replace("H1,", "H11,"))
    with reader_of(small.desk.folder) as reader:
        terms = bringing.Terms("l2", WHO, task="birds")
        answer = bringing.prepared(reader, changed, terms)
    assert isinstance(answer, Refusal)
    assert answer.code == "labour.import_of_nothing_new"
    assert refusal_of(small, changed, people={"W1": "nobody"}) == "labour.import_of_nobody"
    same = ready_of(small, found_in(tmp_path, MTURK), log="l2")
    assert refused(book(small, same)) == "labour.file_booked"
