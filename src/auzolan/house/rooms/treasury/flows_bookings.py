"""What a door does about the treasurer's own bookings, holds, and periods that begin to close.

It computes no amount and looks at no balance: the rules do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auzolan.foundation.moments import Moment
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, lay_down_once, named
from auzolan.house.desk import Desk
from auzolan.house.rooms.members.flows import UNSEALED
from auzolan.house.submission import Receipt
from auzolan.record.annexes import AnnexRef
from auzolan.treasury.ledger.acts import BeginClosing, Book, PlaceHold, PostHold, Reverse, VoidHold
from auzolan.treasury.ledger.booking_rules import LEGS_KIND
from auzolan.treasury.ledger.posting import Leg


def lay_down_amounts(
    desk: Desk, kind: str, amounts: Mapping[str, int], *, identity: str,
    column: str = "amount_cents",
) -> AnnexRef:  # fmt: skip
    """Lay down what each member gets, in order of member, as an annex that an act can name.

    Args:
        desk: the desk.
        kind: of the annex.
        amounts: by member.
        identity: the id of the act, so that the same act sent again names the same annex.
        column: the name of the amounts.
    """
    members = sorted(amounts)
    columns: dict[str, Sequence[int] | Sequence[str]] = {
        "member": members,
        column: [amounts[member] for member in members],
    }
    return lay_down_once(desk, identity, kind, columns, amount=column)


def book(
    desk: Desk, *, actor: str, booking: str, period: str, legs: Sequence[Leg],
    owed: Mapping[str, int], why: str,
) -> Receipt | Refusal:  # fmt: skip
    """Book a transaction.

    Args:
        desk: the desk.
        actor: who holds the office of treasury.
        booking: its id.
        period: open or closing.
        legs: debits above zero, credits below, in cents.
        owed: what is owed to members besides, in cents; empty where nothing is.
        why: what it is for; sealed.
    """
    identity = named("book", booking)
    lines = lay_down_amounts(desk, LEGS_KIND, owed, identity=identity) if owed else None
    act = Book(booking, period, tuple(legs), lines, UNSEALED)
    return ask(desk, identity, actor, act, {"why": why})


def reverse(desk: Desk, *, actor: str, booking: str, period: str) -> Receipt | Refusal:
    """Undo a booking by its opposite."""
    return ask(desk, named("reverse", booking), actor, Reverse(booking, period))


def place_hold(
    desk: Desk, *, actor: str, hold: str, account: str, amount_cents: int, until_at: Moment
) -> Receipt | Refusal:
    """Keep money of the bank or a fund for one use."""
    act = PlaceHold(hold, account, amount_cents, until_at)
    return ask(desk, named("hold", hold), actor, act)


def post_hold(
    desk: Desk, *, actor: str, hold: str, period: str, to: str, amount_cents: int
) -> Receipt | Refusal:
    """Spend what a hold keeps, or less of it."""
    act = PostHold(hold, period, to, amount_cents)
    return ask(desk, named("post-hold", hold), actor, act)


def void_hold(desk: Desk, *, actor: str, hold: str) -> Receipt | Refusal:
    """Let go of what a hold keeps."""
    return ask(desk, named("void-hold", hold), actor, VoidHold(hold))


def begin_closing(desk: Desk, *, actor: str, period: str, next_period: str) -> Receipt | Refusal:
    """Let only corrections into a period from now on, and open the next."""
    return ask(desk, named("begin-closing", period), actor, BeginClosing(period, next_period))
