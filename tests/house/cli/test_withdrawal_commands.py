"""Withdrawal by commands alone: train, release, withdraw, obey, prove, check."""

from __future__ import annotations

import json
from pathlib import Path

from auzolan.foundation import canonical
from auzolan.house.rooms.learning.card import LIMITS
from auzolan.learning.recipes import CountsRecipe
from house.cli.conftest import Cli, Said


def done(said: Said) -> Said:
    """The same, once it is sure that the command did it."""
    assert said.code == 0, said
    return said


def test_a_withdrawal_from_the_first_training_to_the_checked_proof(
    cli: Cli, coop: Path, tmp_path: Path
) -> None:
    """Goal: every command of the way, with its exit code. Method: walk it."""
    recipe = tmp_path / "counts.json"
    recipe.write_bytes(canonical.encode(CountsRecipe("choice", categories=("feat_dannon",))))
    done(cli("learning", "seal", "s1", "--kind", "purchases", "--purpose", "commercial",
             "--as", "eve"))  # fmt: skip
    made = done(cli("learning", "train", "m1", "--snapshot", "s1", "--recipe", recipe,
                    "--as", "eve", "--json")).json  # fmt: skip
    assert made["how"] == "trained"
    assert "noted already" in done(cli("learning", "note-rows", "s1", "--as", "eve")).err
    card = done(cli("learning", "card", "m1")).out
    assert "not released under this card" in card
    assert LIMITS["one_purpose"] in card
    assert "labour.no_statement" in cli("learning", "release", "m1", "--as", "eve").err
    done(cli("labour", "state", "--model", "m1", "--purpose", "Guess the next", "--as", "eve"))
    done(cli("learning", "release", "m1", "--dry-run", "--as", "eve"))
    assert not list((coop / "models").glob("*.card.json"))
    done(cli("learning", "release", "m1", "--as", "eve"))
    assert done(cli("learning", "card", "m1", "--json")).json["released"] is True
    assert done(cli("consent", "duties", "--json")).json == []
    done(cli("consent", "withdraw", "ana", "--kind", "purchases"))
    owed = done(cli("consent", "duties", "ana", "--json")).json
    assert {line["duty"] for line in owed} == {"retrain", "erase"}
    assert done(cli("consent", "duties", "--overdue", "--json")).json == []
    later = done(cli("learning", "obey", "--dry-run", "--as", "eve", "--json")).json
    assert [line["model"] for line in later] == ["m1"]
    done(cli("learning", "obey", "--as", "eve"))
    assert "Nothing is owed" in done(cli("learning", "obey", "--as", "eve")).out
    out = tmp_path / "proof.zip"
    done(cli("consent", "proof", "ana", "--kind", "purchases", "--out", out, "--as", "eve"))
    assert cli("consent", "proof", "ana", "--kind", "purchases", "--out", out).code == 2
    key = (coop / "public" / "vkey").read_text().strip()
    checked = done(cli("consent", "check-proof", out, "--key", key, "--json")).json
    assert checked["broken"] == []
    out.write_bytes(out.read_bytes()[:-40])
    assert cli("consent", "check-proof", out).code == 3


def test_what_is_refused_or_misused_says_so_by_its_exit_code(
    cli: Cli, coop: Path, tmp_path: Path
) -> None:
    """Goal: 1 for a refusal, 2 for wrong usage. Method: one of each."""
    assert cli("learning", "release", "nobody", "--as", "eve").code == 1
    assert cli("learning", "card", "nobody").code == 2
    assert cli("learning", "extend", "nobody", "--reason", "x", "--as", "eve").code == 1
    assert cli("learning", "retrain", "nobody", "--as", "eve").code == 1
    assert cli("learning", "note-rows", "nobody", "--as", "eve").code == 1
    assert cli("learning", "take-in", "m", tmp_path, "--as", "eve").code == 1
    assert cli("learning", "export", "nobody", tmp_path, "--as", "eve").code == 2
    assert cli("learning", "export", "nobody", tmp_path / "new", "--as", "eve").code == 1
    assert cli("consent", "notify", "dairy", "--withdrawal", "1", "--as", "eve").code == 1
    letter = tmp_path / "letter"
    assert cli("consent", "certify", "dairy", "--withdrawal", "1", "--certificate", letter,
               "--as", "eve").code == 2  # fmt: skip
    letter.write_text("deleted")
    assert cli("consent", "certify", "dairy", "--withdrawal", "1", "--certificate", letter,
               "--as", "eve").code == 1  # fmt: skip
    assert cli("consent", "proof", "ana", "--kind", "purchases", "--out",
               tmp_path / "p.zip").code == 1  # fmt: skip
    assert cli("consent", "check-proof", tmp_path / "none").code == 2


def test_an_erased_batch_that_came_back_is_destroyed_by_the_next_command(
    cli: Cli, coop: Path
) -> None:
    """Goal: a restore brings nothing back. Method: put the file back, run any command."""
    rows = coop / "vault" / "rows" / "ana-1.parquet"
    content = rows.read_bytes()
    done(cli("consent", "withdraw", "ana", "--kind", "purchases"))
    done(cli("contributions", "erase", "ana-1", "--as", "eve"))
    assert not rows.exists()
    rows.write_bytes(content)
    said = done(cli("consent", "grant", "ben", "--kind", "purchases", "--purpose", "research"))
    assert "destroyed again" in said.err
    assert not rows.exists()
    rows.write_bytes(content)
    assert json.loads(done(cli("contributions", "reapply-erasures", "--json")).out)["erased"] >= 1
    assert not rows.exists()
