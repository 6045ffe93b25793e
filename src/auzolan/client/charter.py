"""The room charter. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from auzolan.client.door import Door, part
from auzolan.client.shapes_charter import Difference, MandateLine
from auzolan.client.shapes_charter_2 import CharterPage, VersionLine


class Charter:
    """What can be asked of the room charter."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def changes(
        self,
        *,
        version: str,
        language: Literal["en", "es", "eu"] | None = None,
    ) -> Difference:
        """What two versions differ in: clauses with their values, texts in one language.

        Scope: `read:charter.changes`.
        """
        return self._door.one(f"rules/versions/{part(version)}/changes", Difference, {"language": language})

    def mandates(
        self,
    ) -> Iterator[MandateLine]:
        """One mandate; `holder` is empty where any holder of the office may use it.

        Scope: `read:charter.mandates`.
        """
        return self._door.lines("mandates", MandateLine)

    def rules(
        self,
        *,
        language: Literal["en", "es", "eu"] | None = None,
    ) -> CharterPage:
        """The charter in force with its texts in one language, its versions and the mandates.

        Scope: `read:charter.rules`.
        """
        return self._door.one("rules", CharterPage, {"language": language})

    def versions(
        self,
    ) -> Iterator[VersionLine]:
        """One version of the charter, and the entry that put it in force.

        Scope: `read:charter.versions`.
        """
        return self._door.lines("rules/versions", VersionLine)
