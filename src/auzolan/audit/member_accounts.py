"""What a line that names a member means for her accounts, as anyone can tell from the public books.

The rules write her accounts from the same lines, step by step, where nobody outside can see it. Here
each line is read once more, at the end, with the state that its plan, payout or booking has come to.
It proves no line and knows nothing of the others.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from auzolan.foundation.books import Books
from auzolan.foundation.money import MICRO_PER_CENT
from auzolan.labour.acts import WorkRecorded
from auzolan.record.entries import Act, Fact
from auzolan.treasury.accounts import PAYABLE, PAYING, RETURNS, ROYALTIES
from auzolan.treasury.ledger.acts import Book
from auzolan.treasury.payouts.acts import PayoutDrafted, ReportPayout, ReturnPayments
from auzolan.treasury.royalties.acts import Accrue, RoyaltiesSettled
from auzolan.treasury.state import (
    CANCELLED,
    CLOSED,
    DISTRIBUTED,
    REPORTED,
    SETTLED,
    Booking,
    Payout,
    Plan,
)
from auzolan.treasury.surplus.acts import DistributionPlanned
from auzolan.treasury.surplus.planning import LOSS_COLUMNS
from auzolan.treasury.surplus.year_books import CAPITAL_ACCOUNTS

Value: TypeAlias = Callable[[str], int | str]


def moved_by(part: Act | Fact, entry: int, value: Value, books: Books) -> dict[str, int]:
    """What a member has gained, account by account, by her line of an annex.

    Args:
        part: the act or fact that names the annex.
        entry: its entry.
        value: the value of her line in a column.
        books: the public books after the last entry.
    Returns:
        Units of each account's asset, below zero for what was taken; empty for a line that moves
        no money, as one of a sheet, a valuation, or a plan that was not booked.
    Raises:
        ValueError: the line has no such column.
    """
    match part:
        case WorkRecorded():
            return {PAYABLE: int(value("owed_cents"))}
        case DistributionPlanned():
            return _by_plan(part, entry, value, books)
        case Book():
            booking = books.get(Booking, part.booking)
            is_undone = booking is None or booking.reversal >= 0
            return {} if is_undone else {PAYABLE: int(value("amount_cents"))}
        case Accrue():
            return {ROYALTIES: int(value("amount_micro"))}
        case RoyaltiesSettled():
            cents = int(value("amount_cents"))
            return {ROYALTIES: -cents * MICRO_PER_CENT, PAYABLE: cents}
        case PayoutDrafted() | ReportPayout() | ReturnPayments():
            payout = books.get(Payout, part.payout)
            return _by_payout(part, entry, int(value("amount_cents")), payout)
    return {}


def _by_plan(fact: DistributionPlanned, entry: int, value: Value, books: Books) -> dict[str, int]:
    plan = books.get(Plan, fact.plan)
    if plan is None or plan.state != DISTRIBUTED or plan.entry != entry:
        return {}
    if fact.loss_cents:
        names = zip(CAPITAL_ACCOUNTS, LOSS_COLUMNS, strict=True)
        return {account: -int(value(name)) for account, name in names}
    capital = int(value("interest_cents")) + int(value("capitalised_cents"))
    return {PAYABLE: int(value("cash_cents")), RETURNS: capital}


def _by_payout(
    part: PayoutDrafted | ReportPayout | ReturnPayments,
    entry: int,
    cents: int,
    payout: Payout | None,
) -> dict[str, int]:
    if payout is None or payout.state == CANCELLED:
        return {}
    is_sent = payout.state in {SETTLED, CLOSED}
    match part:
        case PayoutDrafted():
            return {PAYABLE: -cents} if is_sent else {PAYABLE: -cents, PAYING: cents}
        case ReportPayout():
            is_open = payout.state == REPORTED
            return {PAYABLE: cents, PAYING: -cents} if is_open else {PAYABLE: cents}
        case ReturnPayments():
            # Until somebody has cleared it, money that came back waits in suspense.
            return {PAYABLE: cents} if payout.cleared > entry else {}
