"""What can be asked about the books, their periods, and the sharing of a surplus."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from auzolan.charter.articles import Cents
from auzolan.charter.distribution import Basis, Bearer, Bp, LineName, Months
from auzolan.foundation import canonical
from auzolan.foundation.canonical import INTEGER_MAX, Whole
from auzolan.foundation.ids import Digest, Id, NoneOrId
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact
from auzolan.record.fields import Sealed
from auzolan.treasury.accounts import AccountName
from auzolan.treasury.ledger import Leg

Amount = Annotated[int, Meta(ge=1, le=INTEGER_MAX)]
Clause = Annotated[str, Meta(pattern=r"\Asurplus\.[a-z_]{1,60}\Z")]


class BeginClosing(Act, frozen=True, gc=False, tag="treasury.begin_closing/1"):
    """Let only corrections into a period from now on, and open the next."""

    period: Id
    next_period: Id


class ClosePeriod(Act, frozen=True, gc=False, tag="treasury.close_period/1"):
    """Close a period for good and carry its result; the next opens, if it is not open already."""

    period: Id
    next_period: Id


class Book(Act, frozen=True, gc=False, tag="treasury.book/1"):
    """Book a transaction: open legs, and members' legs in an annex `legs/1`.

    `legs` are debits above zero and credits below, in cents. `lines` has the columns member,
    amount_cents (the amount): what is owed to each besides, which the legs must balance; without
    members' legs it is None.
    """

    booking: Id
    period: Id
    legs: Annotated[tuple[Leg, ...], Meta(min_length=1, max_length=200)]
    lines: AnnexRef | None
    why: Sealed


class Reverse(Act, frozen=True, gc=False, tag="treasury.reverse/1"):
    """Undo a booking by its opposite; nothing is ever struck out."""

    booking: Id
    period: Id


class PlaceHold(Act, frozen=True, gc=False, tag="treasury.hold/1"):
    """Keep money of an account for one use, until a moment at most."""

    hold: Id
    account: AccountName
    amount_cents: Amount
    until_at: Whole


class PostHold(Act, frozen=True, gc=False, tag="treasury.post_hold/1"):
    """Spend what a hold keeps, or less of it, on another account; the hold ends."""

    hold: Id
    period: Id
    to: AccountName
    amount_cents: Amount


class VoidHold(Act, frozen=True, gc=False, tag="treasury.void_hold/1"):
    """Let go of what a hold keeps."""

    hold: Id


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


class ClosingBegun(Fact, frozen=True, gc=False, tag="treasury.closing_begun/1"):
    """Only corrections enter this period; the next is open."""

    period: Id
    next_period: Id


class PeriodClosed(Fact, frozen=True, gc=False, tag="treasury.period_closed/1"):
    """Nothing enters this period any more; the trial balance at closing, by group of accounts.

    The balance is the one before income and expenses are carried into the period's result. By
    group, and not by account, so that the fact stays small however many periods lie behind.
    `postings` and `chain` stand for every leg that entered the period.
    """

    period: Id
    next_period: Id
    income_cents: Whole
    expense_cents: Whole
    result_cents: Whole
    postings: Whole
    chain: Digest
    trial_balance: tuple[tuple[Id, Whole], ...]


class Booked(Fact, frozen=True, gc=False, tag="treasury.booked/1"):
    """The transaction is in the books; so many cents of it are owed to members."""

    booking: Id
    owed_cents: Whole


class Reversed(Fact, frozen=True, gc=False, tag="treasury.reversed/1"):
    """The booking is undone by its opposite."""

    booking: Id


class HoldPlaced(Fact, frozen=True, gc=False, tag="treasury.held/1"):
    """So much of the account is kept for one use."""

    hold: Id


class HoldPosted(Fact, frozen=True, gc=False, tag="treasury.hold_posted/1"):
    """What the hold kept was spent; the rest of it is free again."""

    hold: Id
    amount_cents: Whole


class HoldVoided(Fact, frozen=True, gc=False, tag="treasury.hold_voided/1"):
    """What the hold kept is free again."""

    hold: Id


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
