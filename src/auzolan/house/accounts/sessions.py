"""How long somebody stays signed in, and whether she has shown a second factor.

A session ends after thirty days in any case, and after fourteen without a visit. What a second factor
opens closes after thirty minutes without one, until it is shown again. When somebody was last here, and when
she last showed who she is, stands in a signed cookie of her own browser and nowhere in the house, where it
would lie beside ballots: what the house keeps of a sign-in is its day.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.core import signing
from django.http import HttpRequest, HttpResponse

from auzolan.house.accounts.models import Person
from auzolan.house.accounts.security_log import SESSION_ENDED, note

IDLE_S = 14 * 86_400
STRONG_IDLE_S = 30 * 60
LONGEST_DAYS = 30
BEGUN_DAYS = 2
"""How long a browser is known in which nobody has signed in; a sign-in that was begun lapses sooner."""
RECENT_S = 15 * 60
"""How long ago somebody may have signed in who changes how she signs in."""
COOKIE = "seen"
_DAY_S = 86_400
_SITS, _WEAK, _BEGUN = "sits", "weak", "begun"
_SALT = "auzolan.house.accounts.seen"


class Sitting:
    """Ends sessions in which nobody has been for long, around every page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        if _is_kept(request):
            self._look_at_the_clock(request)
        answer = self._get_response(request)
        if _is_kept(request):
            _tell(request, answer)
        elif request.session.modified and not request.session.is_empty():
            request.session.set_expiry(_midnight() + timedelta(days=BEGUN_DAYS))
        return answer

    def _look_at_the_clock(self, request: HttpRequest) -> None:
        said = _said(request)
        idle_s = max(0, int(time.time()) - said.seen_s) if said is not None else IDLE_S + 1
        if said is None or idle_s > IDLE_S:
            note(request, SESSION_ENDED)
            logout(request)
            return
        shown = _second_factors(request)
        if idle_s > STRONG_IDLE_S and request.session.get(_WEAK, 0) < len(shown):
            request.session[_WEAK] = len(shown)
        records = get_authentication_records(request, _person(request))
        if records and said.shown_s // _DAY_S == records[-1]["at"] // _DAY_S:
            records[-1]["at"] = said.shown_s  # for this request; `_tell` takes it out again


def begin(request: HttpRequest) -> None:
    """Begin to keep the time of a session; at its sign-in."""
    request.session.set_expiry(_midnight() + timedelta(days=LONGEST_DAYS))
    request.session[_SITS] = True
    request.session.pop(_BEGUN, None)


def note_begun(request: HttpRequest, person: Person) -> None:
    """Note as whom a sign-in has begun in this browser, and by which ways of hers."""
    request.session[_BEGUN] = _begun(person)


def was_shut_out(request: HttpRequest, person: Person) -> bool:
    """Whether the ways in which a sign-in began here have been taken away since; it ends then.

    Who lets somebody sign in anew closes every door of hers, also one that somebody is stepping through.
    """
    begun = str(request.session.get(_BEGUN, ""))
    is_hers = begun.startswith(f"{person.pk} ")
    if not is_hers or begun == _begun(person):
        return False
    clear_login(request)
    del request.session[_BEGUN]
    return True


def is_strong(request: HttpRequest) -> bool:
    """Whether a second factor or a passkey was shown in this session, and not too long ago."""
    return len(_second_factors(request)) > request.session.get(_WEAK, 0)


def has_just_signed_in(request: HttpRequest) -> bool:
    """Whether somebody signed in, or showed a second factor, within the last quarter of an hour."""
    records = get_authentication_records(request, _person(request))
    return any(time.time() - record["at"] < RECENT_S for record in records)


def times_shown(request: HttpRequest) -> int:
    """How often somebody has shown in this session who she is."""
    return len(get_authentication_records(request, _person(request)))


def renew(request: HttpRequest) -> None:
    """Give a session a new name and end the old one, since who it is has been shown anew."""
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def note_second_factor(request: HttpRequest, kind: str, number: int) -> None:
    """Note that somebody has just shown a second factor: she has added it."""
    record_authentication(
        request, _person(request), "mfa", id=number, type=kind, reauthenticated=True
    )


def cookie_name() -> str:
    """What the cookie is called; behind TLS no other site may set one of this name."""
    return f"__Host-{COOKIE}" if settings.SESSION_COOKIE_SECURE else COOKIE


def _is_kept(request: HttpRequest) -> bool:
    return request.user.is_authenticated and bool(request.session.get(_SITS))


def _second_factors(request: HttpRequest) -> list[dict[str, float]]:
    found = get_authentication_records(request, _person(request))
    return [one for one in found if one.get("method") == "mfa"]


def _person(request: HttpRequest) -> Person | None:
    return request.user if isinstance(request.user, Person) else None


class _Said(NamedTuple):
    """What the cookie says: when she was last here, and when she last showed who she is."""

    seen_s: int
    shown_s: int


def _said(request: HttpRequest) -> _Said | None:
    """What the cookie says; None where it is missing, forged or another session's."""
    try:
        said = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=_SALT)
        session, found = said["session"], _Said(int(said["seen_s"]), int(said["shown_s"]))
    except (signing.BadSignature, TypeError, KeyError, ValueError):
        return None
    return found if session == _session(request) else None


def _tell(request: HttpRequest, answer: HttpResponse) -> None:
    now = int(time.time())
    said = {"session": _session(request), "seen_s": now, "shown_s": _without_moments(request)}
    answer.set_cookie(
        cookie_name(), signing.dumps(said, salt=_SALT), max_age=IDLE_S, path="/",
        secure=bool(settings.SESSION_COOKIE_SECURE), httponly=True, samesite="Lax",
    )  # fmt: skip


def _without_moments(request: HttpRequest) -> int:
    """Leave days in a session, where the library writes moments; the last of them, in seconds.

    The session is saved after this, where it is saved at all.
    """
    records = get_authentication_records(request, _person(request))
    latest = max((int(one["at"]) for one in records), default=0)
    for one in records:
        one["at"] = int(one["at"]) // _DAY_S * _DAY_S
    return latest


def _begun(person: Person) -> str:
    return f"{person.pk} {person.get_session_auth_hash()}"


def _midnight() -> datetime:
    return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _session(request: HttpRequest) -> str:
    return hashlib.sha256((request.session.session_key or "").encode()).hexdigest()[:32]
