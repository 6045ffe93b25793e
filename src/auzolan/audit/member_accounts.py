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
from auzolan.labour.work.acts import WorkSettled
from auzolan.members.acts import Admitted
from auzolan.record.entries import Act, Fact
from auzolan.treasury.accounts import (
    COMPULSORY,
    PAYABLE,
    PAYING,
    REDEMPTION,
    RETURNS,
    ROYALTIES,
    VOLUNTARY,
    WITHHOLDING,
)
from auzolan.treasury.capital.contribution_acts import Contribute
from auzolan.treasury.capital.contribution_rules import account_of
from auzolan.treasury.capital.exit_acts import CapitalTakenOver, ExitOpened, ExitPaid, Lapsed
from auzolan.treasury.capital.winding_up_acts import WindingUpPlanned
from auzolan.treasury.capital.winding_up_rules import ENDED_COLUMNS
from auzolan.treasury.capital.withholding_acts import Withheld, WithholdingRemitted
from auzolan.treasury.ledger.acts import Book
from auzolan.treasury.payouts.acts import PayoutDrafted, ReportPayout, ReturnPayments
from auzolan.treasury.royalties.acts import Accrue, RoyaltiesSettled
from auzolan.treasury.state import (
    CANCELLED,
    CLOSED,
    DISTRIBUTED,
    DONE,
    REPORTED,
    SETTLED,
    Booking,
    Payout,
    Plan,
    WindingUp,
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
        case WorkRecorded() | WorkSettled():
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
        case Contribute() | Withheld() | WithholdingRemitted() | WindingUpPlanned():
            return _by_capital(part, value, books)
        case PayoutDrafted() | ReportPayout() | ReturnPayments():
            payout = books.get(Payout, part.payout)
            return _by_payout(part, entry, int(value("amount_cents")), payout)
    return {}


def moved_openly(fact: Fact, member: str) -> dict[str, int]:
    """What a member has gained, account by account, by a fact that names her in the open.

    Args:
        fact: of an entry.
        member: whose accounts.
    Returns:
        Cents by account, below zero for what was taken; empty where the fact is about no money of
        hers.
    """
    match fact:
        case Admitted() if fact.member == member:
            return {COMPULSORY: fact.contribution_cents}
        case ExitOpened() if fact.member == member:
            return {
                RETURNS: -fact.returns_cents, VOLUNTARY: -fact.voluntary_cents,
                COMPULSORY: -fact.compulsory_cents, REDEMPTION: fact.redeemed_cents,
            }  # fmt: skip
        case CapitalTakenOver() if fact.member == member:
            return {VOLUNTARY: fact.amount_cents}
        case ExitPaid() if fact.member == member:
            return {
                REDEMPTION: -fact.principal_cents,
                PAYABLE: fact.principal_cents + fact.interest_cents,
            }
        case Lapsed() if fact.member == member:
            return {PAYABLE: -fact.amount_cents}
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


def _by_capital(
    part: Contribute | Withheld | WithholdingRemitted | WindingUpPlanned, value: Value, books: Books
) -> dict[str, int]:
    cents = int(value("amount_cents"))
    match part:
        case Contribute(capital=kind):
            return {account_of(kind): cents}
        case Withheld():
            return {PAYABLE: -cents, WITHHOLDING: cents}
        case WithholdingRemitted():
            return {WITHHOLDING: -cents}
        case WindingUpPlanned():
            return _by_end(part, value, books)


def _by_end(fact: WindingUpPlanned, value: Value, books: Books) -> dict[str, int]:
    row = books.get(WindingUp, fact.winding_up)
    if row is None or row.state != DONE:
        return {}
    taken = {account: -int(value(name)) for account, name in ENDED_COLUMNS.items()}
    return {PAYABLE: int(value("amount_cents")), **taken}


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
