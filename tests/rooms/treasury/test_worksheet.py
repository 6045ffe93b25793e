"""A worksheet: what it answers beside the plan, and every way in which it can be wrong."""

import json
from typing import Any

import msgspec
import pytest

from auzolan.foundation.refusals import Refusal
from auzolan.treasury.surplus import worksheet
from auzolan.treasury.surplus.worksheet import plan_worksheet
from auzolan.treasury.surplus.worksheet_answer import answer

SHEET: dict[str, Any] = {
    "preset": "es-pv-2019",
    "charter": {},
    "result": {"before_interest_and_tax": 1_000_000, "past_losses": 0, "tax": 0},
    "members": [
        {"id": "ana", "hours": 100, "index": 100, "capital": 100_000, "points": 3},
        {"id": "ben", "hours": 300, "index": 200, "capital": 100_000, "points": 1},
        {"id": "eve", "hours": 1, "index": 100, "capital": 100_000, "points": 1},
    ],
}


def changed(**changes: object) -> bytes:
    return json.dumps({**SHEET, **changes}).encode()


def refused(text: bytes) -> Refusal:
    found = plan_worksheet(text)
    assert isinstance(found, Refusal)
    assert found.article
    assert found.remedy
    return found


def answered(text: bytes) -> dict[str, Any]:
    found = plan_worksheet(text)
    assert not isinstance(found, Refusal), found
    plain: dict[str, Any] = json.loads(msgspec.json.encode(answer(found)))
    return plain


def members(**changes: object) -> bytes:
    return changed(members=[{**SHEET["members"][0], **changes}])


