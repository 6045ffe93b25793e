"""Canonical row-sum, the rule to pay by: each member's shares of the canonical rows she holds.

Every canonical row has its exact KNN-Shapley value, and a row held by several is shared as they
hold it. So a copy adds nothing, and neither does holding one's rows under several names.

With a cap, a query lets in only each member's nearest rows: the cap bounds what one person's mass
of rows can do to one answer; `capping` says which rows those are. No cap is the plain sum.

Numbers as in `knn.py`: integers, one last rounding a member, so neither order nor machine
matters. It decides neither what is one thing (`canonical_rows` does) nor what a value earns;
negative values come out as they are.

Source: Jia et al. 2019, arXiv 1908.08619, Theorem 1, for the value of a row; Lee et al. 2025,
arXiv 2505.19013, for the sum over rows as the one faithful value of a group.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import lcm

import numpy as np
from numpy.typing import NDArray

from auzolan.valuation.intervals import interval_e9
from auzolan.valuation.payable.canonical_rows import CanonicalRows, Owners
from auzolan.valuation.payable.capping import holders_of, rounded_rows, within_cap
from auzolan.valuation.payable.knn import (
    VALUE_BITS,
    MemberValues,
    QueryGame,
    assert_efficient,
    blocks_of,
    checked_game,
)
from auzolan.valuation.quantize import IntArray, squared_distances

METHOD = "canonical-row-sum/1"
_E9 = 10**9


def canonical_member_values(
    train: tuple[IntArray, IntArray],
    query: tuple[IntArray, IntArray],
    rows: CanonicalRows,
    *,
    k: int,
    cap: int | None = None,
) -> MemberValues:
    """Value each member by her shares of the canonical rows she holds, in whole numbers.

    Args:
        train: int64 features of shape (n, d) and label codes of shape (n,), all n rows.
        query: the same of the m queries, m >= 2.
        rows: from `canonical_rows` over these n rows.
        k: neighbours that vote, from 1 to 2^20.
        cap: canonical rows of one member that enter the game of one query, her nearest, >= 1;
            None for all. Of rows at equal distance with the last one as many as there is room
            for, and first those that do not match; see `capping`.
    Returns:
        One value for everyone with a claim, 0 for those who hold no canonical row; `rows` counts
        canonical rows of which a member holds a part. The values and the residual make the worth
        of all canonical rows together.
    Raises:
        ValueError: shapes or types do not match, or a limit is passed.
    Source: Jia et al. 2019, Theorem 1; the value of a row is shared as its ownership is.
    """
    if len(rows.row_of) != len(train[0]) or len(query[0]) < 2 or (cap is not None and cap < 1):
        raise ValueError(
            "expected canonical rows of these rows, at least 2 queries and a cap >= 1; got "
            f"{len(rows.row_of)} for {len(train[0])} rows, {len(query[0])} queries, cap {cap}"
        )
    game = checked_game(QueryGame(train[0][rows.standing], train[1][rows.standing], *query, k))
    holdings = sorted(set(rows.owners))
    parts, scale = _parts(rows.members, holdings)
    order, starts = _by_holding(rows, holdings)
    sums, squares = [0] * len(rows.members), [0] * len(rows.members)
    total = 0
    for values, worths in values_by_query(game, rows, cap):
        sums_held: list[list[int]] = np.add.reduceat(values[:, order], starts, axis=1).tolist()
        for member, held in enumerate(parts):
            mine = [sum(part * line[at] for at, part in held) for line in sums_held]
            sums[member] += sum(mine)
            squares[member] += sum(value * value for value in mine)
        total += sum(worths)
    n, unit = len(query[0]), scale << VALUE_BITS
    intervals = [interval_e9(*both, n=n, unit=unit) for both in zip(sums, squares, strict=True)]
    total_e9 = _E9 * total // (n << VALUE_BITS)
    residual_e9 = total_e9 - sum(interval.mean_e9 for interval in intervals)
    assert_efficient(
        residual_e9, n_rows=rounded_rows(len(rows.standing), cap), n_parts=len(rows.members)
    )
    counts = dict.fromkeys(rows.members, 0)
    for owners in rows.owners:
        for who, _ in owners:
            counts[who] += 1
    return MemberValues(
        method=METHOD,
        k=k,
        n_queries=n,
        members=rows.members,
        rows=tuple(counts.values()),
        value_e9=tuple(interval.mean_e9 for interval in intervals),
        low_e9=tuple(interval.low_e9 for interval in intervals),
        high_e9=tuple(interval.high_e9 for interval in intervals),
        total_e9=total_e9,
        residual_e9=residual_e9,
    )


def _parts(
    members: Sequence[str], holdings: Sequence[Owners]
) -> tuple[list[list[tuple[int, int]]], int]:
    """For each member her holdings with her part of each, in units of 1 / the second result."""
    scale = lcm(*(part.denominator for owners in holdings for _, part in owners))
    held: dict[str, list[tuple[int, int]]] = {member: [] for member in members}
    for place, owners in enumerate(holdings):
        for member, part in owners:
            held[member].append((place, int(part * scale)))
    return list(held.values()), scale


def _by_holding(
    rows: CanonicalRows, holdings: Sequence[Owners]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Canonical rows ordered so that those of one holding stand together, and where each starts."""
    place_of = {owners: place for place, owners in enumerate(holdings)}
    places = np.array([place_of[owners] for owners in rows.owners], dtype=np.int64)
    order = np.argsort(places, kind="stable")
    return order, np.searchsorted(places[order], np.arange(len(holdings)))


def values_by_query(
    game: QueryGame, rows: CanonicalRows, cap: int | None
) -> Iterator[tuple[IntArray, list[int]]]:
    """Yield what canonical rows earn in each query, a few queries at a time.

    Args:
        game: the canonical rows as training rows, checked.
        rows: whose they are.
        cap: as in `canonical_member_values`.
    Returns:
        Values (b, c) and worths (b) in units of 2^-40, with the rows that the cap lets in.
    """
    if cap is None:
        yield from blocks_of(game)
        return
    holders = holders_of(rows)
    for place in range(len(game.query)):
        point, label = game.query[place : place + 1], game.query_labels[place : place + 1]
        distances = squared_distances(point, game.train)[0]
        entry = within_cap(distances, game.labels == label[0], holders, cap)
        if not entry.enters.any():  # rows held by several, which found no room with one of them
            yield np.zeros((1, len(distances)), dtype=np.int64), [0]
            continue
        inner = QueryGame(game.train[entry.enters], game.labels[entry.enters], point, label, game.k)
        for found, worths in blocks_of(inner):
            values = np.zeros(len(distances), dtype=np.int64)
            values[entry.enters] = found[0]
            yield entry.spread(values)[None, :], worths
