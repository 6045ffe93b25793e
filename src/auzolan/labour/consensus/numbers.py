"""Numbers given by several workers: the truth, with each one's habit to say too much or too little.

What is estimated of a worker serves to weigh her numbers and is not shown. No number is thrown out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from auzolan.labour.consensus.labels import Labels, Reals

PRIOR_LABELS = 4.0
"""Imagined numbers of each worker, with the spread of all: nobody's word becomes certain."""
NUMBER_MAX = 1e15
_VARIANCE_MIN = 1e-30  # where all agree to the last digit


@dataclass(frozen=True, slots=True)
class Estimates:
    """Numbers weighed.

    Attributes:
        tasks: names.
        values: (tasks,).
        errors: (tasks,) standard errors, given the workers' spreads.
        bias: (workers,) how much each says too much.
        spread: (workers,) standard deviation of each around truth and bias.
        rounds: how many it took.
    """

    tasks: Sequence[str]
    values: Reals
    errors: Reals
    bias: Reals
    spread: Reals
    rounds: int


def weighed_numbers(
    labels: Labels, numbers: Reals, *, rounds_max: int = 200, tolerance: float = 1e-7
) -> Estimates:
    """Estimate values, biases and spreads in turn.

    A bias is drawn towards 0 and a spread towards that of all, as if each worker had given
    PRIOR_LABELS more numbers; the mean of the biases is 0, since a habit of all cannot be seen.

    Args:
        labels: whose classes are texts of the numbers.
        numbers: (classes,) what each class is worth, at most NUMBER_MAX in size.
        rounds_max: rounds at most, >= 1.
        tolerance: stop when no value moves by more, as a part of the spread of all, >= 0.
    Returns:
        Values with standard errors.
    Raises:
        ValueError: another shape, or a number that is none or too large.
    Source: Raykar et al., JMLR 11, 2010, for numbers, with a bias of each worker.
    """
    if numbers.shape != (len(labels.classes),) or not (np.abs(numbers) <= NUMBER_MAX).all():
        raise ValueError(
            f"expected {len(labels.classes)} numbers within {NUMBER_MAX:g}, one a class"
        )
    task, worker, said = labels.task_of_labels(), labels.worker, numbers[labels.label]
    n_tasks, n_workers = len(labels.tasks), len(labels.workers)
    given = np.bincount(worker, minlength=n_workers)
    values = np.bincount(task, weights=said, minlength=n_tasks) / np.diff(labels.starts)
    whole = max(float(np.mean((said - values[task]) ** 2)), _VARIANCE_MIN)
    bias, noise = np.zeros(n_workers), np.full(n_workers, whole)
    rounds = 0
    for rounds in range(1, rounds_max + 1):  # noqa: B007 - how many it took
        off = np.bincount(worker, weights=said - values[task], minlength=n_workers)
        bias = off / (given + PRIOR_LABELS)
        bias -= np.average(bias, weights=given)
        rest = (said - values[task] - bias[worker]) ** 2
        noise = np.bincount(worker, weights=rest, minlength=n_workers) + PRIOR_LABELS * whole
        noise /= given + PRIOR_LABELS
        weight = (1 / noise)[worker]
        total = np.bincount(task, weights=weight, minlength=n_tasks)
        after = np.bincount(task, weights=weight * (said - bias[worker]), minlength=n_tasks)
        moved = float(np.abs(after / total - values).max())
        values = after / total
        if moved <= tolerance * whole**0.5:
            break
    total = np.bincount(task, weights=(1 / noise)[worker], minlength=n_tasks)
    return Estimates(labels.tasks, values, 1 / np.sqrt(total), bias, np.sqrt(noise), rounds)
