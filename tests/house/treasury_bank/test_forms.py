"""The forms that say which parts a bank's file may hold, against the standard as others typed it."""

from dataclasses import fields, is_dataclass
from importlib import import_module
from typing import get_args, get_type_hints

import pytest

from auzolan.house.rooms.treasury.bank import camt053_form, pain002_form
from auzolan.house.rooms.treasury.bank.answers import Form

_CASES = [
    *(("pain", version, pain002_form.FORM) for version in pain002_form.VERSIONS),
    *(("camt", version, camt053_form.FORM) for version in camt053_form.VERSIONS),
]


def _document(kind: str, version: str) -> type:
    name = version.replace(".", "_")
    return import_module(f"pyiso20022.{kind}.{name}.{name}").Document


def _parts(of: type) -> dict[str, tuple[type | None, bool]]:
    """The parts of a type: name, the type inside or None for text, whether it repeats."""
    hints = get_type_hints(of)
    found = {}
    for each in fields(of):
        name = each.metadata.get("name", each.name)
        hint = hints[each.name]
        is_many = getattr(hint, "__origin__", None) is list
        inside = next((part for part in (hint, *get_args(hint)) if is_dataclass(part)), None)
        if each.metadata.get("type") == "Element":
            found[name] = (inside, is_many)
    return found


def _differences(form: Form, of: type | None, path: str) -> list[str]:
    known = _parts(of) if of else {}
    wrong = [f"{path}/{name} is not in our form" for name in known if name not in form.parts]
    for name, part in form.parts.items():
        if name not in known or part.is_skipped:
            continue
        inside, is_many = known[name]
        if is_many and not part.is_many:
            wrong.append(f"{path}/{name} may repeat")
        wrong += _differences(part, inside, f"{path}/{name}")
    return wrong


@pytest.mark.parametrize(("kind", "version", "form"), _CASES, ids=[case[1] for case in _CASES])
def test_no_part_of_the_standard_is_unknown_to_us(kind: str, version: str, form: Form) -> None:
    """Goal: no honest file is refused for a tag. Method: walk the types that pyiso20022 generated."""
    assert _differences(form, _document(kind, version), "Document") == []


def test_no_form_names_a_part_that_no_version_has() -> None:
    """Goal: a misspelt tag is never known by chance. Method: the other way round, all versions."""
    for kind, module in (("pain", pain002_form), ("camt", camt053_form)):
        documents = [_document(kind, version) for version in module.VERSIONS]
        assert _invented(module.FORM, documents, "Document") == []


def _invented(form: Form, types: list[type], path: str) -> list[str]:
    known = [_parts(one) for one in types]
    found = []
    for name, part in form.parts.items():
        inside = [parts[name][0] for parts in known if name in parts]
        if not inside:
            found.append(f"{path}/{name}")
        elif not part.is_skipped:
            found += _invented(part, [one for one in inside if one], f"{path}/{name}")
    return found
