"""What the store itself refuses, whatever a rule or a person asks of it; equal on both stores.

Every test writes by SQL, as a faulty rule or a person with the database's password would, and
breaks one promise of the ledger or the record.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from auzolan.audit.folder import Folder
from auzolan.foundation.tables import table_name
from auzolan.house.desk import DeskStopped
from auzolan.house.storage.database import open_books
from auzolan.house.storage.guards import GUARD, LEDGERS, entry_fields
from auzolan.house.storage.store import Database
from auzolan.treasury.state import Account, MemberAccount, MemberPosting, Posting
from support.house import accepted, admission, found

Head = Callable[[Database], None]
SIZE = 3
MOVE_HEAD = "UPDATE record_head SET size = size + 1"
POSTING = "INSERT INTO treasury_posting (entry, leg, period, account, amount) VALUES "
OWN_POSTING = (
    "INSERT INTO treasury_member_posting (entry, member, account, period, why, amount) VALUES "
)


@pytest.fixture(params=["sqlite", "postgres"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Folder:
    """A folder with three entries: a founding and two admissions, in period 2025."""
    place = None if request.param == "sqlite" else request.getfixturevalue("place")
    found(tmp_path, members=SIZE - 1, place=place).close()
    return Folder(tmp_path)


@pytest.fixture
def store(folder: Folder) -> Iterator[Database]:
    """The folder's open store, within a transaction that writes."""
    with closing(open_books(folder)) as database:
        database.begin()
        yield database


def refused(store: Database, *texts: str) -> str:
    """What the store says to the last of these statements, all others being taken."""
    for text in texts[:-1]:
        store.execute(text)
    with pytest.raises(Exception, match=GUARD) as caught:
        store.execute(texts[-1])
    return str(caught.value)


def test_a_transaction_whose_legs_do_not_sum_to_zero_is_refused(store: Database) -> None:
    """Goal: every entry sums to zero. Method: two legs, one cent apart, balances to match."""
    said = refused(
        store,
        f"{POSTING} ({SIZE}, 0, '2025', 'bank', 500), ({SIZE}, 1, '2025', 'suspense', -499)",
        "UPDATE treasury_account SET balance = balance + 500 WHERE account = 'bank'",
        "UPDATE treasury_account SET balance = balance - 499 WHERE account = 'suspense'",
        MOVE_HEAD,
    )
    assert "sum to zero" in said


def test_two_entries_that_only_together_sum_to_zero_are_refused(store: Database) -> None:
    """Goal: zero in each entry, not in all. Method: two entries, 500 cents off and back."""
    said = refused(
        store,
        f"{POSTING} ({SIZE}, 0, '2025', 'bank', 500), ({SIZE + 1}, 0, '2025', 'bank', -500)",
        "UPDATE record_head SET size = size + 2",
    )
    assert "sum to zero" in said


def test_two_assets_that_only_together_sum_to_zero_are_refused(store: Database) -> None:
    """Goal: cents and millionths never cancel. Method: 500 cents against 500 millionths."""
    said = refused(
        store,
        f"{POSTING} ({SIZE}, 0, '2025', 'bank', 500), ({SIZE}, 1, '2025', 'royalties', -500)",
        "UPDATE treasury_account SET balance = balance + 500 WHERE account = 'bank'",
        "UPDATE treasury_account SET balance = balance - 500 WHERE account = 'royalties'",
        MOVE_HEAD,
    )
    assert "sum to zero" in said


def test_legs_on_an_account_that_is_not_there_sum_to_zero_too(store: Database) -> None:
    """Goal: a leg without an account is no way out. Method: two entries, whose stray legs cancel."""
    said = refused(
        store,
        f"{POSTING} ({SIZE}, 0, '2025', 'nowhere', 5), ({SIZE + 1}, 0, '2025', 'nowhere', -5)",
        "UPDATE record_head SET size = size + 2",
    )
    assert "sum to zero" in said


def test_a_balance_without_its_postings_is_refused(store: Database) -> None:
    """Goal: balances follow postings. Method: one cent more in the bank, and nothing posted."""
    said = refused(
        store,
        "UPDATE treasury_account SET balance = balance + 1 WHERE account = 'bank'",
        MOVE_HEAD,
    )
    assert "sum of its postings" in said


