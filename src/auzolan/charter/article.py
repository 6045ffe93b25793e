"""What every article of a charter has, and the kinds of values that a clause may hold."""

from __future__ import annotations

from enum import IntEnum
from typing import Annotated

import msgspec
from msgspec import Meta

Bp = Annotated[int, Meta(ge=0, le=10_000)]
Cents = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Days = Annotated[int, Meta(ge=0, le=3_650)]
Hours = Annotated[int, Meta(ge=0, le=8_760)]
People = Annotated[int, Meta(ge=0, le=1_000_000)]


class Tier(IntEnum):
    """How hard an article is to change, and what a measure needs to pass."""

    KERNEL = 0
    ENTRENCHED = 1
    BYLAW = 2
    POLICY = 3
    ORDER = 4


class Article(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every article has: its number and its tier; its human text stands beside the charter."""

    number: Annotated[int, Meta(ge=1, le=99)]
    tier: Annotated[int, Meta(ge=0, le=4)]
