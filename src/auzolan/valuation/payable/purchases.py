"""What rows of purchases are to a valuation: their content, labels, order, features and questions.

It hands them to the merging (`games`); `kinds` values them. It has no arithmetic of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from auzolan.learning.purchases import (
    Purchases,
    brought_matrix,
    brought_steps,
    chosen,
    features,
    purchases,
    valuation_matrix,
)
from auzolan.learning.recipes import ValuationRecipe
from auzolan.valuation.payable.games import LaidOut
from auzolan.valuation.payable.near import Vectors
from auzolan.valuation.payable.terms import Terms
from auzolan.valuation.quantize import IntArray


@dataclass(frozen=True, slots=True, eq=False)
class PurchaseContent:
    """What purchases say: offer and price as they were brought, near by the steps of a recipe.

    Equal is what is equal before any scale, so that a scale of 0 merges nothing.

    Attributes:
        brought: int64 of shape (n, 8).
        steps: the same rows in steps, with the distance at which two are near.
    """

    brought: IntArray
    steps: Vectors

    def spelled(self) -> list[bytes]:
        """Spell each row as it was brought."""
        return Vectors(self.brought).spelled()

    def leaders(self, rows: IntArray, groups: IntArray) -> IntArray:
        """Find leaders by distance in steps; see `near.Content.leaders`."""
        return self.steps.leaders(rows, groups)


@dataclass(frozen=True, slots=True, eq=False)
class RawPurchases:
    """A table of purchases with the recipe that says what is derived from it.

    Attributes:
        table: the rows, a history an owner.
        recipe: split, scales and merge distance.
    """

    table: Purchases
    recipe: ValuationRecipe

    @property
    def content(self) -> PurchaseContent:
        """Offer and price; neither a household's number nor the order of its rows."""
        steps = Vectors(brought_steps(self.table, self.recipe), self.recipe.near_squared)
        return PurchaseContent(brought_matrix(self.table), steps)

    @property
    def labels(self) -> IntArray:
        """The brand that was bought."""
        return self.table.choice

    @property
    def position(self) -> IntArray:
        """The order that whoever brought the rows wrote down."""
        return self.table.position

    def laid_out(self, rows: IntArray) -> LaidOut:
        """Running loyalty and the last part of each history as queries, from these rows alone."""
        known = features(
            chosen(self.table, rows),
            loyalty_keep_bp=self.recipe.loyalty_keep_bp,
            test_share_bp=self.recipe.test_share_bp,
        )
        return LaidOut(valuation_matrix(known, self.recipe), known.is_test)


def raw_purchases(
    recipe: ValuationRecipe, columns: Mapping[str, Sequence[int | str]], terms: Terms
) -> RawPurchases:
    """Read rows as they were brought, each in the history of who brought it.

    Args:
        recipe: split, scales and merge distance.
        columns: the rows, batch by batch in the order of the terms.
        terms: who brought which row.
    Returns:
        The rows.
    Raises:
        ValueError: rows and terms differ in number, a row is malformed, or the recipe merges
            farther than the terms allow.
    """
    terms.check_merging(recipe.near_squared)
    return RawPurchases(purchases(columns, terms.owners()), recipe)
