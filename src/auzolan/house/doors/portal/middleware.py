"""What happens around every page: one moment of the books, who is at the door, a strict policy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.db import DatabaseError, connections, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse

from auzolan.audit.folder import Folder
from auzolan.house.accounts import sessions
from auzolan.house.doors.access.visit import Visit
from auzolan.house.doors.portal.pages import cannot_read
from auzolan.house.rooms.charter.founding_wizard import is_open_for_founding
from auzolan.house.rooms.charter.page_queries import Coop, CoopRequest, coop_of

if TYPE_CHECKING:
    from auzolan.house.accounts.models import Person

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PERMISSIONS_POLICY = (
    "camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self)"
)


class Policy:
    """What every answer says to the browser, also of files, refusals and faults."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        answer = self._get_response(request)
        answer.setdefault("Content-Security-Policy", CONTENT_POLICY)
        answer.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        answer.setdefault("Cache-Control", "no-store")  # figures of people stay in no shared cache
        return answer


FOUNDING = frozenset({"found", "found_file"})
"""The pages that there are before a co-operative is."""


class Threshold:
    """Opens the books for one page and closes them after it, and says who is at the door.

    All queries of a page see one moment, so that its figures agree with one another. Pages carry no
    script of their own and none could be smuggled in: only files of this house may run.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: CoopRequest) -> HttpResponse:
        """Answer one request."""
        if not is_founded(settings.AUZOLAN_FOLDER):
            return self._before_founding(request)
        try:
            with transaction.atomic():
                coop = coop_of(Folder(settings.AUZOLAN_FOLDER))
                if coop is None:
                    return cannot_read(request)
                request.coop = coop
                request.visit = visit_of(request, coop)
                return self._get_response(request)
        except DatabaseError:
            return cannot_read(request)

    def _before_founding(self, request: CoopRequest) -> HttpResponse:
        """Where nothing has been founded there is the founding wizard, and nothing else."""
        request.visit = Visit()
        if _name_of(request) in FOUNDING:
            return self._get_response(request)
        if is_open_for_founding():
            return HttpResponseRedirect(reverse("found"))
        return cannot_read(request)


def _name_of(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).url_name or ""
    except Resolver404:
        return ""


def is_founded(folder: Path) -> bool:
    """Whether a folder has books that can be opened; to ask them would make an empty file."""
    engine = connections.settings["default"]["ENGINE"]
    return not engine.endswith("sqlite3") or Folder(folder).database.is_file()


def visit_of(request: HttpRequest, coop: Coop) -> Visit:
    """Who is at the door; nothing is read before somebody asks what she may."""
    person = request.user if request.user.is_authenticated else None
    is_strong = person is not None and sessions.is_strong(request)
    is_open = bool(coop.charter.membership.open_record)
    return Visit(
        cast("Person | None", person),
        is_demo=coop.is_demo, is_open=is_open, is_strong=is_strong,
    )  # fmt: skip
