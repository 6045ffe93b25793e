"""Wishes about decisions: proposals and their whole life, polls, and carrying out what passed."""

from __future__ import annotations

from collections.abc import Sequence

from auzolan.assembly.acts import (
    Admit,
    Answer,
    Call,
    CastBallot,
    Certify,
    ClosePoll,
    Comment,
    Endorse,
    OpenPoll,
    Propose,
    Revise,
    Withdraw,
)
from auzolan.assembly.petition_acts import KeepPause
from auzolan.assembly.resolutions import (
    ChangeCharter,
    Dissolve,
    Elect,
    EndStrikeVote,
    FillOffice,
    GrantLicence,
    GroupDecides,
    Measure,
    RatifyPause,
    RecallOfficer,
    SettleExit,
    ShareSurplus,
    StrikeUses,
)
from auzolan.charter.acts import Amend, Appoint, Recall
from auzolan.charter.articles import Change
from auzolan.foundation.books import Scalar
from auzolan.licensing.acts import License
from auzolan.treasury.surplus.acts import Distribute
from simulation.draw_asides import election, keep
from simulation.draw_capital import wind_up
from simulation.draw_exits import open_exit, settle_exit
from simulation.draw_groups import decided, group_vote, strike_over, strike_vote, struck
from simulation.draw_life import licence_terms
from simulation.drawing import Wishes
from simulation.small_days import DAY
from simulation.small_deciding import Poll, Proposal
from simulation.small_rights import OFFICES
from simulation.wish import Lines, Wish

ZEROS = "0" * 64
MINUTE = 60_000
CHANGES: tuple[tuple[str, tuple[int | str, ...]], ...] = (
    ("surplus.cash_bp", (0, 1_500, 2_000, 10_000, 10_001)),
    ("labour.floor_cents_hour", (1_500, 1_777, 2_001)),
    ("labour.accept_days", (3, 7, 8)),
    ("labour.appeal_days", (13, 14, 20)),
    ("labour.late_interest_bp", (400, 1_200)),
    ("labour.living_wage", (0, 1)),
    ("membership.contribution_cents", (0, 10_000, 12_345)),
    ("membership.open_record", (0, 1, 1, 2)),
    ("consent.erase_days", (0, 30, 31)),
    ("consent.retrain_days", (5, 30)),
    ("decisions.policy_cooling_days", (2, 3, 15)),
    ("decisions.policy_majority", (">1/2", ">=3/5", ">=1/2", ">2/3")),
    ("decisions.endorsements", (0, 1, 2)),
    ("meetings.notice_days", (9, 10, 12)),
    ("worth.cap_rows", (0, 3, 1_000_001)),
    ("worth.near_squared_max", (0, 7)),
    ("payouts.withholding_bp", (1_900, 700, 5_001)),
    ("surplus.entry_instalments", (1, 3, 121)),
    ("surplus.entry_fee_bp", (0, 333)),
    ("kernel.votes", (2,)),
    ("surplus.tier", (4,)),
    ("surplus.dragons", (1,)),
)


# --- measures -------------------------------------------------------------------------------------


def _measure(w: Wishes) -> Measure:
    waiting = [name for name, plan in w.model.plans.items() if not plan.is_done]
    makers = (_share,) * 5 if waiting else (_licence_measure,)
    chance = w.rng.random()
    if chance < 0.05:
        return election(w)
    if chance < 0.1 and w.model.pauses:
        return keep(w)
    if chance < 0.16:
        return strike_vote(w)
    if chance < 0.24 and w.model.saying.groups:
        return group_vote(w)
    if chance < 0.4:
        return _licence_measure(w)
    return w.rng.choice((_change, _licence_measure, _seat, settle_exit, settle_exit, *makers))(w)


def _change(w: Wishes) -> Measure:
    clause, values = w.rng.choice(CHANGES)
    changes = [Change(clause, w.rng.choice(values))]
    if w.rng.random() < 0.2:
        reserve = w.rng.choice((1_500, 3_000, 4_500))
        changes = [Change("surplus.obligatory_reserve_bp", reserve)]
        changes.append(Change("surplus.voluntary_bp", 5_000 - reserve))
    elif w.rng.random() < 0.05:
        other, others = w.rng.choice(CHANGES)
        changes.append(Change(other, w.rng.choice(others)))
    return ChangeCharter(tuple(changes))


def _licence_measure(w: Wishes) -> Measure:
    return GrantLicence(licence_terms(w))


