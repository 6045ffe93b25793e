"""What pages ask about models: how often each is right, and what came of a member's rows."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery, Sum

from auzolan.house.rooms.learning.tables import (
    ModelTable,
    SnapshotPartTable,
    UseOfRowsTable,
)
from auzolan.house.storage.models import rows_of
from auzolan.house.storage.page_rows import rows_together
from auzolan.house.storage.together import asked
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


def models(limit: int | None = None) -> list[ModelOnPage]:
    """The models, newest first: all, or so many of them."""
    rows = rows_of(Model, ModelTable.objects.order_by("-entry")[:limit])
    found = rows_together(
        *(asked(Evaluation, model=row.model) for row in rows),
        *(asked(Snapshot, snapshot=name) for name in sorted({row.snapshot for row in rows})),
    )
    evaluations = {row.model: row for row in found.of(Evaluation)}
    snapshots = {row.snapshot: row for row in found.of(Snapshot)}
    return [
        ModelOnPage(row, snapshots[row.snapshot], evaluations.get(row.model)) for row in rows
    ]  # fmt: skip


def parts_of_member(member: str) -> list[SnapshotPart]:
    """In which datasets a member's batches are."""
    return rows_of(SnapshotPart, SnapshotPartTable.objects.filter(member=member))


def uses_of_member(member: str) -> list[UseOfMember]:
    """Every use of a dataset in which a member's rows were, oldest first."""
    parts = SnapshotPartTable.objects.filter(member=member)
    hers = parts.filter(snapshot=OuterRef("snapshot")).order_by().values("snapshot")
    found = UseOfRowsTable.objects.filter(snapshot__in=parts.values("snapshot")).annotate(
        hers=Subquery(hers.annotate(all=Sum("rows")).values("all"))
    )
    return [
        UseOfMember(UseOfRows(*fields), rows)
        for *fields, rows in found.order_by("entry").values_list(
            *UseOfRows.__struct_fields__, "hers"
        )
    ]
