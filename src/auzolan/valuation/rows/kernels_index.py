"""The inner loop of the index: one query against the rows of a few cells, in whole numbers.

Knows no centre and no exact distance; `neighbour_index` does.
"""
# mypy: disallow-untyped-decorators=False, disallow-untyped-defs=False
# mypy: disallow-untyped-calls=False
# ruff: noqa: PLR0917 - compiled loops take arrays, not objects

from __future__ import annotations

import numpy as np

from auzolan.valuation.rows.kernels import jit


@jit
def scan_cells(rows, squares, starts, cells, query, places, distances):
    """Compute approximate squared distances, less the query's own square, to the cells' rows.

    Args:
        rows: int8 of shape (n, d), cell after cell.
        squares: float32 of shape (n,).
        starts: int64 of shape (c + 1,).
        cells: int64, which cells to look into.
        query: int16 of shape (d,) and what one unit of a product counts, float32.
        places: int64, as many as the cells hold rows; written.
        distances: float32, as many; written.
    """
    steps, unit = query
    at = 0
    for cell in cells:
        for row in range(starts[cell], starts[cell + 1]):
            line = rows[row]
            total = np.int32(0)
            for j in range(line.shape[0]):
                total = np.int32(total + np.int32(np.int32(line[j]) * np.int32(steps[j])))
            places[at] = row
            distances[at] = squares[row] + unit * np.float32(total)
            at += 1


@jit
def exact_distances(rows, found, point, distances):
    """Compute the squared distances of some rows to a point, feature after feature, in float64.

    Args:
        rows: float of shape (n, d).
        found: int64, which rows.
        point: float64 of shape (d,).
        distances: float64, as many as `found`; written.
    """
    for i in range(found.shape[0]):
        line = rows[found[i]]
        even, odd = 0.0, 0.0
        for j in range(0, line.shape[0] - 1, 2):
            here, there = line[j] - point[j], line[j + 1] - point[j + 1]
            even += here * here
            odd += there * there
        if line.shape[0] % 2:
            last = line[line.shape[0] - 1] - point[line.shape[0] - 1]
            even += last * last
        distances[i] = even + odd
