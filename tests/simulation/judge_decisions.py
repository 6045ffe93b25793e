"""What the small model says about proposals, meetings, polls, the charter and the record.

One function an act: None for no, else what is so afterwards.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from auzolan.assembly.resolutions import ChangeCharter, Dissolve, Measure, SettleExit
from auzolan.house.submission import Receipt
from simulation.judge_measures import (
    BYLAW,
    ENTRENCHED,
    about,
    can_appoint,
    can_recall,
    group_of,
    is_lawful,
    is_theirs,
    power_of,
    weighed,
)
from simulation.small_days import DAY
from simulation.small_deciding import Mandate, Meeting, Part, Poll, Proposal, part_of, reaches
from simulation.small_groups import SECRET
from simulation.small_model import SmallModel
from simulation.small_rights import Term
from simulation.wish import Take, Wish, what_of

STRUCTURE: Part = (Fraction(2, 3), False)
UNANNOUNCED: Part = (Fraction(2, 3), False)
LATE, LONGER, MINUTE = DAY, 2 * DAY, 60_000

# --- proposals --------------------------------------------------------------------------------


def propose(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    actor = wish.submission.actor
    if not m.active.get(actor) or act.proposal in m.proposals:
        return None
    tier = weighed(m, act.measure, act.base, at)
    if tier is None or not is_theirs(m, act.measure, actor):
        return None

    def take(receipt: Receipt) -> None:
        m.proposals[act.proposal] = Proposal(
            actor, act.measure, power_of(act.measure), what_of(act.measure), tier, act.base,
            about(act.measure), _first_state(m), group=group_of(act.measure),
        )  # fmt: skip

    return take


def revise(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    proposal = m.proposals.get(act.proposal)
    if proposal is None or proposal.state not in ("draft", "endorsed", "admitted"):
        return None
    if wish.submission.actor != proposal.author or proposal.round > 1:
        return None
    tier = weighed(m, act.measure, act.base, at)
    if tier is None or not is_theirs(m, act.measure, proposal.author):
        return None

    def take(receipt: Receipt) -> None:
        proposal.group = group_of(act.measure)
        proposal.measure, proposal.tier, proposal.base = act.measure, tier, act.base
        proposal.revised += 1
        proposal.power, proposal.what = power_of(act.measure), what_of(act.measure)
        proposal.about, proposal.state = about(act.measure), _first_state(m)
        proposal.supporters.clear()
        proposal.interested.clear()
        proposal.standing.clear()

    return take


def _first_state(m: SmallModel) -> str:
    return "draft" if m.clauses["decisions.endorsements"] else "endorsed"


def endorse(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    proposal, actor = m.proposals.get(act.proposal), wish.submission.actor
    if proposal is None or proposal.state != "draft" or not m.active.get(actor):
        return None
    if actor == proposal.author or actor in proposal.supporters:
        return None

    def take(receipt: Receipt) -> None:
        proposal.supporters.add(actor)
        if len(proposal.supporters) >= m.clauses["decisions.endorsements"]:
            proposal.state = "endorsed"

    return take


def admit(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    proposal = m.proposals.get(act.proposal)
    if proposal is None or proposal.state != "endorsed" or _is_stale(m, proposal):
        return None
    is_sound = weighed(m, proposal.measure, proposal.base, at) is not None

    def take(receipt: Receipt) -> None:
        proposal.state = "admitted" if is_sound else "inadmissible"

    return take


def _is_stale(m: SmallModel, proposal: Proposal) -> bool:
    return isinstance(proposal.measure, ChangeCharter) and proposal.base != m.charter


def withdraw(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    proposal = m.proposals.get(act.proposal)
    if proposal is None or proposal.state not in ("draft", "endorsed", "admitted", "noticed"):
        return None
    if wish.submission.actor != proposal.author:
        return None

    def take(receipt: Receipt) -> None:
        proposal.state = "withdrawn"
        proposal.polls.pop(proposal.round, None)

    return take


def comment(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    proposal = m.proposals.get(act.proposal)
    early = ("draft", "endorsed", "admitted", "noticed", "open")
    if proposal is None or proposal.state not in early or act.comment in m.comments:
        return None
    if not m.active.get(wish.submission.actor):
        return None

    def take(receipt: Receipt) -> None:
        m.comments[act.comment] = (act.proposal, False)

    return take


def answer(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    about, is_answered = m.comments.get(act.comment, ("", True))
    if is_answered or wish.submission.actor != m.proposals[about].author:
        return None

    def take(receipt: Receipt) -> None:
        m.comments[act.comment] = (about, True)

    return take


# --- meetings and polls -----------------------------------------------------------------------


def called(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    """What a notice of an assembly leads to, whoever gives it."""
    if act.meeting in m.meetings or len(set(act.agenda)) < len(act.agenda):
        return None
    items = [m.proposals[name] for name in act.agenda if name in m.proposals]
    if len(items) < len(act.agenda):
        return None
    if not all(may_be_called(m, one, act.opens_at, at) for one in items):
        return None
    notice = (act.opens_at - at) / DAY
    if not m.clauses["meetings.notice_days"] <= notice <= m.clauses["meetings.notice_days_max"]:
        return None
    ends = act.opens_at + m.clauses["decisions.poll_days"] * DAY
    if not act.opens_at + 30 * MINUTE <= act.second_call_at <= ends:
        return None
    if not is_shown(wish, act.dry_run, items):
        return None

    def take(receipt: Receipt) -> None:
        m.meetings[act.meeting] = Meeting(receipt.at, act.opens_at, act.second_call_at, ends)
        for one in items:
            put_item(m, one, act.meeting)

    return take


def may_be_called(m: SmallModel, proposal: Proposal, opens: int, at: int) -> bool:
    """Whether a proposal may stand on the agenda of a meeting that opens then."""
    waits = proposal.state == "admitted"
    gone_by = proposal.state == "noticed" and proposal.polls[proposal.round].ends <= at
    is_fit = not _is_stale(m, proposal) and opens >= proposal.not_before
    return (waits or gone_by) and is_fit


def is_shown(wish: Wish, dry_run: object, items: list[Proposal]) -> bool:
    """Whether a notice shows what its amendments would change."""
    is_right = (wish.lines or {}).get("right", (1,)) == (1,)
    changes = any(isinstance(one.measure, ChangeCharter) for one in items)
    return is_right and (dry_run is not None or not changes)


def put_item(m: SmallModel, proposal: Proposal, name: str) -> None:
    """Put a proposal on the agenda of a meeting, under today's terms."""
    meeting = m.meetings[name]
    turnout = (Fraction(1, 2), False) if proposal.tier == 1 else None
    majority = majority_for(m, proposal.measure, proposal.tier)
    poll = Poll(meeting, meeting.ends, majority, turnout)
    if isinstance(proposal.measure, Dissolve):
        poll.majority, poll.if_many_come = STRUCTURE, majority
    proposal.polls[proposal.round] = poll
    proposal.state, proposal.meeting = "noticed", name


