"""Reading which rows were brought. The rows themselves stay in the vault."""

from __future__ import annotations

import msgspec

from auzolan.contributions.state import Batch
from auzolan.house.storage.reader import Reader


class BatchLine(msgspec.Struct, frozen=True):
    """One batch; `erased_at` is the entry that erased it, None while its rows exist."""

    batch: str
    member: str
    kind: str
    rows: int
    entry: int
    erased_at: int | None


def batch_lines(reader: Reader, member: str = "") -> list[BatchLine]:
    """All batches in order of id, or those of one member."""
    chosen = {"member": member} if member else {}
    return [
        BatchLine(
            row.batch, row.member, row.kind, row.rows, row.entry,
            row.erased_at if row.erased_at >= 0 else None,
        )
        for row in reader.rows(Batch, **chosen)
    ]  # fmt: skip
