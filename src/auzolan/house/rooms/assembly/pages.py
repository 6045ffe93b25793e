"""The assembly's pages: all decisions by where they stand, and one with its whole life.

Texts of proposals and comments are personal data in the vault: they are shown in a demo only, until
people sign in. Results stay hidden while a poll is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render

from auzolan.assembly.life import COOLING, EXECUTABLE, SECOND_CALL
from auzolan.assembly.resolutions import (
    Choose,
    Dissolve,
    Elect,
    EndStrikeVote,
    FillOffice,
    GrantLicence,
    GroupDecides,
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
    Standing,
    petitions_about,
    ranked_names,
    results_of,
)
from auzolan.house.rooms.charter.page_queries import Coop, CoopRequest
from auzolan.house.rooms.record.page_queries import words_of
from auzolan.house.rooms.record.pages import kind_of
from auzolan.house.rooms.treasury.page_queries import (
    plan_named,
    waterfall_of,
    winding_up_planned,
)

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
    """

    row: Proposal
    title: str
    kind: str
    now: Standing
    days_left: int | None
    result: PollResult | None

    @property
    def group(self) -> str:
        """Under which heading it stands: `voting`, `coming` or `settled`."""
        if self.now.word in _VOTING:
            return "voting"
        is_settled = self.now.word in ENDED or self.row.state in {PASSED, EXECUTED}
        return "settled" if is_settled else "coming"


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment with its answer, as far as texts may be shown."""

    row: RemarkRow
    text: str
    answer: str


def listing(request: CoopRequest) -> HttpResponse:
    """All proposals by where they stand, newest first in each group."""
    found = decisions(request.coop, assembly.proposals())
    context = {
        "voting": [one for one in found if one.group == "voting"],
        "coming": [one for one in found if one.group == "coming"],
        "settled": [one for one in found if one.group == "settled"],
        "calls": assembly.open_calls(),
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
    entry, measure = assembly.measure_of(row)
    (one,) = decisions(request.coop, [row])
    words = _words(request.coop, [row.entry, row.revision])
    planned = plan_named(measure.plan) if isinstance(measure, ShareSurplus) else None
    steps = assembly.steps_of(row)
    results = results_of(assembly.ROWS, row)
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
        "plan": measure if isinstance(measure, ShareSurplus) else None,
        "planned": planned,
        "terms_of_plan": waterfall_of(planned) if planned is not None else None,
        "seat": measure if isinstance(measure, FillOffice | RecallOfficer) else None,
        "election": measure if isinstance(measure, Elect) else None,
        "choice": measure if isinstance(measure, Choose) else None,
        "restructuring": measure if isinstance(measure, Restructure) else None,
        "kept_pause": measure if isinstance(measure, RatifyPause) else None,
        "strike": measure.terms if isinstance(measure, StrikeUses) else None,
        "ended_strike": measure.strike if isinstance(measure, EndStrikeVote) else None,
        "said": said_in(measure) if isinstance(measure, GroupDecides) else None,
        "candidates": [
            (number, who) for number, who in enumerate(ranked_names(assembly.ROWS, row), 1) if who
        ],
        "dry_run": assembly.dry_run_of(request.coop.folder, one.now.meeting, row.proposal),
        "steps": [(kind_of(step.act), step) for step in steps],
        "life": life_of(one.now, entry, steps, needs_endorsing=bool(needed)),
        "needed": needed,
        "results": results[::-1],
        "stages": assembly.stages_of(request.coop.folder, row, results[-1].poll, steps)
        if results
        else None,
        "remarks": _remarks(request.coop, row.proposal),
        "petitions": petitions_about(assembly.ROWS, row.proposal),
        "challenges": assembly.ROWS.rows(ChallengeRow, proposal=row.proposal),
        "leaving": measure.terms if isinstance(measure, SettleExit) else None,
        "end": winding_up_planned(measure.winding_up) if isinstance(measure, Dissolve) else None,
    }
    return render(request, "assembly/proposal.html", context)


def decisions(coop: Coop, found: Sequence[Proposal]) -> list[Decision]:
    """Proposals as lists show them."""
    words = _words(coop, [row.entry for row in found])
    at = system_ports().clock()
    return [
        _decision(row, words.get((row.entry, "title"), ""), assembly.standing_at(row, at), at)
        for row in found
    ]


def _decision(row: Proposal, title: str, now: Standing, at: int) -> Decision:
    results = results_of(assembly.ROWS, row)
    is_counted = now.word in _COUNTED_DOWN and now.next_at > at
    days_left = -((at - now.next_at) // DAY_MS) if is_counted else None
    kind = assembly.kind_of(assembly.measure_of(row)[1])
    return Decision(row, title, kind, now, days_left, results[-1] if results else None)


def _remarks(coop: Coop, proposal: str) -> list[Remark]:
    rows = sorted(assembly.ROWS.rows(RemarkRow, proposal=proposal), key=lambda one: one.entry)
    words = _words(coop, [seq for one in rows for seq in (one.entry, one.answer) if seq >= 0])
    return [
        Remark(one, words.get((one.entry, "text"), ""), words.get((one.answer, "text"), ""))
        for one in rows
    ]


def _words(coop: Coop, seqs: Sequence[int]) -> dict[tuple[int, str], str]:
    return words_of(coop.folder, seqs) if coop.is_demo else {}
