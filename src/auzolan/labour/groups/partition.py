"""The common refinement: people as atoms, which no published cell has ever told apart.

Whatever is computed from published cells is a function of the atoms' totals (the proof stands in
docs/explanation/releasing-about-groups.md). So it is enough to keep every atom large. Nothing here
knows which cell matters more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from auzolan.labour.groups.dominance import Limits, is_sensitive
from auzolan.labour.groups.tables import Places, Wholes

OUTSIDE = 0
"""The atom of people whom no published cell has ever held; nothing was told of them."""


def nothing_published(people: int) -> Places:
    """The atoms before any release: everybody is outside.

    Args:
        people: how many there are, >= 0.
    """
    return np.zeros(people, dtype=np.int64)


def renumbered(atoms: Places) -> Places:
    """The same atoms under canonical numbers: 0 outside, the others from 1 by their first person.

    Args:
        atoms: (people,) any numbers >= 0; 0 is outside.
    Returns:
        (people,) equal for all numberings of one partition.
    """
    numbers, first, place = np.unique(atoms, return_index=True, return_inverse=True)
    first[numbers == OUTSIDE] = -1
    order = np.empty(len(numbers), dtype=np.int64)
    order[np.argsort(first, kind="stable")] = np.arange(len(numbers))
    return order[place] + (0 if OUTSIDE in numbers else 1)


def refine(atoms: Places, cells: Sequence[Places]) -> Places:
    """Tell people apart by these cells too.

    Two people share an atom afterwards where they shared one before and each cell holds both or
    neither. The order of the cells does not matter.

    Args:
        atoms: (people,) as far as they were told apart before.
        cells: places of people, each once.
    Returns:
        (people,) canonical numbers.
    Source: the coarsest common refinement of partitions, the atoms of the field of sets that the
        cells generate.
    """
    now = renumbered(atoms)
    for cell in cells:
        held = np.zeros(len(now), dtype=np.int64)
        held[cell] = 1
        now = renumbered(now * 2 + held)
    return now


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What one audience has been told so far, and how large its groups must be.

    Attributes:
        atoms: (people,) from earlier releases; `nothing_published` before the first.
        people_min: the fewest people of a group for this audience, >= 2.
        measured: whether the magnitudes are bounded too. Such a view holds the releases of one
            measure alone; the other kind holds all releases, of whatever measure.
    """

    atoms: Places
    people_min: int
    measured: bool = False

    def __post_init__(self) -> None:
        if self.people_min < 2:
            raise ValueError(f"a group has at least 2 people, not {self.people_min}")


@dataclass(slots=True, eq=False)
class Partition:
    """A view that cells are added to, one by one, where they keep it safe.

    Attributes:
        view: where it begins.
        magnitudes: (people,) of a measured view, else None.
        limits: for the sums of a measured view.
    """

    view: View
    magnitudes: Wholes | None
    limits: Limits
    _atom: Places = field(init=False)
    _members: dict[int, Places] = field(init=False)
    _held: NDArray[np.bool_] = field(init=False)
    _next: int = field(init=False)

    def __post_init__(self) -> None:
        self._atom = renumbered(self.view.atoms)
        order = np.argsort(self._atom, kind="stable")
        numbers, starts = np.unique(self._atom[order], return_index=True)
        parts = np.split(order, starts[1:]) if len(numbers) else []
        self._members = dict(zip(numbers.tolist(), parts, strict=True))
        self._held = np.zeros(len(self._atom), dtype=np.bool_)
        self._next = max(self._members, default=OUTSIDE) + 1

    @property
    def atoms(self) -> Places:
        """(people,) under canonical numbers."""
        return renumbered(self._atom)

    def admits(self, cell: Places) -> bool:
        """Whether the cell, and all that it tells apart, is large enough for this view."""
        if len(cell) == 0:
            return True
        return not self._is_small(cell) and not any(
            self._is_small(part) for part in self._told_apart(cell)
        )

    def add(self, cell: Places) -> None:
        """Tell people apart by this cell, whether that is safe or not."""
        for number, inside, outside in self._cut(cell):
            self._members[number] = outside
            self._members[self._next] = inside
            self._atom[inside] = self._next
            self._next += 1

    def _told_apart(self, cell: Places) -> list[Places]:
        found: list[Places] = []
        for number, inside, outside in self._cut(cell):
            found.append(inside)
            # Nothing adds up those outside every cell, so their number may be small.
            if number != OUTSIDE:
                found.append(outside)
        return found

    def _cut(self, cell: Places) -> list[tuple[int, Places, Places]]:
        """The atoms that the cell cuts in two, with their people inside and outside it."""
        self._held[cell] = True
        found = []
        for number in np.unique(self._atom[cell]).tolist():
            members = self._members[number]
            is_held = self._held[members]
            if number == OUTSIDE or not is_held.all():
                found.append((number, members[is_held], members[~is_held]))
        self._held[cell] = False
        return found

    def _is_small(self, people: Places) -> bool:
        if len(people) < self.view.people_min:
            return True
        if self.magnitudes is None:
            return False
        return is_sensitive(
            self.magnitudes[people], people_min=self.view.people_min, limits=self.limits
        )
