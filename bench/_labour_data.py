"""Labels for `labour.py`: public sets with gold labels, and made-up ones by seeds.

Only numpy and the standard library, since the peer's own environment imports it too.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import numpy as np

SETS = ("duck", "dog", "face", "product", "rte", "temporal")
PER_TASK, WORKERS = 5, 1_000


class Table(NamedTuple):
    """Labels as columns of texts, with the truth of the tasks that have one."""

    task: list[str]
    worker: list[str]
    label: list[str]
    truth: dict[str, str]


def table_of(source: str) -> Table:
    """`made:LABELS:CLASSES`, or a public set by `FOLDER:NAME`."""
    first, *rest = source.split(":")
    if first == "made":
        return made(int(rest[0]), int(rest[1]))
    return public(Path(first), rest[0])


def public(folder: Path, name: str) -> Table:
    """One of `SETS`."""
    if name in {"rte", "temporal"}:
        rows = _rows(folder / "snow2008" / f"{name}_annotations.csv")
        truth = {row["item_id"]: row["gold"] for row in rows}
        names = ("item_id", "worker_id", "response")
    else:
        rows = _rows(folder / "truth_inference" / f"{name}_annotations.csv")
        gold = _rows(folder / "truth_inference" / f"{name}_truth.csv")
        truth, names = {row["task"]: row["truth"] for row in gold}, ("task", "worker", "label")
    return Table(*([row[name] for row in rows] for name in names), truth)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def codes(size: int, classes: int, seed: int = 1) -> tuple[np.ndarray, ...]:
    """Task, worker, label and truth as codes, in no order; workers are right in 40 to 95 %."""
    chance = np.random.default_rng(seed)
    tasks = size // PER_TASK
    workers = min(WORKERS, max(2 * PER_TASK, tasks // 10))
    truth = chance.integers(0, classes, tasks)
    able = chance.uniform(0.4, 0.95, workers)
    task = np.repeat(np.arange(tasks), PER_TASK)
    # Each label of a task comes from another fifth of the workers, so that none comes twice.
    fifth = workers // PER_TASK
    place = chance.integers(0, fifth, (tasks, PER_TASK)) + np.arange(PER_TASK) * fifth
    worker = place.ravel()
    is_right = chance.random(len(task)) < able[worker]
    wrong = (truth[task] + chance.integers(1, classes, len(task))) % classes
    label = np.where(is_right, truth[task], wrong)
    order = chance.permutation(len(task))
    return task[order], worker[order], label[order], truth


def made(size: int, classes: int) -> Table:
    """Made-up labels as texts."""
    task, worker, label, truth = codes(size, classes)
    names = [f"task-{one}" for one in range(len(truth))]
    people = [f"worker-{one}" for one in range(int(worker.max()) + 1)]
    return Table(
        [names[one] for one in task],
        [people[one] for one in worker],
        [str(one) for one in label],
        {names[one]: str(right) for one, right in enumerate(truth)},
    )
