"""Shapes of the rows of the room charter. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

import msgspec


class CharterVersion(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Every charter there has been, and since when."""

    version: int
    digest: str
    seq: int
    at: int


class Mandate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The power to do something, from and until a moment; `subject` is empty for an office."""

    mandate: str
    power: str
    holder: str
    subject: str
    from_at: int
    until_at: int
    spent: int
    suspended: int = 0


class PowerPause(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A pause of one kind of act; it holds once `agreed_by` is not empty, until `until_at`."""

    pause: str
    power: str
    asked_by: str
    agreed_by: str
    from_at: int
    until_at: int
    kept: int
    entry: int
