"""Each against each: how many voters prefer one candidate to another.

What all pairwise methods start from, and the report that says whether there is a candidate whom
nobody beats. It elects nobody: `schulze` and `ranked_pairs` do.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from auzolan.assembly.counting.points import check_votes
from auzolan.assembly.counting.preferences import NOT_PLACED, Preferences

BALLOTS_AT_ONCE = 1 << 15
_LOW_BITS = 31


class Strength(StrEnum):
    """How strong a majority is; a pairwise defeat is a defeat in both.

    By margins, those for it less those against it. By winning votes, those for it, and of equally
    many the one with fewer against it. On ballots that place everyone the two agree.
    """

    MARGINS = "margins"
    WINNING_VOTES = "winning-votes"


@dataclass(frozen=True, slots=True, eq=False)
class Pairwise:
    """Each against each.

    Attributes:
        votes: `votes[a, b]` voters prefer candidate a to candidate b; whole numbers of shape
            (candidates, candidates) with an empty diagonal.
        total: ballots that place at least one candidate.
    """

    votes: NDArray[np.int64]
    total: int

    @property
    def candidates(self) -> int:
        """How many stand."""
        return len(self.votes)

    @property
    def beats(self) -> NDArray[np.bool_]:
        """Who beats whom: more prefer a to b than b to a; shape (candidates, candidates)."""
        return np.asarray(self.votes > self.votes.T)

    def strengths(self, strength: Strength) -> NDArray[np.int64]:
        """Put a whole number on each defeat, greater for the stronger, and 0 where there is none.

        Args:
            strength: by margins, or by winning votes.
        Returns:
            Numbers to be compared only; shape (candidates, candidates).
        """
        against = self.votes.T
        match strength:
            case Strength.MARGINS:
                numbers = self.votes - against
            case Strength.WINNING_VOTES:
                # Support first, then little opposition: both lie below 2**31, so 62 bits hold them.
                numbers = (self.votes << _LOW_BITS) + ((1 << _LOW_BITS) - 1 - against)
        return np.where(self.beats, numbers, 0)


def pairwise(preferences: Preferences) -> Pairwise:
    """Count for every two candidates how many voters prefer the one to the other.

    Args:
        preferences: the ballots.
    Returns:
        Each against each.
    Raises:
        ValueError: no ballot places anybody.
    """
    size = preferences.candidates
    votes = np.zeros((size, size), dtype=np.int64)
    places, weights = preferences.places, preferences.weights
    total = 0
    for start in range(0, len(places), BALLOTS_AT_ONCE):
        # Columns of a piece stay in the processor's cache while all pairs are compared.
        piece = np.ascontiguousarray(places[start : start + BALLOTS_AT_ONCE].T)
        behind = weights[start : start + BALLOTS_AT_ONCE]
        for one in range(size):
            votes[one] += (piece[one] < piece) @ behind
        total += int(behind[(piece < NOT_PLACED).any(axis=0)].sum())
    check_votes(total)
    return Pairwise(votes, total)


@dataclass(frozen=True, slots=True)
class CondorcetReport:
    """What pairwise majorities say before any method is chosen.

    Attributes:
        winner: who beats every other, 0-based; None where nobody does.
        loser: whom every other beats; None where there is no such.
        smith: the smallest set of whom each beats everyone outside; the winner alone if there is
            one.
        cycles: shortest cycles of defeats, one for each group of candidates who beat one another
            in circles: (a, b, c) reads a beats b beats c beats a.
        ties: pairs neither of whom beats the other.
    """

    winner: int | None
    loser: int | None
    smith: tuple[int, ...]
    cycles: tuple[tuple[int, ...], ...]
    ties: tuple[tuple[int, int], ...]


def condorcet(count: Pairwise) -> CondorcetReport:
    """Report who beats everyone, who loses to everyone, and where majorities run in circles.

    Args:
        count: each against each.
    Returns:
        The report; with one candidate she is the winner and there is no loser.
    Source: Condorcet (1785); Smith (1973) "Aggregation of preferences with variable electorate".
    """
    beats, size = count.beats, count.candidates
    wins, losses = beats.sum(axis=1), beats.sum(axis=0)
    winner = int(wins.argmax()) if wins.max() == size - 1 else None
    loser = int(losses.argmax()) if size > 1 and losses.max() == size - 1 else None
    neither = ~beats & ~beats.T
    ties = tuple((a, b) for a, b in np.argwhere(neither).tolist() if a < b)
    at_least_ties = reaching(beats | neither)
    smith = tuple(int(one) for one in np.flatnonzero(at_least_ties.all(axis=1)))
    return CondorcetReport(winner, loser, smith, _cycles(beats), ties)


def reaching(steps: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say who reaches whom by any number of steps, no step included (Warshall 1962)."""
    reach = steps | np.eye(len(steps), dtype=np.bool_)
    for middle in range(len(reach)):
        reach |= reach[:, middle, None] & reach[middle]
    return reach


def _cycles(beats: NDArray[np.bool_]) -> tuple[tuple[int, ...], ...]:
    """Find one shortest cycle in each group of candidates who reach one another by defeats."""
    reach = reaching(beats)
    together = reach & reach.T
    groups = {tuple(np.flatnonzero(line).tolist()) for line in together if line.sum() > 1}
    return tuple(
        min((_shortest_cycle(beats, start) for start in group), key=lambda one: (len(one), one))
        for group in sorted(groups)
    )


def _shortest_cycle(beats: NDArray[np.bool_], start: int) -> tuple[int, ...]:
    """Walk along defeats, breadth first, until somebody beats the start."""
    paths: dict[int, tuple[int, ...]] = {start: (start,)}
    front = [start]
    while front:
        ahead: list[int] = []
        for one in front:
            if beats[one, start]:
                return paths[one]
            for other in np.flatnonzero(beats[one]).tolist():
                if other not in paths:
                    paths[other] = (*paths[one], other)
                    ahead.append(other)
        front = ahead
    raise AssertionError("the start lies on a cycle, since she reaches herself")
