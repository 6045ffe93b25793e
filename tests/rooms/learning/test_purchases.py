"""Features of purchases: integers from the household's own past, and a split by time."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.learning.purchases import (
    BRANDS,
    features,
    purchases,
    training_matrix,
    valuation_matrix,
)
from auzolan.learning.recipes import TrainingRecipe, ValuationRecipe


def columns(households: list[int], choices: list[str]) -> dict[str, list[int | float | str]]:
    """A table with made-up prices, each household's rows counted in the order given."""
    n = len(households)
    positions = [households[:row].count(households[row]) for row in range(n)]
    table: dict[str, list[int | float | str]] = {
        "household": list(households),
        "position": list(positions),
        "choice": list(choices),
    }
    for place, brand in enumerate(BRANDS):
        table[f"feat_{brand}"] = [(row + place) % 2 for row in range(n)]
        table[f"price_{brand}"] = [f"{8 + place}.1" for _ in range(n)]
    return table


histories = st.lists(st.tuples(st.integers(1, 4), st.sampled_from(BRANDS)), min_size=1, max_size=40)


@given(histories, st.integers(0, 10_000))
def test_loyalty_is_the_running_mean_of_earlier_purchases(
    history: list[tuple[int, str]], keep_bp: int
) -> None:
    """Goal: the integer loyalty is the formula's. Method: exact fractions, one household a time."""
    households = [household for household, _ in history]
    table = purchases(columns(households, [choice for _, choice in history]))
    known = features(table, loyalty_keep_bp=keep_bp, test_share_bp=2_500)
    keep = Fraction(keep_bp, 10_000)
    exact = {household: [Fraction(1, 4)] * 4 for household in households}
    for row, (household, choice) in enumerate(history):
        for place in range(4):
            difference = int(known.loyalty[row, place]) - exact[household][place] * 10**6
            assert abs(difference) <= Fraction(1, 2) * 40
        exact[household] = [
            part * keep + (1 - keep) * (brand == choice)
            for part, brand in zip(exact[household], BRANDS, strict=True)
        ]


def test_the_first_purchases_give_the_loyalty_worked_by_hand() -> None:
    """Goal: a reader can check three rows. Method: 0.8 of the old and 0.2 for the brand bought."""
    table = purchases(columns([7, 7, 7], ["dannon", "dannon", "weight"]))
    known = features(table, loyalty_keep_bp=8_000, test_share_bp=0)
    assert known.loyalty.tolist() == [
        [250_000, 250_000, 250_000, 250_000],
        [200_000, 400_000, 200_000, 200_000],
        [160_000, 520_000, 160_000, 160_000],
    ]


def test_loyalty_is_rounded_half_up_at_each_purchase() -> None:
    """Goal: the named rounding is the one used. Method: the first steps that are not whole."""
    table = purchases(columns([1] * 9, ["dannon"] * 9))
    known = features(table, loyalty_keep_bp=8_000, test_share_bp=0)
    # 65,536 times 0.8 is 52,428.8.
    assert known.loyalty[6:, 0].tolist() == [65_536, 52_429, 41_943]


def test_a_row_never_sees_its_own_choice_or_a_later_one() -> None:
    """Goal: no leak from what is to be predicted. Method: change the last choice."""
    one = purchases(columns([1] * 6, ["dannon"] * 6))
    other = purchases(columns([1] * 6, ["dannon"] * 5 + ["hiland"]))
    first, second = (
        features(table, loyalty_keep_bp=8_000, test_share_bp=2_500) for table in (one, other)
    )
    assert first.loyalty.tolist() == second.loyalty.tolist()


def test_the_last_quarter_of_each_household_rounded_down_is_the_test() -> None:
    """Goal: the split is by time and by household. Method: 4, 7 and 3 purchases."""
    table = purchases(columns([1] * 4 + [2] * 7 + [3] * 3, ["dannon"] * 14))
    known = features(table, loyalty_keep_bp=8_000, test_share_bp=2_500)
    assert np.flatnonzero(known.is_test).tolist() == [3, 10]


@given(histories, st.randoms(use_true_random=False))
def test_the_order_in_which_rows_come_changes_no_feature(history, random) -> None:
    """Goal: files may be read in any order. Method: shuffle rows, compare row by row."""
    plain = columns([h for h, _ in history], [c for _, c in history])
    order = list(range(len(history)))
    random.shuffle(order)
    mixed = {name: [values[row] for row in order] for name, values in plain.items()}
    first, second = (
        features(purchases(table), loyalty_keep_bp=8_000, test_share_bp=2_500)
        for table in (plain, mixed)
    )
    assert second.loyalty.tolist() == first.loyalty[order].tolist()
    assert second.is_test.tolist() == first.is_test[order].tolist()


