"""Lists of amounts by member and single amounts, as people type them or bring them in a file.

Money is at stake, so a list is taken whole or not at all. It books nothing.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from auzolan.foundation.canonical import INTEGER_MAX
from auzolan.foundation.moments import Moment, moment_from_iso
from auzolan.foundation.refusals import Refusal
from auzolan.house.doors.errors import Misused
from auzolan.house.rooms.contributions.importing import read_table
from auzolan.house.rooms.contributions.shapes import Shape, Value, whole_between
from auzolan.house.rooms.treasury.arguments import cents_from_text
from auzolan.treasury.ledger.posting import Leg

Amounts = dict[str, int]
"""What each member gets or got, above zero, in cents or millionths."""


def read_amounts(path: Path, column: str) -> Amounts | Refusal:
    """Read a CSV file with the columns `member` and one of amounts.

    Args:
        path: the file, UTF-8 with a header.
        column: the name of the other column, as `amount_cents`.
    Returns:
        The amounts in the file's order, or why it is refused: every line has to be sound.
    """
    shape: Shape = {"member": _member, column: whole_between(1, INTEGER_MAX)}
    table = read_table(path, shape)
    if isinstance(table, Refusal):
        return table
    if table.refused or not table.rows:
        first = table.refused[0] if table.refused else None
        return _not_sound(
            f"{path.name}: line {first.line}: {first.reason}."
            if first
            else f"{path.name} has no lines."
        )
    columns = table.columns
    named = [str(member) for member in columns["member"]]
    amounts = dict(zip(named, map(int, columns[column]), strict=True))
    if len(amounts) < len(named):
        (twice, times) = Counter(named).most_common(1)[0]
        return _not_sound(f"{path.name} names {twice} {times} times.")
    return amounts


def _member(value: Value) -> Value:
    text = str(value)
    if not text:
        raise ValueError("expected the id of a member")
    return text


def _not_sound(because: str) -> Refusal:
    return Refusal(
        "treasury.list_not_sound", "house, import", because,
        "Correct the file; a list of amounts is booked whole or not at all.",
    )  # fmt: skip


def amounts_from_texts(texts: Sequence[str]) -> Amounts:
    """Amounts in cents from words as `m017=25.00`.

    Raises:
        Misused: one is written in another way, or a member stands twice.
    """
    amounts: Amounts = {}
    for text in texts:
        member, mark, amount = text.partition("=")
        if not member or not mark or member in amounts:
            raise Misused(f"A member's amount is written once, as m017=25.00; got {text!r}")
        amounts[member] = cents_from_text(amount)
    return amounts


def legs_from_texts(texts: Sequence[str]) -> tuple[Leg, ...]:
    """Legs of a booking from words as `expense:fees=12.50` and `bank=-12.50`.

    Raises:
        Misused: one is written in another way.
    """
    legs = []
    for text in texts:
        account, mark, amount = text.partition("=")
        if not account or not mark:
            raise Misused(f"A leg is written as expense:fees=12.50 or bank=-12.50; got {text!r}")
        cents = cents_from_text(amount.removeprefix("-"))
        legs.append(Leg(account, -cents if amount.startswith("-") else cents))
    return tuple(legs)


def moment_from_text(text: str) -> Moment:
    """A moment from a day as people type it.

    Raises:
        Misused: it is written in another way.
    """
    try:
        return moment_from_iso(text)
    except ValueError as fault:
        raise Misused(f"A day is written as 2026-03-01; got {text!r}") from fault


def digest_of_file(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
