"""What the treasurer books by hand at a door: bookings, their opposites, and money kept for one use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from auzolan.foundation.moments import Moment, moment_from_iso
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import drawn
from auzolan.house.desk import Desk
from auzolan.house.doing import (
    Answer,
    CentsAsked,
    Choice,
    Day,
    Doing,
    Effect,
    LongText,
    Name,
    ShortText,
    UploadId,
    Who,
)
from auzolan.house.doors.errors import Misused
from auzolan.house.rooms.charter.queries import charter_in_force
from auzolan.house.rooms.treasury import choosing, flows_bookings
from auzolan.house.rooms.treasury.amounts import Amounts, legs_from_texts
from auzolan.house.storage.reader import Reader
from auzolan.treasury.accounts import BANK, FUND, group_of
from auzolan.treasury.ledger.posting import Leg
from auzolan.treasury.state import Hold

Account = Annotated[str, Meta(max_length=120)]
LEGS_MAX = 40


class BookAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An amount that goes from one account to another."""

    pays: Account
    gets: Account
    amount_cents: CentsAsked
    why: LongText
    period: Name = ""


class BookListAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A booking of several lines, with what is owed to members besides."""

    lines: Annotated[tuple[ShortText, ...], Meta(max_length=LEGS_MAX)]
    why: LongText
    owed: UploadId = ""
    period: Name = ""


class ReverseAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which booking is undone, and in which period."""

    booking: Name
    period: Name = ""


class HoldAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is kept, of which account, and how long."""

    hold: Name
    account: Account
    amount_cents: CentsAsked
    until: Day


class SpendHoldAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is spent of what was kept."""

    hold: Name
    to: Account
    amount_cents: CentsAsked
    period: Name = ""


class VoidHoldAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is kept no longer."""

    hold: Name


def _book(desk: Desk, who: Who, asked: BookAsked) -> Answer:
    legs = (Leg(asked.gets, asked.amount_cents), Leg(asked.pays, -asked.amount_cents))
    return flows_bookings.book(
        desk, actor=who.member, booking=drawn(desk, "by-hand"), legs=legs, owed={},
        period=choosing.period_now(desk, asked.period), why=asked.why,
    )  # fmt: skip


def _book_list(desk: Desk, who: Who, asked: BookListAsked) -> Answer:
    owed: Amounts | Refusal = {}
    if asked.owed:
        owed = choosing.amounts_in(desk, who, asked.owed, "amount_cents")
    if isinstance(owed, Refusal):
        return owed
    try:
        legs = legs_from_texts(asked.lines)
    except Misused as fault:
        return Refusal(
            "treasury.list_not_sound", "house, import", str(fault),
            "Correct the line; a booking is entered whole or not at all.",
        )  # fmt: skip
    return flows_bookings.book(
        desk, actor=who.member, booking=drawn(desk, "by-hand"), legs=legs, owed=owed,
        period=choosing.period_now(desk, asked.period), why=asked.why,
    )  # fmt: skip


def _reverse(desk: Desk, who: Who, asked: ReverseAsked) -> Answer:
    period = choosing.period_now(desk, asked.period)
    return flows_bookings.reverse(desk, actor=who.member, booking=asked.booking, period=period)


def _hold(desk: Desk, who: Who, asked: HoldAsked) -> Answer:
    return flows_bookings.place_hold(
        desk, actor=who.member, hold=asked.hold, account=asked.account,
        amount_cents=asked.amount_cents, until_at=_moment(asked.until),
    )  # fmt: skip


def _spend_hold(desk: Desk, who: Who, asked: SpendHoldAsked) -> Answer:
    return flows_bookings.post_hold(
        desk, actor=who.member, hold=asked.hold, to=asked.to, amount_cents=asked.amount_cents,
        period=choosing.period_now(desk, asked.period),
    )  # fmt: skip


def _void_hold(desk: Desk, who: Who, asked: VoidHoldAsked) -> Answer:
    return flows_bookings.void_hold(desk, actor=who.member, hold=asked.hold)


def _moment(day: str) -> Moment:
    """The first moment of a day; a day that no calendar has becomes one that is over."""
    try:
        return moment_from_iso(day)
    except ValueError:
        return Moment(0)


def _moves(reader: Reader, who: Who, asked: BookAsked) -> Sequence[Effect]:
    values: dict[str, str | int] = {
        "cents": asked.amount_cents, "currency": charter_in_force(reader).currency,
        "pays": asked.pays, "gets": asked.gets,
    }  # fmt: skip
    return [Effect("treasury.money_moves", values)]


def _spendable_on(reader: Reader, who: Who) -> Sequence[Choice]:
    """Where held money can go: from the bank to an expense, from a fund to the bank."""
    accounts = {row.account for row in reader.rows(Hold)}
    expenses = [
        one
        for one in choosing.bookable_accounts(reader, who)
        if one.value.startswith("expense:") and BANK in accounts
    ]
    funds = [Choice(BANK, BANK)] if any(group_of(one) == FUND for one in accounts) else []
    return [*expenses, *funds]


DOINGS: tuple[Doing[Any], ...] = (
    Doing(
        "treasury.book", BookAsked, _book, effects=_moves, needs_second=True, leads_to="money",
        choices={
            "pays": choosing.bookable_accounts, "gets": choosing.bookable_accounts,
            "period": choosing.bookable,
        },
    ),
    Doing(
        "treasury.book_list", BookListAsked, _book_list, needs_second=True, leads_to="money",
        effects=lambda reader, who, asked: choosing.list_brought(reader, who, asked.owed),
        choices={"period": choosing.bookable},
    ),
    Doing(
        "treasury.reverse", ReverseAsked, _reverse, needs_second=True, leads_to="money",
        choices={"booking": choosing.undoable, "period": choosing.bookable},
    ),
    Doing(
        "treasury.hold", HoldAsked, _hold, leads_to="money",
        choices={"account": choosing.holdable},
    ),
    Doing(
        "treasury.post_hold", SpendHoldAsked, _spend_hold, needs_second=True, leads_to="money",
        choices={"hold": choosing.held, "to": _spendable_on, "period": choosing.bookable},
    ),
    Doing(
        "treasury.void_hold", VoidHoldAsked, _void_hold, leads_to="money",
        choices={"hold": choosing.held},
    ),
)  # fmt: skip
