"""Shapes of the room assembly. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

import msgspec


class ReviseStrikeAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Uses that stop for all who have entrusted the co-operative."""

    operation: str
    end_use: str
    towards: tuple[str, ...] = ()
    until: str = ""
    proposal: str
    reasons: str = ""


class MeetingAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which meeting."""

    meeting: str


class SignAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which petition."""

    petition: str
