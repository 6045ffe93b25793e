"""Pages of the house rules: each article with its text and its numbers, and what versions changed."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from auzolan.house.doors.access.matrix import Relation
from auzolan.house.rooms.assembly.page_queries import vote_behind
from auzolan.house.rooms.charter.page_queries import (
    CoopRequest,
    articles_of,
    changes_of_version,
    texts_in_force,
    versions,
)


def rules(request: CoopRequest) -> HttpResponse:
    """The house rules in force, in the reader's language."""
    texts = texts_in_force(request.coop.folder, _language())
    visit = request.visit
    context = {
        "articles": articles_of(request.coop.charter, texts),
        "versions": versions(),
        "can_propose": visit.may("do:assembly.propose_change") is not Relation.NEVER,
        "can_simulate": visit.may("see:simulate") is not Relation.NEVER,
    }
    return render(request, "charter/rules.html", context)


def version_changes(request: CoopRequest, version: int) -> HttpResponse:
    """What one version changed in the one before it."""
    changes = changes_of_version(request.coop.folder, version, _language())
    if changes is None:
        raise Http404(f"there is no version {version} after another")
    context = {"changes": changes, "vote": vote_behind(changes.seq)}
    return render(request, "charter/version_changes.html", context)


def _language() -> str:
    return (get_language() or "en")[:2]
