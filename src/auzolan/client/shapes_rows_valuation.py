"""Shapes of the rows of the room valuation. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

import msgspec


class Valuation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A valuation; `rechecked_by` is empty until a second actor has recomputed it."""

    valuation: str
    model: str
    snapshot: str
    recipe: str
    lines: str
    by: str
    rechecked_by: str
    merging: str
    cap_rows: int
    near_squared: int
    entry: int
