"""Proofs out of the published tiles: receipts that somebody kept, and earlier heads.

A receipt or an earlier head that no longer leads into the record shows that the record was
changed behind a signature. It trusts a tile only as far as it leads to the signed root.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from auzolan.audit.published import Published
from auzolan.audit.report import NO_ENTRY, Findings
from auzolan.record.merkle import (
    consistency_proof_from,
    inclusion_proof_from,
    leaf_hash,
    root_from,
    verify_consistency,
    verify_inclusion,
)
from auzolan.record.notes import Checkpoint, VerifierKey, verify_checkpoint
from auzolan.record.receipts import RECEIPT_HEADER, parse_receipt
from auzolan.record.tiles import TILE_WIDTH, TileHashes, bundle_decode

_SAMPLES = 16
_TILES_KEPT = 256


class Proofs:
    """Proves against one published record.

    Args:
        published: its files.
        checkpoint: its signed head.
        vkeys: the log's keys: the one in force and, where it was rotated, those before.
        findings: where differences are noted.
    """

    def __init__(
        self, published: Published, checkpoint: Checkpoint, vkeys: Iterable[VerifierKey],
        findings: Findings,
    ) -> None:  # fmt: skip
        self._published, self._checkpoint = published, checkpoint
        self._vkeys, self._findings = tuple(vkeys), findings
        read_tile = lru_cache(maxsize=_TILES_KEPT)(published.tile)
        self._hashes = TileHashes(checkpoint.size, read_tile)

    def text_of(self, seq: int) -> bytes:
        """The published text of an entry.

        Raises:
            ValueError: there is no such entry, or its bundle cannot be read.
        """
        if not 0 <= seq < self._checkpoint.size:
            raise ValueError(f"the record has {self._checkpoint.size} entries; none is {seq}")
        index, place = divmod(seq, TILE_WIDTH)
        width = min(TILE_WIDTH, self._checkpoint.size - index * TILE_WIDTH)
        return bundle_decode(self._published.bundle(index, width))[place]

    def check_samples(self) -> None:
        """Make proofs for entries spread over the whole record, and verify each."""
        size, root = self._checkpoint.size, self._checkpoint.root
        for index in sorted(
            {size * place // _SAMPLES for place in range(_SAMPLES)} if size else ()
        ):
            try:
                proof = inclusion_proof_from(self._hashes, index, size)
                holds = verify_inclusion(self._hashes(0, index), index, size, proof, root)
                older = root_from(self._hashes, index + 1)
                grown = consistency_proof_from(self._hashes, index + 1, size)
                grows = verify_consistency(index + 1, size, grown, older, root)
            except ValueError as fault:
                self._differ(index, "tiles", "proofs", "proofs that lead to the root", fault)
                continue
            self._findings.checked("inclusion proofs")
            self._findings.checked("consistency proofs")
            if not (holds and grows):
                self._differ(index, "tiles", "proofs", "proofs that lead to the root", "others")

    def check_kept(self, name: str, content: bytes) -> None:
        """Check a receipt (`.tlog-proof`) or an earlier checkpoint against the record.

        Args:
            name: what the reader calls it.
            content: its bytes.
        """
        if content.startswith(RECEIPT_HEADER.encode()):
            self.check_receipt(name, content)
        else:
            self._check_earlier(name, content)

    def check_receipt(self, name: str, content: bytes, text: bytes | None = None) -> None:
        """Check that the record still holds, at its place, the entry that a receipt proves.

        Args:
            name: what the reader calls it.
            content: the bytes of the receipt.
            text: the reader's own copy of the entry, or None.
        """
        try:
            receipt = parse_receipt(content)
            earlier = verify_checkpoint(receipt.checkpoint, self._vkeys)
            leaf = leaf_hash(self.text_of(receipt.index) if text is None else text)
        except ValueError as fault:
            self._differ(NO_ENTRY, name, "receipt", "a receipt of this record", fault)
            return
        self._findings.checked("receipts")
        if not verify_inclusion(leaf, receipt.index, earlier.size, receipt.proof, earlier.root):
            self._differ(receipt.index, name, "receipt", "the entry that the receipt proves",
                         f"another entry, leaf {leaf.hex()[:16]}")  # fmt: skip
        self._check_earlier(name, receipt.checkpoint)

    def _check_earlier(self, name: str, note: bytes) -> None:
        try:
            earlier = verify_checkpoint(note, self._vkeys)
            holds = self._is_beginning(earlier)
        except ValueError as fault:
            self._differ(NO_ENTRY, name, "head", "a head signed by this log's key", fault)
            return
        self._findings.checked("earlier heads")
        if not holds:
            self._differ(
                NO_ENTRY, name, "head",
                f"a record that begins with {earlier.size} entries of root {earlier.root.hex()[:16]}",
                f"{self._checkpoint.size} entries with another beginning",
            )  # fmt: skip

    def _is_beginning(self, earlier: Checkpoint) -> bool:
        size = self._checkpoint.size
        if earlier.origin != self._checkpoint.origin or earlier.size > size:
            return False
        if earlier.size == 0:
            return True
        proof = consistency_proof_from(self._hashes, earlier.size, size)
        return verify_consistency(earlier.size, size, proof, earlier.root, self._checkpoint.root)

    def _differ(
        self, entry: int, account: str, field: str, expected: object, found: object
    ) -> None:
        self._findings.differ(entry, account, field, expected=expected, found=found)