def test_leaving_a_household_out_changes_no_other_household() -> None:
    """Goal: one member's refusal moves nobody else's features. Method: drop household 1."""
    households = [1, 1, 1, 1, 2, 2, 2, 2]
    choices = ["dannon", "weight"] * 4
    whole = features(
        purchases(columns(households, choices)), loyalty_keep_bp=8_000, test_share_bp=2_500
    )
    without = features(
        purchases(columns(households[4:], choices[4:])), loyalty_keep_bp=8_000, test_share_bp=2_500
    )
    assert without.loyalty.tolist() == whole.loyalty[4:].tolist()
    assert without.is_test.tolist() == whole.is_test[4:].tolist()


def test_both_matrices_hold_the_same_features_in_their_units() -> None:
    """Goal: model and valuation look at the same rows. Method: two rows by hand."""
    known = features(
        purchases(columns([1, 1], ["yoplait", "hiland"])), loyalty_keep_bp=8_000, test_share_bp=0
    )
    assert training_matrix(known, TrainingRecipe())[1] == pytest.approx(
        [0.4, 0.2, 0.2, 0.2, 1, 0, 1, 0, 0.81, 0.91, 1.01, 1.11]
    )
    assert valuation_matrix(known, ValuationRecipe())[1].tolist() == (
        [400, 200, 200, 200, 200, 0, 200, 0, 243, 273, 303, 333]
    )


def test_prices_are_read_as_whole_tenths() -> None:
    """Goal: a price keeps its tenth and gains nothing. Method: four prices in one row."""
    table = columns([1], ["dannon"])
    table["price_weight"] = ["0.0"]
    assert purchases(table).price_tenths[0].tolist() == [81, 91, 101, 0]


@pytest.mark.parametrize(
    ("column", "value", "fault"),
    [
        ("choice", "danone", "row 1, choice: expected yoplait or"),
        ("feat_dannon", 2, "row 1, feat_dannon: expected 0 to 1"),
        ("household", "ana", "row 1, household"),
        ("household", -1, "row 1, household"),
        ("position", 0, "household 1 has two rows at position 0"),
        ("price_weight", "nan", "row 1, price_weight"),
        ("price_weight", "8.15", "row 1, price_weight: expected a price"),
        ("price_weight", "1000.1", "row 1, price_weight: expected 0 to 1000 cents"),
        ("price_weight", 8.1, "row 1, price_weight: expected a price"),
    ],
)
def test_a_malformed_value_is_refused_with_its_row(
    column: str, value: int | float | str, fault: str
) -> None:
    """Goal: no bad row is repaired in silence. Method: one bad value in the second row."""
    table = columns([1, 1], ["dannon", "dannon"])
    table[column][1] = value
    with pytest.raises(ValueError, match=fault):
        purchases(table)


def test_missing_columns_and_uneven_ones_are_refused() -> None:
    """Goal: a wrong table is refused as a whole. Method: drop a column, shorten another."""
    table = columns([1, 1], ["dannon", "dannon"])
    with pytest.raises(ValueError, match="one length"):
        purchases(table | {"choice": ["dannon"]})
    del table["feat_dannon"], table["position"]
    with pytest.raises(ValueError, match="missing: position, feat_dannon"):
        purchases(table)
    with pytest.raises(ValueError, match="basis points"):
        features(purchases(columns([1], ["dannon"])), loyalty_keep_bp=10_001, test_share_bp=2_500)


def test_another_households_number_in_ones_own_rows_disturbs_nobody() -> None:
    """Goal: a history is its owner's. Method: the second owner claims the first one's number."""
    honest = columns([1, 1, 2, 2], ["dannon", "dannon", "hiland", "weight"])
    owners = ["ana", "ana", "ben", "ben"]
    false = honest | {"household": [1, 1, 1, 1], "position": [0, 1, 0, 0]}
    expected = features(purchases(honest), loyalty_keep_bp=8_000, test_share_bp=2_500)
    found = features(purchases(false, owners), loyalty_keep_bp=8_000, test_share_bp=2_500)
    assert (found.loyalty == expected.loyalty).all()
    with pytest.raises(ValueError, match="as many owners"):
        purchases(honest, ["ana"])
