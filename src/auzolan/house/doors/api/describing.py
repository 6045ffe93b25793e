"""The description of the door in OpenAPI 3.1, made from the table of operations.

Source: OpenAPI 3.1.0; JSON Schema 2020-12.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec
from ninja import NinjaAPI

from auzolan.house.doors.api.asking_by_query import PART, PART_SIZE_MAX, query_kind
from auzolan.house.doors.api.doing import ONCE_HEADER, Done, Foreseen, Later, Rehearsed
from auzolan.house.doors.api.operations import ROOT, Operation, operations
from auzolan.house.doors.api.plain import FILE_FIELD
from auzolan.house.doors.api.problem import KIND, Problem
from auzolan.house.doors.api.shapes import Schema, fields_in_query, shapes_of

_ABOUT = (
    "Everything that people can do and read in the portal, for programs. Guarded by the same matrix; "
    "decided by the same rules. Every request that changes something carries a number of its own and is "
    "done once."
)
_WHYS = {
    "400": "The number of the request is missing.",
    "401": "Nobody has signed in, or the key opens nothing.",
    "403": "This belongs to somebody else, to an office, or is not among the scopes of the key.",
    "404": "There is no such thing.",
    "409": "The house rules say no.",
    "413": "The request is too large.",
    "415": "The request is not JSON.",
    "422": "The request cannot be read.",
    "429": "More requests came than one may make in a minute.",
    "503": "The house is busy; try again.",
}
_BINARY = {"type": "string", "format": "binary"}
_OF_ALL = ("401", "403", "404", "422", "429", "503")
_OF_DOINGS = ("400", *_OF_ALL[:3], "409", "413", "415", *_OF_ALL[3:])


@lru_cache(maxsize=1)
def _shapes() -> tuple[dict[Any, Schema], dict[str, Schema]]:
    asked = (one.gives if one.doing is None else one.doing.asks for one in operations())
    kinds = list(dict.fromkeys([Problem, Done, Foreseen, Later, *asked]))
    schemas, shared = shapes_of(kinds)
    return dict(zip(kinds, schemas, strict=True)), shared


def described(operation: Operation) -> Schema:
    """What the description says of one operation beside its name."""
    if operation.doing is not None:
        return _described_doing(operation)
    return _described_showing(operation) if operation.showing is not None else _plainly(operation)


def _described_doing(operation: Operation) -> Schema:
    doing = operation.doing
    assert doing is not None, "the caller has seen to it"
    number = {
        "name": ONCE_HEADER, "in": "header", "required": True,
        "description": "A number of your own, drawn by chance; the same for each repeat.",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9._~-]{8,128}$"},
    }  # fmt: skip
    ways = [Foreseen, Later if doing.needs_second or doing.is_long else Done]
    answers = {
        "200": _answer("It was done, or tried.", _one_of([one for one in ways if one is not Later]))
    }
    if Later in ways:
        answers["202"] = _answer("It waits for a second person, or in the queue.", _shape(Later))
    return {
        "description": _marks(operation),
        "parameters": [number, *fields_in_query(Rehearsed)],
        "requestBody": {
            "required": True, "content": {"application/json": {"schema": _shape(doing.asks)}},
        },
        "responses": {**answers, **_problems(_OF_DOINGS)},
        "security": _security(operation),
    }  # fmt: skip


def _described_showing(operation: Operation) -> Schema:
    showing = operation.showing
    assert showing is not None, "the caller has seen to it"
    gives = _shape(showing.gives)
    parameters = fields_in_query(query_kind(showing)) if showing.key or showing.asks else []
    if showing.key:
        page = {
            "type": "object", "required": ["items", "next"],
            "properties": {
                "items": {"type": "array", "items": gives},
                "next": {"type": "string", "description": "The cursor of the next page; empty at the end."},
            },
        }  # fmt: skip
        answer = _answer("A page of the list, in order of its key.", page)
        answer["content"]["text/csv"] = {"schema": {"type": "string"}}
    else:
        answer = _answer("What was asked for.", gives)
    return {
        "description": _marks(operation),
        "parameters": [*_parts(operation), *parameters],
        "responses": {"200": answer, **_problems(_OF_ALL)},
        "security": _security(operation),
    }


def _plainly(operation: Operation) -> Schema:
    assert operation.plain is not None, "the caller has seen to it"
    found: Schema = {
        "description": _marks(operation),
        "parameters": _parts(operation),
        "responses": {"200": _answer("Done.", _shape(operation.gives)), **_problems(_OF_ALL)},
        "security": [{"key": []}],
    }
    if operation.plain.takes_file:
        file = {"type": "object", "required": [FILE_FIELD], "properties": {FILE_FIELD: _BINARY}}
        found["requestBody"] = {
            "required": True, "content": {"multipart/form-data": {"schema": file}},
        }  # fmt: skip
        found["responses"] |= _problems(("409", "413"))
    return found


def document_of(api: NinjaAPI) -> Schema:
    """The whole description; see `addresses.document`."""
    found: Schema = dict(api.get_openapi_schema(path_prefix=ROOT))
    for address in found["paths"].values():
        for one in address.values():
            one["parameters"] = _once_each(one["parameters"])
            one["responses"].pop(200, None)  # ninja's own, beside ours under "200"
    shared = _shapes()[1]
    found["info"]["description"] = _ABOUT
    found["servers"] = [{"url": "/"}]
    found["components"] = {
        "schemas": dict(sorted(shared.items())),
        "responses": {
            code: {"description": why, "content": {KIND: {"schema": _shape(Problem)}}}
            for code, why in _WHYS.items()
        },
        "securitySchemes": {
            "key": {"type": "http", "scheme": "bearer", "description": "A key of a program."}
        },
    }
    return found


def _once_each(parameters: list[Schema]) -> list[Schema]:
    """Ninja names the parts of the path too; the last description of each counts."""
    return list({(one["in"], one["name"]): one for one in parameters}.values())


def _parts(operation: Operation) -> list[Schema]:
    shape = {
        "type": "string",
        "minLength": 1,
        "maxLength": PART_SIZE_MAX,
        "pattern": f"^{PART}$",
    }
    return [
        {"name": name, "in": "path", "required": True, "schema": shape} for name in operation.parts
    ]


def _problems(codes: tuple[str, ...]) -> Schema:
    return {code: {"$ref": f"#/components/responses/{code}"} for code in codes}


def _answer(what: str, schema: Schema) -> Schema:
    return {"description": what, "content": {"application/json": {"schema": schema}}}


def _one_of(kinds: list[type[msgspec.Struct]]) -> Schema:
    return _shape(kinds[0]) if len(kinds) == 1 else {"oneOf": [_shape(one) for one in kinds]}


def _shape(kind: Any) -> Schema:
    return _shapes()[0][kind]


def _security(operation: Operation) -> list[Schema]:
    return [{"key": []}, {}] if operation.method == "GET" else [{"key": []}]


def _marks(operation: Operation) -> str:
    doing = operation.doing
    marks = [f"Scope: `{operation.right}`."]
    if doing is not None and doing.needs_second:
        marks.append("Somebody else must say yes before it is done.")
    if doing is not None and doing.is_long:
        marks.append("It takes long, and is done in the queue.")
    if operation.right == "read:own_rows":
        marks.append("Only rows about yourself.")
    return " ".join(marks)
