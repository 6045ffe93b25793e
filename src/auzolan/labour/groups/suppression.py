"""Which cells of a table are told, and which stay back so that no other gives them away.

A cell is told only where every atom of the common refinement stays large in every view: that holds
subtraction between rows, columns and releases, and complementary suppression, in one rule. It
never rounds, swaps or merges cells; whoever wants more told makes coarser groups.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auzolan.labour.groups.dominance import Limits
from auzolan.labour.groups.partition import Partition, View
from auzolan.labour.groups.tables import Cell, Places, Table

TOTAL = ""
"""The label of the whole roll."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell that is told.

    Attributes:
        label: the cell's; empty for the whole roll.
        people: how many are in it.
        total: their magnitudes together; how many they are, where people are only counted.
    """

    label: str
    people: int
    total: int


@dataclass(frozen=True, slots=True, eq=False)
class Release:
    """What is told of a table, and what has been told since.

    Attributes:
        figures: the whole roll first, then the cells that are told, in the table's order; empty
            where not even the roll can be told.
        suppressed: the labels of the others, in the table's order. One word for all of them: which
            was small, which dominated and which only kept another's secret is not said.
        atoms: one array (people,) a view, in their order: what to keep until the next release.
    """

    figures: tuple[Figure, ...]
    suppressed: tuple[str, ...]
    atoms: tuple[Places, ...]


def suppress(table: Table, views: Sequence[View], *, limits: Limits | None = None) -> Release:
    """Tell as much of a table as can be told, larger groups first.

    The roll comes first, then the cells by their number of people, most first, then by label. A
    cell that would leave any view with a small atom stays back. So the largest cells are told, and
    what must stay back besides a small cell is the smallest that hides it. The magnitudes choose
    nothing: they only say no.

    Args:
        table: cells over a roll.
        views: of everybody who will read it, and who may add it to what they know: a public table
            is read inside too. A table with magnitudes needs a measured view for each other one.
        limits: for sums; the usual ones where missing.
    Returns:
        The release, and the atoms of each view after it.
    Raises:
        ValueError: no view, a view that does not reach everybody, or measured views for a table
            without magnitudes, or none for one with them.
    Source: Hundepool et al. 2012, sections 4.2 (primary) and 4.4 (secondary suppression); the
        docs page has the proof that no small group can be derived.
    """
    partitions = _opened(table, views, limits or Limits())
    figures, suppressed = [], set()
    order = sorted(table.cells, key=lambda cell: (-len(cell.people), cell.label))
    whole = Cell(TOTAL, table.roll)
    if not _told(partitions, whole):
        return Release((), tuple(cell.label for cell in table.cells), _kept(partitions))
    for cell in order:
        if not _told(partitions, cell):
            suppressed.add(cell.label)
    figures = [_figure(table, whole)]
    figures += [_figure(table, cell) for cell in table.cells if cell.label not in suppressed]
    left = tuple(cell.label for cell in table.cells if cell.label in suppressed)
    return Release(tuple(figures), left, _kept(partitions))


def _opened(table: Table, views: Sequence[View], limits: Limits) -> list[Partition]:
    if not views:
        raise ValueError("a release needs at least one view: who reads it")
    reach = int(table.roll[-1]) + 1 if len(table.roll) else 0
    for view in views:
        if len(view.atoms) < reach:
            raise ValueError(f"a view of {len(view.atoms)} people does not reach person {reach}")
    measured = sum(view.measured for view in views)
    if (table.magnitudes is None and measured) or (
        table.magnitudes is not None and 2 * measured != len(views)
    ):
        raise ValueError("sums need one measured view beside each other view, counts need none")
    return [Partition(view, table.magnitudes if view.measured else None, limits) for view in views]


def _told(partitions: Sequence[Partition], cell: Cell) -> bool:
    """Whether every view admits the cell; then it is added to all of them."""
    if not all(one.admits(cell.people) for one in partitions):
        return False
    for one in partitions:
        one.add(cell.people)
    return True


def _figure(table: Table, cell: Cell) -> Figure:
    size = len(cell.people)
    if table.magnitudes is None:
        return Figure(cell.label, size, size)
    return Figure(cell.label, size, int(table.magnitudes[cell.people].sum()))


def _kept(partitions: Sequence[Partition]) -> tuple[Places, ...]:
    return tuple(one.atoms for one in partitions)
