"""The catalogue, and the pages of one company. What it sends here is a request; an office enters it."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from auzolan.foundation import canonical
from auzolan.house.doors.portal.licensee import company as reading
from auzolan.house.doors.portal.licensee.asked import certificate_of, licence_asked
from auzolan.house.ports import system_ports
from auzolan.house.programs import asking
from auzolan.house.programs.models import PartyRequest
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.licensing.duty_lines import DONE, deletion_lines
from auzolan.house.rooms.licensing.invoices import InvoicePaper, invoice_paper, paper_text
from auzolan.house.rooms.licensing.queries import LicencePage, licence_page
from auzolan.house.rooms.licensing.use_queries import waiting
from auzolan.house.storage.reader import reader_of


def catalogue(request: CoopRequest) -> HttpResponse:
    """The models that can be asked for: what for, how good, at what price, by whose labour."""
    with reader_of(request.coop.folder) as reader:
        found = reading.catalogue(reader)
    return render(request, "licensee/catalogue.html", {"offered": found})


def company(request: CoopRequest, party: str) -> HttpResponse:
    """A company's first page: its licences, what it owes, what waits for it."""
    with reader_of(request.coop.folder) as reader:
        licences = reading.licences_of(reader, party)
        owed = deletion_lines(reader, party, system_ports().clock())
    context = {
        "party": party, "licences": licences, "requests": asking.requests_of(party),
        "owed_cents": sum(one.open_cents for one in licences),
        "deletions": [one for one in owed if one.state != DONE],
    }  # fmt: skip
    return render(request, "licensee/company.html", context)


def licence(request: CoopRequest, party: str, name: str) -> HttpResponse:
    """One licence: the terms, what may not be done, use, invoices, keys.

    Raises:
        Http404: the company has none of this name.
    """
    found = _own(request, party, name)
    with reader_of(request.coop.folder) as reader:
        paid_at = reading.paid_at(reader, name)
    used_at = reading.used_at(name)
    asked = [one for one, done in asking.requests_of(party) if one.licence == name and not done]
    context = {
        "party": party, "found": found, "days": reading.days_of(name),
        "used_at": used_at, "paid_at": paid_at,
        "moved_at": max((at for at in (used_at, paid_at) if at is not None), default=found.entry),
        "waiting": waiting(request.coop.folder, name).calls,
        "is_accepted": reading.is_accepted(name), "is_over": reading.is_over(found.until),
        "consent": request.coop.charter.consent,
        "asked": asked, "has_said_yes": any(one.kind == PartyRequest.Kind.ACCEPT for one in asked),
        "answers_at": request.build_absolute_uri(f"/api/models/{found.model}/answer"),
    }  # fmt: skip
    return render(request, "licensee/licence.html", context)


def invoice(request: CoopRequest, party: str, name: str) -> HttpResponse:
    """An invoice as a page to read and print.

    Raises:
        Http404: the company has none of this number.
    """
    paper = _own_invoice(request, party, name)
    return render(request, "licensee/invoice.html", {"party": party, "paper": paper})


def invoice_file(request: CoopRequest, party: str, name: str, form: str) -> HttpResponse:
    """An invoice as a file: `txt` for people, `json` for programs.

    Raises:
        Http404: the company has none of this number, or there is no such form.
    """
    paper = _own_invoice(request, party, name)
    if form == "txt":
        answer = HttpResponse(paper_text(paper), content_type="text/plain; charset=utf-8")
    elif form == "json":
        answer = HttpResponse(canonical.encode(paper), content_type="application/json")
    else:
        raise Http404
    answer["Content-Disposition"] = f'attachment; filename="{paper.invoice}.{form}"'
    return answer


def ask(request: CoopRequest, party: str) -> HttpResponse:
    """Ask for a licence, in the company's own words."""
    with reader_of(request.coop.folder) as reader:
        models = [one.found.model.model for one in reading.catalogue(reader)]
    asked = licence_asked(request, models)
    if request.method == "POST" and not asked.faults:
        try:
            asking.ask_for_licence(
                party, model=asked.model, purpose=asked.purpose, answers=asked.answers,
                words=asked.words,
            )  # fmt: skip
        except asking.TooMany:
            return _too_many(request)
        return HttpResponseRedirect(reverse("company", args=[party]))
    context = {
        "party": party, "models": models, "asked": asked,
        "purposes": request.coop.charter.consent.purposes,
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "licensee/ask.html", context, status=status)


def say_yes(request: CoopRequest, party: str, name: str) -> HttpResponse:
    """Read the terms once more, and say yes to them.

    Raises:
        Http404: the company has no such licence.
    """
    found = _own(request, party, name)
    if request.method == "POST" and request.POST.get("digest") == found.terms_digest:
        try:
            asking.say_yes(party, name, found.terms_digest)
        except asking.TooMany:
            return _too_many(request)
        return HttpResponseRedirect(reverse("company_licence", args=[party, name]))
    context = {
        "party": party, "found": found, "consent": request.coop.charter.consent,
    }  # fmt: skip
    return render(request, "licensee/yes.html", context)


def key(request: CoopRequest, party: str, name: str) -> HttpResponse:
    """Draw a key; it is shown on this page once, and works when the office has let it in.

    Raises:
        Http404: the company has no such licence.
    """
    found = _own(request, party, name)
    secret = ""
    if request.method == "POST":
        try:
            secret = asking.draw_key(party, name)
        except asking.TooMany:
            return _too_many(request)
    return render(request, "licensee/key.html", {"party": party, "found": found, "secret": secret})


def deletions(request: CoopRequest, party: str) -> HttpResponse:
    """What the company has to delete after a member said no, and the certificates it sends."""
    with reader_of(request.coop.folder) as reader:
        found = deletion_lines(reader, party, system_ports().clock())
    fault = ""
    if request.method == "POST":
        sent = certificate_of(request, [f"{one.licence}:{one.withdrawal}" for one in found])
        if not sent.fault:
            try:
                is_kept = asking.send_certificate(
                    request.coop.folder, party, sent.licence, sent.withdrawal, sent.path
                )
            except asking.TooMany:
                return _too_many(request)
            if is_kept:
                return HttpResponseRedirect(reverse("company_deletions", args=[party]))
        fault = sent.fault or "large"
    waiting_for = {
        (one.licence, one.withdrawal)
        for one in asking.waiting_requests(party)
        if one.withdrawal >= 0
    }
    context = {
        "party": party, "fault": fault,
        "deletions": [(one, (one.licence, one.withdrawal) in waiting_for) for one in found],
    }  # fmt: skip
    return render(request, "licensee/deletions.html", context, status=422 if fault else 200)


def _own(request: CoopRequest, party: str, name: str) -> LicencePage:
    found = licence_page(request.coop.folder, name)
    if found is None or found.licensee != party:
        raise Http404
    return found


def _own_invoice(request: CoopRequest, party: str, name: str) -> InvoicePaper:
    paper = invoice_paper(request.coop.folder, name)
    if paper is None or paper.licensee != party:
        raise Http404
    return paper


def _too_many(request: CoopRequest) -> HttpResponse:
    return render(request, "licensee/too_many.html", status=429)
