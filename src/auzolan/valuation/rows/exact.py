"""Value all rows for some queries: distances a block at a time, games by the kernels, exact sums.

Decides nothing: checks and meaning are in `knn_shapley`, coefficients in `games`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from auzolan.valuation.rows.games import NEAR, RANKED, Game, in_units, soft_offset
from auzolan.valuation.rows.kernels import DIGIT_BITS_MAX
from auzolan.valuation.rows.kernels_games import use_threads, value_block, value_block_threads
from auzolan.valuation.rows.kernels_matches import list_by_label
from auzolan.valuation.rows.neighbours import Points, distance_blocks, key_of_distance
from auzolan.valuation.rows.result import Part
from auzolan.valuation.rows.training_rows import UNKNOWN, Segment

PER_QUERY_CELLS_MAX = 2**23
Whole = NDArray[np.int64]
Keys = tuple[int, int, NDArray[np.signedinteger]]


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """Queries after checks, as the kernels take them.

    Attributes:
        points: features.
        labels: int64 class codes, -1 for a label no row has.
        targets: float64; zeros where labels are classes.
        limit: squared radius for the threshold game, else 0.
    """

    points: Points
    labels: Whole
    targets: NDArray[np.float64]
    limit: float

    def some(self, at: Whole) -> Asked:
        """Give some of the queries."""
        points = self.points
        lengths = points.lengths[at] if points.lengths.size else points.lengths
        chosen = Points(points.given[at], points.norms[at], lengths, points.dtype)
        return Asked(chosen, self.labels[at], self.targets[at], self.limit)


def exact_part(
    rows: Segment,
    asked: Asked,
    game: Game,
    *,
    places: Whole,
    members: int,
    threads: int,
    blocks: Iterable[Keys] | None = None,
) -> Part:
    """Value every row for every query.

    Args:
        rows: all rows, in one piece.
        asked: the queries.
        game: the game for that many rows.
        places: the places of these queries among all.
        members: how many owners there are.
        threads: how many queries are valued at once.
        blocks: keys of the distances, where they are known; None computes them.
    Returns:
        The sums.
    """
    n, n_queries = len(rows.labels), len(asked.labels)
    sums, squares = np.zeros(n, dtype=np.int64), np.zeros(n)
    totals = OwnerTotals(members if rows.owners.size else 0, n_queries)
    found = np.zeros((n_queries, 4), dtype=np.int64)
    threads = use_threads(min(threads, n_queries))
    scratch = (
        np.empty((threads, 3, 2**DIGIT_BITS_MAX), dtype=np.uint32),
        np.empty((threads, n), dtype=np.uint64),
        np.empty((threads, n), dtype=np.uint64),
    )
    extra = _extra(rows, asked, game)
    valued = (rows.labels, rows.targets, *_by_label(rows, asked, game))
    work = value_block if threads == 1 else value_block_threads
    for start, stop, keys in blocks or distance_blocks(rows.points, asked.points):
        block = (asked.labels[start:stop], extra[start:stop], asked.targets[start:stop])
        of_owner = totals.block(start, stop)
        work(
            keys, valued, rows.owners, game.tables(), block, scratch,
            (sums, squares), of_owner, found[start:stop],
        )  # fmt: skip
        totals.add(of_owner)
    worth = sum(worth_of_all(one, game) for one in found.tolist())
    return Part(
        sums, squares, totals.kept, totals.sums, totals.squares, places, worth, 0.0, game.unit
    )


class OwnerTotals:
    """Adds up what owners' rows are worth for each query, and keeps each query's where it fits."""

    def __init__(self, members: int, n_queries: int) -> None:
        self._members = members
        keep = members * n_queries <= PER_QUERY_CELLS_MAX
        self.kept: Whole = np.zeros((n_queries, members if keep else 0), dtype=np.int64)
        self.sums: Whole = np.zeros(members, dtype=np.int64)
        self.squares = np.zeros(members)

    def block(self, start: int, stop: int) -> Whole:
        """Give the array of shape (stop - start, members) that the kernel writes."""
        if self.kept.shape[1] == self._members:
            return self.kept[start:stop]
        return np.empty((stop - start, self._members), dtype=np.int64)

    def add(self, of_owner: Whole) -> None:
        """Add a block, query after query, so that float sums have one order."""
        self.sums += of_owner.sum(axis=0, dtype=np.int64)
        for line in of_owner:
            self.squares += line.astype(np.float64) ** 2


def _by_label(rows: Segment, asked: Asked, game: Game) -> tuple[NDArray[np.uint32], Whole]:
    """List the rows label by label, and where each label that is asked for starts."""
    if game.kind != RANKED:
        return np.zeros(0, dtype=np.uint32), np.zeros(1, dtype=np.int64)
    most = max(int(rows.labels.max()), int(asked.labels.max())) + 1
    by_label, starts = list_by_label(rows.labels, most)
    return by_label, starts


def _extra(rows: Segment, asked: Asked, game: Game) -> Whole:
    """Compute each query's offset (soft) or the key of the radius (threshold)."""
    extra = np.zeros(len(asked.labels), dtype=np.int64)
    if game.kind == NEAR:
        extra[:] = key_of_distance(asked.limit, rows.points.dtype)
    if game.kind == RANKED and game.is_soft:
        counts = np.bincount(rows.labels, minlength=int(asked.labels.max()) + 1)
        for label in np.unique(asked.labels).tolist():
            matches = 0 if label == UNKNOWN else int(counts[label])
            offset = soft_offset(len(rows.labels), matches, k=game.k, classes=game.classes)
            extra[asked.labels == label] = in_units(offset, game.bits)
    return extra


def worth_of_all(found: list[int], game: Game) -> int:
    """Compute what all rows together are worth for a query, less what none are worth."""
    before, first, size, matches = found
    if game.kind != RANKED:
        return before
    votes = Fraction(before * size + matches * (game.nearest - first + 1), size)
    if game.is_soft:
        return in_units(votes / game.nearest - Fraction(1, game.classes), game.bits)
    return in_units(votes / game.k, game.bits)
