"""A second ledger: balances added up from the postings alone, beside the books that rules write.

Where both agree at every closing and at the end, no balance on any page differs from the sum of
its movements. It books nothing and knows no rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat
from operator import attrgetter
from typing import cast

import numpy as np

from auzolan.audit.report import NO_ENTRY, Findings
from auzolan.foundation.books import MemoryBooks, Row
from auzolan.treasury.accounts import CONTROL_ACCOUNTS, GROUPS, group_of, natural
from auzolan.treasury.ledger.acts import PeriodClosed
from auzolan.treasury.ledger.posting import NO_POSTINGS, Leg, chained, sums_by_scale
from auzolan.treasury.state import Account, MemberAccount, MemberPosting, Period, Posting

_MANY = 1_000
"""From so many postings on a set is added up as columns."""


class MemberSums:
    """What each member's postings in one account sum to.

    While sets of the same people come, one after the other, they are added up as columns: a million
    members take a fifth of what a dictionary does. The first other posting makes it one.
    """

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._sums = np.zeros(0, dtype=np.int64)
        self._by_member: dict[str, int] = {}

    def add_set(self, members: list[str], amounts: list[int]) -> None:
        """Add an amount for each of these members, each named once; amounts below 2^53 in size."""
        if not self._ids and not self._by_member:
            self._ids, self._sums = members, np.array(amounts, dtype=np.int64)
        elif self._ids == members:
            self._sums = self._sums + np.array(amounts, dtype=np.int64)
        else:
            for member, amount in zip(members, amounts, strict=True):
                self.add(member, amount)

    def add(self, member: str, amount: int) -> None:
        """Add one amount."""
        self._spread()
        self._by_member[member] = self._by_member.get(member, 0) + amount

    def columns(self, members: list[str]) -> list[int]:
        """The sums of these members, in their order; 0 for whoever had no posting."""
        if self._ids and self._ids == members:
            sums: list[int] = self._sums.tolist()
            return sums
        self._spread()
        return list(map(self._by_member.get, members, repeat(0)))

    def _spread(self) -> None:
        if self._ids:
            self._by_member = dict(zip(self._ids, self._sums.tolist(), strict=True))
            self._ids = []


class SecondLedger:
    """Adds up postings as replay writes them."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._balances: dict[str, int] = {}
        self._last: dict[str, int] = {}
        self._members: dict[str, MemberSums] = {}
        self._moved: dict[str, dict[str, int]] = {}
        # Who was moved in which set; looked through only where something differs.
        self._moved_sets: dict[str, list[tuple[int, list[str]]]] = {}
        self._legs: list[Leg] = []
        self._entry, self._period = NO_ENTRY, ""
        self._transactions = 0
        self._chains: dict[str, tuple[int, str]] = {}

    def add(self, rows: Sequence[Row]) -> None:
        """Take history rows of one type; all but postings are passed over."""
        if rows and isinstance(rows[0], MemberPosting):
            self._add_to_members(cast("Sequence[MemberPosting]", rows))
            return
        for row in rows:
            self._add(row)

    def _add_to_members(self, rows: Sequence[MemberPosting]) -> None:
        """Add up members' postings; many of one account and entry in one stroke."""
        if len(rows) >= _MANY:
            accounts, entries = (set(map(attrgetter(name), rows)) for name in ("account", "entry"))
            members, amounts = ([*map(attrgetter(name), rows)] for name in ("member", "amount"))
            if len(accounts) == len(entries) == 1 and len(set(members)) == len(members):
                account = accounts.pop()
                self._members.setdefault(account, MemberSums()).add_set(members, amounts)
                self._moved_sets.setdefault(account, []).append((entries.pop(), members))
                return
        for row in rows:
            self._members.setdefault(row.account, MemberSums()).add(row.member, row.amount)
            self._moved.setdefault(row.account, {})[row.member] = row.entry

    def _add(self, row: Row) -> None:
        if isinstance(row, Posting):
            if row.entry != self._entry:
                self.close_transaction()
                self._entry, self._period = row.entry, row.period
            self._legs.append(Leg(row.account, row.amount))
            self._balances[row.account] = self._balances.get(row.account, 0) + row.amount
            self._last[row.account] = row.entry

    def close_transaction(self) -> None:
        """See that the legs of the last entry sum to zero, asset by asset."""
        if self._entry == NO_ENTRY:
            return
        self._transactions += 1
        sums = sums_by_scale((leg.account, leg.amount) for leg in self._legs)
        for scale in sorted(sums):
            if sums[scale]:
                about = f"general ledger, {scale} decimals"
                self._findings.differ(
                    self._entry, about, "sum of legs", expected=0, found=sums[scale]
                )
        count, chain = self._chains.get(self._period, (0, NO_POSTINGS))
        chain = chained(chain, self._entry, self._legs)
        self._chains[self._period] = (count + len(self._legs), chain)
        self._entry, self._legs = NO_ENTRY, []

    def check_closing(self, entry: int, fact: PeriodClosed) -> None:
        """Compare a period's trial balance and chain with those added up here.

        Called before the closing's own postings, which carry the result.
        """
        self.close_transaction()
        groups = dict.fromkeys(sorted(GROUPS), 0)
        for account, balance in self._balances.items():
            group = group_of(account)
            groups[group] = groups.get(group, 0) + balance
        ours_at = self._chains.get(fact.period, (0, NO_POSTINGS))
        if ours_at != (fact.postings, fact.chain):
            self._findings.differ(
                entry, f"period {fact.period}", "chain of postings",
                expected=ours_at, found=(fact.postings, fact.chain),
            )  # fmt: skip
        stated = dict(fact.trial_balance)
        self._findings.checked("trial balances")
        for group in sorted({*groups, *stated}):
            ours, theirs = groups.get(group), stated.get(group)
            if ours != theirs:
                self._findings.differ(
                    entry, f"trial balance {fact.period} {group}", "balance",
                    expected=ours, found=theirs,
                )  # fmt: skip

    def entry_of(self, row: Row) -> int:
        """The entry that last moved an account, or -1."""
        if isinstance(row, Account):
            return self._last.get(row.account, NO_ENTRY)
        if isinstance(row, MemberAccount):
            return self._last_of_members(row.account).get(row.member, NO_ENTRY)
        return NO_ENTRY

    def _last_of_members(self, account: str) -> dict[str, int]:
        last = self._moved.setdefault(account, {})
        for entry, members in self._moved_sets.pop(account, ()):
            last.update((one, entry) for one in members if last.get(one, NO_ENTRY) < entry)
        return last

    def check_books(self, books: MemoryBooks, *, disclosed: bool) -> None:
        """Compare every account of the books with the sum of its postings; controls as well.

        Args:
            books: the books after the last entry.
            disclosed: whether members' accounts are known at this level.
        """
        self.close_transaction()
        self._findings.checked("transactions that sum to zero", self._transactions)
        accounts = books.rows(Account)
        for account in accounts:
            ours = self._balances.get(account.account, 0)
            self._compare(account, ours, account.balance)
        self._findings.checked("ledger accounts", len(accounts))
        for period in books.rows(Period):
            ours_at = self._chains.get(period.period, (0, NO_POSTINGS))
            if ours_at != (period.postings, period.chain):
                self._findings.differ(
                    NO_ENTRY, f"period {period.period}", "chain of postings",
                    expected=ours_at, found=(period.postings, period.chain),
                )  # fmt: skip
        if disclosed:
            self._check_members(books, accounts)

    def _check_members(self, books: MemoryBooks, accounts: list[Account]) -> None:
        sums = dict.fromkeys(CONTROL_ACCOUNTS, 0)
        known = 0
        is_same = True
        for name in CONTROL_ACCOUNTS:
            held = books.columns(MemberAccount, ("member", "balance"), account=name)
            balances = cast("list[int]", held["balance"])
            members = cast("list[str]", held["member"])
            # Columns are compared whole; only where they differ is each account looked at.
            ours = self._members.get(name, MemberSums()).columns(members)
            is_same = is_same and ours == balances
            sums[name] = sum(balances)
            known += len(members)
        rows = books.count(MemberAccount)
        if known != rows or not is_same:
            for one in books.rows(MemberAccount):
                self._compare(one, self._sum_of(one), one.balance)
        self._findings.checked("members' accounts", rows)
        for account in accounts:
            if account.account in sums:
                self._findings.checked("control accounts")
                found = natural(account.account, account.balance)
                if sums[account.account] != found:
                    self._findings.differ(
                        NO_ENTRY, f"control account {account.account}", "balance",
                        expected=sums[account.account], found=found,
                    )  # fmt: skip

    def _sum_of(self, row: MemberAccount) -> int:
        return self._members.get(row.account, MemberSums()).columns([row.member])[0]

    def _compare(self, row: Account | MemberAccount, ours: int, theirs: int) -> None:
        if ours != theirs:
            name = row.account if isinstance(row, Account) else f"{row.member} {row.account}"
            self._findings.differ(
                self.entry_of(row), f"account {name}", "balance", expected=ours, found=theirs
            )
