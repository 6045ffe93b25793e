"""Whether floats can tell the distances of some rows apart at all.

A distance is |x|^2 - 2 x q + |q|^2, so it carries the rounding of the squared lengths. Where rows
lie close together and far from zero (years, degrees, seconds since 1970), that rounding is larger
than the distances, and values would be noise without a word. The same holds for features so small
that their squares vanish. So at most 128 rows, evenly picked, are looked at in float64: how long
they are, and how far the nearest other one is. Whole numbers small enough have no rounding and
pass. Equal rows have equal distances in any case and are left out.

The limit comes from `bench/valuation_precision.py`, on normal rows of 1 to 64 features: what it
lets through lay within 1 % of float64 (errors of all rows, summed), members within 3 %; what it
refuses was up to wholly wrong. Rows of one or two features lie closer the more they are, which a
look at 128 of them does not see: a million of those are better valued in float64.

Changes no distance, and reads neither labels nor owners.

Source: N. Higham, Accuracy and Stability of Numerical Algorithms (2002), chapter 3, for the
rounding of an inner product.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auzolan.valuation.rows.neighbours import TILE_ROWS, Points

LOOKED_AT = 128
NOISE_MAX = 4e-3
Real = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Spacing:
    """How long some rows are, and how close they lie.

    Attributes:
        centre: float64 of shape (d,), the median of each feature.
        length: median squared length.
        gap: median squared distance to the nearest other row; infinite where all rows are equal.
    """

    centre: Real
    length: float
    gap: float


def spacing_of(rows: Real) -> Spacing:
    """Measure some rows.

    Args:
        rows: float64 of shape (s, d), s >= 1, as they are used.
    Returns:
        Their spacing; gaps are differences feature by feature, so nothing is lost in them.
    """
    squared = np.zeros((len(rows), len(rows)))
    is_other = np.zeros(squared.shape, dtype=np.bool_)
    for feature in rows.T:
        gaps = feature[:, None] - feature[None, :]
        is_other |= gaps != 0
        squared += gaps * gaps
    nearest = np.where(is_other, squared, np.inf).min(axis=1)
    return Spacing(
        np.median(rows, axis=0), float(np.median((rows * rows).sum(axis=1))),
        float(np.median(nearest)),
    )  # fmt: skip


def is_lost(spacing: Spacing, queries: Points) -> NDArray[np.bool_]:
    """Say for which queries rounding would reorder the rows.

    Args:
        spacing: of the rows.
        queries: the queries, in the type of the distances.
    Returns:
        Booleans of shape (m,). Rows far from a query differ more in distance, so a long query
        is measured by how far from the rows it lies.
    """
    info = np.finfo(queries.dtype)
    n_features = queries.given.shape[1]
    grain = float(info.eps) * n_features**0.5
    vanished = n_features * float(info.tiny)
    if grain * spacing.length + vanished > NOISE_MAX * spacing.gap:
        return np.ones(len(queries.given), dtype=np.bool_)
    lost = np.zeros(len(queries.given), dtype=np.bool_)
    is_long = grain * queries.norms.astype(np.float64) > NOISE_MAX * spacing.gap
    for place in np.flatnonzero(is_long).tolist():
        one = queries.tile(place, place + 1, height=1)[0, :n_features].astype(np.float64)
        reach = float(np.sqrt(((one - spacing.centre) ** 2).sum()))
        allowed = NOISE_MAX * (spacing.gap + reach * spacing.gap**0.5)
        lost[place] = grain * float(queries.norms[place]) > allowed
    return lost


def is_exact(points: Points) -> bool:
    """Say whether all features are whole numbers so small that no distance is ever rounded."""
    if points.lengths.size or 4.0 * float(points.norms.max()) > 2.0 / np.finfo(points.dtype).eps:
        return False
    for start in range(0, len(points.given), TILE_ROWS):
        part = np.asarray(points.given[start : start + TILE_ROWS])
        if part.dtype.kind == "f" and not (np.rint(part) == part).all():
            return False
    return True


def refuse_lost(spacing: Spacing, queries: Points, rows: Callable[[], Points]) -> None:
    """Refuse rows and queries whose distances floats cannot tell apart.

    Args:
        spacing: of the rows.
        queries: the queries.
        rows: gives all rows; asked only where something seems lost, to see whether whole numbers
            save it.
    Raises:
        ValueError: says what is wrong, and what helps.
    """
    lost = is_lost(spacing, queries)
    if not lost.any() or (is_exact(queries) and is_exact(rows())):
        return
    wider = "" if queries.dtype == np.float64 else ', or use dtype="float64"'
    where = "these rows" if bool(lost.all()) else f"the rows as seen from query {lost.argmax()}"
    raise ValueError(
        f"{queries.dtype} cannot tell the distances of {where} apart: they lie too close together "
        "for how far they are from zero, or are too small. Centre and scale the features (take "
        f"away each column's mean, divide by its spread){wider}"
    )
