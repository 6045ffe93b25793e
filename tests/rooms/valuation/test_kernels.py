"""The inner loops: the order of rows is the order of distances, whatever the numbers look like."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba", reason="these loops need the extra `valuation`")

from auzolan.valuation.rows import kernels, kernels_matches, kernels_top, neighbours
from auzolan.valuation.rows.games import hard_coefficients

pytestmark = pytest.mark.slow  # the first run compiles; `make check` leaves it to `make test`


def ordered(distances: np.ndarray) -> tuple[list[int], list[int]]:
    """Rows nearest first, and the number of each one's block of equal distances."""
    n = len(distances)
    wide = distances.dtype.itemsize == 8
    keys = distances.view(np.int64 if wide else np.int32)
    first, second = np.empty(n, np.uint64), np.empty(n, np.uint64)
    counts = np.empty((3, 2**kernels.DIGIT_BITS_MAX), np.uint32)
    kernels.order_rows(keys, np.arange(n, dtype=np.int32), 0, counts, first, second)
    rows = (second & np.uint64(0xFFFFFFFF)) >> np.uint64(1)
    matches = second & np.uint64(1)
    assert matches.tolist() == (rows == 0).astype(int).tolist()
    blocks = second >> np.uint64(32)
    edges = np.concatenate([[0], np.cumsum(blocks[1:] != blocks[:-1])])
    assert (blocks[1:] >= blocks[:-1]).all()
    return rows.tolist(), edges.tolist()


SPREADS = {
    "one": lambda made, n: np.full(n, 3.5),
    "few": lambda made, n: made.integers(0, 4, n).astype(float),
    "normal": lambda made, n: made.chisquare(64, n),
    "with zero": lambda made, n: made.chisquare(3, n) * (made.random(n) < 0.8),
    "from tiny to huge": lambda made, n: 10.0 ** made.uniform(-37, 37, n),
    "one outlier": lambda made, n: np.append(made.chisquare(64, n - 1), 1e30),
    "nearly equal": lambda made, n: 1.0 + made.integers(0, 9, n) * 2.0**-52,
    "crowds": lambda made, n: 1.0 + made.integers(0, 3, n) + made.integers(0, 99, n) * 2.0**-50,
}


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("spread", SPREADS)
@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32), n=st.integers(1, 400))
def test_rows_come_in_the_order_of_their_distances(
    dtype: str, spread: str, seed: int, n: int
) -> None:
    """Goal: the sort is a sort, and equal means equal. Method: numpy's sort, odd distributions."""
    distances = SPREADS[spread](np.random.default_rng(seed), n).astype(dtype)
    rows, blocks = ordered(distances)
    assert sorted(rows) == list(range(n))
    assert distances[rows].tolist() == np.sort(distances).tolist()
    levels = np.unique(distances, return_inverse=True)[1]
    assert blocks == levels[rows].tolist()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_distance_does_not_depend_on_place_or_company(dtype: str) -> None:
    """Goal: nobody gains by a place in a file. Method: shuffle rows and queries, compare bits."""
    made = np.random.default_rng(1)
    for n, m, d in ((1, 1, 1), (3, 2, 5), (1023, 7, 64), (1025, 33, 33), (2100, 9, 130)):
        X, query = made.normal(size=(n, d)).astype(dtype), made.normal(size=(m, d)).astype(dtype)
        rows, asked = made.permutation(n), made.permutation(m)

        def keys(X, query):
            points = [neighbours.ready("x", part, metric="l2", dtype=dtype) for part in (X, query)]
            return np.concatenate([k.copy() for *_, k in neighbours.distance_blocks(*points)])

        plain = keys(X, query)
        assert (keys(X[rows], query[asked]) == plain[np.ix_(asked, rows)]).all()
        assert (keys(X, query[:1]) == plain[:1]).all()
        wide = np.zeros((m, n))
        for q in range(m):
            wide[q] = ((X.astype(float) - query[q].astype(float)) ** 2).sum(axis=1)
        assert plain.view(dtype) == pytest.approx(wide, rel=1e-4, abs=1e-3)


