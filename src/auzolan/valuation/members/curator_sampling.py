"""The curator game by permutations: members join one by one, and each gets what she changes.

A coalition is kept as its nearest groups, nearest first, as far as k rows reach; joining merges
two such lists. The worth takes the mean over the orders of equal distances, so chance enters by
the permutations alone. Draws no permutation itself and checks no input.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from auzolan.valuation.compiled import compiled
from auzolan.valuation.members.nearest_groups import Groups
from auzolan.valuation.quantize import FloatArray, IntArray


class _Nearest(NamedTuple):
    """Groups by distance; arrays of shape (k,), of which the first few are in use."""

    block: IntArray
    rows: IntArray
    matches: IntArray


@compiled
def sampled_values(groups: Groups, n_members: int, k: int, orders: IntArray) -> FloatArray:
    """Average each member's marginal over some permutations, for one query.

    Args:
        groups: the query's groups, cut at `k` rows a member.
        n_members: members.
        k: neighbours that vote, >= 1.
        orders: permutations of the members, shape (p, members), p >= 1.
    Returns:
        Values of shape (members,); they sum to the worth of all rows.
    """
    firsts, mine = _by_member(groups, n_members)
    block_of = np.zeros(groups.member.shape[0], dtype=np.int64)
    for block in range(groups.starts.shape[0] - 1):
        block_of[groups.starts[block] : groups.starts[block + 1]] = block
    values = np.zeros(n_members)
    now, then = _empty(k), _empty(k)
    for order in range(orders.shape[0]):
        size, before = 0, 0.0
        for member in orders[order]:
            own = mine[firsts[member] : firsts[member + 1]]
            size = _merge(then, now, size, groups, (own, block_of))
            now, then = then, now
            after = _worth(now, size, k)
            values[member] += after - before
            before = after
    values /= orders.shape[0]
    return values


@compiled
def _empty(k: int) -> _Nearest:
    return _Nearest(
        np.zeros(k, dtype=np.int64), np.zeros(k, dtype=np.int64), np.zeros(k, dtype=np.int64)
    )


@compiled
def _by_member(groups: Groups, n_members: int) -> tuple[IntArray, IntArray]:
    """List the groups of each member, nearest first, one member after another."""
    firsts = np.zeros(n_members + 1, dtype=np.int64)
    for member in groups.member:
        firsts[member + 1] += 1
    firsts = np.cumsum(firsts)
    at = firsts.copy()
    mine = np.empty(groups.member.shape[0], dtype=np.int64)
    for group in range(groups.member.shape[0]):
        member = groups.member[group]
        mine[at[member]] = group
        at[member] += 1
    return firsts, mine


@compiled
def _merge(
    out: _Nearest,
    old: _Nearest,
    size: int,
    groups: Groups,
    joining: tuple[IntArray, IntArray],
) -> int:
    """Write the nearest groups of the coalition with the joining member; returns how many."""
    own, block_of = joining
    at_old, at_own, n_rows, n_out = 0, 0, 0, 0
    while n_rows < out.rows.shape[0] and (at_old < size or at_own < own.shape[0]):
        is_old = at_old < size
        is_own = at_own < own.shape[0]
        if is_old and is_own:
            gap = old.block[at_old] - block_of[own[at_own]]
            is_old, is_own = gap <= 0, gap >= 0
        rows, matches, block = 0, 0, 0
        if is_old:
            block = old.block[at_old]
            rows += old.rows[at_old]
            matches += old.matches[at_old]
            at_old += 1
        if is_own:
            block = block_of[own[at_own]]
            rows += groups.rows[own[at_own]]
            matches += groups.matches[own[at_own]]
            at_own += 1
        out.block[n_out], out.rows[n_out], out.matches[n_out] = block, rows, matches
        n_out += 1
        n_rows += rows
    return n_out


@compiled
def _worth(nearest: _Nearest, size: int, k: int) -> float:
    left, total = k, 0.0
    for at in range(size):
        counted = min(left, nearest.rows[at])
        total += nearest.matches[at] * counted / nearest.rows[at]
        left -= counted
    return total / k
