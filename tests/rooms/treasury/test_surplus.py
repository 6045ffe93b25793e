"""Dividing a surplus: by hand, by brute force on small cases, and by properties on large ones."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.charter.articles import Surplus
from auzolan.charter.presets import founding_charter
from auzolan.treasury.surplus import MemberLine, assert_exact, plan_surplus

FOUNDING = founding_charter().surplus


def article(**shares: int) -> Surplus:
    return msgspec.structs.replace(FOUNDING, **shares)


@st.composite
def articles(draw: st.DrawFn) -> Surplus:
    def three() -> tuple[int, int, int]:
        one, other = sorted((draw(st.integers(0, 10_000)), draw(st.integers(0, 10_000))))
        return one, other - one, 10_000 - other

    reserve, education, patronage = three()
    by_data, by_labour, by_head = three()
    return article(
        reserve_bp=reserve,
        education_bp=education,
        patronage_bp=patronage,
        by_data_bp=by_data,
        by_labour_bp=by_labour,
        by_head_bp=by_head,
        cash_bp=draw(st.integers(0, 10_000)),
    )


MEMBERS = tuple(f"m{number:03d}" for number in range(8))
WEIGHTS = st.dictionaries(st.sampled_from(MEMBERS), st.integers(0, 10**12))
SURPLUS = st.one_of(st.integers(1, 50), st.integers(1, 10**12))


def test_a_surplus_of_a_thousand_is_shared_as_worked_by_hand() -> None:
    """Goal: a member can follow every figure with a pencil. Method: 1,000.01 among three.

    Reserve 45 % of 100,001 is 45,000.45, up to 45,001; education 10 % is 10,000.1, up to 10,001;
    44,999 stay. Pools 60/30/10: 26,999.4, 13,499.7, 4,499.9, so the two cents left go to head and
    labour. Data 3:1:0, work 1:1 for ana and eve, heads alike. Cash is 20 %, rounded up.
    """
    plan = plan_surplus(
        article(reserve_bp=4_500, education_bp=1_000, patronage_bp=4_500),
        100_001,
        data_weights={"ana": 3, "ben": 1, "eve": 0},
        labour_weights={"ana": 5, "eve": 5},
        members=("ana", "ben", "eve"),
    )
    assert (plan.reserve_cents, plan.education_cents, plan.patronage_cents) == (
        45_001,
        10_001,
        44_999,
    )
    assert (plan.by_data_cents, plan.by_labour_cents, plan.by_head_cents) == (26_999, 13_500, 4_500)
    assert plan.lines == (
        MemberLine("ana", 20_249, 6_750, 1_500, cash_cents=5_700, capital_cents=22_799),
        MemberLine("ben", 6_750, 0, 1_500, cash_cents=1_650, capital_cents=6_600),
        MemberLine("eve", 0, 6_750, 1_500, cash_cents=1_650, capital_cents=6_600),
    )
    assert (plan.cash_cents, plan.capital_cents) == (9_000, 35_999)


@pytest.mark.parametrize(
    ("surplus_cents", "reserve_cents", "education_cents", "patronage_cents"),
    [(1, 1, 0, 0), (2, 2, 0, 0), (3, 2, 1, 0), (4, 3, 1, 0), (5, 3, 1, 1), (10, 6, 1, 3)],
)
def test_the_legal_minimum_comes_first_when_there_are_only_cents(
    surplus_cents: int, reserve_cents: int, education_cents: int, patronage_cents: int
) -> None:
    """Goal: no line goes below zero. Method: tiny surpluses at 60/10/30, worked by hand."""
    plan = plan_surplus(
        FOUNDING, surplus_cents, data_weights={"ana": 1}, labour_weights={}, members=("ana",)
    )
    found = (plan.reserve_cents, plan.education_cents, plan.patronage_cents)
    assert found == (reserve_cents, education_cents, patronage_cents)


def shared_by_force(pool_cents: int, weights: dict[str, int]) -> dict[str, int]:
    """Of all ways to share a pool, the one nearest to the exact shares; ties to the smallest id."""
    names = sorted(weights)
    exact = [Fraction(pool_cents * weights[name], sum(weights.values())) for name in names]
    ways = [
        way for way in product(range(pool_cents + 1), repeat=len(names)) if sum(way) == pool_cents
    ]
    return dict(
        zip(
            names,
            min(
                ways,
                key=lambda way: (
                    sum((given - share) ** 2 for given, share in zip(way, exact, strict=True)),
                    [-given for given in way],
                ),
            ),
            strict=True,
        )
    )


def up_by_force(amount_cents: int, share_bp: int) -> int:
    """The smallest whole number that is not below the exact part."""
    return next(
        cents for cents in range(amount_cents + 1) if cents * 10_000 >= amount_cents * share_bp
    )


@settings(max_examples=150)
@given(
    st.integers(1, 14),
    articles(),
    st.dictionaries(st.sampled_from(MEMBERS[:3]), st.integers(0, 5)),
    st.dictionaries(st.sampled_from(MEMBERS[:3]), st.integers(0, 5)),
)
def test_small_surpluses_equal_the_search_of_all_ways(
    surplus_cents: int, shares: Surplus, data: dict[str, int], labour: dict[str, int]
) -> None:
    """Goal: the arithmetic is the definition. Method: brute force, with nothing in common."""
    plan = plan_surplus(
        shares, surplus_cents, data_weights=data, labour_weights=labour, members=MEMBERS[:3]
    )
    reserve = up_by_force(surplus_cents, shares.reserve_bp)
    education = min(up_by_force(surplus_cents, shares.education_bp), surplus_cents - reserve)
    patronage = surplus_cents - reserve - education
    parts = {"data": shares.by_data_bp, "head": shares.by_head_bp, "labour": shares.by_labour_bp}
    pools = shared_by_force(patronage, parts)
    for name, weights in (("data", data), ("labour", labour)):
        if not sum(weights.values()):
            pools["head"] += pools.pop(name)
    by_data = shared_by_force(pools["data"], data) if "data" in pools else {}
    by_labour = shared_by_force(pools["labour"], labour) if "labour" in pools else {}
    by_head = shared_by_force(pools["head"], dict.fromkeys(MEMBERS[:3], 1))
    assert (plan.reserve_cents, plan.education_cents) == (reserve, education)
    for line in plan.lines:
        assert line.by_data_cents == by_data.get(line.member, 0)
        assert line.by_labour_cents == by_labour.get(line.member, 0)
        assert line.by_head_cents == by_head[line.member]
        assert line.cash_cents == up_by_force(line.amount_cents, shares.cash_bp)


@given(SURPLUS, articles(), WEIGHTS, WEIGHTS, st.sets(st.sampled_from(MEMBERS), min_size=1))
def test_every_cent_is_given_and_none_is_invented(
    surplus_cents: int,
    shares: Surplus,
    data: dict[str, int],
    labour: dict[str, int],
    members: set[str],
) -> None:
    """Goal: sums exact, legal minima kept, everybody has a line. Method: random plans."""
    plan = plan_surplus(
        shares, surplus_cents, data_weights=data, labour_weights=labour, members=members
    )
    given_cents = sum(line.cash_cents + line.capital_cents for line in plan.lines)
    assert plan.reserve_cents + plan.education_cents + given_cents == surplus_cents
    assert plan.reserve_cents * 10_000 >= surplus_cents * shares.reserve_bp
    funds_bp = shares.reserve_bp + shares.education_bp
    assert (plan.reserve_cents + plan.education_cents) * 10_000 >= surplus_cents * funds_bp
    assert {line.member for line in plan.lines} == {*members, *data, *labour}
    assert all(line.by_head_cents == 0 for line in plan.lines if line.member not in members)


@given(SURPLUS, articles(), WEIGHTS, WEIGHTS, st.randoms(use_true_random=False))
def test_the_order_of_members_does_not_matter(
    surplus_cents: int,
    shares: Surplus,
    data: dict[str, int],
    labour: dict[str, int],
    random: Random,
) -> None:
    """Goal: equal results whoever is written first. Method: shuffle every input."""

    def shuffled(weights: dict[str, int]) -> dict[str, int]:
        return dict(random.sample(list(weights.items()), len(weights)))

    one = plan_surplus(
        shares, surplus_cents, data_weights=data, labour_weights=labour, members=MEMBERS
    )
    other = plan_surplus(
        shares,
        surplus_cents,
        data_weights=shuffled(data),
        labour_weights=shuffled(labour),
        members=random.sample(MEMBERS, len(MEMBERS)),
    )
    assert one == other


@given(SURPLUS, articles(), WEIGHTS, WEIGHTS)
def test_whoever_gave_more_never_gets_less(
    surplus_cents: int, shares: Surplus, data: dict[str, int], labour: dict[str, int]
) -> None:
    """Goal: each pool follows its weights, within one cent. Method: compare all pairs."""
    plan = plan_surplus(
        shares, surplus_cents, data_weights=data, labour_weights=labour, members=MEMBERS
    )
    pools = (
        (plan.by_data_cents, data, {line.member: line.by_data_cents for line in plan.lines}),
        (plan.by_labour_cents, labour, {line.member: line.by_labour_cents for line in plan.lines}),
    )
    for pool_cents, weights, got in pools:
        total = sum(weights.values())
        for member, weight in weights.items():
            assert not total or abs(got[member] - Fraction(pool_cents * weight, total)) < 1
            for other, less in weights.items():
                assert weight <= less or got[member] >= got[other]


@given(SURPLUS, articles(), WEIGHTS)
def test_a_pool_without_weights_goes_to_all_alike(
    surplus_cents: int, shares: Surplus, labour: dict[str, int]
) -> None:
    """Goal: no pool is lost. Method: nobody's data has worth; heads get that pool too."""
    plan = plan_surplus(
        shares,
        surplus_cents,
        data_weights=dict.fromkeys(MEMBERS, 0),
        labour_weights=labour,
        members=MEMBERS,
    )
    assert plan.by_data_cents == 0
    assert plan.by_head_cents == plan.patronage_cents - plan.by_labour_cents
    shares_by_head = [line.by_head_cents for line in plan.lines]
    assert max(shares_by_head) - min(shares_by_head) <= 1


