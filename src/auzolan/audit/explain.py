"""In which field an entry's facts differ from those that its rule gives. It only words it."""

from __future__ import annotations

from auzolan.audit.report import Findings
from auzolan.cooperative import AnyEntry
from auzolan.record.entries import Fact


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
        for name in right.__struct_fields__:
            if getattr(right, name) != getattr(there, name):
                findings.differ(
                    entry.seq, about(right), name,
                    expected=getattr(right, name), found=getattr(there, name),
                )  # fmt: skip


def about(fact: Fact) -> str:
    """What a fact is about: its type, and the person or thing it names first."""
    named = getattr(fact, "member", "") or getattr(fact, fact.__struct_fields__[0], "")
    return f"{_name(fact)} {named}"


def _name(part: object) -> str:
    return str(type(part).__struct_config__.tag)  # type: ignore[attr-defined]
