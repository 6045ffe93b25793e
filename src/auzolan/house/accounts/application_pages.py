"""The list of who asks to join, for the office of admissions; and saying no to one."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from auzolan.foundation.refusals import Refusal
from auzolan.house.accounts import letters
from auzolan.house.accounts.admission import applications, welcome_admitted
from auzolan.house.accounts.forms import DeclineForm
from auzolan.house.accounts.models import Application
from auzolan.house.doors.access.matrix import Relation
from auzolan.house.doors.portal.pages import no_access
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.members.joining import joining

SHOWN = 50


def listing(request: CoopRequest) -> HttpResponse:
    """Who asks to join, and what each must have paid before she is taken in."""
    if not _is_admissions(request):
        return no_access(request, _not_this_office())
    welcome_admitted()
    found = applications()
    charter = request.coop.charter
    terms = joining(charter.surplus.distribution.entry, charter.membership.contribution_cents)
    context = {
        "applications": found[:SHOWN], "more": max(0, len(found) - SHOWN),
        "first_cents": terms.instalments[0] + terms.fee_cents,
        "later_cents": sum(terms.instalments[1:]),
        "form": DeclineForm(),
    }  # fmt: skip
    return render(request, "accounts/applications.html", context)


def decline(request: CoopRequest, member: str) -> HttpResponse:
    """Say no to somebody, with a reason that she reads, and erase her application.

    Raises:
        Http404: there is no such application.
    """
    if not _is_admissions(request):
        return no_access(request, _not_this_office())
    found = Application.objects.filter(member=member, is_confirmed=True).first()
    if found is None:
        raise Http404
    form = DeclineForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        context = {"found": found, "form": form}
        return render(request, "accounts/decline.html", context, status=status)
    letters.send("declined", found.email, found.language, reason=form.cleaned_data["reason"])
    found.delete()
    return HttpResponseRedirect(reverse("applications"))


def _is_admissions(request: CoopRequest) -> bool:
    """Whether she may take people in: names and addresses are for nobody else, in a demo neither."""
    may = request.visit.may("do:members.admit") is not Relation.NEVER
    return may and "admissions" in request.visit.offices


def _not_this_office() -> Refusal:
    return Refusal(
        "access.not_yours", _ARTICLE, "Applications are read by the office of admissions.",
        "Ask whoever holds this office.",
    )  # fmt: skip


_ARTICLE = "house, access"
