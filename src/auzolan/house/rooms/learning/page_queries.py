"""What pages ask about models: how often each is right, and what came of a member's rows."""

from __future__ import annotations

from dataclasses import dataclass

from auzolan.house.rooms.learning.tables import (
    EvaluationTable,
    ModelTable,
    SnapshotPartTable,
    SnapshotTable,
    UseOfRowsTable,
)
from auzolan.house.storage.models import rows_of
from auzolan.learning.state import Evaluation, Model, Snapshot, SnapshotPart, UseOfRows


@dataclass(frozen=True, slots=True)
class ModelOnPage:
    """A model, what it was made from, and how it answered its test, where it was tested."""

    model: Model
    snapshot: Snapshot
    evaluation: Evaluation | None


@dataclass(frozen=True, slots=True)
class UseOfMember:
    """One use of a dataset in which a member's rows were."""

    use: UseOfRows
    rows: int


def models() -> list[ModelOnPage]:
    """All models, newest first."""
    evaluations = {row.model: row for row in rows_of(Evaluation, EvaluationTable.objects.all())}
    snapshots = {row.snapshot: row for row in rows_of(Snapshot, SnapshotTable.objects.all())}
    return [
        ModelOnPage(row, snapshots[row.snapshot], evaluations.get(row.model))
        for row in rows_of(Model, ModelTable.objects.order_by("-entry"))
    ]


def parts_of_member(member: str) -> list[SnapshotPart]:
    """In which datasets a member's batches are."""
    return rows_of(SnapshotPart, SnapshotPartTable.objects.filter(member=member))


def uses_of_member(member: str) -> list[UseOfMember]:
    """Every use of a dataset in which a member's rows were, oldest first."""
    rows: dict[str, int] = {}
    for part in parts_of_member(member):
        rows[part.snapshot] = rows.get(part.snapshot, 0) + part.rows
    found = UseOfRowsTable.objects.filter(snapshot__in=sorted(rows)).order_by("entry")
    return [UseOfMember(use, rows[use.snapshot]) for use in rows_of(UseOfRows, found)]
