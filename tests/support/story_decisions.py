"""The sentences about decisions: proposals, meetings, polls and results.

Each turns into acts as a door of the house would send them; nothing is decided here. Who is on a
roll is worked out anew, by the words of the charter.
"""

from __future__ import annotations

from collections.abc import Sequence

from auzolan.assembly.acts import (
    Admit,
    Call,
    CastBallot,
    Certify,
    ClosePoll,
    OpenPoll,
    Propose,
)
from auzolan.assembly.resolutions import (
    ChangeCharter,
    Dissolve,
    FillOffice,
    GrantLicence,
    GroupDecides,
    Measure,
    RecallOfficer,
    ShareSurplus,
)
from auzolan.assembly.state import Ballot, Interest, Meeting, Poll, Proposal
from auzolan.charter.articles import Change, charter_from_text
from auzolan.charter.clauses import value_of_clause
from auzolan.charter.state import IN_FORCE, CharterInForce
from auzolan.consent.state import GroupMember
from auzolan.foundation.moments import DAY_MS, MOMENT_MAX, moment_from_iso
from auzolan.licensing.acts import LicenceTerms
from auzolan.members.state import ACTIVE, FULL, Member
from auzolan.record.annexes import AnnexRef
from auzolan.treasury.state import Plan, WindingUp
from support.story_people import ACTS, SEALED, digest_of
from support.story_teller import Teller

NOTICE_MS = 10 * DAY_MS
GAP_MS = 30 * 60_000
says = ACTS.says


# --- proposals ------------------------------------------------------------------------------------


@says("{who:who} proposes {proposal:thing}: {clause:clause} becomes {value:count}")
def proposes_change(t: Teller, who: str, proposal: str, clause: str, value: int) -> None:
    propose_measure(t, who, proposal, ChangeCharter((Change(clause, value),)))


@says("{who:who} proposes {proposal:thing}: {clause:clause} becomes {value:threshold}")
def proposes_threshold(t: Teller, who: str, proposal: str, clause: str, value: str) -> None:
    propose_measure(t, who, proposal, ChangeCharter((Change(clause, value),)))


@says(
    "{who:who} proposes {proposal:thing}: {clause:clause} becomes {value:count} "
    "and {other:clause} becomes {other_value:count}"
)
def proposes_changes(
    t: Teller, *, who: str, proposal: str, clause: str, value: int, other: str, other_value: int
) -> None:
    changes = (Change(clause, value), Change(other, other_value))
    propose_measure(t, who, proposal, ChangeCharter(changes))


@says(
    "{who:who} proposes {proposal:thing}: {clause:clause} becomes {value:count}, "
    "{other:clause} becomes {other_value:count} and {third:clause} becomes {third_value:count}"
)
def proposes_three_changes(
    t: Teller, *, who: str, proposal: str, clause: str, value: int, other: str, other_value: int,
    third: str, third_value: int,
) -> None:  # fmt: skip
    changes = (Change(clause, value), Change(other, other_value), Change(third, third_value))
    propose_measure(t, who, proposal, ChangeCharter(changes))


@says(
    "{who:who} proposes {proposal:thing}: license {model:thing} to {licensee:word} as "
    "{licence:thing} for {purpose:word}, {fee:money} once and {price:micro} a prediction, "
    "at most {most:count}, for {days:count} days"
)
def proposes_licence(
    t: Teller, *, who: str, proposal: str, model: str, licensee: str, licence: str, purpose: str,
    fee: int, price: int, most: int, days: int,
) -> None:  # fmt: skip
    terms = LicenceTerms(licence, licensee, model, purpose, fee, price, most, days)
    propose_measure(t, who, proposal, GrantLicence(terms))


@says("{who:who} proposes {proposal:thing}: share {plan:thing}")
def proposes_sharing(t: Teller, who: str, proposal: str, plan: str) -> None:
    propose_measure(t, who, proposal, ShareSurplus(plan, t.row(Plan, plan).plan_digest))


@says("{who:who} proposes {proposal:thing}: the end as {end:thing} says")
def proposes_end(t: Teller, who: str, proposal: str, end: str) -> None:
    propose_measure(t, who, proposal, Dissolve(end, t.row(WindingUp, end).plan_digest))


@says(
    "{who:who} proposes {proposal:thing}: {whom:who} is to be {office:word} for {days:count} days"
)
def proposes_officer(
    t: Teller, *, who: str, proposal: str, whom: str, office: str, days: int
) -> None:
    propose_measure(t, who, proposal, FillOffice(office, t.id(whom), days))


