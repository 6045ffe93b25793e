"""Value only the nearest rows of each query, and say how far off that can be.

With T >= k places valued, a row among them misses at most the sum over j > T of 1 / (j (j - 1)),
which is 1/T - 1/n; a row beyond is taken as worth 0 and is worth between -(1/T - 1/n) and
1 / (T + 1). Rows as far as the one at place T are inside with it, so that no order of rows decides
who is; where they reach beyond place T + 16, the query is valued in full.

Hard utility only.

Source: Jia et al. 2019 (arXiv 1908.08619), Theorem 2, for the cut; the bound here is tighter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from auzolan.valuation.rows.exact import Asked, OwnerTotals, exact_part, worth_of_all
from auzolan.valuation.rows.games import VALUE_BITS, Game, ranked_game
from auzolan.valuation.rows.kernels_games import use_threads
from auzolan.valuation.rows.kernels_top import (
    keep_nearer,
    keep_nearer_threads,
    last_places,
    prune,
    sort_list,
    value_lists,
)
from auzolan.valuation.rows.neighbours import (
    QUERY_STEP,
    TILE_ROWS,
    Floats,
    Points,
    require_same_features,
    scaled_queries,
    tiles,
)
from auzolan.valuation.rows.result import Part
from auzolan.valuation.rows.training_rows import Segment

SHARED_MAX = 16
QUERIES_AT_ONCE = 1024
_STEP = 16 * QUERY_STEP
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class NearLists:
    """For each query its nearest rows, sorted once complete.

    Attributes:
        limits: (m, 1), no row at or beyond this distance has to be kept.
        counts: int64 (m, 1), rows in the list.
        distances: (m, r), squared distances.
        rows: uint32 (m, r).
        keep: how many of the nearest are complete, < r.
    """

    limits: Floats
    counts: Whole
    distances: Floats
    rows: NDArray[np.uint32]
    keep: int

    def raw(self) -> tuple[Floats, Whole, Floats, NDArray[np.uint32]]:
        """Give what the kernels take."""
        return (self.limits, self.counts, self.distances, self.rows)


def empty_lists(n_queries: int, keep: int, dtype: np.dtype[np.floating]) -> NearLists:
    """Make empty lists with room for twice what they keep."""
    room = 2 * keep + 64
    return NearLists(
        np.full((n_queries, 1), np.inf, dtype=dtype),
        np.zeros((n_queries, 1), dtype=np.int64),
        np.zeros((n_queries, room), dtype=dtype),
        np.zeros((n_queries, room), dtype=np.uint32),
        keep,
    )


def offer(lists: NearLists, rows: Points, queries: Points, *, first_row: int, threads: int) -> None:
    """Offer all of some rows to every list; each list keeps the nearest.

    Args:
        lists: changed.
        rows: the rows; one with an infinite norm is never kept.
        queries: as many as there are lists.
        first_row: the number of the first of these rows.
        threads: how many queries are looked at at once.
    """
    require_same_features(rows, queries)
    work = keep_nearer if use_threads(threads) == 1 else keep_nearer_threads
    for first in range(0, len(queries.given), QUERIES_AT_ONCE):
        last = min(first + QUERIES_AT_ONCE, len(queries.given))
        asked = scaled_queries(queries, first, last)
        blocks = [asked[start : start + _STEP] for start in range(0, len(asked), _STEP)]
        out = np.empty((len(asked), TILE_ROWS), dtype=rows.dtype)
        some = tuple(part[first:last] for part in lists.raw())
        for low, high, tile in tiles(rows):
            for place, block in enumerate(blocks):
                np.dot(block, tile.T, out=out[place * _STEP : place * _STEP + len(block)])
            norms = rows.norms[low:high]
            work(out, norms, queries.norms[first:last], first_row + low, some, lists.keep)


def settle(lists: NearLists, places: Whole) -> None:
    """Cut the lists of some queries to what they keep and sort them."""
    for q in places.tolist():
        limits, counts, distances, rows = (part[q] for part in lists.raw())
        prune(limits, counts, distances, rows, lists.keep)
        sort_list(counts[0], distances, rows)


def truncated_part(
    rows: Segment, asked: Asked, *, k: int, places: Whole, members: int, top: int, threads: int
) -> Part:
    """Value the nearest `top` rows of each query by the hard game.

    Args:
        rows: all rows, in one piece, more than `top` + 16.
        asked: the queries.
        k: neighbours that vote, at most `top`.
        places: the places of these queries among all.
        members: how many owners there are.
        top: places valued.
        threads: how many queries are looked at at once.
    Returns:
        The sums, with the bound of their error.
    """
    lists = empty_lists(len(asked.labels), top + SHARED_MAX + 1, rows.points.dtype)
    offer(lists, rows.points, asked.points, first_row=0, threads=threads)
    settle(lists, np.arange(len(asked.labels)))

    def in_full(some: Whole) -> Part:
        game = ranked_game(len(rows.labels), k=k, soft=False, bits=VALUE_BITS, classes=0)
        return exact_part(
            rows, asked.some(some), game, places=places[some], members=members, threads=1
        )

    labelled = Labelled(rows.labels, rows.owners, len(rows.labels), members)
    part = part_of_lists(lists, labelled, asked.labels, k=k, top=top, in_full=in_full)
    return replace(part, places=places)


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """What lists of rows are valued with.

    Attributes:
        labels: int32 class codes, by row number.
        owners: int32 codes of owners, by row number; empty without owners.
        n_rows: rows that are here.
        members: how many owners there are.
    """

    labels: NDArray[np.int32]
    owners: NDArray[np.int32]
    n_rows: int
    members: int


def part_of_lists(
    lists: NearLists,
    rows: Labelled,
    asked: Whole,
    *,
    k: int,
    top: int,
    in_full: Callable[[Whole], Part],
) -> Part:
    """Value settled lists.

    Args:
        lists: with at least `top` + 17 sorted rows each.
        rows: labels and owners.
        asked: int64 class codes of all queries.
        k: neighbours that vote.
        top: places valued.
        in_full: values some of the queries exactly; for those whose last place is shared.
    Returns:
        The sums, by row number.
    """
    sums, squares = np.zeros(len(rows.labels), dtype=np.int64), np.zeros(len(rows.labels))
    valued = value_cut(lists, rows, asked, k=k, top=top, sums=(sums, squares))
    totals, cut, whole, game = valued.totals, valued.cut, valued.whole, valued.game
    worth = sum(worth_of_all(one, game) for one in valued.found[cut].tolist())
    if len(whole):
        part = in_full(whole)
        sums += part.sums
        squares += part.squares
        totals.sums += part.owner_sums
        totals.squares += part.owner_squares
        if part.of_owner.shape[1]:
            totals.kept[whole] = part.of_owner
        worth += part.worth
    error = len(cut) * error_bound(rows.n_rows, top)
    places = np.arange(len(asked), dtype=np.int64)
    return Part(
        sums, squares, totals.kept, totals.sums, totals.squares, places, worth, error, game.unit
    )


@dataclass(frozen=True, slots=True, eq=False)
class CutValued:
    """What the lists gave, but for the queries that have to be valued in full.

    Attributes:
        totals: what owners' rows are worth.
        found: int64 of shape (m, 4), what the whole's worth needs.
        cut: int64, the queries valued from their lists.
        whole: int64, the queries whose last place is shared by too many rows.
        game: the game.
    """

    totals: OwnerTotals
    found: Whole
    cut: Whole
    whole: Whole
    game: Game


def value_cut(
    lists: NearLists,
    rows: Labelled,
    asked: Whole,
    *,
    k: int,
    top: int,
    sums: tuple[Whole, NDArray[np.float64]],
) -> CutValued:
    """Value settled lists, but for those whose last place too many rows share.

    Args:
        lists: with at least `top` + 17 sorted rows each.
        rows: labels and owners.
        asked: int64 class codes of all queries.
        k: neighbours that vote.
        top: places valued.
        sums: int64 (n,) values and float64 (n,) squares by row number, added to; no squares
            where these are (0,).
    Returns:
        What owners' rows are worth, and which queries are not in it.
    """
    totals = OwnerTotals(rows.members if rows.owners.size else 0, len(asked))
    of_owner = totals.block(0, len(asked))
    of_owner[:] = 0
    found = np.zeros((len(asked), 4), dtype=np.int64)
    ends = last_places(lists.distances, top, top + SHARED_MAX)
    is_shared = ends > top + SHARED_MAX
    cut = np.flatnonzero(~is_shared).astype(np.int64)
    game = ranked_game(top + SHARED_MAX, k=k, soft=False, bits=VALUE_BITS, classes=0)
    value_lists(
        (lists.distances, lists.rows), (cut, ends), asked, (rows.labels, rows.owners),
        game.tables()[1:4], sums, of_owner, found,
    )  # fmt: skip
    totals.add(of_owner)
    return CutValued(totals, found, cut, np.flatnonzero(is_shared).astype(np.int64), game)


def error_bound(n: int, top: int) -> float:
    """Bound how far a row's value for one query is off when only `top` >= k of n are valued."""
    return 0.0 if top >= n else max(1.0 / top - 1.0 / n, 1.0 / (top + 1))
