"""`auzolan charter show`: articles with their texts, and what two versions differ in."""

from __future__ import annotations

from pathlib import Path

import pytest

from auzolan.charter.texts import ARTICLES, RELEASE_TEXTS
from auzolan.house.rooms.members import flows as members
from house.cli.conftest import Cli
from house.small_desk import SmallDesk


@pytest.mark.parametrize("language", sorted(RELEASE_TEXTS))
def test_the_charter_is_shown_with_its_texts_in_a_language(
    cli: Cli, coop: Path, language: str
) -> None:
    """Goal: values and texts side by side. Method: each text stands in what is printed."""
    said = cli("charter", "show", "--language", language)
    assert said.code == 0
    for text in RELEASE_TEXTS[language].values():
        assert text in said.out
    assert "decisions.policy_majority" in said.out
    assert "organs.council_seats" in said.out


def test_a_language_that_is_not_there_falls_back_to_english(cli: Cli, coop: Path) -> None:
    """Goal: no article without its text. Method: a language that nobody wrote."""
    found = cli("charter", "show", "--language", "fr", "--json").json
    assert [one["article"] for one in found["texts"]] == sorted(ARTICLES)
    assert {one["text"] for one in found["texts"]} == set(RELEASE_TEXTS["en"].values())


def test_the_same_version_differs_in_nothing_and_a_missing_one_is_wrong_usage(
    cli: Cli, coop: Path
) -> None:
    """Goal: the ends of `--diff`. Method: version 1 with itself, and with one that is not there."""
    found = cli("charter", "show", "--diff", "1", "1", "--json").json
    assert found == {"before": 1, "after": 1, "clauses": [], "texts": []}
    missing = cli("charter", "show", "--diff", "1", "2")
    assert missing.code == 2
    assert "versions 1 to 1" in missing.err


def test_a_text_that_is_missing_is_said_and_its_numbers_are_shown(cli: Cli, coop: Path) -> None:
    """Goal: a lost file hides no number. Method: take the annex of texts away."""
    for annex in (coop / "public" / "annex").rglob("*"):
        if annex.is_file() and b"charter_texts/1" in annex.read_bytes():
            annex.unlink()
    said = cli("charter", "show")
    assert said.code == 0
    assert "verify says what is missing" in said.out
    assert "labour.floor_cents_hour" in said.out


def test_an_organ_that_the_size_asks_for_is_told_until_it_has_seats(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: nobody outgrows an organ unawares. Method: 99 members, then the hundredth."""
    small = SmallDesk(tmp_path / "coop")
    monkeypatch.setenv("AUZOLAN_FOLDER", str(tmp_path / "coop"))
    names = [f"n{number:03d}" for number in range(95)]
    people = [members.NewMember(name, name) for name in names]
    members.admit_all(small.desk, actor="ana", people=people[:-1])
    assert cli("charter", "show", "--json").json["organs_due"] == []
    members.admit_all(small.desk, actor="ana", people=people[-1:])
    small.desk.close()
    assert cli("charter", "show", "--json").json["organs_due"] == ["monitoring"]
    assert "there must be an organ monitoring" in cli("charter", "show").err
