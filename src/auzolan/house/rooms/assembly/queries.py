"""Reading proposals and results for commands. While a poll is open nobody sees how it stands."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from auzolan.assembly.acts import Call, Convene
from auzolan.assembly.dry_run import DRY_RUN_NAMES
from auzolan.assembly.measures import measure_from_text
from auzolan.assembly.resolutions import ChangeCharter, Measure
from auzolan.assembly.state import ChallengeRow, Meeting, Proposal, RemarkRow
from auzolan.charter.articles import charter_from_text
from auzolan.charter.state import IN_FORCE, CharterInForce
from auzolan.cooperative import AnyEntry
from auzolan.foundation.books import Row
from auzolan.foundation.moments import iso_from_moment
from auzolan.house.asking import vault_of
from auzolan.house.ports import system_ports
from auzolan.house.rooms.assembly.dry_run import (
    GINI_MEMBERS_MIN,
    UseChange,
    YearCompared,
    use_changes,
    year_compared,
)
from auzolan.house.rooms.assembly.execution import mandate_of
from auzolan.house.rooms.assembly.lookup import (
    PollResult,
    Standing,
    closes_poll,
    petitions_about,
    ranked_names,
    results_of,
    stages_ref,
    standing_of,
)
from auzolan.house.rooms.assembly.stages import StageTable, stage_table
from auzolan.house.rooms.treasury.simulate import LineCompared, MemberCompared
from auzolan.house.storage.annex_files import AnnexFiles
from auzolan.house.storage.reader import Reader
from auzolan.house.storage.together import asked
from auzolan.record.annexes import Annex, AnnexRef
from auzolan.treasury.state import Plan


class ProposalLine(msgspec.Struct, frozen=True):
    """One proposal; votes are zero and `passed` is None until its poll is closed.

    `state` is the word for now, `next` the moment at which it changes, or may be changed.
    """

    proposal: str
    title: str
    organ: str
    tier: int
    power: str
    state: str
    next: str
    yes: int
    no: int
    abstain: int
    roll: int
    passed: bool | None
    entry: int


class MeetingLine(msgspec.Struct, frozen=True):
    """The meeting that an item is on the agenda of, and the quorum of its two calls."""

    meeting: str
    organ: str
    called_by: str
    record_at: str
    opens_at: str
    second_call_at: str
    first_call_quorum: str
    second_call_quorum: str
    second_call_votes: int
    entry: int


class RemarkLine(msgspec.Struct, frozen=True):
    """A comment with its answer; `answer` is empty until there is one."""

    comment: str
    member: str
    text: str
    answer: str


class CandidateLine(msgspec.Struct, frozen=True):
    """Who or what can be ranked, under which number."""

    number: int
    name: str


class PetitionLine(msgspec.Struct, frozen=True):
    """A petition about the proposal."""

    petition: str
    kind: str
    signatures: int
    needed: int
    state: str


class ChallengeLine(msgspec.Struct, frozen=True):
    """A challenge of what was decided."""

    challenge: str
    poll: str
    member: str
    state: str


class ProposalPage(msgspec.Struct, frozen=True):
    """One proposal with all that is known of it; `from_at` is when it may be carried out."""

    proposal: str
    title: str
    reasons: str
    author: str
    organ: str
    tier: int
    power: str
    state: str
    next: str
    endorsements: int
    endorsements_needed: int
    round: int
    reading: int
    confirming: bool
    majority: str
    turnout: str
    ends: str
    yes: int
    no: int
    abstain: int
    blank: int
    ranked: int
    roll: int
    passed: bool | None
    elected: tuple[str, ...]
    mandate: str
    from_at: str
    until_at: str
    entry: int
    measure: Measure
    meeting: MeetingLine | None
    candidates: tuple[CandidateLine, ...]
    comments: tuple[RemarkLine, ...]
    petitions: tuple[PetitionLine, ...]
    challenges: tuple[ChallengeLine, ...]


class ResultPage(msgspec.Struct, frozen=True):
    """The results of a proposal's polls, first to last, and the stages of the last count."""

    proposal: str
    polls: tuple[PollResult, ...]
    stages: StageTable | None


class DryRunLine(msgspec.Struct, frozen=True):
    """One line of the dry run that was laid down with the notice."""

    what: str
    before: str
    after: str


