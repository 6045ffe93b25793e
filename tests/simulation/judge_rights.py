"""What the small model says about interests, proxies and pauses: what members take back or lend.

One function an act: None for no, else what is so afterwards.
"""

from __future__ import annotations

from typing import Any

from auzolan.house.submission import Receipt
from simulation.small_model import DAY, Pause, SmallModel
from simulation.wish import Take, Wish

PAUSABLE = {
    "contributions.offer", "learning.seal", "learning.train", "learning.use", "licensing.grant",
    "members.admit", "treasury.approve_payout", "treasury.draft_payout", "treasury.export_payout",
}  # fmt: skip
EMERGENCY_DAYS, REST_DAYS, PROXIES_MAX = 14, 60, 2


def declare_interest(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    proposal, actor = m.proposals.get(act.proposal), wish.submission.actor
    early = ("draft", "endorsed", "admitted", "noticed")
    if proposal is None or proposal.state not in early or not m.active.get(actor):
        return None
    if actor in proposal.interested or actor == proposal.about:
        return None

    def take(receipt: Receipt) -> None:
        proposal.interested.add(actor)

    return take


def give_proxy(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    meeting, giver = m.meetings.get(act.meeting), wish.submission.actor
    if meeting is None or at >= meeting.opens or giver == act.holder:
        return None
    for member in (giver, act.holder):
        if not m.active.get(member) or m.since[member] > meeting.record_at:
            return None
    given = m.proxies_at(act.meeting)
    holders = list(given.values())
    if giver in given or act.holder in given or giver in holders:
        return None
    if holders.count(act.holder) >= PROXIES_MAX:
        return None

    def take(receipt: Receipt) -> None:
        m.proxies[act.meeting, giver] = act.holder

    return take


def revoke_proxy(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    giver = wish.submission.actor
    if giver not in m.proxies_at(act.meeting):
        return None

    def take(receipt: Receipt) -> None:
        del m.proxies[act.meeting, giver]

    return take


def pause(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if act.pause in m.pauses or act.power not in PAUSABLE or _is_habit(m, act.power, at):
        return None
    if not at < act.until_at <= at + EMERGENCY_DAYS * DAY:
        return None

    def take(receipt: Receipt) -> None:
        m.pauses[act.pause] = Pause(act.power, wish.submission.actor, act.until_at)

    return take


def agree_to_pause(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    found, actor = m.pauses.get(act.pause), wish.submission.actor
    if found is None or found.is_agreed or at >= found.until_at:
        return None
    if actor == found.asked_by or actor in m.holders("council", at):
        return None
    if _is_habit(m, found.power, at):
        return None

    def take(receipt: Receipt) -> None:
        found.is_agreed = True

    return take


def _is_habit(m: SmallModel, power: str, at: int) -> bool:
    return any(
        one.is_agreed and one.power == power and at < one.until_at + REST_DAYS * DAY
        for one in m.pauses.values()
    )
