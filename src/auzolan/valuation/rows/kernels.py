"""The inner loops of nearest-neighbour values: order the rows of one query, then value them.

All of one query's distances become whole numbers of the same order, packed with the row into 64
bits and sorted by three passes of a radix sort. One walk from the farthest row to the nearest
then gives every row's value, as a whole number of 2^-58. Sums of whole numbers do not depend on
their order, so neither the order of the rows nor the number of threads can move a result.

Does not compute distances, know a utility by name, or check what it is given: `neighbours` and
`knn_shapley` do. Needs numba; nothing else in the package imports this module at its top.
"""
# mypy: disallow-untyped-decorators=False, disallow-untyped-defs=False
# mypy: disallow-untyped-calls=False
# ruff: noqa: PLR0913, PLR0917 - compiled loops take arrays, not objects

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

U32 = np.uint32
U64 = np.uint64
I64 = np.int64
F64 = np.float64
HALF = U64(32)
ONE = U32(1)
ZERO, STEP = U64(0), U64(1)
DIGIT_BITS_MAX = 11
RUN_BY_HAND_MAX = 24

jit = numba.njit(cache=True, nogil=True, error_model="numpy")
jit_inline = numba.njit(cache=True, nogil=True, error_model="numpy", inline="always")


@jit
def square_sums(rows: NDArray[np.floating], sums: NDArray[np.float64]) -> None:
    """Sum the squares of each row, feature after feature, whatever the row's place in memory.

    Args:
        rows: shape (n, d).
        sums: float64 of shape (n,); written.
    """
    for i in range(rows.shape[0]):
        total = 0.0
        for j in range(rows.shape[1]):
            total += F64(rows[i, j]) * F64(rows[i, j])
        sums[i] = total


@jit
def store_distances(tile, norms, distances, start):
    """Turn products with -2 times the queries into squared distances.

    What rounding pushed below 0 is 0: such a row lies on the query.

    Args:
        tile: float32 or float64 of shape (>= b, >= w); a line is a query.
        norms: squared lengths of the tile's rows (w,) and of the queries (b,), in that type.
        distances: shape (b, n); columns start to start + w are written.
        start: the tile's first row.
    """
    of_rows, of_queries = norms
    zero = of_rows.dtype.type(0)
    width = of_rows.shape[0]
    for q in range(of_queries.shape[0]):
        products = tile[q]
        out = distances[q, start : start + width]
        own = of_queries[q]
        for i in range(width):
            distance = (products[i] + of_rows[i]) + own
            distance = distance if distance > zero else zero
            out[i] = distance


