"""Counting heads, and Dawid and Skene's estimate: each worker has a table of how she answers.

Tables and answers are estimated in turn until the likelihood stands still. Her table says how she
labels, and nothing about how she works; what to do with it is not decided here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from auzolan.labour.consensus.em_kernels import count_all, named, one_round, weigh
from auzolan.labour.consensus.labels import CELLS_MAX, Labels, Places, Reals
from auzolan.labour.consensus.result import Consensus, first_beliefs, no_tables

TINY, SMALL = 1e-300, 1e-10
"""Keep the logarithm of a class without tasks, and of an answer never given, finite."""


@dataclass(frozen=True, slots=True)
class Prior:
    """What is assumed before any label, as numbers of labels.

    Attributes:
        right: imagined labels of each worker that name the true class, for every class.
        wrong: imagined labels of each worker that name another one, for every pair of classes.
        tasks: imagined tasks of each class.
    """

    right: float = 0.0
    wrong: float = 0.0
    tasks: float = 0.0


NOTHING = Prior()
SMOOTHED = Prior(right=1.0, wrong=0.25, tasks=1.0)
"""A few imagined labels: for workers who gave so few that their tables would be all or nothing."""


def majority(labels: Labels) -> Consensus:
    """Count heads: each class has the part of a task's labels that name it."""
    beliefs = first_beliefs(labels)
    return Consensus(labels, beliefs, no_tables(), 0, 0.0)


def dawid_skene(
    labels: Labels, *, prior: Prior = NOTHING, rounds_max: int = 100, tolerance: float = 1e-5
) -> Consensus:
    """Estimate answers and workers' tables together.

    Args:
        labels: from `from_columns` or `from_codes`.
        prior: imagined labels; none by default, as in the paper.
        rounds_max: rounds of estimation at most, >= 1.
        tolerance: stop when the log-likelihood of a label moves by no more, >= 0.
    Returns:
        Beliefs and expected tables; a permutation of rows changes no bit.
    Raises:
        ValueError: a number outside its range, or more cells in the tables than CELLS_MAX.
    Source: Dawid and Skene, Applied Statistics 28(1), 1979, eqs. 2.3 to 2.5.
    """
    return estimated(labels, first_beliefs(labels), prior_of_all, prior, rounds_max, tolerance)


def with_model(
    labels: Labels, probabilities: Reals, *, prior: Prior = SMOOTHED, rounds_max: int = 100,
    tolerance: float = 1e-5,
) -> Consensus:  # fmt: skip
    """Let a model speak beside the workers, believed as far as it agrees with them.

    The model has a table like a worker's; where it is unsure, each class that it names counts by
    its probability. A model that guesses gets a flat table, and then says nothing.

    Args:
        labels: from `from_columns` or `from_codes`.
        probabilities: (tasks, classes), rows that sum to 1, in the order of `labels`.
        prior: imagined labels, the model's too.
        rounds_max: rounds of estimation at most, >= 1.
        tolerance: stop when the log-likelihood of a label moves by no more, >= 0.
    Returns:
        Beliefs, and expected tables of the workers.
    Raises:
        ValueError: a number outside its range, another shape, or rows that are no probabilities.
    Source: Dawid and Skene 1979, with a soft label; as in Raykar et al., JMLR 11, 2010.
    """
    shape = (len(labels.tasks), len(labels.classes))
    if probabilities.shape != shape:
        raise ValueError(f"expected probabilities of shape {shape}; got {probabilities.shape}")
    is_sound = np.isfinite(probabilities).all() and (probabilities >= 0).all()
    if not (is_sound and np.allclose(probabilities.sum(axis=1), 1.0, atol=1e-6)):
        raise ValueError("each row of probabilities must be 0 or more, and sum to 1")

    def log_prior(weights: Reals, beliefs: Reals) -> Reals:
        table = imagined(1, shape[1], prior) + probabilities.T @ beliefs
        # What the model names is no surprise in itself: only what the truth makes of it counts.
        return log_shares(weights) + probabilities @ log_rates(table)

    heads = labels.heads() + probabilities
    beliefs = heads / heads.sum(axis=1, keepdims=True)
    return estimated(labels, beliefs, log_prior, prior, rounds_max, tolerance)


