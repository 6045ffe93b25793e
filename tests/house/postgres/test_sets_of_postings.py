"""A large set of members' postings: written as a set, guarded as a set; equal on both stores."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auzolan.audit.folder import Folder
from auzolan.foundation.books import MemoryBooks, Row, key_getter
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
    assert tables.rows(MemberPosting) == sorted(history, key=key_getter(MemberPosting))
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
    members = [*MEMBERS, MEMBERS[0]]
    with pytest.raises(AssertionError, match="once"):
        store.move(LEDGER, same(), [members, [10] * len(members), [10] * len(members)])


OPEN = (
    f"INSERT INTO {LEDGER.door} (entry, account, period, why, total) "
    "VALUES (1, 'payable', '2025', 'by hand', 5)"
)
CLOSE = f"UPDATE {LEDGER.door} SET closing = 1"
POST = (
    "INSERT INTO treasury_member_posting (entry, member, account, period, why, amount) "
    "VALUES (1, '{}', '{}', '2025', 'by hand', 5)"
)


def test_a_set_by_hand_moves_the_balance_with_its_posting(store: Database) -> None:
    """Goal: what follows refuses nothing that is right. Method: open, post, close, move the head."""
    for text in (OPEN, POST.format("ana", "payable"), CLOSE, MOVE_HEAD):
        store.execute(text)
    held = TableBooks(store).get(MemberAccount, ("ana", "payable"))
    assert held == MemberAccount("ana", "payable", 5)


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param((OPEN, POST.format("ana", "payable"), MOVE_HEAD), id="left open"),
        pytest.param((OPEN, POST.format("ana", "payable"), "DELETE FROM {0}"), id="taken away"),
        pytest.param((OPEN, "UPDATE {0} SET account = 'royalties', closing = 1"), id="exchanged"),
        pytest.param((OPEN, "UPDATE {0} SET total = 6"), id="changed while open"),
        pytest.param(
            (OPEN, POST.format("ana", "payable").replace("2025", "2024"), CLOSE), id="other period"
        ),
        pytest.param(
            (OPEN, POST.format("ana", "payable").replace("by hand", "by night"), CLOSE),
            id="other reason",
        ),
        pytest.param((OPEN, OPEN), id="two at once"),
        pytest.param((OPEN.replace("total", "closing, total").replace("5)", "1, 5)"),), id="ajar"),
        pytest.param((POST.format("ana", "payable"), OPEN), id="after a posting of its own"),
        pytest.param(
            (OPEN, POST.format("ana", "payable"), CLOSE, OPEN), id="the same set once more"
        ),
        pytest.param(
            (OPEN, POST.format("ana", "royalties"), CLOSE, MOVE_HEAD), id="another account beside"
        ),
        pytest.param(
            (OPEN, POST.format("ana", "payable"), CLOSE, POST.format("ben", "payable"), MOVE_HEAD),
            id="a posting too late",
        ),
        pytest.param(
            (
                OPEN,
                (
                    "INSERT INTO treasury_member_account (member, account, balance) "
                    "VALUES ('ben', 'payable', 7)"
                ),
                POST.format("ana", "payable"),
                CLOSE,
                MOVE_HEAD,
            ),
            id="a balance through an open door",
        ),
    ],
)
def test_nothing_slips_through_the_door_of_a_set(store: Database, texts: tuple[str, ...]) -> None:
    """Goal: the door lets in a set and nothing else. Method: misuse it by SQL, step by step."""
    for text in texts[:-1]:
        store.execute(text.format(LEDGER.door))
    with pytest.raises(Exception, match=GUARD):
        store.execute(texts[-1].format(LEDGER.door))


def test_after_a_set_the_watch_over_single_rows_is_back(store: Database) -> None:
    """Goal: the door closes behind a set. Method: a balance changed by hand after one."""
    move(TableBooks(store), [10] * SIZE, [10] * SIZE, 1)
    store.execute("UPDATE treasury_member_account SET balance = 11 WHERE member = 'x00000'")
    with pytest.raises(Exception, match=GUARD):
        store.execute(MOVE_HEAD)


def test_an_open_door_is_not_emptied(store: Database) -> None:
    """Goal: what has entered is closed. Method: TRUNCATE the door behind a posting."""
    if isinstance(store, sqlite3.Connection):
        pytest.skip("SQLite has no TRUNCATE")
    for text in (OPEN, POST.format("ana", "payable")):
        store.execute(text)
    with pytest.raises(Exception, match=GUARD):
        store.execute(f"TRUNCATE {LEDGER.door}")
