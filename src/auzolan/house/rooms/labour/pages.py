"""The pages of work: what everybody may see of it, and what one member sees of hers.

The first shows groups and prices and is open to all. The second belongs to one person.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from auzolan.house.ports import system_ports
from auzolan.house.rooms.assembly.titles_on_pages import titles_for
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.labour import page_queries
from auzolan.house.rooms.labour.voice.exchange_on_page import about_in_words, lookers_in, votes_in
from auzolan.house.rooms.labour.work.appeal_flows import cases_of
from auzolan.house.rooms.members.page_queries import member_asked, names_of
from auzolan.house.rooms.members.people_on_pages import names_for
from auzolan.house.storage.reader import reader_of


def work(request: CoopRequest) -> HttpResponse:
    """Tasks and their prices, how work was judged, ten points, pulse and ratings."""
    with reader_of(request.coop.folder) as reader:
        found = page_queries.work_page(reader, at=system_ports().clock())
    return render(request, "labour/work.html", {"found": found})


def own_work(request: CoopRequest, member: str) -> HttpResponse:
    """One member's work and pay, and what there is to do.

    Raises:
        Http404: there is no such member.
    """
    with reader_of(request.coop.folder) as reader:
        context = _about(request, member)
        found = page_queries.own_work(reader, member, at=system_ports().clock())
    context["found"] = found
    context["names"] = names_for(request, (one.decided_by for one in found.submissions))
    return render(request, "labour/own_work.html", context)


def own_exchange(request: CoopRequest, member: str) -> HttpResponse:
    """What a member gave and what she received, each line with its entry.

    Raises:
        Http404: there is no such member.
    """
    currency = request.coop.charter.currency
    with reader_of(request.coop.folder) as reader:
        context = _about(request, member)
        found = page_queries.own_exchange(reader, member, currency=currency)
    names = names_for(request, lookers_in(found.lines))
    titles = titles_for(request, votes_in(found.lines))
    sides = [
        (side, [(one, about_in_words(one, names, titles)) for one in lines])
        for side, lines in page_queries.sides_of(found)
    ]
    context |= {"found": found, "sides": sides}
    return render(request, "labour/own_exchange.html", context)


def panel(request: CoopRequest, member: str) -> HttpResponse:
    """What a member was drawn to judge. Who sits on a panel is nobody's to know but hers.

    Raises:
        Http404: there is no such member.
    """
    at = system_ports().clock()
    context = _about(request, member)
    context["cases"] = cases_of(request.coop.folder, member=member, at=at)
    return render(request, "labour/panel.html", context)


def _about(request: CoopRequest, member: str) -> dict[str, object]:
    row = member_asked(request, member)
    return {
        "member": row,
        "name": names_of(request.coop.folder, [row]).get(member, ""),
        "is_hers": request.visit.member == member,
    }
