"""Receipts: one file that proves, without any server, that an entry stands in the record.

A receipt holds the place of the entry, the hashes from it up to the root, and the signed
checkpoint of that root. This module writes, reads and verifies that file. It deliberately does
not hold the entry itself: the reader hashes her own copy, which is the point of a receipt.

Everything malformed raises ValueError when read; a receipt that does not hold raises ValueError
when verified, so that a caller cannot overlook it.

Source: C2SP tlog-proof (https://c2sp.org/tlog-proof).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from auzolan.record.merkle import HASH_SIZE, verify_inclusion
from auzolan.record.notes import (
    NOTE_BYTES_MAX,
    Checkpoint,
    VerifierKey,
    decode_base64,
    encode_base64,
    parse_decimal,
    verify_checkpoint,
)

RECEIPT_HEADER: Final = "c2sp.org/tlog-proof@v1"
"""First line of every receipt."""

RECEIPT_SUFFIX: Final = ".tlog-proof"
"""How the name of a receipt's file ends."""

PROOF_HASHES_MAX: Final = 64
"""Longest inclusion proof that a tree of fewer than 2**64 leaves can need."""

EXTRA_BYTES_MAX: Final = 65_536
"""Longest extra data that is read."""


@dataclass(frozen=True, slots=True)
class InclusionReceipt:
    """A receipt, read but not verified.

    Attributes:
        index: place of the entry in the log, 0 to 2**64 - 1.
        proof: hashes of 32 bytes, from the entry's sibling up to the root's child.
        checkpoint: the signed checkpoint, byte for byte as the log issued it.
        extra: data for the reader that nothing vouches for; empty when there is none.
    """

    index: int
    proof: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes = b""

    def __post_init__(self) -> None:
        """Refuse what a receipt cannot hold."""
        if not 0 <= self.index < 2**64:
            raise ValueError(f"an index is 0 to 2**64 - 1; got {self.index}")
        if len(self.proof) > PROOF_HASHES_MAX:
            raise ValueError(f"a proof has at most {PROOF_HASHES_MAX}; got {len(self.proof)}")
        if any(len(one) != HASH_SIZE for one in self.proof):
            raise ValueError(f"every hash of a proof has {HASH_SIZE} bytes; one has not")
        if len(self.extra) > EXTRA_BYTES_MAX:
            raise ValueError(f"extra data has at most {EXTRA_BYTES_MAX}; got {len(self.extra)}")
        if len(self.checkpoint) > NOTE_BYTES_MAX:
            raise ValueError(f"a checkpoint has at most {NOTE_BYTES_MAX} bytes")


def encode_receipt(receipt: InclusionReceipt) -> bytes:
    """Write a receipt.

    Args:
        receipt: place, proof and signed checkpoint; our own receipts carry no extra data,
            because no signature covers it.
    Returns:
        The bytes of a `.tlog-proof` file.
    Source: C2SP tlog-proof, "Format".
    """
    lines = [RECEIPT_HEADER]
    if receipt.extra:
        lines.append(f"extra {encode_base64(receipt.extra)}")
    lines.append(f"index {receipt.index}")
    lines.extend(encode_base64(one) for one in receipt.proof)
    return "".join(f"{line}\n" for line in lines).encode("ascii") + b"\n" + receipt.checkpoint


def parse_receipt(data: bytes) -> InclusionReceipt:
    """Read a receipt; only the one right spelling of its head is taken.

    Args:
        data: the bytes of a `.tlog-proof` file.
    Returns:
        The receipt. It proves nothing before `verify_receipt`.
    Raises:
        ValueError: a line is missing, out of place or spelled in another way.
    Source: C2SP tlog-proof, "Format".
    """
    head, blank, checkpoint = data.partition(b"\n\n")
    if not blank or not head.isascii():
        raise ValueError("expected ASCII lines, a blank line, and a signed checkpoint")
    lines = head.decode("ascii").split("\n")
    if lines.pop(0) != RECEIPT_HEADER:
        raise ValueError(f"expected {RECEIPT_HEADER!r} as the first line")
    extra = b""
    if lines and lines[0].startswith("extra "):
        extra = decode_base64(lines.pop(0).removeprefix("extra "))
        if not extra:
            raise ValueError("expected no extra line where there is no extra data")
    if not lines or not lines[0].startswith("index "):
        raise ValueError(f"expected a line 'index <number>'; got {lines[:1]}")
    index = parse_decimal(lines.pop(0).removeprefix("index "))
    if len(lines) > PROOF_HASHES_MAX:
        raise ValueError(f"a proof has at most {PROOF_HASHES_MAX} hashes; got {len(lines)}")
    proof = tuple(decode_base64(line) for line in lines)
    return InclusionReceipt(index, proof, checkpoint, extra)


def verify_receipt(data: bytes, leaf: bytes, vkeys: Iterable[VerifierKey]) -> Checkpoint:
    """Check that a receipt proves an entry, and say of which state of the record.

    Args:
        data: the bytes of a `.tlog-proof` file.
        leaf: leaf hash of the entry, 32 bytes, made from the reader's own copy.
        vkeys: the log's keys that the reader trusts.
    Returns:
        The checkpoint in which the entry stands. Extra data is not vouched for.
    Raises:
        ValueError: the receipt is malformed, its checkpoint does not verify, or the entry
            is not proved by it.
    Source: C2SP tlog-proof; RFC 9162 section 2.1.3.2.
    """
    receipt = parse_receipt(data)
    checkpoint = verify_checkpoint(receipt.checkpoint, vkeys)
    if not verify_inclusion(leaf, receipt.index, checkpoint.size, receipt.proof, checkpoint.root):
        raise ValueError(
            f"the receipt does not prove this entry at {receipt.index} "
            f"in the log {checkpoint.origin!r} of {checkpoint.size} entries"
        )
    return checkpoint
