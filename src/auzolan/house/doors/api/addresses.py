"""The addresses of this door: one operation of django-ninja for each line of the table.

What is asked and answered is read and written by msgspec, as everywhere in the house; ninja finds the
operation, refuses other methods, and puts the description together.
"""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import DeskStopped
from auzolan.house.doors.api import pages, plain
from auzolan.house.doors.api.describing import described, document_of
from auzolan.house.doors.api.doing import do
from auzolan.house.doors.api.operations import Operation, operations
from auzolan.house.doors.api.problem import ARTICLE, Stopped, said_no
from auzolan.house.doors.api.showing import show
from auzolan.house.storage.store import StoreReplaced, WriterWaits

_log = logging.getLogger(__name__)
View = Callable[..., HttpResponse]


def view_of(operation: Operation) -> View:
    """What answers one operation; its signature names the parts of its path."""

    def answer(request: Any, **parts: str) -> HttpResponse:
        if operation.doing is not None:
            return do(request, operation.doing)
        if operation.plain is not None:
            return plain.answer(request, operation.plain, parts)
        assert operation.showing is not None, "one of the three"
        return show(request, operation.showing, parts)

    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    named = [inspect.Parameter("request", kind, annotation=HttpRequest)]
    named += [inspect.Parameter(name, kind, annotation=str) for name in operation.parts]
    answer.__signature__ = inspect.Signature(named)  # type: ignore[attr-defined]
    answer.__name__ = operation.name.replace(".", "_")
    return answer


def _made() -> NinjaAPI:
    made = NinjaAPI(
        title="Auzolan", version="1", urls_namespace="api", openapi_url=None, docs_url=None
    )
    for one in operations():
        made.default_router.add_api_operation(
            f"/{one.path}", [one.method], view_of(one), operation_id=one.name, summary=one.summary,
            tags=[one.room], openapi_extra=described(one),
        )  # fmt: skip
    made.add_exception_handler(Stopped, lambda _, fault: _stopped(fault))
    made.add_exception_handler(Exception, lambda _, fault: _failed(fault))
    for kind in (DeskStopped, WriterWaits, StoreReplaced):
        made.add_exception_handler(kind, lambda _, fault: _desk_stopped(fault))
    return made


def _stopped(fault: Any) -> HttpResponse:
    answer: HttpResponse = fault.answer
    return answer


def _desk_stopped(fault: Any) -> HttpResponse:
    _log.error("The desk stopped: %s", type(fault).__name__)
    return said_no(
        Refusal(
            "api.stopped", ARTICLE, "The desk has stopped, or somebody else writes.",
            "Send the same request again, under the same number: it is done once.",
        )
    )  # fmt: skip


def _failed(fault: Any) -> HttpResponse:
    _log.error("A request of a program could not be answered.", exc_info=fault)
    return said_no(
        Refusal(
            "api.failed", ARTICLE, "The house failed, and has written down where.",
            "Send the same request again, under the same number; tell the operator if it stays.",
        )
    )  # fmt: skip


API = _made()


def document() -> dict[str, Any]:
    """The description of the whole door.

    Source: OpenAPI 3.1.0.
    """
    return document_of(API)


urlpatterns = [
    path("", require_safe(pages.listing), name="api"),
    path("openapi.json", require_safe(pages.openapi), name="openapi"),
    path("refusals", require_safe(pages.refusals), name="api_refusals"),
    path("", API.urls),
]
