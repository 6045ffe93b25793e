"""What follows from signing in and from a changed way of signing in: lines in the log, thrifty times.

The library that signs people in tells of these things; nothing here is a rule. Of a changed way the notices
tell whom it concerns, from the line in the log.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from allauth.account.signals import login_code_rejected, user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import pre_save
from django.http import HttpRequest

from auzolan.house.accounts import security_log, sessions, tidying, words
from auzolan.house.accounts.models import Person

_LANGUAGE_S = 365 * 86_400


def connect() -> None:
    """Listen; called once, when the app is ready."""
    user_logged_in.connect(_signed_in)
    user_logged_out.connect(_signed_out)
    login_code_rejected.connect(_failed)
    authentication_failed.connect(_failed)
    authenticator_added.connect(_second_added)
    authenticator_reset.connect(_codes_made_anew)
    authenticator_removed.connect(_second_removed)
    pre_save.connect(_keep_days, sender=UserSession)
    pre_save.connect(_keep_device, sender=UserSession)
    pre_save.connect(_keep_days, sender=Authenticator)


def _signed_in(request: HttpRequest, user: Person, response: Any = None, **said: object) -> None:
    sessions.begin(request)
    security_log.note(request, security_log.SIGNED_IN, user)
    Person.objects.filter(pk=user.pk).update(seen_on=datetime.now(UTC).date())
    if response is not None:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, user.language, max_age=_LANGUAGE_S,
            secure=settings.LANGUAGE_COOKIE_SECURE, httponly=True, samesite="Lax",
        )  # fmt: skip
    tidying.tidy()


def _signed_out(request: HttpRequest, user: Person | None, **said: object) -> None:
    if isinstance(user, Person):
        UserSession.objects.filter(session_key=request.session.session_key).delete()


def _failed(request: HttpRequest, user: Person, **said: object) -> None:
    security_log.note(request, security_log.SIGN_IN_FAILED, user)


def _second_added(
    request: HttpRequest, user: Person, authenticator: Authenticator, **said: object
) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return  # they come with the first way, which is told of
    sessions.note_second_factor(request, authenticator.type, authenticator.pk)
    security_log.note(request, security_log.SECOND_ADDED, user)


def _codes_made_anew(request: HttpRequest, user: Person, **said: object) -> None:
    security_log.note(request, security_log.SECOND_ADDED, user)


def _second_removed(request: HttpRequest, user: Person, **said: object) -> None:
    security_log.note(request, security_log.SECOND_REMOVED, user)


def _keep_device(instance: UserSession, **said: object) -> None:
    """Keep as much of what a browser says of itself as the page of sessions shows."""
    said_signs = [
        sign for sign, _ in (*words.BROWSERS, *words.SYSTEMS) if sign in instance.user_agent
    ]
    instance.user_agent = " ".join(said_signs)


def _keep_days(instance: UserSession | Authenticator, **said: object) -> None:
    """Keep days where the library would keep moments, which would lie beside those of ballots."""
    for name in ("created_at", "last_seen_at", "last_used_at"):
        moment = getattr(instance, name, None)
        if moment is not None:
            setattr(instance, name, moment.replace(hour=0, minute=0, second=0, microsecond=0))
