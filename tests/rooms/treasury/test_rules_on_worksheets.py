"""The named rules on worksheets: every cent given, blind to order, never less for more of one's own."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.charter.named_rules import SHARING_RULES, clauses_of_rule
from auzolan.foundation.refusals import Refusal
from auzolan.treasury.surplus.worksheet import plan_worksheet
from auzolan.treasury.surplus.worksheet_answer import answer

UNITS = {
    "hours-only": "hours", "mondragon": "hours", "stocksy": "usage", "value-only": "value",
    "blended": "hours",
}  # fmt: skip
"""What one brings that counts under each rule; under `equal` nothing does."""

people = st.lists(
    st.fixed_dictionaries(
        {
            "hours": st.integers(1, 2_000), "index": st.integers(100, 600),
            "points": st.integers(1, 10**6), "usage": st.integers(1, 10**6),
            "capital": st.integers(0, 10**6),
        }
    ),
    min_size=1, max_size=8,
)  # fmt: skip


def sheet(rule: str, members: list[dict[str, Any]], cents: int) -> bytes:
    named = [{"id": f"m{place}", **one} for place, one in enumerate(members)]
    return json.dumps(
        {
            "preset": "us-worker", "charter": clauses_of_rule(SHARING_RULES[rule]),
            "result": {"before_interest_and_tax": cents}, "members": named,
        }
    ).encode()  # fmt: skip


def planned(text: bytes) -> Any:
    found = plan_worksheet(text)
    assert not isinstance(found, Refusal), found
    return answer(found)


@settings(max_examples=60)
@given(rule=st.sampled_from(sorted(SHARING_RULES)), members=people, cents=st.integers(0, 10**12))
def test_every_cent_is_given_under_every_rule(
    rule: str, members: list[dict[str, Any]], cents: int
) -> None:
    """Goal: sums exact. Method: any people and year; the parts make the members' part."""
    found = planned(sheet(rule, members, cents))
    assert sum(one["patronage"] for one in found["members"].values()) == found["lines"]["patronage"]
    for one in found["members"].values():
        assert one["cash"] + one["capitalised"] == one["patronage"]
        pools = [one.get(basis, 0) for basis in ("labour", "hours", "usage", "value", "equal")]
        assert sum(pools) == one["patronage"]


@settings(max_examples=60)
@given(
    rule=st.sampled_from(sorted(SHARING_RULES)), members=people, cents=st.integers(0, 10**12),
    chance=st.randoms(use_true_random=False),
)  # fmt: skip
def test_the_order_in_which_people_stand_says_nothing(
    rule: str, members: list[dict[str, Any]], cents: int, chance: Any
) -> None:
    """Goal: blind to order. Method: shuffle the members of the sheet; the same answer."""
    text = json.loads(sheet(rule, members, cents))
    before = planned(json.dumps(text).encode())
    chance.shuffle(text["members"])
    assert planned(json.dumps(text).encode()) == before


@settings(max_examples=80)
@given(
    rule=st.sampled_from(sorted(UNITS)), members=people, cents=st.integers(0, 10**9),
    more=st.integers(1, 10**6), place=st.integers(0, 7),
)  # fmt: skip
def test_more_of_ones_own_never_gets_less(
    rule: str, members: list[dict[str, Any]], cents: int, more: int, place: int
) -> None:
    """Goal: bringing more is never punished by rounding. Method: one brings more; compare hers."""
    unit, who = UNITS[rule], place % len(members)
    before = [{**one, "value": one["points"]} for one in members]
    after = [dict(one) for one in before]
    after[who][unit] += more
    after[who]["points"] += more if unit == "value" else 0
    mine = [
        planned(sheet(rule, of, cents))["members"][f"m{who}"]["patronage"] for of in (before, after)
    ]
    assert mine[1] >= mine[0]


@settings(max_examples=40)
@given(members=people, cents=st.integers(0, 10**9), more=st.integers(1, 10**6))
def test_units_of_one_pool_move_no_cent_of_another(
    members: list[dict[str, Any]], cents: int, more: int
) -> None:
    """Goal: nobody's work is worth less since another's data is worth more. Method: the blend.

    One person's worth rises; what each gets by labour and by head stays to the cent.
    """
    changed = [dict(one) for one in members]
    changed[0]["points"] += more
    plans = [planned(sheet("blended", of, cents))["members"] for of in (members, changed)]
    for basis in ("labour", "equal"):
        assert [one[basis] for one in plans[0].values()] == [
            one[basis] for one in plans[1].values()
        ]
    assert plans[1]["m0"]["value"] >= plans[0]["m0"]["value"]


def test_without_a_lower_end_a_worth_counts_whole() -> None:
    """Goal: what is exact has no range. Method: points alone, and one lower end beside them."""
    members = [{"points": 30}, {"points": 30, "value": 10}]
    got = planned(sheet("value-only", members, 10_000))["members"]
    assert got["m0"]["value"] == 3 * got["m1"]["value"]
    exact = planned(sheet("value-only", [{"points": 30}, {"points": 10}], 10_000))["members"]
    assert exact["m0"]["value"] == got["m0"]["value"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"points": 5, "value": 6}, "treasury.value_above_points"),
        ({"value": 1}, "treasury.value_above_points"),
        ({"points": 5, "value": -1}, "treasury.weight_negative"),
        ({"points": 5, "value": 2**53}, "treasury.too_large"),
        ({"points": 5, "value": 0}, "treasury.weights_all_zero"),
    ],
)
def test_a_lower_end_that_is_none_is_refused(more: dict[str, int], code: str) -> None:
    """Goal: bad numbers are no weights. Method: one fault each."""
    found = plan_worksheet(sheet("value-only", [more], 1_000))
    assert isinstance(found, Refusal)
    assert found.code == code
