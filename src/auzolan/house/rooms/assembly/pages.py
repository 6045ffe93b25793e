"""The assembly's pages: all decisions, and one with what it changes and its result.

Texts of proposals are personal data in the vault: they are shown in a demo only, until people
sign in. Results stay hidden while a poll is open.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from auzolan.assembly.resolutions import FillOffice, GrantLicence, RecallOfficer, ShareSurplus
from auzolan.assembly.state import Proposal
from auzolan.house.rooms.assembly import page_queries as assembly
from auzolan.house.rooms.charter.page_queries import Coop, CoopRequest
from auzolan.house.rooms.record.page_queries import words_of
from auzolan.house.rooms.record.pages import kind_of
from auzolan.house.rooms.treasury.page_queries import (
    plan_named,
    waterfall_of,
    winding_up_planned,
)


def listing(request: CoopRequest) -> HttpResponse:
    """All proposals, newest first."""
    found = assembly.proposals()
    return render(request, "assembly/list.html", {"decisions": decisions(request.coop, found)})


def proposal(request: CoopRequest, name: str) -> HttpResponse:
    """One proposal.

    Raises:
        Http404: there is none of this id.
    """
    row = assembly.proposal_of(name)
    if row is None:
        raise Http404
    entry, measure = assembly.measure_of(row)
    words = _words(request.coop, [row])
    planned = plan_named(measure.plan) if isinstance(measure, ShareSurplus) else None
    context = {
        "proposal": row,
        "entry": entry,
        "title": words.get((row.entry, "title"), ""),
        "reasons": words.get((row.entry, "reasons"), ""),
        "kind": assembly.kind_of(measure),
        "changes": assembly.changes_of(row, measure),
        "terms": measure.terms if isinstance(measure, GrantLicence) else None,
        "plan": measure if isinstance(measure, ShareSurplus) else None,
        "planned": planned,
        "terms_of_plan": waterfall_of(planned) if planned is not None else None,
        "seat": measure if isinstance(measure, FillOffice | RecallOfficer) else None,
        "leaving": measure.terms if isinstance(measure, SettleExit) else None,
        "end": winding_up_planned(measure.winding_up) if isinstance(measure, Dissolve) else None,
        "steps": [(kind_of(step.act), step) for step in assembly.steps_of(row)],
        "result": assembly.result_of(row),
    }
    return render(request, "assembly/proposal.html", context)


def decisions(
    coop: Coop, found: list[Proposal]
) -> list[tuple[Proposal, str, str, assembly.Result | None]]:
    """Proposals with their titles as far as they may be shown, their kind, and their results."""
    words = _words(coop, found)
    return [
        (
            row,
            words.get((row.entry, "title"), ""),
            assembly.kind_of(assembly.measure_of(row)[1]),
            assembly.result_of(row),
        )
        for row in found
    ]


def _words(coop: Coop, found: list[Proposal]) -> dict[tuple[int, str], str]:
    return words_of(coop.folder, [row.entry for row in found]) if coop.is_demo else {}
