"""A licence's life by commands alone: offered, voted, accepted, called, invoiced, overdue, revoked."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from msgspec.structs import asdict

from auzolan.assembly.resolutions import GrantLicence
from auzolan.house.rooms.assembly.execution import execute
from auzolan.house.rooms.learning import flows as learning
from auzolan.house.rooms.licensing import flows as licensing
from auzolan.house.rooms.licensing import life_flows
from auzolan.house.rooms.record.flows import publish
from auzolan.learning.recipes import TrainingRecipe
from auzolan.licensing.acts import LicenceTerms, subject_of_terms
from house.cli.conftest import Cli, Said
from house.small_desk import SmallDesk, accepted
from support.deciding import decided

TERMS = LicenceTerms(
    "dairy", "a-dairy", "m1", "commercial", 90_000, 20_000, 1_000, 3_600, pay_days=0
)
DIGEST = subject_of_terms(TERMS)


@pytest.fixture(scope="module")
def licensed_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A co-operative that has granted a licence, offered before; never written to again."""
    path = tmp_path_factory.mktemp("licensed") / "coop"
    small = SmallDesk(path)
    small.bring()
    desk = small.desk
    accepted(learning.seal(desk, actor="eve", snapshot="s", kind="purchases", purpose="commercial"))
    learning.train(desk, actor="eve", model="m1", snapshot="s", recipe=TrainingRecipe())
    accepted(life_flows.offer(desk, actor="joe", terms=TERMS))
    decided(
        desk, GrantLicence(TERMS), "sell", author="ana", secretary="ida", auditor="ben",
        is_cool=False,
    )  # fmt: skip
    small.on("2025-04-10")
    accepted(execute(desk, actor="joe", proposal="sell"))
    small.on("2025-04-12")
    accepted(licensing.meter(desk, actor="eve", licence="dairy", day="2025-04-11", predictions=100))
    publish(desk)
    desk.close()
    return path


