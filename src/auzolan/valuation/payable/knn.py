"""Exact KNN-Shapley: what each row, and each member, adds to a nearest-neighbour model.

The worth of a coalition S for one query is (1/k) times how many of the min(k, |S|) rows of S
nearest to the query have its label; an empty coalition is worth 0. A row's value is its Shapley
value in that game, averaged over the queries. Rows at equal distance have no order, so each gets
the mean over all orders of its block.

Closed form. With places 1..n by distance, matches m_i in {0, 1} and c_j = 1 / max(k, j):

    value at place i = c_i m_i - sum over j > i of m_j (c_(j-1) - c_j)

which is Theorem 1 of the paper, unrolled, and holds for k > n too. Over a block at places a..b
with t rows, M of them matching, the mean over its orders is, with A = c_a + ... + c_b and
B = c_a + ... + c_(b-1) - (b - a) c_b:

    m A / t - (M - m) B / (t (t - 1)) - sum over later blocks of M' (c_(a'-1) - c_b') / t'

Numbers. Integers only: c_j is floor(2^58 / max(k, j)), a row's value for one query is rounded
half up to units of 2^-40, and sums after that are exact, so neither order nor machine matters.
The last step scales by 10^9 and rounds down. `residual_bound_e9` states what all that rounding
can amount to.

Does not choose k, learn a distance, handle regression or weighted votes, or know any euro.

Source: Jia et al., Efficient Task-Specific Data Valuation for Nearest Neighbor Algorithms,
PVLDB 2019 (arXiv 1908.08619), Theorem 1. The blocks are ours, by linearity of the Shapley value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auzolan.valuation.intervals import interval_e9
from auzolan.valuation.quantize import IntArray, squared_distances

METHOD = "knn-shapley/1"
ROWS_MAX = 2**20
QUERIES_MAX = 2**17
K_MAX = 2**20
_COEFFICIENT_BITS = 58
VALUE_BITS = 40
_BLOCK_CELLS = 2**17
_E9 = 10**9


@dataclass(frozen=True, slots=True, eq=False)
class RowValues:
    """What each row is worth, as a mean over the queries.

    Attributes:
        method: name and version of the method.
        k: neighbours that vote.
        n_queries: queries the mean runs over.
        value_e9: int64 of shape (n,), each value times 10^9, rounded down.
        total_e9: worth of all rows together times 10^9, rounded down.
        residual_e9: `total_e9` less the sum of `value_e9`; rounding only.
    """

    method: str
    k: int
    n_queries: int
    value_e9: IntArray
    total_e9: int
    residual_e9: int


@dataclass(frozen=True, slots=True)
class MemberValues:
    """What each member's rows are worth together, with a 95 % interval over the queries.

    Attributes:
        method: name and version of the method.
        k: neighbours that vote.
        n_queries: queries the means run over.
        members: owners of at least one row, in order.
        rows: how many rows each has.
        value_e9: each member's value times 10^9, rounded down; may be negative.
        low_e9: lower end of the interval, rounded down.
        high_e9: upper end of the interval, rounded up.
        total_e9: worth of all rows together times 10^9, rounded down.
        residual_e9: `total_e9` less the sum of `value_e9`; rounding only.
    """

    method: str
    k: int
    n_queries: int
    members: tuple[str, ...]
    rows: tuple[int, ...]
    value_e9: tuple[int, ...]
    low_e9: tuple[int, ...]
    high_e9: tuple[int, ...]
    total_e9: int
    residual_e9: int


@dataclass(frozen=True, slots=True, eq=False)
class QueryGame:
    """One valuation's input after checks: rows (n, d), labels (n,), queries (m, d) and theirs."""

    train: IntArray
    labels: IntArray
    query: IntArray
    query_labels: IntArray
    k: int


@dataclass(frozen=True, slots=True, eq=False)
class _Ranked:
    """A block of queries with rows in order of distance; every array has shape (b, n).

    `first` and `last` are the places, counted from 1, of the block of equal distances a row is
    in; `matches` is 0 or 1; `block_matches` counts the matches in that block.
    """

    order: NDArray[np.intp]
    first: IntArray
    last: IntArray
    matches: IntArray
    block_matches: IntArray
    before: IntArray  # matches at smaller distance than the block


