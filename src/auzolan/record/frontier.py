"""How leaves and nodes are hashed, and the frontier of a tree that only grows.

A frontier is all that must be kept of a tree in order to add leaves and to know its root.
This module deliberately keeps no leaves and makes no proofs (see `merkle`).

Malformed input raises ValueError.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final

HASH_SIZE: Final = 32
"""Length of every hash in the tree, in bytes (SHA-256)."""

EMPTY_ROOT: Final = sha256(b"").digest()
"""Root of the tree without leaves (RFC 6962 section 2.1)."""

SIZE_MAX: Final = 2**63 - 1
"""Largest number of leaves that a tree may have."""


def leaf_hash(data: bytes) -> bytes:
    """Hash one leaf; the prefix 0x00 keeps a leaf from passing as an inner node.

    Args:
        data: the leaf itself, any length.
    Returns:
        32 bytes.
    Source: RFC 6962 section 2.1.
    """
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbouring subtrees into their parent.

    Args:
        left: hash of the left subtree, 32 bytes.
        right: hash of the right subtree, 32 bytes.
    Returns:
        32 bytes.
    Source: RFC 6962 section 2.1.
    """
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """A growing tree, kept as the hashes of its complete subtrees and no more.

    A tree of n leaves needs one hash for each bit set in n, the largest subtree first, so a
    log of a million entries fits into 20 hashes. `append` and `extend` change the frontier
    in place; use `copy` where the old state is still needed.

    Source: RFC 6962 section 2.1; "compact ranges" of the C2SP family of logs.
    """

    __slots__ = ("_hashes", "_root", "_size")

    def __init__(self, size: int, hashes: Sequence[bytes]) -> None:
        """Rebuild the frontier of a tree of `size` leaves.

        Args:
            size: number of leaves, 0 to 2**63 - 1.
            hashes: one of 32 bytes for each bit set in `size`, the largest subtree first.
        Raises:
            ValueError: the size is out of range, or number or length of hashes do not fit it.
        """
        check_size(size)
        if len(hashes) != size.bit_count():
            raise ValueError(
                f"a frontier of size {size} has {size.bit_count()} hashes; got {len(hashes)}"
            )
        for one in hashes:
            check_hash(one)
        self._size = size
        self._hashes = list(hashes)
        self._root: bytes | None = None

    @classmethod
    def empty(cls) -> Frontier:
        """Start a tree without leaves."""
        return cls(0, ())

    @property
    def size(self) -> int:
        """Number of leaves, >= 0."""
        return self._size

    def copy(self) -> Frontier:
        """Return a frontier that grows apart from this one."""
        return Frontier(self._size, self._hashes)

    def append(self, leaf: bytes) -> None:
        """Add one leaf at the right end; changes this frontier.

        Args:
            leaf: hash of the leaf (not the leaf), 32 bytes.
        Raises:
            ValueError: the hash is not 32 bytes long.
        """
        if len(leaf) != HASH_SIZE:
            raise ValueError(f"a hash has {HASH_SIZE} bytes; got {len(leaf)}")
        size = self._size
        hashes = self._hashes
        # The call of node_hash is written out: this loop runs once for every entry replayed.
        while size & 1:
            leaf = sha256(b"\x01" + hashes.pop() + leaf).digest()
            size >>= 1
        hashes.append(leaf)
        self._size += 1
        self._root = None

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add many leaves, in order; changes this frontier.

        Args:
            leaves: hashes of the leaves, 32 bytes each.
        Raises:
            ValueError: a hash is not 32 bytes long; those before it have been added.
        """
        append = self.append
        for leaf in leaves:
            append(leaf)

    def root(self) -> bytes:
        """Return the root of the tree as it stands, 32 bytes; 31 hashings at most per 2**31."""
        if self._root is None:
            self._root = fold(self._hashes)
        return self._root

    def to_bytes(self) -> bytes:
        """Write the frontier: size as u64 big-endian, then its hashes, the largest first."""
        return self._size.to_bytes(8, "big") + b"".join(self._hashes)

    @classmethod
    def from_bytes(cls, data: bytes) -> Frontier:
        """Read what `to_bytes` wrote.

        Args:
            data: 8 bytes of size, then 32 bytes for each bit set in the size; nothing after.
        Returns:
            The frontier.
        Raises:
            ValueError: the length does not fit the size, or the size is out of range.
        """
        if len(data) < 8 or (len(data) - 8) % HASH_SIZE:
            raise ValueError(f"a frontier has 8 + k * {HASH_SIZE} bytes; got {len(data)}")
        hashes = [data[at : at + HASH_SIZE] for at in range(8, len(data), HASH_SIZE)]
        return cls(int.from_bytes(data[:8], "big"), hashes)

    def __eq__(self, other: object) -> bool:
        """Two frontiers are equal when size and hashes are."""
        if not isinstance(other, Frontier):
            return NotImplemented
        return self._size == other._size and self._hashes == other._hashes

    # It changes in place, so it may not serve as a key.
    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        """Show size and root; the hashes themselves tell a reader nothing."""
        return f"Frontier(size={self._size}, root={self.root().hex()[:16]}...)"


def fold(pieces: Sequence[bytes]) -> bytes:
    """Join complete subtrees into one root, from the right.

    Args:
        pieces: hashes of neighbouring complete subtrees, the largest first.
    Returns:
        32 bytes; `EMPTY_ROOT` without pieces.
    Source: RFC 6962 section 2.1.
    """
    if not pieces:
        return EMPTY_ROOT
    found = pieces[-1]
    for piece in pieces[-2::-1]:
        found = node_hash(piece, found)
    return found


def check_hash(value: bytes) -> None:
    """Raise ValueError unless the value has the length of a hash."""
    if len(value) != HASH_SIZE:
        raise ValueError(f"a hash has {HASH_SIZE} bytes; got {len(value)}")


def check_size(size: int) -> None:
    """Raise ValueError unless a tree may have this many leaves."""
    if not 0 <= size <= SIZE_MAX:
        raise ValueError(f"a tree has 0 to {SIZE_MAX} leaves; got {size}")
