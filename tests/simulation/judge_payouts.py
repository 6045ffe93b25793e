"""What the small model says about bank accounts, payouts and earnings by use.

One function an act: None for no, else what is so afterwards.
"""

from __future__ import annotations

from typing import Any

from auzolan.house.submission import Receipt
from simulation.judge_ledger import takes
from simulation.small_days import DAY, day_of, is_day
from simulation.small_model import SmallModel
from simulation.small_money import Payout
from simulation.wish import Take, Wish

HOUR = DAY // 24
MICRO = 10_000

# --- out --------------------------------------------------------------------------------------


def set_payee(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if act.member not in m.active:
        return None

    def take(receipt: Receipt) -> None:
        m.payees[act.member] = (receipt.at, receipt.seq)

    return take


def draft(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if act.payout in m.payouts or not is_day(act.pay_on) or act.pay_on < day_of(at):
        return None
    waits = m.clauses["payouts.cooling_hours"] * HOUR
    least = max(1, m.clauses["payouts.smallest_cents"])
    lines = {
        member: cents
        for member, cents in m.held["payable"].items()
        if cents >= least and member in m.payees and m.payees[member][0] + waits <= at
    }
    total = sum(lines.values())
    if not lines or total > m.free("bank", at):
        return None

    def take(receipt: Receipt) -> None:
        m.payouts[act.payout] = Payout(wish.submission.actor, receipt.seq, dict(lines))
        m.debit({"payable": total, "paying": -total})
        for member, cents in lines.items():
            m.owe(member, "payable", -cents)
            m.owe(member, "paying", cents)

    return take


def approve(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    payout, actor = m.payouts.get(act.payout), wish.submission.actor
    if payout is None or payout.state != "drafted" or actor in {payout.by, *payout.approved}:
        return None

    def take(receipt: Receipt) -> None:
        payout.approved.add(actor)
        if len(payout.approved) >= m.clauses["payouts.approvals"]:
            payout.state = "approved"

    return take


def cancel(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    payout = m.payouts.get(act.payout)
    if payout is None or payout.state not in {"drafted", "approved"}:
        return None

    def take(receipt: Receipt) -> None:
        payout.state = "cancelled"
        _give_back(m, payout.lines)

    return take


def _give_back(m: SmallModel, lines: dict[str, int]) -> None:
    total = sum(lines.values())
    m.debit({"paying": total, "payable": -total})
    for member, cents in lines.items():
        m.owe(member, "paying", -cents)
        m.owe(member, "payable", cents)


def export(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    payout = m.payouts.get(act.payout)
    if payout is None or payout.state != "approved":
        return None
    if any(m.payees[member][1] > payout.entry for member in payout.lines):
        return None

    def take(receipt: Receipt) -> None:
        payout.state = "exported"

    return take


# --- what the bank says -----------------------------------------------------------------------


def _named(wish: Wish) -> dict[str, int]:
    return {member: cents for member, (cents,) in (wish.lines or {}).items()}


def report(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    payout, refused = m.payouts.get(act.payout), _named(wish)
    if payout is None or payout.state != "exported":
        return None
    if not refused.items() <= payout.lines.items():
        return None

    def take(receipt: Receipt) -> None:
        _give_back(m, refused)
        payout.lines = {who: cents for who, cents in payout.lines.items() if who not in refused}
        payout.state = "reported" if payout.lines else "settled"

    return take


def settle(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    payout = m.payouts.get(act.payout)
    if payout is None or payout.state != "reported" or not takes(m, act.period):
        return None
    total = sum(payout.lines.values())
    if act.amount_cents != total:
        return None

    def take(receipt: Receipt) -> None:
        payout.state = "settled"
        m.debit({"paying": total, "bank": -total})
        for member, cents in payout.lines.items():
            m.owe(member, "paying", -cents)

    return take


def come_back(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    payout, returned = m.payouts.get(act.payout), _named(wish)
    if payout is None or payout.state not in {"settled", "closed"} or not takes(m, act.period):
        return None
    if not returned.items() <= payout.lines.items():
        return None

    def take(receipt: Receipt) -> None:
        total = sum(returned.values())
        m.debit({"bank": total, "suspense": -total})
        payout.state = "settled"
        payout.returned |= returned
        payout.lines = {who: cents for who, cents in payout.lines.items() if who not in returned}

    return take


def clear(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    payout = m.payouts.get(act.payout)
    if payout is None or payout.state != "settled" or not takes(m, act.period):
        return None
    if not payout.returned:
        return None

    def take(receipt: Receipt) -> None:
        total = sum(payout.returned.values())
        m.debit({"suspense": total, "payable": -total})
        for member, cents in payout.returned.items():
            m.owe(member, "payable", cents)
        payout.returned = {}

    return take


def close(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    payout = m.payouts.get(act.payout)
    if payout is None or payout.state != "settled" or payout.returned:
        return None

    def take(receipt: Receipt) -> None:
        payout.state = "closed"

    return take


# --- earned by use ----------------------------------------------------------------------------


def accrue(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    licence, earned = m.licences.get(act.licence), _named(wish)
    if act.accrual in m.accruals or licence is None:
        return None
    if not all(member in m.active and micro > 0 for member, micro in earned.items()):
        return None
    total = sum(earned.values())
    # Who has paid all whole cents owed has paid what accrued; less than a cent stays with nobody.
    settled = licence.accrued_micro if m.due(licence) == 0 else licence.paid * MICRO
    if licence.earned_micro + total > settled * m.clauses["royalties.part_bp"] // 10_000:
        return None

    def take(receipt: Receipt) -> None:
        m.accruals.add(act.accrual)
        licence.earned_micro += total
        m.debit({"royalty_cost": total, "royalties": -total})
        for member, micro in earned.items():
            m.owe(member, "royalties", micro)

    return take


def settle_royalties(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    whole = {who: micro // MICRO for who, micro in m.held["royalties"].items() if micro >= MICRO}
    if act.settlement in m.settlements or not takes(m, act.period) or not whole:
        return None

    def take(receipt: Receipt) -> None:
        cents = sum(whole.values())
        m.settlements.add(act.settlement)
        m.debit({"royalties": cents * MICRO, "royalty_cost": -cents * MICRO})
        m.debit({f"expense:{act.period}:royalties": cents, "payable": -cents})
        for member, own in whole.items():
            m.owe(member, "royalties", -own * MICRO)
            m.owe(member, "payable", own)

    return take
