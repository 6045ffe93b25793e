"""A second ledger: balances added up from the postings alone, beside the books that rules write.

Where both agree at every closing and at the end, no balance on any page differs from the sum of
its movements. It books nothing and knows no rule.
"""

from __future__ import annotations

from auzolan.audit.report import NO_ENTRY, Findings
from auzolan.foundation.books import MemoryBooks, Row
from auzolan.treasury.acts import PeriodClosed
from auzolan.treasury.state import (
    CONTROL_ACCOUNTS,
    GROUPS,
    RESULT,
    Account,
    MemberAccount,
    MemberPosting,
    Posting,
)


class SecondLedger:
    """Adds up postings as replay writes them."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._balances: dict[str, int] = {}
        self._members: dict[tuple[str, str], int] = {}
        self._last: dict[tuple[str, ...], int] = {}
        self._entry, self._sum_cents = NO_ENTRY, 0
        self._transactions = 0

    def add(self, row: Row) -> None:
        """Take a history row; all but postings are passed over."""
        if isinstance(row, Posting):
            if row.entry != self._entry:
                self.close_transaction()
                self._entry = row.entry
            self._sum_cents += row.amount_cents
            balance_cents = self._balances.get(row.account, 0)
            self._balances[row.account] = balance_cents + row.amount_cents
            self._last[row.account,] = row.entry
        elif isinstance(row, MemberPosting):
            key = (row.member, row.account)
            self._members[key] = self._members.get(key, 0) + row.amount_cents
            self._last[key] = row.entry

    def close_transaction(self) -> None:
        """See that the legs of the last entry sum to zero."""
        if self._entry == NO_ENTRY:
            return
        self._transactions += 1
        if self._sum_cents:
            self._findings.differ(
                self._entry, "general ledger", "sum of legs", expected=0, found=self._sum_cents
            )
        self._entry, self._sum_cents = NO_ENTRY, 0

    def check_closing(self, entry: int, fact: PeriodClosed) -> None:
        """Compare a period's trial balance with the balances added up here, group by group."""
        self.close_transaction()
        groups = dict.fromkeys(sorted(GROUPS), 0)
        for account, cents in self._balances.items():
            group = RESULT if account.startswith(f"{RESULT}:") else account
            groups[group] = groups.get(group, 0) + cents
        stated = dict(fact.trial_balance)
        self._findings.checked("trial balances")
        for group in sorted({*groups, *stated}):
            ours, theirs = groups.get(group), stated.get(group)
            if ours != theirs:
                self._findings.differ(
                    entry, f"trial balance {fact.period} {group}", "balance_cents",
                    expected=ours, found=theirs,
                )  # fmt: skip

    def entry_of(self, row: Row) -> int:
        """The entry that last moved an account, or -1."""
        if isinstance(row, Account):
            return self._last.get((row.account,), NO_ENTRY)
        if isinstance(row, MemberAccount):
            return self._last.get((row.member, row.account), NO_ENTRY)
        return NO_ENTRY

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
            self._compare(account, ours, account.balance_cents)
        self._findings.checked("ledger accounts", len(accounts))
        if disclosed:
            self._check_members(books, accounts)

    def _check_members(self, books: MemoryBooks, accounts: list[Account]) -> None:
        sums = dict.fromkeys(CONTROL_ACCOUNTS, 0)
        members = books.rows(MemberAccount)
        for one in members:
            self._compare(one, self._members.get((one.member, one.account), 0), one.balance_cents)
            sums[one.account] += one.balance_cents
        self._findings.checked("members' accounts", len(members))
        for account in accounts:
            if account.account in sums:
                self._findings.checked("control accounts")
                found = -account.balance_cents
                if sums[account.account] != found:
                    self._findings.differ(
                        NO_ENTRY, f"control account {account.account}", "balance_cents",
                        expected=sums[account.account], found=found,
                    )  # fmt: skip

    def _compare(self, row: Account | MemberAccount, ours: int, theirs: int) -> None:
        if ours != theirs:
            name = row.account if isinstance(row, Account) else f"{row.member} {row.account}"
            self._findings.differ(
                self.entry_of(row), f"account {name}", "balance_cents", expected=ours, found=theirs
            )
