"""What the small model says about periods, bookings and holds.

One function an act: None for no, else what is so afterwards.
"""

from __future__ import annotations

from typing import Any

from auzolan.house.submission import Receipt
from simulation.small_days import DAY
from simulation.small_model import SmallModel
from simulation.small_money import Booking, Hold
from simulation.wish import Take, Wish

KINDS_OF_EXPENSE = ("fees", "other", "royalties", "topups", "wages")

# --- periods ----------------------------------------------------------------------------------


def takes(m: SmallModel, period: str, *, corrections: bool = False) -> bool:
    """Whether something may enter a period."""
    return period == m.period or (corrections and period == m.closing)


def begin_closing(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if act.period != m.period or m.knows(act.next_period) or m.closing:
        return None

    def take(receipt: Receipt) -> None:
        m.closing, m.period = act.period, act.next_period

    return take


def close_period(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if m.closing:
        if (act.period, act.next_period) != (m.closing, m.period):
            return None
    elif act.period != m.period or m.knows(act.next_period):
        return None

    def take(receipt: Receipt) -> None:
        result = 0
        for name, amount in m.accounts.items():
            if name.startswith((f"income:{act.period}:", f"expense:{act.period}:")):
                result += amount if name.startswith("income") else -amount
                m.accounts[name] = 0
        m.results[act.period] = result
        m.accounts[f"result:{act.period}"] = result
        m.closing, m.period = "", act.next_period

    return take


# --- bookings ---------------------------------------------------------------------------------


def book(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    owed = {member: cents for member, (cents,) in (wish.lines or {}).items()}
    legs = {leg.account: leg.amount for leg in act.legs}
    if act.booking in m.bookings or not takes(m, act.period, corrections=True):
        return None
    if len(legs) != len(act.legs) or not all(legs.values()):
        return None
    if not all(is_bookable(m, name) for name in legs) or legs.get("fund:education", 1) < 0:
        return None
    if not all(member in m.active and cents > 0 for member, cents in owed.items()):
        return None
    if wish.submission.actor in owed or sum(legs.values()) != sum(owed.values()):
        return None
    if any(m.lacks(m.named(name, act.period), cents, at) for name, cents in legs.items()):
        return None

    def take(receipt: Receipt) -> None:
        m.bookings[act.booking] = Booking(act.period, legs, owed)
        m.debit({m.named(name, act.period): cents for name, cents in legs.items()})
        m.debit({"payable": -sum(owed.values())})
        for member, cents in owed.items():
            m.owe(member, "payable", cents)

    return take


def is_bookable(m: SmallModel, name: str) -> bool:
    """Whether the treasurer may book there by hand."""
    group, _, kind = name.partition(":")
    if group == "expense":
        return kind in KINDS_OF_EXPENSE
    return name in {"bank", "income:other"} or (name == "fund:education" and name in m.accounts)


def reverse(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    booking = m.bookings.get(act.booking)
    if booking is None or booking.is_undone or not takes(m, act.period, corrections=True):
        return None
    if booking.period in {m.period, m.closing} and booking.period != act.period:
        return None
    back = {m.named(name, act.period): -cents for name, cents in booking.legs.items()}
    if any(m.lacks(name, back[name], at) for name in {"bank", "fund:education"} & {*back}):
        return None
    if any(m.has(member, "payable") < cents for member, cents in booking.owed.items()):
        return None

    def take(receipt: Receipt) -> None:
        booking.is_undone = True
        m.debit(back)
        m.debit({"payable": sum(booking.owed.values())})
        for member, cents in booking.owed.items():
            m.owe(member, "payable", -cents)

    return take


# --- holds ------------------------------------------------------------------------------------


def place_hold(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if act.hold in m.holds or not at < act.until_at <= at + 366 * DAY:
        return None
    if act.account != "bank" and not (
        act.account == "fund:education" and act.account in m.accounts
    ):
        return None
    if act.amount_cents > m.free(act.account, at):
        return None

    def take(receipt: Receipt) -> None:
        m.holds[act.hold] = Hold(act.account, act.amount_cents, act.until_at)

    return take


def post_hold(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    hold = m.holds.get(act.hold)
    if hold is None or not hold.keeps(at) or not takes(m, act.period):
        return None
    if act.amount_cents > hold.cents or not is_bookable(m, act.to):
        return None
    if hold.account == "bank":
        if not act.to.startswith("expense:"):
            return None
    elif act.to != "bank" or act.amount_cents > m.free("bank", at):
        return None

    def take(receipt: Receipt) -> None:
        hold.is_over = True
        if hold.account == "bank":
            cost = m.named(act.to, act.period)
            m.debit({cost: act.amount_cents, "bank": -act.amount_cents})
        else:
            m.debit({hold.account: act.amount_cents, "bank": -act.amount_cents})

    return take


def void_hold(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    hold = m.holds.get(act.hold)
    if hold is None or hold.is_over:
        return None

    def take(receipt: Receipt) -> None:
        hold.is_over = True

    return take
