"""Rows as trainers take them: columns, the owner of each row, and which rows are kept for a test.

Reads no file and asks no consent: rows that may not be used must not come in. What is malformed
is refused with its row; no gap is filled.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

ROWS_MAX = 2**22
TEXT_LENGTH_MAX = 100_000
LABELS_MAX = 1_000
LABEL_LENGTH_MAX = 200
MICRO = 1_000_000
_BASIS_POINTS = 10_000
_NUMBER = re.compile(r"(-?)([0-9]{1,9})(?:\.([0-9]{1,6}))?\Z")
_WHOLE_MAX = 10**9


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """A table of rows, each with the member who owns it.

    Attributes:
        columns: name to n values.
        owners: the member of each row; n of them.
    """

    columns: Mapping[str, Sequence[int | str]]
    owners: Sequence[str]

    def __post_init__(self) -> None:
        n = len(self.owners)
        odd = [name for name, values in self.columns.items() if len(values) != n]
        if odd or n > ROWS_MAX:
            raise ValueError(
                f"expected columns of {n} values, at most {ROWS_MAX}; not so: {', '.join(odd)}"
            )

    def __len__(self) -> int:
        return len(self.owners)

    def where(self, chosen: BoolArray) -> Rows:
        """Take the rows that are marked, in their order.

        Args:
            chosen: bool of shape (n,).
        """
        places = np.flatnonzero(chosen).tolist()
        return Rows(
            {name: [values[p] for p in places] for name, values in self.columns.items()},
            [self.owners[p] for p in places],
        )

    def of(self, members: frozenset[str]) -> BoolArray:
        """Mark the rows of some members; bool of shape (n,)."""
        return np.fromiter((owner in members for owner in self.owners), np.bool_, len(self))

    def column(self, name: str) -> Sequence[int | str]:
        """Give a column.

        Raises:
            ValueError: there is none of this name; those that there are, are named.
        """
        if name not in self.columns:
            raise ValueError(f"the rows have no column {name}; they have {', '.join(self.columns)}")
        return self.columns[name]


@dataclass(frozen=True, slots=True)
class RowsKind:
    """What a recipe needs of rows.

    Attributes:
        label: the column to be answered; empty where there is none.
        numbers: columns of numbers.
        categories: columns of values that are taken as they are.
        text: columns of text.
    """

    label: str
    numbers: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    text: tuple[str, ...] = ()


def held_out(rows: Rows, test_share_bp: int) -> BoolArray:
    """Mark each member's last rows for the test: of h rows, the last floor(h * share).

    Only her own rows decide which of them are tested, so that no other's withdrawal moves them.

    Args:
        rows: in the order in which they came.
        test_share_bp: from 0 to 10,000 basis points.
    Returns:
        bool of shape (n,).
    """
    places: dict[str, list[int]] = {}
    for place, owner in enumerate(rows.owners):
        places.setdefault(owner, []).append(place)
    is_test = np.zeros(len(rows), dtype=np.bool_)
    for own in places.values():
        n_test = len(own) * test_share_bp // _BASIS_POINTS
        is_test[own[len(own) - n_test :]] = True
    return is_test


def labels_of(rows: Rows, name: str) -> list[str]:
    """Read a column of labels or categories; a whole number is its digits.

    Raises:
        ValueError: no such column, or a value that is no text of at most 200 characters.
    """
    found = []
    for row, value in enumerate(rows.column(name)):
        text = str(value) if _is_whole(value) else value
        if not isinstance(text, str) or not 0 < len(text) <= LABEL_LENGTH_MAX:
            raise ValueError(
                f"row {row}, {name}: expected a whole number or a text of 1 to "
                f"{LABEL_LENGTH_MAX} characters; got {str(value)[:40]!r}"
            )
        found.append(text)
    return found


def texts_of(rows: Rows, names: Sequence[str]) -> list[str]:
    """Read columns of text, joined by line breaks.

    Raises:
        ValueError: no such column, a value that is no text, or one above 100,000 characters.
    """
    for name in names:
        for row, value in enumerate(rows.column(name)):
            if not isinstance(value, str) or len(value) > TEXT_LENGTH_MAX:
                raise ValueError(
                    f"row {row}, {name}: expected a text of at most {TEXT_LENGTH_MAX} characters"
                )
    lines = zip(*(rows.column(name) for name in names), strict=True)
    return ["\n".join(str(part) for part in line) for line in lines]


def micro_numbers(rows: Rows, name: str) -> IntArray:
    """Read a column of numbers in millionths: whole numbers, or text as `-8.25`.

    Returns:
        int64 of shape (n,).
    Raises:
        ValueError: no such column, or a value that is no plain number below 10^9 in size.
    """
    found = np.zeros(len(rows), dtype=np.int64)
    for row, value in enumerate(rows.column(name)):
        if _is_whole(value) and abs(int(value)) < _WHOLE_MAX:
            found[row] = int(value) * MICRO
            continue
        parts = _NUMBER.match(value) if isinstance(value, str) else None
        if parts is None:
            raise ValueError(
                f"row {row}, {name}: expected a number below 10^9 with at most six decimals; "
                f"got {str(value)[:40]!r}"
            )
        size = int(parts[2]) * MICRO + int((parts[3] or "").ljust(6, "0"))
        found[row] = -size if parts[1] else size
    return found


def steps_of(rows: Rows, name: str, *, number_steps: int, most: int) -> IntArray:
    """Read a column of numbers in whole steps, rounded half up.

    Args:
        rows: the rows.
        name: the column.
        number_steps: steps in a number of 1.
        most: largest size that is taken.
    Returns:
        int64 of shape (n,).
    Raises:
        ValueError: as of `micro_numbers`, or a number of more steps than `most`.
    """
    # In two parts, so that no product leaves 64 bits.
    whole, rest = np.divmod(micro_numbers(rows, name), MICRO)
    steps: IntArray = whole * number_steps + (rest * number_steps + MICRO // 2) // MICRO
    too_far = np.flatnonzero(np.abs(steps) > most)
    if len(too_far):
        raise ValueError(
            f"row {too_far[0]}, {name}: {steps[too_far[0]]} steps exceed {most}; "
            "a recipe with fewer number_steps takes it"
        )
    return steps


def few_labels(labels: Sequence[str], name: str) -> tuple[str, ...]:
    """Give the different labels, sorted.

    Raises:
        ValueError: there are more than 1,000.
    """
    found = tuple(sorted(set(labels)))
    if len(found) > LABELS_MAX:
        raise ValueError(f"{name} has {len(found)} different values; at most {LABELS_MAX}")
    return found


def commonest(labels: Sequence[str]) -> str:
    """Name the label met most often; ties go to the smallest, no labels give an empty text."""
    counts: dict[str, int] = {}
    for label in labels:
        counts[label] = counts.get(label, 0) + 1
    return min(counts, key=lambda label: (-counts[label], label), default="")


def _is_whole(value: object) -> bool:
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)
