"""One table stands behind portal, API and client: whole, guarded line by line, and written out fresh."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from support.programs import Program, key_for

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts"))
WHO = {"actor", "who", "as", "party_of", "by"}


def all_operations() -> Any:
    """The table."""
    from auzolan.house.doors.api.operations import operations

    return operations()


def test_every_line_has_its_right_its_name_and_its_address(coop: Path) -> None:
    """Goal: nothing is open by an oversight. Method: each line against the matrix of access."""
    from auzolan.house.doors.access.matrix import matrix

    found = all_operations()
    assert [one.name for one in found if one.right not in matrix()] == []
    assert len({one.name for one in found}) == len(found)
    assert len({(one.method, one.path) for one in found}) == len(found)
    assert len(found) > 150


def test_no_doing_takes_what_it_does_not_ask(coop: Path) -> None:
    """Goal: who asks is never a field, and unknown fields never pass. Method: the types themselves."""
    loose, named = [], []
    for one in all_operations():
        if one.doing is None:
            continue
        if not one.doing.asks.__struct_config__.forbid_unknown_fields:
            loose.append(one.name)
        named += [
            f"{one.name}.{field.name}"
            for field in msgspec.structs.fields(one.doing.asks)
            if field.name in WHO
        ]
    assert (loose, named) == ([], [])


def test_every_address_is_closed_to_whom_the_matrix_closes_it(coop: Path) -> None:
    """Goal: the fence stands before every address. Method: a visitor, and a key of the least scope."""
    from auzolan.house.doors.access.matrix import Role, relations

    visitor, narrow = Program(), Program(key_for("m001", ["read:record.checkpoint"]))
    for one in all_operations():
        path = one.path.replace("{", "").replace("}", "")
        for program in (visitor, narrow):
            is_open = program is visitor and bool(relations(one.right, [Role.VISITOR]))
            if is_open or one.right == "read:record.checkpoint":
                continue
            answer = (
                program.do(one.name, {}) if one.doing is not None
                else program.get(path) if one.method == "GET" else program.post(path)
            )  # fmt: skip
            assert answer.status_code == (401 if program is visitor else 403), one.name


def test_every_list_is_sorted_by_its_key(demo: Path) -> None:
    """Goal: pages follow on each other. Method: every list that a member of the demo may read, whole."""
    from auzolan.audit.folder import Folder
    from auzolan.house.doing import Who
    from auzolan.house.doors.api.paging import key_in
    from auzolan.house.storage.reader import reader_of

    seen, who = 0, Who("m017")
    with reader_of(Folder(demo)) as reader:
        for one in all_operations():
            showing = one.showing
            if showing is None or not showing.key or showing.seeks:
                continue
            parts = {name: "m017" if name == showing.about else _named(name) for name in one.parts}
            extra = {"asked": showing.asks()} if showing.asks is not None else {}
            try:
                lines = list(showing.reads(reader, who, **parts, **extra) or ())
            except LookupError:
                continue
            keys = [key_in(showing, line) for line in lines]
            assert keys == sorted(keys), one.name
            assert len(set(keys)) == len(keys), f"{one.name} has two lines of one key"
            seen += bool(lines)
    assert seen > 5


def _named(part: str) -> str:
    """Something that there is in the demo, for a part of a path."""
    return {"period": "2025", "licence": "dairy-2024", "model": "yogurt-1"}.get(part, "x")


def test_the_written_client_and_reference_are_fresh(coop: Path) -> None:
    """Goal: what is shipped is what is there. Method: make all files anew, and compare them."""
    from make_client import CLIENT, KEPT, files

    made = files()
    stale = [str(path.relative_to(ROOT)) for path, text in made.items() if not _is(path, text)]
    assert stale == [], "run: python scripts/make_client.py"
    there = {path for path in CLIENT.glob("*.py") if path.name not in KEPT}
    assert there <= set(made), "a module of the client is left over"


def _is(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


def test_the_description_names_every_address_and_every_shape(coop: Path) -> None:
    """Goal: the description is whole. Method: follow each reference, and find each address in it."""
    found: Any = Program().get("openapi.json").json()
    assert found["openapi"] == "3.1.0"
    for one in all_operations():
        said = found["paths"][f"/api/v1/{one.path}"][one.method.lower()]
        assert said["operationId"] == one.name
    text = json.dumps(found)
    names = set(found["components"]["schemas"])
    refs = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert refs <= names
    assert "\\\\A" not in text, "patterns are those of JSON Schema"


def test_what_the_description_leaves_out_could_be_sent(coop: Path) -> None:
    """Goal: a strict reader takes the description. Method: each default against its own pattern."""
    wrong = [one for one in _all_in(Program().get("openapi.json").json()) if not _is_own(one)]
    assert wrong == []


def _all_in(part: Any) -> list[dict[str, Any]]:
    if isinstance(part, list):
        return [one for inner in part for one in _all_in(inner)]
    if not isinstance(part, dict):
        return []
    return [part, *(one for inner in part.values() for one in _all_in(inner))]


def _is_own(shape: dict[str, Any]) -> bool:
    default, pattern = shape.get("default"), shape.get("pattern")
    if not isinstance(default, str):
        return True
    if isinstance(pattern, str) and re.search(pattern, default) is None:
        return False
    return default in shape.get("enum", [default]) and len(default) >= shape.get("minLength", 0)


@pytest.mark.parametrize("method", ["get", "post"])
def test_licensees_keep_their_own_address(method: str) -> None:
    """Goal: the older door of licensees stays. Method: which addresses go where, with and without it."""
    from auzolan.house.serving.server import beside

    def portal(environ: Any, start: Any) -> Any:
        return [b"portal"]

    def licensees(environ: Any, start: Any) -> Any:
        return [b"licensees"]

    both, alone = beside(portal, licensees), beside(portal, None)

    def asked(application: Any, path: str) -> bytes:
        found = application({"PATH_INFO": path, "REQUEST_METHOD": method.upper()}, None)
        return b"".join(found)

    assert asked(both, "/api/models/x/answer") == b"licensees"
    assert asked(both, "/api/v1/rules") == b"portal"
    assert asked(both, "/en/") == b"portal"
    assert asked(alone, "/api/models/x/answer") == b"portal"
