"""Bookings, royalties, payouts and exits against what their entries name.

What a fact says of members' lines as a whole must be what its annex sums to; anyone can see that,
whatever release decided. It reads no line, and it does not ask whether the step was due.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from auzolan.audit.annexes import refs_of
from auzolan.audit.report import Findings
from auzolan.charter.distribution import Claim, Reason, Residue
from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.money import floor_cents, part_of
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact
from auzolan.treasury.accounts import COMPULSORY, OBLIGATORY, REDEMPTION, RETURNS
from auzolan.treasury.capital.contribution_acts import Contribute, Contributed
from auzolan.treasury.capital.exit_acts import ExitOpened, OpenExit
from auzolan.treasury.capital.exits import years_of
from auzolan.treasury.capital.winding_up_acts import WindingUpPlanned
from auzolan.treasury.capital.withholding_acts import Withheld, WithholdingRemitted
from auzolan.treasury.ledger.acts import Book, Booked
from auzolan.treasury.ledger.posting import sums_by_scale
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
    Contributed, WindingUpPlanned, Withheld, WithholdingRemitted,
    Accrued, Booked, ExitOpened, PaymentsReturned, PayoutDrafted, PayoutExported, PayoutReported,
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
    found_in = (
        _of_end(fact) if isinstance(fact, WindingUpPlanned) else _equalities(books, act, fact)
    )
    for name, expected, found in found_in:
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
        case Contribute(lines=lines), Contributed():
            yield "amount_cents", lines.total, fact.amount_cents
            yield "members", lines.rows, fact.members
        case _, RoyaltiesSettled() | Withheld() | WithholdingRemitted():
            yield "amount_cents", fact.lines.total, fact.amount_cents
            yield "members", fact.lines.rows, fact.members
        case ReportPayout(rejected=refused), PayoutReported():
            yield from _counted("rejected", refused, cents=fact.rejected_cents, count=fact.rejected)
        case ReturnPayments(returned=returned), PaymentsReturned():
            yield from _counted("returned", returned, cents=fact.amount_cents, count=fact.count)
        case OpenExit(), ExitOpened():
            yield from _of_exit(books, act, fact)
        case _, PayoutDrafted() | PayoutExported() | PayoutSettled():
            yield from _of_payout(books, fact)


def _of_exit(books: Books, act: OpenExit, fact: ExitOpened) -> Iterator[Equality]:
    """What was taken is all accounted for, on the terms that the charter and the vote allow."""
    article = charter_of(books).surplus.distribution
    is_transfer = act.reason == Reason.TRANSFER
    taken = fact.returns_cents + fact.voluntary_cents + fact.compulsory_cents
    kept = fact.loss_cents + fact.deduction_cents + fact.redeemed_cents
    booked = {leg.account: leg.amount for leg in fact.legs}
    yield "what was taken", 0 if is_transfer else taken, kept
    yield "legs", 0, sum(booked.values())
    yield "leg of returns", fact.returns_cents, booked.get(RETURNS, 0)
    yield "leg of contributions", fact.compulsory_cents, booked.get(COMPULSORY, 0)
    yield "leg of the reserve", -fact.deduction_cents, booked.get(OBLIGATORY, 0)
    yield "leg of the redemption", -fact.redeemed_cents, booked.get(REDEMPTION, 0)
    most = floor_cents(part_of(fact.compulsory_cents, act.deduction_bp))
    yield "deduction_cents above the terms", 0, max(0, fact.deduction_cents - most)
    yield "years", years_of(article.exit, act.reason) if fact.redeemed_cents else 0, fact.years
    yield "legal_bp", 0 if is_transfer else article.interest.legal_bp, fact.legal_bp


def _of_end(fact: WindingUpPlanned) -> Iterator[Equality]:
    """All that the bank holds goes to somebody, and what members get is theirs by a claim or the rest."""
    paid = {one.claim: one.paid_cents for one in fact.served}
    of_members = (
        Claim.REDEMPTION, Claim.VOLUNTARY_CAPITAL, Claim.COMPULSORY_CAPITAL, Claim.DIVISIBLE_RESERVE
    )  # fmt: skip
    rest_cents = fact.residue_cents if fact.residue == Residue.MEMBERS else 0
    claimed = sum(paid.get(claim, 0) for claim in of_members)
    yield "debts among lines", 0, fact.lines.debt_total
    yield "members_cents", fact.lines.total, fact.members_cents
    yield "members_cents, of claims and rest", claimed + rest_cents, fact.members_cents
    yield "assets_cents", fact.assets_cents, sum(paid.values()) + fact.residue_cents
    for scale, cents in sums_by_scale((leg.account, leg.amount) for leg in fact.legs).items():
        yield f"legs with {scale} decimals", 0, cents


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
