"""What can be asked about leaving: an exit, its yearly payments, and what nobody claims.

All of it is open. The general ledger is, and one person's capital cannot leave it unseen: whoever
compares its accounts before and after knows the amount. What she is paid besides stays restricted.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from auzolan.charter.distribution import Bp, Cents, Reason, Years
from auzolan.foundation import canonical
from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Id, NoneOrId
from auzolan.record.entries import Act, Fact
from auzolan.treasury.ledger.posting import Leg

Year = Annotated[int, Meta(ge=1, le=100)]


class ExitTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """On which terms a member's capital leaves, as the members vote on them.

    Attributes:
        member: whose capital.
        reason: why.
        deduction_bp: what of her compulsory contributions stays in the obligatory reserve.
        transfer_to: who takes the capital over; empty but for a transfer.
    """

    member: Id
    reason: Reason
    deduction_bp: Bp = 0
    transfer_to: NoneOrId = ""


def subject_of_exit(terms: ExitTerms) -> str:
    """What a resolution and its execution must agree on, to the letter."""
    return canonical.digest({"exit": terms})


class OpenExit(Act, frozen=True, gc=False, tag="treasury.open_exit/1"):
    """Take a member's capital out, on the terms that the members voted."""

    mandate: Id
    exit: Id
    member: Id
    reason: Reason
    deduction_bp: Bp
    transfer_to: NoneOrId

    def terms(self) -> ExitTerms:
        """What the members voted on."""
        return ExitTerms(self.member, self.reason, self.deduction_bp, self.transfer_to)

    def subject(self) -> str:
        """The digest of the terms, as the resolution named them."""
        return subject_of_exit(self.terms())

    def mandate_id(self) -> str:
        """The mandate that the members' resolution made."""
        return self.mandate


class PayExit(Act, frozen=True, gc=False, tag="treasury.pay_exit/1"):
    """Make a yearly part of a redemption payable, with its interest."""

    exit: Id
    year: Year


class Lapse(Act, frozen=True, gc=False, tag="treasury.lapse/1"):
    """Put what a former member has not claimed for the charter's years into the reserve."""

    member: Id


class ExitOpened(Fact, frozen=True, gc=False, tag="treasury.exit_opened/1"):
    """Her capital has left the accounts of capital.

    Attributes:
        exit: the exit.
        member: whose.
        from_at: the moment she left, from which the years count.
        returns_cents: taken from her shares of surpluses.
        voluntary_cents: taken from what she added freely.
        compulsory_cents: taken from her contribution.
        loss_cents: what of it made losses good.
        deduction_cents: what of it stays in the obligatory reserve.
        redeemed_cents: what is paid back to her; 0 for a transfer.
        years: in how many yearly parts.
        legal_bp: interest a year on what is unpaid, basis points.
        legs: what the general ledger books.
    """

    exit: Id
    member: Id
    from_at: Whole
    returns_cents: Cents
    voluntary_cents: Cents
    compulsory_cents: Cents
    loss_cents: Cents
    deduction_cents: Cents
    redeemed_cents: Cents
    years: Years
    legal_bp: Bp
    legs: Annotated[tuple[Leg, ...], Meta(max_length=1_000)]


class CapitalTakenOver(Fact, frozen=True, gc=False, tag="treasury.capital_taken_over/1"):
    """Another member has the capital now, as what she added freely."""

    member: Id
    amount_cents: Cents


class ExitPaid(Fact, frozen=True, gc=False, tag="treasury.exit_paid/1"):
    """A yearly part is payable, with its interest."""

    exit: Id
    member: Id
    year: Year
    principal_cents: Cents
    interest_cents: Cents


class Lapsed(Fact, frozen=True, gc=False, tag="treasury.lapsed/1"):
    """What nobody claimed is in the obligatory reserve."""

    member: Id
    amount_cents: Cents
