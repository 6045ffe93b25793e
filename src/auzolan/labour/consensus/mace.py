"""MACE: a worker either names the truth, or answers by a habit of her own that ignores the task.

It finds labels that carry nothing. Why somebody answers so, from haste, a bad interface or an
unclear task, it cannot know; it calls nobody a cheat.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auzolan.labour.consensus.compiled import compiled
from auzolan.labour.consensus.em_kernels import named, weigh
from auzolan.labour.consensus.labels import Labels, Places, Reals
from auzolan.labour.consensus.result import Consensus, first_beliefs, no_tables

_ASYMPTOTIC_FROM = 6.0


@dataclass(frozen=True, slots=True)
class Mace:
    """What MACE estimates.

    Attributes:
        consensus: the answers.
        knowing: (workers,) how often each answers from the task.
        habits: (workers, classes) what each says otherwise; rows sum to at most 1.
    """

    consensus: Consensus
    knowing: Reals
    habits: Reals


def mace(labels: Labels, *, rounds_max: int = 50, tolerance: float = 1e-5) -> Mace:
    """Estimate answers, and how often and by which habit each worker ignores the task.

    Variational Bayes with the paper's priors (1/2 for knowing, 10 for habits). It starts from the
    shares of the labels instead of restarting from chance, so that one run is enough.

    Args:
        labels: from `from_columns` or `from_codes`.
        rounds_max: rounds at most, >= 1.
        tolerance: stop when the log-likelihood of a label moves by no more, >= 0.
    Returns:
        Beliefs and workers' habits.
    Raises:
        ValueError: a number outside its range.
    Source: Hovy, Berg-Kirkpatrick, Vaswani and Hovy, NAACL 2013.
    """
    if rounds_max < 1 or not tolerance >= 0:
        raise ValueError(f"1 round or more, tolerance >= 0; got {rounds_max} and {tolerance}")
    n_workers, n_classes = len(labels.workers), len(labels.classes)
    beliefs = first_beliefs(labels)
    even = np.full(n_classes, -np.log(n_classes))
    knowing, guessing = np.full(n_workers, 0.5), np.full(n_workers, 0.5)
    habits = np.full((n_workers, n_classes), 1.0 / n_classes)
    said = labels.worker.astype(np.int64) * n_classes + labels.label
    before, now, rounds = -np.inf, -np.inf, 0
    for rounds in range(1, rounds_max + 1):  # noqa: B007 - how many it took
        chance = (guessing[:, None] * habits).ravel()[said]
        known = knowing[labels.worker]
        knew = named(labels.starts, labels.label, beliefs) * known / (known + chance)
        knowing, guessing, habits = _workers(labels, said, knew)
        chance = (guessing[:, None] * habits).ravel()[said]
        gain = np.log1p(knowing[labels.worker] / chance)
        now = weigh(labels.starts, labels.label, gain, even, beliefs) + float(np.log(chance).sum())
        if abs(now - before) <= tolerance * labels.size:
            break
        before = now
    return Mace(Consensus(labels, beliefs, no_tables(), rounds, now), knowing, habits)


def _workers(labels: Labels, said: Places, knew: Reals) -> tuple[Reals, Reals, Reals]:
    """Knowing, guessing and habits from how likely each label was given knowingly."""
    n_workers, n_classes = len(labels.workers), len(labels.classes)
    given = np.bincount(labels.worker, minlength=n_workers)
    right = np.bincount(labels.worker, weights=knew, minlength=n_workers)
    guessed = np.bincount(said, weights=1.0 - knew, minlength=n_workers * n_classes)
    whole = _digamma(given + 1.0)
    knowing = np.exp(_digamma(right + 0.5) - whole)
    guessing = np.exp(_digamma(given - right + 0.5) - whole)
    table = guessed.reshape(n_workers, n_classes) + 10.0
    totals = _digamma(table.sum(axis=1))
    habits = np.exp(_digamma(table.ravel()).reshape(table.shape) - totals[:, None])
    return knowing, guessing, habits


@compiled
def _digamma(values: NDArray[np.floating]) -> Reals:
    """The derivative of the logarithm of the gamma function, for numbers above 0.

    Source: Abramowitz and Stegun 1964, eqs. 6.3.5 and 6.3.18.
    """
    found = np.empty(len(values))
    for at in range(len(values)):
        one, sum_ = values[at], 0.0
        while one < _ASYMPTOTIC_FROM:
            sum_ -= 1.0 / one
            one += 1.0
        part = 1.0 / (one * one)
        tail = part * (1 / 12 - part * (1 / 120 - part * (1 / 252 - part * (1 / 240 - part / 132))))
        found[at] = sum_ + np.log(one) - 0.5 / one - tail
    return found
