"""The assembly's pages: all decisions by where they stand, and one with its whole life.

Texts of proposals and comments are personal data in the vault: they are shown to those who belong or
belonged. Results stay hidden while a poll is open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render

from auzolan.assembly.life import COOLING, EXECUTABLE, SECOND_CALL
from auzolan.assembly.measures import measure_from_text
from auzolan.assembly.resolutions import (
    ChangeCharter,
    Choose,
    Dissolve,
    Elect,
    EndStrikeVote,
    FillOffice,
    GrantLicence,
    GroupDecides,
    Measure,
    RatifyPause,
    RecallOfficer,
    Restructure,
    SettleExit,
    ShareSurplus,
    StrikeUses,
)
from auzolan.assembly.state import (
    EXECUTED,
    NOTICED,
    OPEN,
    PASSED,
    ChallengeRow,
    Proposal,
    RemarkRow,
)
from auzolan.foundation.moments import DAY_MS
from auzolan.house.ports import system_ports
from auzolan.house.rooms.assembly import page_queries as assembly
from auzolan.house.rooms.assembly.consent_on_page import said_in
from auzolan.house.rooms.assembly.life_on_page import ENDED, life_of
from auzolan.house.rooms.assembly.lookup import (
    PollResult,
    Rows,
    Standing,
    petitions_about,
    ranked_names,
    results_of,
    standing_of,
)
from auzolan.house.rooms.assembly.taking_part import (
    ballot_card,
    may_vote,
    steps_for,
)
from auzolan.house.rooms.charter.page_queries import Coop, CoopRequest
from auzolan.house.rooms.members.page_queries import members_named
from auzolan.house.rooms.members.people_on_pages import called, may_read_texts, names_for
from auzolan.house.rooms.record.page_queries import words_of
from auzolan.house.rooms.record.pages import kind_of, number_asked
from auzolan.house.rooms.treasury.page_queries import (
    plan_named,
    waterfall_of,
    winding_up_planned,
)
from auzolan.members.state import Member

if TYPE_CHECKING:
    from auzolan.house.doors.access.visit import Visit

PAGE_DECISIONS = 50
PAGE_REMARKS = 50
ELECTION = "elect"
Words = Mapping[tuple[int, str], str]
_VOTING = frozenset({OPEN, SECOND_CALL})
_COUNTED_DOWN = _VOTING | {NOTICED, COOLING, EXECUTABLE}


@dataclass(frozen=True, slots=True)
class Decision:
    """A proposal as lists show it.

    Attributes:
        row: the proposal.
        title: as far as it may be shown.
        kind: what sort of measure it is.
        now: where it stands.
        days_left: whole days until that changes, rounded up; None where no moment is set.
        result: of its last poll that is closed.
        elected: who or what was elected in it, as people call them.
    """

    row: Proposal
    title: str
    kind: str
    now: Standing
    days_left: int | None
    result: PollResult | None
    elected: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """Under which heading it stands: `voting`, `coming` or `settled`."""
        if self.now.word in _VOTING:
            return "voting"
        is_settled = self.now.word in ENDED or self.row.state in {PASSED, EXECUTED}
        return "settled" if is_settled else "coming"

    @property
    def tense(self) -> str:
        """How one speaks of what it changes: `would` change, `did`, or `would_have`."""
        if self.row.state == EXECUTED:
            return "did"
        return "would_have" if self.now.word in ENDED else "would"

    @property
    def in_office(self) -> tuple[str, ...]:
        """The ids of those who were elected, or the options that were preferred."""
        return self.result.elected if self.result is not None else ()


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment with its answer and the name of who made it, as far as they may be shown."""

    row: RemarkRow
    text: str
    answer: str
    who: str


