"""The rows of the valuation room."""

from __future__ import annotations

from typing import ClassVar

from auzolan.foundation.books import Row


class Valuation(Row, frozen=True, gc=False):
    """A valuation; `rechecked_by` is empty until a second actor has recomputed it.

    `lines` is the text of its `AnnexRef`, by which the treasury reads it. `merging` and `cap_rows`
    are the terms of the charter that was in force then, `near_squared` the distance that it allowed
    and the recipe may not pass; whoever computes it again goes by them.
    """

    KEY: ClassVar = ("valuation",)

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
