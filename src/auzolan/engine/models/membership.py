"""How well a stranger could tell, from a model's losses alone, whose rows it was trained on.

The simplest attack: rows that surprise the model little are taken for members'. What it finds is
reported with its interval and never sold as proof: a stronger attack may find more, and a model
near one half may still remember somebody.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, sqrt

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

_Z = 1.959963984540054
_BASIS_POINTS = 10_000
_RULE_OF_THREE = 3.0


@dataclass(frozen=True, slots=True)
class Attack:
    """How often a row that was in has a smaller loss than one that was not.

    Attributes:
        auc_bp: that share in basis points; 5,000 is a guess, ties count half.
        low_bp: lower end of the 95 percent interval.
        high_bp: upper end.
        members: losses of rows that were in.
        others: losses of rows that were not.
    """

    auc_bp: int
    low_bp: int
    high_bp: int
    members: int
    others: int


def attack(members: FloatArray, others: FloatArray) -> Attack:
    """Measure the attack by a threshold on losses: area under its curve, with an interval.

    Args:
        members: losses of rows that the model was trained on, finite, at least 2.
        others: losses of rows of the same kind that it was not, finite, at least 2.
    Raises:
        ValueError: too few losses, or one that is not finite.
    Source: Yeom et al. 2018, Privacy Risk in Machine Learning, section III; DeLong et al. 1988,
        Comparing the Areas under Two or More Correlated Curves, eq. 3 to 6, by the ranks of Sun
        and Xu 2014.
    """
    for losses in (members, others):
        if losses.ndim != 1 or len(losses) < 2 or not np.isfinite(losses).all():
            raise ValueError("expected at least 2 finite losses on each side")
    m, n = len(members), len(others)
    # Ranks of surprise from the largest loss on: a member wins where the other's loss is larger.
    together = _midranks(-np.concatenate([members, others]))
    wins_of_members = (together[:m] - _midranks(-members)) / n
    wins_of_others = 1 - (together[m:] - _midranks(-others)) / m
    auc = float(wins_of_members.mean())
    spread = wins_of_members.var(ddof=1) / m + wins_of_others.var(ddof=1) / n
    reach = _Z * sqrt(spread)
    if spread == 0.0:
        # No row differs: the formula knows no doubt then, the rule of three still does.
        reach = _RULE_OF_THREE / min(m, n)
    low, high = max(0.0, auc - reach), min(1.0, auc + reach)
    return Attack(
        floor(auc * _BASIS_POINTS + 0.5), floor(low * _BASIS_POINTS), ceil(high * _BASIS_POINTS),
        m, n,
    )  # fmt: skip


def _midranks(values: FloatArray) -> FloatArray:
    """Rank values from 1 on, ascending; equal ones share the mean of their ranks."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks: FloatArray = (ends - (counts - 1) / 2)[place]
    return ranks
