"""The pages on keeping books and paying members: every command of theirs, run in their order."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from auzolan.audit.folder import Folder
from auzolan.audit.verify import verify
from auzolan.foundation.moments import DAY_MS, day_from_moment
from auzolan.house.desk import Desk
from auzolan.house.doors.cli import run
from auzolan.house.ports import system_ports
from auzolan.house.rooms.record.flows import publish
from auzolan.house.rooms.treasury.bank.orders import PaymentOrder
from auzolan.house.rooms.treasury.flows_bank import order_of
from auzolan.house.rooms.treasury.flows_bookings import book
from auzolan.house.rooms.treasury.flows_payees import payee_text
from auzolan.house.storage.reader import reader_of
from auzolan.house.submission import Submission
from auzolan.treasury.ledger.posting import Leg
from auzolan.treasury.payouts.acts import SetPayee
from auzolan.treasury.state import Account, Payout
from house.small_desk import SmallDesk, accepted
from house.treasury_bank.bank_papers import (
    batch_debit,
    payee,
    returned,
    statement_file,
    status_file,
    transaction,
)

HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to"
WHO = {"m001": "joe", "m002": "eve", "m003": "ida", "m017": "ana", "m018": "ben"}
"""Who of the small co-operative stands for the people of the pages."""


def blocks_of(page: str) -> list[str]:
    """The page's blocks, with the small co-operative's names."""
    text = (HOW_TO / page).read_text(encoding="utf-8")
    for there, here in WHO.items():
        text = text.replace(there, here)
    return [str(block) for block in re.findall(r"```\n(.*?)```", text, re.S)]


def commands_of(page: str) -> list[str]:
    """The page's commands, in order."""
    lines = [line for block in blocks_of(page) for line in block.splitlines()]
    return [line for line in lines if line.startswith("auzolan ")]


@pytest.fixture
def coop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small co-operative, whose ana and ben named accounts long ago; the working folder."""
    small = SmallDesk(tmp_path / "coop")
    for number, member in enumerate(("ana", "ben")):
        words = {"payee": payee_text(payee(member, number))}
        named = Submission(f"payee-{member}", member, SetPayee(member, ""), words)
        accepted(small.desk.submit([named])[0])
    publish(small.desk)
    small.desk.close()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUZOLAN_FOLDER", str(tmp_path / "coop"))
    return tmp_path / "coop"


def _balances(coop: Path) -> dict[str, int]:
    with reader_of(Folder(coop)) as reader:
        return {row.account: row.balance for row in reader.rows(Account) if row.balance}


def _run(line: str) -> None:
    # The page names a day; holds end, and banks pay, within a year of the day of this test.
    day = day_from_moment(system_ports().clock() + 30 * DAY_MS)
    words = shlex.split(re.sub(r"--(until|pay-on) \S+", rf"--\1 {day}", line))
    assert run(words[1:]) == 0, line


def test_the_page_on_books_does_what_it_says(coop: Path) -> None:
    """Goal: every command of the page works. Method: run all in order; read the accounts; verify."""
    (lines,) = [block for block in blocks_of("keep-the-books.md") if block.startswith("member,")]
    Path("trips.csv").write_text(lines, encoding="utf-8")
    commands = commands_of("keep-the-books.md")
    assert len(commands) == 7
    for line in commands:
        _run(line)
    assert _balances(coop) == {
        "bank": 46_500, "capital:compulsory": -50_000, "expense:2025:other": 15_000,
        "income:2025:other": -5_000, "payable": -6_500,
    }  # fmt: skip
    assert verify(coop).differences == ()


def _bank_files(coop: Path) -> Iterator[Path]:
    """What a bank would send after the export, file by file, as the page names them."""
    order = order_of(Folder(coop), "may")
    assert isinstance(order, PaymentOrder), order
    ana, ben = order.batch.payments
    refused = transaction(ben.end_to_end, cents=ben.cents)
    debit = batch_debit(order.batch, ana.cents)
    files = {
        "answer.xml": status_file(order.batch, refused, group="PART", block="PART"),
        "statement.xml": statement_file(debit, moved=-ana.cents),
        "later.xml": statement_file(returned(ana.end_to_end, ana.cents), moved=ana.cents),
    }
    for name, raw in files.items():
        path = Path(name)
        path.write_bytes(raw)
        yield path


def test_the_page_on_payouts_does_what_it_says(coop: Path) -> None:
    """Goal: every command of the page works. Method: run all in order, with a bank's own files.

    Naming an account has a test of its own: here it must lie three days back. What the page types
    in by hand was taken in from a file by then, so the same step is refused.
    """
    (settings,) = [block for block in blocks_of("pay-members.md") if block.startswith("[bank]")]
    (coop / "settings.toml").write_text(settings, encoding="utf-8")
    desk = Desk(Folder(coop))
    owed, legs = {"ana": 4_000, "ben": 2_500}, (Leg("expense:other", 6_500),)
    accepted(book(desk, actor="joe", booking="trips", period="2025", legs=legs, owed=owed, why="x"))
    desk.close()
    Path("letter.pdf").write_bytes(b"%PDF-")
    commands = [line for line in commands_of("pay-members.md") if " payee " not in line]
    assert len(commands) == 11
    for line in commands:
        if "letter.pdf" in line:
            assert run(shlex.split(line)[1:]) == 1, line
            continue
        _run(line)
        if " export " in line:
            assert len(list(_bank_files(coop))) == 3
    assert _balances(coop) == {
        "bank": 50_000, "capital:compulsory": -50_000, "expense:2025:other": 6_500,
        "payable": -6_500,
    }  # fmt: skip
    with reader_of(Folder(coop)) as reader:
        assert [(row.payout, row.state) for row in reader.rows(Payout)] == [("may", "closed")]
    assert verify(coop).differences == ()
