"""Two charters on one year: who gains and who loses, exactly; how evenly; of a sheet and of a plan."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.audit.folder import Folder
from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.treasury.simulate import Comparison, compare_worksheet, gini, spread_of
from house.cli.conftest import Cli, cli
from house.journals.conftest import books

__all__ = ["books", "cli"]
SHEET: dict[str, Any] = {
    "preset": "es-pv-2019",
    "charter": {},
    "result": {"before_interest_and_tax": 1_000_000},
    "members": [
        {"id": "ana", "hours": 1700, "index": 100, "capital": 1_000, "points": 1},
        {"id": "ben", "hours": 0, "capital": 1_000, "points": 9},
        {"id": "eve", "hours": 900, "index": 120, "capital": 0, "points": 0},
    ],
}


def sheet(**changes: object) -> bytes:
    return json.dumps({**SHEET, **changes}).encode()


def compared(text: bytes, **changes: int | str) -> Comparison:
    found = compare_worksheet(text, changes)
    assert isinstance(found, Comparison), found
    return found


amounts = st.lists(st.integers(0, 10**12), min_size=1, max_size=30)


@given(amounts)
def test_gini_is_the_mean_difference_of_all_pairs(values: list[int]) -> None:
    """Goal: the definition. Method: brute force over pairs, in fractions."""
    total = sum(values)
    if not total:
        assert gini(values) is None
        return
    pairs = sum(abs(one - other) for one in values for other in values)
    assert gini(values) == Fraction(pairs, 2 * len(values) * total)


@given(amounts, st.randoms(use_true_random=False))
def test_the_curve_rises_below_the_line_of_equality(values: list[int], chance: Any) -> None:
    """Goal: a Lorenz curve. Method: both ends, convex, order irrelevant, the decimals near."""
    spread = spread_of(values)
    points = [(one.people, one.cents) for one in spread.lorenz]
    assert (points[0], points[-1]) == ((0, 0), (len(values), sum(values)))
    assert all(cents * len(values) <= people * sum(values) for people, cents in points)
    shuffled = list(values)
    chance.shuffle(shuffled)
    assert spread_of(shuffled) == spread
    if spread.gini is not None and spread.gini_e4 is not None:
        assert abs(Fraction(spread.gini) - Fraction(spread.gini_e4, 10_000)) <= Fraction(1, 20_000)


def test_the_curve_of_many_keeps_both_ends_and_exact_points() -> None:
    """Goal: a million fit on a page. Method: 12,345 members; each point against a plain sum."""
    values = [(7 * place) % 1_000 for place in range(12_345)]
    spread, rising = spread_of(values), sorted(values)
    assert len(spread.lorenz) == 101
    for one in spread.lorenz:
        assert one.cents == sum(rising[: one.people])


def test_somebody_who_loses_has_no_gini() -> None:
    """Goal: no figure without meaning. Method: a loss, and a year of nothing."""
    assert gini([5, -1]) is None
    assert gini([0, 0]) is None
    assert gini([4, 4, 4]) == 0


def test_what_one_gains_another_loses() -> None:
    """Goal: signs and sums. Method: pools turned round; changes sum to zero, counts fit."""
    found = compared(sheet(), pool_labour_bp=1_000, pool_data_bp=9_000)
    change = {one.id: one.change_cents for one in found.members}
    assert sum(change.values()) == 0
    assert change["ben"] > 0 > change["eve"]
    assert (found.gaining, found.losing, found.same) == (1, 2, 0)
    assert [one.clause for one in found.clauses] == ["pool_labour_bp", "pool_data_bp"]
    assert found.before.gini != found.after.gini


def test_the_same_charter_changes_nothing() -> None:
    """Goal: no noise. Method: a clause set to what it is."""
    found = compared(sheet(), cash_bp=2_000)
    assert (found.clauses, found.gaining, found.losing, found.same) == ((), 0, 0, 3)
    assert all(line.change_cents == 0 for line in found.lines)
    assert found.before == found.after


def test_a_larger_fund_is_paid_by_every_member() -> None:
    """Goal: lines and members agree. Method: education up; its gain is the members' loss."""
    found = compared(sheet(), education_bp=2_000)
    lines = {one.name: one.change_cents for one in found.lines}
    assert lines["education"] == -lines["patronage"] > 0
    assert sum(one.change_cents for one in found.members) == lines["patronage"]
    assert found.gaining == 0


