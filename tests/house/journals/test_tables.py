"""CSV, XLSX and Parquet: read back, they are the journal; nothing in them is a formula."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.audit.folder import Folder
from auzolan.house.rooms.treasury.journals.columns import NAMES, Columns, columns_of
from auzolan.house.rooms.treasury.journals.csv import csv_texts, harmless
from auzolan.house.rooms.treasury.journals.exporting import write_journal
from auzolan.house.rooms.treasury.journals.forms import Form
from auzolan.house.rooms.treasury.journals.journal import (
    Balances,
    Journal,
    JournalAccount,
    JournalLeg,
    Transaction,
)
from auzolan.house.rooms.treasury.journals.reading import members_journal
from auzolan.house.rooms.treasury.journals.recompute import UnreadableJournal, recomputed
from auzolan.house.rooms.treasury.journals.xlsx import TooLongForSheet
from house.journals.made_up import made_up_journal

BANK = JournalAccount("bank", "", "EUR/2")
Cells = list[list[str]]


# --- CSV ------------------------------------------------------------------------------------------


def test_a_csv_read_back_is_the_journal(books: Folder, tmp_path: Path) -> None:
    """Goal: every posting, a line each. Method: read with Python's reader, compare all fields."""
    path = tmp_path / "books.csv"
    with members_journal(books) as journal:
        write_journal(journal, Form.CSV, path)
    with members_journal(books) as journal:
        rows = [row for batch in columns_of(journal, size=7) for row in _rows(batch)]
    text = path.read_bytes()
    lines = list(csv.reader(io.StringIO(text.decode(), newline="")))
    assert text.count(b"\r\n") == text.count(b"\n") == len(lines) == len(rows) + 1
    assert tuple(lines[0]) == NAMES
    for line, row in zip(lines[1:], rows, strict=True):
        line[NAMES.index("amount")] = line[NAMES.index("amount")].replace(".", "")
        assert line[NAMES.index("amount")].lstrip("-").isdigit()
        assert [_as(value) for value in line] == [_as(str(value)) for value in row]


def _as(text: str) -> str:
    """Whole numbers without leading zeros, so that -005 and -5 are one."""
    return str(int(text)) if re.fullmatch(r"-?\d+", text) else text


def _rows(batch: Columns) -> list[tuple[int | str, ...]]:
    return list(zip(*(getattr(batch, name) for name in NAMES), strict=True))


@given(st.text(), st.text())
def test_any_text_comes_back_from_a_csv_and_none_begins_a_formula(why: str, member: str) -> None:
    """Goal: RFC 4180, and no cell that calculates. Method: random texts through both ways."""
    batch = Columns([1], ["2026-01-01"], ["a"], ["p"], ["bank"], [member], ["EUR/2"], [-5], [why])
    text = "".join(csv_texts([batch]))
    _, line = csv.reader(io.StringIO(text, newline=""))
    assert line[NAMES.index("why")] in {why, f"'{why}"}
    assert line[NAMES.index("amount")] == "-0.05"
    for name in ("why", "member"):
        assert not re.match(r"[=+@\t\r\n-]", line[NAMES.index(name)])


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_what_would_calculate_gets_a_mark(text: str) -> None:
    """Goal: each sign is known. Method: the signs by which spreadsheets begin a formula."""
    assert harmless(text) == f"'{text}"
    assert harmless(f"m{text}") == f"m{text}"


# --- XLSX -----------------------------------------------------------------------------------------

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheet_of(path: Path, number: int) -> Cells:
    """The cells of a sheet as they are written in the file; formulas and links fail the test."""
    with zipfile.ZipFile(path) as book:
        root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
        assert not any("externalLink" in name for name in book.namelist())
    assert root.find(f".//{_SHEET}f") is None
    assert root.find(f".//{_SHEET}hyperlink") is None
    return [
        ["".join(cell.itertext()) for cell in row.iter(f"{_SHEET}c")]
        for row in root.iter(f"{_SHEET}row")
    ]


def test_a_workbook_holds_every_posting_and_balance_to_the_last_digit(
    books: Folder, tmp_path: Path
) -> None:
    """Goal: no float has touched an amount. Method: read the digits in the file's own text."""
    path = tmp_path / "books.xlsx"
    with members_journal(books) as journal:
        write_journal(journal, Form.XLSX, path)
    with members_journal(books) as journal:
        parts = list(journal.parts)
    legs = [
        (one.entry, leg.account.account, leg.account.member, leg.account.asset, leg.amount)
        for one in parts
        if isinstance(one, Transaction)
        for leg in one.legs
    ]
    _, *lines = sheet_of(path, 3)
    assert len(lines) == len(legs)
    for line, (entry, account, member, asset, amount) in zip(lines, legs, strict=True):
        assert (line[0], line[4], line[5], line[6]) == (str(entry), account, member, asset)
        _same_amount(line[7], line[8], asset, amount)
    ends = [
        (one.about, *(account.account, account.member, account.asset), amount)
        for one in parts
        if isinstance(one, Balances)
        for account, amount in one.lines
    ]
    _, *lines = sheet_of(path, 2)
    assert len(lines) == len(ends)
    for line, (about, account, member, asset, amount) in zip(lines, ends, strict=True):
        assert (line[0], line[2], line[3], line[4]) == (about, account, member, asset)
        _same_amount(line[5], line[6], asset, amount)


