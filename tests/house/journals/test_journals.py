"""What a journal holds: all of the books, no name, and nothing where the books are not sound."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.audit.folder import Folder
from auzolan.foundation.ids import checked_id
from auzolan.house.rooms.treasury.journals.exporting import write_journal
from auzolan.house.rooms.treasury.journals.forms import Form
from auzolan.house.rooms.treasury.journals.journal import (
    Balances,
    Journal,
    JournalAccount,
    Transaction,
)
from auzolan.house.rooms.treasury.journals.names import decimal_text, tool_account
from auzolan.house.rooms.treasury.journals.reading import (
    BooksDiffer,
    PeriodNotClosed,
    general_journal,
    members_journal,
)
from auzolan.house.storage.reader import reader_of
from auzolan.treasury.accounts import CONTROL_ACCOUNTS, GROUPS, natural
from auzolan.treasury.state import Account, MemberAccount, Posting
from house.journals.made_up import made_up_journal

OPENERS = [
    pytest.param(general_journal, id="general"),
    pytest.param(members_journal, id="members"),
]


def transactions(journal: Journal) -> list[Transaction]:
    return [one for one in journal.parts if isinstance(one, Transaction)]


# --- what is in it --------------------------------------------------------------------------------


def test_the_general_journal_is_every_posting_in_its_order(books: Folder) -> None:
    """Goal: nothing is left out or added. Method: compare with the rows, leg by leg."""
    with general_journal(books) as journal:
        found = [
            (one.entry, place, one.period, leg.account.account, leg.amount)
            for one in transactions(journal)
            for place, leg in enumerate(one.legs)
        ]
    with reader_of(books) as reader:
        rows = reader.rows(Posting)
        moments = {row.entry: reader.entry(row.entry).at for row in rows}
    assert found == [(p.entry, p.leg, p.period, p.account, p.amount) for p in rows]
    assert len(moments) > 15


@pytest.mark.parametrize("opened", OPENERS)
def test_every_transaction_sums_to_zero_and_days_never_fall(opened, books: Folder) -> None:
    """Goal: double entry holds outside as well. Method: add up the legs of each entry by asset."""
    with opened(books) as journal:
        parts = list(journal.parts)
    for one in parts:
        if isinstance(one, Transaction):
            sums: Counter[str] = Counter()
            for leg in one.legs:
                sums[leg.account.asset] += leg.amount
            assert set(sums.values()) == {0}, one
    assert [one.day for one in parts] == sorted(one.day for one in parts)
    assert [one.entry for one in parts] == sorted(one.entry for one in parts)


def test_the_last_balances_are_those_of_the_books_and_of_each_member(books: Folder) -> None:
    """Goal: the end of the journal is the state of the books. Method: compare with the rows."""
    with members_journal(books) as journal:
        *_, last = journal.parts
    assert isinstance(last, Balances)
    found = {(one.account, one.member): amount for one, amount in last.lines}
    with reader_of(books) as reader:
        accounts, members = reader.rows(Account), reader.rows(MemberAccount)
    for row in accounts:
        expected = 0 if row.account in CONTROL_ACCOUNTS else row.balance
        assert found.pop((row.account, "")) == expected
    for row in members:
        assert found.pop((row.account, row.member)) == natural(row.account, row.balance)
    assert found == {}
    assert len(members) >= 9


def test_balances_stand_after_each_closing_and_at_the_end(books: Folder) -> None:
    """Goal: each closed period can be checked. Method: the places and accounts of all balances."""
    with general_journal(books) as journal:
        parts = list(journal.parts)
    ends = [one for one in parts if isinstance(one, Balances)]
    assert [one.about for one in ends] == [
        "end of period 2026", "end of period 2027", "end of the journal",
    ]  # fmt: skip
    for end in ends:
        assert tuple(account for account, _ in end.lines) == journal.accounts
        before = parts[: parts.index(end)]
        assert max(one.entry for one in before) <= end.entry
        assert all(one.entry > end.entry or one in before for one in parts if one not in ends)


def test_a_journal_until_a_closed_period_is_the_beginning_of_the_whole(books: Folder) -> None:
    """Goal: last year's books stay what they were. Method: compare both journals' transactions."""
    with general_journal(books) as journal:
        whole = transactions(journal)
    with general_journal(books, until="2026") as journal:
        parts = list(journal.parts)
    kept = [one for one in parts if isinstance(one, Transaction)]
    assert kept == whole[: len(kept)]
    assert kept[-1].act == "treasury.close_period/1"
    assert len(kept) < len(whole)
    assert all("2027" not in one.account for one in journal.accounts)
    assert isinstance(parts[-1], Balances)


@pytest.mark.parametrize(("until", "said"), [("2028", "open"), ("1999", "no period")])
def test_a_journal_does_not_end_with_a_period_that_is_not_closed(
    books: Folder, until: str, said: str
) -> None:
    """Goal: no half year is given out as whole. Method: an open and an unknown period."""
    with pytest.raises(PeriodNotClosed, match=said), general_journal(books, until=until):
        pass


def test_no_name_and_no_free_text_leaves_the_house(books: Folder, tmp_path: Path) -> None:
    """Goal: members by id only. Method: search every text form for what was sealed."""
    for form in (Form.HLEDGER, Form.LEDGER, Form.BEANCOUNT, Form.CSV):
        with members_journal(books) as journal:
            write_journal(journal, form, tmp_path / "journal")
        text = (tmp_path / "journal").read_text(encoding="utf-8")
        assert "m002" in text.lower()
        said = re.findall(
            r"\b(?:ana|ben|eve|ida|fees of|account of|transfer of)\b", text, re.IGNORECASE
        )
        assert said == [], form


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("opened", OPENERS)
def test_the_same_books_give_the_same_bytes(
    opened, form: Form, books: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: two people compare digests. Method: export twice, from a copy, in another time zone."""
    copy = Folder(tmp_path / "copy")
    shutil.copytree(books.path, copy.path)
    files = []
    for folder, zone in ((books, "UTC"), (copy, "Pacific/Auckland")):
        monkeypatch.setenv("TZ", zone)
        with opened(folder) as journal:
            files.append(tmp_path / f"in-{zone.replace('/', '-')}")
            write_journal(journal, form, files[-1])
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_journal_with_members_accounts_is_for_its_owner_alone(
    books: Folder, tmp_path: Path
) -> None:
    """Goal: restricted stays restricted on the disk. Method: the modes of both files."""
    for opened, mode in ((general_journal, 0o644), (members_journal, 0o600)):
        with opened(books) as journal:
            write_journal(journal, Form.CSV, tmp_path / "journal.csv")
        assert (tmp_path / "journal.csv").stat().st_mode & 0o777 & ~0o022 == mode


