"""The named rules at the command line: listed, proposed, looked at, compared; never entered unvoted."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from auzolan.audit.folder import Folder
from auzolan.charter.named_rules import SHARING_RULES
from auzolan.foundation.moments import moment_from_iso
from auzolan.house.asking import reading
from auzolan.house.desk import Desk
from auzolan.house.ports import Ports, SeededChance, SetClock
from auzolan.house.rooms.treasury.simulate import gini
from auzolan.house.rooms.treasury.simulate_rules import (
    SPREAD_PEOPLE_MIN,
    Asked,
    RulesCompared,
    compare_rules_on_worksheet,
    pay_shown,
    quarters,
)
from auzolan.house.submission import Receipt, Submission
from auzolan.treasury.ledger.acts import ClosePeriod
from auzolan.treasury.royalties.acts import Accrue
from auzolan.treasury.surplus.acts import PlanDistribution
from auzolan.treasury.surplus.pay_ratio import PayRatio
from house.cli.conftest import Cli, cli
from house.cli.conftest import coop as five
from house.journals.conftest import STORY, books
from support.story_acts import ACTS
from support.story_checks import CHECKS
from support.story_desks import TableDesk
from support.story_people import INTERVAL_E9
from support.story_teller import ORIGIN, Teller, tell
from support.story_text import read_story

__all__ = ["books", "cli", "five"]
SHEET: dict[str, Any] = {
    "preset": "es-pv-2019",
    "result": {"before_interest_and_tax": 1_000_000},
    "members": [
        {"id": "ana", "hours": 1700, "index": 100, "points": 1, "usage": 5},
        {"id": "ben", "hours": 0, "points": 9, "value": 4, "usage": 15},
        {"id": "eve", "hours": 850, "index": 200, "points": 0},
    ],
}


def compared(**changes: object) -> RulesCompared:
    text = json.dumps({**SHEET, **changes}).encode()
    found = compare_rules_on_worksheet(text, Asked("ben"))
    assert isinstance(found, RulesCompared), found
    return found


@pytest.fixture
def coop(books: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of three years of books, which is the one that commands find."""
    path = tmp_path / "coop"
    shutil.copytree(books.path, path)
    monkeypatch.setenv("AUZOLAN_FOLDER", str(path))
    return path


def test_all_rules_share_the_same_members_part() -> None:
    """Goal: a fair comparison. Method: the members' part under each; hers by hand.

    The members' part is half of 10,000.00. ben has no hours, three quarters of the use, four of the
    five points that are sure, and one head in three.
    """
    found = compared()
    assert [one.rule for one in found.rules] == list(SHARING_RULES)
    assert {one.members_cents for one in (found.charter, *found.rules)} == {500_000}
    assert all(one.cash_cents + one.capitalised_cents == 500_000 for one in found.rules)
    own = {one.rule: one.own_cents for one in found.rules}
    assert own == {
        "hours-only": 0, "mondragon": 0, "stocksy": 375_000, "value-only": 400_000,
        "equal": 166_667, "blended": 180_000 + 25_000,
    }  # fmt: skip
    assert found.pay is None


def test_how_evenly_a_rule_shares_is_exact() -> None:
    """Goal: the Gini coefficient and the quarters. Method: the equal rule, and mondragon by hand."""
    found = {one.rule: one for one in compared().rules}
    assert found["mondragon"].gini == str(gini([0, 250_000, 250_000])) == str(Fraction(1, 3))
    assert found["mondragon"].gini_e4 == 3_333
    assert found["mondragon"].quarters == (0, 250_000, 250_000)
    assert found["equal"].sharing == 3
    assert found["hours-only"].sharing == 2


def test_the_rule_in_force_is_named() -> None:
    """Goal: what the year was planned with. Method: the preset's own pools, and one rule's."""
    assert compared().in_force == ""
    pools = {"pool_labour_bp": 10_000, "pool_data_bp": 0}
    assert compared(charter=pools).in_force == "mondragon"


def test_a_rule_that_cannot_be_followed_says_why_beside_the_others() -> None:
    """Goal: a table with holes, not a refusal. Method: nobody has any use; a law against heads."""
    members = [{key: of for key, of in one.items() if key != "usage"} for one in SHEET["members"]]
    codes = {one.rule: one.refused for one in compared(members=members, preset="ica").rules}
    assert codes == {
        "hours-only": "", "mondragon": "", "stocksy": "treasury.weights_all_zero",
        "value-only": "", "equal": "charter.beyond_law", "blended": "charter.beyond_law",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [([7], (7, 7, 7)), ([4, 1, 3, 2], (1, 2, 3)), (list(range(1, 11)), (3, 5, 8))],
)
def test_quarters_are_amounts_that_somebody_got(
    amounts: list[int], expected: tuple[int, int, int]
) -> None:
    """Goal: nearest rank. Method: one, four and ten amounts by hand."""
    assert quarters(amounts) == expected


