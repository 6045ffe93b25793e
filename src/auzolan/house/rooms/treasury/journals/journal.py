"""A journal: the postings of the books, transaction by transaction, as any form can write them.

It is values only. Where they come from stands in `reading`; how a program wants them written
stands in the module of its name.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

GENERAL, MEMBERS = "general ledger", "general ledger with members' accounts"


class JournalAccount(msgspec.Struct, frozen=True, gc=False, order=True):
    """An account of the journal.

    Attributes:
        account: its name in the books, as `income:2026:m1:acme`.
        member: whose part of a control account it is; empty for the co-operative's own.
        asset: what it counts, with the decimals, as `EUR/2`.
    """

    account: str
    member: str
    asset: str


class JournalLeg(msgspec.Struct, frozen=True, gc=False):
    """What one account gains (above zero, debit) or loses, in units of its asset.

    `why` says what a member's leg is for; it is empty for the co-operative's own.
    """

    account: JournalAccount
    amount: int
    why: str


class Transaction(msgspec.Struct, frozen=True, gc=False):
    """What one entry books; its legs sum to zero per asset.

    Attributes:
        entry: the number of the entry.
        day: the day of its moment in UTC, as `2026-03-01`; days never fall from one to the next.
        act: what was asked, as `treasury.book/1`.
        period: the period it belongs to.
        legs: at least one, none of zero.
    """

    entry: int
    day: str
    act: str
    period: str
    legs: tuple[JournalLeg, ...]


class Balances(msgspec.Struct, frozen=True, gc=False):
    """The balance of every account of the journal after an entry.

    Attributes:
        entry: the entry after which they hold: the one that closed a period, or the last.
        day: its day.
        about: `end of period 2026`, or `end of the journal`.
        lines: each account with its balance, in order.
    """

    entry: int
    day: str
    about: str
    lines: tuple[tuple[JournalAccount, int], ...]


class Journal(msgspec.Struct, frozen=True, gc=False):
    """The postings of the books up to an entry; `parts` can be gone through once.

    Attributes:
        origin: the name of the co-operative's record.
        scope: `GENERAL`, or `MEMBERS` where control accounts are split by member.
        first_day: the day of the founding.
        last_entry: the last entry that the journal takes in.
        accounts: every account that has a leg or a balance in it, in order.
        parts: transactions and balances, in order of entry.
    """

    origin: str
    scope: str
    first_day: str
    last_entry: int
    accounts: tuple[JournalAccount, ...]
    parts: Iterable[Transaction | Balances]

    def assets(self) -> tuple[str, ...]:
        """What the accounts count, each once, in order."""
        return tuple(sorted({one.asset for one in self.accounts}))

    def title(self) -> str:
        """One line that says what the journal holds."""
        return f"{self.scope} of {self.origin}, entries 0 to {self.last_entry}"
