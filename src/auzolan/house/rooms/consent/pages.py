"""The pages of consent: what one member said, a receipt of hers, and the rights desk.

The first two belong to a person: the portal serves them in a demo only, until people sign in. The
desk shows counts and days, and nobody's name.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from auzolan.house.ports import system_ports
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.consent.page_queries import (
    has_entrusted,
    named_alone,
    requests_by_kind,
    requests_due,
    said_by,
    strikes_now,
)
from auzolan.house.rooms.consent.receipt_files import receipt_path
from auzolan.house.rooms.learning.page_queries import uses_of_member
from auzolan.house.rooms.members.page_queries import member_of, names_of

_USES_SHOWN = 10


def consents(request: CoopRequest, member: str) -> HttpResponse:
    """What a member allows and forbids, what a strike stops, the latest uses, and how to stop them.

    Raises:
        Http404: there is no such member.
    """
    row = member_of(member)
    if row is None:
        raise Http404
    folder, now = request.coop.folder, system_ports().clock()
    said = said_by(member, now)
    uses = uses_of_member(member)[::-1][:_USES_SHOWN]
    context = {
        "member": row,
        "name": names_of(folder, [row]).get(member, ""),
        "holding": [one for one in said if one.holds],
        "ended": [one for one in said if not one.holds],
        "alone": named_alone(said),
        "strikes": strikes_now(now),
        "has_entrusted": has_entrusted(member, now),
        "uses": [(one, receipt_path(folder, member, one.use.entry).is_file()) for one in uses],
        "kinds": request.coop.charter.consent.kinds,
    }
    return render(request, "consent/consents.html", context)


def receipt_file(request: CoopRequest, member: str, entry: int) -> HttpResponse:
    """A member's signed receipt of an entry, as a file.

    Raises:
        Http404: there is none.
    """
    row = member_of(member)
    path = receipt_path(request.coop.folder, row.member, entry) if row is not None else None
    if path is None or not path.is_file():
        raise Http404
    answer = HttpResponse(path.read_bytes(), content_type="application/ld+json")
    answer["Content-Disposition"] = f'attachment; filename="{path.name}"'
    return answer


def rights(request: CoopRequest) -> HttpResponse:
    """The rights desk: what can be asked for, how many requests there are, and which day is next."""
    now = system_ports().clock()
    context = {
        "kinds": requests_by_kind(now),
        "due": requests_due(now),
        "days": request.coop.charter.consent.answer_days,
    }
    return render(request, "consent/rights.html", context)
