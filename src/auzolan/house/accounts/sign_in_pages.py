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
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from auzolan.house.accounts import letters, links, people, security_log
from auzolan.house.accounts.models import Person
from auzolan.house.accounts.security_log import ADDRESS_CHANGED, SIGN_IN_FAILED, note
from auzolan.house.accounts.sessions import has_just_signed_in, note_begun, renew, times_shown
from auzolan.house.doors.doing.pages import next_of
from auzolan.house.rooms.charter.page_queries import CoopRequest

View = Callable[..., HttpResponseBase]
_LETTER = "auzolan_letter"
_SENT_ON = 302
_link_limit = ratelimit.decorator(app="allauth.account", action="login")


def note_letter(request: HttpRequest) -> None:
    """Note that a letter went out for this request."""
    setattr(request, _LETTER, True)


def as_long_for_all(page: View) -> View:
    """The page that asks for a letter, which takes as long where nobody is known by the address."""

    @wraps(page)
    def answer(request: HttpRequest, **named: object) -> HttpResponseBase:
        found = page(request, **named)
        if (
            request.method == "POST"
            and found.status_code == _SENT_ON
            and not hasattr(request, _LETTER)
        ):
            security_log.as_if_noted(request)
            letters.as_if_sent(
                "sign_in", "nobody@localhost", get_language() or "en", code="AAAA-AAAA",
                link=letters.address("sign_in_link", links.as_if_made(), "en", request),
            )  # fmt: skip
        return found

    return answer


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
    note_begun(request, person)
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
    """A page for who has signed in, or shown who she is once more, within a quarter of an hour."""

    @wraps(page)
    def answer(request: CoopRequest, **named: object) -> HttpResponseBase:
        person = request.visit.person
        if person is None or request.coop.is_demo or has_just_signed_in(request):
            return page(request, **named)
        return HttpResponseRedirect(where_to_show_it(request, person))

    return answer


def where_to_show_it(request: CoopRequest, person: Person) -> str:
    """Where somebody shows once more who she is: by her passkey or app, or by a new sign-in."""
    back = request.get_full_path() if request.method == "GET" else reverse("settings")
    ways = get_adapter().get_reauthentication_methods(person)
    there = ways[0]["url"] if ways else reverse("sign_in_again")
    return f"{there}?{urlencode({'next': back})}"
