"""SHA-256 of many short messages, and trees over what comes out, as arrays.

The same hashes as `frontier` and `sumtree` make one by one, by `hashlib` alone: nobody should have
to trust a hash function of ours. Whoever has very many may bring a quicker way to the same answer.
It knows no line, salt or proof.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

Octets = NDArray[np.uint8]
Places = NDArray[np.int64]
Amounts = NDArray[np.int64]

HASH_SIZE: Final = 32

_AMOUNT_SIZE = 8


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts that lie one after the other in one stretch of bytes.

    Attributes:
        bytes: all of them, shape (n_bytes,).
        starts: shape (n,).
        ends: shape (n,); text i is `bytes[starts[i]:ends[i]]`.
    """

    bytes: Octets
    starts: Places
    ends: Places


class Hasher(Protocol):
    """What gives the same as `hashes`."""

    def __call__(self, heads: Octets, texts: Texts, tail: bytes, /) -> Octets:
        """SHA-256 of many messages, each a head, a text, and the tail."""


def octets(text: bytes) -> Octets:
    """Bytes as an array, without a copy."""
    return np.frombuffer(text, dtype=np.uint8)


def big_endian(amounts: Amounts) -> Octets:
    """Amounts of 0 or more as 8 bytes each, the highest first; shape (n, 8)."""
    return amounts.astype(">i8").view(np.uint8).reshape(-1, _AMOUNT_SIZE)


def hashes(heads: Octets, texts: Texts, tail: bytes) -> Octets:
    """SHA-256 of many messages, each a head, a text, and the tail.

    Args:
        heads: shape (n, h); how each message begins.
        texts: n of them.
        tail: how every message ends.
    Returns:
        Shape (n, 32).
    Source: FIPS 180-4, section 6.2.
    """
    begin, width, body = heads.tobytes(), heads.shape[1], memoryview(texts.bytes.tobytes())
    made = [
        sha256(b"".join((begin[at * width : (at + 1) * width], body[start:end], tail))).digest()
        for at, (start, end) in enumerate(
            zip(texts.starts.tolist(), texts.ends.tolist(), strict=True)
        )
    ]
    return octets(b"".join(made)).reshape(-1, HASH_SIZE)


def root_over(row: Octets, hasher: Hasher = hashes) -> bytes:
    """The root over leaf hashes in their order.

    Args:
        row: shape (n, 32), n >= 1.
        hasher: hashes the nodes.
    Returns:
        32 bytes.
    Source: RFC 6962 section 2.1.
    """
    while len(row) > 1:
        pairs = len(row) // 2
        heads = np.empty((pairs, 1 + 2 * HASH_SIZE), dtype=np.uint8)
        heads[:, 0] = 1
        heads[:, 1 : 1 + HASH_SIZE] = row[: 2 * pairs : 2]
        heads[:, 1 + HASH_SIZE :] = row[1 : 2 * pairs : 2]
        row = np.concatenate((hasher(heads, _nothing(pairs), b""), row[2 * pairs :]))
    return bytes(row[0])


def sum_root_over(row: Octets, amounts: Amounts, hasher: Hasher = hashes) -> bytes:
    """The root of a sum tree over leaf hashes, which it puts into order first.

    Args:
        row: shape (n, 32), n >= 1.
        amounts: of the leaves, shape (n,), >= 0; their sum is below 2**53.
        hasher: hashes the nodes.
    Returns:
        32 bytes.
    Raises:
        ValueError: a leaf appears twice.
    Source: `sumtree`, which does the same leaf by leaf.
    """
    order = _order(row)
    row, amounts = row[order], amounts[order]
    same = (row[1:] == row[:-1]).all(axis=1)
    if same.any():
        twice = row[int(np.argmax(same))].tobytes().hex()
        raise ValueError(f"expected each leaf once; got {twice} twice")
    while len(row) > 1:
        pairs = len(row) // 2
        left, right = slice(0, 2 * pairs, 2), slice(1, 2 * pairs, 2)
        node = (row[left], big_endian(amounts[left]), row[right], big_endian(amounts[right]))
        heads = np.concatenate((np.full((pairs, 1), 3, dtype=np.uint8), *node), axis=1)
        row = np.concatenate((hasher(heads, _nothing(pairs), b""), row[2 * pairs :]))
        amounts = np.concatenate((amounts[left] + amounts[right], amounts[2 * pairs :]))
    return bytes(row[0])


def _order(row: Octets) -> Places:
    """Where each row stands when they are sorted as bytes."""
    words = row.view(">u8")
    first = words[:, 0].astype(np.uint64)
    order = np.argsort(first)
    first = first[order]
    if (first[1:] == first[:-1]).any():
        return np.lexsort(tuple(words[:, column] for column in (3, 2, 1, 0)))
    return order


def _nothing(count: int) -> Texts:
    none = np.zeros(count, dtype=np.int64)
    return Texts(np.empty(0, dtype=np.uint8), none, none)
