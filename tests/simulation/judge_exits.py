"""What the small model says about capital that leaves, and about what nobody claims.

One function an act: None for no, else what is so afterwards.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from math import floor
from typing import Any

from auzolan.house.submission import Receipt
from simulation.judge_rows import end_membership
from simulation.small_model import SmallModel
from simulation.small_money import Exit
from simulation.small_rights import OFFICES
from simulation.wish import Take, Wish

HER_OWN = ("justified", "unjustified")
BY_VOTE = ("expulsion", "death")
CAPITAL = ("capital:returns", "capital:voluntary", "capital:compulsory")


def can_leave(m: SmallModel, terms: Any) -> bool:
    """Whether the charter allows capital to leave on these terms at all."""
    if terms.member not in m.active or (terms.reason == "transfer") != bool(terms.transfer_to):
        return False
    if terms.transfer_to and (
        terms.transfer_to == terms.member or not m.active.get(terms.transfer_to)
    ):
        return False
    if m.active[terms.member] and terms.reason in HER_OWN:
        return False
    if not m.active[terms.member] and terms.reason == "expulsion":
        return False
    most = m.clauses.get(f"surplus.exit_{terms.reason}_bp", 0)
    return bool(terms.deduction_bp <= most)


def open_exit(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    is_active, is_transfer = m.active.get(act.member), act.reason == "transfer"
    if act.exit in m.exits or not can_leave(m, act):
        return None
    if not is_transfer and not _is_settled(m, act.member):
        return None
    if is_active and act.reason in BY_VOTE and m.is_alone(act.member, OFFICES, at):
        return None
    stays = is_active and is_transfer
    taken = {one: m.has(act.member, one) for one in CAPITAL}
    taken["capital:compulsory"] *= not stays
    total = sum(taken.values())
    if not total and not (is_active and act.reason in BY_VOTE):
        return None
    everybody = sum(m.accounts.get(one, 0) for one in CAPITAL)
    if is_transfer:
        held = sum(m.has(act.transfer_to, one) for one in CAPITAL)
        if (held + total) * m.clauses["surplus.holder_parts"] > everybody:
            return None
        return _handed_on(m, act, taken)
    return _paid_back(m, act, taken, everybody, ends=bool(is_active))


def _is_settled(m: SmallModel, member: str) -> bool:
    if member in m.left and m.left[member][0] not in m.results:
        return False
    return not any(cents < 0 and name not in m.shared for name, cents in m.results.items())


def _take(m: SmallModel, member: str, taken: dict[str, int]) -> None:
    for account, cents in taken.items():
        m.owe(member, account, -cents)
        m.debit({account: cents})


def _handed_on(m: SmallModel, act: Any, taken: dict[str, int]) -> Take:
    def take(receipt: Receipt) -> None:
        _take(m, act.member, taken)
        m.owe(act.transfer_to, "capital:voluntary", sum(taken.values()))
        m.debit({"capital:voluntary": -sum(taken.values())})
        m.exits[act.exit] = Exit(act.member, 0, 0, receipt.at, 0)

    return take


def _paid_back(
    m: SmallModel, act: Any, taken: dict[str, int], everybody: int, *, ends: bool
) -> Take:
    total = sum(taken.values())
    losses = {f"loss:{name}": m.accounts.get(f"loss:{name}", 0) for name in m.results}
    part = floor(Fraction(sum(losses.values()) * total, everybody)) if everybody else 0
    loss = min(total, part)
    stake = min(taken["capital:compulsory"], total - loss)
    kept = floor(Fraction(stake * act.deduction_bp, 10_000))
    years = m.clauses["surplus.exit_death_years" if act.reason == "death" else "surplus.exit_years"]

    def take(receipt: Receipt) -> None:
        left = loss
        for name, cents in losses.items():
            m.debit({name: -min(left, cents)})
            left -= min(left, cents)
        _take(m, act.member, taken)
        m.debit({"reserve:obligatory": -kept, "redemption": -(total - loss - kept)})
        m.owe(act.member, "redemption", total - loss - kept)
        if ends:
            end_membership(m, act.member, receipt)
        since = m.left[act.member][1]
        rate = m.clauses["surplus.interest_legal_bp"]
        m.exits[act.exit] = Exit(act.member, total - loss - kept, years, since, rate)

    return take


def pay_exit(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    one = m.exits.get(act.exit)
    if one is None or not one.cents or act.year != one.paid + 1 or act.year > one.years:
        return None
    if _day(at) < _anniversary(_day(one.since), act.year):
        return None
    sizes = [one.cents // one.years + (year < one.cents % one.years) for year in range(one.years)]
    unpaid = sum(sizes[one.paid :])
    interest = floor(Fraction(unpaid * one.rate, 10_000) + Fraction(1, 2))
    principal = sizes[one.paid]

    def take(receipt: Receipt) -> None:
        one.paid += 1
        m.owe(one.member, "redemption", -principal)
        m.owe(one.member, "payable", principal + interest)
        m.debit({"redemption": principal, f"expense:{m.period}:interest": interest})
        m.debit({"payable": -principal - interest})

    return take


def lapse(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    cents = m.has(act.member, "payable")
    if m.active.get(act.member, True) or not cents:
        return None
    since = _day(m.claims[act.member])
    ends = _anniversary(since, m.clauses["surplus.unclaimed_years"])
    ends += dt.timedelta(days=(ends.day != since.day))
    if _day(at) < ends:
        return None

    def take(receipt: Receipt) -> None:
        m.owe(act.member, "payable", -cents)
        rest = "fund:co_operation" if m.is_over else "reserve:obligatory"
        m.debit({"payable": cents, rest: -cents})

    return take


def _day(moment: int) -> dt.date:
    return (dt.datetime(1970, 1, 1) + dt.timedelta(milliseconds=moment)).date()  # noqa: DTZ001


def _anniversary(day: dt.date, years: int) -> dt.date:
    if (day.month, day.day) == (2, 29) and (day.year + years) % 4:
        return dt.date(day.year + years, 2, 28)
    return day.replace(year=day.year + years)
