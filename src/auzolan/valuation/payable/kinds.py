"""Valuing members' rows by a recipe: from rows and terms to figures that money can use.

The one way in which the house values, rechecks, audits, reviews and explains. The recipe says of
which kind rows are; what rows of a kind are is said by `purchases` and `texts`. It hands them to the
merging (`games`) and the pure valuation; it has no arithmetic of its own, and no euro.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import assert_never

from auzolan.learning.recipes import PaidRecipe, TextValuationRecipe, ValuationRecipe
from auzolan.valuation.payable.canonical_values import canonical_member_values
from auzolan.valuation.payable.games import PaidGame, RawRows, game_of
from auzolan.valuation.payable.knn import MemberValues
from auzolan.valuation.payable.purchases import raw_purchases
from auzolan.valuation.payable.terms import Terms, claims_of
from auzolan.valuation.payable.texts import raw_texts


def raw_rows(
    recipe: PaidRecipe, columns: Mapping[str, Sequence[int | str]], terms: Terms
) -> RawRows:
    """Read rows as they were brought, as the recipe of their kind says.

    Args:
        recipe: every choice there is.
        columns: the rows, batch by batch in the order of the terms.
        terms: who brought which row.
    Raises:
        ValueError: rows and terms differ in number, a row is malformed, or the recipe merges
            farther than the terms allow.
    """
    match recipe:
        case ValuationRecipe():
            return raw_purchases(recipe, columns, terms)
        case TextValuationRecipe():
            return raw_texts(recipe, columns, terms)
        case _:
            assert_never(recipe)


def answer_column(recipe: PaidRecipe) -> str:
    """The column that holds what a row answers."""
    return recipe.label if isinstance(recipe, TextValuationRecipe) else "choice"


def paid_game(
    recipe: PaidRecipe, columns: Mapping[str, Sequence[int | str]], terms: Terms
) -> PaidGame:
    """Lay out rows for valuing: what is one thing, then features and test rows.

    Args:
        recipe: split, scales and merge distance.
        columns: the rows, batch by batch in the order of the terms.
        terms: what merges and who holds which row.
    Returns:
        The game that `paid_values` values.
    Raises:
        ValueError: as `raw_rows`, or settled disputes give one thing to different people.
    """
    raw = raw_rows(recipe, columns, terms)
    return game_of(raw, claims_of(terms, columns), merging=terms.merging)


def paid_values(
    recipe: PaidRecipe, columns: Mapping[str, Sequence[int | str]], terms: Terms
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
