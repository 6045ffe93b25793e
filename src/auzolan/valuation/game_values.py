"""What a method says each player is worth: values, how sure they are, and what is left over.

Holds figures only. It pays nobody: money uses the integer values of `knn.py`.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from auzolan.valuation.quantize import FloatArray
from auzolan.valuation.release import CODE_VERSION
from auzolan.valuation.spread import Band, normal_band
from auzolan.valuation.tables import Columns, arrow_table, data_frame

if TYPE_CHECKING:
    from auzolan.valuation.tables import ArrowTable, Frame

_HTML_LINES_MAX = 20


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
        seed: of what chance the method used; None where it used none.
        code_version: release that made it; not part of the digest, so that two can be compared.
    """

    method: str
    players: tuple[str, ...]
    values: FloatArray
    stderr: FloatArray
    n_averaged: int
    total: float
    error: float
    seed: int | None = None
    code_version: str = CODE_VERSION

    @property
    def members(self) -> GameValues:
        """These values, under the name that `Valuation` has for its members': the players."""
        return self

    @property
    def ids(self) -> NDArray[np.str_]:
        """The players' ids, of shape (n,)."""
        return np.array(self.players, dtype=np.str_)

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

    def columns(self, level: float = 0.95) -> Columns:
        """Give the values as columns of one length, for any table library.

        Args:
            level: of the interval; its ends are nan where fewer than two were averaged.
        Returns:
            id, value, stderr, low, high.
        """
        low = high = np.full(len(self.players), np.nan)
        if self.n_averaged > 1:
            band = self.interval(level)
            low, high = band.low, band.high
        return {
            "id": self.ids, "value": self.values, "stderr": self.stderr, "low": low, "high": high,
        }  # fmt: skip

    def about(self, level: float = 0.95) -> dict[str, str]:
        """Say how the values were made, in words for a table's metadata.

        Args:
            level: of the interval beside the values.
        Returns:
            Method, number of queries or draws, level, seed, total, residual, bound of the error,
            release of the code, digest.
        """
        return {
            "of": "members",
            "method": self.method,
            "n": str(self.n_averaged),
            "level": repr(level),
            "interval": "clt",
            "seed": "none" if self.seed is None else str(self.seed),
            "total": repr(self.total),
            "residual": repr(self.residual),
            "error_bound": repr(self.error),
            "code_version": self.code_version,
            "digest": self.digest(),
        }

    def to_arrow(self, *, level: float = 0.95) -> ArrowTable:
        """Give the values as a pyarrow table, with `about` in its metadata.

        Args:
            level: of the interval.
        Returns:
            One line a player.
        Raises:
            ImportError: pyarrow is missing; the text names what to install.
            ValueError: level out of range.
        """
        return arrow_table(self.columns(level), self.about(level))

    def to_frame(self, *, level: float = 0.95) -> Frame:
        """Give the values as a pandas frame, with `about` in its `attrs`; see `to_arrow`."""
        return data_frame(self.columns(level), self.about(level))

    def _repr_html_(self) -> str:
        """Show the first values as a table, largest first, in a notebook."""
        order = np.argsort(-self.values, kind="stable")[:_HTML_LINES_MAX]
        lines = "".join(
            f"<tr><td>{escape(self.players[i])}</td><td>{self.values[i]:.6f}</td>"
            f"<td>{self.stderr[i]:.6f}</td></tr>"
            for i in order.tolist()
        )
        return (
            f"<table><caption>{escape(self.method)}, mean over {self.n_averaged}, "
            f"{len(order)} of {len(self.players)} shown, total {self.total:.6f}, "
            f"digest {self.digest()[:12]}</caption>"
            "<thead><tr><th>id</th><th>value</th><th>standard error</th></tr></thead>"
            f"<tbody>{lines}</tbody></table>"
        )


def mean_over_queries(
    method: str,
    players: tuple[str, ...],
    per_query: FloatArray,
    *,
    total: float,
    error: float,
    seed: int | None = None,
) -> GameValues:
    """Average the values of each query's game; the queries are taken as independent draws.

    Args:
        method: name and version.
        players: ids in order, n of them.
        per_query: shape (m, n), m >= 1.
        total: mean worth of all players together.
        error: bound on what the method misses in any value.
        seed: of what chance it used, or None.
    Returns:
        Means and their standard errors. Queries are added in their order.
    """
    m = len(per_query)
    mean = np.add.accumulate(per_query, axis=0)[-1] / m
    gaps = per_query - mean
    spread = np.add.accumulate(gaps * gaps, axis=0)[-1]
    stderr = np.sqrt(spread / (m - 1) / m) if m > 1 else np.full(len(players), math.nan)
    return GameValues(method, players, mean, stderr, m, total, error, seed)
