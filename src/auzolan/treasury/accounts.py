"""The chart of accounts: which groups there are, which side they grow on, in what they count.

An account is named by its group and, where a group has several, by what follows: `bank`,
`income:2026:m1:acme`, `reserve:obligatory`. It keeps no balance and decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated

from msgspec import Meta

DEBIT, CREDIT = 1, -1

AccountName = Annotated[str, Meta(pattern=r"\A[a-z_]{1,20}(:[a-z0-9][a-z0-9._-]{0,47}){0,3}\Z")]
"""How accounts are written in an entry: a group, then ids; nobody can write a sentence there."""

CENTS = 2
MICRO = 6

BANK = "bank"
RECEIVABLE = "receivable"
DEFERRED = "deferred"
INCOME = "income"
EXPENSE = "expense"
RESULT = "result"
LOSS = "loss"
RESERVE = "reserve"
FUND = "fund"
CAPITAL = "capital"
PAYABLE = "payable"
PAYING = "paying"
REDEMPTION = "redemption"
WITHHOLDING = "withholding"
ROYALTIES = "royalties"
ROYALTY_COST = "royalty_cost"
SUSPENSE = "suspense"
TAX = "tax"

WAGES, TOPUPS, FEES, ROYALTIES_PAID, OTHER = "wages", "topups", "fees", "royalties", "other"
INTEREST = "interest"
EXPENSES = (FEES, INTEREST, OTHER, ROYALTIES_PAID, TOPUPS, WAGES)
"""Kinds of expense, each with an account for each period."""

OBLIGATORY = "reserve:obligatory"
VOLUNTARY_RESERVE = "reserve:voluntary"
INDIVISIBLE_RESERVE = "reserve:indivisible"
"""What members may not divide, though no law makes them save it."""

COMPULSORY = "capital:compulsory"
VOLUNTARY = "capital:voluntary"
RETURNS = "capital:returns"


@dataclass(frozen=True, slots=True)
class Group:
    """What is common to the accounts of a group.

    Attributes:
        side: `DEBIT` where a balance above zero is usual, else `CREDIT`.
        scale: decimals of its unit: 2 for cents, 6 for millionths.
        has_floor: whether no account of it may fall below zero on its own side.
        is_control: whether it stands for members' accounts, which are restricted.
    """

    side: int
    scale: int = CENTS
    has_floor: bool = True
    is_control: bool = False


GROUPS = MappingProxyType(
    {
        BANK: Group(DEBIT),
        CAPITAL: Group(CREDIT, is_control=True),
        DEFERRED: Group(CREDIT, scale=MICRO, has_floor=False),
        EXPENSE: Group(DEBIT, has_floor=False),
        FUND: Group(CREDIT),
        INCOME: Group(CREDIT, has_floor=False),
        LOSS: Group(DEBIT),
        PAYABLE: Group(CREDIT, is_control=True),
        PAYING: Group(CREDIT, is_control=True),
        RECEIVABLE: Group(DEBIT, scale=MICRO, has_floor=False),
        REDEMPTION: Group(CREDIT, is_control=True),
        RESERVE: Group(CREDIT),
        RESULT: Group(CREDIT, has_floor=False),
        ROYALTIES: Group(CREDIT, scale=MICRO, is_control=True),
        ROYALTY_COST: Group(DEBIT, scale=MICRO),
        SUSPENSE: Group(CREDIT),
        TAX: Group(CREDIT),
        WITHHOLDING: Group(CREDIT, is_control=True),
    }
)
"""All groups, in order of name. What a licensee owes is asked for in whole cents, rounded half up,
so `receivable` may end half a cent below zero. `deferred` stands against `receivable` until a licensee has paid,
`royalty_cost` against `royalties` until they are settled in cents. `income` and `expense` may end
below zero where a booking of a closed period is undone in a later one."""

CONTROL_ACCOUNTS = (
    COMPULSORY, RETURNS, VOLUNTARY, PAYABLE, PAYING, REDEMPTION, ROYALTIES, WITHHOLDING,
)  # fmt: skip
"""The accounts of the general ledger that stand for members' accounts of the same name."""

ALWAYS_OPEN = (
    BANK, *CONTROL_ACCOUNTS, OBLIGATORY, VOLUNTARY_RESERVE, ROYALTY_COST, SUSPENSE,
)  # fmt: skip
"""Accounts that every co-operative has from its founding on."""


def group_of(account: str) -> str:
    """The group of an account, by its name."""
    return account.partition(":")[0]


def owner_of(account: str) -> str:
    """Whom or what an account is for: a licensee, a fund, a period; empty for the co-operative."""
    return account.rpartition(":")[2] if ":" in account else ""


def asset_of(account: str, currency: str) -> str:
    """What an account counts, with its decimals: `EUR/2`, or `EUR/6` for millionths.

    Raises:
        KeyError: no group has this name.
    """
    return f"{currency}/{GROUPS[group_of(account)].scale}"


def natural(account: str, balance: int) -> int:
    """A balance on the account's own side: above zero is usual, whatever the side."""
    return balance * GROUPS[group_of(account)].side


def result_account(period: str) -> str:
    """The account that carries a period's result until the members share it."""
    return f"{RESULT}:{period}"


def loss_account(period: str) -> str:
    """The account that carries what a period's loss has left uncovered."""
    return f"{LOSS}:{period}"


def tax_account(period: str) -> str:
    """The account of the tax on a period's result: owed from the sharing on, until it is paid."""
    return f"{TAX}:{period}"


def fund_account(fund: str) -> str:
    """The account of a fund, by its name in the charter."""
    return f"{FUND}:{fund}"


def income_account(period: str, model: str, licensee: str) -> str:
    """What one licensee has paid for one model in a period."""
    return f"{INCOME}:{period}:{model}:{licensee}"


def expense_account(period: str, kind: str) -> str:
    """What was spent on one kind of expense in a period."""
    return f"{EXPENSE}:{period}:{kind}"


def is_of_period(account: str, period: str) -> bool:
    """Whether an income or expense account belongs to a period."""
    return account.split(":")[1] == period


def receivable_account(licensee: str) -> str:
    """What a licensee owes, in millionths."""
    return f"{RECEIVABLE}:{licensee}"


def deferred_account(licensee: str) -> str:
    """What is owed by a licensee and is no income before it is paid, in millionths."""
    return f"{DEFERRED}:{licensee}"
