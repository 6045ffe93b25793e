"""Bookings, royalties and payouts against the sum roots that their entries name.

What a fact says of members' lines as a whole must be what its annex sums to; anyone can see that,
whatever release decided. It reads no line, and it does not ask whether the step was due.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from auzolan.audit.annexes import refs_of
from auzolan.audit.report import Findings
from auzolan.foundation.books import Books
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact
from auzolan.treasury.ledger.acts import Book, Booked
from auzolan.treasury.payouts.acts import (
    PaymentsReturned,
    PayoutDrafted,
    PayoutExported,
    PayoutReported,
    PayoutSettled,
    ReportPayout,
    ReturnPayments,
)
from auzolan.treasury.royalties.acts import Accrue, Accrued, RoyaltiesSettled
from auzolan.treasury.state import Payout

Equality: TypeAlias = tuple[str, int, int]
"""A field of a fact, what it must be, and what it is."""

MONEY_FACTS: tuple[type[Fact], ...] = (
    Accrued, Booked, PaymentsReturned, PayoutDrafted, PayoutExported, PayoutReported,
    PayoutSettled, RoyaltiesSettled,
)  # fmt: skip


def check_money_lines(books: Books, entry: int, act: Act, fact: Fact, findings: Findings) -> None:
    """Compare what a fact says of money with its annex, or with the payout that it is about.

    Args:
        books: the books before the entry, public ones at least.
        entry: its number.
        act: what was asked.
        fact: one of `MONEY_FACTS`.
        findings: where differences are noted.
    """
    findings.checked("totals of bookings, royalties and payouts")
    about = str(type(fact).__struct_config__.tag)
    for name, expected, found in _equalities(books, act, fact):
        if expected != found:
            findings.differ(entry, about, name, expected=expected, found=found)


def _equalities(books: Books, act: Act, fact: Fact) -> Iterator[Equality]:
    for ref in (*refs_of(act), *refs_of(fact)):
        yield "debts among lines", 0, ref.debt_total
    match act, fact:
        case Book(lines=owed), Booked():
            yield "owed_cents", owed.total if owed else 0, fact.owed_cents
        case Accrue(lines=lines), Accrued():
            yield "amount_micro", lines.total, fact.amount_micro
            yield "members", lines.rows, fact.members
        case _, RoyaltiesSettled(lines=lines):
            yield "amount_cents", lines.total, fact.amount_cents
            yield "members", lines.rows, fact.members
        case ReportPayout(rejected=refused), PayoutReported():
            yield from _counted("rejected", refused, cents=fact.rejected_cents, count=fact.rejected)
        case ReturnPayments(returned=returned), PaymentsReturned():
            yield from _counted("returned", returned, cents=fact.amount_cents, count=fact.count)
        case _, PayoutDrafted() | PayoutExported() | PayoutSettled():
            yield from _of_payout(books, fact)


def _counted(name: str, ref: AnnexRef | None, *, cents: int, count: int) -> Iterator[Equality]:
    yield f"{name}, cents", ref.total if ref else 0, cents
    yield f"{name}, payments", ref.rows if ref else 0, count


def _of_payout(
    books: Books, fact: PayoutDrafted | PayoutExported | PayoutSettled
) -> Iterator[Equality]:
    payout = books.get(Payout, fact.payout)
    match fact:
        case PayoutDrafted(lines=lines):
            yield "total_cents", lines.total, fact.total_cents
            yield "count", lines.rows, fact.count
        case PayoutExported() if payout is not None:
            yield "control_sum_cents", payout.total_cents, fact.control_sum_cents
            yield "count", payout.count, fact.count
        case PayoutSettled() if payout is not None:
            sent_cents = payout.total_cents - payout.rejected_cents
            yield "amount_cents", sent_cents, fact.amount_cents