def listing(request: CoopRequest) -> HttpResponse:
    """Proposals by where they stand, newest first in each group: all that are voted on, others by pages."""
    before = number_asked(request, "before")
    voting = assembly.voting_now() if before is None else []
    others = assembly.not_voting(before, limit=PAGE_DECISIONS + 1)
    shown = others[:PAGE_DECISIONS]
    found = decisions(request.coop, [*voting, *shown], visit=request.visit)
    context = {
        "voting": [one for one in found if one.group == "voting"],
        "coming": [one for one in found if one.group == "coming"],
        "settled": [one for one in found if one.group == "settled"],
        "calls": assembly.open_calls() if before is None else [],
        "older": shown[-1].entry if len(others) > PAGE_DECISIONS else None,
        "is_first": before is None,
    }
    return render(request, "assembly/list.html", context)


def proposal(request: CoopRequest, name: str) -> HttpResponse:
    """One proposal.

    Raises:
        Http404: there is none of this id.
    """
    row = assembly.proposal_of(name)
    if row is None:
        raise Http404
    measure = measure_from_text(row.measure)
    rows, at = assembly.RowsAbout([row]), system_ports().clock()
    before = number_asked(request, "before")
    said = assembly.remarks_about(row.proposal, before, limit=PAGE_REMARKS + 1)
    remarks = said[:PAGE_REMARKS]
    ranked = ranked_names(rows, row)
    challenges = rows.rows(ChallengeRow, proposal=row.proposal)
    others = {*ranked, *_people_in(measure), *(one.member for one in challenges)}
    names, words = _texts(request, row, others, remarks)
    one = _named(_decision(rows, row, at), names, words)
    on_card = _as_called(one.kind, ranked, names)
    candidates = [(number, who) for number, who in enumerate(on_card, 1) if who]
    folder = request.coop.folder
    entry, steps = assembly.told_of(row, challenges)
    results = results_of(rows, row)
    needed = request.coop.charter.decisions.endorsements
    context = {
        "one": one,
        "proposal": row,
        "entry": entry,
        "title": one.title,
        "reasons": words.get((row.revision, "reasons")) or words.get((row.entry, "reasons"), ""),
        "kind": one.kind,
        "changes": assembly.changes_of(row, measure),
        "texts": getattr(measure, "texts", None),
        "terms": measure.terms if isinstance(measure, GrantLicence) else None,
        **_about_plan(measure),
        "seat": measure if isinstance(measure, FillOffice | RecallOfficer) else None,
        "election": measure if isinstance(measure, Elect) else None,
        "choice": measure if isinstance(measure, Choose) else None,
        "restructuring": measure if isinstance(measure, Restructure) else None,
        "kept_pause": measure if isinstance(measure, RatifyPause) else None,
        "strike": measure.terms if isinstance(measure, StrikeUses) else None,
        "ended_strike": measure.strike if isinstance(measure, EndStrikeVote) else None,
        "said": said_in(measure) if isinstance(measure, GroupDecides) else None,
        "author": called(row.author, names),
        "names": names,
        "candidates": candidates,
        "ballot": ballot_card(candidates, _proxies(request, one.now))
        if may_vote(request.visit, one.now)
        else None,
        "can_do": steps_for(request.visit, one.now, measure, one.kind, challenges),
        "dry_run": assembly.dry_run_of(folder, one.now.meeting, row.proposal)
        if isinstance(measure, ChangeCharter)
        else None,
        "steps": [(kind_of(step.act), step) for step in steps],
        "life": life_of(one.now, entry, steps, needs_endorsing=bool(needed)),
        "needed": needed,
        "results": results[::-1],
        "elected": one.elected,
        "stages": assembly.stages_of(folder, on_card, results[-1].poll, steps) if results else None,
        "remarks": _remarks(remarks, names, words),
        "older": remarks[-1].entry if len(said) > PAGE_REMARKS else None,
        "is_first": before is None,
        "petitions": petitions_about(rows, row.proposal),
        "challenges": challenges,
        "leaving": measure.terms if isinstance(measure, SettleExit) else None,
        "end": winding_up_planned(measure.winding_up) if isinstance(measure, Dissolve) else None,
    }
    return render(request, "assembly/proposal.html", context)


