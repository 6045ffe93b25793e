"""Session and account of each request, read by questions that are put into SQL once.

Both are read from the database at every request, never from memory: who is signed out, or whose account
was closed, is so at once, in every process. Nothing else about them differs from Django's own.
"""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from auzolan.house.accounts.models import Person
from auzolan.house.storage.prepared import Prepared

_SESSION = Prepared(lambda: Session, "session_key")
_PERSON = Prepared(lambda: Person, "id")


class SessionStore(db.SessionStore):
    """Django's sessions in the database; the name is a part of what signs them."""

    def _get_session_from_db(self) -> Session | None:
        found = _SESSION.one(self.session_key or "")
        if found is not None and found.expire_date > timezone.now():
            return found
        self._session_key = None
        return None


class Backend(AuthenticationBackend):
    """Who signs in, as allauth has it."""

    def get_user(self, user_id: Any) -> Person | None:
        """The account of a session, or None where there is none that may sign in."""
        found = _PERSON.one(user_id)
        return found if found is not None and self.user_can_authenticate(found) else None
