"""Which rows are one thing: equal or near content under one label, led by the earliest registered.

Rows are taken in the order of their standing: by moment, and at one moment by content. A row joins
the earliest leader of its label within the distance; a row that finds none leads. Nothing is
chained: a row near a merged row, but not near its leader, stands by itself. The rule is that of
`payable.near`; here it is for floats and for many rows.

Time grows with the rows where rows are equal. For near rows it grows with the rows times the
leaders in the 27 cells around each; a distance that is small beside the spread of the features
keeps those few, a large one makes leaders few. Memory: 40 bytes a row, and one copy of the rows
where they have to be converted.

Knows no owner and no value, and chooses no distance.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from auzolan.valuation.rows.neighbours import Floats, Points

Whole = NDArray[np.int64]
_CELLS_MAX = 2.0**30
# A cell is this much wider than the distance, so that no rounding parts two near rows by two.
_CELL_SLACK = 1.0 + 2.0**-10


def leaders(
    points: Points, groups: Whole, registered: Whole, *, near_squared: float, are_whole: bool
) -> Whole:
    """Find the leader of each row.

    Args:
        points: n rows; they are compared as distances see them, in their type and scaled to
            length 1 for the metric cosine.
        groups: int64 codes of shape (n,): rows of two groups are never one.
        registered: int64 of shape (n,), the smaller the earlier.
        near_squared: squared distance up to which rows are near; 0.0 merges equal rows.
        are_whole: features are whole numbers; orders rows of one moment as `payable` does.
    Returns:
        int64 of shape (n,): the row that leads each, which is the row itself where it leads. The
        same rows are one, whatever order they come in.
    """
    from auzolan.valuation.rows.kernels_standing import (  # noqa: PLC0415 - needs numba
        hash_rows,
        lead_equal,
        lead_near,
    )

    n = len(points.given)
    used = points.tile(0, n, height=n)
    head = np.full(1 << max(4, n.bit_length()), -1, dtype=np.int64)
    following, leader = np.full(n, -1, dtype=np.int64), np.empty(n, dtype=np.int64)
    order = np.argsort(registered, kind="stable").astype(np.int64)
    if near_squared == 0.0:
        hashes = np.empty(n, dtype=np.uint64)
        hash_rows(used, used.view(f"uint{8 * used.dtype.itemsize}"), groups, hashes)
        lead_equal(used, groups, order, hashes, head, following, leader)
        return leader
    _order_by_content(order, registered, used, are_whole=are_whole)
    cells = _cells(used, float(near_squared**0.5))
    lead_near(used, groups, order, cells, near_squared, head, following, leader)
    return leader


def _order_by_content(order: Whole, registered: Whole, used: Floats, *, are_whole: bool) -> None:
    """Order the rows of one moment by what they hold, so that the input's order decides nothing."""
    moments = registered[order]
    starts = np.flatnonzero(np.append(True, moments[1:] != moments[:-1]))
    ends = np.append(starts[1:], len(order))
    for low, high in zip(starts.tolist(), ends.tolist(), strict=True):
        if high - low > 1:
            rows = order[low:high]
            # Adding 0 makes -0.0 into 0.0, which is equal and has other bytes.
            spelled = (used[rows] + 0).astype(">i8" if are_whole else ">f8")
            lines = [line.tobytes() for line in spelled]
            by_content = sorted(range(len(lines)), key=lines.__getitem__)
            order[low:high] = rows[np.array(by_content, dtype=np.int64)]


def _cells(used: Floats, near: float) -> Whole:
    """Cut the three features of the widest spread into cells a little wider than the distance."""
    lows, highs = used.min(axis=0).astype(np.float64), used.max(axis=0).astype(np.float64)
    spreads = highs - lows
    axes = np.argsort(-spreads, kind="stable")[:3]
    widths = np.maximum(near * _CELL_SLACK, spreads[axes] / _CELLS_MAX)
    cells = np.zeros((len(used), 3), dtype=np.int64)
    places = (used[:, axes].astype(np.float64) - lows[axes]) / widths
    cells[:, : len(axes)] = np.floor(places)
    return cells
