"""The pages of those who hold an office. They show what waits; doings do it."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from auzolan.foundation.refusals import Refusal
from auzolan.house.doors.doing.catalogue import doings
from auzolan.house.doors.portal.pages import no_access
from auzolan.house.doors.portal.steward import closing, data_sets
from auzolan.house.doors.portal.steward.closing_rehearsal import tried
from auzolan.house.doors.portal.steward.closing_shares import shares_of
from auzolan.house.doors.portal.steward.health import figures_of
from auzolan.house.doors.portal.steward.queue import queue_of
from auzolan.house.ports import system_ports
from auzolan.house.programs.asking import answer_request, waiting_requests
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.labour.work.work_queries import queue_lines
from auzolan.house.rooms.licensing.queries import licence_lines
from auzolan.house.rooms.treasury.bank.pain001 import pain001_bytes
from auzolan.house.rooms.treasury.flows_bank import order_of
from auzolan.house.rooms.treasury.page_queries import periods, share_of
from auzolan.house.rooms.treasury.tables import PayoutTable
from auzolan.house.storage.reader import reader_of

PAGE_WORK = 50
MONEY = (
    (_("Bookings"), ("treasury.book", "treasury.book_list", "treasury.reverse")),
    (_("Money kept for one use"), ("treasury.hold", "treasury.post_hold", "treasury.void_hold")),
    (_("Payouts"), (
        "treasury.draft_payout", "treasury.approve_payout", "treasury.cancel_payout",
        "treasury.export_payout", "treasury.take_in_bank_file", "treasury.clear_suspense",
        "treasury.close_payout", "treasury.report_payout", "treasury.settle_payout",
        "treasury.return_payments",
    )),
    (_("Companies"), (
        "licensing.receive", "licensing.invoice", "licensing.offer", "licensing.accept",
        "licensing.issue_key", "licensing.revoke_key", "licensing.report_use", "licensing.revoke",
    )),
    (_("Members' capital"), (
        "treasury.contribute", "treasury.contribute_list", "treasury.pay_exit", "treasury.lapse",
        "treasury.plan_winding_up",
    )),
    (_("Work and tax"), (
        "labour.settle", "labour.record_work", "labour.assign_index", "labour.set_reference",
        "treasury.settle_royalties", "treasury.withhold", "treasury.remit_withholding",
    )),
)  # fmt: skip
"""What the treasurer can do, by what it is about."""


def steward(request: CoopRequest) -> HttpResponse:
    """Everything that waits for one of her offices, the first due first."""
    at = system_ports().clock()
    with reader_of(request.coop.folder) as reader:
        heaps = queue_of(reader, request.visit, request.coop.charter, at)
    return render(request, "steward/queue.html", {"heaps": heaps})


def closings(request: CoopRequest) -> HttpResponse:
    """All periods, with how far each is on its way to being closed."""
    return render(request, "steward/closings.html", {"periods": periods()})


def closing_page(request: CoopRequest, period: str) -> HttpResponse:
    """The steps by which one period is closed; tried out as a whole where that is asked for.

    Raises:
        Http404: there is no such period.
    """
    row = next((one for one in periods() if one.period == period), None)
    if row is None:
        raise Http404
    with reader_of(request.coop.folder) as reader:
        steps = closing.steps_of(reader, request.coop.charter, row)
        shares = shares_of(reader, period)
        found = None
        if "try" in request.GET:
            found = tried(reader, row, shares.figures, system_ports().clock())
    mine = None
    if shares.plan is not None and request.visit.member:
        mine = share_of(request.coop.folder, shares.plan, request.visit.member)
    context = {
        "period": row, "steps": steps, "shares": shares, "tried": found, "mine": mine,
        "next_step": closing.next_step(steps),
    }  # fmt: skip
    return render(request, "steward/closing.html", context)


def money(request: CoopRequest) -> HttpResponse:
    """Everything that the treasurer can book, in groups."""
    groups = [(title, [name for name in names if name in doings()]) for title, names in MONEY]
    return render(request, "steward/money.html", {"groups": groups})


def bank_file(request: CoopRequest, name: str) -> HttpResponse:
    """The bank's file of a payout that was approved; the same bytes whenever it is fetched.

    Raises:
        Http404: there is no such payout.
    """
    if not PayoutTable.objects.filter(payout=name).exists():
        raise Http404
    order = order_of(request.coop.folder, name)
    if isinstance(order, Refusal):
        return render(request, "portal/no_access.html", {"refusal": order}, status=409)
    answer = HttpResponse(pain001_bytes(order), content_type="application/xml")
    answer["Content-Disposition"] = f'attachment; filename="{name}.xml"'
    return answer


def data(request: CoopRequest) -> HttpResponse:
    """Consent by kind of data in counts, data sets, models, figures of worth, quality by task."""
    context = {
        "coverage": data_sets.coverage(request.coop.charter), "sets": data_sets.sets(),
        "models": data_sets.newest_models(), "valuations": data_sets.valuations(),
        "quality": data_sets.quality(),
    }  # fmt: skip
    return render(request, "steward/data.html", context)


def work(request: CoopRequest) -> HttpResponse:
    """Work that waits to be judged, piece by piece, without a name or a time."""
    task = request.GET.get("task", "")
    at = system_ports().clock()
    found = queue_lines(request.coop.folder, actor=request.visit.member, at=at, task=task)
    if isinstance(found, Refusal):
        return no_access(request, found)
    context = {"task": task, "total": len(found), "lines": found[:PAGE_WORK]}
    return render(request, "steward/work.html", context)


def licences(request: CoopRequest) -> HttpResponse:
    """All licences and offers, and what companies ask for."""
    context = {
        "licences": licence_lines(request.coop.folder), "requests": waiting_requests(),
    }  # fmt: skip
    return render(request, "steward/licences.html", context)


def answer_company(request: CoopRequest, number: int) -> HttpResponse:
    """Answer what a company asks for, in words.

    Raises:
        Http404: there is no open request of this number.
    """
    found = [one for one in waiting_requests() if one.pk == number]
    if not found:
        raise Http404
    words = request.POST.get("words", "").strip()
    if request.method == "POST" and words:
        answer_request(number, words)
        return HttpResponseRedirect(reverse("steward_licences"))
    context = {"found": found[0], "is_faulty": request.method == "POST"}
    status = 422 if request.method == "POST" else 200
    return render(request, "steward/answer_company.html", context, status=status)


def health(request: CoopRequest) -> HttpResponse:
    """How the co-operative is: promises, floor, turnout, balance; for every member."""
    at = system_ports().clock()
    figures = figures_of(request.coop.folder, request.coop.charter, at)
    return render(request, "steward/health.html", {"figures": figures})
