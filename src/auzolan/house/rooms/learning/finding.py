"""Is this mine, and was it used: a member looks for rows of a file, or for a fingerprint, among hers.

A row is found by its keyed mark, which needs the vault's key and her id: nobody can test a guess about
somebody else's rows. The file is read and forgotten, and nothing is put on the record.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from auzolan.audit.rows import Columns
from auzolan.contributions.state import Batch
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import vault_of
from auzolan.house.ports import system_ports
from auzolan.house.rooms.contributions.flows import KIND, OWNER
from auzolan.house.rooms.contributions.importing import Reading, read_table
from auzolan.house.rooms.contributions.shapes import SHAPES
from auzolan.house.storage.reader import Reader
from auzolan.house.vault.rows import marks_of
from auzolan.learning.state import Model, SnapshotPart

DIGEST = re.compile(r"[0-9a-f]{64}\Z")
ARTICLE = "house, search"


@dataclass(frozen=True, slots=True)
class FoundBatch:
    """A batch of hers that was meant: how many rows of it, and the datasets and models it is in."""

    batch: Batch
    rows: int
    datasets: tuple[str, ...]
    models: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to.

    Attributes:
        looked_for: rows in the file; 0 for a fingerprint.
        rows: of them, rows that are hers here now.
        batches: in which of her batches they are.
        model: the model whose file has this fingerprint, where one has.
        own_rows: rows of hers in that model.
    """

    looked_for: int
    rows: int
    batches: tuple[FoundBatch, ...]
    model: Model | None = None
    own_rows: int = 0


def find_rows(
    reader: Reader, member: str, path: Path, *, kind: str, format_: str
) -> Found | Refusal:
    """Look for the rows of a file among a member's rows of a kind.

    Args:
        reader: of the folder.
        member: whose rows.
        path: the file.
        kind: of the rows.
        format_: `csv`, `jsonl` or `parquet`.
    """
    table = read_table(path, SHAPES.get(kind), reading=Reading(format_))
    if isinstance(table, Refusal):
        return table
    if not table.rows:
        return Refusal(
            "search.no_rows", ARTICLE, "The file has no rows that could be read.",
            "Send a file with a line of names above its rows, as you brought it.",
        )  # fmt: skip
    found = _batches_with(reader, member, kind, table.columns)
    return Found(table.read, sum(found.values()), _told(reader, member, found))


def find_fingerprint(reader: Reader, member: str, digest: str) -> Found | Refusal:
    """Look for a fingerprint among a member's batches and the models there are.

    Args:
        reader: of the folder.
        member: whose rows.
        digest: 64 hexadecimal digits: of a batch's rows, or of a model's file.
    """
    if not DIGEST.match(digest):
        return Refusal(
            "search.no_fingerprint", ARTICLE, f"{digest[:80]!r} is no fingerprint.",
            "Paste its 64 digits, 0 to 9 and a to f, as they stand on the page or the receipt.",
        )  # fmt: skip
    batches = [one for one in reader.rows(Batch, member=member) if one.root == digest]
    if batches:
        counted = Counter({one.batch: one.rows for one in batches})
        return Found(0, sum(counted.values()), _told(reader, member, counted))
    model = next((one for one in reader.rows(Model) if one.artefact == digest), None)
    if model is None:
        return Found(0, 0, ())
    parts = reader.rows(SnapshotPart, snapshot=model.snapshot)
    return Found(0, 0, (), model, sum(one.rows for one in parts if one.member == member))


def _batches_with(reader: Reader, member: str, kind: str, columns: Columns) -> Counter[str]:
    count = len(next(iter(columns.values())))
    owned: Columns = {**columns, OWNER: [member] * count, KIND: [kind] * count}
    marks = marks_of(reader.folder, owned, system_ports().chance)
    with vault_of(reader.folder) as vault:
        return Counter(vault.batches_of_marks(marks).values())


def _told(reader: Reader, member: str, found: Counter[str]) -> tuple[FoundBatch, ...]:
    parts = [one for one in reader.rows(SnapshotPart, member=member) if one.batch in found]
    told = []
    for name, rows in sorted(found.items()):
        batch = reader.get(Batch, name)
        assert batch is not None, f"marks of {name} are kept, which was never brought"
        datasets = sorted({one.snapshot for one in parts if one.batch == name})
        models = [one.model for dataset in datasets for one in reader.rows(Model, snapshot=dataset)]
        told.append(FoundBatch(batch, rows, tuple(datasets), tuple(models)))
    return tuple(told)
