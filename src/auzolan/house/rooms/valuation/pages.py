"""The page on what one member's data is worth, and why.

It shows what belongs to one person. The portal serves it in a demo only, until people sign in.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.members.page_queries import member_of, names_of
from auzolan.house.rooms.valuation.page_queries import worths_of
from auzolan.house.rooms.valuation.why import why


def worth(request: CoopRequest, member: str) -> HttpResponse:
    """One member's line of a valuation, worked out again and taken apart.

    Raises:
        Http404: there is no such member, or she has no line in the valuation asked for.
    """
    row = member_of(member)
    if row is None:
        raise Http404
    folder, asked = request.coop.folder, request.GET.get("valuation", "")
    worths = worths_of(folder, member)
    chosen = [one for one in worths if asked in {"", one.valuation.valuation}]
    if asked and not chosen:
        raise Http404
    context = {
        "member": row,
        "name": names_of(folder, [row]).get(member, ""),
        "others": [one.valuation for one in worths],
    }
    if chosen:
        valuation = chosen[0].valuation.valuation
        found = why(folder, asker=member, member=member, valuation=valuation)
        assert not isinstance(found, Refusal), f"she has a line in {valuation}, and looks herself"
        context |= {"worth": chosen[0], "found": found, "tables": (found.best, found.worst)}
    return render(request, "valuation/worth.html", context)
