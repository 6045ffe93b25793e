"""The rows of the room consent. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from collections.abc import Iterator

from auzolan.client.door import Door
from auzolan.client.shapes_rows_consent import (
    Consent,
    ConsentStatement,
    Group,
    GroupInvitation,
    GroupMember,
    Guardian,
    OfAge,
    RightsRequest,
    StrikeRow,
    Trust,
)


class RowsOfConsent:
    """What can be asked of the rows of the room consent."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def consent(
        self,
        *,
        kind: str | None = None,
    ) -> Iterator[Consent]:
        """What a member allows for her rows of one kind: bits in the order of the charter's list.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/consent.Consent", Consent, {"kind": kind})

    def consent_statement(
        self,
        *,
        statement: str | None = None,
        group_id: str | None = None,
        kind: str | None = None,
    ) -> Iterator[ConsentStatement]:
        """One sentence of consent: from which entry on it stood, and until when.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/consent.ConsentStatement", ConsentStatement, {"statement": statement, "group_id": group_id, "kind": kind})

    def group(
        self,
        *,
        group_id: str | None = None,
    ) -> Iterator[Group]:
        """People who hold rights in rows together: a village, a choir, a guild.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/consent.Group", Group, {"group_id": group_id})

    def group_invitation(
        self,
        *,
        group_id: str | None = None,
    ) -> Iterator[GroupInvitation]:
        """That a group has asked a member to join; it goes when she does.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/consent.GroupInvitation", GroupInvitation, {"group_id": group_id})

    def group_member(
        self,
        *,
        group_id: str | None = None,
    ) -> Iterator[GroupMember]:
        """That a member belongs to a group, from one moment until before another.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/consent.GroupMember", GroupMember, {"group_id": group_id})

    def guardian(
        self,
    ) -> Iterator[Guardian]:
        """Who speaks for a minor; `since` is the moment at which it was first known that she is one.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/consent.Guardian", Guardian)

    def of_age(
        self,
    ) -> Iterator[OfAge]:
        """From which moment a member speaks for herself; it tells her age.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/consent.OfAge", OfAge)

    def rights_request(
        self,
        *,
        request: str | None = None,
        state: str | None = None,
    ) -> Iterator[RightsRequest]:
        """What a member asked about her data, by when it is answered, and what came of it.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/consent.RightsRequest", RightsRequest, {"request": request, "state": state})

    def strike_row(
        self,
        *,
        strike: str | None = None,
        operation: str | None = None,
    ) -> Iterator[StrikeRow]:
        """A strike: what it stops, towards whom, from when to when.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/consent.StrikeRow", StrikeRow, {"strike": strike, "operation": operation})

    def trust(
        self,
    ) -> Iterator[Trust]:
        """Since when the co-operative acts for a member, and until when it did.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/consent.Trust", Trust)
