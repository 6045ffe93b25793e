"""The shapes of requests and answers as JSON Schema, made from the types themselves."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from auzolan.house.doors.api.asking_by_query import NUMBER_MAX

REF = "#/components/schemas/{name}"
Schema = dict[str, Any]


def shapes_of(kinds: list[Any]) -> tuple[list[Schema], dict[str, Schema]]:
    """The schema of each type, and the named ones that they share.

    Args:
        kinds: types of msgspec, in any number.
    Returns:
        One schema for each, most only a reference; and the shared ones by name.
    """
    schemas, shared = msgspec.json.schema_components(kinds, ref_template=REF)
    return [_plain(one) for one in schemas], {name: _plain(one) for name, one in shared.items()}


def fields_in_query(kind: type[msgspec.Struct]) -> list[Schema]:
    """The fields of a type as parameters behind the question mark."""
    (shape,), shared = shapes_of([kind])
    found = shared.get(shape["$ref"].rpartition("/")[2], shape) if "$ref" in shape else shape
    return [
        {
            "name": name, "in": "query", "required": name in found.get("required", ()),
            "description": one.get("description", ""), "schema": _without(one, "description"),
        }
        for name, one in found.get("properties", {}).items()
    ]  # fmt: skip


def _plain(schema: Any) -> Any:
    """A schema as programs in any language read it: Python's signs for beginning and end replaced."""
    if isinstance(schema, list):
        return [_plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: _plain(one) for name, one in schema.items()}
    if isinstance(found.get("pattern"), str):
        found["pattern"] = found["pattern"].replace(r"\A", "^").replace(r"\Z", "$")
    if found.get("type") == "integer":
        found.setdefault("minimum", -NUMBER_MAX)
        found.setdefault("maximum", NUMBER_MAX)
    if not _fits(found.get("default"), found.get("pattern")):
        # The empty text stands for a field that was left out; sent as a value it would be refused.
        del found["default"]
    return {name: one for name, one in found.items() if name not in {"widget", "title"}}


def _fits(default: object, pattern: object) -> bool:
    """Whether a default could itself be sent."""
    if not isinstance(default, str) or not isinstance(pattern, str):
        return True
    return re.search(pattern, default) is not None


def _without(schema: Schema, name: str) -> Schema:
    return {key: value for key, value in schema.items() if key != name}
