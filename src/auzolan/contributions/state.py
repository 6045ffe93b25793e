"""The rows of the contributions' room."""

from __future__ import annotations

from typing import ClassVar

from auzolan.foundation.books import Row


class Batch(Row, frozen=True, gc=False):
    """Rows brought together; `erased_at` is the entry that erased them, -1 while they exist."""

    KEY: ClassVar = ("batch",)
    INDEXES: ClassVar = (("kind",), ("member",), ("member", "kind"))

    batch: str
    member: str
    kind: str
    rows: int
    root: str
    entry: int
    erased_at: int


class BatchShare(Row, frozen=True, gc=False):
    """The part of a batch of works that one of its creators holds, in basis points.

    Those of a batch make 10,000; a batch without any is its bringer's alone.
    """

    KEY: ClassVar = ("batch", "member")
    INDEXES: ClassVar = (("batch",),)

    batch: str
    member: str
    share_bp: int
    entry: int


class SettledRow(Row, frozen=True, gc=False):
    """The part of one row that a settled dispute gave to a member, in basis points.

    `place` is the row's number within the batch, from 0. The newest `entry` of a row counts; older ones stay, since
    a valuation made before it rests on them.
    """

    KEY: ClassVar = ("batch", "place", "entry", "member")
    INDEXES: ClassVar = (("batch",),)

    batch: str
    place: int
    entry: int
    member: str
    share_bp: int
