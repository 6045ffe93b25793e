"""The rows of the record's own room: which sealed fields exist, and the key of the log."""

from __future__ import annotations

from typing import ClassVar

from auzolan.foundation.books import Row

LOG = "log"


class SealedField(Row, frozen=True, gc=False):
    """A sealed field of an entry; `erased_at` is the entry that erased it, -1 while it exists."""

    KEY: ClassVar = ("entry", "field")

    entry: int
    field: str
    erased_at: int


class LogKey(Row, frozen=True, gc=False):
    """The verifier key under which checkpoints are signed, since which entry."""

    KEY: ClassVar = ("slot",)

    slot: str
    vkey: str
    origin: str
    since: int
