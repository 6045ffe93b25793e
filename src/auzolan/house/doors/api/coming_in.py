"""Who asks: a program with a key, somebody who has signed in, or a visitor.

What comes with a session must also carry its CSRF token where it would write, so that no other site can
ask in her name. A key needs none: no browser sends it by itself.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from auzolan.foundation.refusals import Refusal
from auzolan.house.accounts.security_log import CSRF_REFUSED, DENIED, SIGN_IN_FAILED, note
from auzolan.house.doors.access.guard import no_right
from auzolan.house.doors.access.looks import has_looked
from auzolan.house.doors.access.matrix import Relation
from auzolan.house.doors.access.visit import Visit
from auzolan.house.doors.api.problem import ARTICLE, Stopped
from auzolan.house.doors.api.rate import Rate
from auzolan.house.ports import system_ports
from auzolan.house.programs import keys
from auzolan.house.rooms.charter.page_queries import CoopRequest

if TYPE_CHECKING:
    from auzolan.house.programs.models import ProgramKey

RATE = Rate()
_SCHEME = "bearer"
_CAME_BY = "auzolan_key"


def come_in(request: CoopRequest) -> None:
    """Say who visits, for everything that follows.

    Raises:
        Stopped: the key opens nothing, the token of a session is missing, or too many came.
    """
    said = request.headers.get("Authorization", "")
    if said:
        key = _key(request, said)
        request.visit = _visit_of(request.visit, key)
        setattr(request, _CAME_BY, said)
        _not_too_often(f"key {key.key_id}")
        return
    person = request.visit.person
    if person is not None and request.method not in {"GET", "HEAD"}:
        _check_token(request)
    _not_too_often(f"person {person.pk}" if person is not None else _address(request))


def check_still_open(request: CoopRequest) -> None:
    """Ask once more for the key of a request that has waited for the desk.

    Raises:
        Stopped: it has been taken back meanwhile.
    """
    said = getattr(request, _CAME_BY, "")
    if said:
        _key(request, said)


def allowed(request: CoopRequest, action: str, *, about: str = "", party: str = "") -> None:
    """Let only those go on who may do this.

    Args:
        request: of somebody who has come in.
        action: its line in the matrix.
        about: the member whom it is about; empty where nobody.
        party: the company that it is about; empty where none.
    Raises:
        Stopped: she may not; or it needs a look on the record, which no program makes.
    """
    relation = request.visit.may(action, about=about, party=party)
    is_program = request.visit.scopes is not None
    if relation is Relation.LOOK and not is_program and has_looked(request, about):
        return
    if relation in {Relation.NEVER, Relation.LOOK}:
        person = replace(request.visit, scopes=None)
        is_hers = is_program and person.may(action, about=about, party=party) is not Relation.NEVER
        visit = request.visit if is_hers else person
        if visit.person is not None:
            note(request, DENIED, visit.person)
        raise Stopped(_why_not(visit, action, needs_look=relation is Relation.LOOK))


def _why_not(visit: Visit, action: str, *, needs_look: bool) -> Refusal:
    if needs_look:
        return Refusal(
            "access.look_first", ARTICLE, "Somebody else's page opens only after a look is recorded.",
            "Open it in the portal, where you say what for; a program cannot.",
        )  # fmt: skip
    return no_right(visit, action)


def _key(request: HttpRequest, said: str) -> ProgramKey:
    scheme, _, text = said.partition(" ")
    key = keys.found(text.strip()) if scheme.lower() == _SCHEME else None
    if key is None:
        _not_too_often(_address(request))
        note(request, SIGN_IN_FAILED)
        raise Stopped(
            Refusal(
                "access.key_unknown", ARTICLE, "This key opens nothing: unknown, past its day, or "
                "taken back.", "Make a new one in the portal, under your settings, programs.",
            )
        )  # fmt: skip
    return key


def _visit_of(visit: Visit, key: ProgramKey) -> Visit:
    return replace(visit, person=key.owner, scopes=frozenset(key.scopes), is_strong=key.is_strong)


def _check_token(request: HttpRequest) -> None:
    if getattr(request, "_dont_enforce_csrf_checks", False):  # Django's own test client
        return
    check = CsrfViewMiddleware(lambda _: HttpResponse())
    check.process_request(request)
    if check.process_view(request, lambda _: HttpResponse(), (), {}) is not None:
        note(request, CSRF_REFUSED)
        raise Stopped(
            Refusal(
                "access.token_missing", ARTICLE, "The request came with a session and without its token.",
                "Send the header X-CSRFToken, or use a key of a program.",
            )
        )  # fmt: skip


def _not_too_often(name: str) -> None:
    wait_s = RATE.wait_s(name, system_ports().clock())
    if wait_s:
        raise Stopped(
            Refusal(
                "api.too_many", ARTICLE, "More requests came in this minute than one may make.",
                f"Wait {wait_s} seconds, and ask more slowly.",
            ),
            wait_s=wait_s,
        )  # fmt: skip


def _address(request: HttpRequest) -> str:
    return "from " + hashlib.sha256(request.META.get("REMOTE_ADDR", "").encode()).hexdigest()
