"""In which field two texts or two answers differ. It only words it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from auzolan.audit.report import Findings
from auzolan.cooperative import AnyEntry
from auzolan.labour.statements.acts import LabourFigures, Pay
from auzolan.record.entries import Act, Fact

_WINDOW = 40


def note_answers(findings: Findings, entry: AnyEntry, answered: tuple[Fact, ...]) -> None:
    """Note every field in which recorded facts differ from the rule's.

    Args:
        findings: where differences are noted.
        entry: the entry with the facts on the record.
        answered: the facts that the rule gives.
    """
    expected, found = [_name(fact) for fact in answered], [_name(fact) for fact in entry.facts]
    if expected != found:
        findings.differ(entry.seq, _name(entry.act), "facts",
                        expected=", ".join(expected), found=", ".join(found))  # fmt: skip
        return
    for right, there in zip(answered, entry.facts, strict=True):
        for name, ours, theirs in _differing(right, there):
            findings.differ(entry.seq, about(right), name, expected=ours, found=theirs)


def _differing(
    right: msgspec.Struct, there: msgspec.Struct
) -> Iterator[tuple[str, object, object]]:
    """The fields in which two values of one type differ, those within them by their path."""
    for name in right.__struct_fields__:
        ours, theirs = getattr(right, name), getattr(there, name)
        if ours == theirs:
            continue
        if isinstance(ours, LabourFigures | Pay) and type(ours) is type(theirs):
            for inner, *both in _differing(ours, theirs):
                yield (f"{name}.{inner}", both[0], both[1])
        else:
            yield (name, ours, theirs)


def about(fact: Fact) -> str:
    """What a fact is about: its type, and the person or thing it names first."""
    named = getattr(fact, "member", "") or getattr(fact, fact.__struct_fields__[0], "")
    return f"{_name(fact)} {named}"


def note_texts(
    findings: Findings, entry: int, account: str, *, expected: bytes, found: bytes
) -> None:
    """Note in which fields two texts of one entry differ.

    Args:
        findings: where differences are noted.
        entry: the entry.
        account: where the text that is found stands.
        expected: the text that the record holds.
        found: the text that stands there.
    """
    try:
        ours = dict(_fields(msgspec.json.decode(expected), "text"))
        theirs = dict(_fields(msgspec.json.decode(found), "text"))
    except ValueError:
        ours = theirs = {}
    names = [name for name in {**ours, **theirs} if ours.get(name) != theirs.get(name)]
    for name in names:
        findings.differ(entry, account, name,
                        expected=ours.get(name, "no such field"),
                        found=theirs.get(name, "no such field"))  # fmt: skip
    if not names:
        pairs = enumerate(zip(expected, found, strict=False))
        at = next((place for place, (one, other) in pairs if one != other), 0)
        start = max(0, at - _WINDOW)
        findings.differ(
            entry, account, f"text from byte {start}",
            expected=expected[start : at + _WINDOW], found=found[start : at + _WINDOW],
        )  # fmt: skip


def _fields(value: object, path: str) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _fields(inner, f"{path}.{name}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _fields(inner, f"{path}.{place}")
    else:
        yield path, value


def _name(part: Act | Fact) -> str:
    return str(type(part).__struct_config__.tag)
