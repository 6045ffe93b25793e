"""A large set of members' postings: written as a set, guarded as a set; equal on both stores."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auzolan.audit.folder import Folder
from auzolan.foundation.books import MemoryBooks, Row
from auzolan.house.storage.books import SET_FROM, TableBooks
from auzolan.house.storage.database import open_books
from auzolan.house.storage.guards import GUARD, LEDGERS
from auzolan.house.storage.store import Database
from auzolan.treasury.state import MemberAccount, MemberPosting
from support.house import found

SIZE = SET_FROM + 7
MEMBERS = [f"x{number:05d}" for number in range(SIZE)]
LEDGER = next(one for one in LEDGERS if one.varies)
MOVE_HEAD = "UPDATE record_head SET size = size + 1"


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An open store with one entry, within a transaction that writes."""
    place = None if request.param == "sqlite" else request.getfixturevalue("place")
    found(tmp_path, place=place).close()
    with closing(open_books(Folder(tmp_path))) as database:
        database.begin()
        yield database


def same(entry: int = 1, period: str = "2025") -> dict[str, int | str]:
    """What is one for the whole set."""
    return {"entry": entry, "account": "payable", "period": period, "why": "surplus:p"}


def move(
    books: TableBooks | MemoryBooks, amounts: list[int], balances: list[int], entry: int
) -> None:
    """Move each member's account by her amount."""
    columns = {"member": MEMBERS, "amount": amounts, "balance": balances}
    books.move_many(MemberAccount, MemberPosting, same=same(entry), columns=columns)


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=st.integers(10, 10**9), second=st.integers(-5, 5), alone=st.integers(0, SIZE - 1))
def test_sets_and_single_rows_leave_what_memory_holds(
    store: Database, first: int, second: int, alone: int
) -> None:
    """Goal: one logic, two stores. Method: a set, one row by hand, a second set; all rows compared."""
    history: list[Row] = []
    memory, tables = MemoryBooks(on_history=history.append), TableBooks(store)
    store.execute("SAVEPOINT before")
    one = [first + at for at in range(SIZE)]
    for books in (memory, tables):
        move(books, one, one, 1)
        held = books.get(MemberAccount, (MEMBERS[alone], "payable"))
        assert held == MemberAccount(MEMBERS[alone], "payable", one[alone])
        books.put(MemberAccount(MEMBERS[alone], "payable", one[alone] + 9))
        books.add(MemberPosting(2, MEMBERS[alone], "payable", "2025", "wages", 9))
        now = [cents + 9 * (at == alone) for at, cents in enumerate(one)]
        move(books, [second] * SIZE, [cents + second for cents in now], 3)
        assert books.columns(MemberAccount, ["member"], account="payable")["member"] == MEMBERS
    tables.flush()
    assert tables.rows(MemberAccount) == memory.rows(MemberAccount)
    by_key = sorted(history, key=lambda row: (row.entry, row.member))  # type: ignore[attr-defined]
    assert tables.rows(MemberPosting) == by_key
    store.execute(MOVE_HEAD)  # all guards look
    store.execute("ROLLBACK TO SAVEPOINT before")


@pytest.mark.parametrize("balance", [9, 11])
def test_a_set_in_which_one_balance_is_a_cent_off_is_refused(store: Database, balance: int) -> None:
    """Goal: balances follow postings. Method: the last of all is one cent too low or too high."""
    balances = [10] * (SIZE - 1) + [balance]
    with pytest.raises(Exception, match=GUARD):
        move(TableBooks(store), [10] * SIZE, balances, 1)


def test_a_set_that_takes_somebody_below_zero_is_refused(store: Database) -> None:
    """Goal: no member owes by a set. Method: one amount below zero, with its balance."""
    amounts = [10] * (SIZE - 1) + [-1]
    with pytest.raises(Exception, match=GUARD):
        move(TableBooks(store), amounts, amounts, 1)


def test_a_set_for_a_sealed_entry_is_refused(store: Database) -> None:
    """Goal: history grows at its end. Method: the entry that founded the co-operative."""
    with pytest.raises(Exception, match=GUARD):
        move(TableBooks(store), [10] * SIZE, [10] * SIZE, 0)


def test_a_set_in_a_period_that_is_not_there_is_refused(store: Database) -> None:
    """Goal: nothing enters a closed period. Method: a period that nobody opened; the head moves."""
    columns = {"member": MEMBERS, "amount": [10] * SIZE, "balance": [10] * SIZE}
    TableBooks(store).move_many(
        MemberAccount, MemberPosting, same=same(period="1999"), columns=columns
    )
    with pytest.raises(Exception, match=GUARD):
        store.execute(MOVE_HEAD)


def test_a_member_twice_in_a_set_stops_the_desk(store: Database) -> None:
    """Goal: each account moves once an entry. Method: the first member stands there again."""
    values = [(member, 10, 10) for member in (*MEMBERS, MEMBERS[0])]
    with pytest.raises(AssertionError, match="once"):
        store.move(LEDGER, same(), values)


def test_what_a_stranger_staged_is_never_posted(store: Database) -> None:
    """Goal: only the desk's own lines are booked. Method: a row lies there before the set."""
    store.execute(f"INSERT INTO {LEDGER.staged} VALUES ('stranger', 5, 5)")
    tables = TableBooks(store)
    move(tables, [10] * SIZE, [10] * SIZE, 1)
    assert tables.get(MemberAccount, ("stranger", "payable")) is None
    assert tables.count(MemberAccount, account="payable") == SIZE


def test_after_a_set_the_watch_over_single_rows_is_back(store: Database) -> None:
    """Goal: the door closes behind a set. Method: a balance changed by hand after one."""
    move(TableBooks(store), [10] * SIZE, [10] * SIZE, 1)
    store.execute("UPDATE treasury_member_account SET balance = 11 WHERE member = 'x00000'")
    with pytest.raises(Exception, match=GUARD):
        store.execute(MOVE_HEAD)
