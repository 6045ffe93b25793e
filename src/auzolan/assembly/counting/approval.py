"""Approval: each ballot names as many candidates as it approves, and most approvals win.

It is not proportional: with several seats one majority can fill them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from auzolan.assembly.counting.points import PointsCount, by_points, check_seats, check_votes
from auzolan.assembly.counting.preferences import ballot_table, refuse_outside, voters
from auzolan.assembly.counting.rankings import BadBallot, Rankings


@dataclass(frozen=True, slots=True, eq=False)
class Approvals:
    """Whom ballots approve, and how many voters gave each.

    Attributes:
        table: shape (ballots, candidates).
        weights: voters behind each ballot, >= 1, shape (ballots,).
    """

    table: NDArray[np.bool_]
    weights: NDArray[np.int64]

    @classmethod
    def from_table(cls, table: ArrayLike, weights: ArrayLike | None = None) -> Approvals:
        """Take ballots from a table of 0 and 1, or of truth values.

        Args:
            table: shape (ballots, candidates).
            weights: voters behind each ballot; one each if missing.
        Returns:
            The approvals.
        Raises:
            BadBallot: another number than 0 and 1, or a weight below 1.
            ValueError: shapes do not fit, or there are too many voters.
        """
        given = ballot_table(table, "approvals")
        refuse_outside(given, 0, 1, "approvals")
        return cls(given.astype(np.bool_), voters(weights, len(given)))

    @classmethod
    def from_lists(
        cls, approved: Sequence[Iterable[int]], candidates: int, weights: ArrayLike | None = None
    ) -> Approvals:
        """Take ballots that list whom they approve.

        Args:
            approved: candidates, 0-based, in any order.
            candidates: how many stand.
            weights: voters behind each ballot; one each if missing.
        Returns:
            The approvals.
        Raises:
            BadBallot: a candidate twice, one who does not stand, or a weight below 1.
        """
        table = np.zeros((len(approved), candidates), dtype=np.bool_)
        for ballot, names in enumerate(approved):
            for candidate in names:
                if not 0 <= candidate < candidates:
                    raise BadBallot(
                        ballot,
                        f"approves candidate {candidate + 1}, who does not stand; "
                        f"the candidates are 1 to {candidates}: leave out any other",
                    )
                if table[ballot, candidate]:
                    raise BadBallot(
                        ballot, f"approves candidate {candidate + 1} twice: name her once"
                    )
                table[ballot, candidate] = True
        return cls(table, voters(weights, len(table)))

    @classmethod
    def from_rankings(cls, rankings: Rankings) -> Approvals:
        """Read rankings as approvals: who is ranked is approved, at whatever place."""
        table = np.zeros((len(rankings.table), rankings.candidates + 1), dtype=np.bool_)
        np.put_along_axis(table, rankings.table.astype(np.int64), values=True, axis=1)
        return cls(table[:, :-1], rankings.weights)


def approval(approvals: Approvals, *, seats: int = 1, seed: str = "") -> PointsCount:
    """Elect those whom most approve; ties at the last seat by lot 1.

    Args:
        approvals: the ballots.
        seats: to be filled.
        seed: the public text for lots.
    Returns:
        Approvals as points, and who is elected.
    Raises:
        ValueError: nobody approves anyone, or more seats than candidates.
    Source: Brams and Fishburn (1978) "Approval voting".
    """
    check_seats(seats, approvals.table.shape[1])
    totals = tuple((approvals.weights @ approvals.table).tolist())
    check_votes(sum(totals))
    return by_points(totals, seats=seats, seed=seed)
