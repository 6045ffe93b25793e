"""The cap: for each query only the nearest rows of each member play, as many as the cap says.

A row enters while each of its holders has fewer than `cap` rows closer to the query, so rows at
one distance with the last one enter too and no order decides. The rows that entered play the row
game among themselves, as if there were no others; the rest are worth 0 for that query. This
bounds what one person's mass of rows can do to one answer.

Whose a row is, and what is one row, is settled before (`standing`). Works query by query: the
distances of all rows stand side by side for a few queries only.

Source: Jia et al. 2019 (arXiv 1908.08619), Theorem 1, for the game of the rows that entered; the
tie rule is that of `payable.canonical_values`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from auzolan.valuation.rows.exact import Asked, OwnerTotals, exact_part
from auzolan.valuation.rows.games import Game
from auzolan.valuation.rows.kernels_standing import let_in
from auzolan.valuation.rows.neighbours import Floats, distance_blocks, ready
from auzolan.valuation.rows.result import Part
from auzolan.valuation.rows.standing import Holders
from auzolan.valuation.rows.training_rows import Segment

if TYPE_CHECKING:
    from auzolan.valuation.rows.knn_shapley import KNNShapley

Whole = NDArray[np.int64]


def capped_part(
    rows: Segment,
    holders: Holders,
    asked: Asked,
    game_of: Callable[[int], Game],
    *,
    cap: int,
    places: Whole,
    owners: int,
) -> Part:
    """Value the rows that each query lets in.

    Args:
        rows: all rows, in one piece.
        holders: who holds which of them.
        asked: the queries.
        game_of: makes the game for so many rows; all in one unit.
        cap: rows of one holder that enter, her nearest, >= 1.
        places: the places of these queries among all.
        owners: how many codes of owners there are.
    Returns:
        The sums over all rows; `worth` is that of the rows that entered.
    """
    n, n_queries = len(rows.labels), len(asked.labels)
    sums, squares = np.zeros(n, dtype=np.int64), np.zeros(n)
    totals = OwnerTotals(owners, n_queries)
    enters = np.empty(n, dtype=np.bool_)
    games: dict[int, Game] = {}
    worth = 0
    for start, stop, keys in distance_blocks(rows.points, asked.points):
        for query in range(start, stop):
            let_in(keys[query - start], holders.rows, holders.starts, cap, enters)
            at = np.flatnonzero(enters)
            if len(at) not in games:
                games = {len(at): game_of(len(at))}
            alone = np.array([query], dtype=np.int64)
            part = exact_part(
                rows.some(at), asked.some(alone), games[len(at)], places=alone, members=owners,
                threads=1, blocks=[(0, 1, keys[query - start][None, at])],
            )  # fmt: skip
            sums[at] += part.sums
            squares[at] += part.squares
            of_owner = totals.block(query, query + 1)
            of_owner[0] = part.owner_sums
            totals.add(of_owner)
            worth += part.worth
    unit = game_of(n).unit
    return Part(sums, squares, totals.kept, totals.sums, totals.squares, places, worth, 0.0, unit)


@dataclass(frozen=True, slots=True, eq=False)
class Speaking:
    """The rows nearest to one query that play in its game, nearest first.

    Attributes:
        rows: int64, their numbers as they came; of a canonical row, that of its standing row.
        distances: float64, squared.
        labels: int32 class codes.
        holders: the codes of those who hold each, equal parts, in order of code.
    """

    rows: Whole
    distances: NDArray[np.float64]
    labels: NDArray[np.int32]
    holders: tuple[tuple[int, ...], ...]


def speaking_rows(model: KNNShapley, point: Floats, most: int) -> Speaking:
    """Find the nearest rows that one query lets in, among canonical rows where `near` merges.

    Args:
        model: fitted with owners, and with `near` or `cap`.
        point: features of shape (d,).
        most: rows wanted.
    Returns:
        At most that many, equal distances by row.
    """
    store, standing, holders = model.training_rows(), model.standing(), model.holders()
    rows = store.whole() if standing is None else standing.segment
    query = ready("query", point[None, :], metric=model.metric, dtype=store.dtype)
    _, _, keys = next(distance_blocks(rows.points, query))
    enters = np.ones(len(rows.labels), dtype=np.bool_)
    if model.cap is not None:
        let_in(keys[0], holders.rows, holders.starts, model.cap, enters)
    distances = keys[0].view(rows.points.dtype).astype(np.float64)
    at = np.flatnonzero(enters).astype(np.int64)
    at = at[np.argsort(distances[at], kind="stable")[:most]]
    place_of = {row: place for place, row in enumerate(at.tolist())}
    held_by: list[list[int]] = [[] for _ in place_of]
    for pair in np.flatnonzero(np.isin(holders.rows, at)).tolist():
        member = int(np.searchsorted(holders.starts, pair, side="right")) - 1
        held_by[place_of[int(holders.rows[pair])]].append(member)
    came = at if standing is None else standing.standing[at]
    return Speaking(
        store.ids()[came], distances[at], rows.labels[at], tuple(tuple(who) for who in held_by)
    )
