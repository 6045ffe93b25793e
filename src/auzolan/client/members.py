"""The room members. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from auzolan.client.door import Done, Door, Later, part
from auzolan.client.shapes_members import (
    AdmitAsked,
    AnewAsked,
    ClassAsked,
    EndAsked,
    KeyAsked,
    LeaveAsked,
    MemberLine,
    MemberPage,
    PasskeyAsked,
)


class Members:
    """What can be asked of the room members."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def admit(
        self,
        *,
        application: str,
        once: str = "",
    ) -> Done:
        """Take somebody in.

        Scope: `do:members.admit`.

        Args:
            application: Who?
            once: the number of this request; drawn where empty.
        """
        asked = AdmitAsked(application=application)
        return self._door.do("members.admit", asked, Done, once)

    def end_sessions(
        self,
        *,
        member: str,
        once: str = "",
    ) -> Done:
        """End somebody's sessions.

        Scope: `do:members.end_sessions`.

        Args:
            member: Who?
            once: the number of this request; drawn where empty.
        """
        asked = EndAsked(member=member)
        return self._door.do("members.end_sessions", asked, Done, once)

    def leave(
        self,
        *,
        reason: str = "",
        once: str = "",
    ) -> Done:
        """Leave the co-op.

        Scope: `do:members.leave`.

        Args:
            reason: Do you want to say why?
            once: the number of this request; drawn where empty.
        """
        asked = LeaveAsked(reason=reason)
        return self._door.do("members.leave", asked, Done, once)

    def let_in_anew(
        self,
        *,
        member: str,
        email: str = "",
        has_met_her: bool = False,
        once: str = "",
    ) -> Later:
        """Let somebody sign in anew.

        Scope: `do:members.let_in_anew`. Somebody else must say yes before it is done.

        Args:
            member: Who?
            email: Her new mail address
            has_met_her: I have asked her herself: face to face, or by a number that we had
                before.
            once: the number of this request; drawn where empty.
        """
        asked = AnewAsked(member=member, email=email, has_met_her=has_met_her)
        return self._door.do("members.let_in_anew", asked, Later, once)

    def list(
        self,
    ) -> Iterator[MemberLine]:
        """One member; `name` is empty where it was erased.

        Scope: `read:members.list`.
        """
        return self._door.lines("members", MemberLine)

    def one(
        self,
        *,
        member: str,
    ) -> MemberPage:
        """One member with what she has brought; `since` is the day she joined.

        Scope: `read:members.one`.
        """
        return self._door.one(f"members/{part(member)}", MemberPage)

    def register_key(
        self,
        *,
        key: str,
        once: str = "",
    ) -> Done:
        """Name a key of my own.

        Scope: `do:members.register_key`.

        Args:
            key: The public half of your Ed25519 key
            once: the number of this request; drawn where empty.
        """
        asked = KeyAsked(key=key)
        return self._door.do("members.register_key", asked, Done, once)

    def register_passkey(
        self,
        *,
        passkey: str,
        once: str = "",
    ) -> Done:
        """Let a passkey sign for me.

        Scope: `do:members.register_passkey`.

        Args:
            passkey: Which passkey?
            once: the number of this request; drawn where empty.
        """
        asked = PasskeyAsked(passkey=passkey)
        return self._door.do("members.register_passkey", asked, Done, once)

    def revoke_passkey(
        self,
        *,
        passkey: str,
        once: str = "",
    ) -> Done:
        """Stop a passkey signing for me.

        Scope: `do:members.revoke_passkey`.

        Args:
            passkey: Which passkey?
            once: the number of this request; drawn where empty.
        """
        asked = PasskeyAsked(passkey=passkey)
        return self._door.do("members.revoke_passkey", asked, Done, once)

    def set_class(
        self,
        *,
        member: str,
        class_name: Literal["collaborator", "full", "inactive"],
        section: str = "",
        once: str = "",
    ) -> Done:
        """Change a class of membership.

        Scope: `do:members.set_class`.

        Args:
            member: Who?
            class_name: Which class?
            section: Section
            once: the number of this request; drawn where empty.
        """
        asked = ClassAsked(member=member, class_name=class_name, section=section)
        return self._door.do("members.set_class", asked, Done, once)
