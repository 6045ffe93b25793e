"""Shapes of the room learning. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from typing import Literal

import msgspec


class ExtendAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which model gets more time to be made again, and why."""

    model: str
    reason: str


class LeftOut(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How many rows were left out for one reason."""

    reason: str
    rows: int


class Data(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a model was made from, and what was left out of it and why."""

    snapshot: str
    snapshot_entry: int
    kind: str
    rows: int
    members: int
    members_left_out: int
    rows_not_granted: int
    rows_withdrawn: int
    rows_erased: int
    left_out: tuple[LeftOut, ...]
    rows_root: str


class Leave(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What everyone in it has allowed: asked before rows were read and when the model came in."""

    purpose: str
    operation: str
    party: str
    territory: str
    model_class: str
    policy_root: str
    use: str


class Making(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a model was made, by whom, from which model it took over."""

    recipe: str
    recipe_text: str
    tier: int
    how: str
    run: str
    artefact: str
    replaces: str
    trained_by: str
    sealed_by: str


class Answers(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Right answers to test questions with the 95 percent interval, in basis points."""

    group: str
    total: int
    correct: int
    share_bp: int
    low_bp: int
    high_bp: int


class Card(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a model is."""

    model: str
    entry: int
    data: Data
    leave: Leave
    making: Making
    baseline_correct: int
    answers: tuple[Answers, ...]
    limits: tuple[str, ...]


class LabourLabel(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a model's card says of the labour behind it, in one glance."""

    statement: str
    entry: int
    people: int | Literal["unknown"]
    seconds: int | Literal["unknown"]
    before_cents: int | Literal["unknown"]
    after_cents: int | Literal["unknown"]
    floor_cents: int | Literal["unknown"]
    rejections: int | Literal["unknown"]
    overturned: int | Literal["unknown"]
    unknown: int
    open_comments: int


class CardNow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A card, and where its model stands today."""

    digest: str
    released: bool
    state: str
    retrain_by: str
    card: Card
    labour: LabourLabel | None = None


class ModelLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
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


class SnapshotAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which data set."""

    snapshot: str


class ReleaseAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which model may be served."""

    model: str


class RetrainAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which model is made again, and how it forgets."""

    model: str
    way: Literal["forget", "whole"] = "forget"


class SealAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which rows become a data set, and for what."""

    snapshot: str
    kind: str
    purpose: str
    operation: str = "train"
    party: str = ""
    territory: str = ""
    model_class: str = ""


class SnapshotLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A sealed set of rows."""

    snapshot: str
    kind: str
    purpose: str
    rows: int
    members: int
    entry: int


class TrainAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a model learns from, and how; an empty recipe is the plain one."""

    model: str
    snapshot: str
    replaces: str = ""
    group_column: str = ""
    recipe: str = ""


class UseAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which data set is read once, and what for."""

    snapshot: str
    operation: str


class OwnUseLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One use of a dataset in which rows of hers were; `rows` are hers."""

    entry: int
    at: str
    use: str
    snapshot: str
    purpose: str
    operation: str
    rows: int
