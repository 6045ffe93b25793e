"""The Schulze method: a candidate is better than another whom she beats by a stronger path.

A path is a chain of pairwise defeats, as strong as its weakest one. "Better" has no circles, so
somebody is always left whom nobody is better than. Where several are, and seats do not suffice, a
public lot decides; the longer rules by which Schulze breaks such ties are not here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auzolan.assembly.counting.lots import Lot, lot
from auzolan.assembly.counting.pairwise import Pairwise, Strength
from auzolan.assembly.counting.points import check_seats


@dataclass(frozen=True, slots=True, eq=False)
class SchulzeCount:
    """The result of a Schulze count.

    Attributes:
        better: `better[a, b]`: candidate a is better than candidate b; shape (candidates,
            candidates).
        paths: votes of the weakest defeat on the strongest path from a to b: its margin, or those
            for it; 0 without a path.
        leaders: all whom nobody is better than, 0-based.
        elected: candidates in order of election.
        lots: what was drawn, numbered by the seat.
    """

    better: NDArray[np.bool_]
    paths: NDArray[np.int64]
    leaders: tuple[int, ...]
    elected: tuple[int, ...]
    lots: tuple[Lot, ...]


def schulze(
    count: Pairwise, *, strength: Strength = Strength.WINNING_VOTES, seats: int = 1, seed: str = ""
) -> SchulzeCount:
    """Elect by strongest paths, seat after seat, each time one than whom nobody left is better.

    Several seats go to the order's first; that is not proportional, as STV is.

    Args:
        count: each against each.
        strength: how strong a defeat is.
        seats: to be filled, 1 to the number of candidates.
        seed: the public text for lots.
    Returns:
        The result.
    Raises:
        ValueError: more seats than candidates.
    Source: Schulze (2011) "A new monotonic, clone-independent, reversal symmetric, and
        Condorcet-consistent single-winner election method", section 2, with paths by the
        Floyd-Warshall algorithm of section 2.3.
    """
    check_seats(seats, count.candidates)
    strongest = count.strengths(strength)
    for middle in range(count.candidates):
        np.maximum(
            strongest,
            np.minimum(strongest[:, middle, None], strongest[middle]),
            out=strongest,
        )
    np.fill_diagonal(strongest, 0)
    better = strongest > strongest.T
    leaders = undominated(better, np.ones(count.candidates, dtype=np.bool_))
    elected, lots = by_order(better, seats=seats, seed=seed)
    return SchulzeCount(better, _votes_of(strongest, strength), leaders, elected, lots)


def undominated(better: NDArray[np.bool_], left: NDArray[np.bool_]) -> tuple[int, ...]:
    """List those left than whom nobody left is better.

    Args:
        better: `better[a, b]`: a is better than b; without circles.
        left: who is still to be placed, shape (candidates,).
    Returns:
        Candidates, 0-based.
    """
    found: list[int] = np.flatnonzero(left & ~better[left].any(axis=0)).tolist()
    return tuple(found)


def by_order(
    better: NDArray[np.bool_], *, seats: int, seed: str
) -> tuple[tuple[int, ...], tuple[Lot, ...]]:
    """Fill seats one after another from those than whom nobody left is better.

    A lot is drawn where there are more of them than seats; it has the number of the seat.

    Args:
        better: as for `undominated`.
        seats: to be filled.
        seed: the public text for lots.
    Returns:
        The elected in order, and the lots.
    """
    left = np.ones(len(better), dtype=np.bool_)
    elected: list[int] = []
    lots: list[Lot] = []
    for seat in range(1, seats + 1):
        best = undominated(better, left)
        assert best, "an order without circles has a first"
        if len(best) > seats - len(elected):
            best = lot(seed, seat, best)
            lots.append(Lot(seat, f"seat {seat}", best))
        elected.append(best[0])
        left[best[0]] = False
    return tuple(elected), tuple(lots)


def _votes_of(strongest: NDArray[np.int64], strength: Strength) -> NDArray[np.int64]:
    return strongest if strength is Strength.MARGINS else strongest >> 31
