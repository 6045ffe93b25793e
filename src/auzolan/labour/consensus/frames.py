"""Tables of labels as text: a line a label, with columns of tasks, workers and labels.

The frame that crowd-kit reads and writes. It is taken whole or refused with the line, since a
label that is left out could change an answer. It opens no file, and it names no e-mail address.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from auzolan.foundation.refusals import Refusal
from auzolan.labour.consensus.labels import Labels, Reals

ARTICLE = "house, labels"
CELL_CHARACTERS_MAX = 10_000
ROWS_MAX = 20_000_000
SUM_TOLERANCE = 1e-3
_NUMBER = re.compile(r"[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})([eE][+-]?\d{1,2})?\Z", re.ASCII)
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z")


class BadLabels(ValueError):
    """A table of labels that is refused.

    Attributes:
        refusal: which line, why, and what to do.
    """

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Frame:
    """Columns of a table, row by row.

    Attributes:
        columns: as many as were asked for, in that order.
        lines: the line of the text on which each row ends.
    """

    columns: tuple[list[str], ...]
    lines: list[int]


def read_frame(text: str, names: Sequence[str], *, may_be_empty: str = "") -> Frame:
    """Read columns of a CSV; others are left out.

    Args:
        text: with a first line of names, separated by commas; a leading byte-order mark is
            skipped.
        names: of the columns wanted, each once.
        may_be_empty: the one among them whose cells may be empty, if any.
    Returns:
        At least one row.
    Raises:
        BadLabels: an empty table, a missing or repeated column, a NUL, an empty or too long cell,
            a line with too few or too many cells, or too many rows.
    """
    _refuse_nul(text)
    # Not `splitlines`: that also breaks at characters which may stand inside a name.
    reader = csv.reader(_lines(text.removeprefix("\ufeff")), strict=True)
    try:
        places, width = _places(next(reader, []), names)
        rows, lines = _rows(reader, width)
    except csv.Error as fault:
        raise malformed(reader.line_num, f"is no CSV: {fault}") from fault
    if not rows:
        raise _refused("labour.no_labels", "The table has no label.", "Give one row at least.")
    columns = tuple([row[place] for row in rows] for place in places)
    for name, column in zip(names, columns, strict=True):
        _check_cells(name, column, lines, may_be_empty=name == may_be_empty)
    return Frame(columns, lines)


def malformed(line: int, because: str) -> BadLabels:
    """The fault of a line that does not have the form it should have."""
    return _refused(
        "labour.labels_malformed", f"Line {line:,} {because}.", "Mend that line; the table is "
        "taken whole, since a label left out could change an answer.",
    )  # fmt: skip


def repeated(frame: Frame, rows: tuple[int, int]) -> BadLabels:
    """The fault of two labels of one worker for one task."""
    first, second = (frame.lines[row] for row in rows)
    return _refused(
        "labour.label_repeated",
        f"Line {second:,} labels the task of line {first:,} again, by the same worker.",
        "Keep one of both lines: the tool that made the table knows which one holds.",
    )


def without_addresses(workers: Sequence[str]) -> tuple[list[str], int]:
    """Replace e-mail addresses by running numbers, in order of the addresses.

    Args:
        workers: one name a row.
    Returns:
        The same rows, and how many addresses were replaced. No number is the name of another.
    """
    taken = set(workers)
    found = sorted(name for name in taken if _ADDRESS.match(name))
    if not found:
        return list(workers), 0
    numbers = (f"worker-{number}" for number in range(1, 2 * len(taken) + 1))
    free = (name for name in numbers if name not in taken)
    shown = dict(zip(found, free, strict=False))
    return [shown.get(name, name) for name in workers], len(found)


def numbers_of(frame: Frame, classes: Sequence[str]) -> list[float]:
    """What each class is worth, where labels are numbers in decimal notation.

    Args:
        frame: whose last column holds the labels.
        classes: the different labels.
    Returns:
        One finite number a class.
    Raises:
        BadLabels: a label that is none, with its line.
    """
    found = []
    for name in classes:
        if not _NUMBER.match(name):
            line = frame.lines[frame.columns[-1].index(name)]
            raise malformed(line, f"has {name[:40]!r} where a number belongs")
        found.append(float(name))
    return found


def probabilities_for(labels: Labels, seen: Frame) -> Reals:
    """A model's view of each task, from a table with a line for each task and label.

    Args:
        labels: the workers'.
        seen: columns task, label, probability; a label without a line has the probability 0.
    Returns:
        (tasks, classes), rows that sum to 1; a row of equal parts where the model has no view.
    Raises:
        BadLabels: an unknown task or label, a pair that stands twice, no number between 0 and 1,
            or a sum other than 1.
    """
    tasks = {name: place for place, name in enumerate(labels.tasks)}
    classes = {name: place for place, name in enumerate(labels.classes)}
    found = np.full((len(tasks), len(classes)), -1.0)
    for line, task, label, text in zip(seen.lines, *seen.columns, strict=True):
        if task not in tasks or label not in classes:
            raise malformed(line, "of the model has a task or a label that nobody worked on")
        if not _NUMBER.match(text) or not 0 <= float(text) <= 1:
            raise malformed(line, f"of the model has {text[:40]!r} where a probability belongs")
        if found[tasks[task], classes[label]] >= 0:
            raise malformed(line, "of the model repeats a task and a label")
        found[tasks[task], classes[label]] = float(text)
    has_view = (found >= 0).any(axis=1)
    found = np.maximum(found, 0)
    found[~has_view] = 1 / len(classes)
    sums = found.sum(axis=1)
    if (wrong := np.flatnonzero(np.abs(sums - 1) > SUM_TOLERANCE)).size:
        name = labels.tasks[int(wrong[0])]
        raise _refused(
            "labour.probabilities_off",
            f"The model's probabilities for the task {name[:40]} sum to {sums[wrong[0]]:.6f}.",
            "Give every label of the task, so that they sum to 1.",
        )
    view: Reals = found / sums[:, None]
    return view


def _refused(code: str, because: str, remedy: str) -> BadLabels:
    return BadLabels(Refusal(code, ARTICLE, because, remedy))


def _refuse_nul(text: str) -> None:
    place = text.find("\0")
    if place >= 0:
        raise malformed(text.count("\n", 0, place) + 1, "has a NUL, which no text holds")


def _lines(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _places(heads: Sequence[str], names: Sequence[str]) -> tuple[list[int], int]:
    if not heads:
        raise _refused(
            "labour.no_labels", "The table is empty.",
            f"Give a first line with {', '.join(names)}, and a line a label.",
        )  # fmt: skip
    for name in names:
        if heads.count(name) != 1:
            often = "more than one column" if name in heads else "no column"
            raise _refused(
                "labour.column_missing",
                f"The table has {often} {name}; it has {', '.join(heads)[:200]}.",
                f"Name each of {', '.join(names)} once in the first line.",
            )
    return [heads.index(name) for name in names], len(heads)


def _check_cells(
    name: str, column: Sequence[str], lines: Sequence[int], *, may_be_empty: bool
) -> None:
    if max(map(len, column)) <= CELL_CHARACTERS_MAX and (may_be_empty or all(column)):
        return
    for line, cell in zip(lines, column, strict=True):
        if len(cell) > CELL_CHARACTERS_MAX:
            raise malformed(line, f"has more than {CELL_CHARACTERS_MAX:,} characters under {name}")
        if not cell and not may_be_empty:
            raise malformed(line, f"has an empty cell under {name}")


def _rows(reader: Iterator[list[str]], width: int) -> tuple[list[list[str]], list[int]]:
    rows: list[list[str]] = []
    lines: list[int] = []
    for row in reader:
        line = reader.line_num  # type: ignore[attr-defined]
        if len(row) != width:
            if not row:
                continue  # an empty line, as many tools leave at the end
            raise malformed(line, f"has {len(row)} cells; the first line has {width}")
        if len(rows) == ROWS_MAX:
            raise malformed(line, f"is one more than {ROWS_MAX:,} rows")
        rows.append(row)
        lines.append(line)
    return rows, lines
