"""Nobody is ranked: no form of a statement, no list of people and no table gives anybody a place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from auzolan.house.rooms.treasury.statement_schema import statement_schema

OPENAPI = Path(__file__).resolve().parents[3] / "docs" / "reference" / "openapi.json"
BALLOTS = {"ranking", "ranked"}
"""Members rank candidates on a ballot, and the house counts such ballots."""


def names_in(schema: object) -> Iterator[str]:
    """The names of all fields of a schema."""
    if isinstance(schema, dict):
        fields = schema.get("properties", {})
        yield from fields if isinstance(fields, dict) else ()
        for part in schema.values():
            yield from names_in(part)
    if isinstance(schema, list):
        for part in schema:
            yield from names_in(part)


def test_no_field_of_a_statement_gives_anybody_a_place() -> None:
    """Goal: her own figures alone. Method: the name of every field of the published schema."""
    names = set(names_in(json.loads(statement_schema())))
    assert "pay_index" in names
    assert [one for one in names if "rank" in one or one.endswith("_place")] == []


def test_no_field_of_the_api_gives_anybody_a_place() -> None:
    """Goal: what programs read ranks nobody. Method: the name of every field of every answer."""
    names = set(names_in(json.loads(OPENAPI.read_text(encoding="utf-8"))))
    assert {one for one in names if "rank" in one} == BALLOTS
