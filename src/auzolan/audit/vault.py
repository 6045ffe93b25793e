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
from auzolan.audit.rows import read_batch, root_of_batch
from auzolan.contributions.state import Batch
from auzolan.foundation.books import MemoryBooks
from auzolan.learning.state import REPLACED, Model
from auzolan.valuation.state import Valuation

_PIECE = 2**20


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
        path = folder.models / f"{model.artefact}.safetensors"
        if path.is_file():
            _compare(path, model.entry, f"model {model.model}", model.artefact, findings)
            findings.checked("models' files")
        elif model.state == REPLACED:
            findings.leave("models' files", "the model was replaced and its file is gone")
        else:
            findings.differ(model.entry, f"model {model.model}", "file",
                            expected=model.artefact, found="no file")  # fmt: skip
    named = [(row.entry, row.recipe) for row in books.rows(Model)]
    named += [(row.entry, row.recipe) for row in books.rows(Valuation)]
    for entry, recipe in named:
        path = folder.recipes / f"{recipe}.json"
        if path.is_file():
            _compare(path, entry, f"recipe {recipe[:12]}", recipe, findings)
            findings.checked("recipes")
        else:
            findings.differ(entry, f"recipe {recipe[:12]}", "file",
                            expected=recipe, found="no file")  # fmt: skip


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
