"""The Merkle tree of RFC 6962: roots, inclusion and consistency proofs.

Everything here is a function of bytes: no files, no keys, no idea of what a leaf means.
It deliberately does not store leaves, does not read tiles (see `tiles`), and does not
decide which root to trust (see `notes`).

One contract for the whole module: makers of roots and proofs raise ValueError when they are
asked for something impossible; `verify_*` answer False to every proof that does not hold,
however malformed, and never raise for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from auzolan.record.frontier import (
    EMPTY_ROOT,
    HASH_SIZE,
    SIZE_MAX,
    Frontier,
    check_hash,
    check_size,
    fold,
    leaf_hash,
    node_hash,
)

__all__ = [
    "EMPTY_ROOT",
    "HASH_SIZE",
    "SIZE_MAX",
    "Frontier",
    "HashReader",
    "consistency_proof",
    "consistency_proof_from",
    "inclusion_proof",
    "inclusion_proof_from",
    "leaf_hash",
    "node_hash",
    "root_from",
    "root_of",
    "verify_consistency",
    "verify_inclusion",
]

HashReader = Callable[[int, int], bytes]
"""`read_hash(level, index)`: hash of the complete subtree of `2**level` leaves that starts at
leaf `index * 2**level`."""


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Compute the root over leaf hashes, level by level.

    Args:
        leaves: leaf hashes in order, 32 bytes each, any number.
    Returns:
        32 bytes; `EMPTY_ROOT` without leaves.
    Raises:
        ValueError: a hash is not 32 bytes long.
    Source: RFC 6962 section 2.1.
    """
    for leaf in leaves:
        check_hash(leaf)
    if not leaves:
        return EMPTY_ROOT
    row = list(leaves)
    while len(row) > 1:
        above = [node_hash(left, right) for left, right in zip(row[::2], row[1::2], strict=False)]
        if len(row) % 2:
            above.append(row[-1])
        row = above
    return row[0]


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Prove that a leaf stands at `index` in the tree over all of `leaves`.

    Args:
        leaves: leaf hashes in order, 32 bytes each, at least one.
        index: place of the leaf, 0 to len(leaves) - 1.
    Returns:
        Sibling hashes from the leaf up to the root's child.
    Raises:
        ValueError: there is no such leaf, or a hash is not 32 bytes long.
    Source: RFC 6962 section 2.1.1, as written there.
    """
    _check_index(index, len(leaves))
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*inclusion_proof(leaves[:split], index), root_of(leaves[split:])]
    return [*inclusion_proof(leaves[split:], index - split), root_of(leaves[:split])]


def consistency_proof(leaves: Sequence[bytes], size1: int) -> list[bytes]:
    """Prove that the tree of the first `size1` leaves is the beginning of the tree of all.

    Args:
        leaves: leaf hashes in order, 32 bytes each.
        size1: size of the older tree, 1 to len(leaves).
    Returns:
        The hashes of the proof; none when the sizes are equal.
    Raises:
        ValueError: `size1` is out of range, or a hash is not 32 bytes long.
    Source: RFC 6962 section 2.1.2, as written there.
    """
    _check_sizes(size1, len(leaves))
    return _subproof(leaves, size1, from_the_start=True)


def _subproof(leaves: Sequence[bytes], size1: int, *, from_the_start: bool) -> list[bytes]:
    if size1 == len(leaves):
        return [] if from_the_start else [root_of(leaves)]
    split = _split(len(leaves))
    if size1 <= split:
        below = _subproof(leaves[:split], size1, from_the_start=from_the_start)
        return [*below, root_of(leaves[split:])]
    below = _subproof(leaves[split:], size1 - split, from_the_start=False)
    return [*below, root_of(leaves[:split])]


def root_from(read_hash: HashReader, size: int) -> bytes:
    """Compute the root of the first `size` leaves from the hashes of complete subtrees.

    Args:
        read_hash: gives the hash of any complete subtree within `size` leaves.
        size: number of leaves, 0 to 2**63 - 1.
    Returns:
        32 bytes.
    Raises:
        ValueError: the size is out of range; and whatever `read_hash` raises.
    Source: RFC 6962 section 2.1.
    """
    check_size(size)
    return _range_hash(read_hash, 0, size)


def inclusion_proof_from(read_hash: HashReader, index: int, size: int) -> list[bytes]:
    """Prove inclusion without the leaves, reading about 2 * log2(size) subtree hashes.

    Args:
        read_hash: gives the hash of any complete subtree within `size` leaves.
        index: place of the leaf, 0 to size - 1.
        size: number of leaves of the tree, 1 to 2**63 - 1.
    Returns:
        The same hashes as `inclusion_proof` over all leaves.
    Raises:
        ValueError: there is no such leaf; and whatever `read_hash` raises.
    Source: RFC 6962 section 2.1.1.
    """
    check_size(size)
    _check_index(index, size)
    start, stop = 0, size
    siblings: list[tuple[int, int]] = []
    while stop - start > 1:
        middle = start + _split(stop - start)
        if index < middle:
            siblings.append((middle, stop))
            stop = middle
        else:
            siblings.append((start, middle))
            start = middle
    return [_range_hash(read_hash, first, end) for first, end in reversed(siblings)]


def consistency_proof_from(read_hash: HashReader, size1: int, size2: int) -> list[bytes]:
    """Prove consistency without the leaves, reading about 2 * log2(size2) subtree hashes.

    Args:
        read_hash: gives the hash of any complete subtree within `size2` leaves.
        size1: size of the older tree, 1 to size2.
        size2: size of the newer tree, up to 2**63 - 1.
    Returns:
        The same hashes as `consistency_proof` over all leaves.
    Raises:
        ValueError: a size is out of range; and whatever `read_hash` raises.
    Source: RFC 6962 section 2.1.2.
    """
    check_size(size2)
    _check_sizes(size1, size2)
    start, stop = 0, size2
    siblings: list[tuple[int, int]] = []
    while stop != size1:
        middle = start + _split(stop - start)
        if size1 <= middle:
            siblings.append((middle, stop))
            stop = middle
        else:
            siblings.append((start, middle))
            start = middle
    if start:
        # The older root is not itself a subtree here, so its right end must be told.
        siblings.append((start, stop))
    return [_range_hash(read_hash, first, end) for first, end in reversed(siblings)]


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Say whether `proof` shows that `leaf` stands at `index` in the tree with this root.

    Args:
        leaf: hash of the leaf, 32 bytes.
        index: place of the leaf, 0 to size - 1.
        size: number of leaves of the tree, at least 1.
        proof: sibling hashes from the leaf upward, 32 bytes each.
        root: root of the tree, 32 bytes, from a source that is already trusted.
    Returns:
        True if the proof holds; False otherwise, also for impossible numbers or lengths.
    Source: RFC 9162 section 2.1.3.2.
    """
    # Lengths are checked first: a short left and a long right hash could be cut out of a
    # true pair at another place and hash to the same parent.
    if not 0 <= index < size or not _are_hashes([leaf, *proof]):
        return False
    place, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            while not place & 1 and place:
                place >>= 1
                last >>= 1
        else:
            found = node_hash(found, sibling)
        place >>= 1
        last >>= 1
    return last == 0 and found == root


