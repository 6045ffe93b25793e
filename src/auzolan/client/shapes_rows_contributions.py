"""Shapes of the rows of the room contributions. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

import msgspec


class Batch(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Rows brought together; `erased_at` is the entry that erased them, -1 while they exist."""

    batch: str
    member: str
    kind: str
    rows: int
    root: str
    entry: int
    erased_at: int


class BatchShare(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The part of a batch of works that one of its creators holds, in basis points."""

    batch: str
    member: str
    share_bp: int
    entry: int


class SettledRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The part of one row that a settled dispute gave to a member, in basis points."""

    batch: str
    place: int
    entry: int
    member: str
    share_bp: int
