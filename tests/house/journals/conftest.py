"""Three years of books in a folder, made once, and the programs that check what is exported."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from auzolan.audit.folder import Folder
from auzolan.foundation.moments import moment_from_iso
from auzolan.house.ports import Ports, SeededChance, SetClock
from auzolan.members.acts import Admit
from auzolan.treasury.ledger.acts import BeginClosing, Book, ClosePeriod, Reverse
from auzolan.treasury.ledger.posting import Leg
from auzolan.treasury.payouts.acts import DraftPayout, SetPayee
from auzolan.treasury.royalties.acts import Accrue, SettleRoyalties
from support.story_acts import ACTS
from support.story_checks import CHECKS
from support.story_desks import TableDesk
from support.story_teller import ORIGIN, Teller, tell
from support.story_text import read_story

Why = dict[str, str]
STORY = Path(__file__).with_name("books.story")


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The folder of a co-operative whose ledger has each kind of account; never written to."""
    path = tmp_path_factory.mktemp("journals") / "coop"
    path.mkdir()
    ports = Ports(SetClock(moment_from_iso("2026-01-01")), SeededChance("journals"))
    desk = TableDesk(path, ports, ORIGIN)
    assert isinstance(ports.clock, SetClock)
    teller = Teller(desk, ports.clock, ports.chance)
    tell(read_story(STORY), teller, acts=ACTS, checks=CHECKS)
    _go_on(teller)
    desk.close()
    return Folder(path)


def _go_on(t: Teller) -> None:
    """What the sentences of stories have no words for: millionths, corrections, a payout."""
    ana, ben = t.id("ana"), t.id("ben")
    _on(t, "2027-02-01")
    fees = (Leg("expense:fees", 1_234), Leg("bank", -1_234))
    t.ask("ana", Book("fees", "2027", fees, None, ""), {"why": "the bank's fees"})
    earned = {"member": [ana, ben], "amount_micro": [123_456_789, 7_654_321]}
    lines = t.desk.lay_down("royalties/1", earned, amount="amount_micro")
    t.ask("ana", Accrue("use-1", "choir-1", lines))
    t.ask("ana", SettleRoyalties("royalties-1", "2027"))
    t.ask("ben", SetPayee(ben, ""), {"payee": "the account of ben"})
    _on(t, "2027-02-10")
    t.ask("ana", DraftPayout("p1", "2027-02-12"))
    _on(t, "2027-12-31")
    t.ask("ana", BeginClosing("2027", "2028"))
    _on(t, "2028-01-10")
    t.ask("ana", Admit(t.id("ida"), ""), {"name": "Ida"})
    t.ask("ana", Reverse("fees", "2027"))
    t.ask("ana", ClosePeriod("2027", "2028"))
    # On the day of the closing, after it: a morning's balance has this in it as well.
    t.ask("ana", Book("fees-2", "2028", fees, None, ""), {"why": "the bank's fees"})


def _on(t: Teller, day: str) -> None:
    t.clock.at = moment_from_iso(day)
    t.place = f"after:{day.replace('-', '')}"
    t.asking = []


Faults = Callable[[list[Path]], list[bool]]
"""For each file, whether a program finds a fault in it."""


def hledger_faults(paths: list[Path]) -> list[bool]:
    """What `hledger check --strict` says."""
    return [_fails("hledger", "-f", str(path), "check", "--strict") for path in paths]


def ledger_faults(paths: list[Path]) -> list[bool]:
    """What `ledger --pedantic` says."""
    return [
        _fails("ledger", "--init-file", "/dev/null", "--pedantic", "-f", str(path), "balance")
        for path in paths
    ]


_BEANS = """
import pathlib, sys
from beancount import loader
for line in sys.stdin:
    text = pathlib.Path(line.strip()).read_text(encoding="utf-8")
    print(int(bool(loader.load_string(text, dedent=False)[1])))
"""


def beancount_faults(paths: list[Path]) -> list[bool]:
    """What beancount's loader says, one process for all files: it takes long to start."""
    done = subprocess.run(
        [sys.executable, "-c", _BEANS],
        input="\n".join(map(str, paths)), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [line == "1" for line in done.stdout.split()]


def _fails(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode != 0
