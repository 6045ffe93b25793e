"""Where one member's rows went: every snapshot, use and model that holds them.

It reads what the rules wrote and decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from auzolan.foundation.books import Books
from auzolan.learning.state import Model, Snapshot, SnapshotPart, UseOfRows, snapshot_of


@dataclass(frozen=True, slots=True)
class Trace:
    """One way that rows went.

    Attributes:
        snapshot: the snapshot that holds them.
        kind: the kind of rows.
        purpose: what the snapshot may be used for.
        rows: how many of her rows it holds.
        use: the use that read it, or an empty text.
        operation: what the use was for, or an empty text.
        model: the model trained under that use, or an empty text.
        state: the model's state, or an empty text.
        retrain_by: the moment by which the model is retrained, 0 where it need not be.
    """

    snapshot: str
    kind: str
    purpose: str
    rows: int
    use: str = ""
    operation: str = ""
    model: str = ""
    state: str = ""
    retrain_by: int = 0


def lineage(books: Books, member: str) -> tuple[Trace, ...]:
    """Trace a member's rows through snapshots and uses into models.

    Args:
        books: the state.
        member: whose rows.
    Returns:
        One trace for each model, use without a model, or snapshot without a use, in the order
        in which snapshots were sealed and uses asked for.
    """
    rows: dict[str, int] = {}
    for part in books.find(SnapshotPart, member=member):
        rows[part.snapshot] = rows.get(part.snapshot, 0) + part.rows
    snapshots = sorted((snapshot_of(books, name) for name in rows), key=lambda found: found.entry)
    traces: list[Trace] = []
    for snapshot in snapshots:
        traces += _traces(books, snapshot, rows[snapshot.snapshot])
    return tuple(traces)


def _traces(books: Books, snapshot: Snapshot, rows: int) -> list[Trace]:
    named = (snapshot.snapshot, snapshot.kind, snapshot.purpose, rows)
    uses = books.find(UseOfRows, snapshot=snapshot.snapshot)
    if not uses:
        return [Trace(*named)]
    traces: list[Trace] = []
    for use in sorted(uses, key=lambda found: found.entry):
        asked = (*named, use.use, use.operation)
        models = books.find(Model, use=use.use)
        traces += [Trace(*asked, made.model, made.state, made.retrain_by) for made in models]
        if not models:
            traces.append(Trace(*asked))
    return traces