def test_postings_without_their_balance_are_refused(store: Database) -> None:
    """Goal: balances follow postings. Method: two legs that sum to zero, and no balance moved."""
    said = refused(
        store,
        f"{POSTING} ({SIZE}, 0, '2025', 'bank', 500), ({SIZE}, 1, '2025', 'suspense', -500)",
        MOVE_HEAD,
    )
    assert "sum of its postings" in said


def test_a_members_balance_without_its_posting_is_refused(store: Database) -> None:
    """Goal: the same for members. Method: a posting to one member, the balance of another."""
    said = refused(
        store,
        f"{OWN_POSTING} ({SIZE}, 'm001', 'capital:compulsory', '2025', 'x', 7)",
        "UPDATE treasury_member_account SET balance = balance + 7 "
        "WHERE member = 'm002' AND account = 'capital:compulsory'",
        MOVE_HEAD,
    )
    assert "sum of its postings" in said


def test_an_account_that_appears_or_vanishes_with_money_is_refused(store: Database) -> None:
    """Goal: no way round a change. Method: a new account with 5 cents; then one deleted."""
    refused(
        store,
        "INSERT INTO treasury_account (account, group_name, asset, owner, balance) VALUES ('x', 'x', 'EUR/2', '', 5)",
        MOVE_HEAD,
    )
    store.rollback()
    store.begin()
    refused(
        store,
        "DELETE FROM treasury_member_account WHERE member = 'm001' AND account = 'capital:compulsory'",
        MOVE_HEAD,
    )


@pytest.mark.parametrize("period", ["2024", "2023"])
def test_nothing_enters_a_closed_period_or_one_that_is_not_there(
    store: Database, period: str
) -> None:
    """Goal: closed is closed. Method: post into a period closed by entry 1, and into none."""
    said = refused(
        store,
        "INSERT INTO treasury_period (period, state, result_cents, opened, closed, postings, chain) "
        "VALUES ('2024', 'closed', 0, 0, 1, 0, '')",
        f"{POSTING} ({SIZE}, 0, '{period}', 'bank', 500), ({SIZE}, 1, '{period}', 'suspense', -500)",
        "UPDATE treasury_account SET balance = balance + 500 WHERE account = 'bank'",
        "UPDATE treasury_account SET balance = balance - 500 WHERE account = 'suspense'",
        MOVE_HEAD,
    )
    assert "closed period" in said


def test_the_entry_that_closes_a_period_may_still_post_into_it(store: Database) -> None:
    """Goal: closing carries the result. Method: the same legs, in the closing entry itself."""
    for text in (
        f"UPDATE treasury_period SET state = 'closed', closed = {SIZE} WHERE period = '2025'",
        f"{POSTING} ({SIZE}, 0, '2025', 'bank', 500), ({SIZE}, 1, '2025', 'suspense', -500)",
        "UPDATE treasury_account SET balance = balance + 500 WHERE account = 'bank'",
        "UPDATE treasury_account SET balance = balance - 500 WHERE account = 'suspense'",
        MOVE_HEAD,
    ):
        store.execute(text)


def test_no_members_balance_falls_below_zero(store: Database) -> None:
    """Goal: nobody owes by a booking. Method: set a balance to minus one cent, and add one."""
    update = "UPDATE treasury_member_account SET balance = -1 WHERE member = 'm001'"
    with pytest.raises(Exception, match="guard"):
        store.execute(update)
    store.rollback()
    store.begin()
    with pytest.raises(Exception, match="guard"):
        store.execute("INSERT INTO treasury_member_account VALUES ('m009', 'payable', -1)")


@pytest.mark.parametrize(("account", "below"), [("bank", -1), ("reserve:obligatory", 1)])
def test_no_account_with_a_floor_falls_below_zero_on_its_side(
    store: Database, account: str, below: int
) -> None:
    """Goal: no overdraft, no reserve below nothing. Method: a cent below, on either side."""
    with pytest.raises(Exception, match="guard"):
        store.execute("UPDATE treasury_account SET balance = ? WHERE account = ?", (below, account))


def test_an_account_without_a_floor_may_end_below_zero(store: Database) -> None:
    """Goal: a loss can be booked. Method: an expense from the result, both below their zero."""
    for text in (
        (
            "INSERT INTO treasury_account (account, group_name, asset, owner, balance) "
            "VALUES ('expense:2025:other', 'expense', 'EUR/2', 'other', -9), "
            "('result:2025', 'result', 'EUR/2', '2025', 9)"
        ),
        (
            f"{POSTING} ({SIZE}, 0, '2025', 'expense:2025:other', -9), "
            f"({SIZE}, 1, '2025', 'result:2025', 9)"
        ),
        MOVE_HEAD,
    ):
        store.execute(text)


