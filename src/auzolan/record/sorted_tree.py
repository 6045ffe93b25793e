"""A Merkle tree over digests in rising order: it proves that a digest is in it, or that none is.

The hashes are those of RFC 6962; only the order of the leaves is new. It holds no digest, reads no
file, and does not say which root and size to trust: both stand in an entry of the record.

    tree = in_order(digests)
    proof = prove_absence(tree, digest)
    absent(digest, proof, size=len(tree), root=sorted_root(tree))
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from auzolan.record.merkle import (
    HASH_SIZE,
    inclusion_proof_from,
    leaf_hash,
    node_hash,
    root_of,
    verify_inclusion,
)


class Neighbour(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A digest that is in the tree, with the proof that it stands at a place.

    Attributes:
        index: its place from 0.
        digest: 32 bytes.
        path: sibling hashes from the leaf upwards.
    """

    index: int
    digest: bytes
    path: tuple[bytes, ...]


class Absence(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Two neighbours between which a digest would stand, if it were in the tree.

    Attributes:
        below: the greatest digest below it; None where it would be the first.
        above: the smallest digest above it; None where it would be the last.
    """

    below: Neighbour | None
    above: Neighbour | None


def in_order(digests: Iterable[bytes]) -> tuple[bytes, ...]:
    """Put digests into the order of their bytes.

    Args:
        digests: 32 bytes each, no two equal.
    Returns:
        The same, rising.
    Raises:
        ValueError: one has another length, or two are equal.
    """
    ordered = tuple(sorted(digests))
    for digest in ordered:
        if len(digest) != HASH_SIZE:
            raise ValueError(f"a digest has {HASH_SIZE} bytes; got {len(digest)}")
    for one, following in pairwise(ordered):
        if one == following:
            raise ValueError(f"the digest {one.hex()[:12]} stands twice; a sorted tree holds sets")
    return ordered


def sorted_root(ordered: Sequence[bytes]) -> bytes:
    """The root of the tree over digests that `in_order` gave.

    Returns:
        32 bytes; the hash of nothing without digests.
    Source: RFC 6962, section 2.1.
    """
    return root_of([leaf_hash(digest) for digest in ordered])


def prove_presence(ordered: Sequence[bytes], digest: bytes) -> Neighbour:
    """Prove that a digest is in the tree.

    Args:
        ordered: what `in_order` gave.
        digest: one of them.
    Raises:
        ValueError: it is not one of them.
    """
    index = bisect_left(ordered, digest)
    if index == len(ordered) or ordered[index] != digest:
        raise ValueError(f"the digest {digest.hex()[:12]} is not in the tree")
    return _neighbour(_levels(ordered), ordered, index)


def prove_absence(ordered: Sequence[bytes], digest: bytes) -> Absence:
    """Prove that a digest is not in the tree; see `prove_absences`."""
    return prove_absences(ordered, (digest,))[0]


def prove_absences(ordered: Sequence[bytes], digests: Sequence[bytes]) -> list[Absence]:
    """Prove of many digests that none is in the tree; its leaves are hashed once.

    Args:
        ordered: what `in_order` gave.
        digests: 32 bytes each.
    Returns:
        A proof for each, in their order.
    Raises:
        ValueError: one of them is in the tree.
    """
    levels = _levels(ordered)
    found = []
    for digest in digests:
        index = bisect_left(ordered, digest)
        if index < len(ordered) and ordered[index] == digest:
            raise ValueError(f"the digest {digest.hex()[:12]} is in the tree, at {index}")
        below = _neighbour(levels, ordered, index - 1) if index else None
        above = _neighbour(levels, ordered, index) if index < len(ordered) else None
        found.append(Absence(below, above))
    return found


def present(proof: Neighbour, *, size: int, root: bytes) -> bool:
    """Say whether a proof shows that its digest is in the tree of this size and root.

    Never raises; a malformed proof shows nothing.
    """
    leaf = leaf_hash(proof.digest)
    is_sound = len(proof.digest) == HASH_SIZE and 0 <= proof.index < size
    return is_sound and verify_inclusion(leaf, proof.index, size, proof.path, root)


def absent(digest: bytes, proof: Absence, *, size: int, root: bytes) -> bool:
    """Say whether a proof shows that a digest is not in the tree of this size and root.

    Two digests that stand beside each other, one below and one above, leave no place for a third;
    that the whole tree is in order is what the sealing of it vouches for, and what anybody who
    has the list of digests sees.

    Args:
        digest: 32 bytes.
        proof: what `prove_absence` gave.
        size: digests in the tree, from the record.
        root: its root, from the record.
    Returns:
        False for every proof that does not hold, however malformed; never raises.
    Source: RFC 6962, section 2.1.1, for both neighbours.
    """
    below, above = proof.below, proof.above
    if len(digest) != HASH_SIZE or size < 0:
        return False
    if size == 0:
        return below is None and above is None and root == sorted_root(())
    first, last = below is None, above is None
    if first and last:
        return False
    if below is not None and not (below.digest < digest and present(below, size=size, root=root)):
        return False
    if above is not None and not (digest < above.digest and present(above, size=size, root=root)):
        return False
    after = 0 if below is None else below.index + 1
    return after == (size if above is None else above.index)


def _levels(ordered: Sequence[bytes]) -> list[list[bytes]]:
    """The hashes of complete subtrees, level by level from the leaves."""
    levels = [[leaf_hash(digest) for digest in ordered]]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append([node_hash(*below[at : at + 2]) for at in range(0, len(below) - 1, 2)])
    return levels


def _neighbour(
    levels: Sequence[Sequence[bytes]], ordered: Sequence[bytes], index: int
) -> Neighbour:
    path = inclusion_proof_from(lambda level, at: levels[level][at], index, len(ordered))
    return Neighbour(index, ordered[index], tuple(path))
