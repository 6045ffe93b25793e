"""Looking at one person's figures, as the holder of an office: what for, then the look on the record.

What each office may look at, and what for, says the labour room's own table. Only the office of data
may open a whole person, for a request of hers; her pages are open to it for a short while then.
"""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from auzolan.audit.folder import Folder
from auzolan.foundation.refusals import Refusal
from auzolan.house.doors.access.looks import note_look
from auzolan.house.doors.doing.pages import next_of
from auzolan.house.doors.open_desk import writing
from auzolan.house.doors.portal.pages import no_access
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.labour.watching.look_flows import Asked, look_at
from auzolan.house.rooms.members.page_queries import member_of
from auzolan.labour.watching.matrix import (
    ACCOUNT,
    EVERYTHING,
    GRANTS,
    OFFICE_OF,
    SKILL,
    Grant,
)


def look(request: CoopRequest, member: str) -> HttpResponse:
    """Ask which figure and what for, put the look on the record, and show it.

    Raises:
        Http404: there is no such member.
    """
    if member_of(member) is None:
        raise Http404
    grants = grants_of(request.visit.offices)
    chosen = request.POST.get("look", "").split(":") if request.method == "POST" else []
    found = [
        one for one in grants
        if [one.role, one.metric] == chosen[:2] and chosen[2:] and chosen[2] in one.purposes
    ]  # fmt: skip
    if not found:
        context = {"member": member, "grants": grants, "next": next_of(request)}
        return render(request, "portal/look.html", context, status=422 if chosen else 200)
    asked = Asked(request.visit.member, found[0].role, member, found[0].metric, chosen[2])
    with writing(Folder(settings.AUZOLAN_FOLDER)) as desk:
        seen = look_at(desk, asked)
    if isinstance(seen, Refusal):
        return no_access(request, seen)
    if asked.metric == EVERYTHING:
        note_look(request, member)
        return HttpResponseRedirect(next_of(request) or reverse("statement", args=[member]))
    return render(request, "portal/looked.html", {"member": member, "seen": seen})


def grants_of(offices: frozenset[str]) -> list[Grant]:
    """What the holder of these offices may look at; what is looked at elsewhere is left out.

    Skill needs labels; an account is looked at by what is done about it.
    """
    return [
        one
        for one in GRANTS
        if OFFICE_OF.get(one.role) in offices and one.metric not in {SKILL, ACCOUNT}
    ]