def test_never_more_memory_than_stated() -> None:
    """Goal: no matrix of all rows by all queries. Method: the block's size for growing n."""
    for n in (100, 50_000, 1_000_000, 2_000_000):
        block = neighbours.block_of_queries(n, 4)
        assert 4 <= block <= neighbours.TILE_QUERIES
        assert block * n * 4 + 32 * n <= max(52 << 20, 48 * n)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32), keep=st.integers(1, 20), n=st.integers(1, 300))
def test_lists_hold_the_nearest_rows(seed: int, keep: int, n: int) -> None:
    """Goal: a list misses no nearer row. Method: rows offered in pieces against a full sort."""
    made = np.random.default_rng(seed)
    distances = made.integers(0, 40, n).astype(np.float64)
    norms, zero = distances.copy(), np.zeros(1)
    lists = (
        np.full((1, 1), np.inf),
        np.zeros((1, 1), np.int64),
        np.zeros((1, 2 * keep + 3)),
        np.zeros((1, 2 * keep + 3), np.uint32),
    )
    for start in range(0, n, 70):
        part = norms[start : start + 70]
        kernels_top.keep_nearer(np.zeros((1, len(part))), part, zero, start, lists, keep)
    limits, counts, found, rows = (part[0] for part in lists)
    kernels_top.prune(limits, counts, found, rows, keep)
    kernels_top.sort_list(counts[0], found, rows)
    count = int(counts[0])
    assert count == min(n, keep)
    assert found[:count].tolist() == np.sort(distances)[:count].tolist()
    assert distances[rows[:count]].tolist() == found[:count].tolist()
    assert len(set(rows[:count].tolist())) == count


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("spread", SPREADS)
@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32), n=st.integers(1, 400), classes=st.integers(1, 9))
def test_sorting_only_the_matches_gives_the_same_integers(
    dtype: str, spread: str, seed: int, n: int, classes: int
) -> None:
    """Goal: the short way is the long way. Method: both, to the bit, on odd distributions."""
    made = np.random.default_rng(seed)
    distances = SPREADS[spread](made, n).astype(dtype)
    keys = distances.view(np.int64 if distances.dtype.itemsize == 8 else np.int32)
    labels = made.integers(0, classes, n).astype(np.int32)
    k = int(made.integers(1, n + 3))
    coefficients = hard_coefficients(n, k)
    tables = (14, min(k, n), coefficients)
    scratch = (np.empty((3, 2048), np.uint32), np.empty(n, np.uint64), np.empty(n, np.uint64))
    sizes = scratch[2]
    kernels.order_rows(keys, labels, 0, *scratch)
    long, found = np.empty(n, np.int64), np.empty(4, np.int64)
    kernels.value_places(sizes, coefficients, 14, long)
    kernels.nearest_block(sizes, min(k, n), found)
    short, shorter = np.empty(n, np.int64), np.empty(4, np.int64)
    rows, starts = kernels_matches.list_by_label(labels, classes + 1)
    assert rows.tolist() == np.argsort(labels, kind="stable").tolist()
    mine = rows[starts[0] : starts[1]]
    kernels_matches.value_by_matches(keys, mine, tables, scratch, short, shorter)
    assert short.tolist() == long.tolist()

    def votes(before, first, size, matches):
        return Fraction(int(before * size + matches * (min(k, n) - first + 1)), int(size))

    assert votes(*shorter) == votes(*found)


def test_places_follow_the_recursion() -> None:
    """Goal: one reverse pass is Theorem 1. Method: the published recursion in fractions of 2^58."""
    made = np.random.default_rng(2)
    n, k = 50, 4
    match = made.integers(0, 2, n)
    packed = (np.arange(n, dtype=np.uint64) << np.uint64(32)) | (
        np.arange(n, dtype=np.uint64) << np.uint64(1)
    )
    packed |= match.astype(np.uint64)
    coefficients = hard_coefficients(n, k)
    out = np.empty(n, np.int64)
    kernels.value_places(packed, coefficients, 14, out)
    expected = np.zeros(n)
    expected[-1] = match[-1] / n
    for i in range(n - 2, -1, -1):
        expected[i] = expected[i + 1] + (match[i] - match[i + 1]) / max(k, i + 1)
    assert out / 2.0**44 == pytest.approx(expected, abs=1e-13)
