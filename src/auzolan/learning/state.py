"""The rows of the learning room."""

from __future__ import annotations

from typing import ClassVar

from auzolan.foundation.books import Books, Row

SERVING = "serving"
TO_RETRAIN = "to_retrain"
REPLACED = "replaced"


class Snapshot(Row, frozen=True, gc=False):
    """A sealed set of rows, for one purpose; `parts` is the text of its list's `AnnexRef`."""

    KEY: ClassVar = ("snapshot",)

    snapshot: str
    kind: str
    purpose: str
    parts: str
    rows: int
    members: int
    entry: int


class SnapshotPart(Row, frozen=True, gc=False):
    """One batch in a snapshot: whose, and how many rows."""

    KEY: ClassVar = ("snapshot", "batch")
    INDEXES: ClassVar = (("snapshot",), ("member",))

    snapshot: str
    batch: str
    member: str
    rows: int


class UseOfRows(Row, frozen=True, gc=False):
    """One permission to read a snapshot: for what, by whom, when."""

    KEY: ClassVar = ("use",)
    INDEXES: ClassVar = (("snapshot",),)

    use: str
    snapshot: str
    purpose: str
    operation: str
    actor: str
    at: int
    entry: int


class Model(Row, frozen=True, gc=False):
    """A trained model and the use it came from; `state` is `serving`, `to_retrain` or `replaced`.

    `retrain_by` is the moment by which a withdrawal must be obeyed, 0 where there is none;
    serving stops when it has passed. `replaced_at` is the moment at which another took over, 0
    where none has.
    """

    KEY: ClassVar = ("model",)
    INDEXES: ClassVar = (("snapshot",), ("use",))

    model: str
    snapshot: str
    use: str
    purpose: str
    recipe: str
    artefact: str
    state: str
    retrain_by: int
    replaced_at: int
    entry: int


class Evaluation(Row, frozen=True, gc=False):
    """How a model answered its latest test."""

    KEY: ClassVar = ("model",)

    model: str
    total: int
    correct: int
    baseline_correct: int
    entry: int


def snapshot_of(books: Books, name: str) -> Snapshot:
    """The snapshot that another row names.

    Raises:
        AssertionError: it was never sealed; rows name only what is on the record.
    """
    snapshot = books.get(Snapshot, name)
    assert snapshot is not None, f"a row names the snapshot {name}, which was never sealed"
    return snapshot
