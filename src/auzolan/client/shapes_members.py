"""Shapes of the room members. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from typing import Literal

import msgspec


class AdmitAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whose application is accepted."""

    application: str


class EndAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whose sessions end."""

    member: str


class LeaveAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why she leaves, if she likes to say; it is sealed."""

    reason: str = ""


class AnewAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who has lost her way in, and where her mail goes from now on, if elsewhere."""

    member: str
    email: str = ""
    has_met_her: bool = False


class MemberLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One member; `name` is empty where it was erased."""

    member: str
    name: str
    standing: str
    since: str
    entry: int


class MemberPage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
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


class KeyAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The public half of a key of hers: Ed25519, 64 hexadecimal digits."""

    key: str


class PasskeyAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A passkey of hers: `es256-` and a compressed point of P-256, or `ed25519-` and a key, in hex."""

    passkey: str


class ClassAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Into which class a member goes, and in which section she elects delegates."""

    member: str
    class_name: Literal["collaborator", "full", "inactive"]
    section: str = ""
