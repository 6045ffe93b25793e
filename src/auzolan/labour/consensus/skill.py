"""How far a worker's labels agree with the consensus: an interval, and no number below a minimum.

Not a rank, not a speed and no ground for pay or refusal. Who may look at somebody's interval, and
that every look is an act, is decided elsewhere; here is only the arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from auzolan.labour.consensus.em_kernels import named
from auzolan.labour.consensus.result import Consensus

LABELS_MIN = 50
Z_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Skill:
    """What one worker's labels say; nothing where they are too few.

    Attributes:
        worker: as in the labels.
        labels: how many she gave.
        low: lower end of the likely part of her labels that name the truth; None below the
            minimum.
        high: upper end, likewise.
    """

    worker: str
    labels: int
    low: float | None
    high: float | None


def skills(consensus: Consensus, *, least: int = LABELS_MIN) -> list[Skill]:
    """An interval of 95 % for each worker's part of right labels, in order of name.

    The part is the mean belief in what she named; the interval is Wilson's, widened by what the
    consensus itself is unsure of. Her own labels are part of the consensus, so that with few
    labels a task the interval lies too high; it holds for these tasks and no others.

    Args:
        consensus: of any method.
        least: labels below which nothing is said, >= 1; the charter's, never below 50 for a person.
    Returns:
        One for each worker.
    Raises:
        ValueError: least is below 1.
    Source: Wilson, JASA 22, 1927, for the interval.
    """
    if least < 1:
        raise ValueError(f"a minimum of labels is 1 or more; got {least}")
    labels = consensus.labels
    n_workers = len(labels.workers)
    hits = named(labels.starts, labels.label, consensus.beliefs)
    given = np.bincount(labels.worker, minlength=n_workers).tolist()
    right = np.bincount(labels.worker, weights=hits, minlength=n_workers).tolist()
    unsure = np.bincount(labels.worker, weights=hits * (1 - hits), minlength=n_workers).tolist()
    found = []
    for name, count, part, doubt in zip(labels.workers, given, right, unsure, strict=True):
        enough = count >= least
        low, high = _interval(count, part, doubt) if enough else (None, None)
        found.append(Skill(name, count, low, high))
    return found


def _interval(count: int, right: float, doubt: float) -> tuple[float, float]:
    """Wilson's interval; doubt is the variance of the number of right labels."""
    part = right / count
    square = Z_95 * Z_95
    middle = (part + square / (2 * count)) / (1 + square / count)
    spread = part * (1 - part) / count + square / (4 * count * count) + doubt / (count * count)
    half = Z_95 * spread**0.5 / (1 + square / count)
    return max(0.0, middle - half), min(1.0, middle + half)
