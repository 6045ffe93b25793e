"""Ballots that place candidates, where several may share a place: what pairwise methods read.

A ballot gives each candidate a place from 1, or 0 where it says nothing of her; those are equal to
one another and stand below everyone who was placed. Only the order of places counts: 1, 4, 9 says
what 1, 2, 3 says. It knows no name, no seat and no file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from auzolan.assembly.counting.rankings import BALLOTS_MAX, BadBallot, Rankings

PAIRWISE_CANDIDATES_MAX = 500
"""Every two of them are compared on every ballot."""
NOT_PLACED = int(np.iinfo(np.int16).max)


@dataclass(frozen=True, slots=True, eq=False)
class Preferences:
    """Places of candidates on ballots, and how many voters gave each; see `from_places`.

    Attributes:
        candidates: how many stand, 1 to `PAIRWISE_CANDIDATES_MAX`.
        places: place of each candidate, the smallest is the best, `NOT_PLACED` for those not
            placed; shape (ballots, candidates).
        weights: voters behind each ballot, >= 1, shape (ballots,).
    """

    candidates: int
    places: NDArray[np.int16]
    weights: NDArray[np.int64]

    @property
    def total(self) -> int:
        """All ballots."""
        return int(self.weights.sum())

    @classmethod
    def from_places(
        cls, places: ArrayLike | Sequence[Sequence[int]], weights: ArrayLike | None = None
    ) -> Preferences:
        """Take ballots that give each candidate a place, checking each.

        Args:
            places: whole numbers of shape (ballots, candidates): 1 is best, equal places are
                equal, 0 is no place.
            weights: voters behind each ballot; one each if missing.
        Returns:
            The preferences.
        Raises:
            BadBallot: a place below 0 or above 32,766, or a weight below 1.
            ValueError: shapes do not fit, numbers are no whole numbers, or there are too many.
        """
        given = ballot_table(places, "places")
        candidates = given.shape[1]
        if not 1 <= candidates <= PAIRWISE_CANDIDATES_MAX:
            raise ValueError(
                f"1 to {PAIRWISE_CANDIDATES_MAX} candidates can be compared pairwise; "
                f"got {candidates}: count a field so large by another method"
            )
        refuse_outside(given, 0, NOT_PLACED - 1, "places")
        placed = np.where(given == 0, NOT_PLACED, given).astype(np.int16)
        return cls(candidates, placed, voters(weights, len(placed)))

    @classmethod
    def from_rankings(cls, rankings: Rankings) -> Preferences:
        """Take rankings; whoever a ballot does not rank stands below everyone it ranks.

        Args:
            rankings: the ballots; those of weight 0 and blank ones are left out, since they prefer
                nobody to anybody.
        Returns:
            The preferences.
        Raises:
            ValueError: more than `PAIRWISE_CANDIDATES_MAX` candidates.
        """
        if rankings.candidates > PAIRWISE_CANDIDATES_MAX:
            raise ValueError(
                f"at most {PAIRWISE_CANDIDATES_MAX} candidates can be compared pairwise; "
                f"got {rankings.candidates}: count a field so large by another method"
            )
        width = rankings.table.shape[1]
        counts = rankings.weights > 0
        if width:
            counts &= rankings.table[:, 0] >= 0
        else:
            counts &= False
        table, weights = rankings.table[counts], rankings.weights[counts]
        # What ends a ballot falls into a column of its own, which is then cut off.
        places = np.full((len(table), rankings.candidates + 1), NOT_PLACED, dtype=np.int16)
        order = np.arange(1, width + 1, dtype=np.int16)
        np.put_along_axis(places, table.astype(np.int64), order[None, :], axis=1)
        return cls(rankings.candidates, np.ascontiguousarray(places[:, :-1]), weights)


def ballot_table(given: ArrayLike | Sequence[Sequence[int]], what: str) -> NDArray[np.integer]:
    """Take a table of whole numbers, a line for each ballot and a column for each candidate.

    Args:
        given: the table.
        what: what its numbers are, for the refusal.
    Returns:
        An array of shape (ballots, candidates).
    Raises:
        ValueError: it is no such table.
    """
    table = np.asarray(given)
    if table.ndim != 2 or table.dtype.kind not in "iub":
        raise ValueError(
            f"{what} are a table of whole numbers, a line a ballot and a column a candidate; "
            f"got {table.dtype} of shape {table.shape}"
        )
    return table


def refuse_outside(table: NDArray[np.integer], least: int, most: int, what: str) -> None:
    """Refuse a table with a number outside what is allowed, naming the first such ballot.

    Raises:
        BadBallot: a number below `least` or above `most`.
    """
    outside = (table < least) | (table > most)
    if outside.any():
        ballot, candidate = (int(at) for at in np.argwhere(outside)[0])
        raise BadBallot(
            ballot,
            f"gives candidate {candidate + 1} the number {int(table[ballot, candidate])}; "
            f"{what} go from {least} to {most}: correct it or leave the ballot out",
        )


def voters(weights: ArrayLike | None, n_ballots: int) -> NDArray[np.int64]:
    """Take the numbers of voters behind ballots.

    Args:
        weights: whole numbers, >= 1; one each if None.
        n_ballots: how many there must be.
    Returns:
        They as 64-bit whole numbers, shape (n_ballots,).
    Raises:
        BadBallot: a weight below 1.
        ValueError: the shape does not fit, they are no whole numbers, or there are too many voters.
    """
    if weights is None:
        return np.ones(n_ballots, dtype=np.int64)
    given = np.asarray(weights)
    if given.shape != (n_ballots,) or (given.size and given.dtype.kind not in "iu"):
        raise ValueError(
            f"{n_ballots} ballots need as many whole weights; got {given.dtype} of {given.shape}"
        )
    if given.size and given.min() < 1:
        ballot = int((given < 1).argmax())
        raise BadBallot(
            ballot, f"stands for {int(given[ballot])} voters; it must be 1 or more: leave it out"
        )
    if sum(given.tolist()) > BALLOTS_MAX:
        raise ValueError(f"at most {BALLOTS_MAX:,} ballots are counted; the weights sum to more")
    return given.astype(np.int64)