def row_values(
    train: IntArray, labels: IntArray, query: IntArray, query_labels: IntArray, *, k: int
) -> RowValues:
    """Value every training row by its exact Shapley value for k nearest neighbours.

    Args:
        train: int64 features of shape (n, d), from `quantise`.
        labels: int64 class codes of shape (n,).
        query: int64 features of shape (m, d).
        query_labels: int64 class codes of shape (m,).
        k: neighbours that vote, from 1 to 2^20; may exceed n.
    Returns:
        Values scaled by 10^9, in the order of the rows.
    Raises:
        ValueError: shapes or types do not match, or a limit is passed.
    Source: Jia et al. 2019, Theorem 1.
    """
    game = checked_game(QueryGame(train, labels, query, query_labels, k))
    sums = np.zeros(len(train), dtype=np.int64)
    total = 0
    for values, worths in blocks_of(game):
        sums += values.sum(axis=0, dtype=np.int64)
        total += sum(worths)
    scale = len(query) << VALUE_BITS
    value_e9 = np.array([_E9 * value // scale for value in sums.tolist()], dtype=np.int64)
    total_e9 = _E9 * total // scale
    residual_e9 = total_e9 - int(value_e9.sum(dtype=np.int64))
    assert_efficient(residual_e9, n_rows=len(train), n_parts=len(train))
    return RowValues(METHOD, k, len(query), value_e9, total_e9, residual_e9)


def member_values(
    train: IntArray,
    labels: IntArray,
    owners: Sequence[str],
    query: IntArray,
    query_labels: IntArray,
    *,
    k: int,
) -> MemberValues:
    """Value every member by the sum of her rows' values, with a 95 % interval.

    The sum is taken before the last rounding, so it may differ by a few 10^-9 from the sum of
    `row_values`. The interval is over queries taken as independent draws.

    Args:
        train: int64 features of shape (n, d), from `quantise`.
        labels: int64 class codes of shape (n,).
        owners: the member each row belongs to, n of them.
        query: int64 features of shape (m, d), m >= 2.
        query_labels: int64 class codes of shape (m,).
        k: neighbours that vote, from 1 to 2^20; may exceed n.
    Returns:
        One value for each owner, in order of member id.
    Raises:
        ValueError: shapes or types do not match, or a limit is passed.
    Source: Jia et al. 2019, Theorem 1; a member's value is the sum over her rows.
    """
    game = checked_game(QueryGame(train, labels, query, query_labels, k))
    if len(owners) != len(train) or len(query) < 2:
        raise ValueError(
            "expected an owner for each row and at least 2 queries; "
            f"got {len(owners)} owners, {len(train)} rows, {len(query)} queries"
        )
    members = tuple(sorted(set(owners)))
    place_of = {member: place for place, member in enumerate(members)}
    places = np.array([place_of[owner] for owner in owners], dtype=np.int64)
    rows = np.bincount(places, minlength=len(members))
    by_owner = np.argsort(places, kind="stable")
    starts = np.cumsum(rows) - rows
    sums = [0] * len(members)
    squares = [0] * len(members)
    total = 0
    for values, worths in blocks_of(game):
        per_member = np.add.reduceat(values[:, by_owner], starts, axis=1).T.tolist()
        for place, per_query in enumerate(per_member):
            sums[place] += sum(per_query)
            squares[place] += sum(value * value for value in per_query)
        total += sum(worths)
    n, unit = len(query), 1 << VALUE_BITS
    intervals = [
        interval_e9(sums[place], squares[place], n=n, unit=unit) for place in range(len(members))
    ]
    total_e9 = _E9 * total // (unit * n)
    residual_e9 = total_e9 - sum(interval.mean_e9 for interval in intervals)
    assert_efficient(residual_e9, n_rows=len(train), n_parts=len(members))
    return MemberValues(
        method=METHOD,
        k=k,
        n_queries=n,
        members=members,
        rows=tuple(rows.tolist()),
        value_e9=tuple(interval.mean_e9 for interval in intervals),
        low_e9=tuple(interval.low_e9 for interval in intervals),
        high_e9=tuple(interval.high_e9 for interval in intervals),
        total_e9=total_e9,
        residual_e9=residual_e9,
    )


def residual_bound_e9(n_rows: int, n_parts: int) -> int:
    """Bound how far the parts may lie from the whole, through rounding alone.

    For one row and query: less than 2n + 4 units of 2^-58 from the coefficients and the
    divisions within blocks, and half a unit of 2^-40; the whole has half a unit of 2^-40. In the
    last step each part, and the whole, loses less than 10^-9.

    Args:
        n_rows: training rows n, >= 1.
        n_parts: values that are summed: rows or members.
    Returns:
        The largest possible size of `residual_e9`.
    """
    units = n_rows * (2 * n_rows + 4) + ((n_rows + 1) << (_COEFFICIENT_BITS - VALUE_BITS - 1))
    rounded_up = -(-_E9 * units >> _COEFFICIENT_BITS)
    return n_parts + 1 + rounded_up


def assert_efficient(residual_e9: int, *, n_rows: int, n_parts: int) -> None:
    """Stop when the parts miss the whole by more than rounding can explain.

    Raises:
        AssertionError: with the residual and the bound.
    """
    bound = residual_bound_e9(n_rows, n_parts)
    assert abs(residual_e9) <= bound, f"parts miss the whole by {residual_e9}, above {bound}"


def checked_game(game: QueryGame) -> QueryGame:
    """Refuse what the closed form or its integers cannot carry."""
    for name, rows, codes in (
        ("train", game.train, game.labels),
        ("query", game.query, game.query_labels),
    ):
        if rows.ndim != 2 or codes.shape != (len(rows),):
            raise ValueError(f"{name}: expected (n, d) and (n,); got {rows.shape}, {codes.shape}")
        if rows.dtype != np.int64 or codes.dtype != np.int64:
            raise ValueError(f"{name}: expected int64; got {rows.dtype} and {codes.dtype}")
    for name, count, most in (
        ("rows", len(game.train), ROWS_MAX),
        ("queries", len(game.query), QUERIES_MAX),
        ("k", game.k, K_MAX),
    ):
        if not 1 <= count <= most:
            raise ValueError(f"{name}: expected 1 to {most}; got {count}")
    return game


def blocks_of(game: QueryGame) -> Iterator[tuple[IntArray, list[int]]]:
    """Yield values (b, n) and the whole's worth (b), in units of 2^-40, a few queries at a time.

    Memory stays near 15 arrays of 2^17 cells, or of n cells where n is larger.
    """
    n = len(game.train)
    places = np.maximum(np.arange(n + 1, dtype=np.int64), game.k)
    coefficients = (1 << _COEFFICIENT_BITS) // places
    size = max(1, _BLOCK_CELLS // n)
    for start in range(0, len(game.query), size):
        distances = squared_distances(game.query[start : start + size], game.train)
        is_match = game.query_labels[start : start + size, None] == game.labels[None, :]
        ranked = _rank(distances, is_match)
        yield _values(ranked, coefficients), _worths(ranked, game.k)


def _rank(distances: IntArray, is_match: NDArray[np.bool_]) -> _Ranked:
    """Order each query's rows by distance and find the blocks of equal distances."""
    n_queries, n = distances.shape
    order = np.argsort(distances, axis=1, kind="stable")
    ordered = np.take_along_axis(distances, order, axis=1)
    matches = np.take_along_axis(is_match, order, axis=1).astype(np.int64)
    edges = np.ones((n_queries, n + 1), dtype=np.bool_)
    edges[:, 1:n] = ordered[:, 1:] != ordered[:, :-1]
    places = np.arange(1, n + 1, dtype=np.int64)
    first = np.maximum.accumulate(np.where(edges[:, :n], places, 0), axis=1)
    ends = np.where(edges[:, 1:], places, n)
    last = np.minimum.accumulate(ends[:, ::-1], axis=1)[:, ::-1]
    counts = np.zeros((n_queries, n + 1), dtype=np.int64)
    np.cumsum(matches, axis=1, out=counts[:, 1:])
    before = np.take_along_axis(counts, first - 1, axis=1)
    block_matches = np.take_along_axis(counts, last, axis=1) - before
    return _Ranked(order, first, last, matches, block_matches, before)


def _values(ranked: _Ranked, coefficients: IntArray) -> IntArray:
    """Apply the closed form; returns (b, n) in units of 2^-40, in the order of the rows.

    No int64 overflows with n <= 2^20: sums of coefficients stay below 15 * 2^58, the falls
    telescope to at most 2^58, and `_times_over` keeps its products below n^3.
    """
    first, last = ranked.first, ranked.last
    n_queries, n = first.shape
    prefix = np.zeros(n + 1, dtype=np.int64)
    np.cumsum(coefficients[1:], out=prefix[1:])
    size = last - first + 1
    own = (prefix[last] - prefix[first - 1]) // size
    rivals = prefix[last - 1] - prefix[first - 1] - (last - first) * coefficients[last]
    pairs = size * np.maximum(size - 1, 1)
    shared = _times_over(rivals, ranked.block_matches - ranked.matches, pairs)
    falls = _times_over(coefficients[first - 1] - coefficients[last], ranked.block_matches, size)
    is_first = first == np.arange(1, n + 1, dtype=np.int64)
    later = np.zeros((n_queries, n + 1), dtype=np.int64)
    later[:, :n] = np.cumsum(np.where(is_first, falls, 0)[:, ::-1], axis=1)[:, ::-1]
    fine = ranked.matches * own - shared - np.take_along_axis(later, last, axis=1)
    drop = _COEFFICIENT_BITS - VALUE_BITS
    values: IntArray = np.empty_like(fine)
    np.put_along_axis(values, ranked.order, (fine + (1 << (drop - 1))) >> drop, axis=1)
    return values


def _times_over(amount: IntArray, numerator: IntArray, denominator: IntArray) -> IntArray:
    """Compute floor(amount * numerator / denominator) without the large product."""
    whole, rest = np.divmod(amount, denominator)
    share: IntArray = whole * numerator + rest * numerator // denominator
    return share


def _worths(ranked: _Ranked, k: int) -> list[int]:
    """Compute what all rows together are worth for each query, in units of 2^-40, half up.

    Reads only the block that holds place min(k, n): below it all matches count, and of its own
    matches as many as fall among the nearest on average over its orders.
    """
    nearest = min(k, ranked.first.shape[1])
    at = nearest - 1
    columns = (ranked.first, ranked.last, ranked.before, ranked.block_matches)
    worths = []
    for first, last, before, block_matches in zip(
        *(column[:, at].tolist() for column in columns), strict=True
    ):
        size = last - first + 1
        numerator = before * size + block_matches * (nearest - first + 1)
        denominator = k * size
        worths.append((2 * (numerator << VALUE_BITS) + denominator) // (2 * denominator))
    return worths
