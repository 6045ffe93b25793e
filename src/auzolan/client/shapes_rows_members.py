"""Shapes of the rows of the room members. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

import msgspec


class ClassChange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a member was until an entry put her into another class or section."""

    member: str
    entry: int
    at: int
    class_name: str
    section: str
    every: int = 1


class Member(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One person who belongs or belonged."""

    member: str
    standing: str
    since: int
    entry: int
    class_name: str = "full"
    section: str = ""


class MemberKey(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A key that signs for a member; `active` is 1 for the one in use."""

    key: str
    member: str
    active: int
    entry: int


class Passkey(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A passkey that signs for a member at a site; `active` is 1 while it does."""

    key: str
    member: str
    active: int
    host: str
    entry: int
    ended: int = -1
