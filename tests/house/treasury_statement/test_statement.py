"""A member's whole statement: one value and its forms, held against the record that it is about."""

import csv
import io
import json
import shutil
import sqlite3
from contextlib import closing
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import structs

from auzolan.audit.folder import Folder
from auzolan.foundation import canonical
from auzolan.foundation.moments import moment_from_iso
from auzolan.house.desk import Desk
from auzolan.house.ports import Ports, SeededChance, SetClock
from auzolan.house.rooms.labour.flows import record_work
from auzolan.house.rooms.treasury.statement_csv import statement_csv
from auzolan.house.rooms.treasury.statement_reading import member_statement
from auzolan.house.rooms.treasury.statement_schema import FILE, statement_schema
from auzolan.house.rooms.treasury.statement_types import LineProof, MemberStatement
from auzolan.house.storage.reader import reader_of
from auzolan.house.storage.schema import table_name
from auzolan.house.submission import Submission
from auzolan.labour.state import WorkOfMember
from auzolan.record.annexes import ref_from_text
from auzolan.record.sumtree import SumLeaf, SumNode, verify_sum
from auzolan.treasury.ledger.acts import Book, ClosePeriod
from auzolan.treasury.ledger.posting import Leg
from auzolan.treasury.state import Plan
from auzolan.treasury.surplus.acts import PlanDistribution
from house.cli.conftest import Cli, cli
from house.journals.conftest import books
from house.small_desk import accepted

__all__ = ["books", "cli"]
MEMBERS = ("m001", "m002", "m003")


@pytest.fixture(scope="session")
def statements(books: Folder) -> dict[str, MemberStatement]:
    """The statement of each of three members after two years."""
    with reader_of(books) as reader:
        found = {member: member_statement(reader, member) for member in MEMBERS}
    return {member: one for member, one in found.items() if one is not None}