# --- books that are not sound ---------------------------------------------------------------------

TAMPERED = {
    "a balance": "UPDATE treasury_account SET balance = balance + 1 WHERE account = 'bank'",
    "a posting": "UPDATE treasury_posting SET amount = amount + 1 WHERE entry = 1 AND leg = 0",
    "a posting without an account": "DELETE FROM treasury_account WHERE account = 'bank'",
    "a member's balance": "UPDATE treasury_member_account SET balance = balance + 1 "
    "WHERE member = 'm001' AND account = 'payable'",
    "a member's posting": "DELETE FROM treasury_member_posting WHERE entry = 26",
    # Sums agree everywhere, and still the entries of two members' contributions are wrong.
    "two members' postings": "UPDATE treasury_member_posting SET amount = amount + "
    "CASE entry WHEN 41 THEN 1 ELSE -1 END "
    "WHERE member = 'm001' AND account = 'payable' AND entry IN (38, 41)",
}


@pytest.mark.parametrize("what", TAMPERED)
def test_books_that_differ_from_their_postings_are_not_exported(
    what: str, books: Folder, tmp_path: Path
) -> None:
    """Goal: nobody signs off wrong books. Method: change one row; the file of before stays."""
    copy = Folder(tmp_path / "copy")
    shutil.copytree(books.path, copy.path)
    with sqlite3.connect(copy.database) as database:
        database.execute("PRAGMA ignore_check_constraints = ON")
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            database.execute(f'DROP TRIGGER "{name}"')
        assert database.execute(TAMPERED[what]).rowcount >= 1
    database.close()
    output = tmp_path / "books.csv"
    output.write_text("the file of before")
    wrong = pytest.raises(BooksDiffer, match=r"bank|payable")
    with wrong, members_journal(copy) as journal:
        write_journal(journal, Form.CSV, output)
    assert output.read_text() == "the file of before"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["books.csv"]


# --- names and amounts ----------------------------------------------------------------------------

IDS = st.from_regex(r"\A[a-z0-9][a-z0-9._-]{0,11}\Z")
NAMES = st.builds(
    lambda group, ids, member: JournalAccount(":".join([group, *ids]), member, "EUR/2"),
    st.sampled_from(sorted(GROUPS)), st.lists(IDS, max_size=3), st.just(""),
)  # fmt: skip


@given(st.lists(NAMES, min_size=2, max_size=2, unique=True))
def test_two_accounts_are_never_written_alike(accounts: list[JournalAccount]) -> None:
    """Goal: no balance is hidden in another's. Method: pairs of random accounts."""
    one, other = accounts
    assert tool_account(one) != tool_account(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("a.b", "adotb"), ("a_b", "alowb"), ("a.b", "a_b"), ("a-b", "a.b"), ("dot", "d.t")],
)
def test_ids_that_look_alike_stay_apart(one: str, other: str) -> None:
    """Goal: the words for dot and underscore meet no id. Method: the likely collisions."""
    names = {
        tool_account(JournalAccount(f"fund:{checked_id(it)}", "", "EUR/2")) for it in (one, other)
    }
    assert len(names) == 2


@given(st.integers(-(2**53), 2**53), st.sampled_from(["EUR/2", "EUR/6"]))
def test_an_amount_is_written_with_all_its_decimals(amount: int, asset: str) -> None:
    """Goal: no program guesses a precision. Method: read the digits back as whole units."""
    text = decimal_text(amount, asset)
    assert int(text.replace(".", "")) == amount
    assert len(text.rpartition(".")[2]) == int(asset[-1])


def test_made_up_journals_have_what_the_books_lack() -> None:
    """Goal: the other tests' journals are worth it. Method: look for days with several closings."""
    days = Counter(
        part.day
        for seed in range(8)
        for part in made_up_journal(seed).parts
        if isinstance(part, Balances)
    )
    assert max(days.values()) > 1
