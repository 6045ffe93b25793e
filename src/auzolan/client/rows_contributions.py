"""The rows of the room contributions. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from collections.abc import Iterator

from auzolan.client.door import Door
from auzolan.client.shapes_rows_contributions import Batch, BatchShare, SettledRow


class RowsOfContributions:
    """What can be asked of the rows of the room contributions."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def batch(
        self,
        *,
        batch: str | None = None,
        kind: str | None = None,
    ) -> Iterator[Batch]:
        """Rows brought together; `erased_at` is the entry that erased them, -1 while they exist.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/contributions.Batch", Batch, {"batch": batch, "kind": kind})

    def batch_share(
        self,
        *,
        batch: str | None = None,
    ) -> Iterator[BatchShare]:
        """The part of a batch of works that one of its creators holds, in basis points.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/contributions.BatchShare", BatchShare, {"batch": batch})

    def settled_row(
        self,
        *,
        batch: str | None = None,
    ) -> Iterator[SettledRow]:
        """The part of one row that a settled dispute gave to a member, in basis points.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/contributions.SettledRow", SettledRow, {"batch": batch})
