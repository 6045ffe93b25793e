"""Valuing members' rows by a recipe: from a table of features to figures that money can use.

Joins the table to the pure valuation; has no arithmetic of its own, and no euro.
"""

from __future__ import annotations

from collections.abc import Sequence

from auzolan.learning.purchases import FeatureTable, Purchases, features, valuation_matrix
from auzolan.learning.recipes import ValuationRecipe
from auzolan.valuation.payable.knn import MemberValues, RowValues, member_values, row_values


def value_members(recipe: ValuationRecipe, table: Purchases, owners: Sequence[str]) -> MemberValues:
    """Value each member by what her training rows add to predicting the test rows.

    Args:
        recipe: k, split and scales.
        table: all rows that may be used.
        owners: the member of each row of `table`.
    Returns:
        One value for each member with at least one training row.
    Raises:
        ValueError: owners and rows differ in number, or the split leaves no training rows or
            fewer than 2 test rows.
    """
    if len(owners) != len(table.household):
        raise ValueError(f"{len(table.household)} rows need as many owners; got {len(owners)}")
    known = _features(recipe, table)
    matrix, choice, is_test = valuation_matrix(known, recipe), table.choice, known.is_test
    kept = [owner for owner, test in zip(owners, is_test.tolist(), strict=True) if not test]
    return member_values(
        matrix[~is_test], choice[~is_test], kept, matrix[is_test], choice[is_test], k=recipe.k
    )


def value_rows(recipe: ValuationRecipe, table: Purchases) -> RowValues:
    """Value each training row, in the order they have among the training rows of `table`.

    Args:
        recipe: k, split and scales.
        table: all rows that may be used.
    Returns:
        One value for each training row.
    Raises:
        ValueError: the split leaves no training or no test rows.
    """
    known = _features(recipe, table)
    matrix, choice, is_test = valuation_matrix(known, recipe), table.choice, known.is_test
    return row_values(
        matrix[~is_test], choice[~is_test], matrix[is_test], choice[is_test], k=recipe.k
    )


def _features(recipe: ValuationRecipe, table: Purchases) -> FeatureTable:
    return features(
        table, loyalty_keep_bp=recipe.loyalty_keep_bp, test_share_bp=recipe.test_share_bp
    )
