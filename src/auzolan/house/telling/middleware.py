"""What surrounds every request: one line of log and one figure each, and three pages for machines.

`Told` stands first, so that it counts what any other part answers. `Watched` stands before books,
sessions and redirects.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from auzolan.audit.folder import Folder
from auzolan.house.telling import logs, pages
from auzolan.house.telling.acts import ACCEPTED, REPEATED, Asked, listen
from auzolan.house.telling.metrics import metrics_of

REQUEST_ID = "X-Request-Id"
NO_ROUTE = "none"
MACHINES = "machines"
Page = Callable[[HttpRequest], HttpResponse]

_asked: ContextVar[list[Asked] | None] = ContextVar("asked", default=None)
_PAGES: dict[str, Page] = {"/healthz": pages.alive_page, "/readyz": pages.ready_page}
_FIGURES = "/metrics"


class Told:
    """Writes one line and one figure for each request.

    The answer carries the request's random number, so that a person can name what went wrong
    without saying who she is. A number that the request brings is not taken over.
    """

    def __init__(self, get_response: Page) -> None:
        self._get_response = get_response
        listen(_hear)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        metrics = metrics_of(_folder())
        number, acts = secrets.token_hex(8), list[Asked]()
        kept = _asked.set(acts)
        began = time.monotonic()
        try:
            with metrics.in_flight.track_inprogress():
                answer = self._get_response(request)
        finally:
            _asked.reset(kept)
        seconds = time.monotonic() - began
        route, method = _route(request), _method(request)
        metrics.answered(route, method, answer.status_code, seconds)
        said = logs.Said(
            route=route, method=method, status=answer.status_code, ms=int(seconds * 1_000),
            request=number, acts=len(acts), **_told(acts),
        )  # fmt: skip
        logs.tell(logs.Event.REQUEST, said, level=_level(route, answer.status_code))
        answer[REQUEST_ID] = number
        return answer


class Watched:
    """Answers `/healthz`, `/readyz` and `/metrics` before anything else is asked."""

    def __init__(self, get_response: Page) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request; who may not see the figures finds no such page."""
        page = _PAGES.get(request.path)
        if page is None and request.path == _FIGURES and pages.may_see_figures(request):
            page = pages.metrics_page
        if page is None or request.method not in ("GET", "HEAD"):
            return self._get_response(request)
        request.told_route = MACHINES  # type: ignore[attr-defined]
        return page(request)


def _hear(asked: Sequence[Asked], seconds: float) -> None:
    metrics_of(_folder()).heard(asked, seconds)
    acts = _asked.get()
    if acts is not None:
        acts.extend(asked)


def _told(acts: Sequence[Asked]) -> dict[str, str]:
    """The first act that was refused, else the first."""
    refused = (one for one in acts if one.outcome not in (ACCEPTED, REPEATED))
    one = next(refused, acts[0] if acts else None)
    return {"act": one.act, "outcome": one.outcome} if one is not None else {}


def _route(request: HttpRequest) -> str:
    """The name of the address, which stands in the source; never the address."""
    if hasattr(request, "told_route"):
        return MACHINES
    found = request.resolver_match
    return found.view_name if found is not None and found.view_name else NO_ROUTE


def _method(request: HttpRequest) -> str:
    return request.method if request.method in logs.METHODS else logs.OTHER


def _level(route: str, status: int) -> int:
    if status >= 500:
        return logging.ERROR
    return logging.DEBUG if route == MACHINES else logging.INFO


def _folder() -> Folder:
    return Folder(Path(settings.AUZOLAN_FOLDER))