def _same_amount(shown: str, units: str, asset: str, amount: int) -> None:
    assert int(units) == amount
    whole, _, rest = shown.partition(".")
    assert int(whole + rest.ljust(int(asset[-1]), "0")) == amount


def _one_posting(amount: int, *, why: str = "", asset: str = "EUR/2") -> Journal:
    account = JournalAccount("bank", "", asset)
    other = JournalAccount("suspense", "", asset)
    legs = (JournalLeg(account, amount, why), JournalLeg(other, -amount, why))
    part = Transaction(1, "2026-01-01", "treasury.book/1", "2026", legs)
    return Journal("made-up", "ledger", "2026-01-01", 1, (account, other), [part])


@pytest.mark.parametrize("amount", [2**53, -(2**53), 2**53 - 1, 10**15 - 1, 1, -1])
@pytest.mark.parametrize("asset", ["EUR/2", "EUR/6"])
def test_amounts_up_to_the_limit_are_exact_in_a_workbook(
    amount: int, asset: str, tmp_path: Path
) -> None:
    """Goal: the limit that is stated holds. Method: the largest units, both signs, both scales."""
    write_journal(_one_posting(amount, asset=asset), Form.XLSX, tmp_path / "books.xlsx")
    line = sheet_of(tmp_path / "books.xlsx", 3)[1]
    _same_amount(line[7], line[8], asset, amount)


def test_what_a_workbook_cannot_hold_is_refused_and_leaves_no_file(tmp_path: Path) -> None:
    """Goal: no number is bent to fit. Method: one unit above the limit."""
    with pytest.raises(TooLongForSheet, match="csv"):
        write_journal(_one_posting(2**53 + 1), Form.XLSX, tmp_path / "books.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_texts_in_a_workbook_are_texts(tmp_path: Path) -> None:
    """Goal: nothing calculates or calls out. Method: a formula, a link and a number as texts."""
    for why in ("=1+1", "https://example.org", "007", "@SUM(A1)"):
        write_journal(_one_posting(5, why=why), Form.XLSX, tmp_path / "books.xlsx")
        assert sheet_of(tmp_path / "books.xlsx", 3)[1][9] == why


# --- recomputing ----------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [Form.PARQUET, Form.CSV])
def test_every_balance_is_recomputed_from_the_file_alone(
    form: Form, books: Folder, tmp_path: Path
) -> None:
    """Goal: the file is enough. Method: DuckDB's sums beside the journal's last balances."""
    path = tmp_path / f"books.{form.value}"
    for journal in (None, *map(made_up_journal, range(4))):
        if journal is None:
            with members_journal(books) as opened:
                write_journal(opened, form, path)
            with members_journal(books) as opened:
                *_, last = opened.parts
        else:
            write_journal(journal, form, path)
            *_, last = journal.parts
        assert isinstance(last, Balances)
        found = recomputed(path)
        assert found.unbalanced == ()
        ours = {(one.account, one.member, one.asset): amount for one, amount in last.lines}
        theirs = {tuple(line[:3]): line[3] for line in found.balances}
        assert {name: one for name, one in ours.items() if one} == {
            name: one for name, one in theirs.items() if one
        }


@pytest.mark.parametrize("form", [Form.PARQUET, Form.CSV])
def test_an_entry_that_does_not_sum_to_zero_is_named(form: Form, tmp_path: Path) -> None:
    """Goal: a change in the file is seen. Method: a leg of one cent without its other side."""
    legs = (JournalLeg(BANK, 1, ""),)
    part = Transaction(7, "2026-01-01", "treasury.book/1", "2026", legs)
    journal = Journal("made-up", "ledger", "2026-01-01", 7, (BANK,), [part])
    write_journal(journal, form, tmp_path / f"books.{form.value}")
    assert recomputed(tmp_path / f"books.{form.value}").unbalanced == ((7, "EUR/2", 1),)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("books.txt", b"", ".parquet or .csv"),
        ("books*.csv", b"entry\r\n1\r\n", r"\*"),
        ("books.csv", b"entry\r\n1\r\n", "no exported journal"),
        ("books.parquet", b"PAR1 or not", "no exported journal"),
    ],
)
def test_a_file_that_is_no_journal_is_refused(
    name: str, content: bytes, said: str, tmp_path: Path
) -> None:
    """Goal: no sum of something else. Method: other files, and a path that would match several."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableJournal, match=said):
        recomputed(tmp_path / name)
