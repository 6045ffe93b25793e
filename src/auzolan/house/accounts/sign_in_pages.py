"""The pages of signing in that the library has not: the link from the mail, and asking once more."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.internal import ratelimit
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from auzolan.house.accounts import links, people
from auzolan.house.accounts.models import Person
from auzolan.house.accounts.security_log import ADDRESS_CHANGED, SIGN_IN_FAILED, note
from auzolan.house.accounts.sessions import has_just_signed_in, renew, times_shown
from auzolan.house.doors.doing.pages import next_of
from auzolan.house.rooms.charter.page_queries import CoopRequest

View = Callable[..., HttpResponseBase]
_link_limit = ratelimit.decorator(app="allauth.account", action="login")


@require_http_methods(["GET", "HEAD", "POST"])
@_link_limit
def link(request: HttpRequest, said: str) -> HttpResponse:
    """Show a button, and sign in who presses it: programs that open links in mail press none."""
    if request.method != "POST":
        works = links.found(said, links.SIGN_IN) is not None
        return _link_page(request, works=works)
    used = links.used(said, links.SIGN_IN)
    if used is None:
        note(request, SIGN_IN_FAILED)
        return _link_page(request, works=False)
    person = used.person
    people.confirmed(person)
    record_authentication(request, person, method="code", email=person.email)
    return perform_login(request, Login(user=person, email=person.email))


def _link_page(request: HttpRequest, *, works: bool) -> HttpResponse:
    context = {"works": works, "is_somebody": request.user.is_authenticated}
    return render(request, "accounts/link.html", context, status=200 if works else 410)


@require_http_methods(["GET", "HEAD", "POST"])
@_link_limit
def address_link(request: HttpRequest, said: str) -> HttpResponse:
    """Show a button, and move the account to its new address when it is pressed."""
    if request.method != "POST":
        found = links.found(said, links.ADDRESS)
        context = {"found": found}
        return render(request, "accounts/address_link.html", context, status=200 if found else 410)
    used = links.used(said, links.ADDRESS)
    try:
        if used is not None:
            people.moved(used.person, used.email)
    except people.AddressTaken:
        used = None
    if used is None:
        return render(request, "accounts/address_link.html", {"found": None}, status=410)
    note(request, ADDRESS_CHANGED, used.person)
    return render(request, "accounts/address_link.html", {"found": used, "is_done": True})


@require_http_methods(["GET", "HEAD", "POST"])
def again(request: CoopRequest) -> HttpResponse:
    """Who changes how she signs in has signed in a moment ago; otherwise she does it once more."""
    back = next_of(request) or reverse("settings")
    if request.method != "POST":
        return render(request, "accounts/again.html", {"next": back})
    logout(request)
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': back})}")


def second_step(request: CoopRequest) -> HttpResponse:
    """An office opens after a second factor: show it, or add one."""
    back = next_of(request) or reverse("home")
    ways = get_adapter().get_reauthentication_methods(request.user)
    query = urlencode({"next": back})
    context = {"ways": [(one["id"], f"{one['url']}?{query}") for one in ways], "next": back}
    return render(request, "accounts/second_step.html", context)


def renewed(page: View) -> View:
    """A page on which somebody shows once more who she is; her session gets a new name."""

    @wraps(page)
    def answer(request: CoopRequest, **named: object) -> HttpResponseBase:
        before = times_shown(request)
        found = page(request, **named)
        if times_shown(request) != before:
            renew(request)
        return found

    return answer


def recent(page: View) -> View:
    """A page for who has signed in a moment ago, where no second factor is asked for anyway."""

    @wraps(page)
    def answer(request: CoopRequest, **named: object) -> HttpResponseBase:
        person = request.visit.person
        if person is None or request.coop.is_demo or _is_sure(request, person):
            return page(request, **named)
        query = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('sign_in_again')}?{query}")

    return answer


def _is_sure(request: CoopRequest, person: Person) -> bool:
    return has_just_signed_in(request) or bool(get_adapter().get_reauthentication_methods(person))
