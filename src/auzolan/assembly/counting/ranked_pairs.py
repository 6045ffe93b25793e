"""Ranked pairs: majorities are locked in, the strongest first, unless they would close a circle.

Majorities of equal strength are taken in an order that one public lot over all candidates gives:
first by the place of the winner in that lot, then by that of the loser. One order for all ties keeps
the result independent of clones, which a lot for each tie would not. The lot counts only where one
of equals keeps another from being locked, or where the locked ones leave open whom to elect.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from auzolan.assembly.counting.lots import Lot, lot
from auzolan.assembly.counting.pairwise import Pairwise, Strength
from auzolan.assembly.counting.points import check_seats
from auzolan.assembly.counting.schulze import undominated


@dataclass(frozen=True, slots=True)
class Majority:
    """A pairwise majority, and what became of it.

    Attributes:
        winner: the one preferred, 0-based.
        loser: the other.
        votes: voters who prefer the winner.
        against: voters who prefer the loser.
        is_locked: False where it would have closed a circle.
    """

    winner: int
    loser: int
    votes: int
    against: int
    is_locked: bool


@dataclass(frozen=True, slots=True)
class RankedPairsCount:
    """The result of a count by ranked pairs.

    Attributes:
        majorities: in the order in which they were looked at.
        elected: candidates in order of election.
        lots: the lot over all candidates, where it counted.
    """

    majorities: tuple[Majority, ...]
    elected: tuple[int, ...]
    lots: tuple[Lot, ...]


def ranked_pairs(
    count: Pairwise, *, strength: Strength = Strength.MARGINS, seats: int = 1, seed: str = ""
) -> RankedPairsCount:
    """Elect those at the head of the order that the locked majorities leave.

    Args:
        count: each against each.
        strength: how strong a majority is; Tideman's are margins.
        seats: to be filled, 1 to the number of candidates; not proportional.
        seed: the public text for the lot.
    Returns:
        The result.
    Raises:
        ValueError: more seats than candidates.
    Source: Tideman (1987) "Independence of clones as a criterion for voting rules"; one order for
        all ties after Zavist and Tideman (1989) "Complete independence of clones in the ranked
        pairs rule".
    """
    check_seats(seats, count.candidates)
    strengths = count.strengths(strength)
    drawn = lot(seed, 1, range(count.candidates))
    place = {candidate: at for at, candidate in enumerate(drawn)}
    pairs = sorted(
        ((int(a), int(b)) for a, b in np.argwhere(strengths > 0)),
        key=lambda pair: (-strengths[pair], place[pair[0]], place[pair[1]]),
    )
    equals = [list(group) for _, group in groupby(pairs, key=strengths.__getitem__)]
    reach, locked, hung_on_lot = _locked(equals, count.candidates)
    elected, is_open = _first_of(reach, place, seats)
    majorities = tuple(
        Majority(a, b, int(count.votes[a, b]), int(count.votes[b, a]), (a, b) in locked)
        for a, b in pairs
    )
    lots = (Lot(1, "the order of equals", drawn),) if hung_on_lot or is_open else ()
    return RankedPairsCount(majorities, elected, lots)


def _locked(
    equals: list[list[tuple[int, int]]], candidates: int
) -> tuple[NDArray[np.bool_], frozenset[tuple[int, int]], bool]:
    """Lock pairs, group after group of equal strength.

    Returns:
        Who reaches whom by locked pairs, the locked pairs, and whether the order within a group
        mattered.
    """
    reach = np.eye(candidates, dtype=np.bool_)
    locked: set[tuple[int, int]] = set()
    hung_on_order = False
    for group in equals:
        before = reach.copy()
        for winner, loser in group:
            if reach[loser, winner]:
                # Nothing stronger stood in its way, so one of its equals did.
                hung_on_order = hung_on_order or not before[loser, winner]
                continue
            locked.add((winner, loser))
            if not reach[winner, loser]:
                reach |= reach[:, winner, None] & reach[loser]
    np.fill_diagonal(reach, val=False)
    return reach, frozenset(locked), hung_on_order


def _first_of(
    reach: NDArray[np.bool_], place: dict[int, int], seats: int
) -> tuple[tuple[int, ...], bool]:
    """Fill the seats, and say whether the lot's order was needed for it."""
    left = np.ones(len(reach), dtype=np.bool_)
    elected: list[int] = []
    is_open = False
    for _ in range(seats):
        best = undominated(reach, left)
        first = best[0]
        if len(best) > seats - len(elected):
            first, is_open = min(best, key=place.__getitem__), True
        elected.append(first)
        left[first] = False
    return tuple(elected), is_open
