"""Shapes of the rows of the room learning. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

import msgspec


class Evaluation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a model answered its latest test."""

    model: str
    total: int
    correct: int
    baseline_correct: int
    entry: int


class GroupEvaluation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a model answered the test rows of one group, latest test."""

    model: str
    group_id: str
    total: int
    correct: int
    entry: int


class Model(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A trained model and the use it came from; `state` is `serving`, `to_retrain` or `replaced`."""

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


class ModelDuty(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """That a model must be made again without somebody's rows: since which entry, by when."""

    withdrawal: int
    model: str
    member: str
    asked_at: int
    due: int
    done_at: int
    done_by: str


class Snapshot(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A sealed set of rows, for one purpose; `parts` is the text of its list's `AnnexRef`."""

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


class SnapshotPart(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One batch in a snapshot: whose, how many rows, and which of the batch are left out."""

    snapshot: str
    batch: str
    member: str
    rows: int
    without: str = ""


class UseOfRows(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One permission to read a snapshot: for what, by whom, when."""

    use: str
    snapshot: str
    purpose: str
    operation: str
    actor: str
    at: int
    entry: int