@says("{who:who} proposes {proposal:thing}: {whom:who} is to be {office:word} no longer")
def proposes_recall(t: Teller, *, who: str, proposal: str, whom: str, office: str) -> None:
    propose_measure(t, who, proposal, RecallOfficer(office, t.id(whom)))


@says("{who:who} proposes {proposal:thing} again as it was first written")
def proposes_stale(t: Teller, who: str, proposal: str) -> None:
    act = Propose(
        f"{proposal}-again", "assembly", t.measures[proposal], digest_of("another charter"),
        SEALED, SEALED,
    )  # fmt: skip
    t.ask(who, act, {"title": "Again", "reasons": "As before."})


def propose_measure(t: Teller, who: str, proposal: str, measure: Measure) -> None:
    """Draft a measure for the assembly."""
    words = {"title": f"On {proposal}", "reasons": "It is better so."}
    base = t.row(CharterInForce, IN_FORCE).digest
    t.ask(who, Propose(proposal, "assembly", measure, base, SEALED, SEALED), words)
    t.measures[proposal] = measure


# --- meetings -------------------------------------------------------------------------------------


@says("{who:who} has {proposals:things} admitted")
def admits_proposals(t: Teller, who: str, proposals: tuple[str, ...]) -> None:
    t.ask_all([(who, Admit(proposal), {}) for proposal in proposals])


@says("{who:who} calls the members for {day:day} about {proposals:things}")
def calls(t: Teller, who: str, day: str, proposals: tuple[str, ...]) -> None:
    _call(t, who, moment_from_iso(day), proposals)


@says(
    "{who:who} calls the members for {day:day}, and again {minutes:count} minutes later, "
    "about {proposals:things}"
)
def calls_twice(t: Teller, who: str, day: str, minutes: int, proposals: tuple[str, ...]) -> None:
    _call(t, who, moment_from_iso(day), proposals, gap_ms=minutes * 60_000)


@says("{who:who} calls the members for {day:day} about {proposals:things} without a dry run")
def calls_blindly(t: Teller, who: str, day: str, proposals: tuple[str, ...]) -> None:
    at = moment_from_iso(day)
    t.ask(who, Call(f"meeting-{day}", "assembly", proposals, at, at + GAP_MS, None))


def _call(
    t: Teller, who: str, at: int, proposals: tuple[str, ...], *, gap_ms: int = GAP_MS
) -> None:
    meeting = f"meeting-{t.desk.size()}"
    act = Call(meeting, "assembly", proposals, at, at + gap_ms, dry_run_of(t, proposals))
    t.ask(who, act)


def dry_run_of(t: Teller, proposals: tuple[str, ...]) -> AnnexRef | None:
    """What the notice must show: each clause before and after."""
    charter = charter_from_text(t.row(CharterInForce, IN_FORCE).text)
    lines = [
        (str(change.value), str(value_of_clause(charter, change.clause)), name, change.clause)
        for name in proposals
        if isinstance(measure := t.measures.get(name), ChangeCharter)
        for change in measure.changes
    ]
    if not lines:
        return None
    columns = dict(
        zip(("after", "before", "proposal", "what"), zip(*lines, strict=True), strict=True)
    )
    return t.desk.lay_down("dry_run/1", columns)


# --- polls ----------------------------------------------------------------------------------------


@says("{who:who} opens the poll on {proposal:thing}")
def opens_poll(t: Teller, who: str, proposal: str) -> None:
    _open_poll(t, who, proposal, _roll(t, proposal))


@says("{who:who} opens the poll on {proposal:thing} and forgets {whom:who}")
def opens_poll_without(t: Teller, who: str, proposal: str, whom: str) -> None:
    roll = _roll(t, proposal)
    _open_poll(t, who, proposal, [member for member in roll if member != t.id(whom)])


@says("{who:who} opens the poll on {proposal:thing} and lets {whom:who} in")
def opens_poll_with(t: Teller, who: str, proposal: str, whom: str) -> None:
    _open_poll(t, who, proposal, [*_roll(t, proposal), t.id(whom)])


