"""Valuing members' rows by a recipe: from rows and terms to figures that money can use.

The one way in which the house values, rechecks, audits, reviews and explains. It says what rows
of purchases are, and hands them to the merging (`games`) and the pure valuation; it has no
arithmetic of its own, and no euro.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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
from auzolan.valuation.payable.canonical_values import canonical_member_values
from auzolan.valuation.payable.games import LaidOut, PaidGame, game_of
from auzolan.valuation.payable.knn import MemberValues
from auzolan.valuation.payable.near import Vectors
from auzolan.valuation.payable.terms import Terms, claims_of
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
    if recipe.near_squared > terms.near_squared_max:
        raise ValueError(
            f"the recipe merges rows up to {recipe.near_squared} squared steps apart; "
            f"the terms allow {terms.near_squared_max}"
        )
    return RawPurchases(purchases(columns, terms.owners()), recipe)


def paid_game(
    recipe: ValuationRecipe, columns: Mapping[str, Sequence[int | str]], terms: Terms
) -> PaidGame:
    """Lay out rows for valuing: what is one thing, then features and test rows.

    Args:
        recipe: split, scales and merge distance.
        columns: the rows, batch by batch in the order of the terms.
        terms: what merges and who holds which row.
    Returns:
        The game that `paid_values` values.
    Raises:
        ValueError: as `raw_purchases`, or settled disputes give one thing to different people.
    """
    raw = raw_purchases(recipe, columns, terms)
    return game_of(raw, claims_of(terms, columns), merging=terms.merging)


def paid_values(
    recipe: ValuationRecipe, columns: Mapping[str, Sequence[int | str]], terms: Terms
) -> MemberValues:
    """Value everyone who brought rows or holds some, by canonical row-sum.

    Args:
        recipe: every choice there is.
        columns: the rows, batch by batch in the order of the terms.
        terms: what merges, the cap, and who holds which row.
    Returns:
        One value for each of them, in order of id; 0 for one who holds no row that is valued.
    Raises:
        ValueError: as `paid_game`, or the split leaves no training rows or fewer than 2 test rows.
    Source: charter, article on worth.
    """
    game = paid_game(recipe, columns, terms)
    values = canonical_member_values(game.train, game.query, game.rows, k=recipe.k, cap=terms.cap)
    return everyone(values, terms)


def everyone(values: MemberValues, terms: Terms) -> MemberValues:
    """Add a line of zeros for those who hold no row that was valued.

    Args:
        values: of those who hold some.
        terms: who brought or holds rows.
    Returns:
        The values of all of them, in order of id.
    """
    members = tuple(sorted(terms.rows_most()))
    place_of = {member: place for place, member in enumerate(values.members)}

    def column(figures: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(figures[place_of[one]] if one in place_of else 0 for one in members)

    return replace(
        values, members=members, rows=column(values.rows), value_e9=column(values.value_e9),
        low_e9=column(values.low_e9), high_e9=column(values.high_e9),
    )  # fmt: skip
