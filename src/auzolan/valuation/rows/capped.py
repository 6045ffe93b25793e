"""The cap: for each query only the nearest rows of each member play, as many as the cap says.

Of a member's rows at one distance only as many enter as there is room for; those whose answer does
not match the query's enter first, so that a tie never pays. (Without labels, in utility
regression: those whose target is farthest from the one asked for; of two equally far the smaller.)
Of rows alike in distance and answer it is nothing which of them enter: what those that entered are
worth is spread over all of them equally, rounded half up. A row held by several enters after those
held alone, and only where all such rows of each of its holders have room; so it can happen that
none enters, and a query is worth nothing.

The rows that entered play the row game among themselves, as if there were no others; the rest are
worth 0 for that query. This bounds what one person's mass of rows can do to one answer, copies of
one row included.

Whose a row is, and what is one row, is settled before (`standing`). Works query by query: the
distances of all rows stand side by side for a few queries only.

Source: Jia et al. 2019 (arXiv 1908.08619), Theorem 1, for the game of the rows that entered; the
tie rule is that of `payable.canonical_values`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True, eq=False)
class Tied:
    """Rows of one member, alike in distance and answer, of which only some enter.

    Attributes:
        rows: int64, all of them, rising.
        entered: how many of them play, the first, 1 to less than all.
    """

    rows: Whole
    entered: int

    def spread(self, value: int) -> int:
        """Give each row's part of what those that entered are worth, rounded half up."""
        count = len(self.rows)
        return (2 * self.entered * value + count) // (2 * count)


class Gate:
    """Says which rows a query lets in.

    Args:
        holders: who holds which row.
        n_rows: how many rows there are.
        cap: rows of one holder that enter, her nearest, >= 1.
    """

    def __init__(self, holders: Holders, n_rows: int, cap: int) -> None:
        self._pairs = (holders.rows, holders.starts)
        self._is_shared = np.bincount(holders.rows, minlength=n_rows) > 1
        self._cap = cap
        self._tied = np.zeros((2, len(holders.starts) - 1), dtype=np.int64)

    def let_in(
        self, keys: NDArray[np.signedinteger], kinds: Whole
    ) -> tuple[Whole, tuple[Tied, ...]]:
        """Let the rows of one query in.

        Args:
            keys: of the distances, shape (n,).
            kinds: from `kinds_of`.
        Returns:
            The rows that enter, rising, and those that stand for others like them.
        """
        enters = np.empty(len(keys), dtype=np.bool_)
        alike = let_in(keys, kinds, self._pairs, self._is_shared, self._cap, enters, self._tied)
        tied = []
        for holder in np.flatnonzero(self._tied[1]).tolist():
            low, (count, entered) = int(self._pairs[1][holder]), self._tied[:, holder].tolist()
            tied.append(Tied(alike[low : low + count].copy(), entered))
        return np.flatnonzero(enters).astype(np.int64), tuple(tied)