@pytest.mark.parametrize(
    ("surplus_cents", "data", "members"),
    [(0, {}, ("ana",)), (-5, {}, ("ana",)), (5, {}, ()), (5, {"ana": -1}, ("ana",))],
)
def test_what_cannot_be_divided_is_an_error(
    surplus_cents: int, data: dict[str, int], members: tuple[str, ...]
) -> None:
    """Goal: malformed input does not become money. Method: no surplus, nobody, a negative weight."""
    with pytest.raises(ValueError, match="above 0|>= 0"):
        plan_surplus(FOUNDING, surplus_cents, data_weights=data, labour_weights={}, members=members)


def test_a_plan_that_gives_a_cent_too_much_is_stopped() -> None:
    """Goal: the check of sums is not blind. Method: one cent more in cash, then in the reserve."""
    plan = plan_surplus(FOUNDING, 1_000, data_weights={}, labour_weights={}, members=("ana", "ben"))
    line = replace(plan.lines[0], cash_cents=plan.lines[0].cash_cents + 1)
    for wrong in (
        replace(plan, lines=(line, plan.lines[1])),
        replace(plan, reserve_cents=plan.reserve_cents + 1),
        replace(plan, cash_cents=plan.cash_cents + 1),
    ):
        with pytest.raises(AssertionError):
            assert_exact(wrong)