def _share(w: Wishes) -> Measure:
    waiting = [name for name, one in w.model.plans.items() if not one.is_done]
    plan = w.some(waiting if w.rng.random() < 0.9 else w.model.plans)
    digest = w.model.plans[plan].digest if plan in w.model.plans else ZEROS
    return ShareSurplus(plan, digest if w.rng.random() < 0.95 else ZEROS)


def _seat(w: Wishes) -> Measure:
    office = w.rng.choice(sorted(OFFICES)) if w.rng.random() < 0.97 else "chair"
    if w.rng.random() < 0.6 or office not in OFFICES:
        return FillOffice(office, w.member(), w.rng.choice((1, 30, 400)))
    holders = sorted(w.model.holders(office, w.at))
    return RecallOfficer(office, w.rng.choice(holders) if w.rng.random() < 0.9 else w.member())


# --- proposals ------------------------------------------------------------------------------------


def propose(w: Wishes) -> Wish:
    measure = _measure(w)
    proposal = w.fresh("pr", w.model.proposals)
    act = Propose(proposal, "assembly", measure, _base(w), "", "")
    author = w.member()
    if isinstance(measure, GroupDecides) and w.rng.random() < 0.9:
        theirs = w.model.saying.groups.get(measure.decision.group_id)
        author = w.some(theirs.members) if theirs is not None else author
    return w.wish(author, act, title="A title", reasons="Some reasons")


def _base(w: Wishes) -> str:
    return w.model.charter if w.rng.random() < 0.97 else ZEROS


def _in_state(w: Wishes, *states: str) -> str:
    """Mostly a proposal in one of these states."""
    known = w.model.proposals
    fitting = [name for name, one in known.items() if one.state in states]
    return w.some(fitting if fitting and w.rng.random() < 0.9 else known)


def _author(w: Wishes, name: str) -> str:
    proposal = w.model.proposals.get(name)
    return proposal.author if proposal is not None and w.rng.random() < 0.85 else w.member()


def talk(w: Wishes) -> Wish:
    """A comment, an answer, or a proposal taken back."""
    chance = w.rng.random()
    if chance < 0.5:
        name = _in_state(w, "draft", "endorsed", "admitted", "noticed", "open")
        act = Comment(w.fresh("c", w.model.comments), name, "")
        return w.wish(w.member(), act, text="I am not sure.")
    if chance < 0.9:
        comment = w.some(w.model.comments)
        about = w.model.comments.get(comment, ("", False))[0]
        return w.wish(_author(w, about), Answer(comment, ""), text="I am.")
    name = _in_state(w, "draft", "endorsed", "admitted", "noticed")
    return w.wish(_author(w, name), Withdraw(name))


def revise(w: Wishes) -> Wish:
    name = _in_state(w, "draft", "endorsed", "admitted")
    act = Revise(name, _measure(w), _base(w), "")
    return w.wish(_author(w, name), act, reasons="Better so.")


# --- meetings and polls ---------------------------------------------------------------------------


def step_of_poll(w: Wishes) -> Wish | list[Wish]:
    """The next step of some proposal, seldom another."""
    steps = {
        "draft": _endorse, "endorsed": _admit, "admitted": _call_or_open, "noticed": _open_or_call,
        "open": _vote_or_close, "tallied": _certify,
    }  # fmt: skip
    names = [
        name
        for name, one in w.model.proposals.items()
        if one.state in steps and not is_shelved(one)
    ]
    if not names:
        return propose(w)
    ready = [name for name in names if _is_ready(w, w.model.proposals[name])]
    silent = [name for name in ready if _is_silent(w, w.model.proposals[name])]
    known = silent if silent and w.rng.random() < 0.7 else ready
    name = w.rng.choice(known if known and w.rng.random() < 0.9 else names)
    state = w.model.proposals[name].state
    if w.rng.random() < 0.06:
        state = w.rng.choice(sorted(steps))
    return steps[state](w, name)


def is_shelved(proposal: Proposal) -> bool:
    """Elections are stood in but never held: how they are counted has tests of its own."""
    return isinstance(proposal.measure, Elect) and proposal.state not in ("draft", "endorsed")


def _is_ready(w: Wishes, proposal: Proposal) -> bool:
    """Whether nothing but somebody's doing is waited for."""
    if proposal.state != "noticed":
        return proposal.state != "admitted" or w.at + 12 * DAY >= proposal.not_before
    return w.at >= proposal.polls[proposal.round].meeting.opens


