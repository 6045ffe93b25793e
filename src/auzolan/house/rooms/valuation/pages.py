"""The page on what one member's data is worth, and why, and how that went over time.

It shows what belongs to one person, and of others nothing but what all have together.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render

from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.members.page_queries import member_asked
from auzolan.house.rooms.members.people_on_pages import names_for
from auzolan.house.rooms.record.page_queries import moments_of
from auzolan.house.rooms.valuation.page_queries import Worth, worths_of
from auzolan.house.rooms.valuation.why import why

PAIRS_MAX = 1_500_000
"""So many questions with rows are looked at again in half a second; a larger valuation by command."""


def worth(request: CoopRequest, member: str) -> HttpResponse:
    """One member's line of a valuation, worked out again and taken apart.

    Raises:
        Http404: there is no such member, or she has no line in the valuation asked for.
    """
    row = member_asked(request, member)
    folder, asked = request.coop.folder, request.GET.get("valuation", "")
    worths = worths_of(folder, member)
    chosen = [one for one in worths if asked in {"", one.valuation.valuation}]
    if asked and not chosen:
        raise Http404
    context = {
        "member": row,
        "others": [one.valuation for one in worths],
        "trend": trend_of(worths),
    }
    if chosen:
        valuation = chosen[0].valuation.valuation
        found = why(folder, asker=member, member=member, valuation=valuation, pairs_max=PAIRS_MAX)
        assert not isinstance(found, Refusal), f"she has a line in {valuation}, and looks herself"
        names = names_for(request, [member, found.by, found.rechecked_by])
        context |= {"worth": chosen[0], "found": found, "names": names}
        context["name"] = names.get(member, "")
        context["tables"] = (found.best, found.worst)
    return render(request, "valuation/worth.html", context)


@dataclass(frozen=True, slots=True)
class Point:
    """One valuation on the way: her line of it, when, and where it lies in a picture, in per cent."""

    worth: Worth
    at: int
    x: str
    y: str


def trend_of(worths: list[Worth]) -> list[Point]:
    """Her lines of all valuations, oldest first, each with its place in a picture."""
    found = worths[::-1]
    moments = moments_of([one.valuation.entry for one in found])
    lowest = min(0, *(one.value_e9 for one in found)) if found else 0
    highest = max(1, *(one.value_e9 for one in found)) if found else 1
    span, last = highest - lowest, max(1, len(found) - 1)
    return [
        Point(
            one, moments.get(one.valuation.entry, 0), _per_cent(place, last),
            _per_cent(highest - one.value_e9, span),
        )
        for place, one in enumerate(found)
    ]  # fmt: skip


def _per_cent(part: int, whole: int) -> str:
    """A part of a whole between 4 and 96 per cent, so that no point lies on the edge."""
    permille = 40 + 920 * part // whole
    return f"{permille // 10}.{permille % 10}%"
