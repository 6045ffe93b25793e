"""From the books to the end of a co-operative: what stands in the way, who claims what, what is booked.

Assets must be money: whatever is not in the bank yet, or not decided yet, is named and waited for. A
bank that does not cover what is owed is no case for this: insolvency belongs to a court. It decides
nothing about who is served first; the charter does, and `dissolution` keeps its order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from auzolan.charter.distribution import Claim, Residue
from auzolan.charter.state import charter_of, has_ended
from auzolan.foundation.books import Books
from auzolan.foundation.money import share_pool
from auzolan.members.state import ACTIVE, Member
from auzolan.record.annex_columns import numbers, texts
from auzolan.record.annexes import ref_from_text
from auzolan.record.case import Case
from auzolan.treasury.accounts import (
    BANK,
    COMPULSORY,
    FUND,
    LOSS,
    OBLIGATORY,
    PAYABLE,
    REDEMPTION,
    RESERVE,
    RETURNS,
    TAX,
    VOLUNTARY,
    VOLUNTARY_RESERVE,
    WITHHOLDING,
    deferred_account,
    fund_account,
    receivable_account,
)
from auzolan.treasury.capital.dissolution import Outcome, wind_up
from auzolan.treasury.capital.winding_up_acts import PlanWindingUp
from auzolan.treasury.ledger.posting import Leg, own_balance
from auzolan.treasury.state import DISTRIBUTED, Account, MemberAccount, Plan

ENDED_ACCOUNTS = (COMPULSORY, VOLUNTARY, RETURNS, REDEMPTION)
"""What each member has in these ends at nothing; what she gets for it is payable."""

CO_OPERATION = fund_account("co_operation")
"""Where the asset lock keeps the residue until it goes to other co-operatives or their body."""

_CLAIMED = MappingProxyType(
    {
        Claim.REDEMPTION: (REDEMPTION,),
        Claim.VOLUNTARY_CAPITAL: (VOLUNTARY, RETURNS),
        Claim.COMPULSORY_CAPITAL: (COMPULSORY,),
    }
)
_OF_MEMBERS = (*_CLAIMED, Claim.DIVISIBLE_RESERVE)
_PATRONAGE = ("cash_cents", "capitalised_cents")
_YEARS = 5


@dataclass(frozen=True, slots=True)
class Ending:
    """The end as it would be booked.

    Attributes:
        assets_cents: what the bank holds.
        outcome: the claims in the charter's order, each served, and the rest.
        held: by account, what each member has there and will have no longer.
        amounts: what each member gets, in cents; everybody who had something is named.
        legs: what is booked; together zero per asset.
    """

    assets_cents: int
    outcome: Outcome
    held: Mapping[str, Mapping[str, int]]
    amounts: Mapping[str, int]
    legs: tuple[Leg, ...]


def owed_outside(books: Books, act: PlanWindingUp) -> dict[str, int]:
    """Who must be paid before anybody else: creditors, tax, and what is a member's pay already.

    Returns:
        Cents by account; the creditors whom the act names have a fund of their own each.
    """
    owed = {_creditor(one.creditor): one.cents for one in act.creditors}
    accounts = [PAYABLE, WITHHOLDING, *_accounts(books, TAX)]
    return owed | {account: own_balance(books, account) for account in accounts}


def _creditor(name: str) -> str:
    return f"{FUND}:creditors:{name}"


def _accounts(books: Books, group: str) -> list[str]:
    return [row.account for row in books.find(Account, group_name=group)]


def ending_of(books: Books, act: PlanWindingUp, case: Case) -> Ending:
    """Work out the end by the charter's order.

    Money bound to a purpose is served where the charter serves the education fund. Capitalised
    returns count as voluntary capital, since nobody had to bring them in. What may be divided among
    members is divided by patronage of the last five shared years.

    Args:
        books: the books, with restricted rows; nothing stands in the way, and the bank covers what
            is owed outside.
        act: names creditors, and what is given up.
        case: reads the lines of earlier plans.
    Raises:
        ValueError: the charter's order leaves out a claim that somebody has.
        NotDisclosed: at the public level.
    Source: charter, article on surplus (dissolution); es-1999: Act 27/1999, art. 75.
    """
    held = {account: _held(books, account) for account in ENDED_ACCOUNTS}
    sharers, divisible = _sharers(books, case), own_balance(books, VOLUNTARY_RESERVE)
    claims: dict[Claim, dict[str, int]] = {
        Claim.CREDITORS: owed_outside(books, act),
        Claim.EDUCATION_FUND: {name: own_balance(books, name) for name in _accounts(books, FUND)},
        **{claim: _together(held, accounts) for claim, accounts in _CLAIMED.items()},
        Claim.DIVISIBLE_RESERVE: share_pool(divisible, sharers) if divisible else {},
    }
    asked = {claim: owed for claim, owed in claims.items() if any(owed.values())}
    article = charter_of(books).surplus.distribution.dissolution
    found = wind_up(article, own_balance(books, BANK), asked)
    amounts = _amounts(found, held, sharers)
    return Ending(
        assets_cents=own_balance(books, BANK), outcome=found, held=held, amounts=amounts,
        legs=tuple(_legs(books, act, found, sum(amounts.values()))),
    )  # fmt: skip


def _held(books: Books, account: str) -> dict[str, int]:
    columns = books.columns(MemberAccount, ("member", "balance"), account=account)
    held = zip(columns["member"], columns["balance"], strict=True)
    return {str(member): int(cents) for member, cents in held if cents}


def _together(held: Mapping[str, Mapping[str, int]], accounts: Sequence[str]) -> dict[str, int]:
    found = Counter[str]()
    for account in accounts:
        found.update(held[account])
    return dict(found)


def _sharers(books: Books, case: Case) -> dict[str, int]:
    """Members in good standing by their patronage of late; equal ones where nobody has any."""
    active = books.columns(Member, ["member"], standing=ACTIVE)["member"]
    found = dict.fromkeys(map(str, active), 0)
    shared = [plan for plan in books.find(Plan, state=DISTRIBUTED) if plan.patronage_cents]
    for plan in sorted(shared, key=lambda one: one.entry)[-_YEARS:]:
        lines = case.annexes.read(ref_from_text(plan.lines))
        columns = (texts(lines, "member"), *(numbers(lines, name) for name in _PATRONAGE))
        for member, cash, capitalised in zip(*columns, strict=True):
            if member in found:
                found[member] += cash + capitalised
    return found if any(found.values()) else dict.fromkeys(found, 1)


def _amounts(
    found: Outcome, held: Mapping[str, Mapping[str, int]], sharers: Mapping[str, int]
) -> dict[str, int]:
    """What each member gets; whoever had something is named, also where she gets nothing."""
    amounts = Counter(dict.fromkeys({member for one in held.values() for member in one}, 0))
    for one in found.served:
        if one.claim in _OF_MEMBERS:
            amounts.update(one.paid)
    if found.residue == Residue.MEMBERS and found.residue_cents:
        amounts.update(share_pool(found.residue_cents, sharers))
    return dict(sorted(amounts.items()))


def _legs(
    books: Books, act: PlanWindingUp, found: Outcome, members_cents: int
) -> Iterator[Leg]:  # fmt: skip
    """What is booked: equity ends at nothing, and all that is left is owed to somebody."""
    reserves, losses = _accounts(books, RESERVE), _accounts(books, LOSS)
    changes = Counter({one: own_balance(books, one) for one in (*ENDED_ACCOUNTS, *reserves)})
    changes.update({one: -own_balance(books, one) for one in losses})
    for one in found.served:
        if one.claim == Claim.EDUCATION_FUND:
            cut = {name: own_balance(books, name) - cents for name, cents in one.paid.items()}
            changes.update(cut)
    changes.update({_creditor(one.creditor): -one.cents for one in act.creditors})
    changes[PAYABLE] -= members_cents
    if found.residue == Residue.CO_OPERATION:
        changes[CO_OPERATION] -= found.residue_cents
    for licensee in act.given_up:
        micro = own_balance(books, receivable_account(licensee))
        changes[receivable_account(licensee)] -= micro
        changes[deferred_account(licensee)] += micro
    yield from (Leg(account, amount) for account, amount in changes.items() if amount)


def unclaimed_account(books: Books) -> str:
    """Where money goes that nobody claims: into the reserve, and after the end to co-operation."""
    return CO_OPERATION if has_ended(books) else OBLIGATORY