def estimated(  # noqa: PLR0917 - the parts of one estimate
    labels: Labels, beliefs: Reals, log_prior: Callable[[Reals, Reals], Reals], prior: Prior,
    rounds_max: int, tolerance: float,
) -> Consensus:  # fmt: skip
    """Estimate tables and answers in turn, from first beliefs on.

    Args:
        labels: what was said.
        beliefs: (tasks, classes) to begin with; overwritten.
        log_prior: what is known of each task without its labels, from expected tasks (classes,)
            and beliefs: (1, classes) or (tasks, classes).
        prior: imagined labels.
        rounds_max: rounds at most, >= 1.
        tolerance: when to stop, >= 0.
    Returns:
        Beliefs and expected tables.
    Raises:
        ValueError: a number outside its range, or more cells than CELLS_MAX.
    """
    _check_steps(rounds_max, tolerance)
    if not all(one >= 0 for one in (prior.right, prior.wrong, prior.tasks)):
        raise ValueError("imagined labels are 0 or more")
    n_classes = len(labels.classes)
    said = table_rows(labels)
    none = imagined(len(labels.workers), n_classes, prior)
    counts, weights = none.copy(), np.full(n_classes, prior.tasks)
    count_all(labels.starts, said, counts, weights, beliefs)
    before, now, rounds = -np.inf, -np.inf, 0
    for rounds in range(1, rounds_max + 1):  # noqa: B007 - how many it took
        known, rates = log_prior(weights, beliefs), log_rates(counts)
        counts, weights = none.copy(), np.full(n_classes, prior.tasks)
        now = one_round(labels.starts, said, known, rates, counts, weights, beliefs)
        if abs(now - before) <= tolerance * labels.size:
            break
        before = now
    return Consensus(labels, beliefs, counts.reshape(-1, n_classes, n_classes), rounds, now)


def one_coin(
    labels: Labels, *, prior: Prior = NOTHING, rounds_max: int = 100, tolerance: float = 1e-5
) -> Consensus:
    """Estimate answers and how often each worker is right, whatever the class.

    Args:
        labels: from `from_columns` or `from_codes`.
        prior: imagined labels; `right` and `wrong` count once a worker, not once a class.
        rounds_max: rounds of estimation at most, >= 1.
        tolerance: stop when the log-likelihood of a label moves by no more, >= 0.
    Returns:
        Beliefs, without tables.
    Raises:
        ValueError: a number outside its range.
    Source: Zhang, Chen, Zhou and Jordan, JMLR 17(102), 2016, for the model of one coin.
    """
    _check_steps(rounds_max, tolerance)
    n_classes, n_workers = len(labels.classes), len(labels.workers)
    beliefs = first_beliefs(labels)
    given = np.bincount(labels.worker, minlength=n_workers) + prior.right + prior.wrong
    before, now, rounds = -np.inf, -np.inf, 0
    for rounds in range(1, rounds_max + 1):  # noqa: B007 - how many it took
        hits = named(labels.starts, labels.label, beliefs)
        right = np.bincount(labels.worker, weights=hits, minlength=n_workers) + prior.right
        rate = np.divide(right, given, out=np.full(n_workers, 0.5), where=given > 0)
        log_wrong = np.log((1.0 - rate) / max(1, n_classes - 1) + SMALL)
        gain = (np.log(rate + SMALL) - log_wrong)[labels.worker]
        known = log_shares(beliefs.sum(axis=0) + prior.tasks)
        now = weigh(labels.starts, labels.label, gain, known, beliefs)
        now += float(log_wrong[labels.worker].sum())
        if abs(now - before) <= tolerance * labels.size:
            break
        before = now
    return Consensus(labels, beliefs, no_tables(), rounds, now)


def log_shares(weights: Reals) -> Reals:
    """Logarithms of parts of a whole, finite also for 0."""
    found: Reals = np.log(weights / weights.sum() + TINY)
    return found


def prior_of_all(weights: Reals, _beliefs: Reals) -> Reals:
    """(1, classes): all tasks are drawn alike; logarithms of how common each class is."""
    return log_shares(weights)[None, :]


def table_rows(labels: Labels) -> Places:
    """(labels,) the row of each label's worker and class, of (workers x labels, classes).

    Raises:
        ValueError: the tables would have more cells than CELLS_MAX.
    """
    n_classes = len(labels.classes)
    size = len(labels.workers) * n_classes**2
    if size > CELLS_MAX:
        raise ValueError(
            f"{len(labels.workers):,} workers with {n_classes:,} classes need tables of {size:,} "
            f"numbers, above {CELLS_MAX:,}; one-coin needs no tables"
        )
    return labels.worker.astype(np.int64) * n_classes + labels.label


def imagined(n_workers: int, n_classes: int, prior: Prior) -> Reals:
    """(workers x labels, classes): what is assumed of workers before any label."""
    table = np.full((n_classes, n_classes), prior.wrong)
    np.fill_diagonal(table, prior.right)
    return np.tile(table, (n_workers, 1))


def log_rates(counts: Reals) -> Reals:
    """How often each worker says a label, by class; a class that she never met says nothing.

    Args:
        counts: (workers x labels, classes) expected labels.
    Returns:
        Logarithms, of the same shape.
    """
    n_classes = counts.shape[1]
    tables = counts.reshape(-1, n_classes, n_classes)
    totals = tables.sum(axis=1, keepdims=True)
    even = np.full_like(tables, 1.0 / n_classes)
    rates = np.divide(tables, totals, out=even, where=totals > 0)
    found: Reals = np.log(rates + SMALL)
    return found.reshape(counts.shape)


def _check_steps(rounds_max: int, tolerance: float) -> None:
    if rounds_max < 1 or not tolerance >= 0:
        raise ValueError(f"1 round or more, tolerance >= 0; got {rounds_max} and {tolerance}")
