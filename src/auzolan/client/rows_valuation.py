"""The rows of the room valuation. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from collections.abc import Iterator

from auzolan.client.door import Door
from auzolan.client.shapes_rows_valuation import Valuation


class RowsOfValuation:
    """What can be asked of the rows of the room valuation."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def valuation(
        self,
        *,
        valuation: str | None = None,
    ) -> Iterator[Valuation]:
        """A valuation; `rechecked_by` is empty until a second actor has recomputed it.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/valuation.Valuation", Valuation, {"valuation": valuation})
