"""Sum trees: a Merkle tree in which every node also commits to the sum of amounts below it.

A person proves with it that her line is among those that were shared out and that all lines
together make the published total. A proof shows sums of neighbours, so each line is split into
random parts first (`split_amount`) and the leaves stand in the order of their hashes: what a
proof shows are nameless parts.

This module deliberately draws no salt and no chance (both are arguments), knows no currency, and
has no negative amounts: debts stand in a tree of their own. Makers raise ValueError for malformed
input; `verify_sum` answers False to every proof that does not hold and never raises for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import Final, NamedTuple

from auzolan.record.merkle import EMPTY_ROOT, HASH_SIZE

AMOUNT_MAX: Final = 2**53 - 1
"""Largest amount and largest sum, in minor units: every reader of JSON holds it exactly."""

SALT_SIZE: Final = 16
"""Length of a leaf's salt, in bytes."""

CUT_SIZE: Final = 16
"""Random bytes for each cut of an amount; the bias against any part is below 2**-74."""


@dataclass(frozen=True, slots=True)
class SumLeaf:
    """One part of one line.

    Attributes:
        salt: 16 random bytes, so that nobody finds the line by guessing.
        amount: minor units, 0 to 2**53 - 1.
        line: canonical bytes of what the amount is for.
    """

    salt: bytes
    amount: int
    line: bytes

    def __post_init__(self) -> None:
        """Refuse a salt or amount that the hash could not tell apart from another."""
        if len(self.salt) != SALT_SIZE:
            raise ValueError(f"a salt has {SALT_SIZE} bytes; got {len(self.salt)}")
        _check_amount(self.amount)

    def hash(self) -> bytes:
        """Hash the leaf: sha256(0x02 || salt || u64be amount || line), 32 bytes."""
        return sha256(b"\x02" + self.salt + self.amount.to_bytes(8, "big") + self.line).digest()


class SumNode(NamedTuple):
    """A node as a proof shows it: its hash, and the sum of the amounts below it."""

    hash: bytes
    total: int


def sum_node(left: SumNode, right: SumNode) -> SumNode:
    """Join two neighbouring nodes: sha256(0x03 || left || its sum || right || its sum).

    Args:
        left: left node, 32 bytes and a sum of 0 to 2**53 - 1.
        right: right node, likewise.
    Returns:
        The parent, with the sum of both.
    Raises:
        ValueError: the sum is above 2**53 - 1.
    """
    total = left.total + right.total
    _check_amount(total)
    packed = b"".join(
        (
            b"\x03",
            left.hash,
            left.total.to_bytes(8, "big"),
            right.hash,
            right.total.to_bytes(8, "big"),
        )
    )
    return SumNode(sha256(packed).digest(), total)


def ordered(leaves: Iterable[SumLeaf]) -> list[SumLeaf]:
    """Put leaves into the order in which they stand in the tree: by their hashes.

    Args:
        leaves: any number, in any order.
    Returns:
        The same leaves, sorted by hash.
    Raises:
        ValueError: a leaf appears twice (same salt, amount and line).
    """
    return [leaf for _, leaf in _by_hash(leaves)]


class SumTree:
    """All nodes of one sum tree, for making many proofs.

    The shape is that of RFC 6962 section 2.1: the left side of every split is the largest
    complete subtree. 100,000 leaves take about 200,000 nodes.
    """

    __slots__ = ("_rows",)

    def __init__(self, leaves: Iterable[SumLeaf]) -> None:
        """Build the tree.

        Args:
            leaves: any number, in any order; the tree sorts them by hash.
        Raises:
            ValueError: a leaf appears twice, or the sum is above 2**53 - 1.
        """
        row = [SumNode(digest, leaf.amount) for digest, leaf in _by_hash(leaves)]
        self._rows = [row]
        while len(row) > 1:
            above = [
                sum_node(left, right) for left, right in zip(row[::2], row[1::2], strict=False)
            ]
            if len(row) % 2:
                above.append(row[-1])
            row = above
            self._rows.append(row)

    @property
    def n_leaves(self) -> int:
        """Number of leaves; whoever publishes the root publishes it too."""
        return len(self._rows[0])

    @property
    def root(self) -> bytes:
        """Root, 32 bytes; the empty root of RFC 6962 where there are no leaves."""
        return self._rows[-1][0].hash if self._rows[-1] else EMPTY_ROOT

    @property
    def total(self) -> int:
        """Sum of all amounts, in minor units."""
        return self._rows[-1][0].total if self._rows[-1] else 0

    def index_of(self, leaf: SumLeaf) -> int:
        """Find where a leaf stands in the order of the hashes.

        Args:
            leaf: a leaf of this tree.
        Returns:
            0 to n_leaves - 1.
        Raises:
            ValueError: the tree has no such leaf.
        """
        wanted, row = leaf.hash(), self._rows[0]
        low, high = 0, len(row)
        while low < high:
            middle = (low + high) // 2
            if row[middle].hash < wanted:
                low = middle + 1
            else:
                high = middle
        if low == len(row) or row[low].hash != wanted:
            raise ValueError(f"the tree of {len(row)} leaves has no leaf {wanted.hex()}")
        return low

    def proof(self, index: int) -> list[SumNode]:
        """Prove one leaf and the total.

        Args:
            index: place of the leaf in the order of the hashes, 0 to n_leaves - 1.
        Returns:
            Sibling nodes from the leaf up to the root's child.
        Raises:
            ValueError: there is no such leaf.
        """
        if not 0 <= index < self.n_leaves:
            raise ValueError(f"a tree of {self.n_leaves} leaves has no leaf {index}")
        siblings = []
        for row in self._rows[:-1]:
            if index ^ 1 < len(row):
                siblings.append(row[index ^ 1])
            index >>= 1
        return siblings


