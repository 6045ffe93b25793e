"""What happens around every page: one moment of the books, no writing, a strict content policy."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse

from auzolan.audit.folder import Folder
from auzolan.house.doors.portal.pages import cannot_read, not_allowed
from auzolan.house.rooms.charter.page_queries import CoopRequest, coop_of

CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_READING = frozenset({"GET", "HEAD"})


class Threshold:
    """Opens the books for one page and closes them after it.

    All queries of a page see one moment, so that its figures agree with one another. No page
    carries a script, and none could be smuggled in: the policy allows no script at all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: CoopRequest) -> HttpResponse:
        """Answer one request."""
        answer = self._answer(request)
        answer["Content-Security-Policy"] = CONTENT_POLICY
        answer["Cache-Control"] = "no-store"  # figures of people stay in no shared cache
        return answer

    def _answer(self, request: CoopRequest) -> HttpResponse:
        if request.method not in _READING:
            return not_allowed(request)
        try:
            with transaction.atomic():
                coop = coop_of(Folder(settings.AUZOLAN_FOLDER))
                if coop is None:
                    return cannot_read(request)
                request.coop = coop
                return self._get_response(request)
        except DatabaseError:
            return cannot_read(request)
