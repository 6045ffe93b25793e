"""Shapes of the room programs. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

import msgspec


class Address(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An address of one's own that is told of entries."""

    id: str
    url: str
    topics: tuple[str, ...]
    paused: bool
    since: int


class Addresses(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One's own addresses that are told of entries."""

    items: tuple[Address, ...]


class Sent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of telling an address of one entry; `status` is its last answer, 0 for none."""

    entry: int
    act: str
    state: str
    tries: int
    status: int
    fault: str


class SentLines(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an address was told, the newest 1,000 entries."""

    items: tuple[Sent, ...]


class Refusal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The rules say no: what was refused, by which article, why, and what can be done now."""

    code: str
    article: str
    because: str
    remedy: str


class Request(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What waits for a second person; `entry` is -1 until it is done."""

    id: str
    doing: str
    state: str
    until: str
    entry: int
    reason: str
    refusal: Refusal | None


class Uploaded(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file that came; name it by its id where a file is asked for."""

    id: str


class Work(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a piece of long work goes; `entry` is -1 until it is done."""

    id: str
    doing: str
    state: str
    stage: str
    done: int
    total: int | None
    entry: int
    refusal: Refusal | None
