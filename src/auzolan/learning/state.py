"""The rows of the learning room."""

from __future__ import annotations

from typing import ClassVar

from auzolan.foundation.books import Books, Row

SERVING = "serving"
TO_RETRAIN = "to_retrain"
REPLACED = "replaced"


class Snapshot(Row, frozen=True, gc=False):
    """A sealed set of rows, for one purpose; `parts` is the text of its list's `AnnexRef`.

    `operation`, `party`, `territory` and `model_class` are what it was sealed for beside the
    purpose. `root` is that of its sorted row digests, empty until they are noted; `manifest` the
    digest of their file.
    """

    KEY: ClassVar = ("snapshot",)

    snapshot: str
    kind: str
    purpose: str
    parts: str
    rows: int
    members: int
    entry: int
    operation: str = "train"
    party: str = ""
    territory: str = ""
    model_class: str = ""
    root: str = ""
    manifest: str = ""


class SnapshotPart(Row, frozen=True, gc=False):
    """One batch in a snapshot: whose, how many rows, and which of the batch are left out.

    `without` names those as ranges from 0, `3,7-9`; empty where all are in.
    """

    KEY: ClassVar = ("snapshot", "batch")
    INDEXES: ClassVar = (("snapshot",), ("member",))

    snapshot: str
    batch: str
    member: str
    rows: int
    without: str = ""


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
    where none has. `tier`, `how` and `run` are as in `Train`; `extended` says whether more time was
    taken; `card` is the digest of the card that it was released with, empty until it is.
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
    tier: int = 3
    how: str = "trained"
    run: str = ""
    extended: int = 0
    card: str = ""


class ModelDuty(Row, frozen=True, gc=False):
    """That a model must be made again without somebody's rows: since which entry, by when.

    `withdrawal` is the entry that asks for it, `asked_at` its moment. `done_at` is the moment at which another model took
    over, -1 until then; `done_by` that model.
    """

    KEY: ClassVar = ("withdrawal", "model", "member")
    INDEXES: ClassVar = (("withdrawal",), ("model",))

    withdrawal: int
    model: str
    member: str
    asked_at: int
    due: int
    done_at: int
    done_by: str


class Evaluation(Row, frozen=True, gc=False):
    """How a model answered its latest test."""

    KEY: ClassVar = ("model",)

    model: str
    total: int
    correct: int
    baseline_correct: int
    entry: int


class GroupEvaluation(Row, frozen=True, gc=False):
    """How a model answered the test rows of one group, latest test."""

    KEY: ClassVar = ("model", "group_id")
    INDEXES: ClassVar = (("model",),)

    model: str
    group_id: str
    total: int
    correct: int
    entry: int


def snapshot_of(books: Books, name: str) -> Snapshot:
    """The snapshot that another row names.

    Raises:
        AssertionError: it was never sealed; rows name only what is on the record.
    """
    snapshot = books.get(Snapshot, name)
    assert snapshot is not None, f"a row names the snapshot {name}, which was never sealed"
    return snapshot
