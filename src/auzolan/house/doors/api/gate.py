"""The gate of `/api/v1/`: who comes in, which address is meant, and every no as a problem.

The addresses are looked up when the first program comes, so that no page of the portal waits for them.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotAllowed
from django.urls import Resolver404, get_resolver
from django.views.decorators.csrf import csrf_exempt

from auzolan.foundation.refusals import Refusal
from auzolan.house.doors.api.coming_in import come_in
from auzolan.house.doors.api.problem import ARTICLE, Stopped, nothing_there, said_no
from auzolan.house.rooms.charter.page_queries import CoopRequest

ADDRESSES = "auzolan.house.doors.api.addresses"


@csrf_exempt  # `come_in` asks for the token, unless a key comes instead
def gate(request: CoopRequest, rest: str = "") -> HttpResponse:
    """Answer one request of a program."""
    try:
        if settings.SECURE_SSL_REDIRECT and not request.is_secure():
            raise Stopped(_in_the_clear())
        come_in(request)
        try:
            found = get_resolver(ADDRESSES).resolve(f"/{rest}")
        except Resolver404 as fault:
            raise nothing_there("such address") from fault
        answer = found.func(request, *found.args, **found.kwargs)
    except Stopped as stop:
        return stop.answer
    return _other_method(answer) if isinstance(answer, HttpResponseNotAllowed) else answer


def _in_the_clear() -> Refusal:
    """A program is led nowhere: it would send its key in the clear each time and never know."""
    return Refusal(
        "api.not_over_tls", ARTICLE, "This request came without TLS, and so did its key, if it had one.",
        "Ask over https. Take the key back in the portal, and make another.",
    )  # fmt: skip


def _other_method(answer: HttpResponse) -> HttpResponse:
    allowed = answer["Allow"]
    said = said_no(
        Refusal(
            "api.other_method", ARTICLE, "This address does not answer this method.",
            f"It answers {allowed}.",
        )
    )  # fmt: skip
    said["Allow"] = allowed
    return said
