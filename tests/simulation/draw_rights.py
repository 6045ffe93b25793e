"""Wishes about interests, proxies and pauses, most of them sensible."""

from __future__ import annotations

from auzolan.assembly.acts import DeclareInterest, GiveProxy, RevokeProxy
from auzolan.assembly.petition_acts import AgreeToPause, Pause
from simulation.drawing import Wishes
from simulation.small_model import DAY
from simulation.wish import Wish

POWERS = ("learning.use", "contributions.offer", "treasury.export_payout", "licensing.grant")


def declare_interest(w: Wishes) -> Wish:
    early = ("draft", "endorsed", "admitted", "noticed")
    waiting = [name for name, one in w.model.proposals.items() if one.state in early]
    known = waiting if waiting and w.rng.random() < 0.8 else w.model.proposals
    return w.wish(w.member(), DeclareInterest(w.some(known)))


def proxy(w: Wishes) -> Wish:
    """One given, or one taken back."""
    coming = [name for name, one in w.model.meetings.items() if w.at < one.opens]
    meeting = w.some(coming if coming and w.rng.random() < 0.8 else w.model.meetings)
    givers = sorted(w.model.proxies_at(meeting))
    if givers and w.rng.random() < 0.4:
        giver = w.rng.choice(givers) if w.rng.random() < 0.8 else w.member()
        return w.wish(giver, RevokeProxy(meeting))
    giver, holder = w.member(), w.member()
    if givers and w.rng.random() < 0.5:
        holder = w.model.proxies_at(meeting)[givers[0]]
    return w.wish(giver, GiveProxy(meeting, holder))


def pause(w: Wishes) -> Wish:
    """One asked for, or one agreed to."""
    asked = [name for name, one in w.model.pauses.items() if not one.is_agreed]
    if w.model.pauses and w.rng.random() < 0.5:
        act = AgreeToPause(w.some(asked or w.model.pauses))
        return w.wish(w.officer("assembly.agree_to_pause"), act)
    days = w.rng.choice((1, 1, 2, 3, 15))
    power = w.rng.choice(POWERS) if w.rng.random() < 0.9 else "consent.withdraw"
    act = Pause(w.fresh("z", w.model.pauses), power, w.at + days * DAY, "")
    return w.wish(w.officer("assembly.pause"), act, reasons="Something is wrong.")
