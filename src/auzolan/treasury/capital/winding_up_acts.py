"""What can be asked about the end of a co-operative: its plan, and the booking of what was voted."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from auzolan.charter.article import Cents
from auzolan.charter.distribution import Claim, Residue
from auzolan.foundation import canonical
from auzolan.foundation.canonical import INTEGER_MAX, Whole
from auzolan.foundation.ids import Digest, Id
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact
from auzolan.treasury.ledger.posting import Leg


class Creditor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody outside who is owed money that no account shows yet, in cents."""

    creditor: Id
    cents: Annotated[int, Meta(ge=1, le=INTEGER_MAX)]


class PlanWindingUp(Act, frozen=True, gc=False, tag="treasury.plan_winding_up/1"):
    """Work out from the books who gets what at the end, for the members to vote on.

    `given_up` names licensees whose debts nobody will collect any more.
    """

    winding_up: Id
    creditors: Annotated[tuple[Creditor, ...], Meta(max_length=50)] = ()
    given_up: Annotated[tuple[Id, ...], Meta(max_length=50)] = ()


class WindUp(Act, frozen=True, gc=False, tag="treasury.wind_up/1"):
    """Book exactly the end that the members voted; hardly anything can be done after it."""

    mandate: Id
    winding_up: Id
    plan_digest: Digest

    def subject(self) -> str:
        """The plan and its digest, as the resolution named them."""
        return subject_of_winding_up(self.winding_up, self.plan_digest)

    def mandate_id(self) -> str:
        """The mandate that the members' resolution made."""
        return self.mandate


def subject_of_winding_up(winding_up: str, plan_digest: str) -> str:
    """What a resolution and its execution must agree on, to the letter."""
    return canonical.digest({"plan_digest": plan_digest, "winding_up": winding_up})


class ClaimPlanned(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One claim in the charter's order: what it asks for, and what it gets."""

    claim: Claim
    asked_cents: Cents
    paid_cents: Cents


class WindingUpPlanned(Fact, frozen=True, gc=False, tag="treasury.winding_up_planned/1"):
    """How the end would be booked, to the cent.

    `assets_cents` is what the bank holds, `members_cents` what members would get, and the rest of it
    goes to `residue`. `legs` is what `treasury.wind_up` books. `lines` is a restricted annex
    `winding_up/1` with the columns member, amount_cents (the amount): what she gets, and
    compulsory_cents, voluntary_cents, returns_cents, redemption_cents: what she has there, which
    ends at nothing. The sums are open; who stands alone in an account shows what she has.
    """

    winding_up: Id
    plan_digest: Digest
    assets_cents: Cents
    served: Annotated[tuple[ClaimPlanned, ...], Meta(max_length=10)]
    members_cents: Cents
    residue: Residue
    residue_cents: Cents
    legs: Annotated[tuple[Leg, ...], Meta(max_length=250)]
    lines: AnnexRef


class WoundUp(Fact, frozen=True, gc=False, tag="treasury.wound_up/1"):
    """The co-operative is over: members' parts are payable, the rest is set apart."""

    winding_up: Id
    residue_cents: Whole