def majority_for(m: SmallModel, measure: Measure, tier: int) -> Part:
    """What yes must be of yes and no: the tier's, or where a majority is changed the hardest."""
    simple = part_of(str(m.clauses["decisions.policy_majority"]))
    needed = {1: (ENTRENCHED, False), 2: (BYLAW, False)}.get(tier, simple)
    if isinstance(measure, SettleExit) and measure.terms.reason == "expulsion":
        needed = (ENTRENCHED, False)
    if isinstance(measure, ChangeCharter):
        for one in measure.changes:
            if one.clause == "decisions.policy_majority":
                needed = max(needed, simple, part_of(str(one.value)))
    return needed


def open_poll(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    proposal = m.proposals.get(act.proposal)
    if proposal is None or wish.lines is None:
        return None
    unannounced = m.unannounced(proposal, at)
    if proposal.state != "noticed" and not unannounced:
        return None
    name = unannounced or proposal.meeting
    meeting = m.meetings[name]
    roll = m.roll(proposal, meeting)
    if not meeting.is_under_way(at) or not roll or len(wish.lines) != len(roll):
        return None
    if proposal.group and len(roll) < SECRET:
        return None
    if _is_stale(m, proposal):
        return None

    def take(receipt: Receipt) -> None:
        if unannounced:
            put_item(m, proposal, name)
        poll = proposal.polls[proposal.round]
        if unannounced:
            poll.majority = max(poll.majority, UNANNOUNCED)
        proposal.state = "open"
        poll.tags = frozenset(wish.lines or ())
        poll.ends = meeting.ends + receipt.at - meeting.opens

    return take


def _open(m: SmallModel, name: str) -> Poll | None:
    proposal = m.proposals.get(name)
    is_open = proposal is not None and proposal.state == "open"
    return proposal.polls[proposal.round] if proposal is not None and is_open else None


def cast(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    poll, tag = _open(m, act.proposal), wish.submission.actor
    if poll is None or at >= poll.ends or tag not in poll.tags:
        return None
    if act.choice not in ("yes", "no", "abstain", "blank"):
        return None

    def take(receipt: Receipt) -> None:
        before, is_late = len(poll.votes), receipt.at >= poll.ends - LATE
        poll.votes[tag] = (act.choice, receipt.seq)
        now = len(poll.votes)
        made = poll.makes_quorum(now, poll.ends) and not poll.makes_quorum(before, poll.ends)
        if now > before and is_late and made and not poll.is_put_off:
            poll.ends, poll.is_put_off = poll.ends + LONGER, True

    return take


def close_poll(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    poll = _open(m, act.proposal)
    if poll is None or wish.lines is None:
        return None
    if at < poll.ends and len(poll.votes) < len(poll.tags):
        return None
    if {tag: seq for tag, (seq,) in wish.lines.items()} != {
        tag: seq for tag, (_, seq) in poll.votes.items()
    }:
        return None

    def take(receipt: Receipt) -> None:
        choices = [choice for choice, _ in poll.votes.values()]
        yes, no, abstain, blank = (choices.count(one) for one in ("yes", "no", "abstain", "blank"))
        poll.tally = (yes, no, abstain, blank)
        poll.has_quorum = poll.makes_quorum(len(choices), receipt.at)
        poll.has_passed = (
            poll.has_quorum
            and yes > 0
            and reaches(Fraction(yes, yes + no), poll.majority_of(len(choices)))
        )
        poll.closed_by = wish.submission.actor
        poll.digest = getattr(receipt.facts[0], "tally_digest", "")
        m.proposals[act.proposal].state = "tallied"

    return take


def certify(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    proposal = m.proposals.get(act.proposal)
    if proposal is None or proposal.state != "tallied":
        return None
    poll = proposal.polls[proposal.round]
    if act.tally_digest != poll.digest or wish.submission.actor == poll.closed_by:
        return None

    def take(receipt: Receipt) -> None:
        proposal.not_before = 0
        proposal.certified = receipt.at
        if not poll.has_passed:
            proposal.state = "rejected" if poll.has_quorum else "failed_quorum"
        elif proposal.tier == 1 and proposal.reading == 1:
            gap = m.clauses["decisions.reading_gap_days"] * DAY
            proposal.state, proposal.not_before = "admitted", receipt.at + gap
            proposal.round, proposal.reading = proposal.round + 1, 2
        else:
            proposal.state = "passed"
            _give(m, act.proposal, proposal, receipt.at)

    return take


def _give(m: SmallModel, name: str, proposal: Proposal, at: int) -> None:
    kind = {1: "entrenched", 2: "bylaw"}.get(proposal.tier, "policy")
    start = at + m.clauses[f"decisions.{kind}_cooling_days"] * DAY
    end = start + m.clauses["decisions.mandate_days"] * DAY
    poll = name if proposal.round == 1 else f"{name}.{proposal.round}"
    mandate = Mandate(proposal.power, proposal.what, start, end, proposal=name)
    proposal.mandate = f"mandate-{poll}"
    m.mandates[proposal.mandate] = mandate


# --- carrying out -----------------------------------------------------------------------------


def amend(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    changes = [(one.clause, one.value) for one in act.changes]
    if not is_lawful(m, changes):
        return None
    proposal = m.proposals[m.mandates[act.mandate].proposal]
    poll = proposal.polls[proposal.round]
    if majority_for(m, proposal.measure, proposal.tier) > poll.majority:
        return None  # it has become harder since the vote
    if _is_stale(m, proposal):
        return None

    def take(receipt: Receipt) -> None:
        m.clauses.update(changes)
        m.version += 1
        m.charter = getattr(receipt.facts[0], "charter_digest", "")

    return take


def appoint(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if not can_appoint(m, act, at):
        return None

    def take(receipt: Receipt) -> None:
        term = Term(act.holder, receipt.at, receipt.at + act.days * DAY)
        m.terms[act.office].append(term)

    return take


def recall(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if not can_recall(m, act, at):
        return None

    def take(receipt: Receipt) -> None:
        m.cut(act.holder, [act.office])

    return take


# --- the record -------------------------------------------------------------------------------


def redact(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if not m.sealed.get((act.entry, act.field)):
        return None

    def take(receipt: Receipt) -> None:
        m.sealed[act.entry, act.field] = False

    return take


def rotate_key(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if act.old_key != m.log_key or act.new_key == m.log_key:
        return None

    def take(receipt: Receipt) -> None:
        m.log_key = act.new_key

    return take
