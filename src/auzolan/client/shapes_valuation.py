"""Shapes of the room valuation. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

import msgspec


class RecheckAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which valuation somebody else computes again."""

    valuation: str


class ValuationLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One valuation; `rechecked_by` is empty until somebody else has computed it again."""

    valuation: str
    model: str
    snapshot: str
    by: str
    rechecked_by: str
    recipe: str
    entry: int


class ValueAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """To which model the data is worth something, and how that is worked out."""

    valuation: str
    model: str
    recipe: str = ""


class OwnWorthLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a member's rows are worth to a model, with the likely range; scaled by 10^9."""

    entry: int
    valuation: str
    model: str
    rows: int
    value_e9: int
    low_e9: int
    high_e9: int
    rechecked_by: str
