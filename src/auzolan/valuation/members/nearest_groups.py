"""For each query, the few rows of each member that can matter, in groups of equal distance.

A game of members looks at a row only while fewer than `cap` of its owner's rows are closer to
the query. Rows of one member at one distance form a group; the groups of all members at one
distance form a block, since rows at equal distance have no order. Distances are summed feature by
feature in float64, so equal rows are at equal distance to the bit, wherever they stand.

Knows no game, no value and no share. Learns no distance; squared Euclidean is the only one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from auzolan.valuation.compiled import compiled
from auzolan.valuation.given import features_of, names_of, owners_of, refuse_other_kind
from auzolan.valuation.quantize import FloatArray, IntArray, Owners

_CELLS_MAX = 2**20


class Groups(NamedTuple):
    """The groups of one query; arrays of shape (groups,), by distance and then by member.

    Attributes:
        member: place of the owner in the list of members.
        rows: rows of hers at this distance.
        matches: how many of them have the query's label.
        closer: rows of hers at smaller distance.
        starts: first group of each block and, last, the number of groups; shape (blocks + 1,).
    """

    member: IntArray
    rows: IntArray
    matches: IntArray
    closer: IntArray
    starts: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class MemberGame:
    """The input of a game of members, checked.

    Attributes:
        by_feature: float64 of shape (d, n): rows, one feature after another.
        labels: int64 codes of shape (n,).
        owners: int64 of shape (n,): place of each row's owner in `members`.
        members: ids in order.
        queries: float64 of shape (m, d).
        query_labels: int64 codes of shape (m,).
    """

    by_feature: FloatArray
    labels: IntArray
    owners: IntArray
    members: tuple[str, ...]
    queries: FloatArray
    query_labels: IntArray


def member_game(
    rows: tuple[ArrayLike, ArrayLike, Owners],
    queries: tuple[ArrayLike, ArrayLike],
) -> MemberGame:
    """Check the rows, their owners and the queries, and put them into the form that games need.

    Args:
        rows: features of shape (n, d), finite; labels of shape (n,); the owner of each row.
        queries: features of shape (m, d), finite; labels of shape (m,).
    Returns:
        The checked input; members are those who own a row, as text, in text order.
    Raises:
        ValueError: shapes do not match, there is no row or no query, a value is missing or not
            finite (the first such row is named), or texts stand beside numbers.
    """
    X, y, owner = rows
    train, labels = _features("row", X), names_of(y, "labels")
    asked, asked_labels = _features("query", queries[0]), names_of(queries[1], "labels of queries")
    refuse_other_kind(labels, asked_labels, "labels")
    if labels.shape != train.shape[:1] or asked_labels.shape != asked.shape[:1]:
        raise ValueError(
            "expected a label for each row and query; got "
            f"{labels.shape} for {train.shape} and {asked_labels.shape} for {asked.shape}"
        )
    if train.shape[1] != asked.shape[1]:
        raise ValueError(f"rows have {train.shape[1]} features, queries {asked.shape[1]}")
    owners = [str(one) for one in owners_of(owner).tolist()]
    if len(owners) != len(train):
        raise ValueError(f"expected an owner for each of {len(train)} rows; got {len(owners)}")
    ids = tuple(sorted(set(owners)))
    place_of = {member: place for place, member in enumerate(ids)}
    _, codes = np.unique(np.concatenate([labels, asked_labels]), return_inverse=True)
    codes = codes.astype(np.int64)
    return MemberGame(
        by_feature=np.ascontiguousarray(train.T),
        labels=codes[: len(labels)],
        owners=np.array([place_of[one] for one in owners], dtype=np.int64),
        members=ids,
        queries=asked,
        query_labels=codes[len(labels) :],
    )


def _features(name: str, given: ArrayLike) -> FloatArray:
    features = np.ascontiguousarray(features_of(given, name), dtype=np.float64)
    if features.shape[0] == 0:
        raise ValueError(f"{name}: expected features of shape (n, d), n >= 1; got {features.shape}")
    wrong = np.flatnonzero(~np.isfinite(features).all(axis=1))
    if len(wrong):
        raise ValueError(f"{name} {wrong[0]} has a feature that is not finite")
    return features


def groups_of(game: MemberGame, *, cap: int) -> Iterator[Groups]:
    """Yield the groups of each query, in order of the queries.

    Memory stays at a few arrays of 2^20 cells, or of n cells where n is larger.

    Args:
        game: checked input.
        cap: a member's row enters while fewer than `cap` of hers are closer, >= 1.
    Returns:
        One `Groups` a query. Where rows at equal distance straddle the cap, all of them enter.
    """
    n = game.by_feature.shape[1]
    size = max(1, _CELLS_MAX // n)
    for start in range(0, len(game.queries), size):
        distances = squared_distances(game.queries[start : start + size], game.by_feature)
        order = np.argsort(distances, axis=1, kind="stable")
        for place, nearest in enumerate(order):
            is_match = game.labels == game.query_labels[start + place]
            limits = (len(game.members), cap)
            yield Groups(*_grouped(nearest, distances[place], is_match, game.owners, limits))


@compiled
def squared_distances(queries: FloatArray, by_feature: FloatArray) -> FloatArray:
    """Squared Euclidean distances, summed feature by feature.

    Args:
        queries: shape (m, d).
        by_feature: shape (d, n).
    Returns:
        Shape (m, n).
    """
    distances = np.zeros((queries.shape[0], by_feature.shape[1]))
    for query in range(queries.shape[0]):
        for feature in range(by_feature.shape[0]):
            at = queries[query, feature]
            for row in range(by_feature.shape[1]):
                gap = by_feature[feature, row] - at
                distances[query, row] += gap * gap
    return distances


@compiled
def _grouped(
    order: NDArray[np.intp],
    distances: FloatArray,
    is_match: NDArray[np.bool_],
    owners: IntArray,
    limits: tuple[int, int],
) -> tuple[IntArray, IntArray, IntArray, IntArray, IntArray]:
    """Walk the rows of one query by distance; a block ends where the distance changes."""
    n = order.shape[0]
    n_members, cap = limits
    most = min(n, n_members * cap) if cap < n else n
    member = np.empty(most, dtype=np.int64)
    rows = np.zeros(most, dtype=np.int64)
    matches = np.zeros(most, dtype=np.int64)
    closer = np.zeros(most, dtype=np.int64)
    starts = np.zeros(most + 1, dtype=np.int64)
    had = np.zeros(n_members, dtype=np.int64)
    rows_here = np.zeros(n_members, dtype=np.int64)
    matches_here = np.zeros(n_members, dtype=np.int64)
    n_groups, n_blocks, n_full, at = 0, 0, 0, 0
    while at < n and n_full < n_members:
        first = n_groups
        here = distances[order[at]]
        while at < n and distances[order[at]] == here:
            owner = owners[order[at]]
            if had[owner] < cap:
                if rows_here[owner] == 0:
                    member[n_groups] = owner
                    n_groups += 1
                rows_here[owner] += 1
                matches_here[owner] += is_match[order[at]]
            at += 1
        if n_groups == first:
            continue
        if n_groups - first > 1:
            member[first:n_groups] = np.sort(member[first:n_groups])
        for group in range(first, n_groups):
            owner = member[group]
            rows[group], matches[group] = rows_here[owner], matches_here[owner]
            closer[group] = had[owner]
            had[owner] += rows_here[owner]
            rows_here[owner], matches_here[owner] = 0, 0
            n_full += had[owner] >= cap
        n_blocks += 1
        starts[n_blocks] = n_groups
    return (
        member[:n_groups],
        rows[:n_groups],
        matches[:n_groups],
        closer[:n_groups],
        starts[: n_blocks + 1],
    )
