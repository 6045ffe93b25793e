"""hledger, ledger and beancount read what is exported, agree with the books, and miss no cent.

`AUZOLAN_MUTANTS=1000` changes a thousand amounts for each program instead of a few dozen.
"""

from __future__ import annotations

import importlib.util
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from auzolan.audit.folder import Folder
from auzolan.house.rooms.treasury.journals.exporting import write_journal
from auzolan.house.rooms.treasury.journals.forms import Form
from auzolan.house.rooms.treasury.journals.journal import Balances, Transaction
from auzolan.house.rooms.treasury.journals.names import commodity_of, decimals_of, tool_account
from auzolan.house.rooms.treasury.journals.reading import general_journal, members_journal
from house.journals.conftest import Faults, beancount_faults, hledger_faults, ledger_faults
from house.journals.made_up import made_up_journal

PAGE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "open-the-books-elsewhere.md"
MUTANTS = int(os.environ.get("AUZOLAN_MUTANTS", "36"))
MADE_UP = 8
CENT = Decimal("0.01")
Found = dict[tuple[str, str], Decimal]

_MISSING = "install it (on Debian: apt-get install {0}; scripts/ensure_ledgers.sh does)"
needs_hledger = pytest.mark.skipif(
    shutil.which("hledger") is None, reason=f"no hledger: {_MISSING.format('hledger')}"
)
needs_ledger = pytest.mark.skipif(
    shutil.which("ledger") is None, reason=f"no ledger: {_MISSING.format('ledger')}"
)
needs_beancount = pytest.mark.skipif(
    importlib.util.find_spec("beancount") is None, reason="no beancount: pip install beancount"
)
PROGRAMS = [
    pytest.param(Form.HLEDGER, hledger_faults, marks=needs_hledger, id="hledger"),
    pytest.param(Form.LEDGER, ledger_faults, marks=needs_ledger, id="ledger"),
    pytest.param(Form.BEANCOUNT, beancount_faults, marks=needs_beancount, id="beancount"),
]


def hledger_balances(path: Path) -> Found:
    """Every account's own balance, as hledger adds it up."""
    said = _said("hledger", "-f", str(path), "balance", "--flat", "-N", "-O", "csv",
                 "--layout", "bare")  # fmt: skip
    lines = [line.strip('"').split('","') for line in said.splitlines()[1:]]
    return {(account, commodity): Decimal(amount) for account, commodity, amount in lines}


def ledger_balances(path: Path) -> Found:
    """Every account's own balance, as ledger adds it up from its postings."""
    shape = "%(account)|%(commodity)|%(quantity(amount))\n"
    said = _said("ledger", "--init-file", "/dev/null", "-f", str(path), "register", "--format",
                 shape)  # fmt: skip
    found: Found = {}
    for line in said.splitlines():
        account, commodity, amount = line.split("|")
        found[account, commodity] = found.get((account, commodity), Decimal()) + Decimal(amount)
    return found


_SUMS = """
import sys, collections
from beancount import loader
from beancount.core.data import Transaction
sums = collections.Counter()
entries, errors, _ = loader.load_file(sys.argv[1])
for entry in entries:
    for leg in entry.postings if isinstance(entry, Transaction) else ():
        sums[leg.account, leg.units.currency] += leg.units.number
for (account, currency), number in sums.items():
    print(account, currency, number)
"""


def beancount_balances(path: Path) -> Found:
    """Every account's own balance, from what beancount has read."""
    lines = _said(sys.executable, "-c", _SUMS, str(path)).splitlines()
    words = [line.split() for line in lines]
    return {(account, currency): Decimal(number) for account, currency, number in words}


READERS = [
    pytest.param(Form.HLEDGER, hledger_balances, marks=needs_hledger, id="hledger"),
    pytest.param(Form.LEDGER, ledger_balances, marks=needs_ledger, id="ledger"),
    pytest.param(Form.BEANCOUNT, beancount_balances, marks=needs_beancount, id="beancount"),
]


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def both_journals(books: Folder, form: Form, folder: Path) -> list[Path]:
    """The general ledger and the one with members' accounts, in one form."""
    paths = [folder / f"general.{form.value}", folder / f"members.{form.value}"]
    for path, opened in zip(paths, (general_journal, members_journal), strict=True):
        with opened(books) as journal:
            write_journal(journal, form, path)
    return paths


@pytest.mark.parametrize(("form", "faults"), PROGRAMS)
def test_a_program_accepts_the_books_and_no_journal_with_one_cent_changed(
    books: Folder, form: Form, faults: Faults, tmp_path: Path
) -> None:
    """Goal: the check can be trusted. Method: change one amount by a cent, anywhere in either."""
    paths = both_journals(books, form, tmp_path)
    assert faults(paths) == [False, False]
    seed = f"{form.value}-{MUTANTS}"
    chance = random.Random(seed)
    mutants = []
    for number in range(MUTANTS):
        text = mutated(paths[number % 2].read_text(encoding="utf-8"), chance)
        mutants.append(tmp_path / f"mutant-{number}.{form.value}")
        mutants[-1].write_text(text, encoding="utf-8")
    missed = [path.name for path, found in zip(mutants, faults(mutants), strict=True) if not found]
    assert missed == [], f"seed {seed}: {len(missed)} of {MUTANTS} pass"


