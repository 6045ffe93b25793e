"""What other libraries hold, as this one needs it: pyDVL data sets and matrices of scores.

Nothing of theirs is imported: an object is taken by what it can do, so neither pyDVL nor torch has
to be installed. Scores of others become values of rows and owners with standard errors; whether a
score is a fair share is theirs to show, so no efficiency is claimed.

Reads no file, and computes no score of its own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from auzolan.engine.stored_rows import Floats, Given
from auzolan.valuation.game_values import GameValues, mean_over_queries
from auzolan.valuation.rows.knn_shapley import KNNShapley
from auzolan.valuation.rows.result import Valuation

Layout = Literal["rows x queries", "queries x rows", "by shape"]
_GROUP_MARK = "data_to_group"


@runtime_checkable
class DataSet(Protocol):
    """What is used of a pyDVL `Dataset`, from version 0.10 on."""

    def data(self) -> object:
        """Give all features and labels, as `x` and `y`."""

    def data_indices(self) -> NDArray[np.int_]:
        """Give the numbers of these samples among all that were loaded."""

    def logical_indices(self) -> NDArray[np.int_]:
        """Give the group of each loaded sample; without groups, its own number."""


@dataclass(frozen=True, slots=True, eq=False)
class OwnedRows:
    """Rows in the shape that `KNNShapley.fit` and `store_rows` take.

    Attributes:
        X: features of shape (n, d).
        y: labels of shape (n,).
        owner: the owner of each row; None without owners.
        places: int64 of shape (n,): where each row stands in the data set it came from.
    """

    X: Floats
    y: NDArray[np.generic]
    owner: NDArray[np.str_] | None
    places: NDArray[np.int64]


def rows_of_dataset(given: DataSet) -> OwnedRows:
    """Take the rows of a pyDVL `Dataset`; the groups of a `GroupedDataset` become owners.

    Args:
        given: the data set. A grouped one lists its rows group by group; `places` says where they
            stood before.
    Returns:
        The rows.
    Raises:
        ValueError: it is no data set, its features are no table, or it has several targets a row.
    """
    if not isinstance(given, DataSet):
        raise ValueError(f"expected a pyDVL Dataset from version 0.10; got {type(given).__name__}")
    held = given.data()
    features, y = np.asarray(getattr(held, "x", None)), np.asarray(getattr(held, "y", None))
    if y.ndim == 2 and y.shape[1] == 1:
        y = y[:, 0]
    if features.ndim != 2 or y.shape != features.shape[:1]:
        raise ValueError(f"expected x (n, d) and one y a row; got {features.shape}, {y.shape}")
    places = np.asarray(given.data_indices(), dtype=np.int64)
    if not hasattr(given, _GROUP_MARK):
        return OwnedRows(features, y, None, places)
    names = np.asarray(getattr(given, "names", None)).astype(np.str_)
    groups = np.asarray(given.logical_indices(), dtype=np.int64)[places]
    return OwnedRows(features, y, names[groups], places)


def value_dataset(
    model: KNNShapley, train: DataSet, test: DataSet, groups: Given | None = None
) -> Valuation:
    """Value the rows of a pyDVL data set, and its groups, by queries from another.

    Args:
        model: how to value; it is fitted on `train`.
        train: training rows; the groups of a `GroupedDataset` are valued as members.
        test: queries; groups there are taken as clusters of queries where `groups` is None.
        groups: a cluster for each query, for clustered intervals.
    Returns:
        The valuation; row numbers are places in `train`'s own order (`rows_of_dataset`).
    Raises:
        ValueError: as of `rows_of_dataset` and `KNNShapley`.
    """
    rows, queries = rows_of_dataset(train), rows_of_dataset(test)
    clusters = queries.owner if groups is None else groups
    return model.fit(rows.X, rows.y, rows.owner).value(queries.X, queries.y, clusters)


@dataclass(frozen=True, slots=True, eq=False)
class ScoreValues:
    """Values made of another method's scores.

    Attributes:
        rows: mean score of each row over the queries.
        members: the same of each owner, the sum over her rows; None without owners.
    """

    rows: GameValues
    members: GameValues | None


def values_of_scores(
    scores: object,
    n_rows: int,
    *,
    method: str,
    owner: Given | None = None,
    layout: Layout = "by shape",
) -> ScoreValues:
    """Turn a matrix of scores, as dattri's attributors give it, into values.

    dattri's nearest-neighbour method gives (queries, rows) where its text and its other methods
    say (rows, queries). So the shape decides; where it cannot, the caller must.

    Args:
        scores: array or tensor of shape (n, m) or (m, n), finite.
        n_rows: training rows, n.
        method: name and version of what made the scores.
        owner: the owner of each row; None values rows alone.
        layout: "rows x queries", "queries x rows", or "by shape".
    Returns:
        Values with standard errors over the queries. `total` is not a number: scores alone do not
        say what all rows together are worth.
    Raises:
        ValueError: neither axis has n rows, both have and `layout` leaves it open, a score is not
            finite, or owners do not match.
    """
    table = _as_table(scores)
    per_query = np.ascontiguousarray(_by_query(table, n_rows, layout), dtype=np.float64)
    wrong = np.argwhere(~np.isfinite(per_query))
    if len(wrong):
        raise ValueError(f"the score of row {wrong[0][1]} for query {wrong[0][0]} is not finite")
    ids = tuple(str(row) for row in range(n_rows))
    rows = mean_over_queries(method, ids, per_query, total=math.nan, error=math.nan)
    if owner is None:
        return ScoreValues(rows, None)
    names, place = np.unique(np.asarray(owner).astype(np.str_), return_inverse=True)
    if place.shape != (n_rows,):
        raise ValueError(f"expected an owner for each of {n_rows} rows; got {place.shape}")
    of_owner = np.zeros((len(per_query), len(names)))
    for row in range(n_rows):  # row after row, so that float sums have one order
        of_owner[:, place[row]] += per_query[:, row]
    members = mean_over_queries(
        method, tuple(names.tolist()), of_owner, total=math.nan, error=math.nan
    )
    return ScoreValues(rows, members)


def _as_table(scores: object) -> NDArray[np.generic]:
    """Take an array, or a tensor wherever it lies and whether or not it can be differentiated."""
    for step in ("detach", "cpu"):
        move = getattr(scores, step, None)
        scores = move() if callable(move) else scores
    table = np.asarray(scores)
    if table.ndim != 2 or 0 in table.shape or table.dtype.kind not in "fiu":
        raise ValueError(f"expected a matrix of scores; got {table.dtype} {table.shape}")
    return table


def _by_query(table: NDArray[np.generic], n_rows: int, layout: Layout) -> NDArray[np.generic]:
    """Turn the matrix so that a line is a query."""
    turned = {"rows x queries": table.T, "queries x rows": table}
    if layout in turned:
        fits = [turned[layout]]
    elif layout == "by shape":
        fits = list(turned.values())
    else:
        raise ValueError(f"layout is one of {', '.join(turned)}, by shape; got {layout!r}")
    fits = [one for one in fits if one.shape[1] == n_rows]
    if not fits:
        raise ValueError(f"no axis fits {n_rows} rows ({layout}); got {table.shape}")
    if len(fits) == 2:
        raise ValueError(
            f"{table.shape} fits both ways; say layout='rows x queries' or 'queries x rows'"
        )
    return fits[0]
