"""Shapes of the room labour. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

import msgspec

from auzolan.client.shapes_labour_2 import Figures, FloorSource, Words


class CommentOnIt(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A comment and its answer; `answered` is the answer's entry, -1 while it waits."""

    comment: str
    member: str
    entry: int
    words: str
    answered: int
    answer: str


class LabourImpact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A labour-impact statement."""

    format: str
    statement: str
    about: str
    name: str
    entry: int
    published_by: str
    published_at: str
    comment_by: str
    newest: bool
    currency: str
    people_min: int
    metrics: tuple[str, ...]
    figures: Figures
    floor_sources: tuple[FloorSource, ...]
    words: Words
    comments: int
    open_comments: int
    remarks: tuple[CommentOnIt, ...]


class StatementLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A statement in a list of them."""

    statement: str
    about: str
    name: str
    entry: int
    comment_by: str
    comments: int
    open_comments: int
    newest: bool


class OwnSubmission(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A piece of one's own work, with all that is known of it."""

    submission: str
    log: str
    task: str
    work_class: str
    basis: str
    seconds: int
    items: int
    judgments: int
    pay_micro: int
    batch: str
    logged: str
    state: str
    until: str
    decided_by: str
    reason: str
    paid_micro: int
    entry: int


class TaskLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A task with its price by item and by hour, as people see it before they begin."""

    task: str
    issuer: str
    kind: str
    work_class: str
    piece_micro: int | None
    hour_cents: int
    floor_cents: int
    page_seconds_max: int
    harmful: int
    open: bool
    rejections: int
    handed_back: int
    appeals: int
    overturned: int
    entry: int
