"""Doing one thing for a program: reading what it asks, rehearsing it, or doing it once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Literal

import msgspec
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from msgspec import Meta

from auzolan.audit.folder import Folder
from auzolan.foundation.moments import iso_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.house.doing import Answer, Doing, Effect
from auzolan.house.doors.api.asking_by_query import check_values, query_of, said_of
from auzolan.house.doors.api.coming_in import allowed, check_still_open
from auzolan.house.doors.api.problem import ARTICLE, Stopped, malformed, said_no
from auzolan.house.doors.doing.asked_once import ONCE, answered, do_once
from auzolan.house.doors.doing.later import PutBy, put_in_queue, wait_for_second
from auzolan.house.doors.open_desk import writing
from auzolan.house.doors.portal.doing_filters import effect_says
from auzolan.house.jobs.requests import NotKept
from auzolan.house.jobs.uploads import UploadGone
from auzolan.house.rehearsal import RehearsalDesk
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.storage.reader import reader_of

JSON = "application/json"
BODY_SIZE_MAX = 2**20
ONCE_HEADER = "Idempotency-Key"
_TOLD_MAX = 300


class Rehearsed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether it is done, or only tried."""

    dry_run: Annotated[
        Literal["true", "false"], Meta(description="`true` tries it and writes nothing.")
    ] = "false"


class Done(msgspec.Struct, frozen=True):
    """It was done, and stands on the record.

    Attributes:
        entry: its number on the record.
        id: of the act.
        at: the moment of the entry, UTC.
        leaf: its leaf hash, hexadecimal.
        link: the page of the entry.
        repeated: whether this request had been answered before.
    """

    entry: int
    id: str
    at: str
    leaf: str
    link: str
    repeated: bool


class Foreseen(msgspec.Struct, frozen=True):
    """What would change; nothing was written.

    Attributes:
        is_tried: whether the rules were asked; long work is not tried.
        effects: what would change.
    """

    is_tried: bool
    effects: tuple[Change, ...]


class Change(msgspec.Struct, frozen=True):
    """One thing that would change.

    Attributes:
        what: the name of the effect, which stays the same.
        says: the same in words.
        values: the names, numbers, days and amounts in it.
        page: where more is told; empty where nowhere.
    """

    what: str
    says: str
    values: Mapping[str, str | int]
    page: str


class Later(msgspec.Struct, frozen=True):
    """It is not done yet.

    Attributes:
        state: `waits_for_second` until somebody else says yes, or `queued`.
        id: the id under which it is kept: of a request, or of a job.
        link: the page that shows how it goes.
    """

    state: Literal["waits_for_second", "queued"]
    id: str
    link: str


def do(request: CoopRequest, doing: Doing[Any]) -> HttpResponse:
    """Do one thing.

    Raises:
        Stopped: she may not, or the request cannot be read.
    """
    action = f"do:{doing.name}"
    allowed(request, action, about=request.visit.member if doing.about else "")
    number = request.headers.get(ONCE_HEADER, "")
    if not ONCE.match(number):
        raise Stopped(_no_number())
    query = query_of(request, Rehearsed)
    asked = _asked(request, doing)
    if doing.about:
        allowed(request, action, about=str(getattr(asked, doing.about)))
    if query.dry_run == "true":
        return _rehearsed(request, doing, asked)
    if doing.needs_second or doing.is_long:
        return _put_by(request, doing, asked, number)
    who = request.visit.who_does(action)
    with writing(_folder()) as desk:
        check_still_open(request)
        answer = _answered(lambda: do_once(desk, doing, who, asked, number))
    if isinstance(answer, Refusal):
        return said_no(answer)
    done = Done(
        entry=answer.seq, id=answer.id, at=iso_from_moment(answer.at), leaf=answer.leaf.hex(),
        link=reverse("entry", args=[answer.seq]), repeated=answer.repeated,
    )  # fmt: skip
    return _said(done)


def _put_by(
    request: CoopRequest, doing: Doing[Any], asked: msgspec.Struct, number: str
) -> HttpResponse:
    try:
        if doing.needs_second:
            return _later("waits_for_second", wait_for_second(request, doing, asked, number))
        return _later("queued", put_in_queue(request, doing, asked, number))
    except NotKept as no:
        raise Stopped(no.refusal) from no


def _asked(request: CoopRequest, doing: Doing[Any]) -> msgspec.Struct:
    kind = request.content_type or ""
    if kind != JSON:
        raise Stopped(
            Refusal(
                "api.not_json", ARTICLE, f"The request came as {kind or 'nothing in particular'}.",
                "Send it as application/json.",
            )
        )  # fmt: skip
    if int(request.META.get("CONTENT_LENGTH") or 0) > BODY_SIZE_MAX:
        raise Stopped(
            Refusal(
                "api.too_large", ARTICLE, f"A request has at most {BODY_SIZE_MAX} bytes.",
                "Bring files in through the portal, and name them here by their id.",
            )
        )  # fmt: skip
    try:
        asked: msgspec.Struct = msgspec.json.decode(request.body, type=doing.asks)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise malformed(*said_of(fault)) from fault
    check_values(asked)
    return asked


def _rehearsed(request: CoopRequest, doing: Doing[Any], asked: msgspec.Struct) -> HttpResponse:
    who = request.visit.who
    if not doing.is_long:
        desk = RehearsalDesk(_folder())
        try:
            answer = _answered(lambda: answered(desk, doing, who, asked))
        finally:
            desk.close()
        if isinstance(answer, Refusal):
            return said_no(answer)
    effects: Sequence[Effect] = ()
    if doing.effects is not None:
        try:
            with reader_of(_folder()) as reader:
                found = doing.effects(reader, who, asked)
        except UploadGone as gone:
            return said_no(gone.refusal)
        if isinstance(found, Refusal):
            return said_no(found)
        effects = found
    return _said(Foreseen(not doing.is_long, tuple(map(_change, effects))))


def _answered(ask: Callable[[], Answer]) -> Answer:
    """What a flow answers; a value that no act can carry is a fault of the request."""
    try:
        return ask()
    except ValueError as fault:
        raise malformed("", str(fault)[:_TOLD_MAX]) from fault


def _change(effect: Effect) -> Change:
    with translation.override("en"):
        says = effect_says(effect)
    return Change(effect.what, says, dict(effect.values), effect.page)


def _later(state: Literal["waits_for_second", "queued"], put: PutBy) -> HttpResponse:
    answer = _said(Later(state, put.id, put.link), status=202)
    answer["Location"] = put.link
    return answer


def _said(what: msgspec.Struct, status: int = 200) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(what), content_type=JSON, status=status)


def _no_number() -> Refusal:
    return Refusal(
        "api.once_missing", ARTICLE, f"The header {ONCE_HEADER} is missing, or has not 8 to 128 "
        "letters and digits.", "Draw a number by chance, and send it again with each repeat.",
    )  # fmt: skip


def _folder() -> Folder:
    return Folder(settings.AUZOLAN_FOLDER)
