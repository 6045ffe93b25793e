"""The security log: what happened around signing in, for whoever keeps the house and for each person.

A line says the hour, what, which account and which kind of page. It holds no address, no mail and no
more exact time. It decides nothing, and a page does not fail because it could not be written.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Final

from django.db import DatabaseError
from django.http import HttpRequest

from auzolan.foundation.moments import DAY_MS, SECOND_MS
from auzolan.house.accounts.models import Person, SecurityNote
from auzolan.house.accounts.places import place_of
from auzolan.house.ports import system_ports

SIGNED_IN: Final = "signed_in"
SIGN_IN_FAILED: Final = "sign_in_failed"
CODE_SENT: Final = "code_sent"
SECOND_ADDED: Final = "second_factor_added"
SECOND_REMOVED: Final = "second_factor_removed"
SESSION_ENDED: Final = "session_ended"
RATE_LIMITED: Final = "rate_limited"
CSRF_REFUSED: Final = "csrf_refused"
FOREIGN_ORIGIN: Final = "foreign_origin"
DENIED: Final = "denied"
ADDRESS_CHANGED: Final = "address_changed"
ACCOUNT_DELETED: Final = "account_deleted"
LET_IN_ANEW: Final = "let_in_anew"
KEY_MADE: Final = "key_made"
KEY_REVOKED: Final = "key_revoked"
KINDS: Final = (
    SIGNED_IN, SIGN_IN_FAILED, CODE_SENT, SECOND_ADDED, SECOND_REMOVED, SESSION_ENDED, RATE_LIMITED,
    CSRF_REFUSED, FOREIGN_ORIGIN, DENIED, ADDRESS_CHANGED, ACCOUNT_DELETED,
    LET_IN_ANEW, KEY_MADE, KEY_REVOKED,
)  # fmt: skip
KEPT_DAYS: Final = 90
HOUR_MS: Final = 3_600 * SECOND_MS
_log = logging.getLogger(__name__)


def note(request: HttpRequest | None, what: str, person: Person | None = None) -> None:
    """Write a line.

    Args:
        request: from whom; None where it comes from no page.
        what: one of `KINDS`.
        person: the account it is about; the one that has signed in where it is missing.
    """
    assert what in KINDS, f"the security log knows no {what}"
    try:
        SecurityNote.objects.create(
            hour=_this_hour(), what=what, person_id=_account(request, person),
            route=_route(request), place=place_of(request) if request is not None else "",
        )  # fmt: skip
    except DatabaseError:
        _log.exception("A line of the security log could not be written.")


def as_if_noted(request: HttpRequest) -> None:
    """Do what a line and a link take, and keep neither: two writes that reach the disk."""
    line = SecurityNote.objects.create(
        hour=_this_hour(), what=CODE_SENT, route=_route(request), place=place_of(request)
    )
    line.delete()


def lines_of(person: Person, most: int) -> Sequence[SecurityNote]:
    """The latest lines about an account, newest first."""
    return list(SecurityNote.objects.filter(person_id=person.pk).order_by("-pk")[:most])


def lines_before(before: int, most: int, what: str = "") -> Sequence[SecurityNote]:
    """Lines of the whole log, newest first.

    Args:
        before: only lines with a lower number; 0 begins with the newest.
        most: how many at most.
        what: only lines of this kind; all where empty.
    """
    found = SecurityNote.objects.order_by("-pk")
    found = found.filter(pk__lt=before) if before else found
    return list((found.filter(what=what) if what else found)[:most])


def forget_old(now: int) -> int:
    """Erase the lines that have been kept long enough.

    Returns:
        How many were erased.
    """
    gone, _ = SecurityNote.objects.filter(hour__lt=now - KEPT_DAYS * DAY_MS).delete()
    return gone


def _this_hour() -> int:
    now = system_ports().clock()
    return now - now % HOUR_MS


def _account(request: HttpRequest | None, person: Person | None) -> int:
    found = person if person is not None else getattr(request, "user", None)
    return (found.pk or 0) if found is not None and found.is_authenticated else 0


def _route(request: HttpRequest | None) -> str:
    match = request.resolver_match if request is not None else None
    return (match.url_name or "") if match is not None else ""
