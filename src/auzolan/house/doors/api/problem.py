"""How the API says no: every refusal as a problem that a program can read.

It gives the words of the rules on; it adds no reason of its own.

Source: RFC 9457, Problem Details for HTTP APIs.
"""

from __future__ import annotations

import re

import msgspec
from django.http import HttpResponse

from auzolan.foundation.refusals import Refusal

KIND = "application/problem+json"
ARTICLE = "house, door for programs"
REFUSALS_PAGE = "/api/v1/refusals"
RETRY_S = 2
UNPROCESSABLE = 422
_BUSY = 503
_TITLES = {
    400: "The request is not complete", 401: "Nobody is signed in", 403: "This is not yours to do",
    404: "There is no such thing", 405: "This address does not do that",
    409: "The house rules say no", 413: "This is too large", 415: "This is not JSON",
    422: "This cannot be read", 429: "Too many requests", 500: "The house failed",
    503: "The house is busy",
}  # fmt: skip
_STATUS = {
    "api.not_over_tls": 403,
    "access.key_unknown": 401,
    "access.not_signed_in": 401,
    "api.failed": 500,
    "api.file_unfit": 422,
    "api.malformed": 422,
    "api.no_such_thing": 404,
    "api.not_json": 415,
    "api.once_missing": 400,
    "api.other_method": 405,
    "api.too_large": 413,
    "api.too_many": 429,
    "api.stopped": 503,
    "desk.busy": 503,
    "desk.clock_behind": 503,
    "desk.clock_wrong": 503,
    "desk.malformed": 422,
}
_NOTHING_THERE = re.compile(r"[a-z]+\.(?:no_such_[a-z_]+|[a-z_]*not_found|[a-z_]+_unknown)\Z")


class Problem(msgspec.Struct, frozen=True):
    """Why something was not done, and what can be done now.

    Attributes:
        type: a page that tells about this code.
        title: in general.
        status: the status of the answer.
        detail: in this case, with names and numbers.
        code: stable and dotted, as `consent.no_such_strike`.
        article: which article of the house rules, or of the house, says no.
        remedy: what can be done now.
        field: the field of the request that does not fit; empty where none is meant.
    """

    type: str
    title: str
    status: int
    detail: str
    code: str
    article: str
    remedy: str
    field: str = ""


def status_of(code: str) -> int:
    """The status of a refusal: 409 where the rules say no, others by its code.

    Examples:
        >>> status_of("consent.purpose_not_granted"), status_of("consent.no_such_strike")
        (409, 404)
    """
    if code in _STATUS:
        return _STATUS[code]
    if code.startswith("access."):
        return 403
    return 404 if _NOTHING_THERE.match(code) else 409


def problem_of(refusal: Refusal, *, field: str = "") -> Problem:
    """A refusal as a problem."""
    status = status_of(refusal.code)
    return Problem(
        type=f"{REFUSALS_PAGE}#{refusal.code}", title=_TITLES[status], status=status,
        detail=refusal.because, code=refusal.code, article=refusal.article, remedy=refusal.remedy,
        field=field,
    )  # fmt: skip


def said_no(refusal: Refusal, *, field: str = "", wait_s: int = 0) -> HttpResponse:
    """The answer that carries a refusal.

    Args:
        refusal: why.
        field: which field does not fit.
        wait_s: after how many seconds to try again, where trying again helps.
    """
    found = problem_of(refusal, field=field)
    answer = HttpResponse(msgspec.json.encode(found), content_type=KIND, status=found.status)
    if found.status == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="auzolan"'
    if wait_s or found.status == _BUSY:
        answer["Retry-After"] = str(wait_s or RETRY_S)
    return answer


class Stopped(Exception):
    """A request goes no further; carries why. Caught where requests of programs come in."""

    def __init__(self, refusal: Refusal, *, field: str = "", wait_s: int = 0) -> None:
        super().__init__(str(refusal))
        self.refusal, self.field, self.wait_s = refusal, field, wait_s

    @property
    def answer(self) -> HttpResponse:
        """The answer that says so."""
        return said_no(self.refusal, field=self.field, wait_s=self.wait_s)


def malformed(field: str, what: str) -> Stopped:
    """Something in the request cannot be read."""
    where = f" {field}:" if field else ""
    refusal = Refusal(
        "api.malformed", ARTICLE, f"The request cannot be read:{where} {what}.",
        "Send it as the description of this address says.",
    )  # fmt: skip
    return Stopped(refusal, field=field)


def nothing_there(what: str) -> Stopped:
    """What the address names does not exist."""
    return Stopped(
        Refusal(
            "api.no_such_thing", ARTICLE, f"There is no {what}.",
            "Look at the list of addresses under /api/v1/.",
        )
    )  # fmt: skip
