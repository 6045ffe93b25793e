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

from auzolan.valuation.rows.kernels_top import count_owned, drop_rows, insert_rows
from auzolan.valuation.rows.knn_shapley import KNNShapley
from auzolan.valuation.rows.neighbours import Floats, scaled_queries, tiles
from auzolan.valuation.rows.result import Part, Valuation, Values
from auzolan.valuation.rows.training_rows import Given, TrainingRows
from auzolan.valuation.rows.truncated import (
    SHARED_MAX,
    CutValued,
    Labelled,
    empty_lists,
    offer,
    part_of_lists,
    settle,
    value_cut,
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
        self._labels = np.zeros(0, dtype=np.int32)
        self._owners = np.zeros(0, dtype=np.int32)
        self._fill(np.arange(len(self._asked.labels)))

    def add(self, X: Floats, y: Given, owner: Given | None = None) -> Self:
        """Add rows; see `KNNShapley.partial_fit`."""
        store = self._store()
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

    def withdraw(self, rows: Given | None = None, *, member: str | int | None = None) -> Self:
        """Take rows out; see `KNNShapley.withdraw`."""
        store = self._store()
        self._model.withdraw(rows, member=member)
        drop_rows(self._lists.raw(), store.is_here)
        n_rows = int(store.is_here.sum())
        short = np.flatnonzero(self._lists.counts[:, 0] < min(self._top + SHARED_MAX + 1, n_rows))
        if len(short):
            self._fill(short.astype(np.int64))
        return self

    def valuation(self) -> Valuation:
        """Give the values as they are now."""
        store = self._store()
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

        part = part_of_lists(
            self._lists,
            self._labelled(n_rows),
            asked.labels,
            k=self._model.k,
            top=self._top,
            in_full=in_full,
        )
        if n_rows < len(store.is_here):
            at = store.is_here
            part = replace(part, sums=part.sums[at], squares=part.squares[at])
        return self._model.finish([part], groups=self._groups)

    def members(self) -> Values:
        """Give members' values as they are now, those of `valuation`, in less than half the time.

        Returns:
            Values of all members who have a row here, in order of id.
        Raises:
            ValueError: the rows have no owners.
        """
        model, store = self._model, self._store()
        if not store.has_owners:
            raise ValueError("rows have no owners, so there are no members; fit with owner=")
        n_rows = int(store.is_here.sum())
        is_plain = model.near is None and model.cap is None and self._groups is None
        asked = store.classes.known(self._y_query, "labels")
        if is_plain and n_rows > self._top + SHARED_MAX:
            rows = self._labelled(n_rows)
            sums = np.zeros(len(store.is_here), dtype=np.int64)
            valued = value_cut(
                self._lists, rows, asked, k=model.k, top=self._top, sums=(sums, np.zeros(0))
            )
            if not len(valued.whole):
                return self._of_members(valued, sums)
        members = self.valuation().members
        assert members is not None, "rows with owners have members"
        return members

    def _store(self) -> TrainingRows:
        """Give the rows, where the lists still fit the model."""
        if self._model.top != self._top:
            raise ValueError(
                f"top was {self._top} when the lists were made, now {self._model.top}: "
                "make a new StandingValuation"
            )
        return self._model.training_rows()

    def _of_members(self, valued: CutValued, sums: Whole) -> Values:
        store, totals = self._model.training_rows(), valued.totals
        ids = np.array(store.members.names)
        counts, negative = np.zeros(len(ids), dtype=np.int64), np.zeros(len(ids), dtype=np.int64)
        count_owned(self._owners, store.is_here, sums, counts, negative)
        order = np.argsort(ids, kind="stable")
        order = order[counts[order] > 0]
        return Values(
            ids[order], totals.sums[order], totals.squares[order], len(valued.found),
            valued.game.unit, totals.kept[:, order] if totals.kept.shape[1] else None, None,
            counts[order], negative[order],
        )  # fmt: skip

    def _labelled(self, n_rows: int) -> Labelled:
        """Lay labels and owners out by row number; anew only after rows came."""
        store = self._model.training_rows()
        if len(self._labels) < len(store.is_here):
            self._labels = np.concatenate([segment.labels for segment in store.segments])
            self._owners = np.concatenate([segment.owners for segment in store.segments])
        return Labelled(self._labels, self._owners, n_rows, len(store.members.names))

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
