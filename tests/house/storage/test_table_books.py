"""Books over tables: what is fetched, what is written, and what happens when it goes wrong.

That they answer as `MemoryBooks` does is the part of test_stores_agree; here is what only they do.
"""

import sqlite3
from pathlib import Path

import pytest

from auzolan.assembly.state import RollTag
from auzolan.foundation.books import Row
from auzolan.foundation.tables import table_name
from auzolan.house.storage import books as books_module
from auzolan.house.storage.books import TableBooks
from auzolan.house.storage.database import open_database
from auzolan.members.state import Member
from auzolan.treasury.state import Account, MemberAccount, Posting

ANA = Member("ana", "active", 5, 1)
BEN = Member("ben", "active", 6, 2)


def stored(database: sqlite3.Connection, row: type[Row]) -> list[tuple[int | str, ...]]:
    """The rows of a table in the order in which they were written."""
    return database.execute(f'SELECT * FROM "{table_name(row)}" ORDER BY rowid').fetchall()


def queries(database: sqlite3.Connection) -> list[str]:
    """A list that fills with every statement from here on."""
    seen: list[str] = []
    database.set_trace_callback(seen.append)
    return seen


def test_nothing_is_written_before_the_flush(
    books: TableBooks, database: sqlite3.Connection
) -> None:
    """Goal: a refused call leaves no trace. Method: look into the table before and after."""
    books.add(ANA)
    assert stored(database, Member) == []
    books.flush()
    assert stored(database, Member) == [("ana", "active", 5, 1, "full", "")]


def test_rows_are_written_in_order_of_key_and_history_as_it_came(
    books: TableBooks, database: sqlite3.Connection
) -> None:
    """Goal: equal acts make equal files. Method: SQLite's row numbers tell the order."""
    for member in ("zoe", "ana", "mia"):
        books.add(Member(member, "active", 1, 1))
    for leg in (2, 0, 1):
        books.add(Posting(7, leg, "2026", "bank", leg))
    books.flush()
    assert [row[0] for row in stored(database, Member)] == ["ana", "mia", "zoe"]
    assert [row[1] for row in stored(database, Posting)] == [2, 0, 1]


def test_a_row_is_fetched_once_and_a_gap_is_remembered(
    books: TableBooks, database: sqlite3.Connection
) -> None:
    """Goal: a batch of acts asks the database once. Method: count the statements."""
    books.add(ANA)
    books.flush()
    books.forget()
    seen = queries(database)
    assert books.get(Member, "ana") == ANA
    assert books.get(Member, "ben") is None
    assert len(seen) == 2
    assert books.get(Member, "ana") == ANA
    assert books.get(Member, "ben") is None
    assert len(seen) == 2


def test_a_search_fetches_its_rows_and_no_others(
    books: TableBooks, database: sqlite3.Connection
) -> None:
    """Goal: no rule loads a whole table. Method: count rows held after a search."""
    for place in range(10):
        books.add(Member(f"m{place}", "active" if place < 3 else "left", 1, 1))
    books.flush()
    books.forget()
    seen = queries(database)
    assert len(books.find(Member, standing="active")) == 3
    assert len(books.find(Member, standing="active")) == 3
    assert len(seen) == 1
    assert len(books._shelves[Member].rows) == 3


def test_a_fetched_row_never_hides_a_newer_one(
    books: TableBooks, database: sqlite3.Connection
) -> None:
    """Goal: read your own writes. Method: change and remove rows, then search for their past."""
    books.add(ANA)
    books.add(BEN)
    books.flush()
    books.forget()
    books.put(Member("ana", "left", 9, 9))
    books.remove(Member, "ben")
    assert books.find(Member, standing="active") == []
    assert books.find(Member, standing="left") == [Member("ana", "left", 9, 9)]


def test_counting_once_fetches_no_row_and_counting_again_no_longer_asks(
    books: TableBooks, database: sqlite3.Connection
) -> None:
    """Goal: cheap for one question, cheap for a thousand. Method: watch rows and statements."""
    for place in range(5):
        books.add(MemberAccount(f"m{place}", "capital", 10 + place))
    assert books.count(MemberAccount, account="capital") == 5
    books.forget()
    assert books.total(MemberAccount, "balance", account="capital") == 60
    assert books._shelves[MemberAccount].rows == {}
    assert books.count(MemberAccount, account="capital") == 5
    seen = queries(database)
    books.put(MemberAccount("m0", "capital", 0))
    assert books.total(MemberAccount, "balance", account="capital") == 50
    assert books.count(MemberAccount, account="capital") == 5
    assert seen == []


def test_counting_all_never_fetches_the_table(
    books: TableBooks, database: sqlite3.Connection
) -> None:
    """Goal: the number of members is one question. Method: ask three times, hold no row."""
    books.add(ANA)
    books.flush()
    books.forget()
    assert [books.count(Member) for _ in range(3)] == [1, 1, 1]
    books.add(BEN)
    assert books.count(Member) == 2
    assert set(books._shelves[Member].rows) == {"ben"}