def test_of_few_people_no_pay_is_shown() -> None:
    """Goal: two ends of a ratio are two persons. Method: one fewer than it takes, and just enough."""
    few = PayRatio(SPREAD_PEOPLE_MIN - 1, Fraction(7), Fraction(2))
    assert pay_shown(few, 6, SPREAD_PEOPLE_MIN).before is None
    assert pay_shown(few, 6, SPREAD_PEOPLE_MIN).is_above is None
    enough = pay_shown(PayRatio(SPREAD_PEOPLE_MIN, Fraction(7), Fraction(2)), 6, SPREAD_PEOPLE_MIN)
    assert (enough.before, enough.after, enough.is_above) == ("7", "2", True)


def test_the_list_names_every_rule_and_the_one_in_force(cli: Cli, coop: Path) -> None:
    """Goal: a member can look them up. Method: text and JSON; none is in force here."""
    said = cli("charter", "rule")
    assert said.code == 0, said
    assert all(name in said.out for name in SHARING_RULES)
    told = cli("charter", "rule", "--json").json
    assert [one["rule"] for one in told] == list(SHARING_RULES)
    assert not any(one["in_force"] for one in told)
    assert all(one["source"] for one in told)


def test_a_rule_is_shown_as_the_measure_that_would_choose_it(cli: Cli, coop: Path) -> None:
    """Goal: one vote. Method: the clauses now and then, and the words to propose them; no entry."""
    told = cli("charter", "rule", "blended", "--json").json
    assert {one["clause"]: one["after"] for one in told["clauses"]} == {
        "pool_labour_bp": 4_000, "pool_data_bp": 0, "pool_value_bp": 4_500, "pool_equal_bp": 1_500
    }  # fmt: skip
    assert "--change surplus.pool_value_bp=4500" in told["measure"]
    before = cli("charter", "show", "--json").json
    said = cli("charter", "rule", "blended")
    assert "auzolan assembly propose ID" in said.out
    assert cli("charter", "show", "--json").json == before
    assert cli("charter", "rule", "winner-takes-all").code == 1
    assert cli("charter", "rule", "blended", "--propose", "p9").code == 2
    assert cli("charter", "rule", "--propose", "p9", "--as", "m002").code == 2
    assert cli("charter", "rule", "blended", "--as", "m002").code == 2


def test_a_rule_is_proposed_as_one_measure(cli: Cli, five: Path) -> None:
    """Goal: it becomes a draft like any other. Method: propose it; the assembly shows its changes."""
    said = cli("charter", "rule", "blended", "--propose", "rule-1", "--as", "ben", "--json")
    assert said.code == 0, said
    shown = cli("assembly", "show", "rule-1")
    assert shown.code == 0, shown
    assert "pool_value_bp" in shown.out


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The books after the first year was closed, before anybody plans it.

    Beside the story: ana earned 30 millionths of a euro by use in it and ben 10.
    """
    path = tmp_path_factory.mktemp("closed")
    told = STORY.read_text(encoding="utf-8").partition("2026-12-31")[0]
    (path / "closed.story").write_text(told, encoding="utf-8")
    (path / "coop").mkdir()
    ports = Ports(SetClock(moment_from_iso("2026-01-01")), SeededChance("closed"))
    desk = TableDesk(path / "coop", ports, ORIGIN)
    assert isinstance(ports.clock, SetClock)
    teller = Teller(desk, ports.clock, ports.chance)
    tell(read_story(path / "closed.story"), teller, acts=ACTS, checks=CHECKS)
    teller.place, teller.asking = "after", []
    earned = {"member": [teller.id("ana"), teller.id("ben")], "amount_micro": [30, 10]}
    lines = desk.lay_down("royalties/1", earned, amount="amount_micro")
    teller.ask("ana", Accrue("use-1", "choir-1", lines))
    teller.ask("ana", ClosePeriod("2026", "2027"))
    desk.close()
    return path / "coop"


@pytest.fixture
def planned(closed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy in which the year is planned under the charter, by data, work and heads."""
    path = tmp_path / "coop"
    shutil.copytree(closed, path)
    monkeypatch.setenv("AUZOLAN_FOLDER", str(path))
    desk = Desk(Folder(path), Ports(SetClock(moment_from_iso("2027-01-02")), SeededChance("plan")))
    act = PlanDistribution("share", "2026", "worth")
    answer = desk.submit([Submission("plan-share", "m001", act, {})])[0]
    assert isinstance(answer, Receipt), answer
    desk.close()
    return path


def entries(path: Path) -> int:
    """How many entries a folder's record has."""
    with reading(Folder(path)) as now:
        return now.log.head().size


