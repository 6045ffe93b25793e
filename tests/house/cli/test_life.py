"""A co-operative's life by commands alone, each answer checked where a person would look."""

import json
from pathlib import Path

from house.cli.conftest import Cli, Said

MEMBERS = ("ana", "ben", "eve", "ida", "joe")
TERMS = {
    "licence": "dairy", "licensee": "a-dairy", "model": "m1", "purpose": "commercial",
    "fee_cents": 90_000, "price_micro": 20_000, "predictions_max": 1_000, "days": 90,
}  # fmt: skip


def done(said: Said) -> Said:
    """The same, once it is sure that the command did it."""
    assert said.code == 0, said
    return said


def test_from_rows_to_a_model_and_its_worth(cli: Cli, coop: Path) -> None:
    """Goal: the learning commands work together. Method: seal, train, value, recheck, show."""
    sealed = done(cli("learning", "seal", "spring", "--kind", "purchases", "--purpose",
                      "commercial", "--as", "eve", "--json")).json  # fmt: skip
    assert sealed["facts"][0]["rows"] == 40
    trained = done(cli("learning", "train", "m1", "--snapshot", "spring", "--as", "eve", "--json"))
    assert trained.json["total"] == 10
    assert "m1" in done(cli("learning", "show")).out
    assert done(cli("learning", "show", "m1", "--json")).json["state"] == "serving"
    done(cli("valuation", "run", "v1", "--model", "m1", "--as", "eve"))
    own = cli("valuation", "recheck", "v1", "--as", "eve", "--json")
    assert (own.code, own.json["refusal"]["code"]) == (1, "charter.not_in_office")
    done(cli("valuation", "recheck", "v1", "--as", "ben"))
    page = done(cli("valuation", "show", "v1", "--json")).json
    assert page["rechecked_by"] == "ben"
    assert [line["member"] for line in page["lines"]] == sorted(MEMBERS)
    assert done(cli("treasury", "statement", "ana", "--json")).json["worth"][0]["rows"] == 6
    assert done(cli("verify", coop)).out.splitlines()[-1].startswith("verified:")


def test_a_recipe_from_a_file_steers_and_is_hashed(cli: Cli, coop: Path, tmp_path: Path) -> None:
    """Goal: a recipe file is used. Method: two valuations by two recipes differ in digest."""
    (tmp_path / "k3.json").write_text('{"type": "recipe.knn_shapley/1", "k": 3}')
    done(cli("learning", "seal", "s", "--kind", "purchases", "--purpose", "commercial", "--as",
             "eve"))  # fmt: skip
    done(cli("learning", "train", "m1", "--snapshot", "s", "--as", "eve"))
    done(cli("valuation", "run", "v1", "--model", "m1", "--as", "eve"))
    done(cli("valuation", "run", "v2", "--model", "m1", "--as", "eve", "--recipe",
             tmp_path / "k3.json"))  # fmt: skip
    digests = [line["recipe"] for line in done(cli("valuation", "show", "--json")).json]
    assert len(set(digests)) == 2


def test_a_licence_is_proposed_from_its_terms(cli: Cli, coop: Path, tmp_path: Path) -> None:
    """Goal: terms come from a file. Method: an unknown model is refused by the licence's rule."""
    (tmp_path / "terms.json").write_text(json.dumps(TERMS))
    said = cli("assembly", "propose", "p2", "--title", "Dairy", "--as", "ana", "--terms",
               tmp_path / "terms.json", "--json")  # fmt: skip
    assert (said.code, said.json["refusal"]["code"]) == (1, "licensing.model_unknown")


def test_work_is_booked_and_a_period_closed(cli: Cli, coop: Path, tmp_path: Path) -> None:
    """Goal: the money commands work together. Method: a sheet, a closing, the balance."""
    sheet = tmp_path / "work.csv"
    sheet.write_text("member,seconds,pay_cents\nana,3600,1000\nben,7200,4000\n")
    done(cli("labour", "index", "ana", "150", "--as", "joe"))
    done(cli("labour", "record", sheet, "--work", "w1", "--as", "joe", "--yes"))
    line = done(cli("labour", "show", "--json")).json[0]
    assert (line["pay_cents"], line["topup_cents"], line["period"]) == (5_000, 500, "2025")
    statement = done(cli("treasury", "statement", "ana"))
    assert "15.00 EUR" in statement.out
    done(cli("treasury", "close", "2025", "--next", "2026", "--as", "joe", "--yes"))
    balance = done(cli("treasury", "balance", "--json")).json
    assert balance["sums"] == [{"asset": "EUR/2", "balance": 0}, {"asset": "EUR/6", "balance": 0}]
    accounts = {one["account"]: one["balance"] for one in balance["accounts"]}
    assert accounts["payable"] == -5_500
    assert "all accounts" in done(cli("treasury", "balance")).out
    late = cli("labour", "record", sheet, "--work", "w2", "--period", "2025", "--as", "joe",
               "--yes", "--json")  # fmt: skip
    assert late.code == 1
    planned = cli("treasury", "plan", "s", "--period", "2025", "--valuation", "v", "--as", "joe",
                  "--yes", "--json")  # fmt: skip
    assert planned.code == 1
    shared = cli("treasury", "distribute", "s", "--proposal", "p", "--as", "joe", "--yes", "--json")
    assert shared.json["refusal"]["code"] == "charter.no_mandate"