@pytest.mark.parametrize(("form", "faults"), PROGRAMS)
def test_a_cent_moved_between_two_accounts_of_one_transaction_is_seen(
    form: Form, faults: Faults, books: Folder, tmp_path: Path
) -> None:
    """Goal: the assertions work, not the sums alone. Method: one leg a cent more, one a cent less."""
    path = tmp_path / f"books.{form.value}"
    for entry in range(4):
        with general_journal(books) as journal:
            parts = list(journal.parts)
        place = [at for at, part in enumerate(parts) if isinstance(part, Transaction)][entry]
        one = parts[place]
        assert isinstance(one, Transaction)
        first, second, *rest = one.legs
        moved = (replace(first, amount=first.amount + 1), replace(second, amount=second.amount - 1))
        parts[place] = replace(one, legs=(*moved, *rest))
        write_journal(replace(journal, parts=parts), form, path)
        assert faults([path]) == [True], one


@pytest.mark.parametrize(
    "command",
    [
        pytest.param("hledger -f books.hledger check --strict", marks=needs_hledger),
        pytest.param("ledger --pedantic -f books.ledger balance", marks=needs_ledger),
        pytest.param("bean-check books.beancount", marks=needs_beancount),
    ],
)
def test_the_commands_of_the_page_do_what_it_says(
    command: str, books: Folder, tmp_path: Path
) -> None:
    """Goal: the page is true. Method: run its line on the books, then with a cent changed."""
    assert f"\n{command}\n" in PAGE.read_text(encoding="utf-8")
    program, *words = command.split()
    path = tmp_path / next(word for word in words if word.startswith("books."))
    with members_journal(books) as journal:
        write_journal(journal, Form(path.suffix[1:]), path)
    tool = shutil.which(
        program, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    )
    assert tool is not None
    asked = [tool, *words]
    assert subprocess.run(asked, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    path.write_text(mutated(path.read_text(encoding="utf-8"), random.Random(1)), encoding="utf-8")
    assert subprocess.run(asked, cwd=tmp_path, capture_output=True, check=False).returncode != 0


_AMOUNT = re.compile(r"(?<=\s)-?\d+\.\d{2}(?:\d{4})?(?=\s)")
_WITH_AMOUNTS = re.compile(r"    \S|  [A-Z]|\d{4}-\d{2}-\d{2} balance ")


def mutated(text: str, chance: random.Random) -> str:
    """The journal with one amount of a posting or an assertion a cent more or less."""
    lines = text.splitlines()
    places = [
        (number, *found.span())
        for number, line in enumerate(lines)
        if _WITH_AMOUNTS.match(line) and "format" not in line
        for found in _AMOUNT.finditer(line + "\n")
    ]
    number, start, stop = chance.choice(places)
    line = lines[number]
    changed = Decimal(line[start:stop]) + chance.choice((CENT, -CENT))
    lines[number] = f"{line[:start]}{changed}{line[stop:]}"
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(("form", "balances"), READERS)
def test_every_balance_that_a_program_shows_is_the_one_of_the_books(
    books: Folder, form: Form, balances: Callable[[Path], Found], tmp_path: Path
) -> None:
    """Goal: same books, other tool. Method: each account, and the sums to zero, from both sides."""
    for path, opened in zip(
        both_journals(books, form, tmp_path), (general_journal, members_journal), strict=True
    ):
        with opened(books) as journal:
            *_, last = journal.parts
        assert isinstance(last, Balances)
        ours = {
            (tool_account(account), commodity_of(account.asset)): Decimal(amount).scaleb(
                -decimals_of(account.asset)
            )
            for account, amount in last.lines
        }
        theirs = balances(path)
        assert {name: one for name, one in theirs.items() if one} == {
            name: one for name, one in ours.items() if one
        }
        for commodity in ("EUR", "EURSIX"):
            assert sum(amount for (_, unit), amount in theirs.items() if unit == commodity) == 0


@pytest.mark.parametrize(("form", "faults"), PROGRAMS)
def test_a_program_accepts_odd_ids_accounts_below_others_and_closings_within_a_day(
    form: Form, faults: Faults, tmp_path: Path
) -> None:
    """Goal: no book is refused for its names or its days. Method: journals made up by seeds."""
    paths = [tmp_path / f"{seed}.{form.value}" for seed in range(MADE_UP)]
    for seed, path in enumerate(paths):
        write_journal(made_up_journal(seed), form, path)
    assert faults(paths) == [False] * MADE_UP
    for seed, path in enumerate(paths):
        text = mutated(path.read_text(encoding="utf-8"), random.Random(seed))
        path.write_text(text, encoding="utf-8")
    assert faults(paths) == [True] * MADE_UP
