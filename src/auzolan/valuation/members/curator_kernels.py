"""The loops of the curator game: one query's integral, node by node, sixteen nodes at a time.

Walks the blocks of equal distance from near to far. Between blocks all members who have the same
number c of closer rows are alike, so they are kept in classes 0..k (k means k or more), and what
a block takes from a member of class c is added to one running sum per class. A member's value is
settled when she changes class. So no step runs over all members.

Polynomials in z count closer rows and are cut at z^k; the last axis of every array is the node.
Shapes: `table` (members + 1, k, nodes), products (k, nodes). Checks no input.

Derivation: docs/explanation/the-curator-game.md.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from auzolan.valuation.compiled import compiled
from auzolan.valuation.members.nearest_groups import Groups
from auzolan.valuation.quantize import FloatArray, IntArray

_NODES_AT_ONCE = 16
_NEGLIGIBLE = 1e-20


class Rule(NamedTuple):
    """Nodes and weights of a quadrature on [0, 1]; arrays of shape (nodes,)."""

    nodes: FloatArray
    weights: FloatArray


class _Walk(NamedTuple):
    """What a walk over the blocks keeps: values and, per class, counts and running sums."""

    values: FloatArray  # (members,)
    place: IntArray  # (members,): each member's class
    entered: FloatArray  # (members,): the running sum of her class when she entered it
    alike: IntArray  # (k + 1,): members in each class, without those of the block
    passed: FloatArray  # (k + 1,): what blocks have taken from a member of the class so far
    below: FloatArray  # (k + 2, k, nodes): product of the factors of classes 1..c - 1
    above: FloatArray  # (k + 2, k, nodes): product of the factors of classes c + 1..k
    table: FloatArray  # (members + 1, k, nodes): binomial probabilities of j among n
    rest: FloatArray  # (k, nodes): room for a product without one member
    sums: FloatArray  # (nodes,): room for sums


@compiled
def curator_values(
    groups: Groups, n_members: int, k: int, presence: Rule, order: Rule
) -> FloatArray:
    """Integrate each member's expected marginal for one query.

    Args:
        groups: the query's groups, cut at `k` rows a member.
        n_members: members, rowless ones included.
        k: neighbours that vote, >= 1.
        presence: quadrature over the probability that another member is present, ascending.
        order: quadrature over a row's place within its block.
    Returns:
        Values of shape (members,).
    """
    values = np.zeros(n_members)
    for first in range(0, presence.nodes.shape[0], _NODES_AT_ONCE):
        some = Rule(
            presence.nodes[first : first + _NODES_AT_ONCE],
            presence.weights[first : first + _NODES_AT_ONCE],
        )
        _walk_blocks(groups, k, values, some, order)
    return values / k


@compiled
def _walk_blocks(groups: Groups, k: int, values: FloatArray, some: Rule, order: Rule) -> None:
    n_members, n_nodes = values.shape[0], some.nodes.shape[0]
    walk = _Walk(
        values,
        np.zeros(n_members, dtype=np.int64),
        np.zeros(n_members),
        np.zeros(k + 1, dtype=np.int64),
        np.zeros(k + 1),
        np.zeros((k + 2, k, n_nodes)),
        np.zeros((k + 2, k, n_nodes)),
        _binomials(n_members, k, some.nodes),
        np.zeros((k, n_nodes)),
        np.zeros(n_nodes),
    )
    enough = _members_enough(walk.table)
    n_present = 0
    for block in range(groups.starts.shape[0] - 1):
        if n_present >= enough:
            break
        first, last = groups.starts[block], groups.starts[block + 1]
        n_matches = 0
        for group in range(first, last):
            _leave_class(walk, groups.member[group])
            n_matches += groups.matches[group]
        if n_matches > 0 and last - first == 1 and groups.rows[first] == 1:
            _add_one_row(walk, groups.member[first], k - groups.closer[first], some)
        elif n_matches > 0:
            _add_block(walk, groups, (first, last), some, order)
        for group in range(first, last):
            n_present += groups.closer[group] == 0
            _enter_class(
                walk, groups.member[group], min(k, groups.closer[group] + groups.rows[group])
            )
    for member in range(n_members):
        _leave_class(walk, member)


@compiled
def _binomials(n_members: int, k: int, nodes: FloatArray) -> FloatArray:
    """Probability that j of n members are present, for n up to all and j below k."""
    table = np.zeros((n_members + 1, k, nodes.shape[0]))
    table[0, 0, :] = 1.0
    for n in range(1, n_members + 1):
        table[n, 0] = (1.0 - nodes) * table[n - 1, 0]
        for j in range(1, k):
            table[n, j] = (1.0 - nodes) * table[n - 1, j] + nodes * table[n - 1, j - 1]
    return table


@compiled
def _members_enough(table: FloatArray) -> int:
    """Members with closer rows after which no block can move any value by a visible amount.

    Two of them may be the row's owner and the player who is left out. The first node has the
    largest chance that fewer than k of the others are present.
    """
    for n in range(len(table)):
        if table[n, :, 0].sum() < _NEGLIGIBLE:
            return n + 2
    return len(table) + 2


@compiled
def _leave_class(walk: _Walk, member: int) -> None:
    place = walk.place[member]
    walk.values[member] -= walk.passed[place] - walk.entered[member]
    walk.alike[place] -= 1


@compiled
def _enter_class(walk: _Walk, member: int, place: int) -> None:
    walk.place[member] = place
    walk.entered[member] = walk.passed[place]
    walk.alike[place] += 1


@compiled
def _multiply(out: FloatArray, left: FloatArray, right: FloatArray, step: int, degree: int) -> None:
    """Write left(z) * right(z^step), cut at z^degree."""
    for j in range(degree):
        for q in range(out.shape[1]):
            out[j, q] = left[j, q] * right[0, q]
        for i in range(1, j // step + 1):
            for q in range(out.shape[1]):
                out[j, q] += left[j - i * step, q] * right[i, q]


@compiled
def _multiply_classes(walk: _Walk, degree: int) -> None:
    """Fill `below` and `above` with products over classes, cut at z^degree."""
    k = walk.alike.shape[0] - 1
    walk.below[1, :degree] = 0.0
    walk.below[1, 0] = 1.0
    walk.above[k, :degree] = 0.0
    walk.above[k, 0] = 1.0
    for c in range(1, k + 1):
        if walk.alike[c] > 0:
            _multiply(walk.below[c + 1], walk.below[c], walk.table[walk.alike[c]], c, degree)
        else:
            walk.below[c + 1, :degree] = walk.below[c, :degree]
    for c in range(k, 1, -1):
        if walk.alike[c] > 0:
            _multiply(walk.above[c - 1], walk.above[c], walk.table[walk.alike[c]], c, degree)
        else:
            walk.above[c - 1, :degree] = walk.above[c, :degree]


@compiled
def _add_one_row(walk: _Walk, owner: int, degree: int, some: Rule) -> None:
    """Add one matching row that is alone at its distance; `degree` closer rows crowd it out."""
    k, n_nodes = walk.alike.shape[0] - 1, some.nodes.shape[0]
    _multiply_classes(walk, degree)
    sums = walk.sums
    sums[:] = 0.0
    for j in range(degree):
        for q in range(n_nodes):
            sums[q] += walk.below[k + 1, j, q]
    walk.values[owner] += _total(sums, some.weights)
    present = some.nodes * some.weights
    for c in range(1, k + 1):
        if walk.alike[c] > 0:
            _multiply(walk.rest, walk.below[c], walk.table[walk.alike[c] - 1], c, degree)
            sums[:] = 0.0
            # The coefficients degree - c .. degree - 1: it counts, but not with c more rows.
            for j in range(max(0, degree - c), degree):
                for i in range(j + 1):
                    for q in range(n_nodes):
                        sums[q] += walk.rest[j - i, q] * walk.above[c, i, q]
            walk.passed[c] += _total(sums, present)


@compiled
def _total(sums: FloatArray, weights: FloatArray) -> float:
    total = 0.0
    for q in range(sums.shape[0]):
        total += sums[q] * weights[q]
    return total


@compiled
def _crowded_out(rest: FloatArray, above: FloatArray, rows: FloatArray, c: int) -> float:
    """Sum the coefficients k - c .. k - 1 of rest * above * rows, over all nodes.

    That is how much of the block's rows counts without, and no longer with, c more closer rows.
    """
    k = rest.shape[0]
    product = np.empty_like(rest)
    _multiply(product, rest, above, 1, k)
    total = 0.0
    for i in range(k):
        for j in range(max(0, k - c - i), k - i):
            total += _total(rows[i], product[j])
    return total


class _Block(NamedTuple):
    """What a block of several rows does, as polynomials in the closer rows outside it."""

    gains: FloatArray  # (groups, k, nodes): what each owner adds, by presence
    rows: FloatArray  # (k, nodes): matching rows that count


class _Duals(NamedTuple):
    """Polynomials real + e dual with e^2 = 0: e marks the row whose counting is asked."""

    real: FloatArray  # (groups, k, nodes)
    dual: FloatArray  # (groups, k, nodes)


@compiled
def _duals(size: int, k: int, n_nodes: int) -> _Duals:
    duals = _Duals(np.zeros((size, k, n_nodes)), np.zeros((size, k, n_nodes)))
    duals.real[0, 0] = 1.0
    return duals


@compiled
def _add_block(walk: _Walk, groups: Groups, span: tuple[int, int], some: Rule, order: Rule) -> None:
    """Add a block of several rows: each row's place in it is uniform, given by `order`."""
    k, n_nodes = walk.alike.shape[0] - 1, some.nodes.shape[0]
    first, last = span
    block = _Block(np.zeros((last - first, k, n_nodes)), np.zeros((k, n_nodes)))
    for at in range(order.nodes.shape[0]):
        _add_order(block, groups, span, some.nodes, (order.nodes[at], order.weights[at]))
    _multiply_classes(walk, k)
    for group in range(first, last):
        gain = 0.0
        for i in range(k):
            for j in range(k - i):
                for q in range(n_nodes):
                    product = block.gains[group - first, i, q] * walk.below[k + 1, j, q]
                    gain += some.weights[q] * product
        walk.values[groups.member[group]] += gain
    rows = block.rows * some.weights
    for c in range(1, k + 1):
        if walk.alike[c] > 0:
            _multiply(walk.rest, walk.below[c], walk.table[walk.alike[c] - 1], c, k)
            walk.passed[c] += _crowded_out(walk.rest, walk.above[c], rows, c)


