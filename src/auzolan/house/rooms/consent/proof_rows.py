"""Her row digests, and the proof that none of them is in a later data set.

While her rows exist their digests come from the vault. Once they are erased the salts are gone and
no digest can be made again; then the manifests of older data sets still name them. Where neither
is left, that is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from auzolan.audit.folder import Folder
from auzolan.contributions.digests import batch_root
from auzolan.contributions.state import Batch
from auzolan.house.rooms.consent.proof_shapes import (
    Absences,
    AbsentRow,
    BatchRows,
    PresentRow,
    beside,
)
from auzolan.house.rooms.learning.manifest_files import batch_digests
from auzolan.learning.manifests import Manifest, absences
from auzolan.learning.state import Snapshot
from auzolan.record.sorted_tree import prove_presence


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of her rows.

    Attributes:
        batches: the digests of each batch, with what vouches for them.
        cannot_show: of which rows nothing can be shown, and why.
    """

    batches: tuple[BatchRows, ...]
    cannot_show: tuple[str, ...]

    def digests(self) -> list[bytes]:
        """All digests that are known, in order."""
        found: list[bytes] = []
        for one in self.batches:
            found += [bytes.fromhex(digest) for digest in one.digests]
            found += [bytes.fromhex(row.held.digest) for row in one.present]
        return found


def digests_of(
    folder: Folder,
    batches: Sequence[Batch],
    manifests: Mapping[str, tuple[Snapshot, int, Manifest]],
) -> Known:
    """The digests of batches, from the vault or else from manifests of older data sets.

    Args:
        folder: the co-operative's folder.
        batches: hers, of one kind.
        manifests: each older data set by id, with the entry that noted its rows.
    """
    found, missing = [], []
    for batch in batches:
        rows = _of_batch(folder, batch, manifests)
        if rows is None:
            missing.append(
                f"{batch.batch}: its {batch.rows} rows are erased with their salts, and no data "
                "set that was noted held them"
            )
            continue
        found.append(rows)
        left = batch.rows - len(rows.digests or rows.present)
        if left:
            missing.append(
                f"{batch.batch}: {left} of {batch.rows} rows are erased with their salts and were "
                "in no data set that was noted"
            )
    return Known(tuple(found), tuple(missing))


def absences_of(snapshot: Snapshot, noted: int, manifest: Manifest, known: Known) -> Absences:
    """That none of the digests is in a data set.

    Raises:
        ValueError: one of them is: the withdrawal was not obeyed.
    """
    digests = known.digests()
    proofs = absences(manifest, digests)
    return Absences(
        snapshot.snapshot, noted, snapshot.rows, snapshot.root,
        tuple(
            AbsentRow(digest.hex(), beside(proof.below), beside(proof.above))
            for digest, proof in zip(digests, proofs, strict=True)
        ),
    )  # fmt: skip


def _of_batch(
    folder: Folder, batch: Batch, manifests: Mapping[str, tuple[Snapshot, int, Manifest]]
) -> BatchRows | None:
    if folder.batch_rows(batch.batch).is_file():
        digests = batch_digests(folder, batch)
        return BatchRows(batch.batch, batch.entry, tuple(one.hex() for one in digests))
    places: dict[int, bytes] = {}
    fullest = ""
    most = 0
    for name, (_, _, manifest) in manifests.items():
        own = _places_in(manifest, batch.batch)
        places |= own
        if len(own) > most:
            fullest, most = name, len(own)
    if not most:
        return None
    if len(places) == batch.rows:
        ordered = [places[place] for place in range(batch.rows)]
        if batch_root(ordered).hex() == batch.root:
            return BatchRows(batch.batch, batch.entry, tuple(one.hex() for one in ordered))
    return _partly(batch, manifests[fullest])


def _partly(batch: Batch, held: tuple[Snapshot, int, Manifest]) -> BatchRows:
    """The rows of a batch that one older data set held; the root of the batch needs all of them."""
    snapshot, noted, manifest = held
    present = []
    for place, digest in sorted(_places_in(manifest, batch.batch).items()):
        proof = beside(prove_presence(manifest.digests, digest))
        assert proof is not None, "a digest of the manifest is in its tree"
        present.append(PresentRow(place, proof))
    return BatchRows(
        batch.batch, batch.entry, (), snapshot.snapshot, noted, snapshot.rows, snapshot.root,
        tuple(present),
    )  # fmt: skip


def _places_in(manifest: Manifest, batch: str) -> dict[int, bytes]:
    rows = zip(manifest.batches, manifest.places, manifest.digests, strict=True)
    return {place: digest for name, place, digest in rows if name == batch}
