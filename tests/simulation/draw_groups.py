"""Wishes about groups and what they vote, about strikes, and about the desk of rights."""

from __future__ import annotations

from auzolan.assembly.resolutions import EndStrikeVote, GroupDecides, StrikeUses
from auzolan.consent.acts import Scope
from auzolan.consent.group_acts import (
    DecideForGroup,
    FormGroup,
    GroupDecision,
    GroupLift,
    GroupPermit,
    GroupProhibit,
    InviteToGroup,
    JoinGroup,
    LeaveGroup,
    PlaceBatch,
    TakeBatchOut,
)
from auzolan.consent.request_acts import ASKS, AnswerRequest, RequestRight
from auzolan.consent.strike_acts import EndStrike, Strike, StrikeTerms
from simulation.draw_saying import guardian_of, least_price, terms
from simulation.drawing import Wishes
from simulation.small_days import DAY
from simulation.small_groups import SECRET, Group
from simulation.wish import Wish

GROUPS = ("choir", "village")


# --- who belongs, and what is theirs ----------------------------------------------------------


def group(w: Wishes) -> Wish:
    """A step in the life of a group: it begins and grows; rows come in, seldom out."""
    steps = (_form, _invite, _join, _place, _leave, _take_out)
    return w.rng.choices(steps, (1, 6, 8, 8, 1, 1))[0](w)


def _group(w: Wishes) -> tuple[str, Group]:
    name = w.some(w.model.saying.groups)
    return name, w.model.saying.groups.get(name, Group())


def _one_of(w: Wishes, people: object) -> str:
    known = sorted(people) if isinstance(people, dict | set) else []
    return w.some(known) if known and w.rng.random() < 0.92 else w.member()


def _by(w: Wishes, member: str) -> str:
    return member if w.rng.random() < 0.96 else w.member()


def _form(w: Wishes) -> Wish:
    member = w.member()
    return w.wish(_by(w, member), FormGroup(w.rng.choice(GROUPS), member))


def _invite(w: Wishes) -> Wish:
    name, one = _group(w)
    if name not in w.model.saying.groups:
        return _form(w)
    inviter = _one_of(w, one.members)
    return w.wish(_by(w, inviter), InviteToGroup(name, w.member(), inviter))


def _join(w: Wishes) -> Wish:
    name, one = _group(w)
    member = _one_of(w, one.invited)
    return w.wish(_by(w, member), JoinGroup(name, member))


def _leave(w: Wishes) -> Wish:
    name, one = _group(w)
    member = _one_of(w, one.members)
    return w.wish(_by(w, member), LeaveGroup(name, member))


def _place(w: Wishes) -> Wish:
    name, one = _group(w)
    theirs = [batch for batch, row in w.model.batches.items() if row.member in one.members]
    batch = w.some(theirs if w.rng.random() < 0.9 else w.model.batches)
    member = _owner(w, batch)
    return w.wish(_by(w, member), PlaceBatch(batch, name, member))


def _take_out(w: Wishes) -> Wish:
    _, one = _group(w)
    batch = w.some(sorted(one.batches) if w.rng.random() < 0.9 else w.model.batches)
    member = _owner(w, batch)
    return w.wish(_by(w, member), TakeBatchOut(batch, member))


def _owner(w: Wishes, batch: str) -> str:
    known = w.model.batches.get(batch)
    return known.member if known is not None and w.rng.random() < 0.95 else w.member()


# --- what is voted ----------------------------------------------------------------------------


def group_vote(w: Wishes) -> GroupDecides:
    """A measure of a group, mostly of one that is large enough."""
    large = [name for name, one in w.model.saying.groups.items() if len(one.members) >= SECRET]
    name = w.some(large if w.rng.random() < 0.95 else w.model.saying.groups)
    return GroupDecides(_decision(w, name))


def _decision(w: Wishes, name: str) -> GroupDecision:
    said = [one for one, row in w.model.saying.sentences.items() if row.group == name]
    chance = w.rng.random()
    if said and chance < 0.3:
        return GroupLift(name, w.some(said))
    if chance < 0.04:
        return GroupLift(name, w.some(w.model.saying.sentences))
    if chance < 0.8:
        return GroupPermit(name, _scope(w, name), terms(w), least_price(w), w.rng.random() < 0.1)
    return GroupProhibit(name, _scope(w, name), terms(w))


def _scope(w: Wishes, name: str) -> Scope:
    chance = w.rng.random()
    if chance < 0.55:
        return Scope()
    if chance < 0.85:
        return Scope(w.kind())
    one = w.model.saying.groups.get(name, Group())
    batch = w.some(sorted(one.batches) or w.model.batches)
    known = w.model.batches.get(batch)
    return Scope(known.kind if known else "stories", batch, 0 if w.rng.random() < 0.1 else -1)


def strike_vote(w: Wishes) -> StrikeUses | EndStrikeVote:
    """A measure to stop uses for a time, or to end that."""
    strikes = w.model.saying.strikes
    going = [name for name, one in strikes.items() if not one.is_over and w.at < one.ends]
    if strikes and w.rng.random() < 0.45:
        return EndStrikeVote(w.some(going if going and w.rng.random() < 0.9 else strikes))
    party = w.rng.choice((None, None, ("dairy",), ("dairy", "other-ltd"), ()))
    until = w.rng.choice((0, 0, w.at + 25 * DAY, w.at + 60 * DAY, w.at - DAY))
    operation = w.rng.choice(("train", "train", "train.finetune", "share", "dream"))
    end_use = w.rng.choice(("research", "commercial", "commercial", "advertising"))
    name = w.fresh("strike", strikes)
    return StrikeUses(StrikeTerms(name, operation, end_use, party, max(until, 0)))


def decided(w: Wishes, mandate: str, decision: GroupDecision) -> Wish:
    """What a group voted is carried out."""
    return w.wish(w.officer("consent.decide_for_group"), DecideForGroup(mandate, decision))


def struck(w: Wishes, mandate: str, wanted: StrikeTerms) -> Wish:
    """A strike begins."""
    return w.wish(w.officer("consent.strike"), Strike(mandate, wanted))


def strike_over(w: Wishes, mandate: str, name: str) -> Wish:
    """A strike ends."""
    return w.wish(w.officer("consent.end_strike"), EndStrike(mandate, name))


# --- the desk of rights -----------------------------------------------------------------------


def request(w: Wishes) -> Wish:
    """Somebody asks about her data, also who has left."""
    member = w.member()
    guardian = guardian_of(w, member, is_needed=False)
    asks = w.rng.choice(ASKS)
    act = RequestRight(w.fresh("ask", w.model.requests), member, asks, "", guardian)
    return w.wish(_by(w, guardian or member), act, words="What do you hold about me?")


def answer(w: Wishes) -> Wish:
    """The office answers, mostly what is open."""
    waiting = [name for name, one in w.model.requests.items() if one.state == "open"]
    name = w.some(waiting if waiting and w.rng.random() < 0.8 else w.model.requests)
    outcome = w.rng.choice(("done", "refused", "more-time", "more-time"))
    act = AnswerRequest(name, outcome, "")
    return w.wish(w.officer("consent.answer"), act, words="Here it is.")
