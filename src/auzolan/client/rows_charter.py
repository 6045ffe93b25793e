"""The rows of the room charter. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from collections.abc import Iterator

from auzolan.client.door import Door
from auzolan.client.shapes_rows_charter import CharterVersion, Mandate, PowerPause


class RowsOfCharter:
    """What can be asked of the rows of the room charter."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def charter_version(
        self,
        *,
        version: int | None = None,
    ) -> Iterator[CharterVersion]:
        """Every charter there has been, and since when.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/charter.CharterVersion", CharterVersion, {"version": version})

    def mandate(
        self,
        *,
        mandate: str | None = None,
        power: str | None = None,
        holder: str | None = None,
    ) -> Iterator[Mandate]:
        """The power to do something, from and until a moment; `subject` is empty for an office.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/charter.Mandate", Mandate, {"mandate": mandate, "power": power, "holder": holder})

    def power_pause(
        self,
        *,
        pause: str | None = None,
        power: str | None = None,
    ) -> Iterator[PowerPause]:
        """A pause of one kind of act; it holds once `agreed_by` is not empty, until `until_at`.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/charter.PowerPause", PowerPause, {"pause": pause, "power": power})
