"""Royalties in micro-units: no cent is lost however often they are paid."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.foundation.money import MICRO_PER_CENT
from auzolan.treasury.accruals import accrue, nothing_accrued, settle

DAYS = st.lists(
    st.tuples(
        st.integers(0, 10**9),
        st.lists(st.integers(0, 1_000), min_size=3, max_size=3).filter(any),
        st.booleans(),
    ),
    max_size=60,
)


@settings(max_examples=60, deadline=None)
@given(DAYS)
def test_what_is_paid_stays_within_a_cent_of_what_was_earned(
    days: list[tuple[int, list[int], bool]],
) -> None:
    """Goal: any number of settlements, no drift. Method: exact fractions beside the accounts."""
    accruals, paid, earned = nothing_accrued(3), [0, 0, 0], [Fraction(0)] * 3
    for amount, weights, settles in days:
        accruals = accrue(accruals, amount, np.array(weights, dtype=np.int64))
        total = sum(weights)
        earned = [
            sum_ + Fraction(amount * w, total) for sum_, w in zip(earned, weights, strict=True)
        ]
        if settles:
            settled = settle(accruals)
            accruals = settled.accruals
            paid = [sum_ + int(c) for sum_, c in zip(paid, settled.cents, strict=True)]
    settled = settle(accruals)
    for place in range(3):
        cents = paid[place] + int(settled.cents[place])
        drift = earned[place] * Fraction(1, MICRO_PER_CENT) - cents
        assert 0 <= drift <= 1
        assert 0 <= settled.accruals.micro[place] < MICRO_PER_CENT
    on_accounts = sum(paid) * MICRO_PER_CENT + int(accruals.micro.sum()) + accruals.dust_micro
    assert on_accounts == sum(amount for amount, _, _ in days)
    assert accruals.dust_micro <= 3


def test_ten_years_of_daily_payouts_to_a_thousand_drift_by_at_most_a_cent() -> None:
    """Goal: the published figure. Method: 3,650 days, weights that stay, paid every day."""
    weights = np.arange(1, 1_001, dtype=np.int64) ** 2
    total, daily = int(weights.sum()), 123_456_789
    accruals, paid = nothing_accrued(1_000), np.zeros(1_000, dtype=np.int64)
    for _ in range(3_650):
        settled = settle(accrue(accruals, daily, weights))
        accruals, paid = settled.accruals, paid + settled.cents
    for place, weight in enumerate(weights.tolist()):
        earned = Fraction(3_650 * daily * weight, total * MICRO_PER_CENT)
        assert 0 <= earned - int(paid[place]) <= 1


@pytest.mark.parametrize(("amount", "weights"), [(-1, [1]), (1, [0])])
def test_nothing_negative_and_nothing_without_a_weight_accrues(
    amount: int, weights: list[int]
) -> None:
    """Goal: no silent nonsense. Method: one fault each."""
    with pytest.raises(ValueError, match="weight"):
        accrue(nothing_accrued(1), amount, np.array(weights, dtype=np.int64))
