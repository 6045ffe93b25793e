"""Reading a journal from a folder as of one moment, with the books held against their postings.

What is given out is what stands in the postings; where the books say something else, nothing is
given out. It writes nothing and mends nothing.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter

from auzolan.audit.connection import streamed
from auzolan.audit.folder import Folder
from auzolan.charter.state import IN_FORCE, CharterInForce
from auzolan.foundation.moments import day_from_moment
from auzolan.foundation.tables import quoted, table_name
from auzolan.house.rooms.treasury.journals.journal import (
    GENERAL,
    MEMBERS,
    Balances,
    Journal,
    JournalAccount,
    JournalLeg,
    Transaction,
)
from auzolan.house.storage.database import open_books
from auzolan.house.storage.reader import Reader
from auzolan.house.storage.store import Database
from auzolan.treasury.accounts import ALWAYS_OPEN, CONTROL_ACCOUNTS, GROUPS, group_of
from auzolan.treasury.state import (
    CLOSED,
    Account,
    MemberAccount,
    MemberPosting,
    Period,
    Posting,
)

_POSTINGS = quoted(table_name(Posting))
_MEMBER_POSTINGS = quoted(table_name(MemberPosting))
_HEAD = "SELECT p.entry, e.at, e.act, p.period, p.account"
_ENTRIES = "JOIN record_entry e ON e.seq = p.entry WHERE p.entry <= ?"
_GENERAL_LEGS = f"{_HEAD}, '', p.amount, '' FROM {_POSTINGS} p {_ENTRIES} ORDER BY p.entry, p.leg"
_MEMBER_LEGS = (
    f"{_HEAD}, p.member, p.amount, p.why FROM {_MEMBER_POSTINGS} p {_ENTRIES} "
    "ORDER BY p.entry, p.member, p.account"
)
_SUMS = f"SELECT account, SUM(amount) FROM {_POSTINGS} GROUP BY account"  # noqa: S608
_MEMBER_SUMS = (
    f"SELECT member, account, SUM(amount) FROM {_MEMBER_POSTINGS} GROUP BY member, account"  # noqa: S608
)
_USED = f"SELECT DISTINCT account FROM {_POSTINGS} WHERE entry <= ?"  # noqa: S608
_MEMBERS_USED = f"SELECT DISTINCT account, member FROM {_MEMBER_POSTINGS} WHERE entry <= ?"  # noqa: S608
_Leg = tuple[int, int, str, str, str, str, int, str]
"""Entry, moment, act, period, account, member, amount, why; as the two queries give them."""


class BooksDiffer(Exception):
    """The books and their postings disagree, so no journal is given out."""


class PeriodNotClosed(Exception):
    """A journal can end with a closed period only."""


@contextmanager
def general_journal(folder: Folder, *, until: str = "") -> Iterator[Journal]:
    """The journal of the general ledger, which is open to all.

    Args:
        folder: the co-operative's folder.
        until: a closed period: the journal ends with the entry that closed it. Empty for all.
    Raises:
        BooksDiffer: a balance of the books is not the sum of its postings.
        PeriodNotClosed: there is no such period, or it is not closed.
    """
    with _reading(folder) as (reader, database):
        last, accounts = _general_accounts(reader, database, until)
        rows = _legs(database, _GENERAL_LEGS, last)
        yield _journal(reader, GENERAL, last=last, accounts=accounts, rows=rows)


@contextmanager
def members_journal(folder: Folder, *, until: str = "") -> Iterator[Journal]:
    """The journal with control accounts split by member: restricted, for who keeps the books.

    Args and Raises: as `general_journal`; here members' accounts are held against theirs too.
    """
    with _reading(folder) as (reader, database):
        last, own = _general_accounts(reader, database, until)
        _check_members(reader, database)
        assets = {one.account: one.asset for one in own}
        used = database.execute(_MEMBERS_USED, (last,))
        theirs = (JournalAccount(account, member, assets[account]) for account, member in used)
        general = _legs(database, _GENERAL_LEGS, last)
        members = _legs(database, _MEMBER_LEGS, last)
        rows = heapq.merge(general, members, key=itemgetter(0))
        accounts = tuple(sorted((*own, *theirs)))
        yield _journal(reader, MEMBERS, last=last, accounts=accounts, rows=rows)


@contextmanager
def _reading(folder: Folder) -> Iterator[tuple[Reader, Database]]:
    database = open_books(folder)
    try:
        database.begin_reading()
        yield Reader(folder, database), database
    finally:
        database.close()


def _legs(database: Database, text: str, last: int) -> Iterable[_Leg]:
    """The legs up to an entry as they are taken: they may be too many to hold."""
    return streamed(database, text.replace("?", str(last)))


# --- what is checked before anything is given out -------------------------------------------------


def _general_accounts(
    reader: Reader, database: Database, until: str
) -> tuple[int, tuple[JournalAccount, ...]]:
    """The last entry, and the accounts that are in use by then; the books agree with both."""
    books = reader.rows(Account)
    sums = {str(account): int(total) for account, total in database.execute(_SUMS)}
    for row in books:
        _compare(row.account, row.balance, sums.pop(row.account, 0))
    for account, found in sums.items():
        _compare(account, 0, found)
    if not until:
        last = reader.log.head().size - 1
        return last, tuple(JournalAccount(row.account, "", row.asset) for row in books)
    last = _closing_of(reader, until)
    used = {account for (account,) in database.execute(_USED, (last,))}
    kept = (row for row in books if row.account in used or row.account in ALWAYS_OPEN)
    return last, tuple(JournalAccount(row.account, "", row.asset) for row in kept)


def _closing_of(reader: Reader, until: str) -> int:
    period = reader.get(Period, until)
    if period is None:
        raise PeriodNotClosed(f"There is no period called {until}.")
    if period.state != CLOSED:
        raise PeriodNotClosed(
            f"The period {until} is {period.state}; a journal ends with a closed one. "
            "Leave --until out to have everything."
        )
    return period.closed


def _check_members(reader: Reader, database: Database) -> None:
    rows = database.execute(_MEMBER_SUMS)
    sums = {(str(who), str(account)): int(amount) for who, account, amount in rows}
    for row in reader.rows(MemberAccount):
        name = f"{row.account} of {row.member}"
        _compare(name, row.balance, sums.pop((row.member, row.account), 0))
    for (who, account), total in sums.items():
        _compare(f"{account} of {who}", 0, total)


def _compare(name: str, books: int, postings: int) -> None:
    if books != postings:
        raise BooksDiffer(
            f"{name}: the books say {books}, its postings sum to {postings}. Nothing was "
            "exported; run auzolan verify to see where they part."
        )


# --- transactions and balances --------------------------------------------------------------------


def _journal(
    reader: Reader, scope: str, *, last: int, accounts: tuple[JournalAccount, ...],
    rows: Iterable[_Leg],
) -> Journal:  # fmt: skip
    charter = reader.get(CharterInForce, IN_FORCE)
    assert charter is not None, "a co-operative has a charter from its founding on"
    closed = sorted((row.closed, row.period) for row in reader.rows(Period) if row.state == CLOSED)
    ends = [
        (entry, _day(reader, entry), f"end of period {period}")
        for entry, period in closed
        if entry <= last
    ]
    ends.append((last, _day(reader, last), "end of the journal"))
    return Journal(
        origin=charter.origin,
        scope=scope,
        first_day=_day(reader, 0),
        last_entry=last,
        accounts=accounts,
        parts=_parts(_transactions(rows, accounts, scope), ends, accounts),
    )


def _day(reader: Reader, entry: int) -> str:
    return day_from_moment(reader.entry(entry).at)


def _transactions(
    rows: Iterable[_Leg], accounts: tuple[JournalAccount, ...], scope: str
) -> Iterator[Transaction]:
    named = {(one.account, one.member): one for one in accounts}
    for entry, found in groupby(rows, key=itemgetter(0)):
        legs = list(found)
        _, at, act, period, *_ = legs[0]
        made = _split_by_member(entry, legs) if scope == MEMBERS else legs
        yield Transaction(
            entry=entry,
            day=day_from_moment(at),
            act=act,
            period=period,
            legs=tuple(
                JournalLeg(named[account, member], amount, why)
                for *_, account, member, amount, why in made
            ),
        )


def _split_by_member(entry: int, legs: list[_Leg]) -> list[_Leg]:
    """The legs of an entry with members' own in the place of those of control accounts."""
    controls: dict[str, int] = {}
    own: list[_Leg] = []
    members: list[_Leg] = []
    for leg in legs:
        *head, account, member, amount, why = leg
        if member:
            signed = amount * GROUPS[group_of(account)].side
            controls[account] = controls.get(account, 0) - signed
            members.append((*head, account, member, signed, why))  # type: ignore[arg-type]
        elif account in CONTROL_ACCOUNTS:
            controls[account] = controls.get(account, 0) + amount
        else:
            own.append(leg)
    for account, rest in sorted(controls.items()):
        if rest:
            raise BooksDiffer(
                f"Entry {entry}: {account} and its members' legs are {rest} apart. The journal is "
                "not whole; run auzolan verify."
            )
    return own + sorted(members, key=itemgetter(4, 5))


def _parts(
    transactions: Iterable[Transaction],
    ends: list[tuple[int, str, str]],
    accounts: tuple[JournalAccount, ...],
) -> Iterator[Transaction | Balances]:
    sums = dict.fromkeys(accounts, 0)
    waiting = iter(ends)
    entry, day, about = next(waiting)
    for one in transactions:
        while one.entry > entry:
            yield Balances(entry, day, about, tuple(sums.items()))
            entry, day, about = next(waiting)
        yield one
        for leg in one.legs:
            sums[leg.account] += leg.amount
    yield Balances(entry, day, about, tuple(sums.items()))
    for entry, day, about in waiting:
        yield Balances(entry, day, about, tuple(sums.items()))
