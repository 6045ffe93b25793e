"""Shapes of the rows of the room record. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

import msgspec


class LogKey(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The verifier key under which checkpoints are signed, since which entry."""

    slot: str
    vkey: str
    origin: str
    since: int
