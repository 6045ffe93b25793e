"""Clauses and moments as people write them in a form: `15 %`, `12.50`, `>=2/3`, `2026-05-20 18:00`.

It reads text and judges no value; whether the house rules or the law allow one, the rules say.
"""

from __future__ import annotations

import re

from auzolan.charter.articles import Change
from auzolan.foundation.moments import moment_from_iso
from auzolan.foundation.refusals import Refusal

PARTS, AMOUNTS = "_bp", "_cents"
_HUNDREDTHS = re.compile(r"([0-9]{1,13})(?:[.,]([0-9]{1,2}))?\Z", re.ASCII)
_LINE = re.compile(r"([a-z]+\.[a-z_]+)\s*=\s*(.+)\Z")
_CHANGES_MAX = 20


def change_from(clause: str, text: str) -> Change | Refusal:
    """A clause with its new value, as a page of the house rules would show it.

    Args:
        clause: its name, as `surplus.education_bp`.
        text: parts in per cent, amounts in whole units with cents behind a point or a comma, other
            numbers as they are, choices by their names.
    Returns:
        The change, in basis points and cents; or that it cannot be read.
    """
    text = text.strip()
    if clause.endswith(PARTS) or AMOUNTS in clause:
        plain = text.removesuffix("%").removesuffix("€").removesuffix("EUR").replace(" ", "")
        found = _HUNDREDTHS.match(plain)
        if found is None:
            example = "15 or 12.5" if clause.endswith(PARTS) else "1250 or 12.50"
            return unreadable(text, f"Write it as {example}, without dots for thousands.")
        return Change(clause, int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")))
    if text.isascii() and text.isdigit() and len(text) <= 16:
        return Change(clause, int(text))
    return Change(clause, text.replace(" ", ""))


def changes_from(clause: str, value: str, more: str) -> tuple[Change, ...] | Refusal:
    """One clause and those that change together with it, one a line, as `surplus.cash_bp = 50 %`."""
    lines = [line.strip() for line in more.splitlines() if line.strip()]
    if len(lines) >= _CHANGES_MAX:
        return unreadable(f"{len(lines)} lines", f"Change at most {_CHANGES_MAX} clauses together.")
    found = []
    for one, text in ((clause, value), *map(_taken_apart, lines)):
        change = change_from(one, text) if one else unreadable(text, _EXAMPLE)
        if isinstance(change, Refusal):
            return change
        found.append(change)
    return tuple(found)


def written(clause: str, value: int | str) -> str:
    """A clause's value as `change_from` reads it: `15`, `12.50`, `30`, `>=2/3`."""
    if isinstance(value, str):
        return value
    if not (clause.endswith(PARTS) or AMOUNTS in clause):
        return str(value)
    whole, rest = divmod(value, 100)
    if clause.endswith(PARTS):
        return f"{whole}.{rest:02d}".rstrip("0").rstrip(".")
    return f"{whole}.{rest:02d}"


def moment_from(text: str) -> int | Refusal | None:
    """A day or a moment in UTC; None where nothing was written."""
    if not text.strip():
        return None
    day, _, time = text.strip().replace("T", " ").removesuffix("Z").partition(" ")
    written = f"{day}T{time if time.count(':') == 2 else f'{time}:00'}Z" if time else day
    try:
        return moment_from_iso(written)
    except ValueError:
        return unreadable(text, "Write a day as 2026-05-20, or with its time as 2026-05-20 18:00.")


def unreadable(text: str, remedy: str) -> Refusal:
    """Something in a form that cannot be read."""
    return Refusal("assembly.unreadable", "house, assembly", f"{text!r} cannot be read.", remedy)


_EXAMPLE = "Write one clause a line, as surplus.education_bp = 15 %."


def _taken_apart(line: str) -> tuple[str, str]:
    found = _LINE.match(line)
    return (found[1], found[2]) if found is not None else ("", line)
