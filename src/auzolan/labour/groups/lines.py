"""The lines of a release about groups: who stands in which cell, with how much.

It judges no line: whether somebody is a member, and what may be told, is the business of
`group_rules`. A person stands in one cell, so cells never overlap; a table with margins is several
releases.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from auzolan.labour.groups.tables import Cell, Table
from auzolan.record.annex_columns import numbers, texts
from auzolan.record.annexes import Annex

GROUPS_KIND = "groups/1"
ALL = "all"
"""The label of everybody on the lines; no cell of the lines has it."""
CELLS_MAX = 199
"""With everybody together they fill the fact."""
LABELS_CHARS_MAX = 6_000
"""All labels together: an entry has 16 KiB."""
_NAMES = ("amount", "cell", "member")
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._+-]{0,79}(\|[A-Za-z0-9 ._+-]{1,40}){0,9}\Z")


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One person's line: her cell, and what she adds to it (1 where people are counted)."""

    cell: str
    member: str
    amount: int


def groups_from_annex(annex: Annex) -> list[GroupLine]:
    """Read the lines of a release.

    Args:
        annex: kind `groups/1`, columns amount (which it sums), cell, member.
    Returns:
        Its lines, in the annex's order.
    Raises:
        ValueError: another kind or other columns, a column of the wrong type, a label that is none
            or is `all`, too many cells, or labels too long
            together.
    """
    if (annex.kind, annex.amount, annex.names) != (GROUPS_KIND, "amount", _NAMES):
        raise ValueError(
            f"{GROUPS_KIND} has the columns {', '.join(_NAMES)} and sums amount; "
            f"got {annex.kind} with {', '.join(annex.names)}, summing {annex.amount or 'nothing'}"
        )
    columns = (texts(annex, "cell"), texts(annex, "member"), numbers(annex, "amount"))
    lines = [GroupLine(*line) for line in zip(*columns, strict=True)]
    labels = {line.cell for line in lines}
    for label in sorted(labels):
        if label == ALL or _LABEL.match(label) is None:
            raise ValueError(f"{label!r} is no label of a cell")
    if len(labels) > CELLS_MAX:
        raise ValueError(f"there are {len(labels)} cells; a release has at most {CELLS_MAX}")
    if sum(map(len, labels)) > LABELS_CHARS_MAX:
        raise ValueError(f"the labels together have more than {LABELS_CHARS_MAX} characters")
    return lines


def table_of_lines(lines: Sequence[GroupLine], people: Sequence[str], *, counted: bool) -> Table:
    """The lines as a table over people.

    Args:
        lines: each member once.
        people: all who are or were on any roll, in order of member, the lines' members among them.
        counted: whether people are counted; else their amounts are added up.
    Returns:
        The table; its cells are in order of label.
    Raises:
        ValueError: an amount outside the range of magnitudes, or a member twice.
    """
    place = {member: number for number, member in enumerate(people)}
    cells: dict[str, list[int]] = {}
    magnitudes = np.zeros(len(people), dtype=np.int64)
    for line in lines:
        cells.setdefault(line.cell, []).append(place[line.member])
        magnitudes[place[line.member]] = line.amount
    roll = np.array(sorted(place[line.member] for line in lines), dtype=np.int64)
    named = tuple(
        Cell(label, np.array(sorted(cells[label]), dtype=np.int64)) for label in sorted(cells)
    )
    return Table(roll, named, None if counted else magnitudes)
