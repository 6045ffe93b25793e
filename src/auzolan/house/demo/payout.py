"""The demo pays its members: a payout from its gathering to its end, through files of a bank.

Accounts and bank are made up. The files stay in the folder, under `bank/`, for whoever wants to
look at them.
"""

from __future__ import annotations

from auzolan.foundation.refusals import Refusal
from auzolan.house.demo import bank
from auzolan.house.demo.people import ADMISSIONS, SECRETARY, TREASURY
from auzolan.house.demo.telling import (
    NEXT_YEAR,
    PAYOUT,
    DemoBroken,
    Stage,
    Told,
    all_done,
    done,
    refused,
)
from auzolan.house.rooms.treasury import flows_payouts as payouts
from auzolan.house.rooms.treasury.bank.accounts import Payee, checked_payee
from auzolan.house.rooms.treasury.bank.batches import SentBatch
from auzolan.house.rooms.treasury.bank.pain001 import pain001_bytes
from auzolan.house.rooms.treasury.bank_answers import steps_of
from auzolan.house.rooms.treasury.flows_bank import Take, digest_of, order_of, take_in
from auzolan.house.rooms.treasury.flows_payees import set_payees
from auzolan.house.storage.files import write_durably
from auzolan.house.storage.reader import reader_of
from auzolan.house.submission import Receipt
from auzolan.treasury.payouts.acts import PayoutDrafted
from auzolan.treasury.state import PayoutLine

NAME = "The yogurt households"
WITHOUT_ACCOUNT = 3
_PRIVATE = 0o600


def pay(stage: Stage) -> Told:
    """Gather what is payable, let two others approve it, send it, take in the bank's word."""
    _name_accounts(stage)
    stage.on("2025-02-03")
    drafted, own = _gathered(stage)
    _approved(stage)
    batch = _sent(stage)
    last = batch.payments[-1]
    _taken_in(stage, "answer", bank.answer(batch, last, "2025-02-05"), day="2025-02-05")
    left_cents = batch.control_cents - last.cents
    statement = bank.statement(batch, left_cents, "2025-02-06")
    _taken_in(stage, "statement", statement, day="2025-02-06")
    again = _taken_in(stage, "statement", statement, day="2025-02-07")
    done(payouts.close_payout(stage.desk, actor=TREASURY, payout=PAYOUT))
    return Told(
        (
            _told_gathering(stage, drafted),
            refused(own, "charter.not_in_office"),
            f"{ADMISSIONS} and {SECRETARY} approve it, and the bank's file is written (pain.001).",
            (
                "The bank refuses one payment, whose account is closed: it is payable again "
                f"(pain.002). It sends the other {stage.money(left_cents)} (camt.053)."
            ),
            f"The same statement taken in again leads to {again} entries. The payout is closed.",
        ),
        real="nothing: no money moved",
        made_up=f"the accounts, at a bank that does not exist, and its answers, in {_FOLDER}/",
    )


_FOLDER = "bank"


def pay_by_list(stage: Stage) -> Told:
    """Pay in a currency for which the house writes no file: by a list, and by the bank's word."""
    _name_accounts(stage)
    stage.on("2025-02-03")
    drafted, own = _gathered(stage)
    _approved(stage)
    with reader_of(stage.folder) as reader:
        lines = reader.rows(PayoutLine, payout=PAYOUT)
    order = "".join(f"{one.member},{one.amount_cents}\n" for one in lines).encode()
    _keep(stage, "order.csv", order)
    digest = digest_of(order)
    done(payouts.export(stage.desk, actor=TREASURY, payout=PAYOUT, file_digest=digest))
    stage.on("2025-02-05")
    taken = f"{PAYOUT} taken: {len(lines)} payments\n".encode()
    _keep(stage, "answer.txt", taken)
    answer = payouts.BankAnswer(PAYOUT, {}, digest_of(taken))
    done(payouts.report(stage.desk, actor=TREASURY, answer=answer))
    stage.on("2025-02-06")
    cents = sum(one.amount_cents for one in lines)
    word = f"{PAYOUT} sent: {stage.money(cents)}\n".encode()
    _keep(stage, "statement.txt", word)
    done(
        payouts.settle(
            stage.desk, actor=TREASURY, payout=PAYOUT, period=NEXT_YEAR, amount_cents=cents,
            file_digest=digest_of(word),
        )
    )  # fmt: skip
    done(payouts.close_payout(stage.desk, actor=TREASURY, payout=PAYOUT))
    return Told(
        (
            _told_gathering(stage, drafted),
            refused(own, "charter.not_in_office"),
            (
                f"{ADMISSIONS} and {SECRETARY} approve it. The house writes files for banks in euros "
                f"alone, so this is a list; it sends {stage.money(cents)}. The payout is closed."
            ),
        ),
        real="nothing: no money moved",
        made_up=f"the accounts, at a bank that does not exist, and its word, in {_FOLDER}/",
    )