@pytest.fixture
def here(books: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands find that folder."""
    monkeypatch.setenv("AUZOLAN_FOLDER", str(books.path))


def test_the_way_down_adds_up_and_each_line_names_its_clause(
    statements: dict[str, MemberStatement],
) -> None:
    """Goal: nothing is lost between result and members. Method: sums; clauses of the charter."""
    for found in statements.values():
        (year,) = found.years
        *above, last = year.lines
        assert last.name == "patronage"
        assert sum(line.cents for line in above) == last.cents
        for line in above:
            if line.part_bp:
                assert line.clause == f"surplus.{line.name}_bp"
                assert abs(line.cents + Fraction(line.base_cents * line.part_bp, 10_000)) < 1


def test_exact_shares_and_spare_cents_make_the_pools(
    statements: dict[str, MemberStatement],
) -> None:
    """Goal: she recomputes every cent. Method: fractions sum to the pools; cents follow from them."""
    years = [found.years[0] for found in statements.values()]
    for place, pool in enumerate(years[0].pools):
        own = [year.pools[place] for year in years]
        assert sum(Fraction(one.exact) for one in own) == pool.pool_cents
        assert sum(one.cents for one in own) == pool.pool_cents
        assert sum(one.got_spare_cent for one in own) == pool.spare_cents
        for one in own:
            assert Fraction(one.exact) == Fraction(one.pool_cents * one.weight, one.weights)
            assert one.cents == int(Fraction(one.exact)) + one.got_spare_cent
    assert all(year.is_recomputed for year in years)


def test_capital_before_and_after_fit_her_part_and_the_books(
    statements: dict[str, MemberStatement],
) -> None:
    """Goal: balances follow from the lines. Method: opening plus her part; against the ledger."""
    for found in statements.values():
        (year,) = found.years
        mine = sum(pool.cents for pool in year.pools)
        assert year.cash_cents + year.capitalised_cents == mine
        added = year.interest.cents + year.capitalised_cents
        assert year.closing_cents == year.opening_cents + added == found.capital_cents
        assert sum(one.principal_cents for one in found.exit.instalments) == found.capital_cents


def is_in_the_sum(proof: LineProof, number: int) -> bool:
    """Whether a part of a line leads to the root and the total that the statement names."""
    one = proof.parts[number]
    text = canonical.encode([proof.kind, *proof.values, number])
    return verify_sum(
        SumLeaf(bytes.fromhex(one.salt), one.amount, text), one.place, proof.leaves,
        [SumNode(bytes.fromhex(digest), below) for digest, below in one.path],
        root=bytes.fromhex(proof.root), total=proof.total,
    )  # fmt: skip


def test_her_line_is_proved_in_the_published_sum(
    books: Folder, statements: dict[str, MemberStatement]
) -> None:
    """Goal: a proof that stands alone. Method: the published root is the plan's; parts make hers."""
    with reader_of(books) as reader:
        ref = ref_from_text(reader.rows(Plan)[0].lines)
    for found in statements.values():
        proof = found.years[0].proof
        assert proof is not None
        assert (proof.root, proof.total) == (ref.root, ref.total)
        amount = proof.values[proof.names.index("amount_cents")]
        assert sum(part.amount for part in proof.parts) == amount
        for number in range(2):
            assert is_in_the_sum(proof, number)
            raised = structs.replace(proof.parts[number], amount=proof.parts[number].amount + 1)
            assert not is_in_the_sum(structs.replace(proof, parts=(raised, raised)), number)
        assert proof.values[proof.names.index("member")] == found.member


def test_the_vote_and_what_can_be_done_stand_beside_the_plan(
    statements: dict[str, MemberStatement],
) -> None:
    """Goal: who decided, whom to tell. Method: three yes; the auditors; the first charter."""
    found = statements["m001"]
    vote = found.years[0].vote
    assert vote is not None
    assert (vote.yes, vote.no, vote.roll, vote.state) == (3, 0, 3, "executed")
    assert found.years[0].objection.stage == "booked"
    assert "m002" in found.years[0].objection.to
    assert [(one.version, one.vote) for one in found.charter] == [(1, None)]


def test_work_uses_royalties_and_payouts_are_hers(
    statements: dict[str, MemberStatement],
) -> None:
    """Goal: each kind of line. Method: the story's own numbers."""
    ana, ben, eve = (statements[member] for member in MEMBERS)
    assert eve.years[0].seconds == 36_000
    assert eve.years[0].pay_index is not None
    assert eve.years[0].pay_index.workers == 1
    assert ana.years[0].pay_index is None
    assert {use.operation for use in ana.uses} == {"train", "value"}
    assert eve.uses == ()
    assert sum(line.micro for line in ana.royalties) == ana.royalties_open_micro == 6_789
    assert {(one.what, one.licence, one.licensee) for one in ana.royalties} == {
        ("use:use-1", "choir-1", "choir"), ("royalties:royalties-1", "", "")
    }  # fmt: skip
    assert [(one.payout, one.state) for one in ben.payouts] == [("p1", "drafted")]


def test_the_json_follows_the_published_schema(statements: dict[str, MemberStatement]) -> None:
    """Goal: programs can rely on it. Method: validate; a field of another type does not pass."""
    import jsonschema

    assert FILE.read_text(encoding="utf-8") == statement_schema()
    schema = json.loads(FILE.read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    for found in statements.values():
        validator.validate(json.loads(msgspec.json.encode(found)))
    wrong: dict[str, Any] = json.loads(msgspec.json.encode(statements["m001"]))
    wrong["years"][0]["cash_cents"] = "29.00"
    assert not validator.is_valid(wrong)
    del wrong["years"]
    assert not validator.is_valid(wrong)


def test_the_table_holds_the_same_cents(statements: dict[str, MemberStatement]) -> None:
    """Goal: a spreadsheet adds up. Method: read it back; sums of movements are the accounts."""
    found = statements["m002"]
    rows = list(csv.DictReader(io.StringIO(statement_csv(found), newline="")))
    accounts = {
        row["name"]: int(row["cents"] or row["micro"])
        for row in rows
        if row["section"] == "account"
    }
    for name, balance in accounts.items():
        moved = [row for row in rows if row["section"] == "movement" and row["name"] == name]
        assert sum(int(row["cents"] or row["micro"]) for row in moved) == balance
    division = [int(row["cents"]) for row in rows if row["section"] == "division"]
    assert sum(division[:-1]) == division[-1]
    assert found.name not in statement_csv(found)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("form", ["text", "whole", "json", "csv", "pdf"])
def test_every_form_is_the_same_to_the_last_byte(cli: Cli, tmp_path: Path, form: str) -> None:
    """Goal: two prints of one record are equal. Method: write twice; private to its owner."""
    if form == "pdf":
        pytest.importorskip("typst", reason="typst is not installed: pip install 'auzolan[pdf]'")
    one, other = tmp_path / "one", tmp_path / "other"
    for path in (one, other):
        said = cli("treasury", "statement", "m002", "--format", form, "--out", path)
        assert said.code == 0, said
        assert path.stat().st_mode & 0o777 == 0o600
    assert one.read_bytes() == other.read_bytes() != b""


@pytest.mark.usefixtures("here")
def test_a_pdf_speaks_each_language(cli: Cli, tmp_path: Path) -> None:
    """Goal: words of the reader. Method: three PDFs, all different; a terminal gets none."""
    pytest.importorskip("typst", reason="typst is not installed: pip install 'auzolan[pdf]'")
    made = set()
    for language in ("en", "es", "eu"):
        path = tmp_path / f"{language}.pdf"
        words = ("--format", "pdf", "--language", language, "--out", path)
        assert cli("treasury", "statement", "m002", *words).code == 0
        assert path.read_bytes().startswith(b"%PDF-")
        made.add(path.read_bytes())
    assert len(made) == 3
    assert cli("treasury", "statement", "m002", "--format", "pdf").code == 2


@pytest.mark.usefixtures("here")
def test_text_shows_shares_rules_and_checks(cli: Cli) -> None:
    """Goal: a terminal shows it too. Method: words and figures of each part."""
    said = cli("treasury", "statement", "m002", "--format", "whole")
    assert said.code == 0, said
    for words in ("Of the members' part, by work", "3 yes, 0 no", "If you left now", "€45.00",
                  "auzolan verify public --member-file m002.json"):  # fmt: skip
        assert words in said.out, words
    assert cli("treasury", "statement", "zoe").code == 2
    basque = cli("treasury", "statement", "m002", "--format", "whole", "--language", "eu")
    assert "Orain alde egingo bazenu" in basque.out
    short = cli("treasury", "statement", "m002")
    assert short.out.startswith("Ben Agirre (m002, active)")
    assert len(short.out) < len(said.out)


@pytest.mark.usefixtures("here")
def test_the_division_is_drawn(cli: Cli, tmp_path: Path) -> None:
    """Goal: a picture of the waterfall. Method: the specification's own bars, start to stop."""
    pytest.importorskip("altair", reason="altair is not installed: pip install 'auzolan[plots]'")
    said = cli("treasury", "statement", "m002", "--json", "--plot", tmp_path / "way.svg")
    assert said.code == 0, said
    assert next(path.name for path in tmp_path.iterdir()).startswith("way.")


def test_bars_hang_from_one_another(statements: dict[str, MemberStatement]) -> None:
    """Goal: a waterfall and no heap of bars. Method: each step begins where the one before ended."""
    pytest.importorskip("altair", reason="altair is not installed: pip install 'auzolan[plots]'")
    from auzolan.house.rooms.treasury.statement_plot import waterfall_chart

    year = statements["m002"].years[0]
    chart = waterfall_chart(year, currency="EUR", title="2026", words=str)
    (values,) = chart.to_dict()["datasets"].values()
    assert values[0]["start"] == 0
    steps = [bar for bar in values if bar["kind"] == "step"]
    assert all(one["stop"] == other["start"] for one, other in pairwise(steps))
    assert values[-2]["stop"] == steps[-1]["stop"]
    assert values[-1]["stop"] == sum(pool.cents for pool in year.pools)


@pytest.fixture
def copied(books: Folder, tmp_path: Path) -> Folder:
    """A copy of that folder, to be written to."""
    path = tmp_path / "coop"
    shutil.copytree(books.path, path)
    return Folder(path)


def test_a_year_with_a_loss_says_who_bears_it(copied: Folder) -> None:
    """Goal: bad years as plainly as good ones. Method: spend more than came in, close, plan, read."""
    desk = Desk(copied, Ports(SetClock(moment_from_iso("2028-12-31")), SeededChance("loss")))
    lines = [("m002", 36_000, 15_000), ("m003", 18_000, 7_500)]
    accepted(record_work(desk, actor="m001", work="late", period="2028", lines=lines))
    spent = (Leg("expense:other", 30_000), Leg("bank", -30_000))
    acts = [
        Book("rent", "2028", spent, None, ""),
        ClosePeriod("2028", "2029"),
        PlanDistribution("bad", "2028", "worth", 0, 0, 0),
    ]
    for number, act in enumerate(acts):
        words = {"why": "rent"} if isinstance(act, Book) else {}
        accepted(desk.submit([Submission(f"loss-{number}", "m001", act, words)])[0])
    desk.close()
    with reader_of(copied) as reader:
        found = [member_statement(reader, member) for member in (*MEMBERS, "m004")]
    years = [one.years[-1] for one in found if one is not None]
    assert [year.is_recomputed for year in years] == [True] * 4
    for year in years:
        assert year.lines[0].cents < 0
        assert sum(line.cents for line in year.lines) == 0
        assert year.closing_cents == year.opening_cents - year.loss_cents
        assert (year.state, year.vote, year.objection.stage) == ("planned", None, "before_poll")
    borne = {line.name: line.cents for line in years[0].lines}
    assert sum(year.loss_cents for year in years) == borne.get("members", 0)
    assert found[0] is not None
    assert statement_csv(found[0]).count("division,2028") == len(years[0].lines)


def test_what_cannot_be_worked_out_again_is_not_made_up(copied: Folder) -> None:
    """Goal: no likely figures. Method: lose one member's work from the tables; amounts stay."""
    with closing(sqlite3.connect(copied.database)) as database, database:
        assert database.execute(f"DELETE FROM {table_name(WorkOfMember)}").rowcount == 1
    with reader_of(copied) as reader:
        found = member_statement(reader, "m002")
    assert found is not None
    (year,) = found.years
    assert not year.is_recomputed
    assert all(not pool.exact and pool.weights == 0 for pool in year.pools)
    assert sum(pool.cents for pool in year.pools) == 5_500