@pytest.fixture
def licensed(licensed_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, which is the one that commands find."""
    path = tmp_path / "licensed"
    shutil.copytree(licensed_once, path)
    monkeypatch.setenv("AUZOLAN_FOLDER", str(path))
    return path


def done(said: Said) -> Said:
    """The same, once it is sure that the command did it."""
    assert said.code == 0, said
    return said


def code(said: Said) -> str:
    """The code with which a command was refused."""
    assert said.code == 1, said
    return str(said.json["refusal"]["code"])


def accept(cli: Cli, digest: str = DIGEST) -> Said:
    return cli("licensing", "accept", "dairy", "--terms-digest", digest, "--evidence", "binder 7",
               "--as", "joe", "--json")  # fmt: skip


def standing(cli: Cli) -> str:
    """The one line that says how the licence stands."""
    found = done(cli("licensing", "show", "dairy", "--json")).json
    listed = done(cli("licensing", "show", "--json")).json
    assert [one["standing"] for one in listed] == [found["standing"]]
    return str(found["standing"])


def test_a_licence_lives_from_its_grant_to_its_end(cli: Cli, licensed: Path) -> None:
    """Goal: every command works in its turn. Method: one life, its standing read at each step."""
    assert standing(cli).endswith("not accepted yet")
    assert code(cli("licensing", "key", "dairy", "--as", "joe", "--json")) == (
        "licensing.not_accepted"
    )
    taken = done(accept(cli)).json["entry"]
    assert standing(cli).startswith(f"accepted in entry {taken}, granted in entry ")
    key = done(cli("licensing", "key", "dairy", "--as", "joe", "--json")).json
    assert key["key"] == "key-dairy-1"
    paper = done(cli("licensing", "invoice", "dairy", "--as", "joe", "--json")).json
    found = {name: paper[name] for name in ("invoice", "predictions", "amount_cents", "licensee")}
    assert found == {
        "invoice": "inv-dairy-1", "predictions": 100, "amount_cents": 90_200, "licensee": "a-dairy",
    }  # fmt: skip
    assert "overdue since" in standing(cli)
    assert "902.00 EUR (invoice inv-dairy-1" in standing(cli)
    refused = cli("licensing", "key", "dairy", "--as", "joe", "--json")
    assert code(refused) == "licensing.overdue"
    done(cli("licensing", "receive", "dairy", "--amount", "902.00", "--reference", "r", "--as",
             "joe", "--yes"))  # fmt: skip
    assert "overdue" not in standing(cli)
    second = done(cli("licensing", "key", "dairy", "--name", "lab", "--as", "joe", "--json")).json
    assert second["secret"] != key["secret"]
    done(cli("licensing", "revoke-key", "lab", "--as", "joe"))
    ended = done(
        cli("licensing", "revoke", "dairy", "--reason", "sold on", "--as", "joe", "--json")
    )
    assert standing(cli).startswith(f"revoked in entry {ended.json['entry']}, ended ")
    page = done(cli("licensing", "show", "dairy", "--json")).json
    assert {one["key"]: one["standing"][:10] for one in page["keys"]} == {
        "key-dairy-1": "out of use", "lab": "out of use",
    }  # fmt: skip
    assert [one["standing"] for one in page["invoices"]] == ["paid"]
    assert done(cli("verify", licensed)).code == 0


def test_the_folder_never_holds_a_key(cli: Cli, licensed: Path) -> None:
    """Goal: who steals the folder can call nothing. Method: search every byte for the secret."""
    done(accept(cli))
    said = done(cli("licensing", "key", "dairy", "--as", "joe"))
    secret = said.out.strip()
    assert len(secret) == 43
    digest = hashlib.sha256(secret.encode()).hexdigest()
    everything = b"".join(path.read_bytes() for path in licensed.rglob("*") if path.is_file())
    assert secret.encode() not in everything
    assert digest.encode() in everything


def test_a_rehearsal_writes_nothing_and_shows_no_key(cli: Cli, licensed: Path) -> None:
    """Goal: looking is free. Method: each command with --dry-run; the record keeps its size."""
    done(accept(cli))
    before = done(cli("record", "publish", "--json")).json["size"]
    for words in (
        ("key", "dairy"),
        ("invoice", "dairy"),
        ("report", "dairy", "--answers", "1", "--from", "2025-04-10", "--until", "2025-04-12"),
        ("revoke", "dairy", "--reason", "r"),
    ):
        said = done(cli("licensing", *words, "--as", "joe", "--dry-run", "--json"))
        assert "nothing has been written" in said.err
        assert set(said.json) == {"entry", "id", "at", "leaf", "repeated", "facts"}
    assert done(cli("record", "publish", "--json")).json["size"] == before


def test_an_invoice_reads_the_same_whenever_it_is_printed(cli: Cli, licensed: Path) -> None:
    """Goal: a paper made from the record. Method: print, use more and pay, print again."""
    done(accept(cli))
    said = done(cli("licensing", "invoice", "dairy", "--number", "2025-7", "--as", "joe"))
    assert "100 at 0.020000 EUR each" in said.out
    assert "asked now     902.00 EUR" in said.out
    done(cli("licensing", "meter", "dairy", "--day", "2025-04-12", "--predictions", "5", "--as",
             "eve", "--yes"))  # fmt: skip
    done(cli("licensing", "receive", "dairy", "--amount", "902.00", "--reference", "r", "--as",
             "joe", "--yes"))  # fmt: skip
    again = done(cli("licensing", "show", "dairy", "--invoice", "2025-7"))
    assert again.out == said.out
    more = done(cli("licensing", "invoice", "dairy", "--as", "joe", "--json")).json
    assert (more["asked_before_cents"], more["amount_cents"]) == (90_200, 10)
    assert code(cli("licensing", "invoice", "dairy", "--as", "joe", "--json")) == (
        "licensing.nothing_to_invoice"
    )
    assert cli("licensing", "show", "dairy", "--invoice", "none").code == 2


def test_a_report_that_differs_from_our_meter_is_said_plainly(cli: Cli, licensed: Path) -> None:
    """Goal: nobody overlooks it. Method: one report that fits, one that does not, and the page."""
    words = ("licensing", "report", "dairy", "--from", "2025-04-01", "--until", "2025-05-01",
             "--as", "joe")  # fmt: skip
    right = done(cli(*words, "--answers", "100", "--name", "right"))
    assert "our meter says the same" in right.err
    wrong = done(cli(*words, "--answers", "90", "--name", "wrong"))
    assert "says 90 answers; our meter says 100. They differ" in wrong.err
    page = done(cli("licensing", "show", "dairy", "--json")).json
    assert {one["report"]: one["differs"] for one in page["reports"]} == {
        "right": False, "wrong": True,
    }  # fmt: skip
    assert page["accrued_cents"] == 90_200
    assert code(cli(*words, "--answers", "90", "--name", "wrong", "--json")) == (
        "licensing.report_taken"
    )


def test_what_is_asked_twice_or_wrongly_is_refused(cli: Cli, licensed: Path) -> None:
    """Goal: each door says why. Method: another digest, then everything a second time."""
    assert code(accept(cli, "0" * 64)) == "licensing.other_terms_accepted"
    done(accept(cli))
    assert code(accept(cli)) == "licensing.accepted_already"
    done(cli("licensing", "key", "dairy", "--name", "k", "--as", "joe"))
    again = cli("licensing", "key", "dairy", "--name", "k", "--as", "joe", "--json")
    assert code(again) == "licensing.key_taken"
    done(cli("licensing", "revoke-key", "k", "--as", "joe"))
    assert code(cli("licensing", "revoke-key", "k", "--as", "joe", "--json")) == (
        "licensing.key_revoked"
    )
    revoke = ("licensing", "revoke", "dairy", "--reason", "r", "--as", "joe", "--json")
    done(cli(*revoke))
    assert code(cli(*revoke)) == "licensing.licence_revoked"
    assert code(cli("licensing", "invoice", "eggs", "--as", "joe", "--json")) == (
        "licensing.licence_unknown"
    )


def test_only_the_treasury_may_ask(cli: Cli, licensed: Path) -> None:
    """Goal: a right for each act. Method: a member without the office."""
    for words in (
        ("accept", "dairy", "--terms-digest", DIGEST, "--evidence", "x"),
        ("key", "dairy"), ("revoke-key", "k"), ("invoice", "dairy"),
        ("report", "dairy", "--answers", "1", "--from", "2025-04-10", "--until", "2025-04-12"),
        ("revoke", "dairy", "--reason", "r"),
    ):  # fmt: skip
        said = cli("licensing", *words, "--as", "ana", "--json")
        assert code(said) == "charter.not_in_office", words


def test_words_that_cannot_be_read_are_wrong_usage(
    cli: Cli, licensed: Path, tmp_path: Path
) -> None:
    """Goal: a typing error is no refusal. Method: a bad day, a negative number, a bad file."""
    report = ("licensing", "report", "dairy", "--as", "joe", "--until", "2025-05-01")
    assert cli(*report, "--from", "1 April", "--answers", "1").code == 2
    assert cli(*report, "--from", "2025-04-01", "--answers", "-1").code == 2
    for number, changed in enumerate(
        ({"days": 0}, {"price_micro": -1}, {"fee_cents": -1}, {"colour": "red"}, {"licence": "A b"})
    ):
        file = tmp_path / f"{number}.json"
        file.write_text(json.dumps(asdict(TERMS) | changed))
        said = cli("licensing", "offer", "--terms", file, "--as", "joe")
        assert said.code == 2
        assert "does not hold terms" in said.err


def test_an_offer_says_how_many_do_not_allow_it_today(
    cli: Cli, licensed: Path, tmp_path: Path
) -> None:
    """Goal: the treasurer sees whom to ask. Method: offer, withdraw, read its line."""
    file = tmp_path / "terms.json"
    file.write_text(json.dumps(asdict(TERMS) | {"licence": "soy", "licensee": "soy-ltd"}))
    entry = done(cli("licensing", "offer", "--terms", file, "--as", "joe", "--json")).json["entry"]
    page = done(cli("licensing", "show", "soy", "--json")).json
    assert page["standing"] == f"offered in entry {entry}, not granted"
    done(cli("consent", "withdraw", "ana", "--kind", "purchases"))
    page = done(cli("licensing", "show", "soy", "--json")).json
    assert page["standing"].endswith("; 1 person does not allow it today")
    assert "soy" in done(cli("licensing", "show")).out
    said = cli("assembly", "propose", "again", "--title", "Soy", "--as", "ana", "--terms", file,
               "--json")  # fmt: skip
    assert code(said) == "consent.purpose_not_granted"


def test_the_terms_on_the_page_can_be_offered(cli: Cli, licensed: Path, tmp_path: Path) -> None:
    """Goal: the page shows a file that works. Method: take its block, name our model, offer it."""
    page = Path(__file__).parents[3] / "docs" / "how-to" / "license-a-model.md"
    block = page.read_text(encoding="utf-8").partition("```json\n")[2].partition("```")[0]
    terms = json.loads(block) | {"model": "m1"}
    assert set(terms) == set(LicenceTerms.__struct_fields__)
    file = tmp_path / "page.json"
    file.write_text(json.dumps(terms))
    offered = done(cli("licensing", "offer", "--terms", file, "--as", "joe", "--json")).json
    page_of = done(cli("licensing", "show", terms["licence"], "--json")).json
    assert page_of["terms_digest"] == offered["facts"][0]["subject"]