class DryRunPage(msgspec.Struct, frozen=True):
    """What an amendment would change; `mine` is one member's own line, for her alone.

    `noticed` is what was laid down with the notice, all else is worked out now. `year` is the plan
    of the last year that was divided again under both charters, empty where there is none.
    """

    proposal: str
    noticed: tuple[DryRunLine, ...]
    uses: tuple[UseChange, ...]
    year: str
    lines: tuple[LineCompared, ...]
    gaining: int
    losing: int
    same: int
    gini_before: str | None
    gini_after: str | None
    mine: MemberCompared | None


def proposal_lines(reader: Reader) -> list[ProposalLine]:
    """All proposals in order of id."""
    at = system_ports().clock()
    return [_line(reader, standing_of(reader, row, at)) for row in reader.rows(Proposal)]


def proposal_page(reader: Reader, proposal: str) -> ProposalPage | None:
    """One proposal, or None where there is none of this id."""
    row = reader.get(Proposal, proposal)
    if row is None:
        return None
    now = standing_of(reader, row, system_ports().clock())
    words = {"title": "", "reasons": ""} | _words(reader, row.entry)
    results, mandate, poll = results_of(reader, row), now.mandate, now.poll
    last = results[-1] if results else None
    return ProposalPage(
        proposal=row.proposal, title=words["title"], reasons=words["reasons"], author=row.author,
        organ=row.organ, tier=row.tier, power=row.power, state=now.word, next=_moment(now.next_at),
        endorsements=row.endorsements, endorsements_needed=_endorsements_needed(reader),
        round=row.round, reading=row.reading, confirming=bool(row.confirming),
        majority=poll.majority if poll else "", turnout=poll.turnout if poll else "",
        ends=_moment(poll.ends_at) if poll else "", yes=last.yes if last else 0,
        no=last.no if last else 0, abstain=last.abstain if last else 0,
        blank=last.blank if last else 0, ranked=last.ranked if last else 0,
        roll=poll.roll if poll else 0, passed=last.passed if last else None,
        elected=last.elected if last else (),
        mandate=mandate_of(row) if mandate else "",
        from_at=_moment(mandate.from_at) if mandate else "",
        until_at=_moment(mandate.until_at) if mandate else "",
        entry=row.entry, measure=measure_from_text(row.measure),
        meeting=_meeting(now.meeting), candidates=_candidates(reader, row),
        comments=tuple(_remarks(reader, proposal)), petitions=_petitions(reader, proposal),
        challenges=_challenges(reader, proposal),
    )  # fmt: skip


def result_page(reader: Reader, proposal: str) -> ResultPage | None:
    """The results of a proposal's closed polls, or None where there is no such proposal."""
    row = reader.get(Proposal, proposal)
    if row is None:
        return None
    results = tuple(results_of(reader, row))
    stages = _stages(reader, row, results[-1].poll) if results else None
    return ResultPage(proposal, results, stages)


def dry_run_page(reader: Reader, proposal: str, member: str = "") -> DryRunPage | None:
    """What an amendment would change, or None where the proposal is none.

    Args:
        reader: of the folder.
        proposal: the proposal.
        member: whose own line is shown; nobody's where empty.
    """
    common: tuple[type[Row], ...] = (CharterInForce, Plan)
    reader.ask(asked(Proposal, proposal=proposal), *(asked(one) for one in common))
    row = reader.get(Proposal, proposal)
    measure = measure_from_text(row.measure) if row is not None else None
    in_force = reader.get(CharterInForce, IN_FORCE)
    if row is None or in_force is None or not isinstance(measure, ChangeCharter):
        return None
    year = year_compared(reader, measure)
    found = year.comparison if year is not None else None
    many = found if found is not None and len(found.members) >= GINI_MEMBERS_MIN else None
    return DryRunPage(
        proposal=proposal, noticed=_noticed(reader, row),
        uses=tuple(use_changes(charter_from_text(in_force.text), measure)),
        year=year.plan if year is not None else "", lines=found.lines if found else (),
        gaining=found.gaining if found else 0, losing=found.losing if found else 0,
        same=found.same if found else 0, gini_before=many.before.gini if many else None,
        gini_after=many.after.gini if many else None, mine=_mine(year, member),
    )  # fmt: skip


