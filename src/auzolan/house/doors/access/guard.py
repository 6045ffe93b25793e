"""The guard before every page: it asks the matrix, and says no in plain words.

Who is not signed in is shown the way in. Who asks for somebody else's page is told the same whether
there is such a person or not.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse

from auzolan.foundation.refusals import Refusal
from auzolan.house.accounts import security_log
from auzolan.house.doors.access.looks import has_looked
from auzolan.house.doors.access.matrix import Relation
from auzolan.house.rooms.charter.page_queries import CoopRequest

if TYPE_CHECKING:
    from auzolan.house.doors.access.visit import Visit

Page = Callable[..., HttpResponseBase]
ARTICLE = "house, access"


def guarded(
    page: Page, action: str, *, about: str = "", party: str = "", takes: bool = False
) -> Page:
    """A page behind the matrix.

    Args:
        page: what shows it.
        action: its line in the matrix, as `see:statement`.
        about: the argument of the address that names the member whom it is about.
        party: the same for a company.
        takes: whether something can be sent to it; to all others nothing can.
    """
    methods = ["GET", "HEAD", "POST"] if takes else ["GET", "HEAD"]

    @wraps(page)
    def answer(request: CoopRequest, **named: object) -> HttpResponseBase:
        if request.method not in methods:
            return HttpResponseNotAllowed(methods)
        member = str(named[about]) if about else ""
        company = str(named[party]) if party else ""
        relation = request.visit.may(action, about=member, party=company)
        if relation is Relation.NEVER:
            return turned_away(request, action)
        if relation is Relation.LOOK and not has_looked(request, member):
            query = urlencode({"next": request.get_full_path()})
            return HttpResponseRedirect(f"{reverse('look', args=[member])}?{query}")
        return page(request, **named)

    setattr(answer, "action", action)  # noqa: B010  a test asks every address for its action
    setattr(answer, "about", about)  # noqa: B010
    setattr(answer, "party", party)  # noqa: B010
    return answer


def shown(
    address: str, page: Page, name: str, *, about: str = "", party: str = "", takes: bool = False
) -> URLPattern:
    """A page at an address, behind its line of the matrix: `see:` and the name of the address.

    Args:
        address: below the language, as `members/<str:member>/`.
        page: what shows it.
        name: as templates and `reverse` know it.
        about: see `guarded`.
        party: see `guarded`.
        takes: see `guarded`.
    """
    behind = guarded(page, f"see:{name}", about=about, party=party, takes=takes)
    return path(address, behind, name=name)


def turned_away(request: CoopRequest, action: str) -> HttpResponse:
    """Show who is not signed in the way in, and tell everybody else why not."""
    from auzolan.house.doors.portal.pages import no_access

    if request.visit.person is None and request.method in {"GET", "HEAD"}:
        query = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('account_login')}?{query}")
    if request.visit.waits_for_second_factor(action) and request.method in {"GET", "HEAD"}:
        query = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('second_step')}?{query}")
    security_log.note(request, security_log.DENIED)
    return no_access(request, no_right(request.visit, action))


def no_right(visit: Visit, action: str) -> Refusal:
    """Why somebody may not do an action."""
    if visit.person is None:
        return Refusal(
            "access.not_signed_in", ARTICLE, "This is shown to people who have signed in.",
            "Sign in, and open the page again.",
        )  # fmt: skip
    if visit.scopes is not None:
        return Refusal(
            "access.out_of_scope", ARTICLE, f"This key was not made for {action}.",
            "Make a key with this scope, as whoever the key belongs to.",
        )  # fmt: skip
    if visit.waits_for_second_factor(action):
        return Refusal(
            "access.second_factor", ARTICLE, "An office opens only after a second factor.",
            "Show your passkey or a code from your app, and ask again.",
        )  # fmt: skip
    return Refusal(
        "access.not_yours", ARTICLE, "This belongs to somebody else, or to an office you do not hold.",
        "Open your own pages, or ask whoever holds the office.",
    )  # fmt: skip
