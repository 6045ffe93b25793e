"""Majority judgement: the best grade that more than half would grant, and what stands around it.

A candidate's majority grade is her median, of two middle grades the lower. Those with equal medians
are compared by the majority gauge: p graded her above it, q below; p > q makes it a plus, and the
greater p is better; else a minus, and the smaller q is better. What the gauge leaves open the
iterated median decides: middle grades are taken away one by one, and the first that differ count.
Only equal columns of grades are left to a lot. The gauge never contradicts the iterated median; it
is shown because it can be read off a table.

A ballot that does not grade a candidate gives her the lowest grade, so all medians are of equally
many grades. It fills one seat; further places of the order are no proportional result.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from auzolan.assembly.counting.lots import Lot
from auzolan.assembly.counting.points import check_seats, check_votes, placed
from auzolan.assembly.counting.scores import Grades


class DecidedBy(StrEnum):
    """What put the elected before the next one."""

    MEDIAN = "median"
    GAUGE = "gauge"
    ITERATED_MEDIAN = "iterated median"
    LOT = "lot"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Gauge:
    """The majority gauge of a candidate.

    Attributes:
        median: the majority grade, 0 the worst.
        above: part of the voters who graded her higher, exact.
        below: part of the voters who graded her lower, exact.
    """

    median: int
    above: Fraction
    below: Fraction

    @property
    def has_plus(self) -> bool:
        """Whether more stand above the median than below it."""
        return self.above > self.below

    @property
    def rank(self) -> tuple[int, Fraction]:
        """What gauges are compared by: the median, then p for a plus and -q for a minus."""
        return self.median, self.above if self.has_plus else -self.below


@dataclass(frozen=True, slots=True)
class JudgementCount:
    """The result of a majority judgement.

    Attributes:
        gauges: of each candidate.
        order: all candidates, 0-based, best first.
        elected: the one elected.
        decided_by: what put her before the next one.
        lots: what was drawn.
    """

    gauges: tuple[Gauge, ...]
    order: tuple[int, ...]
    elected: tuple[int, ...]
    decided_by: DecidedBy
    lots: tuple[Lot, ...]


def majority_judgement(grades: Grades, *, seed: str = "") -> JudgementCount:
    """Elect the one whom the majority judges best.

    Args:
        grades: the ballots.
        seed: the public text for a lot between equal columns of grades.
    Returns:
        The result, and what decided it.
    Raises:
        ValueError: nobody is graded.
    Source: Balinski and Laraki (2007) "A theory of measuring, electing, and ranking", PNAS 104;
        (2011) "Majority Judgment", chapters 1 and 13 (gauge, majority-value).
    """
    check_seats(1, grades.table.shape[1])
    counts = grades.counts()
    check_votes(int(counts.sum()))
    voters = int(grades.weights.sum())
    counts[:, 0] += voters - counts.sum(axis=1)
    gauges = tuple(_gauge(line, voters) for line in counts)
    values = majority_values(counts)
    order, lots = placed(values, seats=1, seed=seed)
    return JudgementCount(gauges, order, order[:1], _what_decided(gauges, values, order), lots)


def majority_values(counts: NDArray[np.int64]) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Write the grades of each candidate from the middle outwards, so that greater is better.

    Taking away medians, of two the lower first, visits the two middle grades, then the two around
    them, and so on. Such pairs repeat over long stretches, so one is kept for each stretch that is
    constant for everybody.

    Args:
        counts: number of each grade, from the worst, of each candidate; shape (candidates,
            grades), all lines of equal sum above 0.
    Returns:
        For each candidate pairs of grades (lower, upper), comparable with one another.
    """
    voters = int(counts[0].sum())
    low, high = (voters + 1) // 2, voters // 2 + 1
    up_to = np.cumsum(counts, axis=1)
    starts = np.unique(np.concatenate([[0], (low - up_to).ravel(), (up_to - high + 1).ravel()]))
    starts = starts[(starts >= 0) & (starts < low)]
    return tuple(
        tuple(
            zip(
                np.searchsorted(line, low - starts).tolist(),
                np.searchsorted(line, high + starts).tolist(),
                strict=True,
            )
        )
        for line in up_to
    )


def _gauge(counts: NDArray[np.int64], voters: int) -> Gauge:
    up_to = np.cumsum(counts)
    median = int(np.searchsorted(up_to, (voters + 1) // 2))
    above = voters - int(up_to[median])
    below = int(up_to[median - 1]) if median else 0
    return Gauge(median, Fraction(above, voters), Fraction(below, voters))


def _what_decided(
    gauges: tuple[Gauge, ...], values: tuple[tuple[tuple[int, int], ...], ...],
    order: tuple[int, ...],
) -> DecidedBy:  # fmt: skip
    if len(order) == 1:
        return DecidedBy.ALONE
    first, second = order[:2]
    if gauges[first].median != gauges[second].median:
        return DecidedBy.MEDIAN
    if gauges[first].rank != gauges[second].rank:
        return DecidedBy.GAUGE
    return DecidedBy.LOT if values[first] == values[second] else DecidedBy.ITERATED_MEDIAN
