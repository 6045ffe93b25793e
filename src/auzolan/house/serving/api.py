"""The address that licensees call: HTTP in, JSON out, as a WSGI application beside the portal.

It reads headers and bodies within limits and says what came of a call. It decides nothing; every
refusal carries its code, its article, why, and what can be done.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

import msgspec

from auzolan.foundation.moments import iso_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import DeskStopped
from auzolan.house.rooms.licensing.life_flows import key_digest
from auzolan.house.serving.calls import REQUEST_SIZE_MAX, Asked, Calls
from auzolan.house.serving.journal import Answered
from auzolan.house.serving.meter import MeterStopped
from auzolan.licensing.standing import ARTICLE
from auzolan.licensing.use_shares import answer_digest, shares_digest

ROOT = "/api/"
BODY_SIZE_MAX = 64 * 2**10
Environ: TypeAlias = dict[str, Any]
Start: TypeAlias = Callable[[str, list[tuple[str, str]]], object]

_log = logging.getLogger(__name__)
_ANSWER = re.compile(r"/api/models/([a-z0-9][a-z0-9._-]{0,47})/answer\Z")
_USE = re.compile(r"/api/uses/([0-9a-f]{32})\Z")
_BEARER = re.compile(r"Bearer ([A-Za-z0-9_-]{43})\Z")
_REQUEST = re.compile(rf"[!-~]{{1,{REQUEST_SIZE_MAX}}}\Z")
_REASONS = {
    200: "OK", 400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden",
    404: "Not Found", 405: "Method Not Allowed", 409: "Conflict", 410: "Gone",
    413: "Content Too Large", 415: "Unsupported Media Type", 422: "Unprocessable Content",
    503: "Service Unavailable",
}  # fmt: skip
STATUS = {
    "licensing.key_unknown": 401,
    "licensing.overdue": 402,
    "serving.answer_forgotten": 410,
    "serving.body_too_large": 413,
    "serving.key_missing": 401,
    "serving.name_missing": 400,
    "serving.no_such_address": 404,
    "serving.no_such_use": 404,
    "serving.not_json": 415,
    "serving.other_body": 409,
    "serving.other_method": 405,
    "serving.question_malformed": 422,
    "serving.stopped": 503,
    "unknown.clock": 503,
}
"""The status of a refusal; of all others it is 403: the rules say no."""


class Answer(msgspec.Struct, frozen=True):
    """What a licensee gets: the answer, and where its use stands."""

    answer: str
    use: str
    link: str


class UseLine(msgspec.Struct, frozen=True):
    """A use as its licensee may see it; `digest` stands on the record, `salt` opens it."""

    use: str
    licence: str
    model: str
    at: str
    fee_micro: int
    members_micro: int
    people: int
    digest: str
    salt: str
    shares: str
    segment: int


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    body: msgspec.Struct
    headers: tuple[tuple[str, str], ...] = ()


class Api:
    """The WSGI application of the calls.

    Args:
        calls: answers them.
        told: called with the licence after each answer, to cut full segments.
    """

    def __init__(self, calls: Calls, told: Callable[[str], None] = lambda _: None) -> None:
        self._calls = calls
        self._told = told

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Answer one request."""
        try:
            reply = self._reply(environ)
        except (MeterStopped, DeskStopped) as fault:
            reply = _said_no(_stopped(str(fault)))
        except Exception:  # noqa: BLE001  a licensee gets an answer that her program can read
            # What failed may name files of the house: it is told to the house alone.
            _log.exception("A call could not be answered.")
            reply = _said_no(_stopped("The model or the books cannot be read now."))
        body = msgspec.json.encode(reply.body)
        headers = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            *reply.headers,
        ]
        start(f"{reply.status} {_REASONS[reply.status]}", headers)
        return [body]

    def _reply(self, environ: Environ) -> _Reply:
        path, method = str(environ.get("PATH_INFO", "")), environ["REQUEST_METHOD"]
        asked, use = _ANSWER.match(path), _USE.match(path)
        if asked is None and use is None:
            return _said_no(_no_address(path))
        wanted = "POST" if asked is not None else "GET"
        if method != wanted:
            return _said_no(_other_method(wanted), ("Allow", wanted))
        key = _BEARER.match(environ.get("HTTP_AUTHORIZATION", ""))
        if key is None:
            return _said_no(_key_missing(), ("WWW-Authenticate", "Bearer"))
        digest = key_digest(key[1])
        if use is not None:
            known = self._calls.known(digest, use[1])
            return _said_no(known) if isinstance(known, Refusal) else _Reply(200, _line(known))
        assert asked is not None, "one of the two addresses"
        return self._answer(environ, digest, asked[1])

    def _answer(self, environ: Environ, digest: str, model: str) -> _Reply:
        request = environ.get("HTTP_IDEMPOTENCY_KEY", "")
        if not _REQUEST.match(request):
            return _said_no(_name_missing())
        body = _body_of(environ)
        if isinstance(body, Refusal):
            return _said_no(body)
        found = self._calls.answer(Asked(digest, model, request, body))
        if isinstance(found, Refusal):
            return _said_no(found)
        self._told(found.licence)
        answer = Answer(str(found.answer), found.call, f"{ROOT}uses/{found.call}")
        return _Reply(200, answer, (("Auzolan-Attribution", attribution_of(found)),))