def _roll(t: Teller, proposal: str) -> list[str]:
    """Members as of the notice who still belong, without who has an interest or whom it is about."""
    row = t.row_or_none(Proposal, proposal)
    meeting = t.row_or_none(Meeting, row.meeting) if row is not None else None
    record_at = meeting.record_at if meeting is not None else 2**53
    measure = t.measures.get(proposal)
    without = {measure.holder} if isinstance(measure, FillOffice | RecallOfficer) else set()
    without |= {one.member for one in t.desk.rows(Interest) if one.proposal == proposal}
    if isinstance(measure, GroupDecides):
        group = {
            one.member
            for one in t.desk.rows(GroupMember)
            if one.group_id == measure.decision.group_id
            and one.since <= record_at
            and one.until == MOMENT_MAX
        }
        without |= {one.member for one in t.desk.rows(Member)} - group
    return [
        one.member
        for one in t.desk.rows(Member)
        if one.standing == ACTIVE and one.since <= record_at and one.member not in without
    ]


def _open_poll(t: Teller, who: str, proposal: str, roll: Sequence[str]) -> None:
    tags = {member: t.chance(16).hex() for member in roll}
    columns = {"class": [FULL] * len(tags), "tag": sorted(tags.values())}
    ref = t.desk.lay_down("tags/2", columns)
    t.ask(who, OpenPoll(proposal, ref))
    t.tags.update({(proposal, member): tag for member, tag in tags.items()})


@says("{people:people} vote {choice:choice} on {proposal:thing}")
def vote(t: Teller, people: tuple[str, ...], choice: str, proposal: str) -> None:
    tags = [t.tags[proposal, t.id(name)] for name in people]
    t.ask_all([(tag, CastBallot(proposal, choice), {}) for tag in tags])


@says("{who:who} votes {choice:choice} on {proposal:thing}")
def votes(t: Teller, who: str, choice: str, proposal: str) -> None:
    vote(t, (who,), choice, proposal)


@says("{who:who} votes {choice:choice} on {proposal:thing} under her own name")
def votes_openly(t: Teller, who: str, choice: str, proposal: str) -> None:
    t.ask(who, CastBallot(proposal, choice))


@says("{who:who} closes the poll on {proposal:thing}")
def closes_poll(t: Teller, who: str, proposal: str) -> None:
    _close_poll(t, who, proposal, _ballots(t, proposal))


@says("{who:who} closes the poll on {proposal:thing} and leaves a ballot out")
def closes_poll_short(t: Teller, who: str, proposal: str) -> None:
    _close_poll(t, who, proposal, _ballots(t, proposal)[1:])


def _close_poll(t: Teller, who: str, proposal: str, ballots: Sequence[Ballot]) -> None:
    columns: dict[str, list[int | str]] = {
        "choice": [ballot.choice for ballot in ballots],
        "entry": [ballot.entry for ballot in ballots],
        "salt": [t.desk.openings(ballot.entry)["choice"].salt for ballot in ballots],
        "tag": [ballot.tag for ballot in ballots],
    }
    t.ask(who, ClosePoll(proposal, t.desk.lay_down("ballots/1", columns), None))


def poll_of(t: Teller, proposal: str) -> str:
    """The id of the last poll on a proposal."""
    row = t.row_or_none(Proposal, proposal)
    polls = [one.poll for one in t.desk.rows(Poll) if one.proposal == proposal]
    last = f"{proposal}.{len(polls)}"
    return last if row is not None and len(polls) > 1 else proposal


def _ballots(t: Teller, proposal: str) -> list[Ballot]:
    poll = poll_of(t, proposal)
    return [ballot for ballot in t.desk.rows(Ballot) if ballot.poll == poll]


@says("{who:who} certifies the poll on {proposal:thing}")
def certifies(t: Teller, who: str, proposal: str) -> None:
    t.ask(who, Certify(proposal, t.row(Poll, poll_of(t, proposal)).tally_digest))


@says("{who:who} certifies another count of the poll on {proposal:thing}")
def certifies_other(t: Teller, who: str, proposal: str) -> None:
    t.ask(who, Certify(proposal, digest_of("another count")))


@says("the members decide {proposal:thing} ten days later, counted by {opener:who} "
      "and {second:who}: {yes:people} say yes")  # fmt: skip
def decides(t: Teller, proposal: str, opener: str, second: str, yes: tuple[str, ...]) -> None:
    """Notice and poll in one line, for stories that are about something else."""
    admits_proposals(t, opener, (proposal,))
    _call(t, opener, t.clock.at + NOTICE_MS, (proposal,))
    t.clock.at += NOTICE_MS
    opens_poll(t, opener, proposal)
    vote(t, yes, "yes", proposal)
    closes_poll(t, opener, proposal)
    certifies(t, second, proposal)


def mandate_of(t: Teller, proposal: str) -> str:
    """The mandate of a proposal, or the one that it would have."""
    row = t.row_or_none(Proposal, proposal)
    return (row.mandate if row is not None else "") or f"mandate-{proposal}"
