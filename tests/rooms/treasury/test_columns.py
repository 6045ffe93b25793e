"""Sharing of whole columns: equal to the plain `hamilton-1`, also where 63 bits are too few."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from auzolan.foundation.money import CENTS_MAX, share_pool
from auzolan.treasury.surplus.columns import (
    Column,
    Wide,
    column_sum,
    part_down,
    part_half_up,
    part_up,
    product,
    share_column,
    share_under_caps,
)

WEIGHTS = st.one_of(
    st.lists(st.integers(0, 5), min_size=1, max_size=9),
    st.lists(st.integers(0, 10**9), min_size=1, max_size=9),
    st.lists(st.integers(0, CENTS_MAX), min_size=1, max_size=9),
    st.lists(st.integers(0, 2**90), min_size=1, max_size=9),
).filter(any)
POOLS = st.one_of(st.integers(0, 20), st.integers(0, 10**9), st.integers(0, CENTS_MAX))


def column(numbers: list[int]) -> Wide:
    wide = max(numbers) > CENTS_MAX
    return np.array(numbers, dtype=object) if wide else np.array(numbers, dtype=np.int64)


def cents(numbers: list[int]) -> Column:
    return np.array(numbers, dtype=np.int64)


@given(POOLS, WEIGHTS)
@example(CENTS_MAX, [CENTS_MAX] * 9)
@example(1, [1, 1])
def test_a_column_is_shared_as_the_plain_rule_shares_it(pool: int, weights: list[int]) -> None:
    """Goal: fast and plain agree on every cent. Method: `share_pool` on the same weights."""
    shares = share_column(pool, column(weights))
    plain = share_pool(pool, {f"{place:03d}": weight for place, weight in enumerate(weights)})
    assert shares.cents.tolist() == list(plain.values())


@given(POOLS, WEIGHTS)
def test_the_exact_share_and_the_spare_cents_explain_every_amount(
    pool: int, weights: list[int]
) -> None:
    """Goal: a member can follow her cents. Method: floor of the fraction plus the spare cent."""
    shares = share_column(pool, column(weights))
    for place, weight in enumerate(weights):
        assert shares.exact(place) == Fraction(pool * weight, sum(weights))
        floor = shares.exact(place).numerator // shares.exact(place).denominator
        assert shares.cents[place] == floor + shares.spare[place]


@given(POOLS, WEIGHTS, st.data())
def test_caps_are_kept_and_what_is_over_goes_to_the_others(
    pool: int, weights: list[int], data: st.DataObject
) -> None:
    """Goal: water-filling. Method: sums, caps, and equal treatment of those below their caps."""
    limits = data.draw(
        st.lists(st.integers(0, pool), min_size=len(weights), max_size=len(weights))
    )  # fmt: skip
    shares, left = share_under_caps(pool, column(weights), cents(limits))
    got = shares.cents.tolist()
    assert sum(got) + left == pool
    assert all(amount <= limit for amount, limit in zip(got, limits, strict=True))
    if left:
        full = zip(got, limits, weights, strict=True)
        assert all(amount == limit for amount, limit, weight in full if weight)
    open_ = [place for place, weight in enumerate(weights) if weight and not shares.capped[place]]
    if open_ and not left:
        rest = pool - sum(got[p] for p in range(len(weights)) if shares.capped[p])
        total = sum(weights[p] for p in open_)
        for place in open_:
            assert abs(got[place] - Fraction(rest * weights[place], total)) < 1
            assert shares.exact(place) == Fraction(rest * weights[place], total)
        for place in np.flatnonzero(shares.capped):
            # She would have had more than her cap beside those who are open.
            assert Fraction(rest * weights[place], total) > limits[place]


def test_caps_that_bind_nobody_change_nothing() -> None:
    """Goal: a cap is no other rule. Method: caps at the pool."""
    weights = cents([3, 1, 2, 0])
    shares, left = share_under_caps(101, weights, cents([101] * 4))
    assert (shares.cents.tolist(), left) == (share_column(101, weights).cents.tolist(), 0)


@given(st.lists(st.integers(0, CENTS_MAX), min_size=1, max_size=5), st.integers(0, 10_000))
def test_parts_round_as_their_names_say(amounts: list[int], bp: int) -> None:
    """Goal: no rounding by accident, no overflow. Method: exact fractions of the same parts."""
    up, down, half = (
        rule(cents(amounts), bp).tolist() for rule in (part_up, part_down, part_half_up)
    )
    for place, amount in enumerate(amounts):
        exact = Fraction(amount * bp, 10_000)
        assert down[place] == exact.numerator // exact.denominator
        assert up[place] == -(-exact.numerator // exact.denominator)
        assert half[place] == (exact + Fraction(1, 2)).__floor__()


@given(
    st.lists(st.integers(0, CENTS_MAX), min_size=2, max_size=5),
    st.integers(0, CENTS_MAX),
    st.sampled_from([1, 4, 10_000]),
)
def test_products_and_sums_never_wrap_around(amounts: list[int], other: int, third: int) -> None:
    """Goal: 63 bits are not assumed. Method: Python's own integers."""
    factors = [cents(amounts), cents([other] * len(amounts)), cents([third] * len(amounts))]
    found = product(*factors)
    assert found.tolist() == [amount * other * third for amount in amounts]
    assert column_sum(found) == sum(amounts) * other * third
    assert column_sum(cents(amounts)) == sum(amounts)


def test_a_large_column_keeps_to_64_bits_where_they_are_enough() -> None:
    """Goal: speed is not lost for nothing. Method: the type of a usual product."""
    hours, index = np.full(1_000_000, 2_000), np.full(1_000_000, 600)
    assert product(hours, index, np.full(1_000_000, 4)).dtype == np.int64


@pytest.mark.parametrize(
    ("pool", "weights"), [(-1, [1]), (CENTS_MAX + 1, [1]), (1, [0, 0]), (1, [2, -1])]
)
def test_what_cannot_be_shared_is_a_value_error(pool: int, weights: list[int]) -> None:
    """Goal: no silent nonsense. Method: pools and weights outside their range."""
    with pytest.raises(ValueError, match="weight"):
        share_column(pool, cents(weights))
