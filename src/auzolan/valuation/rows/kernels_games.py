"""The inner loops of whole games: one block of queries after another, added up in a fixed order.

Three games share them. Ranked: labels match or do not, and nearness counts. Near: every row
within a radius counts alike. Regressed: the nearest rows' targets are averaged.

Threads split queries, and rows where sums are added; the order of every sum is the order of the
queries, so the number of threads cannot move a result by a bit.
"""
# mypy: disallow-untyped-decorators=False, disallow-untyped-defs=False
# mypy: disallow-untyped-calls=False
# ruff: noqa: PLR0913, PLR0917 - compiled loops take arrays, not objects

from __future__ import annotations

import numba
import numpy as np

from auzolan.valuation.rows.kernels import (
    F64,
    HALF,
    I64,
    ONE,
    U32,
    jit,
    nearest_block,
    order_rows,
    sort_with,
    value_places,
)
from auzolan.valuation.rows.kernels_matches import ONE_IN, value_by_matches

RANKED, NEAR, REGRESSED = 0, 1, 2
ROW_CHUNK = 8192

prange = numba.prange
jit_parallel = numba.njit(cache=True, nogil=True, error_model="numpy", parallel=True)


def use_threads(wanted: int) -> int:
    """Let the loops use as many threads as wanted and there are; says how many these are."""
    threads = min(wanted, int(numba.config.NUMBA_NUM_THREADS))  # type: ignore[attr-defined]
    if threads > 1:
        numba.set_num_threads(threads)
    return threads


@jit
def _value_sorted(keys, labels, label, tables, scratch, found):
    drop, nearest, coefficients = tables
    counts, first, second = scratch
    order_rows(keys, labels, label, counts, first, second)
    value_places(second, coefficients, drop, first.view(I64))
    nearest_block(second, nearest, found)


@jit
def _value_ranked(keys, rows, game, asked, scratch, found):
    """Value all rows by rank; the values are left in the first scratch column."""
    (labels, _, by_label, starts), (_, drop, nearest, coefficients, _) = rows, game
    label, offset, _ = asked
    tables = (drop, nearest, coefficients)
    out = scratch[1].view(I64)
    mine = by_label[:0] if label < 0 else by_label[starts[label] : starts[label + 1]]
    if ONE_IN * mine.shape[0] <= keys.shape[0]:
        value_by_matches(keys, mine, tables, scratch, out, found)
    else:
        _value_sorted(keys, labels, label, tables, scratch, found)
    if offset != 0:
        for i in range(out.shape[0]):
            out[i] += offset


@jit
def _value_near(keys, rows, game, asked, scratch, found):
    """Value all rows by whether they lie within the radius; counts only, no sort.

    With c rows within, and H_c = 1 + 1/2 + ... + 1/c, a row within is worth
    ((m_i - 1/C) + (m_i - mean match of the others) (H_c - 1)) / c; a row outside nothing.
    """
    (labels, _, _, _), (_, _, _, _, real), (label, limit, _) = rows, game, asked
    chance, unit = real[0, 0], real[0, 1]
    out = scratch[1].view(I64)
    within, matches = 0, 0
    for i in range(keys.shape[0]):
        near = I64(keys[i]) <= limit
        within += near
        matches += near and labels[i] == label
    found[:] = 0
    if within > 0:
        found[0] = I64(np.rint(unit * (matches / within - chance)))
    worth = np.zeros(2)
    harmonic = real[1, within]
    for match in range(2):
        if within > 0:
            others = (matches - match) / (within - 1) if within > 1 else 0.0
            more = (match - others) * (harmonic - 1.0)
            worth[match] = np.rint(unit * (((match - chance) + more) / within))
    for i in range(keys.shape[0]):
        value = I64(worth[1]) if labels[i] == label else I64(worth[0])
        out[i] = value if I64(keys[i]) <= limit else I64(0)


@jit
def _order_ties_by_target(ordered, targets):
    """Give rows that are equally far an order of their own, so that float sums have one order."""
    total = 0.0
    stop = ordered.shape[0]
    while stop > 0:
        start = stop - 1
        while start > 0 and (ordered[start - 1] >> HALF) == (ordered[stop - 1] >> HALF):
            start -= 1
        if stop - start > 1:
            own = np.empty(stop - start)
            for i in range(start, stop):
                own[i - start] = targets[U32(ordered[i]) >> ONE]
            sort_with(own, ordered[start:stop])
        stop = start
    for i in range(ordered.shape[0]):
        total += targets[U32(ordered[i]) >> ONE]
    return total


