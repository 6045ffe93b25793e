"""`auzolan treasury plan --worksheet` as a person or a program runs it, with no co-operative near."""

import json
from pathlib import Path
from typing import Any

import pytest

from house.cli.conftest import Cli

SHEET: dict[str, Any] = {
    "preset": "es-pv-2019",
    "charter": {},
    "result": {"before_interest_and_tax": 1_000_000},
    "members": [
        {"id": "ana", "hours": 10, "index": 100, "capital": 1_000, "points": 1},
        {"id": "ben", "hours": 10, "index": 100, "capital": 1_000, "points": 1},
    ],
}


def sheet_at(path: Path, **changes: object) -> Path:
    path.write_text(json.dumps({**SHEET, **changes}))
    return path


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No co-operative in the current folder, none named."""
    monkeypatch.delenv("AUZOLAN_FOLDER", raising=False)
    monkeypatch.chdir(tmp_path)


def test_a_worksheet_needs_no_co_operative_and_leaves_nothing_behind(
    cli: Cli, tmp_path: Path
) -> None:
    """Goal: a plan in an empty folder. Method: the answer, and the files afterwards."""
    path = sheet_at(tmp_path / "year.json", exits=[{"id": "ben"}])
    said = cli("treasury", "plan", "--worksheet", path, "--json")
    assert said.code == 0, said.err
    assert set(said.json) == {"lines", "members", "exits", "warnings"}
    assert said.json["lines"]["available"] == 1_000_000 - 150
    assert list(tmp_path.iterdir()) == [path]


def test_a_person_sees_the_same_numbers_as_tables(cli: Cli, tmp_path: Path) -> None:
    """Goal: readable without JSON. Method: a surplus with one who leaves, and a loss."""
    path = sheet_at(tmp_path / "year.json", exits=[{"id": "ben"}])
    said = cli("treasury", "plan", "--worksheet", path)
    assert said.code == 0
    assert "999,850" in said.out
    assert "ben leaves (justified)" in said.out
    assert "warning: treasury.holder_over_limit (ana)" in said.err
    loss = sheet_at(tmp_path / "loss.json", result={"before_interest_and_tax": -5_000})
    said = cli("treasury", "plan", "--worksheet", loss)
    assert "loss 5,000" in said.out
    assert "carried 3,000" in said.out


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"charter": {"obligatory_reserve_bp": 1_999}}, "charter.beyond_law"),
        ({"preset": "nowhere"}, "charter.law_unknown"),
        ({"members": SHEET["members"] * 2}, "treasury.member_twice"),
        ({"seats": 1}, "treasury.worksheet_unreadable"),
    ],
)
def test_a_worksheet_that_does_not_fit_ends_with_code_1_and_says_why(
    cli: Cli, tmp_path: Path, changes: dict[str, object], code: str
) -> None:
    """Goal: programs and people both learn why. Method: exit code, refusal as JSON, words."""
    path = sheet_at(tmp_path / "year.json", **changes)
    said = cli("treasury", "plan", "--worksheet", path, "--json")
    assert said.code == 1
    refusal = said.json["refusal"]
    assert refusal["code"] == code
    assert refusal["article"]
    assert refusal["remedy"]
    assert code in said.err


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("share-1",),
        ("--worksheet", "missing.json"),
        ("share-1", "--worksheet", "year.json"),
        ("--worksheet", "year.json", "--yes"),
    ],
)
def test_a_plan_of_the_books_and_one_of_a_sheet_are_not_mixed(
    cli: Cli, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """Goal: no half-given command. Method: each mixture is wrong usage."""
    sheet_at(tmp_path / "year.json")
    said = cli("treasury", "plan", *words)
    assert said.code == 2
    assert said.out == ""
