"""`auzolan assembly count` as a person or a program runs it, with no co-operative near."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from house.cli.conftest import Cli

WARD = """4,2,
6,1,2,
4,2,
3,3,
2,4,3,
"Candidate 1","Ana","",
"Candidate 2","Ben","",
"Candidate 3","Cy","",
"Candidate 4","Di","",
"Old Town",
"""


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No co-operative in the current folder, none named."""
    monkeypatch.delenv("AUZOLAN_FOLDER", raising=False)
    monkeypatch.chdir(tmp_path)


def test_a_program_gets_one_line_a_file(cli: Cli, tmp_path: Path) -> None:
    """Goal: the shape that programs rely on. Method: a count done by hand, told to the letter."""
    (tmp_path / "ward.csv").write_text(WARD)
    said = cli("assembly", "count", "ward.csv", "ward.csv", "--method", "scottish-stv", "--json")
    assert said.code == 0, said.err
    first, second = said.out.splitlines()
    assert first == second
    assert json.loads(first) == {
        "file": "ward.csv",
        "elected": [1, 3],
        "quota": 6,
        "stages": [
            ["6.00000", "4.00000", "3.00000", "2.00000"],
            ["6.00000", "4.00000", "5.00000", "0.00000"],
            ["6.00000", "0.00000", "5.00000", "0.00000"],
        ],
    }
    assert list(tmp_path.iterdir()) == [tmp_path / "ward.csv"]


def test_a_real_ward_is_counted_as_declared(cli: Cli, test_data: Callable[[str], Path]) -> None:
    """Goal: from the file to the declared figures. Method: a ward through the command."""
    folder = test_data("elections/scotland-2017")
    name = folder / "argyll_bute_2017_ward5"
    official = json.loads(name.with_suffix(".official.json").read_text())
    said = cli("assembly", "count", f"{name}.csv", "--method", "scottish-stv", "--json")
    assert said.json["stages"] == official["stage_totals"]
    assert (said.json["quota"], said.json["elected"][0]) == (830, 8)


def test_a_file_that_cannot_be_counted_does_not_stop_the_others(cli: Cli, tmp_path: Path) -> None:
    """Goal: one bad file, one refusal. Method: bad, missing and good files in one call."""
    (tmp_path / "bad.csv").write_text(WARD.replace("2,4,3,", "2,4,4,"))
    (tmp_path / "raw.csv").write_bytes(b"4,2,\n\xff")
    (tmp_path / "good.csv").write_text(WARD)
    said = cli(
        "assembly", "count", "bad.csv", "none.csv", "raw.csv", "good.csv",
        "--method", "scottish-stv", "--json",
    )  # fmt: skip
    assert said.code == 1
    lines = [json.loads(line) for line in said.out.splitlines()]
    assert [line["file"] for line in lines] == ["bad.csv", "none.csv", "raw.csv", "good.csv"]
    assert lines[0]["refusal"]["code"] == "assembly.ballot_ranks_twice"
    assert "Line 5" in lines[0]["refusal"]["because"]
    assert {line["refusal"]["code"] for line in lines[1:3]} == {"assembly.ballot_file_unreadable"}
    assert lines[3]["elected"] == [1, 3]


def test_seats_given_overrule_the_file_and_must_be_given_where_it_has_none(
    cli: Cli, tmp_path: Path
) -> None:
    """Goal: --seats. Method: one seat instead of two; PrefLib with and without; too many."""
    (tmp_path / "ward.csv").write_text(WARD)
    (tmp_path / "ward.soi").write_text("# NUMBER ALTERNATIVES: 2\n3: 1,2\n1: 2\n")
    count = ("assembly", "count", "--method", "scottish-stv", "--json")
    assert cli(*count, "ward.csv", "--seats", "1").json["quota"] == 8
    said = cli(*count, "ward.soi")
    assert (said.code, said.json["refusal"]["code"]) == (1, "assembly.seats_not_given")
    assert cli(*count, "ward.soi", "--seats", "1").json["elected"] == [1]
    said = cli(*count, "ward.csv", "--seats", "5")
    assert (said.code, said.json["refusal"]["code"]) == (1, "assembly.not_countable")


def test_lots_are_told_and_follow_the_seed(cli: Cli, tmp_path: Path) -> None:
    """Goal: chance is on the record. Method: a tie; the same seed twice, and others."""
    (tmp_path / "tie.blt").write_text('3 1\n1 1 0\n1 2 0\n1 3 0\n0\n"A"\n"B"\n"C"\n')
    count = ("assembly", "count", "tie.blt", "--method", "scottish-stv", "--json")
    told = [cli(*count, "--seed", seed).json for seed in ("a", "a", "b", "c", "d", "e")]
    assert told[0] == told[1]
    assert len({line["elected"][0] for line in told}) > 1
    assert told[0]["lots"][0]["seed"] == "a"
    assert sorted(told[0]["lots"][0]["order"]) == [1, 2, 3]
    assert cli(*count, "--seed", "a\nb").code == 2


def test_a_person_sees_names_stages_and_who_is_elected(cli: Cli, tmp_path: Path) -> None:
    """Goal: readable without JSON. Method: both methods on one file."""
    (tmp_path / "ward.csv").write_text(WARD)
    said = cli("assembly", "count", "ward.csv", "--method", "scottish-stv")
    assert said.code == 0
    assert "Old Town" in said.out
    assert "exclusion of 4" in said.out
    assert "elected  1 Ana, 3 Cy" in said.out
    said = cli("assembly", "count", "ward.csv", "--method", "meek-stv")
    assert "elected  1 Ana, 3 Cy" in said.out
    assert "6.000000000" in said.out


def test_a_method_that_is_not_there_is_answered_with_the_list(cli: Cli, tmp_path: Path) -> None:
    """Goal: methods can be found. Method: a wrong name, and seats below 0."""
    (tmp_path / "ward.csv").write_text(WARD)
    said = cli("assembly", "count", "ward.csv", "--method", "none")
    assert said.code == 2
    assert "scottish-stv" in said.err
    assert cli("assembly", "count", "ward.csv", "--method", "irv", "--seats", "-1").code == 2
