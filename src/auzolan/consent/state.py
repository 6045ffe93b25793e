"""The rows of the consent room."""

from __future__ import annotations

from typing import ClassVar

from auzolan.foundation.books import Row


class Consent(Row, frozen=True, gc=False):
    """What a member allows for her rows of one kind: bits in the order of the charter's list.

    `since` and `entry` are moment and place of her latest grant, `withdrawn_at` the entry of her
    withdrawal, -1 while there is none; `erase_by` is the moment by which her rows of this kind
    are erased, 0 where nothing is to be erased.
    """

    KEY: ClassVar = ("member", "kind")
    INDEXES: ClassVar = (("kind",), ("member",))

    member: str
    kind: str
    mask: int
    since: int
    entry: int
    withdrawn_at: int
    erase_by: int