@jit
def _span(keys):
    """Find the lowest key and how far all others must shift right to fit into 32 bits."""
    low, high = keys[0], keys[0]
    for i in range(keys.shape[0]):
        low = keys[i] if keys[i] < low else low
        high = keys[i] if keys[i] > high else high
    width = I64(high) - I64(low)
    bits = 0
    while (width >> bits) > 0:
        bits += 1
    return I64(low), U64(max(bits - 32, 0)), U32((min(bits, 32) + 2) // 3)


@jit_inline
def _short(key, low, shift):
    return U32(U64(I64(key) - low) >> shift)


@jit
def _count_digits(keys, low, shift, width, counts):
    """Count each digit's values for the three passes, and turn counts into first places."""
    counts[:] = U32(0)
    mask = U32((ONE << width) - ONE)
    first, second, third = counts[0], counts[1], counts[2]
    for i in range(keys.shape[0]):
        short = _short(keys[i], low, shift)
        first[short & mask] += ONE
        second[(short >> width) & mask] += ONE
        third[(short >> U32(width + width)) & mask] += ONE
    for line in range(3):
        total = U32(0)
        for j in range(mask + ONE):
            seen = counts[line, j]
            counts[line, j] = total
            total += seen


@jit
def _place_first(keys, low, shift, width, places, labels, label, out):
    """Pack each row as key, row and match, and place it by its lowest digit."""
    mask = U32((ONE << width) - ONE)
    for i in range(keys.shape[0]):
        short = _short(keys[i], low, shift)
        place = places[short & mask]
        places[short & mask] = U32(place + ONE)
        out[place] = (U64(short) << HALF) | U64(U32(i) << ONE) | U64(labels[i] == label)


@jit
def _place(packed, down, width, places, out):
    """Place packed rows by one digit, keeping the order of equal ones."""
    mask = U32((ONE << width) - ONE)
    right = U64(HALF + U64(down))
    for i in range(packed.shape[0]):
        one = packed[i]
        digit = U32(one >> right) & mask
        place = places[digit]
        places[digit] = U32(place + ONE)
        out[place] = one


@jit
def _refine(ordered, keys):
    """Order rows whose shortened keys are equal by their whole keys; renumber the keys densely.

    Afterwards two rows have an equal upper half exactly if their whole keys are equal.
    """
    n = ordered.shape[0]
    start = 0
    block = U64(0)
    while start < n:
        stop = start + 1
        while stop < n and (ordered[stop] >> HALF) == (ordered[start] >> HALF):
            stop += 1
        if stop - start > 1:
            _order_run(ordered[start:stop], keys)
        last = keys[U32(ordered[start]) >> ONE]
        for i in range(start, stop):
            key = keys[U32(ordered[i]) >> ONE]
            if key != last:
                block += U64(1)
                last = key
            ordered[i] = (block << HALF) | U64(U32(ordered[i]))
        block += U64(1)
        start = stop


@jit
def _order_run(run, keys):
    """Sort a short run by hand; a long one by a heap, which no input makes slow."""
    n = run.shape[0]
    whole = np.empty(n, keys.dtype)
    for i in range(n):
        whole[i] = keys[U32(run[i]) >> ONE]
    if n > RUN_BY_HAND_MAX:
        sort_with(whole, run)
        return
    for i in range(1, n):
        key, one = whole[i], run[i]
        j = i
        while j > 0 and whole[j - 1] > key:
            whole[j], run[j] = whole[j - 1], run[j - 1]
            j -= 1
        whole[j], run[j] = key, one


@jit
def sort_with(values, others):
    """Sort values in place, and others along with them; equal values in any order.

    Source: Williams 1964, heapsort.
    """
    n = values.shape[0]
    for step in range(n // 2 + n - 1):
        if step < n // 2:
            root, stop = n // 2 - 1 - step, n
        else:
            stop = n - 1 - (step - n // 2)
            values[0], values[stop] = values[stop], values[0]
            others[0], others[stop] = others[stop], others[0]
            root = 0
        while 2 * root + 1 < stop:
            child = 2 * root + 1
            if child + 1 < stop and values[child + 1] > values[child]:
                child += 1
            if values[root] >= values[child]:
                break
            values[root], values[child] = values[child], values[root]
            others[root], others[child] = others[child], others[root]
            root = child


@jit
def order_rows(keys, labels, label, counts, first, second):
    """Sort all rows by their keys, nearest first; the result is left in `second`.

    Each packed row has 32 bits of order (equal exactly if the distances are equal), 31 bits of
    row, 1 bit: the row has the label of the query.

    Args:
        keys: int32 or int64 of shape (n,), bits of squared distances.
        labels: int32 class codes of shape (n,).
        label: the query's class code.
        counts: uint32 of shape (3, 2^11), scratch.
        first: uint64 of shape (n,), scratch.
        second: uint64 of shape (n,); written.
    """
    if keys.shape[0] == 0:
        return
    low, shift, width = _span(keys)
    _count_digits(keys, low, shift, width, counts)
    _place_first(keys, low, shift, width, counts[0], labels, label, second)
    _place(second, width, width, counts[1], first)
    _place(first, U32(width + width), width, counts[2], second)
    if shift > U64(0):
        _refine(second, keys)


@jit
def value_places(ordered, coefficients, drop, out):
    """Value all rows for one query, from the farthest to the nearest.

    At place i with match m_i the value is m_i c_i less the sum of m_j (c_(j-1) - c_j) over all
    j > i, rounded half up to 2^-(58 - drop). Rows that are equally far each get the mean over
    all orders of their block.

    Args:
        ordered: packed rows of shape (n,), from `order_rows`.
        coefficients: int64 c_0 to c_n in units of 2^-58.
        drop: bits dropped at the end, >= 1.
        out: int64 of shape (n,), by row; written.
    """
    half = I64(1) << (drop - I64(1))
    later = I64(0)
    last = U64(ordered.shape[0])
    here = coefficients[last]
    one = ordered[last - STEP]
    while last > ZERO:
        nearer = ordered[last - STEP - STEP] if last > STEP else ~one
        if (nearer ^ one) >> HALF == ZERO:
            later, last = _value_block(ordered, coefficients, drop, out, later, last)
            here = coefficients[last]
            one = ordered[last - STEP] if last > ZERO else one
            continue
        before = coefficients[last - STEP]
        match = -I64(one & STEP)
        out[U32(one) >> ONE] = ((match & here) - later + half) >> drop
        later += match & (before - here)
        here = before
        one = nearer
        last -= STEP


@jit
def _value_block(ordered, coefficients, drop, out, later, stop):
    """Value the rows of the block of equal distances that ends at a place."""
    half = I64(1) << (drop - I64(1))
    last = I64(stop)
    first = last
    matches = I64(ordered[last - 1] & U64(1))
    while first > 1 and (ordered[first - 2] >> HALF) == (ordered[last - 1] >> HALF):
        first -= 1
        matches += I64(ordered[first - 1] & U64(1))
    match, other, later = block_values(coefficients, first, last, matches, later)
    match, other = (match + half) >> drop, (other + half) >> drop
    for i in range(first - 1, last):
        one = ordered[i]
        out[U32(one) >> ONE] = match if one & U64(1) else other
    return later, U64(first - 1)


@jit
def block_values(coefficients, first, last, matches, later):
    """Value a match and another row in a block of equal distances, in units of 2^-58.

    The closed form stands in the docstring of `knn`; its roundings are the same to the last bit.

    Args:
        coefficients: int64 c_0 to c_n.
        first: the block's first place, from 1.
        last: its last place.
        matches: how many of its rows match.
        later: what the blocks beyond take from every nearer row.
    Returns:
        A match's value, another row's, and `later` with this block in it.
    """
    size = last - first + 1
    whole = I64(0)
    for place in range(first, last + 1):
        whole += coefficients[place]
    own = whole // size
    rivals = whole - size * coefficients[last]
    pair = max(size - 1, 1)
    other = -(_times_over(rivals, matches, pair) // size) - later
    match = own - (_times_over(rivals, matches - 1, pair) // size) - later
    later += _times_over(coefficients[first - 1] - coefficients[last], matches, size)
    return match, other, later


@jit_inline
def _times_over(amount, numerator, denominator):
    """Compute floor(amount * numerator / denominator) without the large product."""
    whole = amount // denominator
    rest = amount - whole * denominator
    return whole * numerator + rest * numerator // denominator


@jit
def nearest_block(ordered, nearest, found):
    """Describe the block of equal distances that holds a place; enough to know the whole's worth.

    Args:
        ordered: packed rows of shape (n,).
        nearest: a place, from 1 to n.
        found: int64 of shape (4,): matches before the block, its first place, its size, its
            matches; written.
    """
    at = nearest - 1
    first = at
    while first > 0 and (ordered[first - 1] >> HALF) == (ordered[at] >> HALF):
        first -= 1
    stop = at + 1
    while stop < ordered.shape[0] and (ordered[stop] >> HALF) == (ordered[at] >> HALF):
        stop += 1
    found[:] = 0
    for i in range(first):
        found[0] += I64(ordered[i] & U64(1))
    found[1], found[2] = first + 1, stop - first
    for i in range(first, stop):
        found[3] += I64(ordered[i] & U64(1))
