"""What lies beside the record: members' rows, models, recipes, and files that no entry names.

What is missing is a difference, unless an entry erased or replaced it: a file that proves a
forgery would else only have to be deleted.

It compares digests and roots. What the rows mean, or a model does, is not its business.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from auzolan.audit.folder import Folder
from auzolan.audit.report import NO_PYARROW, Findings
from auzolan.audit.rows import digests_of_batch, read_batch, read_manifest, root_of_batch
from auzolan.contributions.state import Batch
from auzolan.foundation.books import MemoryBooks
from auzolan.learning.ranges import places_of
from auzolan.learning.state import REPLACED, Model, Snapshot, SnapshotPart
from auzolan.record.sorted_tree import sorted_root
from auzolan.valuation.state import Valuation

_PIECE = 2**20
OWN_RECIPE = "0" * 64
"""What stands in the place of a recipe's digest where somebody trained with tools of her own."""


def check_rows(folder: Folder, books: MemoryBooks, findings: Findings) -> None:
    """Compute each batch's root again from its rows; erased batches must be gone.

    Args:
        folder: the co-operative's folder.
        books: the books after the last entry.
        findings: where differences are noted.
    """
    batches = books.rows(Batch)
    for batch in batches:
        is_there = folder.batch_rows(batch.batch).is_file()
        if batch.erased_at >= 0:
            findings.checked("erased batches that are gone")
            if is_there:
                findings.differ(batch.erased_at, f"rows of batch {batch.batch}", "file",
                                expected="none, since this entry erased them", found="a file")  # fmt: skip
        elif not is_there:
            findings.differ(batch.entry, f"rows of batch {batch.batch}", "file",
                            expected=f"{batch.rows} rows", found="no file")  # fmt: skip
        else:
            _check_batch(folder, batch, findings)
    known = {batch.batch for batch in batches}
    _note_orphans(folder.rows, known, ".parquet", "files of rows", findings)


def _check_batch(folder: Folder, batch: Batch, findings: Findings) -> None:
    about = f"rows of batch {batch.batch} ({batch.member})"
    try:
        columns, salts = read_batch(folder, batch.batch)
        rows, root = len(salts), root_of_batch(columns, salts)
    except ImportError:
        findings.leave("batches of rows", NO_PYARROW)
        return
    except (ValueError, OSError, KeyError, TypeError, NotImplementedError) as fault:
        findings.differ(batch.entry, about, "file", expected=batch.root, found=fault)
        return
    findings.checked("batches of rows")
    findings.checked("rows in the vault", rows)
    if rows != batch.rows:
        findings.differ(batch.entry, about, "rows", expected=batch.rows, found=rows)
    if root != batch.root:
        findings.differ(batch.entry, about, "root", expected=batch.root, found=root)


def check_artefacts(folder: Folder, books: MemoryBooks, findings: Findings) -> None:
    """Hash the file of each model and the text of each recipe that the record names.

    Args:
        folder: the co-operative's folder.
        books: the books after the last entry.
        findings: where differences are noted.
    """
    for model in books.rows(Model):
        path = folder.model_file(model.artefact)
        if path is not None:
            _compare(path, model.entry, f"model {model.model}", model.artefact, findings)
            findings.checked("models' files")
        elif model.state == REPLACED:
            findings.leave("models' files", "the model was replaced and its file is gone")
        else:
            findings.differ(model.entry, f"model {model.model}", "file",
                            expected=model.artefact, found="no file")  # fmt: skip
    named = [(row.entry, row.recipe) for row in books.rows(Model) if row.recipe != OWN_RECIPE]
    named += [(row.entry, row.recipe) for row in books.rows(Valuation)]
    for entry, recipe in named:
        path = folder.recipes / f"{recipe}.json"
        if path.is_file():
            _compare(path, entry, f"recipe {recipe[:12]}", recipe, findings)
            findings.checked("recipes")
        else:
            findings.differ(entry, f"recipe {recipe[:12]}", "file",
                            expected=recipe, found="no file")  # fmt: skip


def check_manifests(folder: Folder, books: MemoryBooks, findings: Findings) -> None:
    """Read each snapshot's manifest: in order, of the root on the record, and of its own rows.

    That none of somebody's rows is in a snapshot is proved by two neighbours in its manifest, which
    proves nothing if the manifest is out of order or leaves a row out.

    Args:
        folder: the co-operative's folder.
        books: the books after the last entry.
        findings: where differences are noted.
    """
    for snapshot in books.rows(Snapshot):
        if not snapshot.root:
            continue
        about, path = (
            f"manifest of {snapshot.snapshot}",
            folder.snapshots / f"{snapshot.manifest}.parquet",
        )
        if not path.is_file():
            findings.differ(snapshot.entry, about, "file",
                            expected=snapshot.manifest, found="no file")  # fmt: skip
            continue
        _compare(path, snapshot.entry, about, snapshot.manifest, findings)
        try:
            _check_manifest(folder, books, snapshot, path, findings)
        except ImportError:
            findings.leave("manifests of snapshots", NO_PYARROW)
        except (ValueError, OSError, KeyError, TypeError, NotImplementedError) as fault:
            findings.differ(snapshot.entry, about, "file", expected=snapshot.root, found=fault)


def _check_manifest(
    folder: Folder, books: MemoryBooks, snapshot: Snapshot, path: Path, findings: Findings
) -> None:
    about = f"manifest of {snapshot.snapshot}"
    named = read_manifest(path)
    digests = [digest for _, _, digest in named]
    if digests != sorted(set(digests)):
        findings.differ(snapshot.entry, about, "order", expected="rising", found="another order")
    root = sorted_root(digests).hex()
    if (root, len(digests)) != (snapshot.root, snapshot.rows):
        findings.differ(snapshot.entry, about, "root", expected=snapshot.root, found=root)
    kept = {(batch, place): digest for batch, place, digest in named}
    for part in books.find(SnapshotPart, snapshot=snapshot.snapshot):
        if not folder.batch_rows(part.batch).is_file():
            continue
        left_out = set(places_of(part.without))
        for place, digest in enumerate(digests_of_batch(*read_batch(folder, part.batch))):
            if place not in left_out and kept.get((part.batch, place)) != digest:
                findings.differ(snapshot.entry, about, f"{part.batch}:{place}",
                                expected=digest.hex(), found="another or none")  # fmt: skip
                break
    findings.checked("manifests of snapshots")


def note_unnamed_annexes(folder: Folder, named: set[str], findings: Findings) -> None:
    """Count the closed annexes that no entry names: a lost commit leaves them, which is harmless.

    Args:
        folder: the co-operative's folder.
        named: the digests that entries name.
        findings: where they are counted.
    """
    _note_orphans(folder.annexes, named, ".json", "annex files", findings)


def _note_orphans(place: Path, known: set[str], suffix: str, what: str, findings: Findings) -> None:
    if place.is_dir():
        strangers = [
            path for path in place.iterdir() if path.name.removesuffix(suffix) not in known
        ]
        findings.leave(what, "no entry names them", count=len(strangers))


def _compare(path: Path, entry: int, about: str, digest: str, findings: Findings) -> None:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            found.update(piece)
    if found.hexdigest() != digest:
        findings.differ(entry, about, "digest", expected=digest, found=found.hexdigest())
