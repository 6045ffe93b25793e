"""KNN-Shapley against its definition: every coalition, every order of equal distances."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, permutations, product
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.valuation.payable.knn import row_values

E9 = 10**9


def worth(nearest_first: tuple[int, ...], coalition: frozenset[int], is_match: list[bool], k: int):
    """The paper's utility: matches among the coalition's k nearest, over k."""
    chosen = [row for row in nearest_first if row in coalition][:k]
    return Fraction(sum(is_match[row] for row in chosen), k)


def shapley_of_one_order(
    nearest_first: tuple[int, ...], is_match: list[bool], k: int
) -> list[Fraction]:
    """Shapley values from all 2^n coalitions, straight from the definition."""
    n = len(is_match)
    values = [Fraction(0)] * n
    for row in range(n):
        others = [other for other in range(n) if other != row]
        for size in range(n):
            weight = Fraction(1, n * comb(n - 1, size))
            for chosen in combinations(others, size):
                without = frozenset(chosen)
                gain = worth(nearest_first, without | {row}, is_match, k) - worth(
                    nearest_first, without, is_match, k
                )
                values[row] += weight * gain
    return values


def orders(distances: list[int]) -> list[tuple[int, ...]]:
    """All orders by distance in which rows at equal distance come in every way."""
    blocks = [
        [row for row, distance in enumerate(distances) if distance == level]
        for level in sorted(set(distances))
    ]
    return [
        tuple(row for block in choice for row in block)
        for choice in product(*(permutations(block) for block in blocks))
    ]


def brute_force(distances: list[int], is_match: list[bool], k: int) -> list[Fraction]:
    per_order = [shapley_of_one_order(order, is_match, k) for order in orders(distances)]
    return [sum(column, Fraction(0)) / len(per_order) for column in zip(*per_order, strict=True)]


def fast(distances: list[int], is_match: list[bool], k: int) -> list[int]:
    """One query at 0 on a line whose squared distances keep the order of `distances`."""
    train = np.array(distances, dtype=np.int64)[:, None]
    labels = np.array(is_match, dtype=np.int64)
    query = np.zeros((1, 1), dtype=np.int64)
    return row_values(train, labels, query, np.ones(1, dtype=np.int64), k=k).value_e9.tolist()


rows = st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=1, max_size=5)


@settings(max_examples=60, deadline=None)
@given(rows, st.integers(1, 8))
def test_the_closed_form_equals_the_definition_over_all_coalitions_and_tie_orders(
    table: list[tuple[int, bool]], k: int
) -> None:
    """Goal: values are exact, ties and k > n included. Method: 2^n coalitions in fractions."""
    distances = [distance for distance, _ in table]
    is_match = [match for _, match in table]
    expected = brute_force(distances, is_match, k)
    for value_e9, exact in zip(fast(distances, is_match, k), expected, strict=True):
        assert abs(value_e9 - exact * E9) < Fraction(1001, 1000)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.booleans(), min_size=1, max_size=40), st.integers(1, 50))
def test_without_ties_the_values_follow_the_recursion_of_theorem_1(
    is_match: list[bool], k: int
) -> None:
    """Goal: the published recursion is met at sizes no enumeration reaches. Method: fractions."""
    n = len(is_match)
    expected = [Fraction(0)] * n
    expected[-1] = Fraction(is_match[-1] * min(k, n), k * n)
    for i in range(n - 1, 0, -1):
        step = Fraction((is_match[i - 1] - is_match[i]) * min(k, i), k * i)
        expected[i - 1] = expected[i] + step
    values = fast(list(range(n)), is_match, k)
    for value_e9, exact in zip(values, expected, strict=True):
        assert abs(value_e9 - exact * E9) < Fraction(1001, 1000)


@pytest.mark.parametrize(
    ("is_match", "k", "expected"),
    [
        # By hand: s3 = 1/3, s2 = s3 - 1/2, s1 = s2 + 1.
        ([True, False, True], 1, [Fraction(5, 6), Fraction(-1, 6), Fraction(1, 3)]),
        # With k = n every row simply adds its own vote.
        ([True, False, True, True], 4, [Fraction(1, 4), 0, Fraction(1, 4), Fraction(1, 4)]),
        ([False, False], 1, [0, 0]),
    ],
)
def test_small_examples_worked_by_hand_come_out(
    is_match: list[bool], k: int, expected: list[Fraction]
) -> None:
    """Goal: a reader can check three cases on paper. Method: Theorem 1 by hand."""
    values = fast(list(range(len(is_match))), is_match, k)
    assert values == [int(exact * E9 // 1) for exact in expected]


def test_rows_at_one_distance_with_one_label_share_the_worth_alike() -> None:
    """Goal: a block has a closed form one can check. Method: t equal rows, k of which vote."""
    for t, k in [(1, 1), (3, 1), (7, 3), (4, 9)]:
        each = Fraction(min(k, t), k * t)
        values = fast([5] * t, [True] * t, k)
        assert all(abs(value - each * E9) < Fraction(1001, 1000) for value in values)
