"""What the small model says about groups and what they vote, and about the desk of rights.

One function an act: None for no, else what is so afterwards. A batch that changes hands, or of which
a group says no, makes models anew: a model too many, never one too few.
"""

from __future__ import annotations

from typing import Any

from auzolan.consent.group_acts import GroupLift, GroupPermit
from auzolan.house.submission import Receipt
from simulation.judge_saying import has_time, has_words, is_bundle, is_kept_price, sentence_of
from simulation.small_groups import SECRET, Group, Request
from simulation.small_learning import DAY, Snapshot
from simulation.small_model import KINDS, SmallModel
from simulation.small_saying import Sentence
from simulation.wish import Take, Wish

LONGEST = 3
"""How many times the days for an answer there are at most."""


# --- who belongs, and what is theirs ----------------------------------------------------------


def form(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if not m.active.get(act.member) or act.group_id in m.saying.groups:
        return None

    def take(receipt: Receipt) -> None:
        m.saying.groups[act.group_id] = Group({act.member: receipt.at})

    return take


def invite(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    group = m.saying.groups.get(act.group_id)
    if group is None or act.invited_by not in group.members or not m.active.get(act.member):
        return None
    if act.member in group.members or act.member in group.invited:
        return None
    return lambda _: group.invited.add(act.member)


def join(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    group = m.saying.groups.get(act.group_id)
    if group is None or not m.active.get(act.member) or act.member not in group.invited:
        return None

    def take(receipt: Receipt) -> None:
        group.invited.discard(act.member)
        group.members[act.member] = receipt.at

    return take


def leave(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    group = m.saying.groups.get(act.group_id)
    if group is None or act.member not in group.members:
        return None

    def take(receipt: Receipt) -> None:
        hers = {name for name in group.batches if m.batches[name].member == act.member}
        del group.members[act.member]
        group.batches -= hers
        _make_anew(m, receipt, hers)

    return take


def place(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    group, batch = m.saying.groups.get(act.group_id), m.batches.get(act.batch)
    if batch is None or batch.member != act.member or m.saying.is_minor(act.member, at):
        return None
    if group is None or act.member not in group.members or m.saying.group_of(act.batch):
        return None

    def take(receipt: Receipt) -> None:
        group.batches.add(act.batch)
        _make_anew(m, receipt, {act.batch})

    return take


def take_out(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    batch, group = m.batches.get(act.batch), m.saying.group_of(act.batch)
    if batch is None or batch.member != act.member or not group:
        return None

    def take(receipt: Receipt) -> None:
        m.saying.groups[group].batches.discard(act.batch)
        _make_anew(m, receipt, {act.batch})

    return take


def _make_anew(
    m: SmallModel, receipt: Receipt, batches: set[str], said: Sentence | None = None
) -> None:
    def whose(one: Snapshot) -> set[str]:
        is_meant = said is None or m.is_about(said, one)
        return m.owners(batches & set(one.batches)) if is_meant else set()

    m.make_anew(receipt, whose)


# --- what a group says ------------------------------------------------------------------------


def can_vote(m: SmallModel, decision: Any, at: int) -> bool:
    """Whether a group is large enough for a secret vote on what it could say."""
    group = m.saying.groups.get(decision.group_id)
    return group is not None and len(group.members) >= SECRET and _can_say(m, decision, at)


def _can_say(m: SmallModel, decision: Any, at: int) -> bool:
    group = m.saying.groups.get(decision.group_id)
    if group is None:
        return False
    if isinstance(decision, GroupLift):
        said = m.saying.sentences.get(decision.statement)
        return said is not None and said.group == decision.group_id and said.is_said
    terms, scope = decision.terms, decision.scope
    if not has_words(terms) or not has_time(terms, at) or 0 < terms.ends <= at:
        return False
    if scope.row >= 0 or (scope.kind and scope.kind not in KINDS):
        return False
    if scope.batch and (
        scope.batch not in group.batches or m.batches[scope.batch].kind != scope.kind
    ):
        return False
    is_yes = isinstance(decision, GroupPermit)
    return not is_yes or (not is_bundle(terms.operation) and is_kept_price(decision.floor))


def decide(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    decision = act.decision
    if not _can_say(m, decision, at):
        return None

    def take(receipt: Receipt) -> None:
        if isinstance(decision, GroupLift):
            said = m.saying.sentences[decision.statement]
            said.is_said = False
            is_no = said.is_yes
        else:
            is_yes = isinstance(decision, GroupPermit)
            said = sentence_of("", decision.scope, decision.terms, receipt.at, is_yes=is_yes)
            said.group = decision.group_id
            if isinstance(decision, GroupPermit):
                said.floor = decision.floor.micro if decision.floor else 0
                said.credit = decision.credit
            m.saying.sentences[f"group-{receipt.seq}"] = said
            is_no = not is_yes
        if is_no:
            group = m.saying.groups[decision.group_id]
            _make_anew(m, receipt, {said.batch} if said.batch else group.batches, said)

    return take


# --- the desk of rights -----------------------------------------------------------------------


def request(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if act.member not in m.active or not m.saying.may_stop(act.member, act.guardian, at):
        return None
    if act.request in m.requests or any(
        (one.member, one.asks, one.state) == (act.member, act.asks, "open")
        for one in m.requests.values()
    ):
        return None

    def take(receipt: Receipt) -> None:
        due = receipt.at + m.clauses["consent.answer_days"] * DAY
        m.requests[act.request] = Request(act.member, act.asks, receipt.at, due)

    return take


def answer(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    one = m.requests.get(act.request)
    if one is None or one.state != "open" or wish.submission.actor == one.member:
        return None
    is_later = act.outcome == "more-time"
    if is_later and (one.has_more_time or at > one.due):
        return None

    def take(receipt: Receipt) -> None:
        if is_later:
            one.has_more_time = True
            one.due = one.since + LONGEST * m.clauses["consent.answer_days"] * DAY
        else:
            one.state = act.outcome

    return take
