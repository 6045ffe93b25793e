"""The manifests of snapshots: which rows are in each, as salted digests, in a Parquet file.

A manifest holds no row and no salt, so it outlives an erasure: her digests in an old one are what
absence from a new one is proved for. Nothing here decides.
"""

from __future__ import annotations

import hashlib
import io

from auzolan.audit.folder import Folder
from auzolan.audit.rows import digests_of_batch, read_batch
from auzolan.contributions.digests import batch_root
from auzolan.contributions.state import Batch
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, named, reading
from auzolan.house.desk import Desk
from auzolan.house.storage.files import write_durably
from auzolan.house.submission import Receipt
from auzolan.learning.acts import NoteRows
from auzolan.learning.manifests import Manifest, manifest_of
from auzolan.learning.ranges import places_of
from auzolan.learning.state import Snapshot, SnapshotPart

_NO_ROOT = "0" * 64
_COLUMNS = ("batch", "place", "digest")


def note_rows(desk: Desk, *, actor: str, snapshot: str) -> Receipt | Refusal | None:
    """Write a snapshot's manifest and put its root on the record, once.

    Returns:
        The receipt or the refusal; None where the rows are noted already.
    Raises:
        FileNotFoundError: rows are not in the vault.
        ValueError: rows in the vault are not those on the record.
    """
    with reading(desk.folder) as now:
        row = now.books.get(Snapshot, snapshot)
        parts = now.books.find(SnapshotPart, snapshot=snapshot) if row is not None else []
        batches = {one.batch: now.books.get(Batch, one.batch) for one in parts}
    if row is None:
        # The rule says that there is none.
        return ask(desk, named("note", snapshot), actor, NoteRows(snapshot, 0, _NO_ROOT, _NO_ROOT))
    if row.root:
        return None
    manifest = _manifest(desk.folder, parts, batches)
    content = parquet_of(manifest)
    digest = hashlib.sha256(content).hexdigest()
    write_durably(desk.folder.snapshots / f"{digest}.parquet", content, mode=0o600)
    act = NoteRows(snapshot, len(manifest), manifest.root(), digest)
    return ask(desk, named("note", snapshot), actor, act)


def batch_digests(folder: Folder, batch: Batch) -> list[bytes]:
    """The salted digests of a batch's rows in their order, from the vault, checked by its root.

    Raises:
        FileNotFoundError: the rows are not there, or were erased.
        ValueError: they are not those on the record.
    """
    columns, salts = read_batch(folder, batch.batch)
    digests = digests_of_batch(columns, salts)
    if batch_root(digests).hex() != batch.root:
        raise ValueError(f"the rows of {batch.batch} in the vault are not those on the record")
    return digests


def read_manifest(folder: Folder, snapshot: Snapshot) -> Manifest:
    """The manifest of a snapshot whose rows are noted, checked by its digest and its root.

    Raises:
        FileNotFoundError: the file is not there.
        ValueError: it is not the one on the record.
    """
    from pyarrow import parquet

    path = folder.snapshots / f"{snapshot.manifest}.parquet"
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != snapshot.manifest:
        raise ValueError(f"the manifest of {snapshot.snapshot} is not the one on the record")
    table = parquet.read_table(io.BytesIO(content)).to_pydict()
    manifest = Manifest(*(tuple(table[name]) for name in _COLUMNS))
    if manifest.root() != snapshot.root or len(manifest) != snapshot.rows:
        raise ValueError(f"the manifest of {snapshot.snapshot} has another root than the record")
    return manifest


def parquet_of(manifest: Manifest) -> bytes:
    """A manifest as a Parquet file with the columns batch, place, digest."""
    import pyarrow
    from pyarrow import parquet

    digests = pyarrow.array(manifest.digests, pyarrow.binary(32))
    table = pyarrow.table({"batch": manifest.batches, "place": manifest.places, "digest": digests})
    content = io.BytesIO()
    parquet.write_table(table, content, compression="zstd")
    return content.getvalue()


def _manifest(
    folder: Folder, parts: list[SnapshotPart], batches: dict[str, Batch | None]
) -> Manifest:
    rows: list[tuple[str, int, bytes]] = []
    for part in parts:
        batch = batches[part.batch]
        assert batch is not None, f"a snapshot holds the batch {part.batch}, never offered"
        left_out = set(places_of(part.without))
        digests = batch_digests(folder, batch)
        rows += [
            (part.batch, place, digest)
            for place, digest in enumerate(digests)
            if place not in left_out
        ]
    return manifest_of(rows)
