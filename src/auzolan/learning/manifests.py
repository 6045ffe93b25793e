"""A snapshot's manifest: the salted digest of each of its rows, sorted, so that absence can be proved.

It holds no row and no salt. Where the list lies, and who made the digests, is the house's part.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from auzolan.record.sorted_tree import Absence, absent, prove_absences, sorted_root


@dataclass(frozen=True, slots=True)
class Manifest:
    """Which rows a snapshot holds, in the order of their digests.

    Attributes:
        batches: the batch of each row.
        places: its place in the batch, from 0.
        digests: its salted digest, 32 bytes, rising.
    """

    batches: tuple[str, ...]
    places: tuple[int, ...]
    digests: tuple[bytes, ...]

    def __len__(self) -> int:
        return len(self.digests)

    def root(self) -> str:
        """The root of the sorted tree, as the record holds it."""
        return sorted_root(self.digests).hex()


def manifest_of(rows: Iterable[tuple[str, int, bytes]]) -> Manifest:
    """Put the rows of a snapshot into the order of their digests.

    Args:
        rows: batch, place in it, salted digest of 32 bytes.
    Returns:
        The manifest.
    Raises:
        ValueError: a digest has another length, or two rows have one: a salt was used twice.
    """
    ordered = sorted(rows, key=lambda row: row[2])
    digests = tuple(digest for _, _, digest in ordered)
    for before, digest in zip((b"", *digests), digests, strict=False):
        if len(digest) != 32 or digest == before:
            raise ValueError(
                f"each row has a digest of 32 bytes of its own; got {digest.hex()[:12]}"
            )
    return Manifest(
        tuple(batch for batch, _, _ in ordered), tuple(place for _, place, _ in ordered), digests
    )


def absences(manifest: Manifest, digests: Iterable[bytes]) -> list[Absence]:
    """Prove that none of these rows is in a snapshot.

    Raises:
        ValueError: one of them is.
    """
    return prove_absences(manifest.digests, tuple(digests))


def is_absent(digest: str, proof: Absence, *, rows: int, root: str) -> bool:
    """Say whether a proof shows that a row is not in the snapshot that noted this root.

    Args:
        digest: the row's salted digest, hexadecimal.
        proof: from the proof bundle.
        rows: how many rows the snapshot holds, from the entry `learning.note_rows`.
        root: the root in that entry, hexadecimal.
    Returns:
        False for whatever is malformed.
    """
    try:
        return absent(bytes.fromhex(digest), proof, size=rows, root=bytes.fromhex(root))
    except ValueError:
        return False
