"""The tables of learning, made from its rows. What a row means stands in `learning/state.py`."""

from __future__ import annotations

from auzolan.house.storage.models import table_of
from auzolan.learning.state import (
    Evaluation,
    GroupEvaluation,
    Model,
    ModelDuty,
    Snapshot,
    SnapshotPart,
    UseOfRows,
)

SnapshotTable = table_of(Snapshot)
SnapshotPartTable = table_of(SnapshotPart)
UseOfRowsTable = table_of(UseOfRows)
ModelTable = table_of(Model)
EvaluationTable = table_of(Evaluation)
ModelDutyTable = table_of(ModelDuty)
GroupEvaluationTable = table_of(GroupEvaluation)
