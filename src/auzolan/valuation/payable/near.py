"""Which rows are near duplicates: the same thing once more, up to a distance that the recipe says.

Rows come in order of their standing, the earliest registered first. A row joins the earliest
leader of its group that lies within the distance; a row that finds none becomes a leader. So
leaders lie farther apart than the distance, and a later row never takes an earlier one's place.
Nothing is chained: a row near a merged row, but not near its leader, stands by itself. Chains
would let a late row tie two early ones together, and merge whole regions of dense data.

Knows no owner, no kind and no value. Distances are exact whole numbers; it learns none of them.
Texts have a module of their own, `near_texts`, since they need another library.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from auzolan.valuation.quantize import IntArray, squared_distances

NEAR_SQUARED_MAX = 2**53
_CELLS = 2**20
_BLOCK_ROWS = 512


class Content(Protocol):
    """What rows hold, and what it means that two of them are near."""

    def spelled(self) -> list[bytes]:
        """Spell each row so that two spellings are equal just where the contents are."""
        ...

    def leaders(self, rows: IntArray, groups: IntArray) -> IntArray:
        """Find the leader of each row, among those before it with the same group code.

        Args:
            rows: int64 of shape (r,): places of rows, the earliest first, no two of one group
                with equal content.
            groups: int64 codes of shape (r,).
        Returns:
            int64 of shape (r,): for each entry the index into `rows` of its leader, which is its
            own index where it leads.
        """
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """Rows as whole numbers, near where their squared distance is at most a bound.

    Attributes:
        features: int64 of shape (n, d), from `quantise`.
        near_squared: bound on the squared Euclidean distance, in squared steps of the grid, 0 to
            2^53; 0 merges equal rows only.
    """

    features: IntArray
    near_squared: int = 0

    def __post_init__(self) -> None:
        if self.features.ndim != 2 or self.features.dtype != np.int64:
            raise ValueError(
                f"expected int64 features of shape (n, d); got {self.features.dtype} "
                f"of shape {self.features.shape}"
            )
        if not 0 <= self.near_squared <= NEAR_SQUARED_MAX:
            raise ValueError(f"near_squared is 0 to 2^53; got {self.near_squared}")

    def spelled(self) -> list[bytes]:
        """Spell each row, eight bytes a feature; byte order as numbers order, negative last."""
        return [row.tobytes() for row in self.features.astype(">i8")]

    def leaders(self, rows: IntArray, groups: IntArray) -> IntArray:
        """Find leaders by exact distances, block by block; see `Content.leaders`.

        Time grows with rows times leaders within a group; memory stays near 2^20 cells, or one
        cell a leader where those are more.
        """
        leader = np.arange(len(rows), dtype=np.int64)
        if self.near_squared == 0:
            return leader
        for group in np.unique(groups).tolist():
            members = np.flatnonzero(groups == group)
            found = _lead(self.features[rows[members]], self.near_squared)
            leader[members] = members[found]
        return leader


def _lead(features: IntArray, near_squared: int) -> IntArray:
    """Leaders within one group: index of each row's leader, rows in order of standing."""
    n = len(features)
    leader = np.arange(n, dtype=np.int64)
    standing = np.zeros(0, dtype=np.int64)
    at = 0
    while at < n:
        size = min(_BLOCK_ROWS, max(1, _CELLS // (len(standing) + 1)), n - at)
        block = np.arange(at, at + size, dtype=np.int64)
        if len(standing):
            is_near = squared_distances(features[block], features[standing]) <= near_squared
            has_leader = is_near.any(axis=1)
            leader[block[has_leader]] = standing[is_near[has_leader].argmax(axis=1)]
            block = block[~has_leader]
        inner = squared_distances(features[block], features[block]) <= near_squared
        new: list[int] = []
        for place in range(len(block)):
            before = np.flatnonzero(inner[place, new])
            if len(before):
                leader[block[place]] = block[new[before[0]]]
            else:
                new.append(place)
        standing = np.concatenate([standing, block[new]])
        at += size
    return leader
