"""The definitions, word for word and slowly: what the fast code is compared with."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from fractions import Fraction
from math import comb

Worth = Callable[[frozenset[int]], Fraction]
Row = tuple[float, bool]  # distance, and whether it has the query's label


def nearest_worth(rows: Sequence[Row], k: int) -> Fraction:
    """Matches among the k nearest over k; the mean over orders of equal distances."""
    total, left = Fraction(0), k
    for _, tied in itertools.groupby(sorted(rows), key=lambda row: row[0]):
        matches = [match for _, match in tied]
        counted = min(left, len(matches))
        total += Fraction(sum(matches) * counted, len(matches))
        left -= counted
    return total / k


def semivalue(n: int, worth: Worth, weight: Callable[[int], Fraction]) -> list[Fraction]:
    """Sum each player's marginals over all coalitions of the others, weighed by their size."""
    worths = {
        members: worth(frozenset(members))
        for size in range(n + 1)
        for members in itertools.combinations(range(n), size)
    }
    return [
        sum(
            (
                weight(len(members)) * (worths[tuple(sorted({*members, player}))] - value)
                for members, value in worths.items()
                if player not in members
            ),
            Fraction(0),
        )
        for player in range(n)
    ]


def shapley(n: int, worth: Worth) -> list[Fraction]:
    """The Shapley value by enumeration of all 2^n coalitions."""
    return semivalue(n, worth, lambda size: Fraction(1, n * comb(n - 1, size)))
