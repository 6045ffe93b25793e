"""What the small model keeps of money: bookings, holds, payouts, exits and plans, in cents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

DEBITS = ("bank", "expense", "loss", "receivable", "royalty_cost")
"""How accounts begin that grow by debits; all others grow by credits."""
HELD = (
    "capital:compulsory", "capital:returns", "capital:voluntary", "payable", "paying", "redemption",
    "royalties", "withholding",
)  # fmt: skip
"""Accounts of the ledger of which each member has her own part."""
FUND_LINES = ("education", "intercooperation", "promotion", "solidarity")


@dataclass(slots=True)
class Booking:
    """What the treasurer booked: legs in cents, debit above zero, and what is owed to members."""

    period: str
    legs: dict[str, int]
    owed: dict[str, int]
    is_undone: bool = False


@dataclass(slots=True)
class Hold:
    """Money that is kept for one use."""

    account: str
    cents: int
    until: int
    is_over: bool = False

    def keeps(self, at: int) -> bool:
        """Whether it keeps anything now."""
        return not self.is_over and at < self.until


@dataclass(slots=True)
class Payout:
    """Money on its way; `lines` are those that neither were refused nor came back."""

    by: str
    entry: int
    lines: dict[str, int]
    state: str = "drafted"
    approved: set[str] = field(default_factory=set)
    returned: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Exit:
    """Capital that is paid back in yearly parts, from when, at which rate, and how many are paid."""

    member: str
    cents: int
    years: int
    since: int
    rate: int
    paid: int = 0


@dataclass(slots=True)
class Plan:
    """A year as it would be divided; what each account and each member gains, in natural sign."""

    period: str
    digest: str
    moves: Mapping[str, int]
    lines: Mapping[str, Mapping[str, int]]
    average: tuple[int, int] | None
    is_done: bool = False
