"""Labels as arrays: who gave which answer to which task, ordered by task and then by worker.

The order is that of the codes, never that of the rows that came in, so that the same labels give
the same sums. Two labels of one worker on one task are refused. Nothing here knows what a label
means, or who is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auzolan.labour.consensus.compiled import compiled

Codes = NDArray[np.int32]
Places = NDArray[np.int64]
Reals = NDArray[np.float64]

CELLS_MAX = 100_000_000
"""Numbers in one table of tasks by classes, or of workers by classes twice: 800 MB."""
_DIGITS_MAX = 18


class RepeatedLabel(ValueError):
    """One worker labelled one task twice.

    Attributes:
        rows: the places of the two rows in the columns given, from 0, the earlier first.
    """

    def __init__(self, rows: tuple[int, int]) -> None:
        super().__init__(f"rows {rows[0]} and {rows[1]} are labels of one worker for one task")
        self.rows = rows


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels of tasks by workers, in order of task, then of worker.

    Attributes:
        tasks: names, in order of their codes; so are workers and classes.
        workers: those who gave a label.
        classes: the answers that occur.
        starts: (tasks + 1,) where each task's labels begin.
        worker: (labels,) codes.
        label: (labels,) codes.
    """

    tasks: Sequence[str]
    workers: Sequence[str]
    classes: Sequence[str]
    starts: Places
    worker: Codes
    label: Codes

    @property
    def size(self) -> int:
        """How many labels there are."""
        return len(self.label)

    def task_of_labels(self) -> Codes:
        """(labels,) the code of each label's task."""
        return np.repeat(np.arange(len(self.tasks), dtype=np.int32), np.diff(self.starts))

    def heads(self) -> Reals:
        """(tasks, classes) how many workers named each class: disagreement as it was found."""
        cells = self.task_of_labels().astype(np.int64) * len(self.classes) + self.label
        counts = np.bincount(cells, minlength=len(self.tasks) * len(self.classes))
        return counts.reshape(len(self.tasks), len(self.classes)).astype(np.float64)


def from_codes(
    task: NDArray[np.integer], worker: NDArray[np.integer], label: NDArray[np.integer], *,
    tasks: Sequence[str], workers: Sequence[str], classes: Sequence[str],
) -> Labels:  # fmt: skip
    """Order labels that are codes already.

    Args:
        task: (labels,) places in `tasks`; so for the two others.
        worker: places in `workers`.
        label: places in `classes`.
        tasks: names of tasks, each with a label at least.
        workers: names of workers.
        classes: names of answers.
    Returns:
        The labels by task and worker.
    Raises:
        RepeatedLabel: a worker labelled a task twice.
        ValueError: no labels, columns of different lengths, a code without a name, or a task
            without a label.
    """
    _check_lengths(len(task), len(worker), len(label))
    for name, codes, names in (
        ("task", task, tasks), ("worker", worker, workers), ("label", label, classes)
    ):  # fmt: skip
        if int(codes.min()) < 0 or int(codes.max()) >= len(names):
            raise ValueError(f"a {name} has a code outside 0 to {len(names) - 1}")
    order = _sorted_by(_sorted_by(np.arange(len(task)), worker, len(workers)), task, len(tasks))
    by_task, by_worker = task[order], worker[order]
    again = np.flatnonzero((by_task[1:] == by_task[:-1]) & (by_worker[1:] == by_worker[:-1]))
    if len(again):
        first = int(again[np.argmin(order[again + 1])])
        raise RepeatedLabel((int(order[first]), int(order[first + 1])))
    counts = np.bincount(by_task, minlength=len(tasks))
    if not counts.all():
        raise ValueError(f"the task {tasks[int(np.argmin(counts))]} has no label")
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return Labels(
        tasks, workers, classes, starts, by_worker.astype(np.int32), label[order].astype(np.int32)
    )


def from_columns(task: Sequence[str], worker: Sequence[str], label: Sequence[str]) -> Labels:
    """Order labels that are texts; codes follow the order of the names.

    Args:
        task: one name a row; so for the two others.
        worker: who answered.
        label: the answer.
    Returns:
        The labels by task and worker; classes as `in_order` puts them.
    Raises:
        RepeatedLabel: a worker labelled a task twice.
        ValueError: no labels, or columns of different lengths.
    """
    _check_lengths(len(task), len(worker), len(label))
    tasks, task_codes = coded(task)
    workers, worker_codes = coded(worker)
    classes, label_codes = coded(label)
    return from_codes(
        task_codes, worker_codes, label_codes, tasks=tasks, workers=workers, classes=classes
    )


def coded(names: Sequence[str]) -> tuple[list[str], Codes]:
    """Each different name once, in order, and the place of each row's name among them."""
    ordered = in_order(list(dict.fromkeys(names)))
    places = {name: place for place, name in enumerate(ordered)}
    # A map over the dict's own method: a million names in 40 ms, a third of a generator's time.
    return ordered, np.fromiter(map(places.__getitem__, names), dtype=np.int32, count=len(names))


def in_order(names: Sequence[str]) -> list[str]:
    """Names in order: as whole numbers where all are written so, else as texts."""
    if all(name.isascii() and name.isdecimal() and len(name) <= _DIGITS_MAX for name in names):
        return sorted(names, key=lambda name: (int(name), name))
    return sorted(names)


def _check_lengths(tasks: int, workers: int, labels: int) -> None:
    if not tasks == workers == labels:
        raise ValueError(f"one task, worker and label a row; got {tasks}, {workers} and {labels}")
    if not labels:
        raise ValueError("there is no label; give one row at least")


@compiled
def _sorted_by(order: Places, key: NDArray[np.integer], n_keys: int) -> Places:
    """Sort rows by a key, keeping the order of equal ones: counting, since a million take 20 ms."""
    ends = np.zeros(n_keys + 1, dtype=np.int64)
    for at in range(len(key)):
        ends[key[at] + 1] += 1
    for one in range(n_keys):
        ends[one + 1] += ends[one]
    found = np.empty_like(order)
    for row in order:
        found[ends[key[row]]] = row
        ends[key[row]] += 1
    return found
