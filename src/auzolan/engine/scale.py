"""Nearest-neighbour values at scale: the same call on one machine, a Dask or a Ray cluster.

The exact games are cut by queries: each unit values all rows for a few queries. With `top` the
rows are cut: each unit finds the nearest of its rows for every query, the lists are merged, and
the merged lists are valued. Rows lie in a folder (`stored_rows`) that each worker maps; no unit
ever holds a table of rows by queries.

Values are whole numbers added up, so neither workers nor cuts can move them: the digest is that
of `KNNShapley.value`. Sums of squares, behind standard errors, are floats; they are added unit
after unit in the order of the queries, so their last bit depends on `queries_in_unit` alone.

Knows no member's consent, keeps nothing, and pays nobody. Member games are in `scale_members`.

Source: Jia et al. 2019 (arXiv 1908.08619): a value over many queries is the mean of values for
one (additivity), which is why queries can be cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, reduce

import numpy as np
from numpy.typing import NDArray

from auzolan.engine.crew import alone, in_order
from auzolan.engine.stored_rows import Floats, Given, StoredRows
from auzolan.valuation.given import features_of, numbers_of
from auzolan.valuation.rows.exact import Asked
from auzolan.valuation.rows.knn_shapley import KNNShapley
from auzolan.valuation.rows.neighbours import ready
from auzolan.valuation.rows.result import Part, Valuation, merged
from auzolan.valuation.rows.truncated import (
    Labelled,
    NearLists,
    empty_lists,
    offer,
    part_of_lists,
    settle,
)

Whole = NDArray[np.int64]
Parameters = tuple[tuple[str, str | int | float | None], ...]
Near = tuple[Floats, NDArray[np.uint32]]

QUERIES_IN_UNIT = 32
ROWS_IN_UNIT = 2**18
QUERIES_AT_ONCE = 4096
_NO_ROW = np.uint32(2**32 - 1)


def value_at_scale(  # noqa: PLR0913 - the sizes of units are named or left alone
    model: KNNShapley,
    rows: StoredRows,
    X_query: Floats,  # noqa: N803 - as estimators call it
    y_query: Given,
    *,
    groups: Given | None = None,
    workers: int | None = None,
    queries_in_unit: int = QUERIES_IN_UNIT,
    rows_in_unit: int = ROWS_IN_UNIT,
) -> Valuation:
    """Value stored rows, and their owners, by many workers.

    Args:
        model: how to value; it is not fitted, and what it was fitted on is not looked at.
        rows: the training rows.
        X_query: features of shape (m, d).
        y_query: m labels or targets; a label that no row has is allowed. Utility regression takes
            rows stored as classes too, where the classes are numbers.
        groups: a cluster for each query, for clustered intervals.
        workers: units at work at once; None takes what `joblib.parallel_config` says.
        queries_in_unit: queries of one unit where queries are cut.
        rows_in_unit: rows of one unit where rows are cut.
    Returns:
        The valuation that `model.fit(...).value(...)` gives, with the same digest.
    Raises:
        ValueError: shapes do not match, a value is not finite, or a unit has no size.
        ImportError: joblib, threadpoolctl or numba is missing.
    """
    if queries_in_unit < 1 or rows_in_unit < 1:
        raise ValueError(f"a unit is at least 1; got {queries_in_unit} and {rows_in_unit}")
    steering = parameters(model)
    with alone():
        own = fitted(steering, rows)
        labels = _asked_for(own, rows, y_query)
        asked = own.asked(X_query, labels)
    features = features_of(X_query, "queries")
    job = _Job(steering, rows, features, labels, queries_in_unit, rows_in_unit, workers)
    if own.top is not None and own.top < rows.n_rows:
        parts = _by_rows(job, asked)
    else:
        parts = _by_queries(job, np.arange(len(labels), dtype=np.int64))
    valuation = own.finish([_added(parts)], groups=groups)
    return _named(valuation, rows)


def value_here(
    model: KNNShapley,
    rows: StoredRows,
    X_query: Floats,  # noqa: N803 - as estimators call it
    y_query: Given,
    *,
    groups: Given | None = None,
) -> Valuation:
    """Value stored rows in this process, with the estimator's own threads; needs no joblib.

    Args and errors: as of `value_at_scale`.
    """
    own = fitted(parameters(model), rows)
    return _named(own.value(np.asarray(X_query), _asked_for(own, rows, y_query), groups), rows)


def parameters(model: KNNShapley) -> Parameters:
    """List what steers an estimator, by name, so that a worker can make its equal."""
    shown = vars(model).items()
    return tuple(sorted((name, value) for name, value in shown if not name.startswith("_")))


@lru_cache(maxsize=1)
def fitted(steering: Parameters, rows: StoredRows) -> KNNShapley:
    """Make an estimator and fit it on stored rows; a worker does so once, not once a unit."""
    owners = rows.owners() if rows.has_owners else None
    model = KNNShapley(**dict(steering))  # type: ignore[arg-type]
    if model.utility == "regression":
        return model.fit(rows.features(), rows.numbers(), owners)
    if rows.has_targets:
        raise ValueError("rows were stored with targets=True: value them by utility regression")
    return model.fit(rows.features(), rows.labels(), owners)


def _asked_for(
    model: KNNShapley, rows: StoredRows, y_query: Given
) -> NDArray[np.int64] | NDArray[np.float64]:
    """Turn what queries ask for into codes of labels, or into numbers to be met."""
    if model.utility == "regression":
        return numbers_of(y_query, "targets")
    return rows.codes_of(y_query)


@dataclass(frozen=True, slots=True, eq=False)
class _Job:
    """What is asked, and how it is cut into units."""

    steering: Parameters
    rows: StoredRows
    features: Floats
    labels: NDArray[np.generic]
    queries_in_unit: int
    rows_in_unit: int
    workers: int | None

    def some(self, places: Whole) -> _Job:
        """Ask only the queries at some places."""
        return replace(self, features=self.features[places], labels=self.labels[places])


def _by_queries(job: _Job, places: Whole) -> Iterator[Part]:
    """Value all rows for the queries at some places, a unit of queries at a time, in order."""
    labels, size = job.labels, job.queries_in_unit
    is_regression = dict(job.steering)["utility"] == "regression"
    size_max = float(np.abs(labels).max()) if is_regression else None
    units = [places[start : start + size] for start in range(0, len(places), size)]
    return in_order(
        _value_queries,
        [
            (job.steering, job.rows, (job.features[unit], labels[unit], unit), size_max)
            for unit in units
        ],
        workers=job.workers,
    )


def _value_queries(
    steering: Parameters,
    rows: StoredRows,
    queries: tuple[Floats, NDArray[np.generic], Whole],
    size_max: float | None,
) -> Part:
    """Value all rows for a few queries, given with their places; one unit of work."""
    features, labels, places = queries
    with alone():
        model = fitted(steering, rows)
        return model.exact(model.asked(features, labels), places=places, size_max=size_max)


def _by_rows(job: _Job, asked: Asked) -> Iterator[Part]:
    """Value the nearest rows of each query, some thousand queries at a time."""
    for start in range(0, len(asked.labels), QUERIES_AT_ONCE):
        places = np.arange(start, min(start + QUERIES_AT_ONCE, len(asked.labels)), dtype=np.int64)
        yield replace(_valued_lists(job.some(places), asked.some(places)), places=places)


def _valued_lists(job: _Job, asked: Asked) -> Part:
    """Gather every query's nearest rows from all units, and value them."""
    own = fitted(job.steering, job.rows)
    top, n_rows = own.top, job.rows.n_rows
    assert top is not None, "only a cut valuation has lists"
    found = in_order(
        _nearest_rows,
        [
            (job.steering, job.rows, start, min(start + job.rows_in_unit, n_rows), job.features)
            for start in range(0, n_rows, job.rows_in_unit)
        ],
        workers=job.workers,
    )
    distances, numbers = reduce(_nearer, found)
    counts = np.full((len(distances), 1), top + 1, dtype=np.int64)
    lists = NearLists(distances[:, -1:], counts, distances, numbers, top + 1)
    whole = own.training_rows().whole()
    members = len(own.training_rows().members.names)

    def in_full(places: Whole) -> Part:
        return _added(_by_queries(job, places))

    return part_of_lists(
        lists, Labelled(whole.labels, whole.owners, n_rows, members), asked.labels,
        k=own.k, top=top, in_full=in_full,
    )  # fmt: skip


