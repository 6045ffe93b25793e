"""Shapes of the room contributions. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from typing import Literal

import msgspec


class BatchLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One batch; `erased_at` is the entry that erased it, None while its rows exist."""

    batch: str
    member: str
    kind: str
    rows: int
    entry: int
    erased_at: int | None


class EraseAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which batch is destroyed, and why."""

    batch: str
    reason: str


class ImportAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file of rows, and of which kind they are."""

    file: str
    kind: str
    delimiter: Literal[",", ";", "tab"] = ","


class TracesAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file as a platform gave it out, of which kind its rows are, and how much is kept of it."""

    file: str
    kind: str
    drop: str = ""
    addresses: Literal["full", "host", "path"] = "host"
    times: Literal["day", "full"] = "day"
    dates: Literal["dmy", "mdy", "ymd"] = "ymd"


class SettleAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which rows of a batch whose they are from now on, as a dispute was settled, and why."""

    batch: str
    rows: str
    shares: str
    reason: str


class ShareAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who made the works of a batch with her: one line each, number and per cent."""

    batch: str
    shares: str
