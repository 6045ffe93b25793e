"""Valuing members' rows by a recipe: from rows and terms to figures that money can use.

The one way in which the house values, rechecks and audits. It joins the table to the pure
valuation; it has no arithmetic of its own, and no euro.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from auzolan.learning.purchases import (
    FeatureTable,
    Purchases,
    features,
    purchases,
    valuation_matrix,
)
from auzolan.learning.recipes import ValuationRecipe
from auzolan.valuation.payable.canonical_rows import CanonicalRows, Claim, canonical_rows
from auzolan.valuation.payable.canonical_values import canonical_member_values
from auzolan.valuation.payable.knn import MemberValues
from auzolan.valuation.payable.near import Vectors
from auzolan.valuation.payable.terms import Terms, claims_of
from auzolan.valuation.quantize import IntArray


@dataclass(frozen=True, slots=True, eq=False)
class PaidGame:
    """Rows as they are valued: training rows, queries, and which rows are one thing.

    Attributes:
        train: int64 features and label codes of the n training rows.
        query: the same of the m test rows.
        claims: what is registered about each training row.
        rows: the canonical rows among the training rows.
        places: int64 of shape (n,): the place of each training row among all rows.
        query_places: int64 of shape (m,): the same of each test row.
    """

    train: tuple[IntArray, IntArray]
    query: tuple[IntArray, IntArray]
    claims: tuple[Claim, ...]
    rows: CanonicalRows
    places: IntArray
    query_places: IntArray


def paid_game(
    recipe: ValuationRecipe, columns: Mapping[str, Sequence[int | str]], terms: Terms
) -> PaidGame:
    """Lay out rows for valuing: features, test rows, and what is one thing.

    Args:
        recipe: split, scales and merge distance.
        columns: the rows, batch by batch in the order of the terms.
        terms: what merges and who holds which row.
    Returns:
        The game that `paid_values` values.
    Raises:
        ValueError: rows and terms differ in number, a row is malformed, or settled disputes give
            one thing to different people.
    """
    owners = terms.owners()
    table = purchases(columns, owners)
    known = _features(recipe, table)
    matrix, is_test = valuation_matrix(known, recipe), known.is_test
    places = np.flatnonzero(~is_test).astype(np.int64)
    claims = claims_of(terms, columns)
    kept = [claims[place] for place in places.tolist()]
    train = (matrix[~is_test], table.choice[~is_test])
    content = Vectors(train[0], recipe.near_squared)
    return PaidGame(
        train=train,
        query=(matrix[is_test], table.choice[is_test]),
        claims=tuple(kept),
        rows=canonical_rows(content, train[1], kept, merging=terms.merging),
        places=places,
        query_places=np.flatnonzero(is_test).astype(np.int64),
    )


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


def _features(recipe: ValuationRecipe, table: Purchases) -> FeatureTable:
    return features(
        table, loyalty_keep_bp=recipe.loyalty_keep_bp, test_share_bp=recipe.test_share_bp
    )
