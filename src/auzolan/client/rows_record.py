"""The rows of the room record. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from collections.abc import Iterator

from auzolan.client.door import Door
from auzolan.client.shapes_rows_record import LogKey


class RowsOfRecord:
    """What can be asked of the rows of the room record."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def log_key(
        self,
        *,
        slot: str | None = None,
    ) -> Iterator[LogKey]:
        """The verifier key under which checkpoints are signed, since which entry.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/record.LogKey", LogKey, {"slot": slot})