class Kinds:
    """Says in which order rows at one distance enter.

    Args:
        rows: all rows, in one piece.
    """

    def __init__(self, rows: Segment) -> None:
        self._labels = rows.labels
        self._targets, self._code_of = np.unique(rows.targets, return_inverse=True)

    def of(self, label: int, target: float) -> Whole:
        """Number the rows for one query: the smaller enters first.

        Args:
            label: class code asked for; looked at where rows have labels.
            target: number asked for; looked at where rows have targets.
        Returns:
            int64 of shape (n,); alike rows have one number.
        """
        if not len(self._targets):
            is_match: Whole = (self._labels == label).astype(np.int64)
            return is_match
        order = np.lexsort((self._targets, -np.abs(self._targets - target)))
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(len(order), dtype=np.int64)
        return place[self._code_of]


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
    gate, kinds = Gate(holders, n, cap), Kinds(rows)
    games: dict[int, Game] = {}
    worth = 0
    for start, stop, keys in distance_blocks(rows.points, asked.points):
        for query in range(start, stop):
            kind = kinds.of(int(asked.labels[query]), float(asked.targets[query]))
            at, tied = gate.let_in(keys[query - start], kind)
            of_owner = totals.block(query, query + 1)
            of_owner[:] = 0
            if not len(at):
                continue
            if len(at) not in games:
                games = {len(at): game_of(len(at))}
            alone = np.array([query], dtype=np.int64)
            part = exact_part(
                rows.some(at), asked.some(alone), games[len(at)], places=alone, members=owners,
                threads=1, blocks=[(0, 1, keys[query - start][None, at])],
            )  # fmt: skip
            values = np.zeros(n, dtype=np.int64)
            values[at] = part.sums
            of_owner[0] = part.owner_sums
            _spread(tied, values, rows.owners, of_owner[0])
            totals.add(of_owner)
            sums += values
            squares += values.astype(np.float64) ** 2
            worth += part.worth
    unit = game_of(n).unit
    return Part(sums, squares, totals.kept, totals.sums, totals.squares, places, worth, 0.0, unit)


def _spread(
    tied: tuple[Tied, ...], values: Whole, owners: NDArray[np.int32], of_owner: Whole
) -> None:
    """Spread what tied rows are worth, and give their owner the sum of her rows."""
    for one in tied:
        value = int(values[one.rows[0]])
        each = one.spread(value)
        values[one.rows] = each
        of_owner[owners[one.rows[0]]] += len(one.rows) * each - one.entered * value


@dataclass(frozen=True, slots=True, eq=False)
class Speaking:
    """The rows nearest to one query that play in its game, nearest first.

    Attributes:
        rows: int64, their numbers as they came; of a canonical row, that of its standing row.
        distances: float64, squared.
        labels: int32 class codes.
        holders: the codes of those who hold each, equal parts, in order of code.
        stands_for: the rows that the cap let in only in part, by the place of their first here.
    """

    rows: Whole
    distances: NDArray[np.float64]
    labels: NDArray[np.int32]
    holders: tuple[tuple[int, ...], ...]
    stands_for: Mapping[int, Tied] = field(default_factory=dict)


def speaking_rows(model: KNNShapley, point: Floats, label: int, most: int) -> Speaking:
    """Find the nearest rows that one query lets in, among canonical rows where `near` merges.

    Args:
        model: fitted with owners, and with `near` or `cap`.
        point: features of shape (d,), as `KNNShapley.features` gives them.
        label: class code of the answer.
        most: rows wanted.
    Returns:
        At most that many, equal distances by row.
    """
    store, standing, holders = model.training_rows(), model.standing(), model.holders()
    rows = store.whole() if standing is None else standing.segment
    query = ready("query", point[None, :], metric=model.metric, dtype=store.dtype)
    _, _, keys = next(distance_blocks(rows.points, query))
    at = np.arange(len(rows.labels), dtype=np.int64)
    tied: tuple[Tied, ...] = ()
    if model.cap is not None:
        gate = Gate(holders, len(rows.labels), model.cap)
        at, tied = gate.let_in(keys[0], Kinds(rows).of(label, 0.0))
    distances = keys[0].view(rows.points.dtype).astype(np.float64)
    at = at[np.argsort(distances[at], kind="stable")[:most]]
    place_of = {row: place for place, row in enumerate(at.tolist())}
    held_by: list[list[int]] = [[] for _ in place_of]
    for pair in np.flatnonzero(np.isin(holders.rows, at)).tolist():
        member = int(np.searchsorted(holders.starts, pair, side="right")) - 1
        held_by[place_of[int(holders.rows[pair])]].append(member)
    came = at if standing is None else standing.standing[at]
    return Speaking(
        store.ids()[came], distances[at], rows.labels[at], tuple(tuple(who) for who in held_by),
        {place_of[row]: one for one in tied if (row := int(one.rows[0])) in place_of},
    )  # fmt: skip
