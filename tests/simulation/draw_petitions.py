"""Wishes about petitions, what they are used for, and challenges."""

from __future__ import annotations

from auzolan.assembly.acts import AddItem, Convene
from auzolan.assembly.petition_acts import Challenge, DecideChallenge, Petition, Sign
from simulation.draw_decisions import MINUTE, dry_run, is_shelved
from simulation.drawing import Wishes
from simulation.small_days import DAY
from simulation.wish import Wish

ABOUT = {
    "call": (), "add_item": ("endorsed", "admitted"), "confirm": ("passed",),
    "suspend": ("passed",),
}  # fmt: skip
"""In which states a proposal may be that a petition is about."""


def petition(w: Wishes) -> list[Wish]:
    """A petition, and those who sign it on the same day."""
    kind = w.rng.choice(sorted(ABOUT))
    about = _about(w, kind)
    name = w.fresh("pe", w.model.petitions)
    begun = w.wish(w.member(), Petition(name, kind, about, ""), reasons="We ask for it.")
    return [begun, *(w.wish(w.member(), Sign(name)) for _ in range(w.rng.choice((0, 2, 4, 6))))]


def _about(w: Wishes, kind: str) -> str:
    if (kind == "call") != (w.rng.random() < 0.04):
        return ""
    challenged = {one.proposal for one in w.model.challenges.values() if one.state == "pending"}
    fitting = [
        name
        for name, one in w.model.proposals.items()
        if one.state in ABOUT[kind]
        and (kind != "suspend" or name in challenged)
        and not is_shelved(one)
    ]
    return w.some(fitting if fitting and w.rng.random() < 0.9 else w.model.proposals)


def sign(w: Wishes) -> Wish:
    open_ = [name for name, one in w.model.petitions.items() if not one.is_carried]
    name = w.some(open_ if open_ and w.rng.random() < 0.9 else w.model.petitions)
    return w.wish(w.member(), Sign(name))


def use_petition(w: Wishes) -> Wish:
    """What a petition is for, by its author mostly."""
    waiting = [
        name
        for name, one in w.model.petitions.items()
        if one.kind in ("call", "add_item") and not one.is_used
    ]
    carried = [name for name in waiting if w.model.petitions[name].is_carried]
    in_time = [name for name in carried if _is_in_time(w, w.model.petitions[name].about)]
    carried = in_time if in_time and w.rng.random() < 0.8 else carried
    name = w.some(carried if carried and w.rng.random() < 0.9 else waiting)
    one = w.model.petitions.get(name)
    actor = one.author if one is not None and w.rng.random() < 0.9 else w.member()
    if one is not None and (one.kind == "add_item") == (w.rng.random() < 0.95):
        return _add_item(w, actor, name, one.about)
    return _convene(w, actor, name)


def _is_in_time(w: Wishes, about: str) -> bool:
    """Whether a meeting could still take up what a petition is about."""
    proposal = w.model.proposals.get(about)
    return proposal is not None and proposal.state in ABOUT["add_item"] and bool(_ahead(w))


def _ahead(w: Wishes) -> list[str]:
    """Meetings whose agenda is still open."""
    return [
        name
        for name, one in w.model.meetings.items()
        if w.at < min(one.opens, one.record_at + 5 * DAY)
    ]


def _convene(w: Wishes, actor: str, petition: str) -> Wish:
    waiting = [
        name
        for name, one in w.model.proposals.items()
        if one.state == "admitted" and not is_shelved(one)
    ]
    agenda = w.rng.sample(waiting, min(len(waiting), w.rng.randint(1, 2))) or ["none"]
    opens = w.at + w.rng.choice((9, 10, 10, 12, 12)) * DAY
    ref, lines = dry_run(w, agenda)
    meeting = w.fresh("me", w.model.meetings)
    act = Convene(meeting, petition, tuple(agenda), opens, opens + 30 * MINUTE, ref)
    return w.wish(actor, act, lines)


def _add_item(w: Wishes, actor: str, petition: str, about: str) -> Wish:
    ahead = _ahead(w)
    meeting = w.some(ahead if ahead and w.rng.random() < 0.95 else w.model.meetings)
    ref, lines = dry_run(w, [about])
    return w.wish(actor, AddItem(meeting, about or "none", petition, ref), lines)


def challenge(w: Wishes) -> Wish:
    """A challenge, or the decision on one."""
    pending = [name for name, one in w.model.challenges.items() if one.state == "pending"]
    if pending and w.rng.random() < 0.4:
        name = w.some(pending if w.rng.random() < 0.9 else w.model.challenges)
        act = DecideChallenge(name, w.rng.random() < 0.3, "")
        return w.wish(w.officer("assembly.decide_challenge"), act, reasons="So it is.")
    decided = [
        name for name, one in w.model.proposals.items() if one.state in ("passed", "executed")
    ]
    about = w.some(decided if decided and w.rng.random() < 0.9 else w.model.proposals)
    name = w.fresh("ch", w.model.challenges)
    return w.wish(w.member(), Challenge(name, about, ""), grounds="It was not so.")