UNREADABLE = {
    "not JSON": b"{",
    "not UTF-8": b'{"preset": "\xff"}',
    "a list": b"[]",
    "nothing": b"",
    "a key twice": changed()[:-1] + b', "preset": "it"}',
    "an unknown key": changed(seats=3),
    "an unknown key of the result": changed(result={"before_interest_and_tax": 1, "gains": 1}),
    "an unknown key of a member": members(wage=3),
    "no result": b'{"preset": "it", "members": []}',
    "a number with a fraction": members(hours=1.5),
    "a whole number written as a fraction": members(hours=2.0),
    "not a number": members(hours="10"),
    "NaN": changed(result={"before_interest_and_tax": float("nan")}),
    "a truth": members(points=True),
    "a result beyond counting": changed(result={"before_interest_and_tax": 2**53}),
    "a negative tax": changed(result={"before_interest_and_tax": 1, "tax": -1}),
    "an id that is none": members(id=""),
    "a charter with a fraction": changed(charter={"cash_bp": 0.5}),
    "deep nesting": b"[" * 100_000,
    "an unknown reason": changed(exits=[{"id": "ana", "reason": "boredom"}]),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_worksheet_that_cannot_be_read_is_refused(name: str) -> None:
    """Goal: nothing is guessed. Method: one fault each."""
    assert refused(UNREADABLE[name]).code == "treasury.worksheet_unreadable"


WRONG = {
    "charter.law_unknown": changed(preset="es-pv-1982"),
    "charter.surplus_clause_unknown": changed(charter={"reserve": 3}),
    "charter.surplus_value_unfit": changed(charter={"cash_bp": 10_001}),
    "charter.beyond_law": changed(charter={"education_bp": 999}),
    "charter.pools_not_whole": changed(charter={"pool_data_bp": 1}),
    "treasury.nobody_shares": changed(members=[]),
    "treasury.member_twice": changed(members=SHEET["members"] * 2),
    "treasury.weight_negative": members(points=-1),
    "treasury.too_large": members(points=2**53),
    "treasury.index_missing": members(index=None),
    "treasury.value_above_points": members(value=4),
    "treasury.index_above_ratio": changed(
        members=[*SHEET["members"], {"id": "zoe", "hours": 1, "index": 601}]
    ),
    "treasury.weights_all_zero": members(points=0),
    "treasury.cap_out_of_reach": changed(charter={"concentration_bp": 1}),
    "treasury.exit_unknown": changed(exits=[{"id": "zoe"}]),
    "treasury.exit_too_large": changed(exits=[{"id": "ana", "compulsory": 10**9}]),
}


@pytest.mark.parametrize("code", WRONG)
def test_a_worksheet_that_breaks_a_rule_is_refused_with_its_code(code: str) -> None:
    """Goal: code, article, remedy. Method: one fault each."""
    assert refused(WRONG[code]).code == code


def test_the_same_person_cannot_leave_twice() -> None:
    """Goal: capital is paid back once. Method: ana twice among those who leave."""
    assert refused(changed(exits=[{"id": "ana"}] * 2)).code == "treasury.exit_unknown"


def test_a_worksheet_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Goal: a stated limit. Method: a limit of one byte less than the sheet."""
    monkeypatch.setattr(worksheet, "TEXT_BYTES_MAX", len(changed()) - 1)
    assert refused(changed()).code == "treasury.worksheet_unreadable"


def test_a_loss_is_shared_and_shown() -> None:
    """Goal: a negative result has an answer. Method: 1,000.00 lost, 300.00 borne by a reserve."""
    result = {
        "before_interest_and_tax": -100_000, "voluntary_reserve": 30_000,
        "past_years": [{"surplus": 10, "to_funds": 3}],
    }  # fmt: skip
    found = answered(changed(result=result))
    assert found["loss"] == {
        "loss": 100_000, "voluntary_reserve": 30_000, "obligatory_reserve": 0,
        "members": 70_000, "carried": 0, "carried_years": 5,
    }  # fmt: skip
    assert found["lines"]["patronage"] == found["lines"]["interest"] == 0
    for one in found["members"].values():
        assert one["closing_capital"] == 100_000 - one["loss"]


def test_the_key_exits_gives_schedules_from_the_closing_capital() -> None:
    """Goal: redemption on a sheet. Method: sums, a deduction, a death, a transfer."""
    exits = [
        {"id": "ana", "reason": "expulsion", "compulsory": 50_000},
        {"id": "ben", "reason": "death"},
        {"id": "eve", "reason": "transfer"},
    ]
    found = answered(changed(exits=exits, charter={"exit_expulsion_bp": 3_000}))
    closing = {name: one["closing_capital"] for name, one in found["members"].items()}
    ana, ben, eve = (found["exits"][name] for name in ("ana", "ben", "eve"))
    assert (ana["capital"], ana["deduction"]) == (closing["ana"], 15_000)
    assert ana["redeemable"] == closing["ana"] - 15_000
    assert [one["year"] for one in ana["instalments"]] == [1, 2, 3, 4, 5]
    assert all(one["total"] == one["principal"] + one["interest"] for one in ana["instalments"])
    assert [one["principal"] for one in ben["instalments"]] == [closing["ben"]]
    assert (eve["transferred"], eve["instalments"]) == (closing["eve"], [])


def test_the_answer_has_only_what_the_sheet_asks_for() -> None:
    """Goal: the shape of the answer is fixed. Method: keys with and without other pools."""
    plain = answered(changed())
    assert list(plain) == ["lines", "members", "warnings"]
    assert list(plain["members"]["ana"]) == [
        "interest", "labour", "data", "patronage", "cash", "capitalised", "closing_capital"
    ]  # fmt: skip
    equal = answered(changed(charter={"pool_data_bp": 0, "pool_equal_bp": 4_000}))
    assert list(equal["members"]["ana"])[1:4] == ["labour", "data", "equal"]
    assert "forms_1099_patr" in answered(changed(preset="us-worker"))


@pytest.mark.parametrize("preset", ["es-pv-2019", "es-1999", "us-worker", "it", "ica"])
def test_every_preset_plans_the_same_year(preset: str) -> None:
    """Goal: five laws, one shape. Method: the sums of each plan."""
    found = answered(changed(preset=preset))
    lines = found["lines"]
    named = {"interest", "net", "available", "patronage"}
    fixed = sum(cents for name, cents in lines.items() if name not in named)
    assert fixed + lines["patronage"] == lines["available"]
    assert sum(one["patronage"] for one in found["members"].values()) == lines["patronage"]