def test_a_sheet_of_work_is_booked_whole_or_not_at_all(
    cli: Cli, coop: Path, tmp_path: Path
) -> None:
    """Goal: one bad line stops the sheet. Method: several bad sheets."""
    for content, code in (
        ("member,seconds,pay_cents\nana,3600,1000\nben,-1,4000\n", "labour.sheet_not_sound"),
        ("member,seconds,pay_cents\nana,1.5,1000\n", "labour.sheet_not_sound"),
        ("member,seconds,pay_cents\n", "labour.sheet_not_sound"),
        ("member,hours\nana,1\n", "contributions.file_header"),
    ):
        sheet = tmp_path / "work.csv"
        sheet.write_text(content)
        said = cli("labour", "record", sheet, "--work", "w1", "--as", "joe", "--yes", "--json")
        assert (said.code, said.json["refusal"]["code"]) == (1, code)
    assert done(cli("labour", "show", "--json")).json == []


def test_a_licence_that_is_not_there_takes_no_money(cli: Cli, coop: Path) -> None:
    """Goal: the licensing commands reach their rules. Method: ask about an unknown licence."""
    metered = cli("licensing", "meter", "dairy", "--day", "2025-05-01", "--predictions", "5",
                  "--as", "eve", "--yes", "--json")  # fmt: skip
    assert metered.json["refusal"]["code"] == "licensing.licence_unknown"
    paid = cli("licensing", "receive", "dairy", "--amount", "10.00", "--reference", "r", "--as",
               "joe", "--yes", "--json")  # fmt: skip
    assert paid.json["refusal"]["code"] == "licensing.licence_unknown"
    assert done(cli("licensing", "show")).err.strip() == "There is nothing yet."


def test_people_come_withdraw_and_go(cli: Cli, coop: Path) -> None:
    """Goal: members' own commands work. Method: admit, grant, withdraw, erase, leave."""
    came = done(cli("members", "admit", "--name", "Zoe", "--as", "ana", "--yes", "--json")).json
    zoe = came["facts"][0]["member"]
    assert zoe.startswith("m-")
    assert done(cli("members", "show", zoe, "--json")).json["name"] == "Zoe"
    done(cli("consent", "grant", zoe, "--kind", "purchases", "--purpose", "research"))
    assert done(cli("consent", "show", zoe, "--json")).json[0]["purposes"] == ["research"]
    done(cli("consent", "withdraw", "ana", "--kind", "purchases"))
    assert done(cli("consent", "show", "ana", "--json")).json[0]["purposes"] == []
    done(cli("contributions", "erase", "ana-1", "--as", "eve"))
    assert not (coop / "vault" / "rows" / "ana-1.parquet").exists()
    left = done(cli("members", "leave", zoe, "--reason", "moving"))
    assert "members.left/1" in left.out
    active = done(cli("members", "list", "--standing", "active", "--json")).json
    assert [one["member"] for one in active] == list(MEMBERS)
    assert done(cli("verify", coop)).code == 0


def test_an_entry_is_shown_proved_and_partly_erased(cli: Cli, coop: Path, tmp_path: Path) -> None:
    """Goal: the record's commands work. Method: show, prove, verify the proof, redact."""
    page = done(cli("record", "show", "1", "--json")).json
    assert page["opened"] == {"name": "Ana"}
    assert page["text"]["seq"] == 1
    receipt = tmp_path / "1.tlog-proof"
    done(cli("record", "prove", "1", "--output", receipt))
    assert receipt.read_text() == done(cli("record", "prove", "1")).out
    assert done(cli("record", "prove", "1", "--json")).json["receipt"] == receipt.read_text()
    done(cli("record", "redact", "1", "name", "--as", "ida"))
    assert done(cli("record", "show", "1", "--json")).json["opened"] == {}
    assert done(cli("members", "show", "ana", "--json")).json["name"] == ""
    head = done(cli("record", "publish", "--json")).json
    assert head["size"] == page["entry"] + 16
    assert done(cli("verify", coop, "--receipt", receipt)).code == 0


def test_a_member_checks_her_own_lines_with_the_public_record(
    cli: Cli, coop: Path, tmp_path: Path
) -> None:
    """Goal: she needs nobody's trust. Method: write her file, verify `public` with it."""
    own = tmp_path / "ana.json"
    done(cli("record", "member-file", "ana", "--output", own))
    assert own.stat().st_mode & 0o777 == 0o600
    said = done(cli("verify", coop / "public", "--member-file", own, "--json"))
    assert said.json["level"] == "member"
    assert said.json["differences"] == []
