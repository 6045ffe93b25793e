"""What accounts, commodities and amounts are called in hledger, ledger and beancount alike.

Beancount is the strictest: five roots, and parts that begin with a capital letter or a digit and
hold letters, digits and dashes. One way of writing serves all three, and no two accounts of the
books are ever written alike.
"""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType

from auzolan.house.rooms.treasury.journals.journal import JournalAccount
from auzolan.treasury import accounts as chart

_ROOTS = MappingProxyType(
    {
        chart.BANK: "Assets:Bank",
        chart.CAPITAL: "Equity:Capital",
        chart.DEFERRED: "Liabilities:Deferred",
        chart.EXPENSE: "Expenses",
        chart.FUND: "Liabilities:Fund",
        chart.INCOME: "Income",
        chart.LOSS: "Equity:Loss",
        chart.PAYABLE: "Liabilities:Payable",
        chart.PAYING: "Liabilities:Paying",
        chart.RECEIVABLE: "Assets:Receivable",
        chart.REDEMPTION: "Liabilities:Redemption",
        chart.RESERVE: "Equity:Reserve",
        chart.RESULT: "Equity:Result",
        chart.ROYALTIES: "Liabilities:Royalties",
        chart.ROYALTY_COST: "Assets:Royalty-Cost",
        chart.SUSPENSE: "Liabilities:Suspense",
        chart.TAX: "Liabilities:Tax",
        chart.WITHHOLDING: "Liabilities:Withholding",
    }
)
"""Where each group of accounts stands. `royalty_cost` is no expense before it is settled."""
_OTHER_ROOT = MappingProxyType({chart.DEBIT: "Assets", chart.CREDIT: "Liabilities"})
_ESCAPES = str.maketrans({".": "Dot", "_": "Low"})
_DECIMALS = ("ZERO", "ONE", "", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE")


@lru_cache(maxsize=65_536)
def tool_account(account: JournalAccount) -> str:
    """What an account is called outside: `Income:2026:M1:Acme` for `income:2026:m1:acme`.

    Ids have no capital letters, so the first can be made one, and `Dot` and `Low` can stand for
    the two signs that beancount does not take, without two accounts meeting.

    Returns:
        The name; a member's part of a control account ends with her id.
    Raises:
        KeyError: the chart has no such group.
    """
    group, *ids = account.account.split(":")
    if account.member:
        ids.append(account.member)
    return ":".join([_root_of(group), *map(_part, ids)])


def _root_of(group: str) -> str:
    found = _ROOTS.get(group)
    return found or f"{_OTHER_ROOT[chart.GROUPS[group].side]}:{_part(group)}"


def _part(identity: str) -> str:
    return identity[0].upper() + identity[1:].translate(_ESCAPES)


def decimals_of(asset: str) -> int:
    """The decimals of an asset: 2 of `EUR/2`."""
    return int(asset.rpartition("/")[2])


@lru_cache(maxsize=64)
def commodity_of(asset: str) -> str:
    """What an asset is called outside: `EUR` for `EUR/2`, `EURSIX` for `EUR/6`.

    Cents and millionths never meet in one transaction, so they are two commodities; the name has
    only letters, which all three programs take without quotes.
    """
    return asset.partition("/")[0] + _DECIMALS[decimals_of(asset)]


def decimal_text(amount: int, asset: str) -> str:
    """An amount with all the decimals of its asset and nothing else: `-12.30`, `0.012300`."""
    decimals = decimals_of(asset)
    if not decimals:
        return str(amount)
    whole, rest = divmod(abs(amount), 10**decimals)
    return f"{'-' if amount < 0 else ''}{whole}.{rest:0{decimals}d}"


def amount_text(amount: int, asset: str) -> str:
    """An amount with its commodity: `-12.30 EUR`."""
    return f"{decimal_text(amount, asset)} {commodity_of(asset)}"
