"""The ledger: every transaction sums to zero, and the control accounts match the members'.

Debit is positive, credit negative, in the general ledger. A member's own accounts are written in
their natural sign: what is hers is above zero. It decides nothing and rounds nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, islice, repeat
from operator import add, lt
from typing import cast

import msgspec

from auzolan.charter.state import charter_of
from auzolan.foundation import canonical
from auzolan.foundation.books import Books
from auzolan.foundation.canonical import Whole
from auzolan.foundation.moments import Moment
from auzolan.members.state import LEFT, Member
from auzolan.record.case import Case
from auzolan.treasury.accounts import (
    ALWAYS_OPEN,
    BANK,
    CONTROL_ACCOUNTS,
    GROUPS,
    PAYABLE,
    PAYING,
    AccountName,
    asset_of,
    group_of,
    natural,
    owner_of,
)
from auzolan.treasury.state import (
    CLOSED,
    HELD,
    OPEN,
    Account,
    Claim,
    Hold,
    MemberAccount,
    MemberPosting,
    Period,
    Posting,
)

NO_POSTINGS = "0" * 64
"""The chain of a period into which nothing has entered."""

_MANY = 1_000


class Leg(msgspec.Struct, frozen=True, forbid_unknown_fields=True, array_like=True):
    """One leg of a transaction: an account and what it gains (debit) or loses (credit)."""

    account: AccountName
    amount: Whole


def open_accounts(books: Books) -> None:
    """Open at zero the accounts that every co-operative has; others open with their first leg."""
    for account in ALWAYS_OPEN:
        _open(books, account)


def _open(books: Books, account: str) -> Account:
    group = group_of(account)
    assert group in GROUPS, f"no group of accounts is called {group}"
    asset = asset_of(account, charter_of(books).currency)
    opened = Account(account, group, asset, owner_of(account), 0)
    books.add(opened)
    return opened


def open_a_period(books: Books, case: Case, period: str) -> None:
    """Open a period into which nothing has entered yet."""
    books.add(Period(period, OPEN, 0, case.seq, -1, 0, NO_POSTINGS))


def post(books: Books, case: Case, period: str, legs: Sequence[Leg]) -> None:
    """Write one transaction into the general ledger; legs of nothing are left out.

    Called at most once an entry: a posting is named by its entry and its leg.

    Args:
        books: the books; an account without a row opens with its first leg.
        case: the entry that is being written.
        period: the period it belongs to, not closed.
        legs: what each account gains, in units of its asset; together zero per asset.
    Raises:
        AssertionError: the legs do not sum to zero, the period is closed, a group is unknown, or
            an account with a floor would fall below zero.
    """
    sums = sums_by_scale((leg.account, leg.amount) for leg in legs)
    assert not any(sums.values()), f"a transaction sums to zero per asset; got {sums}"
    row = books.get(Period, period)
    assert row is not None, f"there is no period {period}"
    assert row.state != CLOSED, f"nothing is posted into {period}: it is closed"
    real = [leg for leg in legs if leg.amount != 0]
    for leg in real:
        account = books.get(Account, leg.account) or _open(books, leg.account)
        balance = account.balance + leg.amount
        books.put(msgspec.structs.replace(account, balance=balance))
    for account_name in {leg.account for leg in real}:
        _assert_floor(books, account_name)
    for place, leg in enumerate(real):
        books.add(Posting(case.seq, place, period, leg.account, leg.amount))
    if real:
        chain = chained(row.chain, case.seq, real)
        postings = row.postings + len(real)
        books.put(msgspec.structs.replace(row, postings=postings, chain=chain))


def sums_by_scale(amounts: Iterable[tuple[str, int]]) -> dict[int, int]:
    """What amounts on accounts sum to, for each number of decimals.

    Raises:
        AssertionError: an account belongs to no group.
    """
    sums: dict[int, int] = {}
    for account, amount in amounts:
        group = GROUPS.get(group_of(account))
        assert group is not None, f"no group of accounts has {account}"
        sums[group.scale] = sums.get(group.scale, 0) + amount
    return sums


def chained(chain: str, entry: int, legs: Sequence[Leg]) -> str:
    """The running digest of a period after one more transaction.

    Args:
        chain: the digest before, 64 hexadecimal digits.
        entry: the entry that books the legs.
        legs: none of zero, in order.
    Returns:
        SHA-256 of the canonical text of the three.
    """
    return hashlib.sha256(canonical.encode([chain, entry, list(legs)])).hexdigest()


def _assert_floor(books: Books, account: str) -> None:
    if GROUPS[group_of(account)].has_floor:
        assert own_balance(books, account) >= 0, f"{account} would fall below zero"


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
        amounts: by member, in natural sign: above zero is hers; zeros are left out.
    Raises:
        AssertionError: not a control account, or a member's account would fall below zero.
    """
    members = sorted(amounts)
    post_columns(books, case, movement, members, list(map(amounts.__getitem__, members)))