def test_rows_are_written_only_inside_a_transaction(database: sqlite3.Connection) -> None:
    """Goal: no row without its entry. Method: flush and count while no transaction is open."""
    books = TableBooks(database)
    books.add(ANA)
    with pytest.raises(AssertionError, match="sealed"):
        books.flush()
    with pytest.raises(AssertionError, match="sealed"):
        books.count(Member)
    assert stored(database, Member) == []


@pytest.mark.parametrize("row", [ANA, Posting(7, 0, "2026", "bank", 5)], ids=["row", "history"])
def test_adding_what_is_there_already_fails_at_the_flush(
    row: Row, books: TableBooks, database: sqlite3.Connection
) -> None:
    """Goal: nothing is overwritten by mistake. Method: add a row that only the table knows."""
    books.add(row)
    books.flush()
    books.forget()
    books.add(row)
    with pytest.raises(AssertionError, match="not new"):
        books.flush()


def test_a_row_may_come_and_go_and_come_again_before_one_flush(books: TableBooks) -> None:
    """Goal: only the last word counts. Method: every short history of a row, new or stored."""
    later = Member("ana", "left", 9, 9)
    for is_stored in (False, True):
        for writes, expected in (
            ([None], []),
            ([ANA, None], []),
            ([ANA, later], [later]),
            ([None, later], [later]),
            ([ANA, None, later], [later]),
            ([ANA, None, later, None], []),
        ):
            books.remove(Member, "ana")
            if is_stored:
                books.put(ANA)
            books.flush()
            books.forget()
            for write in writes:
                if write is None:
                    books.remove(Member, "ana")
                elif not is_stored and books.get(Member, "ana") is None:
                    books.add(write)
                else:
                    books.put(write)
            assert books.get(Member, "ana") == (expected[0] if expected else None)
            books.flush()
            books.forget()
            assert books.rows(Member) == expected


def test_all_rows_are_given_also_those_not_yet_written(books: TableBooks) -> None:
    """Goal: stores can be compared at any moment. Method: one row and leg flushed, one pending."""
    legs = [Posting(7, leg, "2026", "bank", 5) for leg in (0, 1)]
    books.add(BEN)
    books.add(legs[1])
    books.flush()
    books.forget()
    books.add(ANA)
    books.add(legs[0])
    assert books.rows(Member) == [ANA, BEN]
    assert books.rows(Posting) == legs


def test_after_a_rollback_and_forget_nothing_remains(
    books: TableBooks, database: sqlite3.Connection
) -> None:
    """Goal: a broken promise leaves no trace. Method: write, flush, roll back, ask."""
    books.add(ANA)
    books.flush()
    books.add(BEN)
    database.execute("ROLLBACK")
    books.forget()
    assert books.get(Member, "ana") is None
    assert books.count(Member) == 0


def test_what_was_committed_is_there_for_the_next_process(
    folder: Path, books: TableBooks, database: sqlite3.Connection
) -> None:
    """Goal: the tables are the store. Method: read through a second connection."""
    books.add(ANA)
    books.add(RollTag("p1", "t1", "full", 0))
    books.put(RollTag("p1", "t1", "full", 0))
    books.flush()
    database.execute("COMMIT")
    other = open_database(folder / "auzolan.db")
    assert TableBooks(other).find(Member, standing="active") == [ANA]
    assert TableBooks(other).rows(RollTag) == [RollTag("p1", "t1", "full", 0)]
    other.close()


def test_books_let_go_of_rows_beyond_their_limit(
    books: TableBooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: memory has a limit. Method: a limit of two rows, then three rows."""
    monkeypatch.setattr(books_module, "ROWS_HELD_MAX", 2)
    books.put_many(
        RollTag,
        {"poll": ["p"] * 3, "tag": ["a", "b", "c"], "class_name": ["full"] * 3, "voted": [0] * 3},
    )
    books.flush()
    assert books._shelves == {}
    assert books.count(RollTag) == 3


def test_columns_of_different_lengths_are_refused_whole(books: TableBooks) -> None:
    """Goal: no row is cut off silently. Method: one value too few; nothing is held."""
    with pytest.raises(ValueError, match="different lengths"):
        books.put_many(
            RollTag, {"poll": ["p", "p"], "tag": ["a"], "class_name": ["full"], "voted": [0]}
        )
    assert books.count(RollTag) == 0


def test_a_number_beside_a_text_is_another_key(books: TableBooks) -> None:
    """Goal: SQLite's conversions change no answer. Method: ask with 7 for the key "7"."""
    books.add(Member("7", "active", 1, 1))
    books.flush()
    books.forget()
    assert books.get(Member, 7) is None
    assert books.get(Member, "7") is not None


def test_the_largest_number_of_the_record_survives(books: TableBooks) -> None:
    """Goal: no float in between. Method: 2^53 - 1 and its negative, written and read."""
    for amount in (2**53 - 1, -(2**53 - 1)):
        row = Account("result:2025", "result", "EUR/2", "2025", amount)  # it has no floor
        books.put(row)
        books.flush()
        books.forget()
        assert books.get(Account, "result:2025") == row
