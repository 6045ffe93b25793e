"""How long somebody stays signed in, and whether she has shown a second factor.

A session ends after thirty days in any case, and after fourteen without a visit. What a second factor
opens closes after thirty minutes without one, until it is shown again. When somebody was last here stands
in a signed cookie of her own browser and nowhere in the house, where it would lie beside ballots.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
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
RECENT_S = 15 * 60
"""How long ago somebody may have signed in who changes how she signs in."""
COOKIE = "seen"
_SITS, _WEAK_SINCE = "sits", "weak_since"
_SALT = "auzolan.house.accounts.seen"


class Sitting:
    """Ends sessions in which nobody has been for long, around every page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        idle_s = _idle_s(request) if _is_kept(request) else 0
        if idle_s > IDLE_S:
            note(request, SESSION_ENDED)
            logout(request)
        elif idle_s > STRONG_IDLE_S and _second_factors(request):
            # Her first click may be a ballot: what is kept is when she last showed one, never now.
            request.session[_WEAK_SINCE] = max(one["at"] for one in _second_factors(request))
        answer = self._get_response(request)
        if _is_kept(request):
            _tell(request, answer)
        return answer


def begin(request: HttpRequest) -> None:
    """Begin to keep the time of a session; at its sign-in."""
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    request.session.set_expiry(midnight + timedelta(days=LONGEST_DAYS))
    request.session[_SITS] = True


def is_strong(request: HttpRequest) -> bool:
    """Whether a second factor or a passkey was shown in this session, and not too long ago."""
    since = request.session.get(_WEAK_SINCE, 0)
    return any(record["at"] > since for record in _second_factors(request))


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


def _idle_s(request: HttpRequest) -> int:
    """How long nobody was here; longer than allowed where the cookie is missing or another session's."""
    try:
        said = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=_SALT)
        session, seen_s = said["session"], said["seen_s"]
    except (signing.BadSignature, TypeError, KeyError):
        return IDLE_S + 1
    return max(0, int(time.time()) - seen_s) if session == _session(request) else IDLE_S + 1


def _tell(request: HttpRequest, answer: HttpResponse) -> None:
    said = {"session": _session(request), "seen_s": int(time.time())}
    answer.set_cookie(
        cookie_name(), signing.dumps(said, salt=_SALT), max_age=IDLE_S, path="/",
        secure=bool(settings.SESSION_COOKIE_SECURE), httponly=True, samesite="Lax",
    )  # fmt: skip


def _session(request: HttpRequest) -> str:
    return hashlib.sha256((request.session.session_key or "").encode()).hexdigest()[:32]
