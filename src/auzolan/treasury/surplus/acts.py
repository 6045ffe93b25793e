"""What can be asked about a result: its plan, and the booking of what was voted."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from auzolan.charter.article import Cents
from auzolan.charter.distribution import Basis, Bearer, Bp, LineName, Months
from auzolan.foundation import canonical
from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Digest, Id, NoneOrId
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact
from auzolan.treasury.accounts import AccountName
from auzolan.treasury.ledger.posting import Leg

Clause = Annotated[str, Meta(pattern=r"\Asurplus\.[a-z_]{1,60}\Z")]


class PlanDistribution(Act, frozen=True, gc=False, tag="treasury.plan/1"):
    """Work out how a closed period's result would be divided, for the members to vote on.

    `valuation` may be empty where no pool is shared by data. `third_parties_cents` and
    `extraordinary_cents` are what of the result comes from work with others and out of the
    ordinary; the rest comes from work with members.
    """

    plan: Id
    period: Id
    valuation: NoneOrId
    tax_cents: Cents = 0
    third_parties_cents: Whole = 0
    extraordinary_cents: Whole = 0


class Distribute(Act, frozen=True, gc=False, tag="treasury.distribute/1"):
    """Book exactly the plan that the members voted."""

    mandate: Id
    plan: Id
    plan_digest: Digest

    def subject(self) -> str:
        """The plan and its digest, as the resolution named them."""
        return subject_of_plan(self.plan, self.plan_digest)

    def mandate_id(self) -> str:
        """The mandate that the members' resolution made."""
        return self.mandate


def subject_of_plan(plan: str, plan_digest: str) -> str:
    """What a resolution and its execution must agree on, to the letter."""
    return canonical.digest({"plan": plan, "plan_digest": plan_digest})


class PlannedLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of a plan above the members' part.

    Attributes:
        name: the line's name in the charter.
        clause: the clause that says how much.
        part_bp: the part that was taken; a condition may have changed it.
        base_cents: what it is a part of.
        cents: what the line gets.
        account: where it is booked.
        deadline_months: to be spent within so many months of the booking; 0 is no deadline.
    """

    name: LineName
    clause: Clause
    part_bp: Bp
    base_cents: Cents
    cents: Cents
    account: AccountName
    deadline_months: Months


class PlannedPool(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One pool of the members' part, and how much is in it."""

    basis: Basis
    weight_bp: Bp
    cents: Cents


class Borne(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one bearer bears of a loss."""

    bearer: Bearer
    cents: Cents


class PlanWarning(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a plan points out: a code, and a line, an amount, or how many members it is about."""

    code: Id
    about: Annotated[str, Meta(pattern=r"\A[a-z0-9_]{1,40}\Z")]


class DistributionPlanned(Fact, frozen=True, gc=False, tag="treasury.planned/1"):
    """How the result of a period would be divided, to the cent.

    `legs` is what `treasury.distribute` books. `lines` is a restricted annex `distribution/2` with
    the columns member, interest_cents, one a pool (as labour_cents), cash_cents,
    capitalised_cents, opening_cents, closing_cents and amount_cents (the amount): interest and
    patronage together. With a loss it also has loss_cents and what of it is taken from
    returns_loss_cents, voluntary_loss_cents and compulsory_loss_cents, and the loss is the amount.
    """

    plan: Id
    period: Id
    plan_digest: Digest
    result_cents: Whole
    third_parties_cents: Whole
    extraordinary_cents: Whole
    tax_cents: Cents
    interest_bp: Cents
    interest_cents: Cents
    made_good_cents: Cents
    available_cents: Cents
    waterfall: Annotated[tuple[PlannedLine, ...], Meta(max_length=30)]
    to_funds_cents: Cents
    patronage_cents: Cents
    pools: Annotated[tuple[PlannedPool, ...], Meta(max_length=10)]
    cash_cents: Cents
    capitalised_cents: Cents
    loss_cents: Cents
    borne: Annotated[tuple[Borne, ...], Meta(max_length=10)]
    warnings: Annotated[tuple[PlanWarning, ...], Meta(max_length=100)]
    legs: Annotated[tuple[Leg, ...], Meta(max_length=1_000)]
    lines: AnnexRef


class Distributed(Fact, frozen=True, gc=False, tag="treasury.distributed/1"):
    """The plan is booked: every line of it, and each member's cash and capital."""

    plan: Id
    period: Id