def _gathered(stage: Stage) -> tuple[PayoutDrafted, Receipt | Refusal]:
    """Gather what is payable; the second is what its gatherer hears who would approve it too."""
    gathered = done(payouts.draft(stage.desk, actor=TREASURY, payout=PAYOUT, pay_on="2025-02-05"))
    drafted = next(fact for fact in gathered.facts if isinstance(fact, PayoutDrafted))
    return drafted, payouts.approve(stage.desk, actor=TREASURY, payout=PAYOUT)


def _approved(stage: Stage) -> None:
    stage.on("2025-02-04")
    for signatory in (ADMISSIONS, SECRETARY):
        done(payouts.approve(stage.desk, actor=signatory, payout=PAYOUT))


def _told_gathering(stage: Stage, drafted: PayoutDrafted) -> str:
    return (
        f"{TREASURY} gathers {stage.money(drafted.total_cents)} for {drafted.count} members; "
        f"{drafted.left_out} wait, who named no account or are owed too little."
    )


def _name_accounts(stage: Stage) -> None:
    """All but a few members name the account that they are paid on; it counts after three days."""
    stage.on("2025-01-30", "12:00:00")
    named: dict[str, Payee] = {}
    pairs = zip(stage.people.members, stage.people.names, strict=True)
    for number, (member, name) in enumerate(pairs, start=1):
        payee = checked_payee(name=name, iban=bank.made_up_iban(number), address=bank.TOWN)
        if isinstance(payee, Refusal):
            raise DemoBroken(str(payee))
        named[member] = payee
    late = [member for member in named if member not in (stage.setting.leaver, TREASURY)][
        :WITHOUT_ACCOUNT
    ]
    people = {member: payee for member, payee in named.items() if member not in late}
    all_done(set_payees(stage.desk, people))


def _sent(stage: Stage) -> SentBatch:
    """Write the file for the bank, and its digest into the record."""
    settings = stage.folder.settings
    before = settings.read_text(encoding="utf-8") if settings.is_file() else ""
    write_durably(settings, (before + bank.settings_text(NAME)).encode())
    order = order_of(stage.folder, PAYOUT)
    if isinstance(order, Refusal):
        raise DemoBroken(str(order))
    content = pain001_bytes(order)
    digest = digest_of(content)
    done(payouts.export(stage.desk, actor=TREASURY, payout=PAYOUT, file_digest=digest))
    _keep(stage, "order.xml", content)
    return order.batch


def _taken_in(stage: Stage, name: str, content: bytes, *, day: str) -> int:
    """Take in a file of the bank; gives how many entries that made."""
    stage.on(day)
    _keep(stage, f"{name}.xml", content)
    steps = steps_of(stage.folder, content, iban=bank.made_up_iban(0))
    if isinstance(steps, Refusal):
        raise DemoBroken(str(steps))
    take = Take(TREASURY, NEXT_YEAR, digest_of(content), steps)
    receipts = take_in(stage.desk, take) if take.missing else ()
    if isinstance(receipts, Refusal):
        raise DemoBroken(str(receipts))
    return len(receipts)


def _keep(stage: Stage, name: str, content: bytes) -> None:
    write_durably(stage.folder.path / _FOLDER / f"{PAYOUT}-{name}", content, mode=_PRIVATE)
