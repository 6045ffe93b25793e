"""What can be asked of the books: periods, bookings, holds."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from auzolan.foundation.canonical import INTEGER_MAX, Whole
from auzolan.foundation.ids import Digest, Id
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact
from auzolan.record.fields import Sealed
from auzolan.treasury.accounts import AccountName
from auzolan.treasury.ledger.posting import Leg

Amount = Annotated[int, Meta(ge=1, le=INTEGER_MAX)]


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