def test_a_plan_by_another_rule_is_for_looking_at_alone(
    cli: Cli, closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: rules come from the charter. Method: dry run gives totals and no member; else refused."""
    monkeypatch.setenv("AUZOLAN_FOLDER", str(closed))
    words = ("treasury", "plan", "look", "--period", "2026", "--valuation", "worth", "--as", "m001",
             "--folder", closed, "--rule", "mondragon")  # fmt: skip
    size = entries(closed)
    shown = cli(*words, "--dry-run", "--json")
    assert shown.code == 0, shown
    told = shown.json
    assert told["rule"] == "mondragon"
    assert told["pools"] == [{"basis": "labour", "weight_bp": 10_000, "cents": 30_000}]
    assert told["cash_cents"] + told["capitalised_cents"] == 30_000
    assert "m001" not in shown.out
    assert "nothing has been written" in shown.err
    text = cli(*words, "--dry-run")
    assert "labour" in text.out
    refused = cli(*words, "--yes", "--json")
    assert refused.code == 1
    assert refused.json["refusal"]["code"] == "charter.rule_not_in_force"
    assert entries(closed) == size
    assert cli(*words[:-1], "none", "--dry-run").code == 1
    assert cli(*words[:4], "2029", *words[5:], "--dry-run").code == 1
    used = cli(*words[:-1], "stocksy", "--dry-run", "--json").json
    assert [one["basis"] for one in used["pools"]] == ["usage"]


@pytest.mark.parametrize(
    ("rule", "got"),
    [
        ("hours-only", (0, 0, 1)), ("mondragon", (0, 0, 1)), ("stocksy", (3, 1, 0)),
        ("equal", (1, 1, 1)),
        ("value-only", (300_000_000 - INTERVAL_E9, 100_000_000 - INTERVAL_E9, 0)),
    ],
)  # fmt: skip
def test_a_plan_from_the_books_holds_every_basis(
    cli: Cli, planned: Path, rule: str, got: tuple[int, ...]
) -> None:
    """Goal: what the charter does not use can still be compared. Method: shares of the part by hand.

    Only eve worked; ana earned three times as much by use as ben; the worth of her data is 0.30 and
    of his 0.10, each less the same for its lower end.
    """
    told = cli("treasury", "simulate", "share", "--rule", rule, "--json")
    assert told.code == 0, told
    lines = {one["name"]: one["after_cents"] for one in told.json["lines"]}
    cents = [one["after_cents"] for one in told.json["members"]]
    exact = [Fraction(lines["patronage"] * part, sum(got)) for part in got]
    assert sum(cents) == lines["patronage"]
    assert all(0 <= abs(mine - share) < 1 for mine, share in zip(cents, exact, strict=True))


def test_a_year_with_a_loss_is_looked_at_too(cli: Cli, coop: Path) -> None:
    """Goal: bad years as well. Method: the second year lost money; a shared one is refused."""
    words = ("treasury", "plan", "look", "--as", "m001", "--valuation", "worth", "--rule", "equal",
             "--dry-run", "--json")  # fmt: skip
    lost = cli(*words, "--period", "2027").json
    assert lost["loss_cents"] > 0
    assert lost["pools"] == []
    again = cli(*words, "--period", "2026")
    assert again.json["refusal"]["code"] == "treasury.already_distributed"


def test_a_year_of_the_books_is_compared_under_all_rules(cli: Cli, coop: Path) -> None:
    """Goal: the co-operative's own year. Method: its plan; her own amounts, nobody else's, no spread.

    Three share, fewer than it takes to show how evenly.
    """
    told = cli("treasury", "simulate", "year", "--rules", "--as", "m002", "--json").json
    assert told["charter"]["own_cents"] == 5_500
    by_rule = {one["rule"]: one for one in told["rules"]}
    assert by_rule["mondragon"]["own_cents"] == 0
    assert by_rule["equal"]["own_cents"] == 10_000
    assert by_rule["stocksy"]["refused"] == "treasury.weights_all_zero"
    assert by_rule["equal"]["gini"] is None
    assert by_rule["equal"]["quarters"] is None
    assert (told["pay"]["people"], told["pay"]["before"]) == (1, None)
    said = cli("treasury", "simulate", "year", "--rules")
    assert said.code == 0, said
    assert "m001" not in said.out
    assert "blended" in said.out
    assert "not shown" in said.err


def test_one_rule_stands_beside_the_charter(cli: Cli, coop: Path, tmp_path: Path) -> None:
    """Goal: --rule is the rule's clauses. Method: of a plan and of a sheet; one of three options."""
    told = cli("treasury", "simulate", "year", "--rule", "equal", "--json").json
    assert {one["clause"] for one in told["clauses"]} == {
        "pool_labour_bp", "pool_data_bp", "pool_equal_bp"
    }  # fmt: skip
    assert {one["after_cents"] for one in told["members"]} == {10_000}
    path = tmp_path / "year.json"
    path.write_text(json.dumps(SHEET))
    assert cli("treasury", "simulate", path, "--rule", "stocksy").code == 0
    table = cli("treasury", "simulate", path, "--rules", "--as", "ben")
    assert "375,000" in table.out
    assert cli("treasury", "simulate", path).code == 2
    assert cli("treasury", "simulate", path, "--rule", "equal", "--rules").code == 2
    assert cli("treasury", "simulate", path, "--rule", "equal", "--as", "ben").code == 2
    assert cli("treasury", "simulate", path, "--rule", "none").code == 1
    assert cli("treasury", "simulate", "no-year", "--rules").code == 2
