"""Plurality, and the run-off between the two leaders.

Plurality reads first preferences alone, and elects as many as there are seats. The run-off fills
one seat in one poll: unless someone has more than half, the two leaders are compared on the same
ballots, each counting for whom it ranks higher. A second day at the ballot box is two polls.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auzolan.assembly.counting.lots import Lot, lot
from auzolan.assembly.counting.points import PointsCount, by_points, check_seats, check_votes
from auzolan.assembly.counting.rankings import Rankings


@dataclass(frozen=True, slots=True)
class RunOffCount:
    """A first round, and a second one where it was needed.

    Attributes:
        first: first preferences of each candidate.
        leaders: who went on, 0-based, in order of the first round; one where it decided.
        second: votes of the leaders in the second round; empty where there was none.
        exhausted: ballots that rank neither leader.
        elected: the one elected.
        lots: what was drawn.
    """

    first: tuple[int, ...]
    leaders: tuple[int, ...]
    second: tuple[int, ...]
    exhausted: int
    elected: tuple[int, ...]
    lots: tuple[Lot, ...]


def plurality(rankings: Rankings, *, seats: int = 1, seed: str = "") -> PointsCount:
    """Elect those with most first preferences; ties at the last seat by lot 1.

    Args:
        rankings: the ballots.
        seats: to be filled; each voter has one vote all the same.
        seed: the public text for lots.
    Returns:
        First preferences as points, and who is elected.
    Raises:
        ValueError: no valid ballot, or more seats than candidates.
    """
    check_seats(seats, rankings.candidates)
    check_votes(rankings.valid)
    return by_points(first_preferences(rankings), seats=seats, seed=seed)


def run_off(rankings: Rankings, *, seed: str = "") -> RunOffCount:
    """Elect one by more than half, or else by a second round between the two leaders.

    Ties for a place in the second round are decided by lot 1, a tie in the second round by lot 2.

    Args:
        rankings: the ballots; the second round reads them again.
        seed: the public text for lots.
    Returns:
        Both rounds and the one elected.
    Raises:
        ValueError: no valid ballot.
    """
    check_votes(rankings.valid)
    first = first_preferences(rankings)
    best = max(range(rankings.candidates), key=first.__getitem__)
    if 2 * first[best] > rankings.valid or rankings.candidates == 1:
        return RunOffCount(first, (best,), (), 0, (best,), ())
    leading = by_points(first, seats=2, seed=seed, stage=1)
    one, other = leading.elected
    second = _votes_between(rankings, one, other)
    lots = leading.lots
    if second[0] == second[1]:
        drawn = lot(seed, 2, leading.elected)
        lots += (Lot(2, "the second round", drawn),)
        elected = drawn[0]
    else:
        elected = one if second[0] > second[1] else other
    exhausted = rankings.valid - sum(second)
    return RunOffCount(first, leading.elected, second, exhausted, (elected,), lots)


def _votes_between(rankings: Rankings, one: int, other: int) -> tuple[int, int]:
    """Count each ballot for whom of two it ranks higher; to be ranked at all is higher."""
    width = rankings.table.shape[1]
    is_one, is_other = rankings.table == one, rankings.table == other
    place_one = np.where(is_one.any(axis=1), is_one.argmax(axis=1), width)
    place_other = np.where(is_other.any(axis=1), is_other.argmax(axis=1), width)
    weights = rankings.weights
    return (
        int(weights[place_one < place_other].sum()),
        int(weights[place_other < place_one].sum()),
    )  # fmt: skip


def first_preferences(rankings: Rankings) -> tuple[int, ...]:
    """Count the first preferences of each candidate."""
    if rankings.table.shape[1] == 0:
        return (0,) * rankings.candidates
    totals = totals_of(rankings.table[:, 0], rankings.weights, rankings.candidates)
    return tuple(totals.tolist())


def totals_of(
    choices: NDArray[np.int16], weights: NDArray[np.int64], candidates: int
) -> NDArray[np.int64]:
    """Add up the weights behind each candidate.

    Args:
        choices: a candidate of each ballot, 0-based, or -1 for none; shape (ballots,).
        weights: voters behind each ballot.
        candidates: how many stand.
    Returns:
        Votes of each candidate, shape (candidates,).
    """
    totals = np.zeros(candidates + 1, dtype=np.int64)
    np.add.at(totals, choices, weights)  # what chooses nobody falls into the last place
    return totals[:candidates]
