"""Founding a co-operative from the command line."""

from pathlib import Path

import pytest

from house.cli.conftest import Cli

WORDS = ("--name", "Bide Data", "--origin", "bide.example/2026")


def test_init_founds_a_cooperative_that_verifies(cli: Cli, tmp_path: Path) -> None:
    """Goal: the first evening works. Method: found with two people, list them, verify."""
    path = tmp_path / "coop"
    said = cli("init", path, *WORDS, "--founder", "Ane", "--founder", "Jon", "--json")
    assert said.code == 0, said
    assert said.json["entries"] == 3
    assert said.json["members"] == ["m001", "m002"]
    assert said.json["offices"]["audit"] == ["m002"]
    assert {who for one in said.json["offices"].values() for who in one} == {"m001", "m002"}
    names = [one["name"] for one in cli("members", "list", "--folder", path, "--json").json]
    assert names == ["Ane", "Jon"]
    assert cli("verify", path).code == 0
    assert (path / "keys" / "log.pem").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("founders", "approvals", "signatories"),
    [(("Ane", "Jon"), 1, ["m002"]), (("Ane", "Jon", "Eve"), 2, ["m002", "m003"])],
)
def test_a_payout_can_be_approved_from_the_first_day(
    cli: Cli, tmp_path: Path, founders: tuple[str, ...], approvals: int, signatories: list[str]
) -> None:
    """Goal: as many can approve as must, and none is the treasurer. Method: two founders, three."""
    path = tmp_path / "coop"
    words = [word for name in founders for word in ("--founder", name)]
    offices = cli("init", path, *WORDS, *words, "--json").json["offices"]
    assert (offices["treasury"], offices["signatory"]) == (["m001"], signatories)
    charter = cli("charter", "show", "--folder", path, "--json").json["charter"]
    assert charter["payouts"]["approvals"] == approvals


def test_init_takes_kinds_purposes_and_contribution(cli: Cli, tmp_path: Path) -> None:
    """Goal: the charter begins with what was typed. Method: read it back."""
    path = tmp_path / "coop"
    words = ("--kind", "speech", "--purpose", "research", "--contribution", "50")
    assert cli("init", path, *WORDS, *words).code == 0
    charter = cli("charter", "show", "--folder", path, "--json").json["charter"]
    assert charter["consent"]["kinds"] == ["speech"]
    assert charter["consent"]["purposes"] == ["research"]
    assert charter["membership"]["contribution_cents"] == 5_000


def test_init_refuses_a_seed_a_demo_origin_and_a_single_founder(cli: Cli, tmp_path: Path) -> None:
    """Goal: no key that others can guess, nobody checks herself. Method: try each."""
    path = tmp_path / "coop"
    for words in (
        (*WORDS, "--seed", "7"),
        ("--name", "N", "--origin", "x.demo.invalid"),
        (*WORDS, "--founder", "Ane"),
    ):
        said = cli("init", path, *words)
        assert said.code == 2, said
        assert not path.exists()


def test_two_foundings_share_no_key(cli: Cli, tmp_path: Path) -> None:
    """Goal: keys come from the machine's chance. Method: found twice with the same words."""
    keys = [
        cli("init", tmp_path / name, *WORDS, "--json").json["verifier_key"] for name in ("a", "b")
    ]
    assert keys[0] != keys[1]


def test_init_leaves_a_folder_that_holds_something(cli: Cli, tmp_path: Path) -> None:
    """Goal: nothing is overwritten. Method: a folder with a file."""
    (tmp_path / "kept.txt").write_text("mine")
    said = cli("init", tmp_path, *WORDS)
    assert said.code == 4
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]