def test_a_loss_is_compared_as_well() -> None:
    """Goal: bad years too. Method: another order of bearers; no Gini where somebody loses."""
    text = sheet(result={"before_interest_and_tax": -1_000, "obligatory_reserve": 5_000})
    found = compare_worksheet(text, {"losses_years": 3})
    assert isinstance(found, Comparison)
    names = {one.name for one in found.lines}
    assert "loss_of_members" in names


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"education_bp": 999}, None),
        ({"cash_percent": 5}, "charter.surplus_clause_unknown"),
        ({"cash_bp": 10_001}, "charter.surplus_value_unfit"),
        ({"cash_rounding": "sideways"}, "charter.surplus_value_unfit"),
        ({"pool_labour_bp": 9_000}, None),
        ({"pool_labels_bp": 4_000, "pool_data_bp": 0}, "treasury.weights_all_zero"),
    ],
)
def test_a_charter_that_cannot_be_is_refused(
    changes: dict[str, int | str], code: str | None
) -> None:
    """Goal: the law holds in a game too. Method: one fault each; each says why and what to do."""
    found = compare_worksheet(sheet(), changes)
    assert isinstance(found, Refusal), found
    assert found.because
    assert found.remedy
    assert code is None or found.code == code


def test_the_command_shows_both_sides(cli: Cli, tmp_path: Path) -> None:
    """Goal: a person sees it. Method: text with four decimals, JSON with whole numbers; no folder."""
    path = tmp_path / "year.json"
    path.write_bytes(sheet())
    words = ("--charter", "surplus.pool_labour_bp=1000", "--charter", "pool_data_bp=9000")
    said = cli("treasury", "simulate", path, *words)
    assert said.code == 0, said
    assert "1 gain, 2 lose, 0 get the same." in said.out
    after_lines = said.out.partition("member ")[2].splitlines()[2:5]
    members = [line.split()[0] for line in after_lines]
    assert members == sorted(members), "by id: nobody is ranked by what she would gain"
    told = cli("treasury", "simulate", path, *words, "--json").json
    e4 = told["before"]["gini_e4"]
    assert f"Gini coefficient before 0.{e4:04d}" in said.out
    assert list(tmp_path.iterdir()) == [path]
    for wrong in ("cash_bp", "=5", "cash_bp="):
        assert cli("treasury", "simulate", path, "--charter", wrong).code == 2
    twice = ("--charter", "cash_bp=1", "--charter", "cash_bp=2")
    assert cli("treasury", "simulate", path, *twice).code == 2


def test_a_closed_period_is_compared_to_the_cent(
    cli: Cli, books: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: the co-operative's own year. Method: its plan's amounts before; all data after."""
    monkeypatch.setenv("AUZOLAN_FOLDER", str(books.path))
    words = ("--charter", "pool_data_bp=10000", "--charter", "pool_labour_bp=0",
             "--charter", "pool_equal_bp=0", "--json")  # fmt: skip
    told = cli("treasury", "simulate", "year", *words).json
    got = {one["id"]: (one["before_cents"], one["after_cents"]) for one in told["members"]}
    assert got == {"m001": (14_500, 22_500), "m002": (5_500, 7_500), "m003": (10_000, 0)}
    assert cli("treasury", "simulate", "no-year", *words).code == 2
    low = cli("treasury", "simulate", "year", "--charter", "obligatory_reserve_bp=1", "--json")
    assert low.code == 1
    assert low.json["refusal"]["article"]
