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
