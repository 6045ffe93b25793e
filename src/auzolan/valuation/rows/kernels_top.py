"""The inner loops over each query's nearest rows alone: find them, keep them sorted, value them.

A list holds distances and rows of one query, nearest first once sorted. Rows come a tile at a
time, so the distances of all rows never stand side by side.

Knows no utility but the hard one, and checks nothing.
"""
# mypy: disallow-untyped-decorators=False, disallow-untyped-defs=False
# mypy: disallow-untyped-calls=False
# ruff: noqa: PLR0913, PLR0917 - compiled loops take arrays, not objects

from __future__ import annotations

import numpy as np

from auzolan.valuation.rows.kernels import (
    F64,
    HALF,
    I64,
    U32,
    U64,
    jit,
    nearest_block,
    sort_with,
    value_places,
)
from auzolan.valuation.rows.kernels_games import jit_parallel, prange

SKIP = 64


@jit
def _keep_nearer(products, norms, own, first_row, limits, counts, distances, rows, keep):
    """Add the rows of a tile to one query's list where they are nearer than its limit."""
    zero = norms.dtype.type(0)
    width = norms.shape[0]
    limit = limits[0]
    for base in range(0, width, SKIP):
        stop = min(base + SKIP, width)
        near = 0
        for i in range(base, stop):
            near += (products[i] + norms[i]) + own < limit
        if near == 0:
            continue
        for i in range(base, stop):
            distance = (products[i] + norms[i]) + own
            distance = distance if distance > zero else zero
            if distance < limit:
                distances[counts[0]] = distance
                rows[counts[0]] = U32(first_row + i)
                counts[0] += 1
                if counts[0] == distances.shape[0]:
                    prune(limits, counts, distances, rows, keep)
                    limit = limits[0]


@jit
def prune(limits, counts, distances, rows, keep):
    """Keep only the nearest `keep` rows of a list and lower its limit to the last of them.

    Of rows as far as the limit some may go; that the limit is shared can still be seen, because
    a list is longer by one than the places that are valued.
    """
    count = counts[0]
    if count < keep:
        return
    limit = np.partition(distances[:count], keep - 1)[keep - 1]
    nearer = 0
    for i in range(count):
        nearer += distances[i] < limit
    left, place = keep - nearer, 0
    for i in range(count):
        if distances[i] < limit or (distances[i] == limit and left > 0):
            left -= distances[i] == limit
            distances[place], rows[place] = distances[i], rows[i]
            place += 1
    counts[0], limits[0] = place, limit


@jit
def keep_nearer(products, norms, query_norms, first_row, lists, keep):
    """Add the rows of one tile to every query's list.

    Args:
        products: shape (>= m, >= w), products with -2 times the queries.
        norms: shape (w,), squared lengths of the tile's rows; infinite for rows to leave out.
        query_norms: shape (m,).
        first_row: number of the tile's first row.
        lists: limits (m, 1), counts int64 (m, 1), distances (m, r), rows uint32 (m, r).
        keep: places to keep when a list is full, < r.
    """
    limits, counts, distances, rows = lists
    for q in range(query_norms.shape[0]):
        _keep_nearer(
            products[q], norms, query_norms[q], first_row,
            limits[q], counts[q], distances[q], rows[q], keep,
        )  # fmt: skip


@jit_parallel
def keep_nearer_threads(products, norms, query_norms, first_row, lists, keep):
    """Do what `keep_nearer` does, with several threads."""
    limits, counts, distances, rows = lists
    for q in prange(query_norms.shape[0]):
        _keep_nearer(
            products[q], norms, query_norms[q], first_row,
            limits[q], counts[q], distances[q], rows[q], keep,
        )  # fmt: skip


@jit
def sort_list(count, distances, rows):
    """Sort one list by distance, equal ones by row."""
    sort_with(distances[:count], rows[:count])
    start = 0
    for stop in range(1, count + 1):
        if stop == count or distances[stop] != distances[start]:
            if stop - start > 1:
                rows[start:stop] = np.sort(rows[start:stop])
            start = stop


@jit
def value_list(distances, rows, labels, label, tables, packed, out, found):
    """Value the rows of one sorted list by the hard game.

    Args:
        distances: shape (t,), sorted.
        rows: uint32 of shape (t,).
        labels: int32 class codes of all rows.
        label: the query's.
        tables: dropped bits, places that vote, coefficients (>= t + 1,).
        packed: uint64 of shape (t,), scratch.
        out: int64 of shape (t,), values by place; written.
        found: int64 of shape (4,), for the whole's worth; written.
    """
    drop, nearest, coefficients = tables
    block = U64(0)
    for i in range(distances.shape[0]):
        if i > 0 and distances[i] != distances[i - 1]:
            block += U64(1)
        match = labels[rows[i]] == label
        packed[i] = (block << HALF) | U64(U32(i) << U32(1)) | U64(match)
    value_places(packed, coefficients, drop, out)
    nearest_block(packed, nearest, found)


