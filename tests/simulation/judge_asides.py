"""What the small model says beside the polls: proxies, interests, candidates, sections, pauses.

One function an act: None for no, else what is so afterwards.
"""

from __future__ import annotations

from typing import Any

from auzolan.assembly.resolutions import Elect
from auzolan.house.submission import Receipt
from simulation.small_days import DAY
from simulation.small_deciding import Pause
from simulation.small_model import SmallModel
from simulation.small_rights import APART, OFFICES, ORGANS, PAUSABLE
from simulation.wish import Take, Wish

EARLY = ("draft", "endorsed", "admitted", "noticed")
UNDECIDED = (*EARLY, "open", "tallied")

# --- meetings ---------------------------------------------------------------------------------


def give_proxy(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    meeting, giver = m.meetings.get(act.meeting), wish.submission.actor
    if meeting is None or at >= meeting.opens or giver == act.holder:
        return None
    for member in (giver, act.holder):
        if not m.active.get(member) or m.since[member] > meeting.record_at:
            return None
    held = list(meeting.proxies.values())
    if {giver, act.holder} & meeting.proxies.keys() or giver in held:
        return None
    if held.count(act.holder) >= m.clauses["meetings.proxies_max"]:
        return None

    def take(receipt: Receipt) -> None:
        meeting.proxies[giver] = act.holder

    return take


def revoke_proxy(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    meeting, giver = m.meetings.get(act.meeting), wish.submission.actor
    if meeting is None or giver not in meeting.proxies:
        return None

    def take(receipt: Receipt) -> None:
        del meeting.proxies[giver]

    return take


def declare_interest(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    proposal, actor = m.proposals.get(act.proposal), wish.submission.actor
    if proposal is None or proposal.state not in EARLY or not m.active.get(actor):
        return None
    if actor in proposal.interested or actor == proposal.about:
        return None

    def take(receipt: Receipt) -> None:
        proposal.interested.add(actor)

    return take


# --- elections --------------------------------------------------------------------------------


def can_elect(m: SmallModel, measure: Elect, at: int) -> bool:
    """Whether an organ has these seats to fill, for so long."""
    if measure.organ not in ORGANS or measure.section:
        return False
    seats, days = ORGANS[measure.organ]
    if measure.seats == seats:
        return measure.days == days
    return measure.seats <= seats - len(m.sitting(measure.organ, at)) and measure.days <= days


def nominate(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    proposal, actor = m.proposals.get(act.proposal), wish.submission.actor
    if proposal is None or proposal.state not in EARLY:
        return None
    measure = proposal.measure
    if not isinstance(measure, Elect) or not m.active.get(actor):
        return None
    if (actor, True) in proposal.standing:
        return None
    is_partial = measure.seats < ORGANS[measure.organ][0]
    if is_partial and actor in m.sitting(measure.organ, at):
        return None
    held = {office for office in OFFICES if actor in m.holders(office, at)}
    sought = {
        one.measure.organ
        for one in m.proposals.values()
        if one.state in UNDECIDED and isinstance(one.measure, Elect)
        and (actor, True) in one.standing
    }  # fmt: skip
    others = (held | sought) - {measure.organ}
    if any(measure.organ in pair and pair & others for pair in APART):
        return None

    def take(receipt: Receipt) -> None:
        proposal.standing.append((actor, True))

    return take


def stand_down(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    proposal, actor = m.proposals.get(act.proposal), wish.submission.actor
    if proposal is None or proposal.state not in EARLY or (actor, True) not in proposal.standing:
        return None

    def take(receipt: Receipt) -> None:
        proposal.standing[proposal.standing.index((actor, True))] = (actor, False)

    return take


def set_class(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if not m.active.get(act.member) or act.section == m.sections.get(act.member, ""):
        return None
    if act.class_name != "full":
        return None

    def take(receipt: Receipt) -> None:
        m.sections[act.member] = act.section

    return take


# --- pauses -----------------------------------------------------------------------------------


def pause(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if act.pause in m.pauses or act.power not in PAUSABLE or _was_lately(m, act.power, at):
        return None
    if not at < act.until_at <= at + int(m.clauses["organs.emergency_days"]) * DAY:
        return None

    def take(receipt: Receipt) -> None:
        m.pauses[act.pause] = Pause(act.power, wish.submission.actor, act.until_at)

    return take


def _was_lately(m: SmallModel, power: str, at: int) -> bool:
    rest = int(m.clauses["meetings.notice_days_max"]) * DAY
    return any(
        one.is_agreed and one.power == power and at < one.until + rest for one in m.pauses.values()
    )


def agree_to_pause(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    one, actor = m.pauses.get(act.pause), wish.submission.actor
    if one is None or one.is_agreed or at >= one.until or _was_lately(m, one.power, at):
        return None
    if actor in m.holders("council", at) | {one.asked_by}:
        return None

    def take(receipt: Receipt) -> None:
        one.is_agreed, one.since = True, receipt.at

    return take


def can_keep(m: SmallModel, name: str, until: int, at: int) -> bool:
    """Whether members may keep a pause until then."""
    one = m.pauses.get(name)
    if one is None or not one.is_agreed or one.is_kept:
        return False
    return max(at, one.until) < until <= 2 * one.until - one.since


def keep_pause(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if not can_keep(m, act.pause, act.until_at, at):
        return None

    def take(receipt: Receipt) -> None:
        one = m.pauses[act.pause]
        one.until, one.is_kept = act.until_at, True

    return take
