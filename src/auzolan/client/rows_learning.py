"""The rows of the room learning. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from collections.abc import Iterator

from auzolan.client.door import Door
from auzolan.client.shapes_rows_learning import (
    Evaluation,
    GroupEvaluation,
    Model,
    ModelDuty,
    Snapshot,
    SnapshotPart,
    UseOfRows,
)


class RowsOfLearning:
    """What can be asked of the rows of the room learning."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def evaluation(
        self,
        *,
        model: str | None = None,
    ) -> Iterator[Evaluation]:
        """How a model answered its latest test.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/learning.Evaluation", Evaluation, {"model": model})

    def group_evaluation(
        self,
        *,
        model: str | None = None,
    ) -> Iterator[GroupEvaluation]:
        """How a model answered the test rows of one group, latest test.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/learning.GroupEvaluation", GroupEvaluation, {"model": model})

    def model(
        self,
        *,
        model: str | None = None,
        snapshot: str | None = None,
        use: str | None = None,
    ) -> Iterator[Model]:
        """A trained model and the use it came from; `state` is `serving`, `to_retrain` or `replaced`.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/learning.Model", Model, {"model": model, "snapshot": snapshot, "use": use})

    def model_duty(
        self,
        *,
        withdrawal: int | None = None,
        model: str | None = None,
    ) -> Iterator[ModelDuty]:
        """That a model must be made again without somebody's rows: since which entry, by when.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/learning.ModelDuty", ModelDuty, {"withdrawal": withdrawal, "model": model})

    def snapshot(
        self,
        *,
        snapshot: str | None = None,
    ) -> Iterator[Snapshot]:
        """A sealed set of rows, for one purpose; `parts` is the text of its list's `AnnexRef`.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/learning.Snapshot", Snapshot, {"snapshot": snapshot})

    def snapshot_part(
        self,
        *,
        snapshot: str | None = None,
    ) -> Iterator[SnapshotPart]:
        """One batch in a snapshot: whose, how many rows, and which of the batch are left out.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/learning.SnapshotPart", SnapshotPart, {"snapshot": snapshot})

    def use_of_rows(
        self,
        *,
        use: str | None = None,
        snapshot: str | None = None,
    ) -> Iterator[UseOfRows]:
        """One permission to read a snapshot: for what, by whom, when.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/learning.UseOfRows", UseOfRows, {"use": use, "snapshot": snapshot})
