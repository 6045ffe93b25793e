"""The pages of one's own account: language, ways of signing in, sessions, address, export, deletion.

What somebody is in the co-operative is no matter of these pages; they change no book.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_POST

from auzolan.audit.folder import Folder
from auzolan.foundation.refusals import Refusal
from auzolan.house.accounts import letters, links, people, security_log
from auzolan.house.accounts.closing import end_other_sessions, end_sessions
from auzolan.house.accounts.forms import AddressForm, DeleteForm, LanguageForm
from auzolan.house.accounts.models import Person
from auzolan.house.accounts.sessions import has_just_signed_in
from auzolan.house.accounts.sign_in_pages import where_to_show_it
from auzolan.house.doors.open_desk import writing
from auzolan.house.doors.portal.pages import no_access
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.record.flows import publish

LINES_SHOWN = 20
LOG_SHOWN = 50
_DIGITS_MAX = 15
_YEAR_S = 365 * 86_400
_LOG_OFFICES = frozenset({"data", "operator"})


def own_settings(request: CoopRequest) -> HttpResponse:
    """Everything that somebody can set about her account."""
    person = _person(request)
    context = {
        "person": person,
        "ways": Authenticator.objects.filter(user=person).count(),
        "sessions": UserSession.objects.filter(user=person).count(),
        "lines": security_log.lines_of(person, LINES_SHOWN),
        "languages": settings.LANGUAGES,
    }
    return render(request, "accounts/settings.html", context)


@require_POST
def language(request: CoopRequest) -> HttpResponse:
    """Set the language of pages and mail."""
    person, form = _person(request), LanguageForm(request.POST)
    if form.is_valid():
        person.language = form.cleaned_data["language"]
        person.save(update_fields=["language"])
    with translation.override(person.language):
        answer = HttpResponseRedirect(reverse("settings"))
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, person.language, max_age=_YEAR_S,
        secure=settings.LANGUAGE_COOKIE_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip
    return answer


def ways(request: CoopRequest) -> HttpResponse:
    """The ways of signing in that she has, and those she could add."""
    found = Authenticator.objects.filter(user=_person(request)).order_by("pk")
    of_type = {kind: [one for one in found if one.type == kind] for kind in Authenticator.Type}
    context = {
        "passkeys": of_type[Authenticator.Type.WEBAUTHN],
        "app": of_type[Authenticator.Type.TOTP],
        "codes": [
            len(one.wrap().get_unused_codes()) for one in of_type[Authenticator.Type.RECOVERY_CODES]
        ],
        "needs_one": request.visit.held_offices and not request.coop.is_demo,
    }
    return render(request, "accounts/ways.html", context)


def sessions(request: CoopRequest) -> HttpResponse:
    """Where she is signed in, and a way to end one of them, all others, or all.

    Who ends others shows first who she is, so that a browser left open does not shut her out of the rest.
    """
    person = _person(request)
    if request.method != "POST":
        return render(request, "accounts/sessions.html", {"sessions": people.sessions_of(person)})
    asked, number = request.POST.get("ask", ""), request.POST.get("number", "")
    if asked in {"one", "others"}:
        if not has_just_signed_in(request) and not request.coop.is_demo:
            return HttpResponseRedirect(where_to_show_it(request, person))
        is_number = number.isascii() and number.isdigit() and len(number) <= _DIGITS_MAX
        if asked == "others":
            end_other_sessions(request, person)
        elif is_number:
            people.signed_out_there(person, int(number))
        security_log.note(request, security_log.SESSION_ENDED, person)
        return HttpResponseRedirect(reverse("sessions"))
    end_sessions(person)
    security_log.note(request, security_log.SESSION_ENDED, person)
    logout(request)
    return HttpResponseRedirect(reverse("front"))


def address(request: CoopRequest) -> HttpResponse:
    """Ask for another address; it counts once the link that goes there has been opened."""
    person, form = _person(request), AddressForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        context = {"person": person, "form": form}
        return render(request, "accounts/address.html", context, status=status)
    email = people.checked_address(form.cleaned_data["email"])
    if not people.is_taken(email):
        said = links.made_address(person, email)
        there = letters.address("confirm_address", said, person.language, request)
        letters.send("new_address", email, person.language, link=there)
        letters.send("old_address", person.email, person.language)
    return render(request, "accounts/address.html", {"person": person, "sent_to": email})


@require_POST
def everything_file(request: CoopRequest) -> HttpResponse | FileResponse:
    """Everything that the co-operative holds about her, as one zip; it stays in no place here."""
    from auzolan.house.rooms.consent.everything import hand_over  # it reads in half of the rooms

    member = request.visit.member
    with tempfile.TemporaryDirectory() as place, writing(Folder(settings.AUZOLAN_FOLDER)) as desk:
        publish(desk)
        out = Path(place) / "everything.zip"
        done = hand_over(desk, actor=member, member=member, out=out)
        if isinstance(done, Refusal):
            return no_access(request, done)
        file = out.open("rb")  # the folder goes, the open file stays until it has been sent
    return FileResponse(file, as_attachment=True, filename=f"{member}.zip")


def delete(request: CoopRequest) -> HttpResponse:
    """Delete her account; her membership and what stands on the record stay as they are."""
    person, form = _person(request), DeleteForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        context = {"person": person, "form": form}
        return render(request, "accounts/delete.html", context, status=status)
    security_log.note(request, security_log.ACCOUNT_DELETED, person)
    letters.send("deleted", person.email, person.language)
    people.deleted(person)
    logout(request)
    return render(request, "accounts/deleted.html")


def log(request: CoopRequest) -> HttpResponse:
    """The security log, for the operator and the office of data."""
    if not request.coop.is_demo and not request.visit.offices & _LOG_OFFICES:
        return no_access(request, _not_this_office())
    said = request.GET.get("before", "")
    before = int(said) if said.isascii() and said.isdigit() and len(said) < 16 else 0
    what = request.GET.get("what", "")
    what = what if what in security_log.KINDS else ""
    found = list(security_log.lines_before(before, LOG_SHOWN + 1, what))
    shown = found[:LOG_SHOWN]
    context = {
        "lines": shown, "older": shown[-1].pk if len(found) > LOG_SHOWN else None,
        "is_first": not before, "what": what, "kinds": security_log.KINDS,
    }  # fmt: skip
    return render(request, "accounts/security_log.html", context)


def _not_this_office() -> Refusal:
    return Refusal(
        "access.not_yours", "house, access",
        "The security log is read by the operator and by the office of data.",
        "Your own lines stand in your settings.",
    )  # fmt: skip


def _person(request: CoopRequest) -> Person:
    assert request.visit.person is not None, "the matrix lets only people in who have signed in"
    return request.visit.person
