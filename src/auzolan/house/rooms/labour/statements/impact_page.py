"""The page of a labour-impact statement, and the same as a file for programs.

Texts are for members, and comments are made under their names: who belongs or belonged reads them, and
everybody in a demo. Figures are for everybody.
"""

from __future__ import annotations

import msgspec
from django.http import Http404, HttpResponse
from django.shortcuts import render

from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.labour.statements.impact_types import LabourImpact
from auzolan.house.rooms.labour.statements.statement_queries import statement_of, unknowns
from auzolan.house.rooms.members.people_on_pages import names_for
from auzolan.house.storage.reader import reader_of


def impact(request: CoopRequest, name: str) -> HttpResponse:
    """What labour is behind a dataset or a model, as it was stated.

    Raises:
        Http404: there is no such statement.
    """
    found = _found(request, name)
    context = {
        "found": found, "figures": found.figures, "unknowns": unknowns(found.figures),
        "rates": _rates(found),
        "names": names_for(request, (one.member for one in found.remarks)),
    }  # fmt: skip
    return render(request, "labour/impact.html", context)


def impact_file(request: CoopRequest, name: str) -> HttpResponse:
    """A statement as JSON, after its schema.

    Raises:
        Http404: there is no such statement.
    """
    text = msgspec.json.format(msgspec.json.encode(_found(request, name)), indent=2)
    return HttpResponse(text + b"\n", content_type="application/json")


def _found(request: CoopRequest, name: str) -> LabourImpact:
    is_inside = request.coop.is_demo or bool(request.visit.standing)
    with reader_of(request.coop.folder) as reader:
        found = statement_of(reader, name, inside=is_inside)
    if found is None:
        raise Http404
    return found


def _rates(found: LabourImpact) -> list[tuple[str, object, object]]:
    """The percentiles of pay, each before and after it was lifted."""
    before, after = found.figures.before, found.figures.after
    return [
        (name.removeprefix("p"), getattr(before, name), getattr(after, name))
        for name in ("p5", "p25", "p50", "p75", "p95")
    ]
