"""Purchases to features: what a household bought before, what is on offer, what it costs.

All in integers, so that features agree on every machine. Fills no gap and drops no row: what is
malformed is refused with its row. Consent is not asked here; rows that may not be used must not
come in, and then they are in neither the training nor the test rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from auzolan.learning.recipes import TrainingRecipe, ValuationRecipe

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

BRANDS = ("yoplait", "dannon", "hiland", "weight")
"""The brands, in the order of their codes 0 to 3."""
ROWS_MAX = 2**20
LOYALTY_ONE = 1_000_000
_BASIS_POINTS = 10_000
_PRICE_TENTHS_MAX = 10_000
_PRICE = re.compile(r"(0|[1-9][0-9]{0,3})\.([0-9])\Z")


@dataclass(frozen=True, slots=True, eq=False)
class Purchases:
    """A table of purchases, one row each, in integers.

    Attributes:
        household: who bought; shape (n,).
        position: order within the household; shape (n,), distinct within a household.
        featured: 1 where a brand was advertised; shape (n, 4).
        price_tenths: price of each brand in tenths of a cent per ounce; shape (n, 4).
        choice: code of the brand that was bought; shape (n,).
    """

    household: IntArray
    position: IntArray
    featured: IntArray
    price_tenths: IntArray
    choice: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class FeatureTable:
    """Purchases with what the household's earlier purchases say, in the order they came.

    Attributes:
        purchases: the rows.
        loyalty: running loyalty to each brand before the purchase, in millionths; shape (n, 4).
        is_test: whether the row is in the last part of its household's purchases; shape (n,).
    """

    purchases: Purchases
    loyalty: IntArray
    is_test: NDArray[np.bool_]


def purchases(
    columns: Mapping[str, Sequence[int | str]], owners: Sequence[str] | None = None
) -> Purchases:
    """Read a table from its columns as they lie in the vault.

    Whoever brings rows could write another household's number into them, and so disturb what is
    learned from that household. Where the owners are known, a history is an owner's rows,
    whatever the column says; rows at one position then keep the order in which they came.

    Args:
        columns: `household`, `position`, `feat_<brand>` (0 or 1) and `price_<brand>` (cents per
            ounce, text to a tenth as `8.1`) for each brand, and `choice` (a brand); n values each.
        owners: the member of each row, or None to go by the column `household`.
    Returns:
        The table, in the same order.
    Raises:
        ValueError: a column is missing or of another length, a value is not what it should be
            (the row is named), a household has two rows at one position, or rows exceed 2^20.
    """
    names = ["household", "position", "choice"]
    names += [f"{kind}_{brand}" for kind in ("feat", "price") for brand in BRANDS]
    missing = [name for name in names if name not in columns]
    if missing:
        raise ValueError(f"columns are missing: {', '.join(missing)}")
    n = len(columns["household"])
    if n > ROWS_MAX or any(len(columns[name]) != n for name in names):
        raise ValueError(f"expected columns of one length, at most {ROWS_MAX}")
    featured = [_whole(columns, f"feat_{brand}", most=1) for brand in BRANDS]
    table = Purchases(
        household=_whole(columns, "household", most=2**53),
        position=_whole(columns, "position", most=2**53),
        featured=np.stack(featured, axis=1),
        price_tenths=np.stack([_tenths(columns, f"price_{brand}") for brand in BRANDS], axis=1),
        choice=_codes(columns["choice"]),
    )
    if owners is not None:
        return replace(table, household=_histories(owners, n))
    _refuse_repeats(table)
    return table


def features(table: Purchases, *, loyalty_keep_bp: int, test_share_bp: int) -> FeatureTable:
    """Add each household's running loyalty and mark its last purchases as test rows.

    Loyalty starts at a quarter for each of the four brands; a purchase keeps `loyalty_keep_bp` of
    it, rounded half up to millionths, and gives the rest to the brand that was bought. A row sees
    the loyalty before its own purchase. Of h purchases, the last floor(h * share) are test rows;
    their loyalty goes on from the training rows, for the household's past is known by then.

    Args:
        table: the rows, in any order; `position` orders them.
        loyalty_keep_bp: from 0 to 10,000.
        test_share_bp: from 0 to 10,000.
    Returns:
        The table with features, in the order of its rows.
    Raises:
        ValueError: a share is not within 0 to 10,000 basis points.
    """
    for share in (loyalty_keep_bp, test_share_bp):
        if not 0 <= share <= _BASIS_POINTS:
            raise ValueError(f"a share is 0 to {_BASIS_POINTS} basis points; got {share}")
    n = len(table.household)
    loyalty = np.zeros((n, len(BRANDS)), dtype=np.int64)
    is_test = np.zeros(n, dtype=np.bool_)
    order = np.lexsort((table.position, table.household))
    edges = np.flatnonzero(np.diff(table.household[order])) + 1
    for rows in np.split(order, edges):
        loyalty[rows] = _running_loyalty(table.choice[rows].tolist(), loyalty_keep_bp)
        n_test = len(rows) * test_share_bp // _BASIS_POINTS
        is_test[rows[len(rows) - n_test :]] = True
    return FeatureTable(table, loyalty, is_test)


def training_matrix(table: FeatureTable, recipe: TrainingRecipe) -> FloatArray:
    """Lay out features for a model: loyalty, featured and price, four columns each.

    Args:
        table: the rows.
        recipe: gives the unit of a price.
    Returns:
        Shape (n, 12); a loyalty lies within 0 and 1.
    """
    return np.hstack(
        [
            table.loyalty / LOYALTY_ONE,
            table.purchases.featured.astype(np.float64),
            table.purchases.price_tenths / recipe.price_tenths_per_unit,
        ]
    )


def chosen(table: Purchases, rows: IntArray) -> Purchases:
    """Take some rows of a table, in the order named.

    Args:
        table: the rows.
        rows: int64 of shape (r,): their places.
    Returns:
        A table of r rows.
    """
    return Purchases(
        household=table.household[rows], position=table.position[rows],
        featured=table.featured[rows], price_tenths=table.price_tenths[rows],
        choice=table.choice[rows],
    )  # fmt: skip


def brought_matrix(table: Purchases) -> IntArray:
    """Lay out what a row says of itself: what was on offer and what it cost.

    Nothing that the house derives is in it, nor a household's number and the order of its rows,
    which whoever brings them writes as she likes.

    Args:
        table: the rows.
    Returns:
        int64 of shape (n, 8): featured, then prices in tenths of a cent per ounce.
    """
    return np.hstack([table.featured, table.price_tenths])


def brought_steps(table: Purchases, recipe: ValuationRecipe) -> IntArray:
    """Lay out the same in the steps of a recipe, by which near rows are found.

    Args:
        table: the rows.
        recipe: gives the steps of each kind of feature.
    Returns:
        int64 of shape (n, 8).
    """
    return np.hstack(
        [table.featured * recipe.featured_scale, table.price_tenths * recipe.price_scale]
    )


def valuation_matrix(table: FeatureTable, recipe: ValuationRecipe) -> IntArray:
    """Lay out the same features in whole steps for exact distances.

    Args:
        table: the rows.
        recipe: gives the steps of each kind of feature.
    Returns:
        int64 of shape (n, 12); loyalties are rounded half up.
    """
    loyalty_steps = (table.loyalty * recipe.loyalty_scale + LOYALTY_ONE // 2) // LOYALTY_ONE
    return np.hstack([loyalty_steps, brought_steps(table.purchases, recipe)])


def _running_loyalty(choices: list[int], keep_bp: int) -> list[list[int]]:
    current = [LOYALTY_ONE // len(BRANDS)] * len(BRANDS)
    given = LOYALTY_ONE * (_BASIS_POINTS - keep_bp) // _BASIS_POINTS
    before = []
    for choice in choices:
        before.append(current)
        current = [(part * keep_bp + _BASIS_POINTS // 2) // _BASIS_POINTS for part in current]
        current[choice] += given
    return before


def _whole(columns: Mapping[str, Sequence[int | str]], name: str, *, most: int) -> IntArray:
    values = columns[name]
    for row, value in enumerate(values):
        if not isinstance(value, (int, np.integer)) or not 0 <= value <= most:
            raise ValueError(f"row {row}, {name}: expected 0 to {most}; got {value!r}")
    return np.array(values, dtype=np.int64)


def _tenths(columns: Mapping[str, Sequence[int | str]], name: str) -> IntArray:
    tenths = []
    for row, value in enumerate(columns[name]):
        price = _PRICE.match(value) if isinstance(value, str) else None
        if price is None:
            raise ValueError(f"row {row}, {name}: expected a price to a tenth; got {value!r}")
        tenths.append(int(price[1]) * 10 + int(price[2]))
        if tenths[-1] > _PRICE_TENTHS_MAX:
            raise ValueError(f"row {row}, {name}: expected 0 to 1000 cents; got {value!r}")
    return np.array(tenths, dtype=np.int64)


def _codes(choices: Sequence[int | str]) -> IntArray:
    for row, choice in enumerate(choices):
        if choice not in BRANDS:
            raise ValueError(f"row {row}, choice: expected {' or '.join(BRANDS)}; got {choice!r}")
    return np.array([BRANDS.index(str(choice)) for choice in choices], dtype=np.int64)


def _histories(owners: Sequence[str], n: int) -> IntArray:
    if len(owners) != n:
        raise ValueError(f"{n} rows need as many owners; got {len(owners)}")
    place_of = {owner: place for place, owner in enumerate(sorted(set(owners)))}
    return np.array([place_of[owner] for owner in owners], dtype=np.int64)


def _refuse_repeats(table: Purchases) -> None:
    order = np.lexsort((table.position, table.household))
    household, position = table.household[order], table.position[order]
    is_repeat = (np.diff(household) == 0) & (np.diff(position) == 0)
    if is_repeat.any():
        at = int(np.argmax(is_repeat))
        raise ValueError(f"household {household[at]} has two rows at position {position[at]}")
