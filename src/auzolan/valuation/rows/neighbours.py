"""Rows and queries made ready, and the squared distances between them, a tile at a time.

A distance is |x|^2 - 2 x q + |q|^2. The products come from matrix products over tiles of one
fixed shape, padded with zeros, so that a row's distance depends neither on its place nor on its
neighbours in memory; a matrix library may round edges of other shapes in another way. Equal rows
are therefore equally far. The last bits may still differ between two builds of such a library;
money uses whole numbers (`quantize`), whose products have no rounding at all.

Holds no copy of the rows where they come in the type that is asked for, and never a whole matrix
of distances. Values nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Metric = Literal["l2", "cosine"]
Floats = NDArray[np.floating]
METRICS = ("l2", "cosine")
TILE_ROWS = 1024
TILE_QUERIES = 160
QUERY_STEP = 16
# Matrix libraries have other kernels for very small products; this many features keep clear.
DIMENSIONS_MIN = 32
DISTANCE_BYTES = 52 << 20


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Rows or queries after checks.

    Attributes:
        given: the array as it came, shape (n, d); not copied.
        norms: squared length of each row as it is used, in the type of the distances; (n,).
        lengths: what a row is divided by first (metric cosine), float64 (n,); else empty.
        dtype: type of the distances, float32 or float64.
    """

    given: Floats
    norms: Floats
    lengths: NDArray[np.float64]
    dtype: np.dtype[np.floating]

    @property
    def width(self) -> int:
        """Features after padding."""
        return max(int(self.given.shape[1]), DIMENSIONS_MIN)

    def tile(self, start: int, stop: int, *, height: int) -> Floats:
        """Give rows start to stop as a block of `height` rows, padded with zeros below and right.

        The block is a view where nothing has to be converted or padded.
        """
        part = self.given[start:stop]
        whole = part.shape == (height, self.width)
        if whole and part.dtype == self.dtype and not self.lengths.size:
            return np.ascontiguousarray(part)
        block = np.zeros((height, self.width), dtype=self.dtype)
        if self.lengths.size:
            scaled = part / self.lengths[start:stop, None]
            block[: len(part), : part.shape[1]] = scaled
        else:
            block[: len(part), : part.shape[1]] = part
        return block

    def some(self, at: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give some rows as they are used - in the type of the distances - as float64."""
        part = self.given[at]
        if self.lengths.size:
            part = part / self.lengths[at, None]
        return part.astype(self.dtype).astype(np.float64)


def ready(name: str, given: Floats, *, metric: str, dtype: str) -> Points:
    """Check rows and compute their lengths.

    Args:
        name: what the rows are called in an error.
        given: shape (n, d), finite; any real type; n >= 1, d >= 1. A memory map stays one.
        metric: "l2" or "cosine"; by cosine each row is first divided by its length.
        dtype: "float32" or "float64", the type of the distances.
    Returns:
        The rows, ready for `distance_blocks`.
    Raises:
        ValueError: another shape, a value that is not finite or too large (the row is named), or
            a row of zeros where cosine is asked.
    """
    from auzolan.valuation.rows.kernels import square_sums  # noqa: PLC0415 - numba is optional

    if given.ndim != 2 or 0 in given.shape or given.dtype.kind not in "fiu":
        raise ValueError(f"{name}: expected numbers of shape (n, d); got {given.shape}")
    wanted: np.dtype[np.floating] = np.dtype(dtype)
    lengths = np.zeros(0)
    sums = np.empty(len(given))
    if metric == "cosine":
        for start in range(0, len(given), TILE_ROWS):
            part = np.asarray(given[start : start + TILE_ROWS], dtype=np.float64)
            square_sums(part, sums[start : start + TILE_ROWS])
        lengths = np.sqrt(sums)
        _refuse(name, ~np.isfinite(lengths), given, "is not finite or too large")
        _refuse(name, lengths == 0.0, given, "is all zeros, so it has no direction")
    unscaled = Points(given, sums, lengths, wanted)
    with np.errstate(over="ignore"):  # what overflows becomes infinite and is refused
        for start in range(0, len(given), TILE_ROWS):
            stop = min(start + TILE_ROWS, len(given))
            square_sums(unscaled.tile(start, stop, height=stop - start), sums[start:stop])
        norms = sums.astype(wanted)
        _refuse(name, ~np.isfinite(norms * 4), given, f"is not finite or too large for {wanted}")
    return Points(given, norms, lengths, wanted)


def block_of_queries(n_rows: int, itemsize: int) -> int:
    """Say how many queries' distances may be held at once.

    32 bytes a row are set aside for sums and results; the rest of 52 MiB holds distances.
    """
    room = (DISTANCE_BYTES - 32 * n_rows) // (itemsize * n_rows)
    most = TILE_QUERIES if itemsize == 4 else TILE_QUERIES // 2
    return max(4, min(most, room))


def tiles(rows: Points) -> Iterator[tuple[int, int, Floats]]:
    """Yield (start, stop, block of 1,024 rows) over all rows."""
    for start in range(0, len(rows.given), TILE_ROWS):
        stop = min(start + TILE_ROWS, len(rows.given))
        yield start, stop, rows.tile(start, stop, height=TILE_ROWS)


def scaled_queries(queries: Points, start: int, stop: int) -> Floats:
    """Give queries times -2, padded to a whole number of steps of 16."""
    height = -(-(stop - start) // QUERY_STEP) * QUERY_STEP
    block: Floats = queries.tile(start, stop, height=height) * queries.dtype.type(-2)
    return block


def distance_blocks(
    rows: Points, queries: Points
) -> Iterator[tuple[int, int, NDArray[np.signedinteger]]]:
    """Yield (start, stop, keys) for block after block of queries.

    Keys are the bits of squared distances, int32 or int64 of shape (stop - start, n): they have
    the order of the distances. The array is used again for the next block.

    Args:
        rows: the n rows.
        queries: the queries, of as many features and the same type.
    Raises:
        ValueError: rows and queries differ in their number of features.
    """
    from auzolan.valuation.rows.kernels import store_distances  # noqa: PLC0415

    require_same_features(rows, queries)
    size = min(block_of_queries(len(rows.given), rows.dtype.itemsize), len(queries.given))
    distances = np.empty((size, len(rows.given)), dtype=rows.dtype)
    # Bits of floats that are not negative have the floats' order.
    keys = distances.view(key_type(rows.dtype))
    out = np.empty((-(-size // QUERY_STEP) * QUERY_STEP, TILE_ROWS), dtype=rows.dtype)
    for start in range(0, len(queries.given), size):
        stop = min(start + size, len(queries.given))
        asked = scaled_queries(queries, start, stop)
        for low, high, block in tiles(rows):
            products = np.dot(asked, block.T, out=out[: len(asked)])
            near = (rows.norms[low:high], queries.norms[start:stop])
            store_distances(products, near, distances, low)
        yield start, stop, keys[: stop - start]


def key_of_distance(distance: float, dtype: np.dtype[np.floating]) -> int:
    """Give the key of a squared distance, to compare keys with."""
    return int(np.array([distance], dtype=dtype).view(key_type(dtype))[0])


def key_type(dtype: np.dtype[np.floating]) -> np.dtype[np.signedinteger]:
    """Give the whole numbers as wide as a float."""
    whole: np.dtype[np.signedinteger] = np.dtype(f"int{8 * dtype.itemsize}")
    return whole


def require_same_features(rows: Points, queries: Points) -> None:
    """Refuse queries that have another number of features than the rows."""
    if rows.given.shape[1] != queries.given.shape[1]:
        raise ValueError(
            f"rows have {rows.given.shape[1]} features and queries {queries.given.shape[1]}"
        )


def _refuse(name: str, is_bad: NDArray[np.bool_], given: Floats, fault: str) -> None:
    if is_bad.any():
        row = int(np.argmax(is_bad))
        raise ValueError(f"{name}: row {row} {fault}: {given[row][:8]}")
