"""Find the nearest rows of one query fast: cells around centres, rows as bytes, exact at the end.

Rows are sorted into cells by their nearest centre. A query looks into the cells whose centres are
nearest, compares itself there with rows cut to one byte a feature, and then into more cells where
those may hold nearer rows: a row of another cell lies beyond the plane halfway between the two
centres, and cells are left out whose plane is farther than a part of the distance that the last
row wanted has so far. The few best are measured exactly. A query amid one topic so looks into few
cells and one between topics into many.

With the whole distance as that part nothing could be missed, but in a hundred features and more
such a bound spares hardly any cell; so it is a part, and rows can be missed.

Building draws no chance: centres start from rows at even steps. Rows are not copied except as
bytes. It does not change after it is built; rows that came later need a new one.

Source: Jégou, Douze & Schmid 2011 (inverted file of cells); Lloyd 1982 for the centres.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auzolan.valuation.rows.kernels_index import exact_distances, scan_cells
from auzolan.valuation.rows.neighbours import Floats

CELLS_MAX = 2**16
_SAMPLE_PER_CELL = 32
_BLOCK_ROWS = 4096
_BYTE_MAX = 127
_QUERY_STEPS = 16_000
_SPARE = 4


@dataclass(frozen=True, slots=True, eq=False)
class CellIndex:
    """Rows in cells.

    Attributes:
        rows: the features as they came, float of shape (n, d); read for the last step.
        centres: float32 of shape (c, d).
        centre_squares: float32 of shape (c,), their squared lengths.
        starts: int64 of shape (c + 1,), where each cell's rows begin.
        order: uint32 of shape (n,), rows cell after cell.
        bytes: int8 of shape (n, d), features in steps of `step`, in that order.
        squares: float32 of shape (n,), squared lengths of the rows as bytes.
        step: float32 of shape (d,), one step of each feature.
        probes: cells a query looks into first.
        probes_max: cells it looks into at most.
        reach: part of the distance of the last row wanted within which a cell's plane has to lie.
    """

    rows: Floats
    centres: NDArray[np.float32]
    centre_squares: NDArray[np.float32]
    starts: NDArray[np.int64]
    order: NDArray[np.uint32]
    bytes: NDArray[np.int8]
    squares: NDArray[np.float32]
    step: NDArray[np.float32]
    probes: int
    probes_max: int
    reach: float

    def nearest(self, x: Floats, top: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Find the rows nearest to one query, as far as its cells hold them.

        Args:
            x: features of shape (d,).
            top: rows wanted.
        Returns:
            At most `top` rows, nearest first, equal distances by row; their squared distances.
        """
        point = np.asarray(x, dtype=np.float32)
        to_centres = self.centre_squares - 2.0 * (self.centres @ point)
        probes = min(self.probes, len(self.centres))
        cells = np.argpartition(to_centres, probes - 1)[:probes].astype(np.int64)
        places, distances = self._scan(cells, point)
        more = self._more_cells(cells, to_centres, self._farthest(distances, point, top))
        if len(more):
            again, as_far = self._scan(more, point)
            places, distances = np.append(places, again), np.append(distances, as_far)
        some = min(len(places), _SPARE * top)
        best = np.argpartition(distances, some - 1)[:some] if some else places[:0]
        found = self.order[places[best]].astype(np.int64)
        exact = np.empty(len(found))
        exact_distances(self.rows, found, np.asarray(x, dtype=np.float64), exact)
        ranked = np.lexsort((found, exact))[:top]
        return found[ranked], exact[ranked]

    def _scan(
        self, cells: NDArray[np.int64], point: NDArray[np.float32]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Compute the approximate distances of all rows of some cells, less |point|^2."""
        scaled = point * self.step
        unit = float(np.abs(scaled).max()) / _QUERY_STEPS or 1.0
        whole = np.rint(scaled / unit).astype(np.int16)
        spans = self.starts[cells + 1] - self.starts[cells]
        places = np.empty(int(spans.sum()), dtype=np.int64)
        distances = np.empty(len(places), dtype=np.float32)
        scan_cells(
            self.bytes, self.squares, self.starts, cells, (whole, np.float32(-2.0 * unit)),
            places, distances,
        )  # fmt: skip
        return places, distances

    def _farthest(
        self, distances: NDArray[np.float32], point: NDArray[np.float32], top: int
    ) -> float:
        """Say how far the last row wanted is, of those looked at; without end if they are few."""
        if len(distances) < top:
            return float("inf")
        last = float(np.partition(distances, top - 1)[top - 1])
        return float(np.sqrt(max(last + float(point @ point), 0.0)))

    def _more_cells(
        self, cells: NDArray[np.int64], to_centres: NDArray[np.float32], farthest: float
    ) -> NDArray[np.int64]:
        """Choose the cells to look into next: those whose plane lies within reach, nearest first.

        The plane halfway between the centres a and b is (|q - b|^2 - |q - a|^2) / (2 |a - b|)
        from a query q that is nearer to a.
        """
        own = int(cells[np.argmin(to_centres[cells])])
        gaps = self.centre_squares - 2.0 * (self.centres @ self.centres[own])
        gaps = np.sqrt(np.maximum(gaps + self.centre_squares[own], 0.0))
        beyond = to_centres - to_centres[own]
        if np.isfinite(farthest):
            is_near = beyond <= 2.0 * self.reach * farthest * gaps
        else:
            is_near = np.ones(len(gaps), dtype=np.bool_)
        is_near[cells] = False
        more = np.flatnonzero(is_near)
        left = max(self.probes_max - len(cells), 0)
        if len(more) > left:
            planes = beyond[more] / np.maximum(gaps[more], np.finfo(np.float32).tiny)
            more = more[np.argsort(planes, kind="stable")[:left]]
        return more.astype(np.int64)


def build_index(
    rows: Floats,
    *,
    cells: int | None = None,
    probes: int = 16,
    probes_max: int = 256,
    reach: float = 0.45,
    rounds: int = 5,
) -> CellIndex:
    """Build an index over rows.

    Args:
        rows: features of shape (n, d), finite; not copied, so leave them unchanged.
        cells: how many, 1 to 2^16; None takes twice the square root of n.
        probes: cells a query looks into first, >= 1.
        probes_max: cells it looks into at most, >= `probes`; bounds its time.
        reach: 0 to 1; more finds more and takes longer, and 1 with `probes_max` of all cells
            misses no row but by the rounding of rows to bytes.
        rounds: of moving the centres.
    Returns:
        The index; it holds about d + 8 bytes a row.
    Raises:
        ValueError: a limit is passed or the rows have another shape.
    """
    if rows.ndim != 2 or 0 in rows.shape:
        raise ValueError(f"expected rows of shape (n, d); got {rows.shape}")
    n = len(rows)
    wanted = min(n, int(2 * n**0.5)) if cells is None else cells
    if not 1 <= wanted <= min(n, CELLS_MAX) or probes < 1 or rounds < 0:
        raise ValueError(f"expected 1 to {min(n, CELLS_MAX)} cells and 1 probe; got {wanted}")
    if probes_max < probes or not 0.0 <= reach <= 1.0:
        raise ValueError(
            f"expected reach 0 to 1, most probes >= {probes}; got {reach}, {probes_max}"
        )
    sample = np.asarray(rows[:: max(1, n // (_SAMPLE_PER_CELL * wanted))], dtype=np.float32)
    centres = sample[np.linspace(0, len(sample) - 1, wanted).astype(np.int64)].copy()
    for _ in range(rounds):
        centres = _moved(centres, sample)
    cell_of = _nearest_centre(centres, rows)
    order = np.argsort(cell_of, kind="stable").astype(np.uint32)
    starts = np.zeros(wanted + 1, dtype=np.int64)
    np.cumsum(np.bincount(cell_of, minlength=wanted), out=starts[1:])
    step, as_bytes, squares = _as_bytes(rows, order)
    centre_squares = np.asarray((centres * centres).sum(axis=1))
    return CellIndex(
        rows, centres, centre_squares, starts, order, as_bytes, squares, step,
        probes, probes_max, reach,
    )  # fmt: skip


def _moved(centres: NDArray[np.float32], sample: NDArray[np.float32]) -> NDArray[np.float32]:
    """Move each centre to the mean of the rows nearest to it; one without rows stays."""
    cell_of = _nearest_centre(centres, sample)
    order = np.argsort(cell_of, kind="stable")
    counts = np.bincount(cell_of, minlength=len(centres))
    starts = np.cumsum(counts) - counts
    has = counts > 0
    moved = centres.copy()
    sums = np.add.reduceat(sample[order], starts[has], axis=0)
    moved[has] = sums / counts[has, None]
    return moved


def _nearest_centre(centres: NDArray[np.float32], rows: Floats) -> NDArray[np.int64]:
    squares = (centres * centres).sum(axis=1)
    doubled = np.ascontiguousarray(-2.0 * centres.T)
    cell_of = np.empty(len(rows), dtype=np.int64)
    for start in range(0, len(rows), _BLOCK_ROWS):
        block = np.asarray(rows[start : start + _BLOCK_ROWS], dtype=np.float32)
        cell_of[start : start + len(block)] = np.argmin(block @ doubled + squares, axis=1)
    return cell_of


def _as_bytes(
    rows: Floats, order: NDArray[np.uint32]
) -> tuple[NDArray[np.float32], NDArray[np.int8], NDArray[np.float32]]:
    largest = np.zeros(rows.shape[1])
    for start in range(0, len(rows), _BLOCK_ROWS):
        largest = np.maximum(largest, np.abs(rows[start : start + _BLOCK_ROWS]).max(axis=0))
    step = np.where(largest > 0.0, largest / _BYTE_MAX, 1.0).astype(np.float32)
    as_bytes = np.empty(rows.shape, dtype=np.int8)
    squares = np.empty(len(rows), dtype=np.float32)
    for start in range(0, len(rows), _BLOCK_ROWS):
        block = rows[order[start : start + _BLOCK_ROWS]] / step
        whole = np.rint(np.clip(block, -_BYTE_MAX, _BYTE_MAX)).astype(np.int8)
        as_bytes[start : start + len(whole)] = whole
        squares[start : start + len(whole)] = ((whole * step) ** 2).sum(axis=1)
    return step, as_bytes, squares
