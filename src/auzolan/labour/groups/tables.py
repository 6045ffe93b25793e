"""Tables over people: cells with their people, a roll, and a magnitude for each person.

People are places, from 0, in a list that the caller keeps: everybody who was ever on a roll. Nothing
here decides what may be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]
"""People as places, rising; or an atom for each person."""
Wholes = NDArray[np.int64]

MAGNITUDE_MAX = 10**12
"""The largest magnitude of one person: a million of them still add up exactly."""
PEOPLE_MAX = 1_000_000
CELLS_MAX = 10_000
ATTRIBUTES_MAX = 8


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A group that somebody wants to tell about.

    Attributes:
        label: its name, unique in its table.
        people: their places, rising, each once; may be empty.
    """

    label: str
    people: Places


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Cells over one roll, with what is added up in them.

    Attributes:
        roll: the places of all people that the table speaks of; its total is a cell too.
        cells: groups of people on the roll, labels unique, at most `CELLS_MAX`.
        magnitudes: (people,) seconds or cents of everybody ever on a roll, 0 to `MAGNITUDE_MAX`;
            None where people are only counted.
    Raises:
        ValueError: a place that repeats, falls, or lies outside; a cell beyond the roll; a label
            that repeats; a magnitude outside its range.
    """

    roll: Places
    cells: tuple[Cell, ...]
    magnitudes: Wholes | None = None

    def __post_init__(self) -> None:
        _check_places("the roll", self.roll)
        if len(self.cells) > CELLS_MAX or len(self.roll) > PEOPLE_MAX:
            raise ValueError(f"a table has at most {CELLS_MAX} cells and {PEOPLE_MAX} people")
        labels = {cell.label for cell in self.cells}
        if len(labels) < len(self.cells):
            raise ValueError("two cells of one table have the same label")
        for cell in self.cells:
            _check_places(f"the cell {cell.label!r}", cell.people)
            if not np.isin(cell.people, self.roll, assume_unique=True).all():
                raise ValueError(f"the cell {cell.label!r} holds people who are not on the roll")
        if self.magnitudes is not None:
            _check_magnitudes(self.magnitudes, self.roll)


def _check_places(name: str, people: Places) -> None:
    if people.ndim != 1 or not np.issubdtype(people.dtype, np.integer):
        raise ValueError(f"{name} must be one row of whole numbers, got {people.dtype}")
    if len(people) and (people[0] < 0 or (np.diff(people) <= 0).any()):
        raise ValueError(f"the places of {name} must rise from 0 or more, each once")


def _check_magnitudes(magnitudes: Wholes, roll: Places) -> None:
    if magnitudes.ndim != 1 or not np.issubdtype(magnitudes.dtype, np.integer):
        raise ValueError(f"magnitudes must be one row of whole numbers, got {magnitudes.dtype}")
    if len(roll) and len(magnitudes) <= roll[-1]:
        raise ValueError(f"{len(magnitudes)} magnitudes do not reach person {roll[-1]}")
    if len(magnitudes) and not (
        int(magnitudes.min()) >= 0 and int(magnitudes.max()) <= MAGNITUDE_MAX
    ):
        raise ValueError(f"a magnitude lies between 0 and {MAGNITUDE_MAX}")


@dataclass(frozen=True, slots=True)
class Attribute:
    """What is known of each person on a roll under one heading.

    Attributes:
        name: the heading, as `country`.
        values: one value a person on the roll, in its order.
    """

    name: str
    values: Sequence[str]


def crossed(roll: Places, attributes: Sequence[Attribute]) -> tuple[Cell, ...]:
    """Every cell of a table by these attributes, with all of its margins.

    Args:
        roll: places of the people, rising.
        attributes: 1 to `ATTRIBUTES_MAX` of them, names unique.
    Returns:
        A cell for each combination of values that somebody has, and for each combination of fewer
        attributes, in order of label: `country=ES, kind=voice`. The total is left to the roll. A
        combination that nobody has is no cell here.
    Raises:
        ValueError: no attribute or too many, a name twice, or values that are not one a person.
    """
    names = [one.name for one in attributes]
    if not 1 <= len(names) <= ATTRIBUTES_MAX or len(set(names)) < len(names):
        raise ValueError(f"a table has 1 to {ATTRIBUTES_MAX} attributes, each once; got {names}")
    for one in attributes:
        if len(one.values) != len(roll):
            raise ValueError(f"{one.name} has {len(one.values)} values for {len(roll)} people")
    found: dict[str, list[int]] = {}
    for taken in range(1, len(names) + 1):
        for chosen in combinations(attributes, taken):
            for place, values in enumerate(zip(*(one.values for one in chosen), strict=True)):
                told = zip(chosen, values, strict=True)
                label = ", ".join(f"{one.name}={value}" for one, value in told)
                found.setdefault(label, []).append(place)
    if len(found) > CELLS_MAX:
        raise ValueError(f"these attributes make {len(found)} cells; a table has {CELLS_MAX}")
    return tuple(Cell(label, roll[np.array(found[label])]) for label in sorted(found))
