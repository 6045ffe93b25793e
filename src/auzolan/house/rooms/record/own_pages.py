"""What is recorded about one member, who looked at it, and what lies beside the record."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.members.page_queries import member_asked, names_of
from auzolan.house.rooms.record import own_entries
from auzolan.house.rooms.record.page_queries import lines_by
from auzolan.house.rooms.record.pages import number_asked

PAGE_LINES = 30
LOOKS_SHOWN = 50


def recorded(request: CoopRequest, member: str) -> HttpResponse:
    """Her entries by kind and one by one, every look at her figures, and what else is held.

    Raises:
        Http404: there is no such member.
    """
    row = member_asked(request, member)
    before, act = number_asked(request, "before"), request.GET.get("act", "")
    acts = (f"{act}/1", f"{act}/2", f"{act}/3") if act else ()
    lines = lines_by(member, acts, before, limit=PAGE_LINES + 1)
    shown = lines[:PAGE_LINES]
    looks = own_entries.looks_before(member, None, limit=LOOKS_SHOWN)
    folder = request.coop.folder
    context = {
        "member": row,
        "name": names_of(folder, [row]).get(member, ""),
        "is_hers": request.visit.member == member,
        "kinds": own_entries.kinds_of_entries(member),
        "act": act,
        "lines": shown,
        "older": shown[-1].seq if len(lines) > PAGE_LINES else None,
        "is_first": before is None,
        "looks": looks,
        "looks_total": own_entries.looks_total(member) if len(looks) == LOOKS_SHOWN else len(looks),
        "beyond": own_entries.beyond(folder, member),
        "backup_days": request.coop.charter.consent.backup_days,
    }
    return render(request, "record/recorded.html", context)
