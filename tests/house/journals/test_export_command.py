"""`treasury export` and `treasury recompute`, as people type them."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from auzolan.audit.folder import Folder
from auzolan.house.doors.errors import Exit, Misused, report
from auzolan.house.doors.groups import room_app
from auzolan.house.rooms.treasury.export_commands import export_books, recompute_books
from auzolan.house.rooms.treasury.journals.exporting import write_journal
from auzolan.house.rooms.treasury.journals.forms import Form
from auzolan.house.rooms.treasury.journals.reading import general_journal
from house.journals.made_up import made_up_journal


@pytest.fixture(scope="module")
def app() -> typer.Typer:
    """The two commands alone, as the treasury registers them."""
    made = room_app("Money.")
    made.command("export")(export_books)
    made.command("recompute")(recompute_books)
    return made


def said(app: typer.Typer, *words: str | Path) -> Result:
    """Run one command; a misuse ends with the exit code that the door would give it."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    if isinstance(result.exception, Exception) and not isinstance(result.exception, SystemExit):
        result.exit_code = report(result.exception, as_json=False)
    return result


@pytest.mark.parametrize("form", [Form.HLEDGER, Form.LEDGER, Form.BEANCOUNT, Form.CSV])
def test_a_text_goes_to_standard_output_or_into_a_file(
    app: typer.Typer, form: Form, books: Folder, tmp_path: Path
) -> None:
    """Goal: both ways give the same bytes as the library. Method: compare the three."""
    there = ("--folder", books.path, "--format", form.value)
    shown = said(app, "export", *there)
    assert shown.exit_code == Exit.DONE, shown
    written = said(app, "export", *there, "--output", tmp_path / "books")
    assert written.exit_code == Exit.DONE
    assert written.stdout == ""
    with general_journal(books) as journal:
        write_journal(journal, form, tmp_path / "library")
    expected = (tmp_path / "library").read_bytes()
    assert (tmp_path / "books").read_bytes() == expected
    assert shown.stdout_bytes == expected


@pytest.mark.parametrize("form", ["xlsx", "parquet"])
def test_a_file_that_is_no_text_needs_a_place(app: typer.Typer, form: str, books: Folder) -> None:
    """Goal: no terminal is filled with bytes. Method: export without --output."""
    result = said(app, "export", "--folder", books.path, "--format", form)
    assert result.exit_code == Exit.USAGE
    assert isinstance(result.exception, Misused)
    assert "--output" in str(result.exception)


def test_members_and_until_change_what_is_written(app: typer.Typer, books: Folder) -> None:
    """Goal: the options arrive. Method: look for a member's account, and for the year after."""
    there = ("export", "--folder", books.path, "--format", "hledger")
    assert "M001" not in said(app, *there).stdout
    assert "Liabilities:Payable:M001" in said(app, *there, "--members", "--as", "m001").stdout
    until = said(app, *there, "--until", "2026").stdout
    assert "end of period 2026" in until
    assert "2027-" not in until
    wrong = said(app, *there, "--until", "2028")
    assert (wrong.exit_code, wrong.stdout) == (Exit.USAGE, "")
    assert "2028" in str(wrong.exception)


@pytest.mark.parametrize(("reader", "may"), [("m001", True), ("m002", True), ("m003", False)])
def test_only_who_keeps_or_checks_the_books_sees_members_accounts(
    app: typer.Typer, books: Folder, tmp_path: Path, reader: str, may: bool
) -> None:
    """Goal: one office's right. Method: the treasurer, the auditor, a member; and nobody named."""
    there = ("export", "--folder", books.path, "--format", "csv", "--members")
    out = tmp_path / "members.csv"
    result = said(app, *there, "--as", reader, "--output", out)
    assert result.exit_code == (Exit.DONE if may else Exit.REFUSED)
    assert out.exists() is may
    if not may:
        assert str(result.exception).startswith("treasury.accounts_of_others (Art. 4): m003")
    nobody = said(app, *there, "--output", tmp_path / "nobody.csv")
    assert (nobody.exit_code, (tmp_path / "nobody.csv").exists()) == (Exit.USAGE, False)


def test_an_unknown_form_is_wrong_usage_and_help_names_the_known(app: typer.Typer) -> None:
    """Goal: people find their program. Method: a wrong word, and the help page."""
    assert said(app, "export", "--format", "quickbooks").exit_code == Exit.USAGE
    text = said(app, "export", "--help").stdout
    for word in (*Form, "--members", "--until", "Restricted"):
        assert word in text


def test_books_that_differ_end_with_the_code_of_a_failed_check(
    app: typer.Typer, books: Folder, tmp_path: Path
) -> None:
    """Goal: a script notices. Method: a balance one cent off; standard output stays empty."""
    copy = tmp_path / "copy"
    shutil.copytree(books.path, copy)
    with sqlite3.connect(copy / "auzolan.db") as database:
        database.execute("UPDATE treasury_account SET balance = balance + 1 WHERE account='bank'")
    database.close()
    result = said(app, "export", "--folder", copy, "--format", "ledger")
    assert result.exit_code == Exit.DIFFERENT
    assert result.stdout == ""
    assert "bank" in result.stderr


def test_recompute_shows_every_balance_of_the_books(
    app: typer.Typer, books: Folder, tmp_path: Path
) -> None:
    """Goal: export and recompute close the circle. Method: the sums by asset, as text and JSON."""
    path = tmp_path / "books.parquet"
    said(
        app, "export", "--folder", books.path, "--format", "parquet", "--members",
        "--as", "m001", "--output", path,
    )  # fmt: skip
    found = json.loads(said(app, "recompute", path, "--json").stdout)
    assert found["unbalanced"] == []
    balances = {(one["account"], one["member"]): one["balance"] for one in found["balances"]}
    assert balances["bank", ""] == 153_766
    assert balances["royalties", "m001"] == -6_789
    text = said(app, "recompute", path).stdout
    assert "1,537.66 EUR" in text
    assert "-0.006789 EUR" in text


def test_recompute_names_what_is_wrong(app: typer.Typer, tmp_path: Path) -> None:
    """Goal: a changed file is seen, a missing one explained. Method: change a digit; no file."""
    path = tmp_path / "books.csv"
    write_journal(made_up_journal(1), Form.CSV, path)
    head, line, rest = path.read_text(encoding="utf-8").split("\n", 2)
    cells = line.split(",")
    cells[7] = "0.07"
    path.write_text("\n".join([head, ",".join(cells), rest]), encoding="utf-8", newline="")
    result = said(app, "recompute", path)
    assert result.exit_code == Exit.DIFFERENT
    assert "entry 1 does not sum to zero" in result.stderr
    assert said(app, "recompute", tmp_path / "none.csv").exit_code == Exit.USAGE
    assert said(app, "recompute", books_text(tmp_path)).exit_code == Exit.USAGE


def books_text(folder: Path) -> Path:
    """A file that is no journal."""
    path = folder / "books.csv"
    path.write_text("a,b\r\n1,2\r\n")
    return path
