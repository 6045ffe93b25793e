"""The pages on keeping books and paying members: every command of theirs, run in their order."""

import re
import shlex
from pathlib import Path

import pytest

from auzolan.audit.folder import Folder
from auzolan.audit.verify import verify
from auzolan.foundation.moments import DAY_MS, day_from_moment
from auzolan.house.desk import Desk
from auzolan.house.doors.cli import run
from auzolan.house.ports import system_ports
from auzolan.house.rooms.record.flows import publish
from auzolan.house.rooms.treasury.flows_bookings import book
from auzolan.house.rooms.treasury.flows_payouts import export
from auzolan.house.storage.reader import reader_of
from auzolan.house.submission import Submission
from auzolan.treasury.ledger import Leg
from auzolan.treasury.payout_acts import SetPayee
from auzolan.treasury.state import Account, Payout
from house.small_desk import SmallDesk, accepted

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
    for member in ("ana", "ben"):
        named = Submission(f"payee-{member}", member, SetPayee(member, ""), {"payee": "sealed"})
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
    # The page names a day; holds end within a year of the day on which this test runs.
    day = day_from_moment(system_ports().clock() + 30 * DAY_MS)
    words = shlex.split(re.sub(r"--until \S+", f"--until {day}", line))
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


def test_the_page_on_payouts_does_what_it_says(coop: Path) -> None:
    """Goal: every command of the page works. Method: run all in order, the file written between.

    Naming an account has a test of its own: here it must lie three days back.
    """
    for name in ("answer.xml", "statement.xml", "later.xml"):
        Path(name).write_text(f"<{name}/>", encoding="utf-8")
    desk = Desk(Folder(coop))
    owed, legs = {"ana": 4_000, "ben": 2_500}, (Leg("expense:other", 6_500),)
    accepted(book(desk, actor="joe", booking="trips", period="2025", legs=legs, owed=owed, why="x"))
    commands = [line for line in commands_of("pay-members.md") if " payee " not in line]
    assert len(commands) == 8
    for line in commands:
        if " report " in line:
            accepted(export(desk, actor="joe", payout="may", file_digest="0" * 64))
        _run(line)
    desk.close()
    assert _balances(coop) == {
        "bank": 50_000, "capital:compulsory": -50_000, "expense:2025:other": 6_500,
        "payable": -6_500,
    }  # fmt: skip
    with reader_of(Folder(coop)) as reader:
        assert [(row.payout, row.state) for row in reader.rows(Payout)] == [("may", "closed")]
    assert verify(coop).differences == ()
