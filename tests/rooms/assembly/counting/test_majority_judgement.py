"""Majority judgement: against taking medians away one by one, and published figures."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, combinations_with_replacement

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.assembly.counting.majority_judgement import (
    DecidedBy,
    Gauge,
    majority_judgement,
    majority_values,
)
from auzolan.assembly.counting.scores import Grades

TABLES = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda sizes: st.tuples(
        st.just(sizes[1]),
        st.lists(
            st.tuples(
                st.lists(st.integers(-1, sizes[1]), min_size=sizes[0], max_size=sizes[0]),
                st.integers(1, 4),
            ),
            min_size=1,
            max_size=8,
        ).filter(lambda ballots: any(max(line) >= 0 for line, _ in ballots)),
    )
)


def medians_taken_away(grades: list[int]) -> list[int]:
    """Give the majority value by its definition: the median, taken away, again and again."""
    left, value = sorted(grades), []
    while left:
        value.append(left.pop((len(left) - 1) // 2))
    return value


def columns_of(ballots: list[tuple[list[int], int]]) -> list[list[int]]:
    width = len(ballots[0][0])
    return [
        [max(0, line[one]) for line, weight in ballots for _ in range(weight)]
        for one in range(width)
    ]


@given(TABLES)
def test_it_agrees_with_taking_medians_away_one_by_one(
    drawn: tuple[int, list[tuple[list[int], int]]],
) -> None:
    """Goal: the definition, in stretches. Method: the definition, vote by vote."""
    highest, ballots = drawn
    columns = columns_of(ballots)
    values = [medians_taken_away(column) for column in columns]
    count = majority_judgement(
        Grades.from_table(
            [line for line, _ in ballots], highest, [number for _, number in ballots]
        ),
        seed="s",
    )
    assert [values[one] for one in count.order] == sorted(values, reverse=True)
    assert [gauge.median for gauge in count.gauges] == [value[0] for value in values]
    assert bool(count.lots) is (values.count(max(values)) > 1)


@pytest.mark.parametrize("voters", range(1, 9))
def test_all_columns_of_few_voters_are_ordered_as_by_definition(voters: int) -> None:
    """Goal: no case is missed. Method: every column of four grades, all in one count."""
    columns = list(combinations_with_replacement(range(4), voters))
    counts = np.array([[column.count(grade) for grade in range(4)] for column in columns])
    values = majority_values(counts)
    by_definition = [medians_taken_away(list(column)) for column in columns]
    found = sorted(range(len(columns)), key=values.__getitem__)
    assert found == sorted(range(len(columns)), key=by_definition.__getitem__)
    assert len(set(values)) == len(columns)


@pytest.mark.parametrize("voters", range(1, 7))
def test_any_two_columns_are_compared_where_they_first_differ(voters: int) -> None:
    """Goal: no stretch is too short or too long. Method: every two columns of three grades."""
    columns = list(combinations_with_replacement(range(3), voters))
    for one, other in combinations(columns, 2):
        counts = np.array([[column.count(grade) for grade in range(3)] for column in (one, other)])
        first, second = majority_values(counts)
        assert (first > second) is (medians_taken_away([*one]) > medians_taken_away([*other]))


@given(TABLES)
def test_the_gauge_never_contradicts_the_iterated_median(
    drawn: tuple[int, list[tuple[list[int], int]]],
) -> None:
    """Goal: what is shown explains what is decided. Method: all pairs whose gauges differ."""
    highest, ballots = drawn
    columns = columns_of(ballots)
    values = [medians_taken_away(column) for column in columns]
    gauges = majority_judgement(
        Grades.from_table(
            [line for line, _ in ballots], highest, [number for _, number in ballots]
        ),
        seed="s",
    ).gauges
    for one, first in enumerate(gauges):
        for other, second in enumerate(gauges):
            if first.rank > second.rank:
                assert values[one] > values[other]


def test_the_french_ballots_of_2007_give_the_published_order() -> None:
    """Goal: published gauges. Method: columns with the parts of Orsay 2007, per mille.

    Balinski and Laraki (2011), chapter 6: Bayrou (44.3 %, good +, 30.6 %), Royal (39.4 %, good -,
    41.5 %), Sarkozy (38.9 %, good -, 46.9 %).
    """
    parts = {"sarkozy": (389, 469), "royal": (394, 415), "bayrou": (443, 306)}
    columns = [
        [4] * above + [3] * (1_000 - above - below) + [1] * below for above, below in parts.values()
    ]
    count = majority_judgement(Grades.from_table(list(zip(*columns, strict=True)), 5))
    assert [list(parts)[one] for one in count.order] == ["bayrou", "royal", "sarkozy"]
    assert count.decided_by is DecidedBy.GAUGE
    assert count.gauges[2] == Gauge(3, Fraction(443, 1000), Fraction(306, 1000))
    assert [gauge.has_plus for gauge in count.gauges] == [False, False, True]


@pytest.mark.parametrize(
    ("columns", "winner", "by"),
    [
        ([[3, 3, 2, 1], [4, 2, 2, 2]], 0, DecidedBy.GAUGE),
        ([[1, 1, 1], [2, 2, 0]], 1, DecidedBy.MEDIAN),
        ([[0, 1, 2], [0, 1, 1]], 0, DecidedBy.ITERATED_MEDIAN),
        ([[0, 0, 1, 1, 2], [1, 1, 1, 1, 2]], 1, DecidedBy.GAUGE),
        ([[0, 1, 2], [2, 1, 0]], None, DecidedBy.LOT),
        ([[0, 1, 2]], 0, DecidedBy.ALONE),
    ],
)
def test_it_says_what_decided(columns: list[list[int]], winner: int | None, by: DecidedBy) -> None:
    """Goal: people see why. Method: one small poll for each reason."""
    count = majority_judgement(Grades.from_table(list(zip(*columns, strict=True)), 4), seed="s")
    assert count.decided_by is by
    assert bool(count.lots) is (by is DecidedBy.LOT)
    if winner is not None:
        assert count.elected == (winner,)


def test_a_missing_grade_is_the_lowest() -> None:
    """Goal: as documented. Method: one voter grades one of two."""
    count = majority_judgement(Grades.from_table([[2, -1], [2, 4], [2, -1]], 4))
    assert [gauge.median for gauge in count.gauges] == [2, 0]
    with pytest.raises(ValueError, match="no ballot is valid"):
        majority_judgement(Grades.from_table([[-1, -1]], 4))


def test_many_voters_behind_few_lines_are_not_unrolled() -> None:
    """Goal: exact at any size. Method: a difference in the last pair of 900,000,000."""
    half = 450_000_000
    grades = Grades.from_table([[1, 1], [0, 0], [2, 1]], 2, [half - 1, half, 1])
    count = majority_judgement(grades)
    assert count.elected == (0,)
    assert count.decided_by is DecidedBy.ITERATED_MEDIAN