def verify_consistency(
    size1: int, size2: int, proof: Sequence[bytes], root1: bytes, root2: bytes
) -> bool:
    """Say whether `proof` shows that the tree with root1 is the beginning of that with root2.

    A proof from the empty tree would show nothing, so `size1 = 0` is always refused. With
    equal sizes nothing is hashed: the roots must be equal and not empty, and that they are
    real roots is for the parser to know that they came from.

    Args:
        size1: size of the older tree, at least 1.
        size2: size of the newer tree, at least size1.
        proof: hashes of 32 bytes each; none when the sizes are equal.
        root1: root of the older tree.
        root2: root of the newer tree.
    Returns:
        True if the proof holds; False otherwise, also for impossible numbers or lengths.
    Source: RFC 9162 section 2.1.4.2.
    """
    if not 1 <= size1 <= size2:
        return False
    if size1 == size2:
        return not proof and root1 == root2 and len(root1) > 0
    if not proof:
        return False
    # When the older tree is one complete subtree, its root starts the path and is left out.
    path = [root1, *proof] if size1.bit_count() == 1 else list(proof)
    if not _are_hashes(path):
        return False
    return _climb(path, size1, size2) == (root1, root2)


def _climb(path: Sequence[bytes], size1: int, size2: int) -> tuple[bytes, bytes] | None:
    """Rebuild the older and the newer root from a consistency path; None if it does not fit."""
    place, last = size1 - 1, size2 - 1
    while place & 1:
        place >>= 1
        last >>= 1
    older = newer = path[0]
    for one in path[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            older = node_hash(one, older)
            newer = node_hash(one, newer)
            while not place & 1 and place:
                place >>= 1
                last >>= 1
        else:
            newer = node_hash(newer, one)
        place >>= 1
        last >>= 1
    return (older, newer) if last == 0 else None


def _split(n_leaves: int) -> int:
    """Largest power of two below n_leaves: where RFC 6962 cuts a tree in two."""
    return 1 << ((n_leaves - 1).bit_length() - 1)


def _range_hash(read_hash: HashReader, start: int, stop: int) -> bytes:
    """Hash leaves [start, stop) where start is a multiple of a power of two >= the length."""
    pieces = []
    while start < stop:
        level = (stop - start).bit_length() - 1
        pieces.append(read_hash(level, start >> level))
        start += 1 << level
    return fold(pieces)


def _are_hashes(values: Sequence[bytes]) -> bool:
    return all(len(value) == HASH_SIZE for value in values)


def _check_index(index: int, size: int) -> None:
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")


def _check_sizes(size1: int, size2: int) -> None:
    if not 1 <= size1 <= size2:
        raise ValueError(f"a consistency proof needs 1 <= size1 <= size2; got {size1}, {size2}")
