"""Links that go out by mail and work once.

What stands in a link is 256 bits of chance, and only its digest is kept. Opening it does nothing, so that
programs that look through mail do not use it up: the page shows a button, and the button does it.
"""

from __future__ import annotations

import hashlib
import secrets

from auzolan.foundation.moments import DAY_MS, SECOND_MS
from auzolan.house.accounts.models import OneTimeLink, Person
from auzolan.house.ports import system_ports

SIGN_IN = "sign_in"
ADDRESS = "address"
SIGN_IN_MINUTES = 15
INVITATION_DAYS = 7
_MINUTE_MS = 60 * SECOND_MS
_CHANCE_BYTES = 32


def made_sign_in(person: Person) -> str:
    """What stands in a link with which she signs in within a quarter of an hour."""
    return _made(person, SIGN_IN, SIGN_IN_MINUTES * _MINUTE_MS)


def made_invitation(person: Person) -> str:
    """The same, good for a week, for who has never signed in."""
    return _made(person, SIGN_IN, INVITATION_DAYS * DAY_MS)


def made_address(person: Person, email: str) -> str:
    """What stands in the link that confirms her new address."""
    return _made(person, ADDRESS, SIGN_IN_MINUTES * _MINUTE_MS, email)


def as_if_made() -> str:
    """What would stand in a link, for nobody: it opens nothing and is kept nowhere."""
    return secrets.token_urlsafe(_CHANCE_BYTES)


def found(said: str, purpose: str) -> OneTimeLink | None:
    """The link that says this, if it still works; it is not used up."""
    return (
        OneTimeLink.objects.select_related("person")
        .filter(digest=_digest(said), purpose=purpose, expires_at__gt=system_ports().clock())
        .filter(person__is_active=True)
        .first()
    )


def used(said: str, purpose: str) -> OneTimeLink | None:
    """Use a link up: of two who try at once, one gets it."""
    link = found(said, purpose)
    if link is None:
        return None
    gone, _ = OneTimeLink.objects.filter(digest=link.digest).delete()
    return link if gone else None


def forget_old(now: int) -> None:
    """Erase links that no longer work."""
    OneTimeLink.objects.filter(expires_at__lte=now).delete()


def _made(person: Person, purpose: str, lasts_ms: int, email: str = "") -> str:
    said = secrets.token_urlsafe(_CHANCE_BYTES)
    OneTimeLink.objects.create(
        digest=_digest(said), person=person, purpose=purpose, email=email,
        expires_at=system_ports().clock() + lasts_ms,
    )  # fmt: skip
    return said


def _digest(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()
