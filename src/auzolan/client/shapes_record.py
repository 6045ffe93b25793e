"""Shapes of the room record. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

import msgspec


class HeadOfRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The published head of the record, and the key that checks it."""

    size: int
    root: str
    note: str
    vkey: str


class EntryText(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One entry of the record, as it is published."""

    seq: int
    act: str
    at: str
    actor: str
    leaf: str
    text: str


class Proof(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The proof that an entry stands in the published record, and the receipt that holds it all."""

    entry: int
    leaf: str
    size: int
    root: str
    proof: tuple[str, ...]
    receipt: str


class RedactAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which sealed text is to be erased, and why."""

    entry: int
    field: str
    reason: str


class VerifyAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Nothing is asked: all of the folder is checked."""
