"""The assembly's pages for one person: what she can propose, and what a proposal would mean for her."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from auzolan.house.doors.access.matrix import Relation
from auzolan.house.rooms.assembly import page_queries as assembly
from auzolan.house.rooms.assembly.doing_measures import KINDS
from auzolan.house.rooms.assembly.queries import dry_run_page
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.storage.reader import reader_of

OFTEN = ("change", "licence", "plan", "election", "office", "options")
"""What is proposed often, shown first."""


def proposing(request: CoopRequest) -> HttpResponse:
    """Every kind of proposal, what is proposed often first."""
    names = [f"assembly.propose_{kind.name}" for kind in KINDS]
    open_to_her = [name for name in names if request.visit.may(f"do:{name}") is not Relation.NEVER]
    often = [f"assembly.propose_{kind}" for kind in OFTEN]
    context = {
        "often": [name for name in open_to_her if name in often],
        "seldom": [name for name in open_to_her if name not in often],
    }
    return render(request, "assembly/proposing.html", context)


def for_me(request: CoopRequest, name: str) -> HttpResponse:
    """What a change of the house rules would have meant for the one who asks, in the last planned year.

    Raises:
        Http404: there is no such proposal, or it changes no rules.
    """
    row = assembly.proposal_of(name)
    if row is None:
        raise Http404
    with reader_of(request.coop.folder) as reader:
        found = dry_run_page(reader, name, request.visit.member)
    if found is None:
        raise Http404
    context = {"proposal": row, "found": found, "mine": found.mine}
    return render(request, "assembly/for_me.html", context)
