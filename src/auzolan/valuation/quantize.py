"""Features as integers, and exact squared distances between them.

Values that money uses must agree on every machine. A matrix product of floats does not: its sum
runs in another order on another processor. A product of small enough integers does, because
every partial sum is exact, whatever the order.

Learns no scale from the data: a scale that depended on the rows would make one member's
distances depend on another's. The scale stands in the recipe.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
Owners = Sequence[object] | NDArray[np.generic]
"""The owner of each row: a list, or an array of texts or numbers."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The integers that a float type multiplies and adds without any rounding.

    Attributes:
        name: the float type.
        size_max: the largest size |x| of a feature.
        dimensions_max: the most features in a row.
    """

    name: str
    size_max: int
    dimensions_max: int


FLOAT32 = Grid("float32", 2**7, 1024)
"""A product of two rows stays at or below 2^24, which float32 holds exactly."""
FLOAT64 = Grid("float64", 2**20, 2048)
"""A squared distance stays at or below 2^53, which float64 holds exactly."""


def quantise(features: FloatArray, scale: int, *, grid: Grid = FLOAT64) -> IntArray:
    """Turn features into integers: times the scale, rounded half to even.

    The product is one IEEE 754 multiplication a cell, so the result agrees on every machine.

    Args:
        features: shape (n, d), finite.
        scale: whole steps in one unit of a feature, >= 1; from the recipe.
        grid: what the result must fit into.
    Returns:
        Integers of shape (n, d), each at most `grid.size_max` in size.
    Raises:
        ValueError: not of two dimensions, too many features, a scale below 1, or a cell that is
            not finite or too large; the first such row is named.
    """
    if features.ndim != 2:
        raise ValueError(f"features have shape (n, d); got {features.shape}")
    if features.shape[1] > grid.dimensions_max:
        raise ValueError(
            f"{grid.name} is exact up to {grid.dimensions_max} features; got {features.shape[1]}"
        )
    if scale < 1:
        raise ValueError(f"a scale is a whole number of at least 1; got {scale}")
    finite = np.isfinite(features)
    _refuse_rows(features, ~finite, "is not a finite number")
    # A product that overflows becomes infinite and is refused by the next check.
    with np.errstate(over="ignore"):
        steps = np.rint(features * float(scale))
    too_large = np.abs(steps) > grid.size_max
    _refuse_rows(features, too_large, f"times {scale} exceeds {grid.size_max} in size")
    return steps.astype(np.int64)


def whole_steps(features: FloatArray, scale: int | None) -> FloatArray:
    """Turn features into whole steps, as floats that hold them exactly.

    Args:
        features: shape (n, d).
        scale: as of `quantise`; None where the features are whole numbers already.
    Returns:
        float64 of shape (n, d).
    Raises:
        ValueError: as of `quantise`; and without a scale, a row that is not in whole numbers.
    """
    if scale is None:
        is_broken = (np.isfinite(features) & (np.rint(features) != features)).any(axis=-1)
        if is_broken.any():
            raise ValueError(
                f"row {int(is_broken.argmax())} is not in whole numbers, and money counts in whole "
                "steps: say scale=, the steps in one unit of a feature"
            )
    return quantise(features, scale or 1, grid=FLOAT64).astype(np.float64)


def squared_distances(left: IntArray, right: IntArray) -> IntArray:
    """Compute all squared Euclidean distances, exactly.

    Args:
        left: integers of shape (m, d).
        right: integers of shape (n, d).
    Returns:
        Integers of shape (m, n).
    Raises:
        ValueError: shapes do not match, or the integers are too large for an exact result.
    """
    if left.ndim != 2 or right.ndim != 2 or left.shape[1] != right.shape[1]:
        raise ValueError(f"expected shapes (m, d) and (n, d); got {left.shape} and {right.shape}")
    _require_exact(left, right)
    products = left.astype(np.float64) @ right.astype(np.float64).T
    left_squares = (left * left).sum(axis=1, dtype=np.int64)
    right_squares = (right * right).sum(axis=1, dtype=np.int64)
    distances: IntArray = (
        left_squares[:, None] + right_squares[None, :] - 2 * products.astype(np.int64)
    )
    assert distances.size == 0 or int(distances.min()) >= 0, "a squared distance is never below 0"
    return distances


def _require_exact(left: IntArray, right: IntArray) -> None:
    """Refuse integers whose products could be rounded: needs d * (2 * max|x|)^2 <= 2^53."""
    size = 0
    for rows in (left, right):
        if rows.size:
            size = max(size, int(rows.max()), -int(rows.min()))
    dimensions = left.shape[1]
    if dimensions * (2 * size) ** 2 > 2**53:
        raise ValueError(
            f"{dimensions} features of size up to {size} are too large: "
            "a squared distance could pass 2^53 and would be rounded"
        )


def _refuse_rows(features: FloatArray, is_bad: NDArray[np.bool_], fault: str) -> None:
    if not is_bad.any():
        return
    row, column = (int(place) for place in np.argwhere(is_bad)[0])
    raise ValueError(f"row {row}, feature {column}: {features[row, column]} {fault}")
