"""The Borda count: a point for each candidate beaten on a ballot, half of one for each equal.

So a ballot that ranks k of n candidates gives its first n - 1 points, its last n - k, and shares
the points of the places left over equally among those it does not rank: every ballot gives away as
many points as any other, and nobody gains by ranking few. Other conventions for short ballots are
not here.
"""

from __future__ import annotations

from fractions import Fraction

from auzolan.assembly.counting.pairwise import Pairwise
from auzolan.assembly.counting.points import PointsCount, by_points


def borda(count: Pairwise, *, seats: int = 1, seed: str = "") -> PointsCount:
    """Elect those with most Borda points; ties at the last seat by lot 1.

    Args:
        count: each against each.
        seats: to be filled.
        seed: the public text for lots.
    Returns:
        Points as exact halves, and who is elected.
    Raises:
        ValueError: more seats than candidates.
    Source: Borda (1784); for short ballots and shared places the mean of the points that the
        places would give, Black (1976) "Partial justification of the Borda count".
    """
    others = count.candidates - 1
    doubled = count.votes.sum(axis=1) - count.votes.sum(axis=0) + others * count.total
    points = tuple(Fraction(number, 2) for number in doubled.tolist())
    return by_points(points, seats=seats, seed=seed)