@jit
def _value_regressed(keys, rows, game, asked, scratch, found):
    """Value all rows for the worth -(sum of the k nearest targets / k - t)^2.

    The derivation and the meaning of the columns of `real` stand in `games`.
    """
    (labels, targets, _, _), (_, _, _, _, real), (label, _, target) = rows, game, asked
    counts, first, second = scratch
    order_rows(keys, labels, label, counts, first, second)
    out = first.view(I64)
    k, unit = real[0, 0], real[0, 1]
    before = _order_ties_by_target(second, targets)
    nearest = game[2]
    found[:] = 0
    # Sums over all rows farther than the block at hand.
    own_fall, pair_p, pair_q, pair_qp = 0.0, 0.0, 0.0, 0.0
    stop = second.shape[0]
    while stop > 0:
        start = stop - 1
        while start > 0 and (second[start - 1] >> HALF) == (second[stop - 1] >> HALF):
            start -= 1
        size = stop - start
        sum_y, sum_y2, sum_u = 0.0, 0.0, 0.0
        for i in range(start, stop):
            y = targets[U32(second[i]) >> ONE]
            sum_y, sum_y2 = sum_y + y, sum_y2 + y * y
            sum_u += (2.0 * target * y - y * y / k) / k
        before -= sum_y
        if start < nearest <= stop:
            part = (nearest - start) / size
            both = part * (nearest - start - 1) / max(size - 1, 1)
            square = before * before + 2.0 * before * part * sum_y + part * sum_y2
            square += both * (sum_y * sum_y - sum_y2)
            worth = 2.0 * target * (before + part * sum_y) / k - square / (k * k)
            found[0] = I64(np.rint(unit * worth))
        r, fall, p, q, p_after, q_after, q_two = _block_means(real, start + 1, stop)
        for i in range(start, stop):
            row = U32(second[i]) >> ONE
            y = targets[row]
            u = (2.0 * target * y - y * y / k) / k
            rest = sum_y - y
            single = u * r - (sum_u - u) * fall - own_fall
            pairs = y * (pair_p + pair_q) - pair_qp + y * before * p + 2.0 * y * rest * p_after
            pairs -= before * rest * q_after + (rest * rest - (sum_y2 - y * y)) * q_two
            out[row] = I64(np.rint(unit * (single - 2.0 / (k * k) * pairs)))
        own_fall += sum_u * (real[1, start] - real[1, stop]) / size
        pair_p += sum_y * p
        pair_q += sum_y * q
        pair_qp += before * sum_y * q + (sum_y * sum_y - sum_y2) * q_after
        stop = start


@jit
def _block_means(real, first, last):
    """Average the coefficients of the places first to last over all orders of their rows."""
    size = last - first + 1
    r, fall, p, q, p_after, q_after, q_two = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for place in range(first, last + 1):
        nearer = float(place - first)
        r += real[1, place]
        p += real[2, place]
        q += real[3, place]
        fall += nearer * (real[1, place - 1] - real[1, place])
        p_after += nearer * real[2, place]
        q_after += nearer * real[3, place]
        q_two += nearer * (nearer - 1.0) * real[3, place]
    two = float(size) * max(size - 1, 1)
    three = two * max(size - 2, 1)
    return r / size, fall / two, p / size, q / size, p_after / two, q_after / two, q_two / three


@jit
def _value(keys, rows, game, asked, scratch, found):
    if game[0] == RANKED:
        _value_ranked(keys, rows, game, asked, scratch, found)
    elif game[0] == NEAR:
        _value_near(keys, rows, game, asked, scratch, found)
    else:
        _value_regressed(keys, rows, game, asked, scratch, found)


@jit
def _add_rows(values, sums, squares):
    for i in range(values.shape[0]):
        value = values[i]
        sums[i] += value
        squares[i] += F64(value) * F64(value)


@jit
def _add_owners(values, owners, of_owner):
    of_owner[:] = 0
    if of_owner.shape[0] > 0:
        for i in range(values.shape[0]):
            of_owner[owners[i]] += values[i]


@jit
def value_block(keys, rows, owners, game, asked, scratch, sums, of_owner, found):
    """Value all rows for some queries, and add the values up.

    Args:
        keys: int32 or int64 of shape (b, n), bits of squared distances.
        rows: labels int32 (n,), targets float64 (n,); for the ranked game the rows label by
            label, uint32 (n,), and where each label starts, int64 (labels + 1,).
        owners: int32 of shape (n,), places of owners.
        game: kind, dropped bits, nearest places, coefficients, real tables.
        asked: labels int64 (b,), offset or limit int64 (b,), targets float64 (b,).
        scratch: for each thread uint32 (3, 2^11), uint64 (n,) and uint64 (n,).
        sums: int64 (n,) sums of values and float64 (n,) sums of their squares; added to.
        of_owner: int64 of shape (b, g), or (b, 0) where owners are not wanted; written.
        found: int64 of shape (b, 4), what the whole's worth needs; written.
    """
    mine = (scratch[0][0], scratch[1][0], scratch[2][0])
    for q in range(keys.shape[0]):
        one = (asked[0][q], asked[1][q], asked[2][q])
        _value(keys[q], rows, game, one, mine, found[q])
        values = mine[1].view(I64)
        _add_rows(values, sums[0], sums[1])
        _add_owners(values, owners, of_owner[q])


@jit_parallel
def value_block_threads(keys, rows, owners, game, asked, scratch, sums, of_owner, found):
    """Do what `value_block` does, with as many threads as there are scratch columns."""
    n_queries, n = keys.shape
    threads = scratch[1].shape[0]
    chunks = (n + ROW_CHUNK - 1) // ROW_CHUNK
    for base in range(0, n_queries, threads):
        together = min(threads, n_queries - base)
        for t in prange(together):
            q = base + t
            one = (asked[0][q], asked[1][q], asked[2][q])
            mine = (scratch[0][t], scratch[1][t], scratch[2][t])
            _value(keys[q], rows, game, one, mine, found[q])
            _add_owners(mine[1].view(I64), owners, of_owner[q])
        for chunk in prange(chunks):
            start = chunk * ROW_CHUNK
            stop = min(start + ROW_CHUNK, n)
            for t in range(together):
                values = scratch[1][t, start:stop].view(I64)
                _add_rows(values, sums[0][start:stop], sums[1][start:stop])