def _nearest_rows(
    steering: Parameters, rows: StoredRows, start: int, stop: int, features: Floats
) -> Near:
    """Find the nearest of some rows for every query; one unit of work.

    Returns:
        Squared distances and row numbers of shape (m, top + 1), nearest first, equally far ones
        by row; where there are fewer rows, infinite distances stand at the end.
    """
    model = KNNShapley(**dict(steering))  # type: ignore[arg-type]
    assert model.top is not None, "only a cut valuation has lists"
    keep = model.top + 1
    with alone():
        near = ready("rows", rows.features()[start:stop], metric=model.metric, dtype=model.dtype)
        queries = ready("queries", features, metric=model.metric, dtype=model.dtype)
        lists = empty_lists(len(features), keep, near.dtype)
        offer(lists, near, queries, first_row=start, threads=model.threads)
        settle(lists, np.arange(len(features), dtype=np.int64))
    is_here = np.arange(keep) < lists.counts
    distances = np.where(is_here, lists.distances[:, :keep], np.inf).astype(near.dtype)
    return distances, np.where(is_here, lists.rows[:, :keep], _NO_ROW)


def _nearer(left: Near, right: Near) -> Near:
    """Merge the lists of two pieces of the rows, the earlier rows on the left.

    Associative: at equal distances the earlier row stays in front, whoever merges first.
    """
    distances = np.concatenate([left[0], right[0]], axis=1)
    numbers = np.concatenate([left[1], right[1]], axis=1)
    order = np.argsort(distances, axis=1, kind="stable")[:, : left[0].shape[1]]
    return np.take_along_axis(distances, order, axis=1), np.take_along_axis(numbers, order, axis=1)


def _added(parts: Iterable[Part]) -> Part:
    """Add parts up as they come, so that few are held at once."""
    return reduce(lambda total, part: merged([total, part]), parts)


def _named(valuation: Valuation, rows: StoredRows) -> Valuation:
    """Put the owners' names in the place of their codes; both are in the same order."""
    if valuation.members is None:
        return valuation
    names = np.array(rows.owner_names())
    return replace(valuation, members=replace(valuation.members, ids=names[valuation.members.ids]))
