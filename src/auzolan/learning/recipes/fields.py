"""Kinds of fields that recipes share: whole numbers with their ranges, and names of columns.

Holds no recipe.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, TypeAlias

from msgspec import Meta

BasisPoints: TypeAlias = Annotated[int, Meta(ge=0, le=10_000)]
Count: TypeAlias = Annotated[int, Meta(ge=1, le=1_000_000)]
Weight: TypeAlias = Annotated[int, Meta(ge=0, le=5_000)]
Strength: TypeAlias = Annotated[int, Meta(ge=1, le=10**12)]
Tolerance: TypeAlias = Annotated[int, Meta(ge=1, le=10**9)]
Seed: TypeAlias = Annotated[int, Meta(ge=0, le=2**32 - 1)]
Column: TypeAlias = Annotated[str, Meta(min_length=1, max_length=64)]
Columns: TypeAlias = Annotated[tuple[Column, ...], Meta(max_length=64)]
Texts: TypeAlias = Annotated[tuple[Column, ...], Meta(max_length=8)]


def check_columns(label: str, *kinds: Sequence[str]) -> None:
    """Refuse a recipe that names no feature, or one column for two things.

    Args:
        label: the column to be answered; empty where there is none.
        kinds: the columns of each kind of feature.
    Raises:
        ValueError: no feature is named, or a column stands twice.
    """
    features = [name for kind in kinds for name in kind]
    if not features:
        raise ValueError("the recipe names no column to learn from")
    named = [*features, label] if label else features
    twice = sorted({name for name in named if named.count(name) > 1})
    if twice:
        raise ValueError(f"the recipe names a column twice: {', '.join(twice)}")
