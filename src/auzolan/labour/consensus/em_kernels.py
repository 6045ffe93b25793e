"""The loops that the methods share, over labels in order of task.

Two shapes of evidence: a whole row a label (what each true class makes of it), or one number a
label (how much it speaks for the class that it names), which costs as much with a hundred classes
as with two.
"""

from __future__ import annotations

import numpy as np

from auzolan.labour.consensus.compiled import compiled
from auzolan.labour.consensus.labels import Codes, Places, Reals

HOPELESS = -50.0
"""A class that is e^50 times less likely than another one counts for nothing."""
PRODUCT_MAX = 1e200


@compiled
def shares(starts: Places, label: Codes, n_classes: int) -> Reals:
    """(tasks, classes): which part of a task's labels each class has."""
    found = np.zeros((len(starts) - 1, n_classes))
    for task in range(len(starts) - 1):
        for at in range(starts[task], starts[task + 1]):
            found[task, label[at]] += 1.0
        # Divided once: a sum of thirds is not one, and equal heads must give equal shares.
        n_labels = starts[task + 1] - starts[task]
        for name in range(n_classes):
            found[task, name] /= n_labels
    return found


@compiled
def parts(beliefs: Reals, task: int) -> tuple[float, float]:
    """Turn a row of log-likelihoods into parts of the likeliest, in place.

    Returns:
        The highest logarithm, and the sum of the parts.
    """
    most, total = beliefs[task, 0], 0.0
    for name in range(1, beliefs.shape[1]):
        most = max(most, beliefs[task, name])
    for name in range(beliefs.shape[1]):
        gap = beliefs[task, name] - most
        part = 1.0 if gap == 0.0 else 0.0 if gap < HOPELESS else np.exp(gap)
        beliefs[task, name] = part
        total += part
    return most, total


@compiled
def normalised(beliefs: Reals, task: int) -> float:
    """Turn a row of log-likelihoods into probabilities, in place; the logarithm of their sum."""
    most, total = parts(beliefs, task)
    for name in range(beliefs.shape[1]):
        beliefs[task, name] /= total
    return float(most + np.log(total))


@compiled
def one_round(  # noqa: PLR0917 - arrays of one model
    starts: Places, said: Places, log_prior: Reals, log_rate: Reals, counts: Reals,
    weights: Reals, beliefs: Reals,
) -> float:  # fmt: skip
    """Say what each task is, and count at once what that makes of each worker.

    Args:
        starts: (tasks + 1,).
        said: (labels,) the row of each label's worker and class in the tables.
        log_prior: (tasks, classes), or (1, classes) where it is the same for all tasks.
        log_rate: (workers x labels, classes).
        counts: likewise; grows by the expected labels.
        weights: (classes,); grows by the expected tasks.
        beliefs: (tasks, classes); written.
    Returns:
        The log-likelihood of all labels.
    """
    n_classes = beliefs.shape[1]
    has_one_prior = len(log_prior) == 1
    likelihood, product = 0.0, 1.0
    for task in range(len(starts) - 1):
        given = 0 if has_one_prior else task
        for name in range(n_classes):
            beliefs[task, name] = log_prior[given, name]
        for at in range(starts[task], starts[task + 1]):
            row = said[at]
            for name in range(n_classes):
                beliefs[task, name] += log_rate[row, name]
        most, total = parts(beliefs, task)
        likelihood += most
        product *= total  # one logarithm for many tasks: they took a tenth of the time
        if product > PRODUCT_MAX:
            likelihood += np.log(product)
            product = 1.0
        for name in range(n_classes):
            beliefs[task, name] /= total
            weights[name] += beliefs[task, name]
        for at in range(starts[task], starts[task + 1]):
            row = said[at]
            for name in range(n_classes):
                counts[row, name] += beliefs[task, name]
    return float(likelihood + np.log(product))


@compiled
def count_all(starts: Places, said: Places, counts: Reals, weights: Reals, beliefs: Reals) -> None:
    """Add expected labels and tasks to `counts` and `weights`, for beliefs as they stand."""
    n_classes = beliefs.shape[1]
    for task in range(len(starts) - 1):
        for name in range(n_classes):
            weights[name] += beliefs[task, name]
        for at in range(starts[task], starts[task + 1]):
            for name in range(n_classes):
                counts[said[at], name] += beliefs[task, name]


@compiled
def weigh(starts: Places, label: Codes, gain: Reals, log_prior: Reals, beliefs: Reals) -> float:
    """Say what each task is, where a label speaks for its own class alone.

    Args:
        starts: (tasks + 1,).
        label: (labels,).
        gain: (labels,) logarithm of how much likelier the label is if it names the truth than if
            it does not.
        log_prior: (classes,).
        beliefs: (tasks, classes); written.
    Returns:
        The log-likelihood of all labels, but for what each would have if it were wrong.
    """
    likelihood = 0.0
    for task in range(len(starts) - 1):
        for name in range(beliefs.shape[1]):
            beliefs[task, name] = log_prior[name]
        for at in range(starts[task], starts[task + 1]):
            beliefs[task, label[at]] += gain[at]
        likelihood += normalised(beliefs, task)
    return likelihood


@compiled
def named(starts: Places, label: Codes, beliefs: Reals) -> Reals:
    """(labels,): the belief in the class that each label names."""
    found = np.empty(len(label))
    for task in range(len(starts) - 1):
        for at in range(starts[task], starts[task + 1]):
            found[at] = beliefs[task, label[at]]
    return found