def _line(reader: Reader, now: Standing) -> ProposalLine:
    row = now.proposal
    results = results_of(reader, row)
    last = results[-1] if results else None
    return ProposalLine(
        proposal=row.proposal, title=_words(reader, row.entry).get("title", ""), organ=row.organ,
        tier=row.tier, power=row.power, state=now.word, next=_moment(now.next_at),
        yes=last.yes if last else 0, no=last.no if last else 0, abstain=last.abstain if last else 0,
        roll=now.poll.roll if now.poll else 0, passed=last.passed if last else None,
        entry=row.entry,
    )  # fmt: skip


def _endorsements_needed(reader: Reader) -> int:
    row = reader.get(CharterInForce, IN_FORCE)
    return charter_from_text(row.text).decisions.endorsements if row is not None else 0


def _meeting(meeting: Meeting | None) -> MeetingLine | None:
    if meeting is None:
        return None
    return MeetingLine(
        meeting=meeting.meeting, organ=meeting.organ, called_by=meeting.called_by,
        record_at=_moment(meeting.record_at), opens_at=_moment(meeting.opens_at),
        second_call_at=_moment(meeting.second_call_at),
        first_call_quorum=meeting.first_call_quorum, second_call_quorum=meeting.second_call_quorum,
        second_call_votes=meeting.second_call_votes, entry=meeting.entry,
    )  # fmt: skip


def _candidates(reader: Reader, row: Proposal) -> tuple[CandidateLine, ...]:
    names = enumerate(ranked_names(reader, row), 1)
    return tuple(CandidateLine(number, name) for number, name in names if name)


def _remarks(reader: Reader, proposal: str) -> Iterator[RemarkLine]:
    for one in sorted(reader.rows(RemarkRow, proposal=proposal), key=lambda row: row.entry):
        answer = _words(reader, one.answer).get("text", "") if one.answer >= 0 else ""
        text = _words(reader, one.entry).get("text", "")
        yield RemarkLine(one.comment, one.member, text, answer)


def _petitions(reader: Reader, proposal: str) -> tuple[PetitionLine, ...]:
    return tuple(
        PetitionLine(one.petition, one.kind, one.signatures, one.needed, one.state)
        for one in petitions_about(reader, proposal)
    )


def _challenges(reader: Reader, proposal: str) -> tuple[ChallengeLine, ...]:
    return tuple(
        ChallengeLine(one.challenge, one.poll, one.member, one.state)
        for one in reader.rows(ChallengeRow, proposal=proposal)
    )


def _stages(reader: Reader, row: Proposal, poll: str) -> StageTable | None:
    closes = (reader.entry(seq) for seq in reader.entries_of("assembly.close/1"))
    entry = next((one for one in closes if closes_poll(one, poll)), None)
    ref = stages_ref(entry) if entry is not None else None
    return stage_table(_annex(reader, ref), ranked_names(reader, row)) if ref is not None else None


def _noticed(reader: Reader, row: Proposal) -> tuple[DryRunLine, ...]:
    if not row.meeting:
        return ()
    meeting = reader.get(Meeting, row.meeting)
    ref = _dry_run_ref(reader.entry(meeting.entry)) if meeting is not None else None
    if ref is None:
        return ()
    annex = _annex(reader, ref)
    lines = zip(*(annex.column(name) for name in DRY_RUN_NAMES), strict=True)
    return tuple(
        DryRunLine(str(what), str(before), str(after))
        for after, before, proposal, what in lines
        if proposal == row.proposal
    )


def _dry_run_ref(entry: AnyEntry) -> AnnexRef | None:
    return entry.act.dry_run if isinstance(entry.act, Call | Convene) else None


def _mine(year: YearCompared | None, member: str) -> MemberCompared | None:
    if year is None or not member:
        return None
    return next((one for one in year.comparison.members if one.id == member), None)


def _annex(reader: Reader, ref: AnnexRef) -> Annex:
    return AnnexFiles(reader.folder, system_ports()).read(ref)


def _words(reader: Reader, entry: int) -> dict[str, str]:
    with vault_of(reader.folder) as vault:
        openings = vault.openings_of(entry)
    return {name: str(opening.value) for name, opening in openings.items()}


def _moment(at: int) -> str:
    return iso_from_moment(at) if at else ""