def sum_root(leaves: Iterable[SumLeaf]) -> tuple[bytes, int]:
    """Compute root and total of a set of leaves; the order they come in does not matter.

    Args:
        leaves: any number.
    Returns:
        Root (32 bytes) and sum of all amounts (minor units).
    Raises:
        ValueError: a leaf appears twice, or the sum is above 2**53 - 1.
    """
    tree = SumTree(leaves)
    return tree.root, tree.total


def sum_proof(leaves: Iterable[SumLeaf], index: int) -> list[SumNode]:
    """Prove one leaf and the total; for many proofs build one `SumTree`.

    Args:
        leaves: all leaves, in any order.
        index: place of the leaf as `ordered` gives it, 0 to the number of leaves - 1.
    Returns:
        Sibling nodes from the leaf up to the root's child.
    Raises:
        ValueError: there is no such leaf, a leaf appears twice, or the sum is too large.
    """
    return SumTree(leaves).proof(index)


def verify_sum(
    leaf: SumLeaf, index: int, n_leaves: int, proof: Sequence[SumNode], *, root: bytes, total: int
) -> bool:
    """Say whether a proof shows this leaf in the tree with this root and this total.

    Args:
        leaf: the leaf, opened.
        index: its place in the order of the hashes, 0 to n_leaves - 1.
        n_leaves: number of leaves, as published beside the root.
        proof: sibling nodes from the leaf upward.
        root: published root, 32 bytes.
        total: published sum, minor units.
    Returns:
        True if the proof holds; False otherwise, also for impossible numbers or lengths.
    Source: RFC 9162 section 2.1.3.2, carrying the sums along.
    """
    if not 0 <= index < n_leaves or not all(_is_node(step) for step in proof):
        return False
    found = SumNode(leaf.hash(), leaf.amount)
    place, last = index, n_leaves - 1
    for step in proof:
        if last == 0 or found.total + step.total > AMOUNT_MAX:
            return False
        if place & 1 or place == last:
            found = sum_node(step, found)
            while not place & 1 and place:
                place >>= 1
                last >>= 1
        else:
            found = sum_node(found, step)
        place >>= 1
        last >>= 1
    return last == 0 and found == (root, total)


def split_amount(amount: int, randomness: bytes) -> tuple[int, ...]:
    """Cut an amount at random places, so that a neighbour's proof shows only a part of it.

    One cut for each 16 random bytes, each place from 0 to the amount equally likely. A part
    still tells that the whole is at least as large.

    Args:
        amount: minor units, 0 to 2**53 - 1.
        randomness: 16, 32, 48, ... bytes, fresh for each amount.
    Returns:
        One part more than there are cuts, each >= 0; their sum is exactly `amount`.
    Raises:
        ValueError: the amount is out of range, or the randomness is not a multiple of 16
            bytes above 0.
    """
    _check_amount(amount)
    if not randomness or len(randomness) % CUT_SIZE:
        raise ValueError(f"a cut takes {CUT_SIZE} random bytes; got {len(randomness)}")
    cuts = sorted(
        int.from_bytes(randomness[at : at + CUT_SIZE], "big") % (amount + 1)
        for at in range(0, len(randomness), CUT_SIZE)
    )
    parts = tuple(high - low for low, high in zip((0, *cuts), (*cuts, amount), strict=True))
    assert sum(parts) == amount, "parts make the whole"
    return parts


def _by_hash(leaves: Iterable[SumLeaf]) -> list[tuple[bytes, SumLeaf]]:
    pairs = sorted(((leaf.hash(), leaf) for leaf in leaves), key=lambda pair: pair[0])
    for one, other in pairwise(pairs):
        if one[0] == other[0]:
            raise ValueError(f"expected each leaf once; got {one[0].hex()} twice")
    return pairs


def _is_node(node: SumNode) -> bool:
    return len(node.hash) == HASH_SIZE and node.total >= 0


def _check_amount(amount: int) -> None:
    if not 0 <= amount <= AMOUNT_MAX:
        raise ValueError(f"an amount is 0 to {AMOUNT_MAX}; got {amount}")
