"""The rows of the room members. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from collections.abc import Iterator

from auzolan.client.door import Door
from auzolan.client.shapes_rows_members import ClassChange, Member, MemberKey, Passkey


class RowsOfMembers:
    """What can be asked of the rows of the room members."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def class_change(
        self,
        *,
        every: int | None = None,
    ) -> Iterator[ClassChange]:
        """What a member was until an entry put her into another class or section.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/members.ClassChange", ClassChange, {"every": every})

    def member(
        self,
        *,
        standing: str | None = None,
    ) -> Iterator[Member]:
        """One person who belongs or belonged.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/members.Member", Member, {"standing": standing})

    def member_key(
        self,
        *,
        key: str | None = None,
        active: int | None = None,
    ) -> Iterator[MemberKey]:
        """A key that signs for a member; `active` is 1 for the one in use.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/members.MemberKey", MemberKey, {"key": key, "active": active})

    def passkey(
        self,
        *,
        key: str | None = None,
        active: int | None = None,
    ) -> Iterator[Passkey]:
        """A passkey that signs for a member at a site; `active` is 1 while it does.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/members.Passkey", Passkey, {"key": key, "active": active})