def post_columns(
    books: Books, case: Case, movement: Movement, members: list[str], moved: list[int]
) -> None:
    """The same for members in order of id, each once, with the amount of each in her place.

    Whole columns are mapped: a million members take a tenth of the time that one by one takes.

    Raises:
        AssertionError: as `post_members`; or somebody stands twice or out of order.
    """
    assert movement.account in CONTROL_ACCOUNTS, f"{movement.account} is no control account"
    assert all(map(lt, members, islice(members, 1, None))), "members are named in order, once each"
    if not all(moved):
        members = list(compress(members, moved))
        moved = list(compress(moved, moved))
    if not members:
        return
    balances = list(map(add, _balances(books, movement.account, members), moved))
    if min(balances) < 0:
        member = members[next(at for at, balance in enumerate(balances) if balance < 0)]
        raise AssertionError(f"{movement.account} of {member} would fall below zero")
    books.move_many(
        MemberAccount,
        MemberPosting,
        same={
            "account": movement.account,
            "entry": case.seq,
            "period": movement.period,
            "why": movement.why,
        },
        columns={"member": members, "amount": moved, "balance": balances},
    )
    if movement.account == PAYABLE:
        gained = [member for member, amount in zip(members, moved, strict=True) if amount > 0]
        _begin_claims(books, case, gained)


def _begin_claims(books: Books, case: Case, members: Sequence[str]) -> None:
    """Let the years in which former members can claim begin anew, with what is payable now."""
    if len(members) < _MANY:
        rows = books.get_many(Member, members)
        gone = [row.member for row in rows if row is not None and row.standing == LEFT]
    else:
        left = set(books.columns(Member, ("member",), standing=LEFT)["member"])
        gone = [member for member in members if member in left]
    if gone:
        books.put_many(Claim, {"member": gone, "since": [case.at] * len(gone)})


def _balances(books: Books, account: str, members: list[str]) -> list[int]:
    """What members have in an account, in their order; where many ask, all are read at once."""
    if len(members) < _MANY or books.count(MemberAccount, account=account) > 4 * len(members):
        rows = books.get_many(MemberAccount, [(member, account) for member in members])
        return [row.balance if row is not None else 0 for row in rows]
    held = books.columns(MemberAccount, ("member", "balance"), account=account)
    if held["member"] == members:
        return cast("list[int]", held["balance"])
    known = cast("dict[str, int]", dict(zip(held["member"], held["balance"], strict=True)))
    return list(map(known.get, members, repeat(0)))


def own_balance(books: Books, account: str) -> int:
    """The balance of an account on its own side; 0 before it is opened."""
    row = books.get(Account, account)
    return natural(account, row.balance) if row is not None else 0


def free_balance(books: Books, account: str, at: Moment) -> int:
    """What of an account no hold keeps at a moment, and in the bank no payout on its way; >= 0."""
    holds = books.find(Hold, account=account, state=HELD)
    kept = sum(one.amount for one in holds if one.until_at > at)
    if account == BANK:
        # Without this a hold could take the money of a payout that the bank is sending already.
        kept += own_balance(books, PAYING)
    return own_balance(books, account) - kept


def member_balance(books: Books, member: str, account: str) -> int:
    """What a member has in a control account.

    Raises:
        NotDisclosed: at the public level.
    """
    row = books.get(MemberAccount, (member, account))
    return row.balance if row is not None else 0


def group_balance(books: Books, group: str) -> int:
    """The balance of all accounts of a group, in units of its asset, debit positive."""
    return books.total(Account, "balance", group_name=group)


def trial_balance(books: Books) -> tuple[tuple[str, int], ...]:
    """Every group of accounts with its balance, in order of name; it sums to zero per asset."""
    return tuple((group, group_balance(books, group)) for group in sorted(GROUPS))


def assert_sums_to_zero(books: Books) -> None:
    """Stop when the general ledger as a whole does not sum to zero, asset by asset.

    Raises:
        AssertionError: with the sums by number of decimals.
    """
    sums = sums_by_scale(trial_balance(books))
    assert not any(sums.values()), f"the general ledger sums to {sums}, not to zero"


def assert_controls_match(books: Books, accounts: Sequence[str] = CONTROL_ACCOUNTS) -> None:
    """Stop when a control account differs from the members' accounts that it stands for.

    Args:
        books: the books, with restricted rows.
        accounts: the control accounts to look at.
    Raises:
        AssertionError: with the account and both amounts.
        NotDisclosed: at the public level, where members' accounts are unknown.
    """
    for account in accounts:
        theirs = books.total(MemberAccount, "balance", account=account)
        ours = own_balance(books, account)
        assert theirs == ours, f"{account}: members' accounts sum to {theirs}, the ledger to {ours}"
