"""The second look: who is flagged, who is not, and that nobody is accused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.valuation.payable.review import Threshold, review

MEMBERS = [f"m{i:02d}" for i in range(11)]
WORTH = st.lists(st.integers(900, 1_100), min_size=11, max_size=11)


def even(**changed: int) -> dict[str, int]:
    return {member: 1_000 + 3 * place for place, member in enumerate(MEMBERS)} | changed


def test_a_member_paid_far_above_the_median_ratio_is_flagged() -> None:
    """Goal: the flag is raised for her alone. Method: equal worth, three times the pay."""
    found = review(even(m04=3_000), {"the curator game": even()})
    assert [(flag.member, flag.measure) for flag in found.flags] == [("m04", "the curator game")]
    flag = found.flags[0]
    assert flag.ratio_millionths > flag.limit_millionths >= flag.median_millionths * 3 // 2


def test_the_report_asks_and_does_not_accuse() -> None:
    """Goal: plain words for a human. Method: the text of one flag, whole."""
    found = review(dict.fromkeys(MEMBERS, 10) | {"m04": 30}, {"curator": dict.fromkeys(MEMBERS, 7)})
    assert found.text() == (
        "11 members beside curator: 1 to ask about.\n"
        "m04: her share of the pay is 2.54 times her share by curator. The median is 0.85; the "
        "review asks above 1.27. This is a question, not a finding: look whether many of her rows "
        "are almost the same, and ask her."
    )


@settings(max_examples=60, deadline=None)
@given(WORTH)
def test_small_differences_flag_nobody(worth: list[int]) -> None:
    """Goal: few false alarms. Method: pay within a tenth of worth stays under 1.5 medians."""
    assert review(dict(zip(MEMBERS, worth, strict=True)), {"a": even()}).flags == ()


@settings(max_examples=40, deadline=None)
@given(WORTH, st.integers(1, 10**6))
def test_the_scale_of_a_measure_does_not_matter(worth: list[int], scale: int) -> None:
    """Goal: measures in other units compare. Method: multiply one by a whole number."""
    paid = dict(zip(MEMBERS, worth, strict=True)) | {"m01": 5_000}
    other = {member: value * scale for member, value in even().items()}
    assert review(paid, {"a": other}).flags == review(paid, {"a": even()}).flags != ()


def test_who_is_worth_nothing_by_the_measure_is_flagged_only_when_paid() -> None:
    """Goal: no division by nothing, no noise near nothing. Method: worth 0 or less, pay 0 or some."""
    beside = {"a": even(m02=-5, m03=0, m05=0)}
    paid = even(m02=-8, m03=900, m05=1)
    assert [flag.member for flag in review(paid, beside).flags] == ["m03"]


def test_each_measure_flags_by_itself_in_order() -> None:
    """Goal: two measures, two questions, a fixed order. Method: one member, both measures."""
    found = review(even(m09=4_000, m01=4_000), {"b": even(), "a": even(m01=4_000)})
    assert [(flag.member, flag.measure) for flag in found.flags] == [
        ("m01", "b"), ("m09", "a"), ("m09", "b"),
    ]  # fmt: skip
    assert found.measures == ("a", "b")
    assert found.text().startswith("11 members beside a, b: 2 to ask about.\n")


def test_a_higher_threshold_asks_fewer() -> None:
    """Goal: the recipe decides. Method: one ratio of three under two thresholds."""
    paid = {member: 1_000 + 50 * (place % 3) for place, member in enumerate(MEMBERS)}
    paid, beside = paid | {"m04": 3_000}, {"a": even()}
    assert len(review(paid, beside).flags) == 1
    assert review(paid, beside, threshold=Threshold(times_bp=40_000)).flags == ()
    assert review(paid, beside, threshold=Threshold(spreads=10_000)).flags == ()


def test_where_nobody_is_paid_there_is_nothing_to_ask() -> None:
    """Goal: an empty year is no fault. Method: all values at or below zero."""
    nothing = dict.fromkeys(MEMBERS, -1)
    assert review(nothing, {"a": even()}).flags == ()
    assert review(even(), {"a": nothing}).flags == ()


def test_the_review_refuses_what_it_cannot_compare() -> None:
    """Goal: doubt stops. Method: no members, no measure, other members, thresholds out of range."""
    with pytest.raises(ValueError, match="expected members and measures"):
        review({}, {"a": {}})
    with pytest.raises(ValueError, match="expected members and measures"):
        review(even(), {})
    with pytest.raises(ValueError, match="a is over other members than the pay: zoe"):
        review(even(), {"a": even(zoe=1)})
    for wrong in ({"spreads": 0}, {"times_bp": 9_999}, {"floor_bp": 0}):
        with pytest.raises(ValueError, match="expected|floor_bp"):
            Threshold(**wrong)
