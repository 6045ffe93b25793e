"""Pay: the floor holds for every line, and nothing is added above it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.labour.pay import floor_of_work_cents, topup_cents

SECONDS = st.integers(0, 31 * 86_400)
CENTS = st.integers(0, 10_000_000)


@pytest.mark.parametrize(
    ("seconds", "pay_cents", "floor_cents_hour", "topup"),
    [
        (3_600, 1_500, 1_500, 0),
        (3_600, 1_499, 1_500, 1),
        (3_600, 2_000, 1_500, 0),
        (1, 0, 1_500, 1),  # 0.41 cents round up: the floor is a least, not a mean
        (5_400, 2_000, 1_500, 250),
        (7_200, 0, 0, 0),
    ],
)
def test_topup_lifts_pay_to_the_floor_worked_by_hand(
    seconds: int, pay_cents: int, floor_cents_hour: int, topup: int
) -> None:
    """Goal: the figures a member can check with a pencil. Method: cases worked by hand."""
    found = topup_cents(seconds=seconds, pay_cents=pay_cents, floor_cents_hour=floor_cents_hour)
    assert found == topup


@given(SECONDS, CENTS, st.integers(0, 100_000))
def test_the_floor_always_holds_and_by_less_than_a_cent(
    seconds: int, pay_cents: int, floor_cents_hour: int
) -> None:
    """Goal: lifted pay reaches the exact floor, wastes under a cent, and never lowers pay."""
    topup = topup_cents(seconds=seconds, pay_cents=pay_cents, floor_cents_hour=floor_cents_hour)
    exact = Fraction(floor_cents_hour * seconds, 3_600)
    assert topup >= 0
    assert pay_cents + topup >= exact
    assert topup == 0 or pay_cents + topup < exact + 1


@given(SECONDS, SECONDS, st.integers(0, 100_000))
def test_more_work_never_has_a_lower_floor(one: int, other: int, floor_cents_hour: int) -> None:
    """Goal: nobody loses by working longer. Method: compare two times under one floor."""
    less, more = sorted((one, other))
    assert floor_of_work_cents(less, floor_cents_hour) <= floor_of_work_cents(
        more, floor_cents_hour
    )


@pytest.mark.parametrize(
    ("seconds", "pay_cents", "floor_cents_hour"), [(-1, 0, 0), (0, -1, 0), (0, 0, -1)]
)
def test_negative_work_pay_or_floor_is_an_error(
    seconds: int, pay_cents: int, floor_cents_hour: int
) -> None:
    """Goal: malformed input does not become money. Method: each argument below zero."""
    with pytest.raises(ValueError, match="got -1|and -1"):
        topup_cents(seconds=seconds, pay_cents=pay_cents, floor_cents_hour=floor_cents_hour)