def decisions(
    coop: Coop, found: Sequence[Proposal], *, visit: Visit | None = None
) -> list[Decision]:
    """Proposals as lists show them; their titles to whoever may read texts."""
    is_shown = coop.is_demo if visit is None else may_read_texts(visit)
    at, rows = system_ports().clock(), assembly.RowsAbout(found)
    shown = [_decision(rows, row, at) for row in found]
    elected = {who for one in shown if one.kind == ELECTION for who in one.in_office}
    people = members_named(elected) if is_shown and elected else []
    seqs = [*(one.entry for one in found), *(one.entry for one in people)]
    words = words_of(coop.folder, seqs) if is_shown else {}
    names = _names_in(words, people)
    return [_named(one, names, words) for one in shown]


def _decision(rows: Rows, row: Proposal, at: int) -> Decision:
    now, results = standing_of(rows, row, at), results_of(rows, row)
    is_counted = now.word in _COUNTED_DOWN and now.next_at > at
    days_left = -((at - now.next_at) // DAY_MS) if is_counted else None
    kind = assembly.kind_of(measure_from_text(row.measure))
    return Decision(row, "", kind, now, days_left, results[-1] if results else None)


def _named(one: Decision, names: Mapping[str, str], words: Words) -> Decision:
    """A proposal with its title, and with the names of those who were elected."""
    title = words.get((one.row.entry, "title"), "")
    return replace(one, title=title, elected=_as_called(one.kind, one.in_office, names))


def _as_called(kind: str, ranked: Sequence[str], names: Mapping[str, str]) -> tuple[str, ...]:
    """Candidates by name, options as they were written; a place that is empty stays so."""
    return tuple(called(one, names) if kind == ELECTION else one for one in ranked)


def _about_plan(measure: Measure) -> dict[str, object]:
    """The plan that a measure shares a surplus by; nothing for other measures."""
    if not isinstance(measure, ShareSurplus):
        return {}
    planned = plan_named(measure.plan)
    terms = waterfall_of(planned) if planned is not None else None
    return {"plan": measure, "planned": planned, "terms_of_plan": terms}


def _people_in(measure: Measure) -> tuple[str, ...]:
    """The members whom a measure names."""
    if isinstance(measure, FillOffice | RecallOfficer):
        return (measure.holder,)
    if isinstance(measure, SettleExit):
        return (measure.terms.member, measure.terms.transfer_to)
    return ()


def _remarks(rows: Sequence[RemarkRow], names: Mapping[str, str], words: Words) -> list[Remark]:
    return [
        Remark(
            one, words.get((one.entry, "text"), ""), words.get((one.answer, "text"), ""),
            called(one.member, names),
        )
        for one in sorted(rows, key=lambda one: one.entry)
    ]  # fmt: skip


def _texts(
    request: CoopRequest, row: Proposal, others: Set[str], remarks: Sequence[RemarkRow]
) -> tuple[dict[str, str], Words]:
    """The names and the sealed texts of a proposal's page, looked up in one go; none for the world."""
    if not may_read_texts(request.visit):
        return {}, {}
    people = members_named({row.author, *others, *(one.member for one in remarks)})
    said = [seq for one in remarks for seq in (one.entry, one.answer) if seq >= 0]
    seqs = [row.entry, row.revision, *said, *(one.entry for one in people)]
    words = words_of(request.coop.folder, seqs)
    return _names_in(words, people), words


def _names_in(words: Words, people: Sequence[Member]) -> dict[str, str]:
    """The names of members among sealed texts that were looked up with others."""
    found = {one.member: words.get((one.entry, "name"), "") for one in people}
    return {member: name for member, name in found.items() if name}


def _proxies(request: CoopRequest, now: Standing) -> list[tuple[str, str]]:
    """Those who gave the visitor a proxy for the meeting, by id and name."""
    given = assembly.proxies_for(now.meeting.meeting, request.visit.member) if now.meeting else []
    names = names_for(request, given)
    return [(one, called(one, names)) for one in given]
