"""The page of one member's rows, and the certificate of a batch that she can keep."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from auzolan.contributions.state import Batch
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.consent.page_queries import permissions_of
from auzolan.house.rooms.contributions import own_rows
from auzolan.house.rooms.contributions.certificates import certificate_of
from auzolan.house.rooms.members.page_queries import member_asked, names_of
from auzolan.house.rooms.record.pages import number_asked
from auzolan.house.storage.reader import reader_of

PAGE_BATCHES = 30


def contributions(request: CoopRequest, member: str) -> HttpResponse:
    """Her rows by kind, date and state, and how to bring more.

    Raises:
        Http404: there is no such member.
    """
    row = member_asked(request, member)
    before, kind = number_asked(request, "before"), request.GET.get("kind", "")
    found = own_rows.batches_before(member, before, kind=kind, limit=PAGE_BATCHES + 1)
    shown = found[:PAGE_BATCHES]
    permissions = permissions_of(member, request.coop.charter, [])
    context = {
        "member": row,
        "name": names_of(request.coop.folder, [row]).get(member, ""),
        "totals": own_rows.totals_of(member),
        "kind": kind,
        "batches": own_rows.on_page(shown, permissions),
        "older": shown[-1].entry if len(found) > PAGE_BATCHES else None,
        "is_first": before is None,
        "is_hers": request.visit.member == member,
    }
    return render(request, "contributions/contributions.html", context)


def certificate(request: CoopRequest, member: str, batch: str) -> HttpResponse:
    """The certificate of one of her batches, as a file.

    Raises:
        Http404: she has no such batch, or its entry is not published yet.
    """
    with reader_of(request.coop.folder) as reader:
        row = reader.get(Batch, batch)
        if row is None or row.member != member:
            raise Http404
        try:
            content = certificate_of(reader, row)
        except LookupError as fault:
            raise Http404 from fault
    answer = HttpResponse(content, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{batch}.certificate.json"'
    return answer