@jit
def last_places(distances, top, most):
    """Find for each sorted list the last place that is as far as place `top`, up to `most` + 1."""
    ends = np.empty(distances.shape[0], np.int64)
    for q in range(distances.shape[0]):
        end = top
        while end <= most and distances[q, end] == distances[q, top - 1]:
            end += 1
        ends[q] = end
    return ends


@jit
def value_lists(lists, places, asked, rows_of, tables, sums, of_owner, found):
    """Value the sorted lists of some queries and add the values up.

    Args:
        lists: distances (m, >= t) and rows uint32 (m, >= t).
        places: int64, which queries to value, and int64 (m,), places valued for each.
        asked: int64 of shape (m,), labels of the queries.
        rows_of: labels int32 (n,) and owners int32 (n,) or (0,).
        tables: dropped bits, places that vote, coefficients (t + 1,).
        sums: int64 (n,) and float64 (n,), or (0,) where squares are not wanted; added to.
        of_owner: int64 of shape (m, g) or (m, 0), added to.
        found: int64 of shape (m, 4); written.
    """
    distances, rows = lists
    labels, owners = rows_of
    queries, tops = places
    most = tables[2].shape[0] - 1
    packed_all, out_all = np.empty(most, np.uint64), np.empty(most, np.int64)
    for at in range(queries.shape[0]):
        q = queries[at]
        top = tops[q]
        packed, out = packed_all[:top], out_all[:top]
        value_list(
            distances[q, :top], rows[q, :top], labels, asked[q], tables, packed, out, found[q]
        )
        for i in range(top):
            row = rows[q, i]
            sums[0][row] += out[i]
            if sums[1].shape[0] > 0:
                sums[1][row] += F64(out[i]) * F64(out[i])
            if of_owner.shape[1] > 0:
                of_owner[q, owners[row]] += I64(out[i])


@jit
def count_owned(owners, is_here, sums, counts, negative):
    """Count each owner's rows that are here, and those of them whose sum is below 0.

    Args:
        owners: int32 of shape (n,).
        is_here: bool of shape (n,).
        sums: int64 of shape (n,); 0 for a row that is not here.
        counts: int64 of shape (g,), added to.
        negative: int64 of shape (g,), added to.
    """
    for i in range(owners.shape[0]):
        counts[owners[i]] += I64(is_here[i])
        negative[owners[i]] += I64(sums[i] < 0)


@jit
def insert_rows(products, norms, query_norms, first_row, lists):
    """Put the rows of one tile into settled lists, each at its place.

    A list holds every row nearer than its limit. When it is full its last row goes, and the limit
    falls to that row's distance.

    Args:
        products: shape (>= m, >= w), products with -2 times the queries.
        norms: shape (w,), squared lengths of the tile's rows.
        query_norms: shape (m,).
        first_row: number of the tile's first row.
        lists: limits (m, 1), counts int64 (m, 1), distances (m, r), rows uint32 (m, r).
    """
    limits, counts, distances, rows = lists
    zero = norms.dtype.type(0)
    room = distances.shape[1]
    for q in range(query_norms.shape[0]):
        own = query_norms[q]
        for i in range(norms.shape[0]):
            distance = (products[q, i] + norms[i]) + own
            distance = distance if distance > zero else zero
            if distance >= limits[q, 0]:
                continue
            last = counts[q, 0]
            if last == room:
                last -= 1
                limits[q, 0] = distances[q, last]
                if distance >= limits[q, 0]:
                    counts[q, 0] = last
                    continue
            place = np.searchsorted(distances[q, :last], distance, side="right")
            for j in range(last, place, -1):
                distances[q, j], rows[q, j] = distances[q, j - 1], rows[q, j - 1]
            distances[q, place], rows[q, place] = distance, U32(first_row + i)
            counts[q, 0] = last + 1


@jit
def drop_rows(lists, is_here):
    """Take withdrawn rows out of all lists, keeping the order of the others.

    Args:
        lists: as of `insert_rows`.
        is_here: bool, by row number.
    """
    _, counts, distances, rows = lists
    for q in range(counts.shape[0]):
        kept = 0
        for i in range(counts[q, 0]):
            if is_here[rows[q, i]]:
                distances[q, kept], rows[q, kept] = distances[q, i], rows[q, i]
                kept += 1
        counts[q, 0] = kept
