"""Instant run-off: whoever has fewest votes is excluded until someone has more than half.

A ballot counts for the first of its preferences who is still in the count; when none is left it is
exhausted, and half is half of the votes still in play. Of several with fewest votes the one who had
fewest at the most recent earlier stage where they differ is excluded, and if they never differed a
lot decides: as in Scottish STV. One is excluded at a time, also where excluding several at once
would give the same result, so that every stage can be read. It fills one seat.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auzolan.assembly.counting.lots import Lot, lot
from auzolan.assembly.counting.plurality import first_preferences, totals_of
from auzolan.assembly.counting.points import check_votes
from auzolan.assembly.counting.rankings import Rankings


@dataclass(frozen=True, slots=True)
class IrvStage:
    """One stage of an instant run-off.

    Attributes:
        totals: votes of each candidate; 0 for those excluded before.
        exhausted: ballots that rank nobody who is still in the count.
        excluded: who is excluded after this stage, 0-based; None at the last one.
    """

    totals: tuple[int, ...]
    exhausted: int
    excluded: int | None


@dataclass(frozen=True, slots=True)
class IrvCount:
    """An instant run-off.

    Attributes:
        stages: from first preferences to the last.
        elected: the one elected.
        lots: what was drawn, each with the number of its stage, from 1.
    """

    stages: tuple[IrvStage, ...]
    elected: tuple[int, ...]
    lots: tuple[Lot, ...]


def irv(rankings: Rankings, *, seed: str = "") -> IrvCount:
    """Elect one by excluding the one with fewest votes, stage after stage.

    Args:
        rankings: the ballots.
        seed: the public text for lots.
    Returns:
        All stages and the one elected.
    Raises:
        ValueError: no valid ballot.
    Source: Robert's Rules of Order Newly Revised (12th ed.) 45:62-69, preferential voting; for
        ties SSI 2011/399, schedule 1, rule 51.
    """
    check_votes(rankings.valid)
    choices = rankings.table[:, 0].copy()
    totals = np.array(first_preferences(rankings), dtype=np.int64)
    continuing = np.ones(rankings.candidates, dtype=np.bool_)
    stages: list[IrvStage] = []
    lots: list[Lot] = []
    for stage in range(1, rankings.candidates + 1):
        votes = tuple(totals.tolist())
        exhausted = rankings.valid - sum(votes)
        winner = _winner(votes, continuing)
        if winner is not None:
            stages.append(IrvStage(votes, exhausted, None))
            return IrvCount(tuple(stages), (winner,), tuple(lots))
        tied = _fewest([*(each.totals for each in stages), votes], continuing)
        if len(tied) > 1:
            tied = lot(seed, stage, tied)
            lots.append(Lot(stage, "whom to exclude", tied))
        excluded = tied[0]
        stages.append(IrvStage(votes, exhausted, excluded))
        continuing[excluded] = False
        _transfer(rankings, choices, totals, excluded, continuing)
    raise AssertionError("the last candidate has more than half of the votes in play")


def _winner(votes: tuple[int, ...], continuing: NDArray[np.bool_]) -> int | None:
    best = max(np.flatnonzero(continuing).tolist(), key=votes.__getitem__)
    return int(best) if 2 * votes[best] > sum(votes) else None


def _fewest(stages: list[tuple[int, ...]], continuing: NDArray[np.bool_]) -> tuple[int, ...]:
    """Walk back from the last stage, keeping those with fewest votes, until one is left."""
    tied: list[int] = np.flatnonzero(continuing).tolist()
    for votes in reversed(stages):
        fewest = min(votes[candidate] for candidate in tied)
        tied = [candidate for candidate in tied if votes[candidate] == fewest]
        if len(tied) == 1:
            break
    return tuple(tied)


def _transfer(
    rankings: Rankings, choices: NDArray[np.int16], totals: NDArray[np.int64], excluded: int,
    continuing: NDArray[np.bool_],
) -> None:  # fmt: skip
    """Move the excluded candidate's ballots on; changes `choices` and `totals`."""
    rows = np.flatnonzero(choices == excluded)
    ballots = rankings.table[rows]
    may_have = (ballots >= 0) & continuing[ballots]
    at = may_have.argmax(axis=1)
    found = np.take_along_axis(ballots, at[:, None], axis=1)[:, 0]
    chosen = np.where(may_have.any(axis=1), found, np.int16(-1))
    choices[rows] = chosen
    totals[excluded] = 0
    totals += totals_of(chosen, rankings.weights[rows], rankings.candidates)
