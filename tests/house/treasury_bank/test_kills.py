"""Money under SIGKILL: posting, gathering, exporting, importing, closing, killed at random points.

A co-operative lives one small year after another: something is owed, paid out through a bank's
files, and the year is closed. A child process does the steps and says what was acknowledged; it is
killed somewhere inside a step that the parent chose. The next child does the last step once more,
with the same key, and goes on. Kills end the process, not the machine, as in `desk/test_crashes`.

`AUZOLAN_KILL_ROUNDS` asks for more kills than the 50 of a plain run.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import io
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import pytest

from auzolan.audit.folder import Folder
from auzolan.audit.verify import verify
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.ports import Ports, SeededChance, SetClock
from auzolan.house.publisher import Publisher
from auzolan.house.rooms.treasury import bank_commands, flows, flows_bookings, flows_payouts
from auzolan.house.rooms.treasury.bank.accounts import Address
from auzolan.house.rooms.treasury.bank.batches import SentBatch
from auzolan.house.rooms.treasury.bank.orders import PaymentOrder
from auzolan.house.rooms.treasury.flows_bank import order_of
from auzolan.house.rooms.treasury.flows_payees import set_payee
from auzolan.house.storage.database import open_database
from auzolan.house.storage.log import Log
from auzolan.house.storage.reader import reader_of
from auzolan.record.frontier import Frontier
from auzolan.treasury.accounts import BANK, PAYABLE
from auzolan.treasury.ledger.posting import Leg
from auzolan.treasury.payouts.acts import SettlePayout
from auzolan.treasury.state import CLOSED, SETTLED, Account, MemberAccount, Payout, PayoutLine
from house.desk.test_crashes import in_child
from house.small_desk import SmallDesk, accepted
from house.treasury_bank.bank_papers import (
    OUR_IBAN,
    batch_debit,
    payee,
    statement_file,
    status_file,
    transaction,
)
from support.replay import assert_tables_equal_replay

ROUNDS = int(os.environ.get("AUZOLAN_KILL_ROUNDS", "50"))
FIRST_YEAR = 2025
OWED = {"ana": 4_000, "ben": 2_500, "ida": 700}
REFUSED = "ben"
SLOWEST_S = 0.08
SETTINGS = (
    f'[bank]\nname = "Auzolan Koop."\niban = "{OUR_IBAN}"\ncountry = "ES"\ntown = "Arrasate"\n'
)
PAY_ON = str(datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=30))


@dataclass(frozen=True)
class Life:
    """One year of the co-operative: where it is, and which."""

    path: Path
    year: int

    @property
    def payout(self) -> str:
        return f"run-{self.year}"

    @property
    def order(self) -> Path:
        """The file for the bank."""
        return self.path.parent / f"{self.payout}.xml"

    @property
    def is_partly_refused(self) -> bool:
        return self.year % 2 == 0

    def batch(self) -> SentBatch:
        order = order_of(Folder(self.path), self.payout)
        assert isinstance(order, PaymentOrder), order
        return order.batch


def post(life: Life) -> None:
    """What was earned and what is owed, in one transaction."""
    cents = sum(OWED.values())
    legs = (Leg("bank", cents), Leg("income:other", -cents), Leg("expense:other", cents))
    with contextlib.closing(Desk(Folder(life.path))) as desk:
        accepted(
            flows_bookings.book(
                desk, actor="joe", booking=f"year-{life.year}", period=str(life.year), legs=legs,
                owed=OWED, why="trips",
            )
        )  # fmt: skip


def gather(life: Life) -> None:
    with contextlib.closing(Desk(Folder(life.path))) as desk:
        accepted(flows_payouts.draft(desk, actor="joe", payout=life.payout, pay_on=PAY_ON))


def approve(life: Life) -> None:
    with contextlib.closing(Desk(Folder(life.path))) as desk:
        for signatory in ("eve", "ida"):
            accepted(flows_payouts.approve(desk, actor=signatory, payout=life.payout))


def export(life: Life) -> None:
    """As the command does it, with its file and its hidden part."""
    bank_commands.export_payout(
        life.payout, out=life.order, actor="joe", csv=None, folder=life.path, yes=True,
        dry_run=False, as_json=True,
    )  # fmt: skip


def take_answer(life: Life) -> None:
    """The bank takes all, or refuses one; it answers nobody who sent no file."""
    assert life.order.exists(), "acknowledged means that the file is there"
    batch = life.batch()
    refused = [one for one in batch.payments if one.member == REFUSED and life.is_partly_refused]
    rows = [transaction(one.end_to_end, cents=one.cents) for one in refused]
    raw = status_file(batch, *rows, group="PART", block="PART") if rows else status_file(
        batch, group="ACCP"
    )  # fmt: skip
    _take_in(life, "answer", raw)


def take_statement(life: Life) -> None:
    batch = life.batch()
    left = sum(
        one.cents
        for one in batch.payments
        if not (one.member == REFUSED and life.is_partly_refused)
    )
    _take_in(life, "statement", statement_file(batch_debit(batch, left), moved=-left))


def _take_in(life: Life, name: str, raw: bytes) -> None:
    file = life.path.parent / f"{life.payout}-{name}.xml"
    file.write_bytes(raw)
    bank_commands.import_answer(
        file, actor="joe", period="", folder=life.path, yes=True, dry_run=False, as_json=True
    )


def end(life: Life) -> None:
    """End the payout; a payout that is ended stays so."""
    with reader_of(Folder(life.path)) as reader:
        row = reader.get(Payout, life.payout)
    assert row is not None
    if row.state != CLOSED:
        with contextlib.closing(Desk(Folder(life.path))) as desk:
            accepted(flows_payouts.close_payout(desk, actor="joe", payout=life.payout))


def close(life: Life) -> None:
    with contextlib.closing(Desk(Folder(life.path))) as desk:
        accepted(
            flows.close_period(
                desk, actor="joe", period=str(life.year), next_period=str(life.year + 1)
            )
        )


STEPS: tuple[Callable[[Life], None], ...] = (
    post, gather, approve, export, take_answer, take_statement, end, close
)  # fmt: skip


def live_from(path: Path, first: int) -> Callable[[int], None]:
    """Work that does one step after another, for ever; it says what it begins and what is done."""

    def work(writing: int) -> None:
        place = first
        while True:
            life = Life(path, FIRST_YEAR + place // len(STEPS))
            os.write(writing, f"begin {place}\n".encode())
            with (
                contextlib.redirect_stdout(io.StringIO()),
                contextlib.redirect_stderr(io.StringIO()),
            ):
                STEPS[place % len(STEPS)](life)
            head = Log(open_database(Folder(path).database)).head()
            os.write(writing, f"done {place} {head.size} {head.root.hex()}\n".encode())
            place += 1

    return work


@dataclass
class Witness:
    """What was acknowledged so far: the last step, and that every head of it is still there."""

    path: Path
    last: int = -1
    frontier: Frontier = field(default_factory=Frontier.empty)
    orders: dict[str, str] = field(default_factory=dict)
    struck: Counter[str] = field(default_factory=Counter)

    def round(self, target: int, delay: float) -> None:
        """One child, killed inside the step `target`."""
        process, reading = in_child(live_from(self.path, max(0, self.last)))
        with os.fdopen(reading) as pipe:
            heads = self._until(pipe, target)
            time.sleep(delay)
            os.kill(process, signal.SIGKILL)
            heads += [line.split()[1:] for line in pipe if line.startswith("done ")]
        os.waitpid(process, 0)
        for place, size, root in heads:
            self._still_there(int(size), root)
            self.last = int(place)
        self.struck[STEPS[(self.last + 1) % len(STEPS)].__name__] += 1
        for file in self.path.parent.glob("run-*[0-9].xml"):
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            assert self.orders.setdefault(file.name, digest) == digest, "one file, one content"

    def _until(self, pipe: IO[str], target: int) -> list[list[str]]:
        heads = []
        for line in iter(pipe.readline, ""):
            if line.startswith("done "):
                heads.append(line.split()[1:])
            elif int(line.split()[1]) >= target:
                return heads
        raise AssertionError("the child ended by itself; its fault stands above")

    def _still_there(self, size: int, root: str) -> None:
        if size > self.frontier.size:
            log = Log(open_database(Folder(self.path).database))
            found = log.entries(self.frontier.size, size)
            self.frontier.extend(bytes(leaf) for leaf, _ in found)
        if size == self.frontier.size:
            assert self.frontier.root().hex() == root, "an acknowledged entry is lost or changed"


@pytest.fixture
def coop(tmp_path: Path) -> Path:
    """A co-operative that names its own account, and three members who named theirs long ago."""
    path = tmp_path / "coop"
    SmallDesk(path).desk.close()
    (path / "settings.toml").write_text(SETTINGS)
    with reader_of(Folder(path)) as reader:
        last = reader.log.head().at
    with contextlib.closing(Desk(Folder(path), Ports(SetClock(last), SeededChance("k")))) as desk:
        for number, member in enumerate(OWED):
            iban, address = payee(number=number).iban, Address("ES", "Bilbao")
            accepted(set_payee(desk, member=member, name=member, iban=iban, address=address))
    return path


def test_kills_at_any_point_lose_nothing_and_pay_nobody_twice(coop: Path) -> None:
    """Goal: money survives a crash. Method: SIGKILL inside each kind of step; then add all up.

    Nothing acknowledged is lost: every head that a child named is a head of the record for ever.
    Nothing is paid twice: what left the bank, what members got and what is owed still make what
    was owed. The same key completes the work: each child begins with the last step again.
    """
    chance, witness = random.Random(20_260_101), Witness(coop)
    with reader_of(Folder(coop)) as reader:
        bank_before = bank_cents(reader.get(Account, BANK))
    for number in range(4 * ROUNDS):
        # Where a kill lands is the machine's affair: on, until each kind of step has met one.
        if number >= ROUNDS and len(witness.struck) == len(STEPS):
            break
        target = witness.last + 1 + number % 3
        witness.round(target, chance.uniform(0, SLOWEST_S))
        if number % 50 == 49:
            assert_tables_equal_replay(coop)
    done, rest = divmod(witness.last + 1, len(STEPS))
    for place in range(witness.last + 1, witness.last + 1 + (len(STEPS) - rest) % len(STEPS)):
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            STEPS[place % len(STEPS)](Life(coop, FIRST_YEAR + place // len(STEPS)))
    years = done + (rest > 0)
    assert years > ROUNDS // 20
    assert set(witness.struck) == {step.__name__ for step in STEPS}, witness.struck
    assert_paid_once(coop, years, bank_before)
    Publisher(Folder(coop), open_database(Folder(coop).database)).catch_up()
    assert not verify(coop).differences
    assert not list(coop.parent.glob(".*.part")), "no half file is left once the work is done"
    print(f"{ROUNDS} kills in {years} years: {dict(witness.struck)}")


def test_an_act_with_members_lines_sent_again_gives_the_same_entry(coop: Path) -> None:
    """Goal: the same key completes the work. Method: book twice; other lines are another act."""
    legs = (Leg("expense:other", 500),)
    with contextlib.closing(Desk(Folder(coop))) as desk:

        def book(cents: int) -> object:
            return flows_bookings.book(
                desk, actor="joe", booking="b", period="2025", legs=legs, owed={"ana": cents},
                why="trips",
            )  # fmt: skip

        first, again, other = book(500), book(500), book(400)
    assert first.seq == again.seq  # type: ignore[attr-defined]
    assert again.repeated  # type: ignore[attr-defined]
    assert isinstance(other, Refusal)
    assert other.code == "desk.id_used"


def bank_cents(row: Account | None) -> int:
    """What the bank holds, 0 where there is no account yet."""
    return row.balance if row is not None else 0


def assert_paid_once(coop: Path, years: int, bank_before: int) -> None:
    """Of every member: paid and still owed make what was owed; of the bank: what came and went."""
    with reader_of(Folder(coop)) as reader:
        lines = reader.rows(PayoutLine)
        settled = list(reader.entries_of(str(SettlePayout.__struct_config__.tag)))
        assert len(settled) == years
        assert {row.state for row in reader.rows(Payout)} == {CLOSED}
        for member, cents in OWED.items():
            paid = sum(
                one.amount_cents for one in lines if (one.member, one.state) == (member, SETTLED)
            )
            row = reader.get(MemberAccount, member, PAYABLE)
            assert paid + (row.balance if row is not None else 0) == years * cents, member
        earned = years * sum(OWED.values())
        all_paid = sum(one.amount_cents for one in lines if one.state == SETTLED)
        assert bank_cents(reader.get(Account, BANK)) == bank_before + earned - all_paid
