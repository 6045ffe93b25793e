"""Scores: each ballot grades candidates on a scale, and sums or means decide, exactly.

What a missing grade means must be said before the poll. By sums it is worth 0. By means only
grades given are averaged, so a candidate whom few know can win: a charter that chooses means should
ask for a least number of grades, and `graded_min` is that number.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

from auzolan.assembly.counting.lots import Lot
from auzolan.assembly.counting.points import PointsCount, by_points, check_seats, check_votes
from auzolan.assembly.counting.preferences import ballot_table, refuse_outside, voters

NOT_GRADED = -1
GRADE_MAX = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class Grades:
    """Grades on ballots, and how many voters gave each.

    Attributes:
        table: grades from 0, the worst, or `NOT_GRADED`; shape (ballots, candidates).
        highest: the best grade.
        weights: voters behind each ballot, >= 1, shape (ballots,).
    """

    table: NDArray[np.int16]
    highest: int
    weights: NDArray[np.int64]

    @classmethod
    def from_table(cls, table: ArrayLike, highest: int, weights: ArrayLike | None = None) -> Grades:
        """Take ballots from a table of grades.

        Args:
            table: whole numbers 0 to `highest`, or -1 for no grade; shape (ballots, candidates).
            highest: the best grade, 1 to `GRADE_MAX`.
            weights: voters behind each ballot; one each if missing.
        Returns:
            The grades.
        Raises:
            BadBallot: a grade outside the scale, or a weight below 1.
            ValueError: shapes do not fit, the scale is none, or there are too many voters.
        """
        if not 1 <= highest <= GRADE_MAX:
            raise ValueError(f"the best grade is 1 to {GRADE_MAX:,}; got {highest}")
        given = ballot_table(table, "grades")
        refuse_outside(given, NOT_GRADED, highest, "grades")
        return cls(given.astype(np.int16), highest, voters(weights, len(given)))

    def counts(self) -> NDArray[np.int64]:
        """Count each grade of each candidate; shape (candidates, highest + 1)."""
        found = np.zeros((self.table.shape[1], self.highest + 2), dtype=np.int64)
        for candidate, given in enumerate(self.table.T):
            np.add.at(found[candidate], given, self.weights)  # what is not graded falls behind
        return found[:, :-1]


@dataclass(frozen=True, slots=True)
class MeansCount:
    """The result of a count by means.

    Attributes:
        means: of each candidate, exact; 0 for whom nobody graded.
        graded: how many voters graded each.
        order: all candidates, 0-based, best first.
        elected: candidates in order of election.
        lots: what was drawn.
    """

    means: tuple[Fraction, ...]
    graded: tuple[int, ...]
    order: tuple[int, ...]
    elected: tuple[int, ...]
    lots: tuple[Lot, ...]


def score(grades: Grades, *, seats: int = 1, seed: str = "") -> PointsCount:
    """Elect those with the greatest sum of grades; no grade is worth 0.

    Args:
        grades: the ballots.
        seats: to be filled.
        seed: the public text for lots; ties at the last seat are decided by lot 1.
    Returns:
        Sums as points, and who is elected.
    Raises:
        ValueError: nobody is graded, or more seats than candidates.
    """
    counts = _checked_counts(grades, seats)
    sums = counts @ np.arange(grades.highest + 1, dtype=np.int64)
    return by_points(tuple(sums.tolist()), seats=seats, seed=seed)


def mean_score(
    grades: Grades, *, graded_min: int = 1, seats: int = 1, seed: str = ""
) -> MeansCount:
    """Elect those with the greatest mean of the grades they were given.

    Args:
        grades: the ballots.
        graded_min: voters who must have graded a candidate for her to be elected, >= 1.
        seats: to be filled.
        seed: the public text for lots; ties at the last seat are decided by lot 1.
    Returns:
        Exact means, and who is elected.
    Raises:
        ValueError: fewer candidates graded by enough voters than there are seats.
    """
    counts = _checked_counts(grades, seats)
    graded: tuple[int, ...] = tuple(counts.sum(axis=1).tolist())
    sums: list[int] = (counts @ np.arange(grades.highest + 1, dtype=np.int64)).tolist()
    means = tuple(
        Fraction(total, number) if number else Fraction()
        for total, number in zip(sums, graded, strict=True)
    )
    may_win = [number >= max(1, graded_min) for number in graded]
    if sum(may_win) < seats:
        raise ValueError(
            f"{sum(may_win)} candidates are graded by {max(1, graded_min)} voters or more, "
            f"and {seats} seats are to be filled: lower the seats or the least number of grades"
        )
    # Who was graded by too few stands behind all others, below any mean there can be.
    behind = grades.highest + 1
    keys = tuple(mean if may else mean - behind for mean, may in zip(means, may_win, strict=True))
    ranked = by_points(keys, seats=seats, seed=seed)
    return MeansCount(means, graded, ranked.order, ranked.elected, ranked.lots)


def _checked_counts(grades: Grades, seats: int) -> NDArray[np.int64]:
    check_seats(seats, grades.table.shape[1])
    counts = grades.counts()
    check_votes(int(counts.sum()))
    return counts