@compiled
def _add_order(
    block: _Block,
    groups: Groups,
    span: tuple[int, int],
    nodes: FloatArray,
    order: tuple[float, float],
) -> None:
    """Add one node of the order: each other row of the block is nearer with chance `nearer`."""
    k, n_nodes = block.rows.shape
    nearer, weight = order
    first, last = span
    size = last - first
    ahead = np.empty((size, 2, k))
    own, before = _duals(size, k, n_nodes), _duals(size + 1, k, n_nodes)
    for at in range(size):
        group = first + at
        _nearer_chances(ahead[at, 0], groups.rows[group], nearer)
        _nearer_chances(ahead[at, 1], groups.rows[group] - 1, nearer)
        ahead[at, 1] *= groups.matches[group]
        own.real[at, 0] = 1.0 - nodes
        for j in range(k - groups.closer[group]):
            own.real[at, groups.closer[group] + j] += nodes * ahead[at, 0, j]
            own.dual[at, groups.closer[group] + j] = nodes * ahead[at, 1, j]
        _multiply_duals(before, at + 1, before, at, own, at)
    block.rows[:] += weight * before.dual[size]
    after, rest = _duals(2, k, n_nodes), _duals(1, k, n_nodes)
    for at in range(size - 1, -1, -1):
        now = (size - 1 - at) % 2
        _multiply_duals(rest, 0, before, at, after, now)
        _add_gain(block.gains[at], rest, ahead[at], groups.closer[first + at], weight)
        _multiply_duals(after, 1 - now, after, now, own, at)


