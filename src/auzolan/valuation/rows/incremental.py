"""A valuation that stands while rows come and go: fixed queries, each with its nearest rows kept.

For every query the nearest rows are kept sorted, more of them than are valued. New rows are
compared with each query's farthest kept row and put in at their place; withdrawn rows are taken
out, and a list that has become too short is made anew from all rows. Results are those of
`KNNShapley(top=...)` fitted on the rows that are there, to the bit.

Only for truncated values: in the exact game one new row moves the place, and so the value, of
every farther row for every query, which no structure can spare.

Source: the cut of Jia et al. 2019 (arXiv 1908.08619), Theorem 2; the bookkeeping is ours.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from auzolan.valuation.rows.kernels_top import drop_rows, insert_rows
from auzolan.valuation.rows.knn_shapley import KNNShapley
from auzolan.valuation.rows.neighbours import Floats, scaled_queries, tiles
from auzolan.valuation.rows.result import Part, Valuation
from auzolan.valuation.rows.training_rows import Given
from auzolan.valuation.rows.truncated import (
    SHARED_MAX,
    Labelled,
    empty_lists,
    offer,
    part_of_lists,
    settle,
)

Whole = NDArray[np.int64]


class StandingValuation:
    """Values of a changing set of rows for fixed queries.

    Memory: 8 bytes (float32) for each query and kept row, 2 (top + 17 + reserve) + 64 of them.

    Args:
        model: a fitted `KNNShapley` with `top`; from now on change its rows only through this.
        X_query: features of shape (m, d).
        y_query: m labels.
        groups: a cluster for each query, for clustered intervals.
        reserve: rows kept beyond those valued; None keeps as many again.
    Raises:
        ValueError: the model values all rows, or the queries are refused.
    """

    def __init__(
        self,
        model: KNNShapley,
        X_query: Floats,
        y_query: Given,
        *,
        groups: Given | None = None,
        reserve: int | None = None,
    ) -> None:
        if model.top is None:
            raise ValueError("a standing valuation needs a model with top=")
        self._model, self._top = model, model.top
        self._y_query, self._groups = y_query, groups
        self._asked = model.asked(X_query, y_query)
        store = model.training_rows()
        keep = self._top + SHARED_MAX + 1 + (self._top if reserve is None else reserve)
        self._lists = empty_lists(len(self._asked.labels), keep, store.segments[0].points.dtype)
        self._fill(np.arange(len(self._asked.labels)))

    def add(self, X: Floats, y: Given, owner: Given | None = None) -> Self:
        """Add rows; see `KNNShapley.partial_fit`."""
        store = self._model.training_rows()
        self._model.partial_fit(X, y, owner)
        segment = store.segments[-1]
        queries = self._asked.points
        block = scaled_queries(queries, 0, len(queries.given))
        for low, high, tile in tiles(segment.points):
            insert_rows(
                np.dot(block, tile.T), segment.points.norms[low:high], queries.norms,
                segment.first_id + low, self._lists.raw(),
            )  # fmt: skip
        return self

    def withdraw(self, rows: Whole | None = None, *, member: str | int | None = None) -> Self:
        """Take rows out; see `KNNShapley.withdraw`."""
        store = self._model.training_rows()
        self._model.withdraw(rows, member=member)
        drop_rows(self._lists.raw(), store.is_here)
        n_rows = int(store.is_here.sum())
        short = np.flatnonzero(self._lists.counts[:, 0] < min(self._top + SHARED_MAX + 1, n_rows))
        if len(short):
            self._fill(short.astype(np.int64))
        return self

    def valuation(self) -> Valuation:
        """Give the values as they are now."""
        store = self._model.training_rows()
        n_rows = int(store.is_here.sum())
        # A label that no row had may have one now.
        asked = replace(self._asked, labels=store.classes.known(self._y_query, "labels"))
        if n_rows <= self._top + SHARED_MAX:
            places = np.arange(len(asked.labels), dtype=np.int64)
            return self._model.finish([self._model.part(asked, places=places)], groups=self._groups)

        def in_full(some: Whole) -> Part:
            part = self._model.exact(asked.some(some), places=some)
            sums, squares = np.zeros(len(store.is_here), np.int64), np.zeros(len(store.is_here))
            sums[store.is_here], squares[store.is_here] = part.sums, part.squares
            return replace(part, sums=sums, squares=squares)

        labels = np.concatenate([segment.labels for segment in store.segments])
        owners = np.concatenate([segment.owners for segment in store.segments])
        rows = Labelled(labels, owners, n_rows, len(store.members.names))
        part = part_of_lists(
            self._lists, rows, asked.labels, k=self._model.k, top=self._top, in_full=in_full
        )
        if n_rows < len(store.is_here):
            at = store.is_here
            part = replace(part, sums=part.sums[at], squares=part.squares[at])
        return self._model.finish([part], groups=self._groups)

    def _fill(self, places: Whole) -> None:
        """Make the lists of some queries anew from all rows."""
        mine = self._lists
        queries = self._asked.some(places).points
        lists = empty_lists(len(places), mine.keep, mine.distances.dtype)
        for segment in self._model.training_rows().segments:
            offer(lists, segment.points, queries, first_row=segment.first_id, threads=1)
        settle(lists, np.arange(len(places)))
        mine.limits[places] = lists.limits
        mine.counts[places] = lists.counts
        mine.distances[places] = lists.distances
        mine.rows[places] = lists.rows
