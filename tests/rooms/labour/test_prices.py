"""The price of an item: exact against a slow account of the same, and never below the floor."""

from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.labour.tasks.prices import Tried, by_hour_micro, nearest_rank, piece_price

people = st.lists(
    st.builds(Tried, st.integers(1, 1_000), st.integers(1, 100_000), st.integers(0, 100_000)),
    min_size=1,
    max_size=60,
)


def test_a_price_can_be_worked_out_by_hand() -> None:
    """Goal: the formula of the charter. Method: 12 s an item, a fifth unpaid, 15.00 an hour."""
    price = piece_price([Tried(10, 120, 30)], 1_500)
    assert (price.p95_seconds, price.unpaid) == (12, Fraction(1, 5))
    # 15.00 an hour are 0.05 for twelve seconds; with a fifth unpaid 0.0625.
    assert price.least_micro == 62_500
    assert price.hour_cents(62_500) == 1_500
    assert price.hour_cents(62_499) == 1_499


def test_the_least_price_is_rounded_up() -> None:
    """Goal: the floor holds to the last millionth. Method: a price that is no whole number."""
    price = piece_price([Tried(7, 100, 0)], 1_500)
    exact = Fraction(1_500 * 10_000 * 100, 7 * 3_600)
    assert price.least_micro == ceil(exact)
    assert price.least_micro - 1 < exact


@pytest.mark.parametrize(
    ("size", "rank"), [(1, 1), (2, 2), (10, 10), (19, 19), (20, 19), (21, 20), (40, 38), (100, 95)]
)
def test_a_percentile_is_the_nearest_rank(size: int, rank: int) -> None:
    """Goal: the 95th percentile by its definition. Method: 1 to n, ranks worked out by hand."""
    values = [Fraction(number) for number in range(size, 0, -1)]
    assert nearest_rank(values, Fraction(95, 100)) == rank


@given(people, st.integers(0, 10_000))
def test_nineteen_in_twenty_earn_the_floor_at_the_least_price(
    pilot: list[Tried], floor: int
) -> None:
    """Goal: what the price is for. Method: count who reaches the floor with an equal unpaid part."""
    price = piece_price(pilot, floor)
    reached = 0
    for one in pilot:
        # Her hour: the part of it that items pay for, at her own speed.
        items_an_hour = Fraction(3_600 * one.items, one.seconds) * (1 - price.unpaid)
        reached += items_an_hour * price.least_micro >= floor * 10_000
    assert reached * 20 >= len(pilot) * 19
    assert price.hour_cents(price.least_micro) >= floor
    if floor:
        below = Fraction((price.least_micro - 1) * 3_600) / price.p95_seconds * (1 - price.unpaid)
        assert below < floor * 10_000


@given(people)
def test_a_pilot_has_no_order(pilot: list[Tried]) -> None:
    """Goal: nobody is first. Method: the same people backwards."""
    assert piece_price(pilot, 1_500) == piece_price(pilot[::-1], 1_500)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_an_hour_is_paid_up_to_the_next_millionth(seconds: int, hour_cents: int) -> None:
    """Goal: a named rounding. Method: the exact amount lies within the last millionth."""
    micro = by_hour_micro(seconds, hour_cents)
    exact = Fraction(seconds * hour_cents * 10_000, 3_600)
    assert micro - 1 < exact <= micro


@pytest.mark.parametrize("pilot", [[], [Tried(0, 10, 0)], [Tried(1, 0, 10)], [Tried(1, 10, -1)]])
def test_a_pilot_that_says_nothing_is_an_error(pilot: list[Tried]) -> None:
    """Goal: no price out of nothing. Method: nobody, no item, all time unpaid, time below none."""
    with pytest.raises(ValueError, match="pilot"):
        piece_price(pilot, 1_500)


def test_what_cannot_be_a_percentile_is_an_error() -> None:
    """Goal: wrong arguments are named. Method: no values, parts outside 0 to 1."""
    for part in (Fraction(0), Fraction(11, 10)):
        with pytest.raises(ValueError, match="part above 0"):
            nearest_rank([Fraction(1)], part)
    with pytest.raises(ValueError, match="got 0"):
        nearest_rank([], Fraction(1, 2))
