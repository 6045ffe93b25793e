"""What a method says each player is worth: values, how sure they are, and what is left over.

Holds figures only. It pays nobody: money uses the integer values of `knn.py`.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass

import numpy as np

from auzolan.valuation.quantize import FloatArray
from auzolan.valuation.spread import Band, normal_band


@dataclass(frozen=True, slots=True, eq=False)
class GameValues:
    """Values of the players of one game, as a mean over queries or draws.

    Attributes:
        method: name and version of the method, with what it was asked for.
        players: ids in order.
        values: float64 of shape (n,), in units of the utility; may be negative.
        stderr: float64 of shape (n,), standard error of each value over what was averaged;
            nan where there was only one.
        n_averaged: queries, permutations or coalitions that the mean runs over.
        total: worth of all players together, less the worth of none.
        error: bound on what the method itself may miss, 0.0 where it is exact up to rounding;
            nan where only `stderr` can tell.
    """

    method: str
    players: tuple[str, ...]
    values: FloatArray
    stderr: FloatArray
    n_averaged: int
    total: float
    error: float

    @property
    def residual(self) -> float:
        """Total less the sum of the values: rounding or sampling, or no claim of efficiency."""
        return self.total - math.fsum(self.values)

    def of(self, player: str) -> float:
        """Look up one player's value.

        Args:
            player: an id.
        Returns:
            Her value; 0.0 for one who owns no row, since she changes nothing.
        """
        return float(self.values[self.players.index(player)]) if player in self.players else 0.0

    def interval(self, level: float = 0.95) -> Band:
        """Give the interval that covers each true value with a probability of `level`.

        Args:
            level: between 0 and 1.
        Returns:
            Student's interval from `stderr`, over the queries or draws as independent.
        Raises:
            ValueError: level out of range, or fewer than two were averaged.
        """
        return normal_band(self.values, self.stderr, level=level, count=self.n_averaged)

    def digest(self) -> str:
        """Name these figures to the last bit.

        Returns:
            SHA-256 in hexadecimal over method, ids, values and standard errors.
        """
        text = "\n".join([self.method, str(self.n_averaged), *self.players])
        parts = (
            text.encode(),
            self.values.astype("<f8").tobytes(),
            self.stderr.astype("<f8").tobytes(),
        )
        return hashlib.sha256(b"".join(len(part).to_bytes(8) + part for part in parts)).hexdigest()


def mean_over_queries(
    method: str, players: tuple[str, ...], per_query: FloatArray, *, total: float, error: float
) -> GameValues:
    """Average the values of each query's game; the queries are taken as independent draws.

    Args:
        method: name and version.
        players: ids in order, n of them.
        per_query: shape (m, n), m >= 1.
        total: mean worth of all players together.
        error: bound on what the method misses in any value.
    Returns:
        Means and their standard errors. Queries are added in their order.
    """
    m = len(per_query)
    mean = np.add.accumulate(per_query, axis=0)[-1] / m
    gaps = per_query - mean
    spread = np.add.accumulate(gaps * gaps, axis=0)[-1]
    stderr = np.sqrt(spread / (m - 1) / m) if m > 1 else np.full(len(players), math.nan)
    return GameValues(method, players, mean, stderr, m, total, error)
