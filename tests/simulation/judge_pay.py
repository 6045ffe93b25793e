"""What the small model says about sheets of work, job indexes, and paying what is accepted.

One function an act: None for no, else what is so afterwards.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import Any

from auzolan.house.submission import Receipt
from simulation.small_days import DAY
from simulation.small_labour import CENT, HOUR_S, Piece, owed
from simulation.small_model import SmallModel
from simulation.wish import Take, Wish

OUTSIDE = ""


def assign_index(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if not m.active.get(act.member) or not 100 <= act.index_centi <= 600:
        return None

    def take(receipt: Receipt) -> None:
        m.labour.indexes[act.member, act.work_class] = act.index_centi

    return take


def record_work(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if act.period != m.period or act.work in m.sheets or not wish.lines:
        return None
    for member, (seconds, pay) in wish.lines.items():
        if member not in m.active or not 1 <= seconds <= 31 * 86_400 or not 0 <= pay <= 10**11:
            return None

    def take(receipt: Receipt) -> None:
        m.sheets.add(act.work)
        for member, (seconds, pay) in (wish.lines or {}).items():
            topup = m.owed_for(seconds, pay) - pay
            m.labour.sums(act.period, member).update(
                seconds=seconds, weight_centi=seconds * m.labour.index(member),
                counted_seconds=seconds, paid_seconds=seconds, pay_cents=pay, topup_cents=topup,
                owed_cents=pay + topup,
            )  # fmt: skip
            _book(m, act.period, member, pay, topup)

    return take


def _book(m: SmallModel, period: str, member: str, wages: int, topup: int) -> None:
    m.owe(member, "payable", wages + topup)
    m.debit(
        {
            f"expense:{period}:wages": wages,
            f"expense:{period}:topups": topup,
            "payable": -wages - topup,
        }
    )


def settle(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    due = m.labour.due(at, m.clauses)
    if act.period != m.period or act.work in m.sheets or not due:
        return None

    def take(receipt: Receipt) -> None:
        m.sheets.add(act.work)
        for member in sorted({m.labour.pieces[name].line.member for name in due}):
            _pay(m, act.period, member, due, receipt.at)
        for name in due:
            _let_go(m, m.labour.pieces[name].line.batch)

    return take


def _pay(m: SmallModel, period: str, member: str, due: dict[str, str], at: int) -> None:
    """All her work that is due, in one sum; what was lifted before is not lifted again."""
    work, sums = m.labour, m.labour.sums(period, member)
    prices, floors, interest = 0, 0, Fraction(0)
    total = Fraction(0)
    for name, state in due.items():
        piece = work.pieces[name]
        if piece.line.member != member:
            continue
        if piece.is_floored:
            piece.home = piece.home or period
        new = piece.seconds - piece.counted if piece.is_floored else 0
        floor = new * work.floor(member, piece.since, m.clauses) if new else 0
        micro = 0
        if state == "accepted":
            micro = piece.micro
            interest += _interest(m, piece, at)
            _is_done(m, sums, piece)
        total += _more(m, member, piece.home, micro, floor)
        prices, floors = prices + micro, floors + floor
        sums["counted_seconds"] += new
        piece.counted = piece.seconds
        piece.is_silent |= state == "accepted" and piece.state != state
        piece.is_paid |= state == "accepted"
        piece.state = state
    pay, late = ceil(Fraction(prices, CENT)), ceil(interest)
    topup = ceil(total) - pay
    sums.update(
        pay_cents=pay, interest_cents=late, topup_cents=topup, owed_cents=pay + late + topup,
        floor_cents=ceil(Fraction(floors, HOUR_S)),
    )  # fmt: skip
    _book(m, period, member, pay + late, topup)


def _is_done(m: SmallModel, sums: Any, piece: Piece) -> None:
    """Accepted work counts whole, whatever was counted of its time before."""
    seconds = piece.seconds if piece.is_floored else 0
    index = m.labour.index(piece.line.member, piece.line.work_class)
    sums.update(
        seconds=seconds, weight_centi=seconds * index, paid_seconds=piece.paid_seconds,
        items=piece.line.items,
    )  # fmt: skip


def _interest(m: SmallModel, piece: Piece, at: int) -> Fraction:
    """On the price of work that was turned down wrongly, from its rejection."""
    if not piece.rejected_at:
        return Fraction(0)
    years = Fraction(at - piece.rejected_at, 365 * DAY)
    return Fraction(piece.micro, CENT) * years * int(m.clauses["labour.late_interest_bp"]) / 10_000


def _more(m: SmallModel, member: str, home: str, micro: int, floor: int) -> Fraction:
    """What further prices and time make owed within a period; outside of any it is the price."""
    if home == OUTSIDE:
        return Fraction(micro, CENT)
    before = m.labour.lifted.get((member, home), (0, 0))
    after = (before[0] + micro, before[1] + floor)
    m.labour.lifted[member, home] = after
    return owed(*after) - owed(*before)


def _let_go(m: SmallModel, batch: str) -> None:
    """Rows are free once all the work that they came with is paid."""
    pieces = [one for one in m.labour.pieces.values() if batch and one.line.batch == batch]
    if pieces and all(one.is_paid for one in pieces):
        m.labour.waiting[batch] = False
