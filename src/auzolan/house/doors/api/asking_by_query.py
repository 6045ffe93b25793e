"""What stands behind the question mark and in the path, read strictly: each name once, none unknown.

Numbers are whole and fit what every program can hold exactly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from django.http import HttpRequest
from msgspec import Meta

from auzolan.house.doing import Showing
from auzolan.house.doors.api.problem import malformed, nothing_there

NUMBER_MAX = 2**53 - 1
LIMIT_MAX = 1_000
PART_SIZE_MAX = 200
CURSOR_SIZE_MAX = 600
S = TypeVar("S", bound=msgspec.Struct)
Limit = Annotated[int, Meta(ge=1, le=LIMIT_MAX, description="How many lines at most.")]
Cursor = Annotated[
    str, Meta(max_length=CURSOR_SIZE_MAX, description="`next` of the page before; empty at first.")
]
Format = Annotated[
    Literal["json", "csv"], Meta(description="`csv` gives the whole list as a file, without pages.")
]
PART = "[A-Za-z0-9._-]+"
_PART = re.compile(rf"{PART}\Z")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f]")


class Paged(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every list can be asked."""

    limit: Limit = 100
    cursor: Cursor = ""
    format: Format = "json"


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing stands behind the question mark."""


@lru_cache(maxsize=512)
def query_kind(showing: Showing) -> type[msgspec.Struct]:
    """Everything that may stand behind the question mark of a showing."""
    own: list[type[msgspec.Struct]] = [showing.asks] if showing.asks is not None else []
    kinds: list[type[msgspec.Struct]] = [*own, Paged] if showing.key else own
    fields: list[Any] = [
        (one.name, hint_of(kind, one.name), one.default)
        for kind in kinds
        for one in msgspec.structs.fields(kind)
    ]
    return msgspec.defstruct("Query", fields, frozen=True, forbid_unknown_fields=True, kw_only=True)


def hint_of(kind: type[msgspec.Struct], name: str) -> Any:
    """The type of a field, with what is said of it."""
    from typing import get_type_hints

    return get_type_hints(kind, include_extras=True)[name]


def query_of(request: HttpRequest, kind: type[S]) -> S:
    """What stands behind the question mark, as this type.

    Raises:
        Stopped: a name is unknown, comes twice, or its value does not fit.
    """
    values: dict[str, str] = {}
    for name, found in request.GET.lists():
        if len(found) != 1:
            raise malformed(name, "it stands there more than once")
        if _UNSEEN.search(found[0]):
            raise malformed(name, "it holds signs that nobody sees")
        values[name] = str(found[0])
    return _converted(values, kind)


def _converted(values: Mapping[str, str], kind: type[S]) -> S:
    try:
        asked = msgspec.convert(values, kind, strict=False)
    except msgspec.ValidationError as fault:
        raise malformed(*said_of(fault)) from fault
    check_values(asked)
    return asked


def part_of(text: str, name: str) -> str:
    """A part of the path, where it can name something.

    Raises:
        Stopped: it is too long or holds signs that no id has.
    """
    if not 0 < len(text) <= PART_SIZE_MAX or not _PART.match(text):
        raise nothing_there(f"{name} of this name")
    return text


def said_of(fault: Exception) -> tuple[str, str]:
    """The field that does not fit, and why, from what the reader of shapes says."""
    text = str(fault)
    what, found, where = text.partition(" - at `$")
    field = where.rstrip("`").lstrip(".") if found else ""
    if "unknown field" in text:
        field = text.split("`")[1] if "`" in text else field
    return field, what[:1].lower() + what[1:]


def check_values(asked: msgspec.Struct) -> None:
    """Refuse a number that not every program holds exactly, and a sign that no store could take.

    Raises:
        Stopped: there is a number beyond 2^53 - 1, or the sign U+0000.
    """
    for one in msgspec.structs.fields(type(asked)):
        value = getattr(asked, one.name)
        if value is not msgspec.UNSET and not _can_be_kept(msgspec.to_builtins(value)):
            raise malformed(
                one.encode_name, f"a number is at most {NUMBER_MAX}, and no text holds U+0000"
            )


def _can_be_kept(value: object) -> bool:
    if isinstance(value, int):
        return abs(value) <= NUMBER_MAX
    if isinstance(value, str):
        return "\0" not in value
    if isinstance(value, dict):
        return all(map(_can_be_kept, value.values()))
    return not isinstance(value, list | tuple) or all(map(_can_be_kept, value))
