"""The ledger: every transaction sums to zero, and the two control accounts match the members'.

Debit is positive, credit negative, in the general ledger. A member's own accounts are written in
their natural sign: what is hers is above zero. It decides nothing and rounds nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from auzolan.foundation.books import Books
from auzolan.record.case import Case
from auzolan.treasury.state import (
    CONTROL_ACCOUNTS,
    GROUPS,
    OPEN,
    SINGLE_GROUPS,
    Account,
    MemberAccount,
    MemberPosting,
    Period,
    Posting,
)


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg of a transaction: an account and what it gains (debit) or loses (credit)."""

    account: str
    amount_cents: int


def open_accounts(books: Books) -> None:
    """Open one account for each group, at zero; `result` gets one with each period that closes."""
    for group in SINGLE_GROUPS:
        books.add(Account(group, group, 0))


def post(books: Books, case: Case, period: str, legs: Sequence[Leg]) -> None:
    """Write one transaction into the general ledger; legs of nothing are left out.

    Called at most once an entry: a posting is named by its entry and its leg.

    Args:
        books: the books; accounts exist.
        case: the entry that is being written.
        period: the period it belongs to, open.
        legs: what each account gains, whole cents; together zero.
    Raises:
        AssertionError: the legs do not sum to zero, the period is not open, or an account is
            missing.
    """
    assert sum(leg.amount_cents for leg in legs) == 0, "a transaction sums to zero"
    row = books.get(Period, period)
    assert row is not None, f"there is no period {period}"
    assert row.state == OPEN, f"nothing is posted into {period}: it is closed"
    real = [leg for leg in legs if leg.amount_cents != 0]
    for place, leg in enumerate(real):
        account = books.get(Account, leg.account)
        assert account is not None, f"there is no account {leg.account}"
        balance_cents = account.balance_cents + leg.amount_cents
        books.put(msgspec.structs.replace(account, balance_cents=balance_cents))
        books.add(Posting(case.seq, place, period, leg.account, leg.amount_cents))


@dataclass(frozen=True, slots=True)
class Movement:
    """Where a member's money moves, and why: a control account, a period, a reason."""

    account: str
    period: str
    why: str


def post_members(books: Books, case: Case, movement: Movement, amounts: Mapping[str, int]) -> None:
    """Write what each member gains in a control account; restricted rows only.

    Args:
        books: the books.
        case: the entry that is being written.
        movement: the account, the period, the reason.
        amounts: whole cents by member, in natural sign: above zero is hers; zeros are left out.
    Raises:
        AssertionError: not a control account, or a member's account would fall below zero.
    """
    assert movement.account in CONTROL_ACCOUNTS, f"{movement.account} is no control account"
    moved = [(member, cents) for member, cents in sorted(amounts.items()) if cents != 0]
    held = books.get_many(MemberAccount, [(member, movement.account) for member, _ in moved])
    for (member, cents), old in zip(moved, held, strict=True):
        balance_cents = cents + (old.balance_cents if old is not None else 0)
        assert balance_cents >= 0, f"{movement.account} of {member} would fall below zero"
        books.put(MemberAccount(member, movement.account, balance_cents))
    size = len(moved)
    books.put_many(
        MemberPosting,
        {
            "entry": [case.seq] * size,
            "member": [member for member, _ in moved],
            "account": [movement.account] * size,
            "period": [movement.period] * size,
            "why": [movement.why] * size,
            "amount_cents": [cents for _, cents in moved],
        },
    )


def group_balance(books: Books, group: str) -> int:
    """The balance of all accounts of a group, whole cents, debit positive."""
    return books.total(Account, "balance_cents", group_name=group)


def assert_sums_to_zero(books: Books) -> None:
    """Stop when the general ledger as a whole does not sum to zero.

    Raises:
        AssertionError: with the sum.
    """
    sum_cents = sum(group_balance(books, group) for group in GROUPS)
    assert sum_cents == 0, f"the general ledger sums to {sum_cents} cents, not to zero"


def assert_controls_match(books: Books) -> None:
    """Stop when a control account differs from the members' accounts that it stands for.

    Raises:
        AssertionError: with the account and both amounts.
        NotDisclosed: at the public level, where members' accounts are unknown.
    """
    for account in CONTROL_ACCOUNTS:
        theirs_cents = books.total(MemberAccount, "balance_cents", account=account)
        ours_cents = -group_balance(books, account)
        assert theirs_cents == ours_cents, (
            f"{account}: members' accounts sum to {theirs_cents} cents, the ledger to {ours_cents}"
        )
