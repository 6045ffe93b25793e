"""Shapes of the room members. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from typing import Literal

import msgspec


class AdmitAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Whose application is accepted."""

    application: str


class LeaveAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Why she leaves, if she likes to say; it is sealed."""

    reason: str = ""


class MemberLine(msgspec.Struct, frozen=True, kw_only=True):
    """One member; `name` is empty where it was erased."""

    member: str
    name: str
    standing: str
    since: str
    entry: int


class MemberPage(msgspec.Struct, frozen=True, kw_only=True):
    """One member with what she has brought; `since` is the day she joined."""

    member: str
    name: str
    standing: str
    class_name: str
    section: str
    since: str
    entry: int
    batches: int
    rows: int
    kinds: tuple[str, ...]


class KeyAsked(msgspec.Struct, frozen=True, kw_only=True):
    """The public half of a key of hers: Ed25519, 64 hexadecimal digits."""

    key: str


class ClassAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Into which class a member goes, and in which section she elects delegates."""

    member: str
    class_name: Literal["collaborator", "full", "inactive"]
    section: str = ""
