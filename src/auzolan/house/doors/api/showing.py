"""Answering a question: one thing, a page of a list, or the whole list as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse

from auzolan.audit.folder import Folder
from auzolan.house.doing import Showing, Who
from auzolan.house.doors.api.asking_by_query import (
    LIMIT_MAX,
    Nothing,
    Paged,
    part_of,
    query_kind,
    query_of,
)
from auzolan.house.doors.api.coming_in import allowed
from auzolan.house.doors.api.paging import (
    Key,
    cells_of,
    cursor_of,
    key_in,
    key_of,
    next_link,
    page_of,
)
from auzolan.house.doors.api.problem import nothing_there
from auzolan.house.doors.csv_cells import rows_as_csv
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.storage.reader import reader_of

JSON = "application/json"
CSV = "text/csv"
ALL = 10**7
"""What is made whole anyway is written in one piece."""


def show(request: CoopRequest, showing: Showing, parts: Mapping[str, str]) -> HttpResponse:
    """Answer one question.

    Args:
        request: of somebody who has come in.
        showing: what is asked for.
        parts: what stands in the path.
    Raises:
        Stopped: she may not see it, there is no such thing, or the question cannot be read.
    """
    about = parts[showing.about] if showing.about else ""
    party = parts[showing.party] if showing.party else ""
    allowed(request, showing.right, about=about, party=party)
    named = {name: part_of(text, name) for name, text in parts.items()}
    query = query_of(request, query_kind(showing) if showing.key or showing.asks else Nothing)
    if not showing.key:
        return _one(request, showing, named, query)
    if _wants_csv(request, query):
        return _file(request.visit.who, showing, named, query)
    return _page(request, showing, named, query)


def _one(
    request: CoopRequest, showing: Showing, parts: Mapping[str, str], query: msgspec.Struct
) -> HttpResponse:
    found = _read(request.visit.who, showing, parts, query)
    return HttpResponse(msgspec.json.encode(found), content_type=JSON)


def _page(
    request: CoopRequest, showing: Showing, parts: Mapping[str, str], query: Any
) -> HttpResponse:
    after = key_of(showing.name, query.cursor)
    found = _lines(request.visit.who, showing, parts, query, after=after, limit=query.limit)
    lines, more = found[: query.limit], found[query.limit :]
    cursor = cursor_of(showing.name, key_in(showing, lines[-1])) if more else ""
    body = msgspec.json.encode({"items": lines, "next": cursor})
    answer = HttpResponse(body, content_type=JSON)
    if cursor:
        answer["Link"] = next_link(request, cursor)
    return answer


def _file(
    who: Who, showing: Showing, parts: Mapping[str, str], query: msgspec.Struct
) -> HttpResponse:
    names = [one.name for one in msgspec.structs.fields(showing.gives)]
    size = LIMIT_MAX if showing.seeks else ALL
    first = _lines(who, showing, parts, query, after=(), limit=size)

    def rows() -> Iterator[Iterator[str | int]]:
        found = first
        while True:
            yield from (cells_of(one, names) for one in found[:size])
            if len(found) <= size:
                return
            # Each page is read anew: a slow receiver must not hold one moment of the books open.
            after = key_in(showing, found[size - 1])
            found = _lines(who, showing, parts, query, after=after, limit=size)

    answer = StreamingHttpResponse(rows_as_csv(names, rows()), content_type=f"{CSV}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{showing.name}.csv"'
    return answer  # type: ignore[return-value]  # the two kinds share no type that says so


def _lines(
    who: Who, showing: Showing, parts: Mapping[str, str], query: msgspec.Struct, *,
    after: Key, limit: int,
) -> list[Any]:  # fmt: skip
    seek: dict[str, Any] = {"after": after, "limit": limit + 1} if showing.seeks else {}
    return page_of(showing, _read(who, showing, parts, query, **seek), after, limit)


def _read(
    who: Who, showing: Showing, parts: Mapping[str, str], query: msgspec.Struct, **seek: Any
) -> Any:
    if showing.asks is not None:
        own = [one.name for one in msgspec.structs.fields(showing.asks)]
        seek["asked"] = showing.asks(**{name: getattr(query, name) for name in own})
    with reader_of(Folder(settings.AUZOLAN_FOLDER)) as reader:
        try:
            found = showing.reads(reader, who, **parts, **seek)
        except LookupError as fault:
            if isinstance(fault, KeyError | IndexError):
                raise  # a fault of ours, not a thing that is not there
            raise nothing_there(f"{showing.name} of this name") from fault
        if found is None:
            raise nothing_there(f"{showing.name} of this name")
        return found if not showing.key else list(found)


def _wants_csv(request: CoopRequest, query: Any) -> bool:
    if "format" in request.GET:
        return bool(query.format == "csv")
    kinds = [one.partition(";")[0].strip() for one in request.headers.get("Accept", "").split(",")]
    return CSV in kinds and JSON not in kinds


__all__ = ["Paged", "show"]