@compiled
def _add_gain(
    gains: FloatArray, rest: _Duals, ahead: FloatArray, closer: int, weight: float
) -> None:
    """Add what an owner changes by being present, the block's other owners left to chance.

    `ahead` of shape (2, k): chance of j nearer rows among all hers; and, summed over her matching
    rows, among the others of hers.
    """
    k = gains.shape[0]
    gains -= weight * rest.dual[0]
    for j in range(k - closer):
        for i in range(k - closer - j):
            gains[closer + i + j] += weight * (
                ahead[0, j] * rest.dual[0, i] + ahead[1, j] * rest.real[0, i]
            )


@compiled
def _nearer_chances(out: FloatArray, n_rows: int, nearer: float) -> None:
    """Chance that j of some rows are nearer, for j below k."""
    chance = (1.0 - nearer) ** n_rows
    odds = nearer / (1.0 - nearer)
    for j in range(out.shape[0]):
        out[j] = chance
        chance *= odds * (n_rows - j) / (j + 1)


@compiled
def _multiply_duals(  # noqa: PLR0917 (three pairs of array and place)
    out: _Duals, at: int, left: _Duals, from_left: int, right: _Duals, from_right: int
) -> None:
    """Write left times right, cut at z^k; `out` is neither of the two at the same place."""
    real, dual = out.real[at], out.dual[at]
    left_real, left_dual = left.real[from_left], left.dual[from_left]
    right_real, right_dual = right.real[from_right], right.dual[from_right]
    for j in range(real.shape[0]):
        real[j] = 0.0
        dual[j] = 0.0
        for i in range(j + 1):
            for q in range(real.shape[1]):
                real[j, q] += left_real[j - i, q] * right_real[i, q]
                dual[j, q] += (
                    left_dual[j - i, q] * right_real[i, q] + left_real[j - i, q] * right_dual[i, q]
                )
