"""Bradley and Terry's scores for pairs: who was preferred to whom makes one scale for all.

A score compares things, such as two answers of a model. Persons are not put on this scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from auzolan.labour.consensus.labels import Codes, Reals, coded


class BadPair(ValueError):
    """A row that is no pair of two items of which one won.

    Attributes:
        row: its place, from 0.
    """

    def __init__(self, row: int) -> None:
        super().__init__(f"row {row}: a pair has two different items, and one of them wins")
        self.row = row


@dataclass(frozen=True, slots=True)
class Scores:
    """Items on one scale.

    Attributes:
        items: names, in order.
        scores: (items,) chances to win against an item of mean worth; more is better.
        rounds: how many it took.
    """

    items: Sequence[str]
    scores: Reals
    rounds: int

    def chance(self, left: str, right: str) -> float:
        """How likely the left item is preferred to the right one."""
        odds = [
            self.scores[self.items.index(name)] / (1 - self.scores[self.items.index(name)])
            for name in (left, right)
        ]
        return float(odds[0] / (odds[0] + odds[1]))


def bradley_terry(
    left: Sequence[str], right: Sequence[str], winner: Sequence[str], *,
    rounds_max: int = 10_000, tolerance: float = 1e-10,
) -> Scores:  # fmt: skip
    """Score items from pairs of which one was preferred.

    Each item also won and lost once against an item of mean worth, so that the scores are finite
    and one, also where an item always won or the pairs fall into separate groups.

    Args:
        left: one item a row; so for the right one.
        right: the other item of the pair.
        winner: which of both was preferred.
        rounds_max: rounds at most, >= 1.
        tolerance: stop when no score moves by more, >= 0.
    Returns:
        Scores between 0 and 1.
    Raises:
        BadPair: an item beside itself, or a winner that is neither.
        ValueError: columns of different lengths, or no pair.
    Source: Bradley and Terry, Biometrika 39, 1952; Newman, JMLR 24(238), 2023, for
            the iteration and the prior.
    """
    if not len(left) == len(right) == len(winner):
        raise ValueError(f"one winner a pair; got {len(left)}, {len(right)} and {len(winner)} rows")
    if not len(left):
        raise ValueError("there is no pair; give one at least")
    for row, (one, other, best) in enumerate(zip(left, right, winner, strict=True)):
        if one == other or best not in {one, other}:
            raise BadPair(row)
    items, codes = coded([*left, *right])
    first, second = codes[: len(left)], codes[len(left) :]
    has_left_won = np.array([best == each for best, each in zip(winner, left, strict=True)])
    won, lost = np.where(has_left_won, first, second), np.where(has_left_won, second, first)
    worth, rounds = _worth(won, lost, len(items), rounds_max, tolerance)
    return Scores(items, worth / (1 + worth), rounds)


def _worth(
    won: Codes, lost: Codes, n_items: int, rounds_max: int, tolerance: float
) -> tuple[Reals, int]:
    # Equal pairs are one with a weight, and their order is that of the items.
    pairs, times = np.unique(won.astype(np.int64) * n_items + lost, return_counts=True)
    best, worst = pairs // n_items, pairs % n_items
    worth, rounds = np.ones(n_items), 0
    for rounds in range(1, rounds_max + 1):  # noqa: B007 - how many it took
        total = worth[best] + worth[worst]
        up = np.bincount(best, weights=times * worth[worst] / total, minlength=n_items)
        down = np.bincount(worst, weights=times / total, minlength=n_items)
        after = (1 / (1 + worth) + up) / (1 / (1 + worth) + down)
        moved = float(np.abs(after / (1 + after) - worth / (1 + worth)).max())
        worth = after
        if moved <= tolerance:
            break
    return worth, rounds