@pytest.mark.parametrize(
    "text",
    [
        "UPDATE treasury_member_account SET member = 'm009' WHERE member = 'm001'",
        "UPDATE treasury_account SET account = 'fund:own' WHERE account = 'bank'",
        "UPDATE treasury_account SET asset = 'EUR/6' WHERE account = 'bank'",
        "UPDATE treasury_account SET group_name = 'result' WHERE account = 'bank'",
    ],
)
def test_an_account_keeps_its_name_and_what_it_counts(store: Database, text: str) -> None:
    """Goal: money never changes hands with a name. Method: give one another key, asset or group."""
    assert "keeps its name" in refused(store, text)


def test_replacing_a_row_goes_past_no_guard(store: Database) -> None:
    """Goal: a row put in another's place is seen as both. Method: REPLACE a balance, of SQLite."""
    if not isinstance(store, sqlite3.Connection):
        pytest.skip("PostgreSQL has no REPLACE")
    said = refused(
        store,
        f"{OWN_POSTING} ({SIZE}, 'm001', 'capital:compulsory', '2025', 'x', 7)",
        "INSERT OR REPLACE INTO treasury_member_account (member, account, balance) "
        "VALUES ('m001', 'capital:compulsory', 7)",
        MOVE_HEAD,
    )
    assert "sum of its postings" in said


@pytest.mark.parametrize(
    "table", [row for one in LEDGERS for row in map(table_name, (one.accounts, one.postings))]
)
def test_no_table_of_a_ledger_is_emptied_at_a_stroke(store: Database, table: str) -> None:
    """Goal: no way round the rows' guards. Method: TRUNCATE, which sees no row, of PostgreSQL."""
    if isinstance(store, sqlite3.Connection):
        pytest.skip("SQLite has no TRUNCATE")
    assert table in refused(store, f"TRUNCATE {table}")


@pytest.mark.parametrize("table", sorted(entry_fields().keys() - {"record_opening"}))
@pytest.mark.parametrize("verb", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}"])
def test_history_is_never_changed_and_never_taken_away(
    store: Database, table: str, verb: str
) -> None:
    """Goal: append only. Method: change and delete every row of each table that has some."""
    assert store.execute(f"SELECT * FROM {table}").fetchone() is not None
    said = refused(store, verb.format(table, entry_fields()[table]))
    assert table in said


def test_nothing_is_added_to_an_entry_that_is_sealed(store: Database) -> None:
    """Goal: no posting slips into the past. Method: a pair of legs under the last entry."""
    old = SIZE - 1
    said = refused(
        store, f"{POSTING} ({old}, 8, '2025', 'bank', 1), ({old}, 9, '2025', 'bank', -1)"
    )
    assert "sealed" in said


def test_the_head_never_moves_back_and_never_goes(store: Database) -> None:
    """Goal: the record only grows. Method: make the head smaller; delete it."""
    assert "moves back" in refused(store, "UPDATE record_head SET size = size - 1")
    store.rollback()
    store.begin()
    assert "taken away" in refused(store, "DELETE FROM record_head")


def test_a_cent_changed_beside_the_desk_stops_the_next_act_and_says_why(folder: Folder) -> None:
    """Goal: tampering is met at once. Method: change a balance, commit, then admit a member."""
    from auzolan.house.desk import Desk
    from support.house import seeded_ports

    with closing(open_books(folder)) as database:
        database.begin()
        database.execute("UPDATE treasury_account SET balance = 1 WHERE account = 'royalty_cost'")
        database.commit()
    with closing(Desk(folder, seeded_ports("later"))) as desk:
        with pytest.raises(DeskStopped, match="sum of its postings.*auzolan verify"):
            desk.submit([admission("late")])
        with closing(open_books(folder)) as database:
            database.begin()
            database.execute(
                "UPDATE treasury_account SET balance = 0 WHERE account = 'royalty_cost'"
            )
            database.commit()
        accepted(desk, admission("late"))


def test_every_ledger_of_the_treasury_is_guarded() -> None:
    """Goal: no ledger is forgotten. Method: compare with the rows that hold balances."""
    assert {one.postings for one in LEDGERS} == {Posting, MemberPosting}
    assert {one.accounts for one in LEDGERS} == {Account, MemberAccount}
