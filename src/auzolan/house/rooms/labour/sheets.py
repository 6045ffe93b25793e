"""Sheets of work from CSV files. Money is at stake, so a sheet is taken whole or not at all."""

from __future__ import annotations

from pathlib import Path

from auzolan.foundation.canonical import INTEGER_MAX
from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.contributions.importing import read_table
from auzolan.house.rooms.contributions.shapes import Shape, Value, whole_between
from auzolan.house.rooms.labour.flows import Line

SECONDS_MAX = 366 * 24 * 3_600


def _member(value: Value) -> Value:
    text = str(value)
    if not text:
        raise ValueError("expected the id of a member")
    return text


SHEET: Shape = {
    "member": _member,
    "seconds": whole_between(1, SECONDS_MAX),
    "pay_cents": whole_between(0, INTEGER_MAX),
}


def read_sheet(path: Path) -> list[Line] | Refusal:
    """The lines of a sheet: member, whole seconds of work, agreed pay in cents.

    Returns:
        The lines in order, or why the sheet is refused: every line of it has to be sound.
    """
    table = read_table(path, SHEET)
    if isinstance(table, Refusal):
        return table
    if table.refused or not table.rows:
        first = table.refused[0] if table.refused else None
        return Refusal(
            "labour.sheet_not_sound", "house, import",
            f"{path.name}: line {first.line}: {first.reason}." if first
            else f"{path.name} has no lines of work.",
            "Correct it; a sheet is booked whole or not at all.",
        )  # fmt: skip
    columns = table.columns
    return [
        (str(member), int(seconds), int(pay))
        for member, seconds, pay in zip(
            columns["member"], columns["seconds"], columns["pay_cents"], strict=True
        )
    ]