def _is_silent(w: Wishes, proposal: Proposal) -> bool:
    """Whether a poll is open in which nobody has voted: such a one would fail for that alone."""
    poll = proposal.polls.get(proposal.round)
    return proposal.state == "open" and poll is not None and not poll.votes and w.at < poll.ends


def _endorse(w: Wishes, name: str) -> Wish:
    return w.wish(w.member(), Endorse(name))


def _admit(w: Wishes, name: str) -> Wish:
    return w.wish(w.officer("assembly.admit"), Admit(name))


def _call(w: Wishes, name: str) -> Wish:
    """A meeting about this one and mostly all others that wait."""
    waiting = [
        one
        for one, row in w.model.proposals.items()
        if row.state == "admitted" and not is_shelved(row)
    ]
    agenda = [name, *w.rng.sample(waiting, w.rng.randint(0, min(3, len(waiting))))]
    if w.rng.random() < 0.95:
        agenda = list(dict.fromkeys(agenda))
    days = w.rng.choice((10, 10, 10, 10, 12, 12, 12, 15, 60)) if w.rng.random() < 0.93 else 9
    if w.rng.random() < 0.02:
        days = 61
    opens = w.at + days * DAY
    gap = w.rng.choice((30, 30, 60, 3 * 1_440)) if w.rng.random() < 0.95 else 29
    ref, lines = dry_run(w, agenda)
    meeting = w.fresh("me", w.model.meetings)
    act = Call(meeting, "assembly", tuple(agenda), opens, opens + gap * MINUTE, ref)
    return w.wish(w.officer("assembly.call"), act, lines)


def dry_run(w: Wishes, agenda: Sequence[str]) -> tuple[object, Lines | None]:
    """What the notice shows of its amendments, sometimes wrong or missing."""
    chance = w.rng.random()
    return (None, None) if chance < 0.02 else shown(w, agenda, is_right=chance > 0.05)


def shown(
    w: Wishes, agenda: Sequence[str], *, is_right: bool = True
) -> tuple[object, Lines | None]:
    """What the notice shows of its amendments, or something else; nothing where it has none."""
    lines = [
        (str(change.value), str(w.model.clauses.get(change.clause, "?")), name, change.clause)
        for name in agenda
        if name in w.model.proposals
        and isinstance(measure := w.model.proposals[name].measure, ChangeCharter)
        for change in measure.changes
    ]
    if not lines:
        return None, None
    if not is_right:
        lines = [("another", *line[1:]) for line in lines]
    columns: dict[str, Sequence[Scalar]] = dict(
        zip(
            ("after", "before", "proposal", "what"),
            map(list, zip(*lines, strict=True)),
            strict=True,
        )
    )
    return w.lay("dry_run/1", columns), {"right": (int(is_right),)}


def _call_or_open(w: Wishes, name: str) -> Wish:
    is_under_way = w.model.unannounced(w.model.proposals[name], w.at) != ""
    return _open_poll(w, name) if is_under_way and w.rng.random() < 0.5 else _call(w, name)


def _open_or_call(w: Wishes, name: str) -> Wish:
    proposal = w.model.proposals[name]
    poll = proposal.polls.get(proposal.round)
    if poll is not None and w.at >= poll.ends:
        return _call(w, name)
    return _open_poll(w, name)


def _open_poll(w: Wishes, name: str) -> Wish:
    proposal = w.model.proposals.get(name)
    roll: list[str] = []
    if proposal is not None:
        name_of_meeting = w.model.unannounced(proposal, w.at) or proposal.meeting
        roll = w.model.roll(proposal, w.model.meetings.get(name_of_meeting))
    count = len(roll) + (0 if w.rng.random() < 0.95 else 1)
    tags = sorted(w.rng.randbytes(16).hex() for _ in range(count)) or [w.rng.randbytes(16).hex()]
    ref = w.lay("tags/2", {"class": ["full"] * len(tags), "tag": tags})
    lines: Lines = dict.fromkeys(tags, ())
    return w.wish(w.officer("assembly.open_poll"), OpenPoll(name, ref), lines)


def _vote_or_close(w: Wishes, name: str) -> Wish | list[Wish]:
    proposal = w.model.proposals[name]
    poll = proposal.polls.get(proposal.round)
    if poll is None:
        return _open_poll(w, name)
    is_over = w.at >= poll.ends or len(poll.votes) == len(poll.tags)
    if is_over or w.rng.random() < 0.1:
        return _close_poll(w, name, poll)
    return _ballots(w, name, poll)


