"""Who made one answer: the nearest training rows of a served question, in whole numbers.

An answer is worth what its k nearest rows say for it. Among the rows that are near enough to
matter, each canonical row gets its exact Shapley value in that game, and a member the sum of her
parts of hers; below 0 counts as 0. Rows as far as the one at place `TOP` all play, so that no order
of equal distances decides. A cap of the charter holds here as in a valuation.

Integers throughout, so every machine finds the same. It shares no money and keeps no question.

Source: Jia et al. 2019 (arXiv 1908.08619), Theorems 1 and 2, for one query.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import lcm

import numpy as np
from numpy.typing import NDArray

from auzolan.valuation.payable.canonical_rows import CanonicalRows, Owners
from auzolan.valuation.payable.canonical_values import values_by_query
from auzolan.valuation.payable.knn import QueryGame, blocks_of
from auzolan.valuation.quantize import IntArray

METHOD = "knn-use/1"
NEIGHBOURS = 5
TOP = 100
_EXACT = 2**53


@dataclass(frozen=True, slots=True, eq=False)
class UseGame:
    """The canonical training rows that answers are attributed to.

    Attributes:
        points: int64 features of shape (c, d).
        labels: int64 label codes of shape (c,), each >= 0.
        owners: c times who holds the row.
        members: everyone with rows in the snapshot, in order: who shares an answer that no row
            speaks for.
        cap: rows of one member that play for one question; None for all.
    """

    points: IntArray
    labels: IntArray
    owners: tuple[Owners, ...]
    members: tuple[str, ...]
    cap: int | None = None
    _floats: NDArray[np.float64] = field(init=False)
    _squares: NDArray[np.float64] = field(init=False)
    _unit: int = field(init=False)

    def __post_init__(self) -> None:
        n = len(self.points)
        if self.points.ndim != 2 or self.labels.shape != (n,) or len(self.owners) != n or not n:
            raise ValueError(
                f"expected rows (n, d) with n labels and owners; got {self.points.shape}, "
                f"{self.labels.shape}, {len(self.owners)}"
            )
        if not self.members:
            raise ValueError("a snapshot has members")
        _require_exact(self.points)
        floats = self.points.astype(np.float64)
        object.__setattr__(self, "_floats", floats)
        object.__setattr__(self, "_squares", np.einsum("nd,nd->n", floats, floats))
        parts = {part.denominator for owners in self.owners for _, part in owners}
        object.__setattr__(self, "_unit", lcm(*parts))

    def weights(self, point: IntArray, label: int) -> dict[str, int]:
        """Say what each member's rows are worth for one answer.

        Args:
            point: int64 features of the question, shape (d,).
            label: code of the answer; one that no row has gives nothing.
        Returns:
            Whole numbers above 0 on one scale, in order of member; empty where no row speaks for
            the answer.
        Raises:
            ValueError: the question has other features, or some too large to be exact.
        """
        if point.shape != self.points.shape[1:]:
            raise ValueError(f"expected {self.points.shape[1]} features; got {point.shape}")
        _require_exact(point)
        near = self._near(point)
        values = self._values(near, point, label)
        found: dict[str, int] = {}
        for place, value in zip(near.tolist(), values, strict=True):
            for member, part in self.owners[place]:
                units = part.numerator * (self._unit // part.denominator)
                found[member] = found.get(member, 0) + value * units
        return {member: found[member] for member in sorted(found) if found[member] > 0}

    def _near(self, point: IntArray) -> NDArray[np.intp]:
        """The rows as far as the one at place `TOP`, in order of row."""
        if len(self.points) <= TOP:
            return np.arange(len(self.points))
        # Less the question's own square, which is the same for all; exact below 2^53.
        distances = self._squares - 2.0 * (self._floats @ point.astype(np.float64))
        farthest = np.partition(distances, TOP - 1)[TOP - 1]
        return np.flatnonzero(distances <= farthest)

    def _values(self, near: NDArray[np.intp], point: IntArray, label: int) -> list[int]:
        game = QueryGame(
            self.points[near], self.labels[near], point[None, :],
            np.array([label], dtype=np.int64), NEIGHBOURS,
        )  # fmt: skip
        if self.cap is None:
            ((values, _),) = blocks_of(game)
        else:
            owners = tuple(self.owners[place] for place in near.tolist())
            own = np.arange(len(near), dtype=np.int64)
            members = tuple(sorted({member for one in owners for member, _ in one}))
            rows = CanonicalRows(own, own, owners, members)
            ((values, _),) = values_by_query(game, rows, self.cap)
        found: list[int] = values[0].tolist()
        return found


def _require_exact(rows: IntArray) -> None:
    """Refuse features whose squared distances could be rounded."""
    if rows.dtype != np.int64:
        raise ValueError(f"features are int64; got {rows.dtype}")
    size = max(int(rows.max(initial=0)), -int(rows.min(initial=0)))
    if rows.shape[-1] * (2 * size) ** 2 > _EXACT:
        raise ValueError(f"{rows.shape[-1]} features of size up to {size} are too large")
