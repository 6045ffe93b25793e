"""`auzolan labour groups`: from a file to figures that show nobody, through the real desk."""

from pathlib import Path

import pytest

from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.labour.groups.group_flows import read_groups
from house.cli.conftest import Cli, Said
from house.cli.test_life import done

NEW = tuple(f"new{number}" for number in range(7))


@pytest.fixture
def countries(cli: Cli, coop: Path, tmp_path: Path) -> Path:
    """Twelve members: six from here, five from there, one who did not say."""
    for member in NEW:
        done(cli("members", "admit", member, "--name", member.title(), "--as", "ana", "--yes"))
    lines = [f"{member},voice,here" for member in ("ana", "ben", "eve", "ida", "joe", NEW[0])]
    lines += [f"{member},text,there" for member in NEW[1:6]]
    lines += [f"{NEW[6]},text,"]
    path = tmp_path / "countries.csv"
    path.write_text("\n".join(["member,kind,country", *lines]) + "\n", encoding="utf-8")
    return path


def release(cli: Cli, path: Path, name: str, *more: str) -> Said:
    return cli("labour", "groups", "release", path, "--release", name, "--as", "eve", *more)


def test_a_release_is_rehearsed_made_shown_and_verified(
    cli: Cli, countries: Path, coop: Path
) -> None:
    """Goal: an officer releases, members read, an auditor recomputes.

    Method: dry run, release by one heading, both ways of showing, the same again, another
    heading with noise; then verify the whole folder.
    """
    done(release(cli, countries, "r1", "--by", "country", "--dry-run"))
    assert done(cli("labour", "groups", "show", "--json")).json == []
    made = done(release(cli, countries, "r1", "--by", "country", "--json")).json
    assert done(cli("labour", "groups", "show", "r1", "--json")).json == [
        {"cell": "all", "value": 12},
        {"cell": "here", "value": 6},
        {"cell": "there", "value": None},
        {"cell": "unknown", "value": None},
    ]
    again = done(release(cli, countries, "r1", "--by", "country", "--json")).json
    assert again["entry"] == made["entry"]
    done(release(cli, countries, "r2", "--by", "kind", "--noise-centi", "50"))
    rows = done(cli("labour", "groups", "show", "--json")).json
    assert [(row["release"], row["cells"], row["kept_back"]) for row in rows] == [
        ("r1", 4, 2), ("r2", 3, 0),
    ]  # fmt: skip
    done(cli("verify", coop))
    done(cli("verify", coop, "--level", "public"))


def test_a_release_that_shows_somebody_is_refused(cli: Cli, countries: Path) -> None:
    """Goal: exit code 1 and the rule's reason.

    Method: twelve in public are enough for the roll alone, eleven of them afterwards are not; a sum
    of an open period, and a release that nobody made.
    """
    done(release(cli, countries, "r1", "--audience", "public"))
    lines = countries.read_text(encoding="utf-8").splitlines()
    countries.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    said = release(cli, countries, "r2", "--audience", "public")
    assert (said.code, "labour.group_too_small" in said.err) == (1, True)
    said = release(cli, countries, "r2", "--measure", "seconds", "--period", "2025")
    assert (said.code, "treasury.period_not_closed" in said.err) == (1, True)
    said = cli("labour", "groups", "show", "r9")
    assert (said.code, "labour.release_unknown" in said.err) == (1, True)


@pytest.mark.parametrize("words", [("--audience", "all"), ("--measure", "speed")])
def test_an_unknown_audience_or_measure_is_wrong_usage(
    cli: Cli, countries: Path, words: tuple[str, str]
) -> None:
    """Goal: exit code 2. Method: one word that is not known."""
    assert release(cli, countries, "r1", *words).code == 2


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("member,land\nana,x\nana,y\n", ()),
        ("member,land\n", ()),
        ("member\nana\n", ()),
        ("name,land\nana,x\n", ()),
        ("member,land\nana,x\n", ("country",)),
        ("member,land\nana,x,y\nben,x\n", ()),
    ],
)
def test_a_file_that_is_not_sound_is_refused_whole(
    tmp_path: Path, text: str, by: tuple[str, ...]
) -> None:
    """Goal: no one slips into a wrong cell. Method: one fault each."""
    path = tmp_path / "groups.csv"
    path.write_text(text, encoding="utf-8")
    refused = read_groups(path, by)
    assert isinstance(refused, Refusal)
    assert refused.code == "labour.groups_not_sound"


def test_headings_make_cells_in_their_order(tmp_path: Path) -> None:
    """Goal: cells are named as asked. Method: two headings the other way round, a number, a gap."""
    path = tmp_path / "groups.csv"
    path.write_text("member,land,age\nana,x,30\nben,,40\n", encoding="utf-8")
    assert read_groups(path, ("age", "land")) == {"ana": "30|x", "ben": "40|unknown"}
