"""Reading data sets and models, with what became of them."""

from __future__ import annotations

import msgspec

from auzolan.foundation.moments import day_from_moment
from auzolan.house.storage.reader import Reader
from auzolan.learning.state import Evaluation, Model, Snapshot


class SnapshotLine(msgspec.Struct, frozen=True):
    """A sealed set of rows."""

    snapshot: str
    kind: str
    purpose: str
    rows: int
    members: int
    entry: int


class ModelLine(msgspec.Struct, frozen=True):
    """A model and its latest test: how many answers, how many right, how many by the baseline."""

    model: str
    snapshot: str
    purpose: str
    state: str
    retrain_by: str
    total: int
    correct: int
    baseline_correct: int
    recipe: str
    artefact: str
    entry: int


class LearningPage(msgspec.Struct, frozen=True):
    """All snapshots and models."""

    snapshots: tuple[SnapshotLine, ...]
    models: tuple[ModelLine, ...]


def learning_page(reader: Reader) -> LearningPage:
    """All snapshots and models, in order of id."""
    snapshots = tuple(
        SnapshotLine(row.snapshot, row.kind, row.purpose, row.rows, row.members, row.entry)
        for row in reader.rows(Snapshot)
    )
    return LearningPage(snapshots, tuple(_line(reader, row) for row in reader.rows(Model)))


def model_line(reader: Reader, model: str) -> ModelLine | None:
    """One model, or None where there is none of this id."""
    row = reader.get(Model, model)
    return _line(reader, row) if row is not None else None


def _line(reader: Reader, row: Model) -> ModelLine:
    tested = reader.get(Evaluation, row.model)
    return ModelLine(
        model=row.model, snapshot=row.snapshot, purpose=row.purpose, state=row.state,
        retrain_by=day_from_moment(row.retrain_by) if row.retrain_by else "",
        total=tested.total if tested else 0,
        correct=tested.correct if tested else 0,
        baseline_correct=tested.baseline_correct if tested else 0,
        recipe=row.recipe, artefact=row.artefact, entry=row.entry,
    )  # fmt: skip