def attribution_of(one: Answered) -> str:
    """The header that says whose work an answer rests on, without a name.

    Source: RFC 9651, section 3.2, a dictionary.
    """
    shares = shares_digest(one.call, one.shares, one.shares_salt)
    return (
        f'model="{one.model}", snapshot="{one.snapshot}", use="{one.call}", '
        f'people={len(one.shares)}, shares="{shares}"'
    )


def _line(one: Answered) -> UseLine:
    question = one.question if one.question is not None else b""
    digest = ""
    if one.answer is not None:
        digest = answer_digest(one.salt, one.model, question, one.answer)
    return UseLine(
        use=one.call, licence=one.licence, model=one.model, at=iso_from_moment(one.at),
        fee_micro=one.fee_micro, members_micro=one.members_micro, people=len(one.shares),
        digest=digest, salt=one.salt.hex(),
        shares=shares_digest(one.call, one.shares, one.shares_salt), segment=one.segment,
    )  # fmt: skip


def _body_of(environ: Environ) -> bytes | Refusal:
    kind = str(environ.get("CONTENT_TYPE", "")).partition(";")[0].strip().lower()
    if kind != "application/json":
        return Refusal(
            "serving.not_json", ARTICLE, f"The question came as {kind or 'nothing in particular'}.",
            "Send it as application/json.",
        )  # fmt: skip
    try:
        size = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        size = -1
    if not 0 <= size <= BODY_SIZE_MAX:
        return Refusal(
            "serving.body_too_large", ARTICLE,
            f"A question has at most {BODY_SIZE_MAX} bytes, and says how many.",
            "Send a smaller question.",
        )  # fmt: skip
    body: bytes = environ["wsgi.input"].read(size)
    return body


def _said_no(refusal: Refusal, *headers: tuple[str, str]) -> _Reply:
    return _Reply(STATUS.get(refusal.code, 403), refusal, headers)


def _stopped(why: str) -> Refusal:
    return Refusal(
        "serving.stopped", ARTICLE, why,
        "Call again with the same Idempotency-Key; it is counted once at most.",
    )  # fmt: skip


def _no_address(path: str) -> Refusal:
    return Refusal(
        "serving.no_such_address", ARTICLE, f"There is nothing at {path[:100]}.",
        "Call POST /api/models/MODEL/answer or GET /api/uses/USE.",
    )  # fmt: skip


def _other_method(wanted: str) -> Refusal:
    return Refusal(
        "serving.other_method", ARTICLE, f"This address takes {wanted} only.",
        f"Call it with {wanted}.",
    )  # fmt: skip


def _key_missing() -> Refusal:
    return Refusal(
        "serving.key_missing", ARTICLE, "The call carries no key of a licence.",
        "Send the header Authorization: Bearer KEY.",
    )  # fmt: skip


def _name_missing() -> Refusal:
    return Refusal(
        "serving.name_missing", ARTICLE, "The call has no name of its own.",
        f"Send the header Idempotency-Key: 1 to {REQUEST_SIZE_MAX} visible signs, new for each call.",
    )  # fmt: skip
