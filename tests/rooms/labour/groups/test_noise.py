"""Noise in whole numbers: exact chances, and a budget that is never passed."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.labour.groups.noise import (
    Bits,
    Noise,
    discrete_laplace,
    is_exp_minus,
    noised,
    spent_after,
    year_of,
)
from auzolan.labour.groups.partition import View, nothing_published
from auzolan.labour.groups.suppression import TOTAL, suppress
from auzolan.labour.groups.tables import Cell, Table

SEED = bytes(range(32))


def chi_squared(found: Counter[int], chances: dict[int, float], draws: int) -> float:
    """Pearson's statistic; whatever has no chance of its own is one more class."""
    rest = draws - sum(found[value] for value in chances)
    left = 1 - sum(chances.values())
    pairs = [(found[value], chance * draws) for value, chance in chances.items()]
    return sum((got - want) ** 2 / want for got, want in [*pairs, (rest, left * draws)])


@pytest.mark.parametrize(
    ("epsilon_centi", "sensitivity"), [(100, 1), (50, 1), (30, 2), (300, 4), (1, 1)]
)
def test_noise_has_the_chances_of_the_formula(epsilon_centi: int, sensitivity: int) -> None:
    """Goal: the draw is a discrete Laplace of its scale.

    Method: 20,000 draws of a fixed seed, with chi-squared over 11 classes below its 0.999 quantile
    of 29.6.
    """
    bits, draws = Bits(SEED, "test"), 20_000
    found = Counter(
        discrete_laplace(bits, epsilon_centi=epsilon_centi, sensitivity=sensitivity)
        for _ in range(draws)
    )
    ratio = math.exp(-epsilon_centi / 100 / sensitivity)
    weight = (1 - ratio) / (1 + ratio)
    chances = {value: weight * ratio ** abs(value) for value in range(-5, 5)}
    assert chi_squared(found, chances, draws) < 29.6


@pytest.mark.parametrize(("above", "below"), [(0, 1), (1, 3), (1, 1), (99, 100)])
def test_a_chance_of_exp_minus_is_exact(above: int, below: int) -> None:
    """Goal: the coin has the chance exp(-x). Method: 20,000 throws, within four deviations."""
    bits, draws = Bits(SEED, f"{above}/{below}"), 20_000
    heads = sum(is_exp_minus(bits, above, below) for _ in range(draws))
    chance = math.exp(-above / below)
    assert abs(heads - draws * chance) <= 4 * math.sqrt(draws * chance * (1 - chance))


@given(st.binary(min_size=32, max_size=32), st.integers(1, 1_000))
def test_bits_stay_below_and_repeat(seed: bytes, limit: int) -> None:
    """Goal: the same seed gives the same noise, within its range.

    Method: twice twenty numbers, and other ones under another name.
    """
    one, two, other = Bits(seed, "a"), Bits(seed, "a"), Bits(seed, "b")
    first = [one.below(limit) for _ in range(20)]
    assert first == [two.below(limit) for _ in range(20)]
    assert all(0 <= value < limit for value in first)
    assert [one.take(64) for _ in range(2)] != [other.take(64) for _ in range(2)]


def test_bits_are_taken_in_order_whatever_the_cut() -> None:
    """Goal: no bit is used twice or lost. Method: 600 bits at once and in pieces of seven."""
    whole = Bits(SEED, "cut").take(602)
    pieces, cut = 0, Bits(SEED, "cut")
    for _ in range(86):
        pieces = pieces << 7 | cut.take(7)
    assert pieces == whole


def test_noise_covers_what_one_person_can_change() -> None:
    """Goal: epsilon is that of the whole release.

    Method: the sensitivity is cells times cut, and a person in more cells than said is refused.
    """
    assert Noise(10, 4, 3_600).sensitivity == 14_400
    people = np.arange(20)
    table = Table(people, (Cell("a", people[:10]),))
    release = suppress(table, [View(nothing_published(20), 5)])
    with pytest.raises(ValueError, match="2 figures"):
        noised(table, release, Noise(10, 1), SEED)
    with pytest.raises(ValueError, match="leave magnitude_max"):
        noised(table, release, Noise(10, 2, 5), SEED)


def test_noised_sums_are_cut_before_they_are_added() -> None:
    """Goal: one large magnitude changes a figure by at most the cut.

    Method: much epsilon, so that the noise is small beside the cut of 1,000 each.
    """
    people = np.arange(10)
    magnitudes = np.array([5_000] * 2 + [3_000] * 8)
    table = Table(people, (), magnitudes)
    view = View(nothing_published(10), 5)
    release = suppress(table, [view, View(view.atoms, 5, measured=True)])
    assert release.figures[0].total == 34_000
    figure = noised(table, release, Noise(1_000, 1, 1_000), SEED)[0]
    assert (figure.label, figure.people) == (TOTAL, 0)
    assert abs(figure.total - 10_000) < 2_000


def test_noise_tells_no_exact_count_beside_a_noised_sum() -> None:
    """Goal: no exact number slips out. Method: counts carry the noise in both of their fields."""
    people = np.arange(40)
    table = Table(people, (Cell("a", people[:20]),))
    release = suppress(table, [View(nothing_published(40), 5)])
    figures = noised(table, release, Noise(5, 2), SEED)
    assert [figure.label for figure in figures] == ["", "a"]
    assert all(figure.people == figure.total for figure in figures)
    assert [figure.total for figure in figures] != [40, 20]


@given(st.lists(st.integers(1, 60), max_size=30), st.integers(0, 200))
def test_a_years_releases_never_pass_the_budget(wishes: list[int], budget_centi: int) -> None:
    """Goal: epsilons add up to no more than was voted.

    Method: any wishes in turn; each that is refused would indeed have passed it.
    """
    spent = 0
    for wish in wishes:
        after = spent_after(spent_centi=spent, epsilon_centi=wish, budget_centi=budget_centi)
        assert (after is None) == (spent + wish > budget_centi)
        spent = spent if after is None else after
    assert spent <= budget_centi


def test_a_year_ends_at_midnight_utc() -> None:
    """Goal: a release spends the budget of its own year. Method: the last and the first ms."""
    assert (year_of(1_798_761_599_999), year_of(1_798_761_600_000)) == ("2026", "2027")


@pytest.mark.parametrize(
    ("epsilon", "cells", "cut"), [(0, 1, 1), (1_001, 1, 1), (1, 0, 1), (1, 1, 0)]
)
def test_noise_outside_its_range_is_refused(epsilon: int, cells: int, cut: int) -> None:
    """Goal: no noise that hides nothing. Method: each number beyond its border."""
    with pytest.raises(ValueError, match="epsilon|person|magnitudes"):
        Noise(epsilon, cells, cut)


def test_malformed_draws_are_refused() -> None:
    """Goal: no draw on a guess. Method: a short seed, no epsilon, no sensitivity, no budget."""
    with pytest.raises(ValueError, match="32 bytes"):
        Bits(b"short", "a")
    for epsilon, sensitivity in ((0, 1), (1, 0)):
        with pytest.raises(ValueError, match="epsilon"):
            discrete_laplace(Bits(SEED, "a"), epsilon_centi=epsilon, sensitivity=sensitivity)
    with pytest.raises(ValueError, match="epsilon 1"):
        spent_after(spent_centi=0, epsilon_centi=0, budget_centi=1)
