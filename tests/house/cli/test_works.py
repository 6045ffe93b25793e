"""Works, shares, disputes and the review, from the command line alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from house.cli.conftest import Cli
from support.works import AUDITOR, COPIER, Works


@pytest.fixture
def works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Works]:
    """A folder of works that commands find; the desk is closed before they run."""
    monkeypatch.setenv("AUZOLAN_FOLDER", str(tmp_path / "coop"))
    return lambda: Works(tmp_path / "coop")


def test_shares_and_settlements_are_entered_and_refused(
    cli: Cli, works: Callable[[], Works]
) -> None:
    """Goal: both acts have a door. Method: share, settle; then not whole, and by a party."""
    small = works()
    small.bring()
    small.desk.close()
    said = cli(
        "contributions", "share", "b-m002", "--member", "m002",
        "--part", "m002=6000", "--part", "m003=4000", "--json",
    )  # fmt: skip
    assert said.code == 0, said.err
    assert said.json["facts"][0]["members"] == 2
    dispute = ("contributions", "settle", "b-m004", "--rows", "0-2,5", "--reason", "Drafts.")
    said = cli(*dispute, "--part", "m005=10000", "--as", AUDITOR, "--json")
    assert said.code == 0, said.err
    assert said.json["facts"][0]["rows"] == 4
    said = cli("contributions", "share", "b-m002", "--member", "m002", "--part", "m002=9000")
    assert said.code == 1
    assert "contributions.shares_not_whole" in said.err
    said = cli(*dispute, "--part", f"{AUDITOR}=10000", "--as", AUDITOR)
    assert said.code == 1
    assert "contributions.settled_by_party" in said.err


@pytest.mark.parametrize(
    ("rows", "part", "about"),
    [
        ("3-1", "m005=10000", "A span runs upwards"),
        ("0-300", "m005=10000", "at most 300"),
        ("0-299,400", "m005=10000", "At most 300"),
        ("first", "m005=10000", "Rows are numbers and spans"),
        ("1", "m005", "A part is a member and basis points"),
        ("1", "m005=10001", "A part is a member and basis points"),
    ],
)
def test_what_cannot_be_read_is_wrong_usage(
    cli: Cli, works: Callable[[], Works], rows: str, part: str, about: str
) -> None:
    """Goal: a typing error never becomes an act. Method: one fault each; exit 2 and the words."""
    works().desk.close()
    said = cli(
        "contributions", "settle", "b-m004", "--rows", rows, "--part", part, "--as", AUDITOR,
        "--reason", "Drafts.",
    )  # fmt: skip
    assert said.code == 2
    assert about in " ".join(said.err.split())


def test_the_review_is_a_table_for_people_and_json_for_programs(
    cli: Cli, works: Callable[[], Works]
) -> None:
    """Goal: an auditor sees the measures beside the pay. Method: both forms; and another member."""
    small = works()
    small.bring()
    small.learn()
    small.value()
    small.desk.close()
    said = cli("valuation", "review", "v1", "--as", AUDITOR)
    assert said.code == 0, said.err
    assert "by member-KNN %" in " ".join(said.out.split())
    assert "6 members, " in said.err
    report = cli("valuation", "review", "v1", "--as", AUDITOR, "--json").json
    assert report["merging"] == "work"
    shares = {line["member"]: line["pay_millionths"] for line in report["lines"]}
    assert (shares[COPIER], sum(shares.values()) > 999_990) == (0, True)
    said = cli("valuation", "review", "v1", "--as", "m004")
    assert said.code == 1
    assert "valuation.not_the_auditor" in said.err


def test_founding_names_works_and_vouched_kinds(cli: Cli, tmp_path: Path) -> None:
    """Goal: a guild of singers can found. Method: init with both options; then a kind in both."""
    common = (
        "--name",
        "Songs",
        "--origin",
        "songs.example/1",
        "--kind",
        "songs",
        "--kind",
        "visits",
    )
    said = cli("init", tmp_path / "coop", *common, "--work", "songs", "--vouched", "visits")
    assert said.code == 0, said.err
    shown = cli("charter", "show", "--folder", tmp_path / "coop", "--json").json["charter"]
    assert (shown["worth"]["works"], shown["worth"]["vouched"]) == (["songs"], ["visits"])
    said = cli("init", tmp_path / "other", *common, "--work", "songs", "--vouched", "songs")
    assert said.code == 1
    assert "charter.worth_kind_twice" in said.err