def _ballots(w: Wishes, name: str, poll: Poll) -> list[Wish]:
    tags = sorted(poll.tags)
    voters = w.rng.sample(tags, w.rng.randint(len(tags) // 3, len(tags)))
    if w.rng.random() < 0.1:
        voters.append(w.member())
    choices = ("yes", "yes", "yes", "yes", "yes", "no", "abstain", "blank")
    wishes = [w.wish(tag, CastBallot(name, w.rng.choice(choices))) for tag in voters]
    if w.rng.random() < 0.05 and tags:
        wishes.append(w.wish(tags[0], CastBallot(name, "perhaps")))
    return wishes


def _close_poll(w: Wishes, name: str, poll: Poll) -> Wish:
    votes = sorted(poll.votes.items())
    if votes and w.rng.random() < 0.05:
        votes.pop()
    columns: dict[str, Sequence[Scalar]] = {
        "choice": [choice for _, (choice, _) in votes],
        "entry": [seq for _, (_, seq) in votes],
        "salt": [w.desks[0].openings(seq)["choice"].salt for _, (_, seq) in votes],
        "tag": [tag for tag, _ in votes],
    }
    lines: Lines = {tag: (seq,) for tag, (_, seq) in votes}
    ref = w.lay("ballots/1", columns)
    return w.wish(w.officer("assembly.close"), ClosePoll(name, ref, None), lines)


def _certify(w: Wishes, name: str) -> Wish:
    proposal: Proposal = w.model.proposals[name]
    poll = proposal.polls.get(proposal.round)
    digest = poll.digest if poll is not None and poll.digest else ZEROS
    digest = digest if w.rng.random() < 0.95 else ZEROS
    return w.wish(w.officer("assembly.certify"), Certify(name, digest))


# --- carrying out ---------------------------------------------------------------------------------


def carry_out(w: Wishes) -> Wish:
    unspent = [name for name, one in w.model.mandates.items() if not one.is_spent]
    ready = [name for name in unspent if w.model.mandates[name].is_ripe(w.at)]
    chance = w.rng.random()
    known = ready if ready and chance < 0.7 else unspent
    mandate = w.some(known if chance < 0.9 else w.model.mandates)
    proposal = w.model.proposals.get(mandate.removeprefix("mandate-").partition(".")[0])
    measure = proposal.measure if proposal is not None else None
    if measure is None or w.rng.random() < 0.05:
        others = (_change, _licence_measure, _share, _seat, strike_vote, group_vote)
        measure = w.rng.choice(others)(w)
    return _said(w, mandate, measure) or _done(w, mandate, measure)


def _said(w: Wishes, mandate: str, measure: Measure) -> Wish | None:
    """What carries out a measure about uses of rows, or None."""
    match measure:
        case GrantLicence():
            return w.wish(w.officer("licensing.grant"), License(mandate, measure.terms))
        case StrikeUses(terms=wanted):
            return struck(w, mandate, wanted)
        case EndStrikeVote(strike=strike):
            return strike_over(w, mandate, strike)
        case GroupDecides(decision=decision):
            return decided(w, mandate, decision)
        case _:
            return None


def _done(w: Wishes, mandate: str, measure: Measure) -> Wish:
    match measure:
        case ChangeCharter():
            return w.wish(w.officer("charter.amend"), Amend(mandate, measure.changes))
        case ShareSurplus():
            act = Distribute(mandate, measure.plan, measure.plan_digest)
            return w.wish(w.officer("treasury.distribute"), act)
        case FillOffice(office=office, holder=holder, days=days):
            appoint = Appoint(mandate, office, holder, days)
            return w.wish(w.officer("charter.appoint"), appoint)
        case RecallOfficer(office=office, holder=holder):
            return w.wish(w.officer("charter.recall"), Recall(mandate, office, holder))
        case SettleExit(terms=terms):
            return open_exit(w, mandate, terms)
        case Dissolve(winding_up=winding_up):
            return wind_up(w, mandate, winding_up)
        case RatifyPause(pause=pause, until_at=until_at):
            kept = KeepPause(mandate, pause, until_at)
            return w.wish(w.officer("assembly.keep_pause"), kept)
        case _:
            raise AssertionError(f"nothing carries {measure} out")
