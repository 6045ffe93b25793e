"""Right answers by group: intervals that cover, small groups that are not shown."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("safetensors", reason="safetensors is in the extra `models`")

from auzolan.engine.models.groups import by_group, wilson


@given(st.integers(1, 10**6), st.data())
def test_an_interval_is_wilsons_rounded_outwards(total: int, data: st.DataObject) -> None:
    """Goal: the whole numbers are the formula's. Method: the formula in floats beside them."""
    correct = data.draw(st.integers(0, total))
    found = wilson(correct, total)
    z, p = 1.959963984540054, correct / total
    middle = (p + z * z / (2 * total)) / (1 + z * z / total)
    reach = z * sqrt(p * (1 - p) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    assert 0 <= found.low_bp <= found.share_bp <= found.high_bp <= 10_000
    assert 0 <= (middle - reach) * 10_000 - found.low_bp < 1 + 1e-6 or correct == 0
    assert 0 <= found.high_bp - (middle + reach) * 10_000 < 1 + 1e-6 or correct == total


@pytest.mark.parametrize(
    ("correct", "total", "low_bp", "high_bp"),
    [(81, 263, 2553, 3662), (15, 148, 624, 1605), (0, 20, 0, 1611), (1, 29, 61, 1718)],
)
def test_intervals_worked_by_others_are_met(
    correct: int, total: int, low_bp: int, high_bp: int
) -> None:
    """Goal: no slip in the formula. Method: Newcombe 1998, table I, method 3, to four digits."""
    found = wilson(correct, total)
    assert abs(found.low_bp - low_bp) <= 1
    assert abs(found.high_bp - high_bp) <= 1


@pytest.mark.parametrize(("correct", "total"), [(-1, 3), (4, 3), (0, 0)])
def test_counts_out_of_range_have_no_interval(correct: int, total: int) -> None:
    """Goal: nonsense is not shown. Method: one count past its range."""
    with pytest.raises(ValueError, match="expected 0 <= correct <= total"):
        wilson(correct, total)


names = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=90)


@given(names, st.data())
def test_every_row_is_in_one_group_and_no_small_group_is_shown(
    names: list[str], data: st.DataObject
) -> None:
    """Goal: nothing lost, nobody shown alone. Method: counts again; what subtraction would tell."""
    totals = np.array(
        data.draw(st.lists(st.integers(1, 3), min_size=len(names), max_size=len(names)))
    )
    corrects = np.array([data.draw(st.integers(0, int(one))) for one in totals])
    groups = by_group(names, totals, corrects)
    assert sum(group.rows for group in groups) == len(names)
    assert sum(group.total for group in groups) == totals.sum()
    assert sum(group.correct for group in groups) == corrects.sum()
    assert sum(group.merged or 1 for group in groups) == len(set(names))
    if len(names) >= 10:
        assert all(group.rows >= 10 for group in groups)
    shown = [group.name for group in groups if not group.merged]
    assert shown == sorted(shown)
    for group in groups:
        if not group.merged:
            own = np.array([name == group.name for name in names])
            assert (group.total, group.correct) == (totals[own].sum(), corrects[own].sum())


def test_one_small_group_takes_the_next_smallest_with_it() -> None:
    """Goal: no figure by subtraction. Method: groups of 3, 11 and 20 rows, worked by hand."""
    names = ["a"] * 3 + ["b"] * 11 + ["c"] * 20
    ones = np.ones(34, dtype=np.int64)
    found = by_group(names, ones, ones)
    assert [(one.name, one.rows, one.merged) for one in found] == [("c", 20, 0), ("other", 14, 2)]


def test_a_group_called_other_joins_the_others_and_an_empty_question_counts_nowhere() -> None:
    """Goal: no group hides behind the name. Method: 12 of it, 12 of another, one without question."""
    names = ["other"] * 12 + ["x"] * 12 + ["y"]
    totals = np.array([1] * 24 + [0])
    found = by_group(names, totals, np.zeros(25, dtype=np.int64))
    assert [(one.name, one.rows, one.merged) for one in found] == [("x", 12, 0), ("other", 12, 1)]


def test_more_right_answers_than_questions_are_refused() -> None:
    """Goal: counts that cannot be. Method: one row too good, one shape too short."""
    with pytest.raises(ValueError, match="more right answers"):
        by_group(["a"], np.array([1]), np.array([2]))
    with pytest.raises(ValueError, match="expected 2 counts"):
        by_group(["a", "b"], np.array([1]), np.array([1]))


def test_no_more_than_fifty_lines_come_out() -> None:
    """Goal: a column of many values fills no page. Method: 70 groups of 10 to 79 rows."""
    names = [f"g{one:02d}" for one in range(70) for _ in range(10 + one)]
    ones = np.ones(len(names), dtype=np.int64)
    found = by_group(names, ones, ones)
    assert [group.name for group in found] == [*(f"g{one:02d}" for one in range(21, 70)), "other"]
    assert found[-1].merged == 21
    assert sum(group.rows for group in found) == len(names)
