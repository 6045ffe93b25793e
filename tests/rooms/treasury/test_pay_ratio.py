"""How far pay by the hour lies apart: exact, blind to order, and no two persons' pay in the open."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.charter.presets import founding_charter
from auzolan.labour.state import WorkOfMember
from auzolan.treasury.ledger.acts import ClosePeriod
from auzolan.treasury.surplus.acts import DistributionPlanned, PlanDistribution
from auzolan.treasury.surplus.pay_ratio import (
    HOUR_S,
    PayRatio,
    extremes,
    pay_ratio,
    pay_ratio_of,
    widest,
)
from support.plain_charter import PLAIN
from support.small_treasury import SmallTreasury

pairs = st.lists(st.tuples(st.integers(0, 10**12), st.integers(0, 10**7)), max_size=12)


def columns(found: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    amounts, over = ([one[place] for one in found] for place in (0, 1))
    return np.array(amounts, dtype=np.int64), np.array(over, dtype=np.int64)


@given(pairs)
def test_the_widest_ratio_is_the_largest_of_all_pairs(found: list[tuple[int, int]]) -> None:
    """Goal: the definition. Method: brute force over pairs of those with something to divide by."""
    rates = [Fraction(amount, by) for amount, by in found if by]
    expected = None
    if len(rates) > 1 and min(rates) > 0:
        expected = max(one / other for one in rates for other in rates)
    assert widest(*columns(found)) == expected


@given(pairs, st.randoms(use_true_random=False))
def test_order_says_nothing(found: list[tuple[int, int]], chance: object) -> None:
    """Goal: blind to order. Method: shuffle, compare."""
    turned = list(found)
    chance.shuffle(turned)  # type: ignore[attr-defined]
    assert widest(*columns(turned)) == widest(*columns(found))


def test_ratios_that_floats_cannot_tell_apart_are_told_apart() -> None:
    """Goal: no float. Method: two rates that differ in the eighteenth place."""
    found = columns([(10**17 + 1, 10**17), (10**17, 10**17 - 1)])
    assert extremes(*found) == (1, 0)


def paid(*rows: tuple[int, int, int]) -> PayRatio:
    """The ratio of people with these seconds, agreed cents and cents of top-up."""
    names = ("counted_seconds", "pay_cents", "topup_cents")
    return pay_ratio(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))


def test_the_lift_to_the_floor_brings_pay_together() -> None:
    """Goal: before and after. Method: 30.00 and 5.00 an hour; the second is lifted to 15.00."""
    assert paid((HOUR_S, 3_000, 0), (2 * HOUR_S, 1_000, 2_000)) == PayRatio(
        2, Fraction(6), Fraction(2)
    )


def test_pay_of_nothing_has_no_ratio_before_the_lift() -> None:
    """Goal: no division by zero. Method: one was promised nothing and got the floor."""
    assert paid((HOUR_S, 3_000, 0), (HOUR_S, 0, 1_500)) == PayRatio(2, None, Fraction(2))


def test_less_than_an_hour_is_left_out() -> None:
    """Goal: no cent of rounding is a pay rate. Method: one second, lifted to a whole cent."""
    assert paid((1, 0, 1), (HOUR_S, 1_500, 0), (HOUR_S, 1_500, 0)) == PayRatio(
        2, Fraction(1), Fraction(1)
    )
    assert paid((HOUR_S - 1, 9_000, 0), (HOUR_S, 1_500, 0)) == PayRatio(1, None, None)


@pytest.mark.parametrize(("high", "warned"), [(9_000, False), (9_001, True)])
def test_a_plan_warns_where_pay_lay_further_apart_than_the_charter_says(
    high: int, warned: bool
) -> None:
    """Goal: six times and no more. Method: the edge and a cent beyond; the fact names the bound."""
    pools = {"pool_labour_bp": 0, "pool_data_bp": 0, "pool_equal_bp": 10_000}
    coop = SmallTreasury(founding_charter(clauses={**PLAIN, **pools}))
    coop.admit("ana", "ben", "eve")
    coop.done(coop.work(("ana", HOUR_S, 1_500), ("ben", HOUR_S, high)))
    ratio = pay_ratio_of(coop.books, "2026-q1")
    assert (ratio.people, ratio.after) == (2, Fraction(high, 1_500))
    coop.fund(1_000_000)
    coop.done(ClosePeriod("2026-q1", "2026-q2"))
    fact = coop.done(PlanDistribution("p1", "2026-q1", ""))
    assert isinstance(fact, DistributionPlanned)
    said = [(one.code, one.about) for one in fact.warnings]
    assert (("treasury.pay_above_ratio", "6") in said) is warned
    assert str(high) not in str(said)


def test_late_interest_is_no_pay_by_the_hour() -> None:
    """Goal: a wait is not a wage. Method: interest of ten times the pay changes nothing."""
    coop = SmallTreasury()
    row = WorkOfMember(
        "2026-q1", "ana", HOUR_S, HOUR_S * 100, 1_500, counted_seconds=HOUR_S, pay_cents=1_500
    )
    coop.books.put(row)
    coop.books.put(
        WorkOfMember(
            "2026-q1",
            "ben",
            HOUR_S,
            HOUR_S * 100,
            16_500,
            counted_seconds=HOUR_S,
            pay_cents=1_500,
            interest_cents=15_000,
        )
    )
    assert pay_ratio_of(coop.books, "2026-q1") == PayRatio(2, Fraction(1), Fraction(1))
