"""The pages of work: what everybody may see of it, and what one member sees of hers.

The first shows groups and prices and is open to all. The second belongs to one person; the portal
serves it in a demo only, until people sign in.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from auzolan.house.ports import system_ports
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.labour import page_queries
from auzolan.house.rooms.members.page_queries import member_of, names_of
from auzolan.house.storage.reader import reader_of


def work(request: CoopRequest) -> HttpResponse:
    """Tasks and their prices, how work was judged, ten points, pulse and ratings."""
    with reader_of(request.coop.folder) as reader:
        found = page_queries.work_page(reader, at=system_ports().clock())
    return render(request, "labour/work.html", {"found": found})


def own_work(request: CoopRequest, member: str) -> HttpResponse:
    """One member's work, pay, looks at her figures, and what she gave and received.

    Raises:
        Http404: there is no such member.
    """
    row = member_of(member)
    if row is None:
        raise Http404
    coop = request.coop
    found = page_queries.own_work(
        coop.folder, member, at=system_ports().clock(), currency=coop.charter.currency
    )
    context = {
        "member": row,
        "name": names_of(coop.folder, [row]).get(member, ""),
        "found": found,
    }
    return render(request, "labour/own_work.html", context)
