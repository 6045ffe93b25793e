"""Wishes beside the polls: proxies, interests, candidates, sections, pauses."""

from __future__ import annotations

from auzolan.assembly.acts import DeclareInterest, GiveProxy, Nominate, RevokeProxy, StandDown
from auzolan.assembly.petition_acts import AgreeToPause, KeepPause, Pause
from auzolan.assembly.resolutions import Elect, RatifyPause
from auzolan.members.acts import SetClass
from simulation.drawing import Wishes
from simulation.small_days import DAY
from simulation.small_rights import ORGANS, PAUSABLE
from simulation.wish import Wish

EARLY = ("draft", "endorsed", "admitted", "noticed")


def election(w: Wishes) -> Elect:
    """A measure to elect people into an organ, mostly one that sits."""
    organ = w.rng.choice(sorted(ORGANS)) if w.rng.random() < 0.9 else "delegates"
    seats, days = w.rng.choice(((3, 1_460), (3, 1_460), (1, 400), (2, 1_460), (3, 400), (4, 10)))
    return Elect(organ, seats, days, "north" if w.rng.random() < 0.03 else "")


def keep(w: Wishes) -> RatifyPause:
    """A measure to keep a pause, mostly not too long."""
    name = w.some(w.model.pauses)
    one = w.model.pauses.get(name)
    if one is None:
        return RatifyPause(name, w.at)
    longest = 2 * one.until - one.since
    return RatifyPause(name, longest + w.rng.choice((0, 0, 0, 0, 1)))


# --- meetings and elections -----------------------------------------------------------------------


def proxy(w: Wishes) -> Wish:
    """One is given, seldom taken back."""
    ahead = [name for name, one in w.model.meetings.items() if w.at < one.opens]
    meeting = w.some(ahead if ahead and w.rng.random() < 0.9 else w.model.meetings)
    one = w.model.meetings.get(meeting)
    if one is not None and one.proxies and w.rng.random() < 0.3:
        return w.wish(w.some(one.proxies), RevokeProxy(meeting))
    if w.rng.random() < 0.05:
        return w.wish(w.member(), RevokeProxy(meeting))
    return w.wish(w.member(), GiveProxy(meeting, w.member()))


def declare_interest(w: Wishes) -> Wish:
    early = [name for name, one in w.model.proposals.items() if one.state in EARLY]
    proposal = w.some(early if early and w.rng.random() < 0.9 else w.model.proposals)
    return w.wish(w.member(), DeclareInterest(proposal))


def stand(w: Wishes) -> Wish:
    """Somebody stands in an election, or stands no more."""
    elections = [name for name, one in w.model.proposals.items() if isinstance(one.measure, Elect)]
    proposal = w.some(elections if elections and w.rng.random() < 0.95 else w.model.proposals)
    one = w.model.proposals.get(proposal)
    standing = [who for who, stands in one.standing if stands] if one is not None else []
    if w.rng.random() < 0.25:
        return w.wish(w.some(standing) if standing else w.member(), StandDown(proposal))
    return w.wish(w.member(), Nominate(proposal))


def set_class(w: Wishes) -> Wish:
    """A section; all stay full members, since how classes are capped has tests of its own.

    Now and then an officer asks for another that her votes be capped, which is hers to ask.
    """
    officer, member = w.officer("members.set_class"), w.member()
    is_meddling = officer != member and w.rng.random() < 0.2
    class_name = "inactive" if is_meddling else "full"
    return w.wish(officer, SetClass(member, class_name, w.rng.choice(("", "north", "south"))))


# --- pauses ---------------------------------------------------------------------------------------


def pause(w: Wishes) -> Wish:
    """One is asked for, agreed to, or kept without a vote."""
    asked = [name for name, one in w.model.pauses.items() if not one.is_agreed and w.at < one.until]
    chance = w.rng.random()
    if asked and chance < 0.6:
        name = w.some(asked)
        return w.wish(w.officer("assembly.agree_to_pause"), AgreeToPause(name))
    if chance < 0.1:
        name = w.some(w.model.pauses)
        act = KeepPause(w.some(w.model.mandates), name, w.at + DAY)
        return w.wish(w.officer("assembly.keep_pause"), act)
    power = w.rng.choice(PAUSABLE) if w.rng.random() < 0.9 else "consent.withdraw"
    days = w.rng.choice((0, 2, 5, 9, 14, 15))
    act = Pause(w.fresh("pa", w.model.pauses), power, w.at + days * DAY, "")
    return w.wish(w.officer("assembly.pause"), act, reasons="An emergency.")
