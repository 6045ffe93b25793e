"""What a door does about files for a bank and from it: write the order, take in the answers.

A file to the bank follows from the record, the vault and `settings.toml` alone, so it is the same
bytes whenever it is written. What a file of the bank leads to is worked out from the record too: a
file that was taken in before, or half of it, leads to what is missing and to nothing else. Amounts
are checked again by the rules.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from auzolan.audit.folder import Folder
from auzolan.foundation.moments import Moment
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import named, vault_of
from auzolan.house.desk import Desk
from auzolan.house.rooms.members.flows import UNSEALED
from auzolan.house.rooms.treasury.bank.accounts import Payee as BankPayee
from auzolan.house.rooms.treasury.bank.ibans import ARTICLE
from auzolan.house.rooms.treasury.bank.orders import Payment, PaymentOrder, payment_order
from auzolan.house.rooms.treasury.bank.payer import payer_from_settings
from auzolan.house.rooms.treasury.bank_answers import Step
from auzolan.house.rooms.treasury.flows_bookings import lay_down_amounts
from auzolan.house.rooms.treasury.flows_payees import payee_of
from auzolan.house.storage.reader import Reader, reader_of
from auzolan.house.submission import Receipt, Submission
from auzolan.record.entries import Act
from auzolan.treasury.payouts.acts import ReportPayout, ReturnPayments, SetPayee, SettlePayout
from auzolan.treasury.payouts.payout_rules import RETURNS_KIND
from auzolan.treasury.state import (
    CANCELLED,
    DRAFTED,
    Payee,
    Payout,
    PayoutApproval,
    PayoutLine,
)

_SET_PAYEE = str(SetPayee.__struct_config__.tag)
_DIGEST_SHOWN = 12


def payer_of(folder: Folder) -> BankPayee | Refusal:
    """The co-operative's own account."""
    text = folder.settings.read_bytes() if folder.settings.is_file() else b""
    return payer_from_settings(text)


def order_of(folder: Folder, payout: str) -> PaymentOrder | Refusal:
    """The order to the bank that a payout stands for; the same whenever it is asked.

    Args:
        folder: the co-operative's.
        payout: approved, or sent already.
    Returns:
        The order, or why there is none: no account to pay from, no such payout, not approved, an
        account that has been erased, or a day that had passed when the last one approved.
    """
    payer = payer_of(folder)
    if isinstance(payer, Refusal):
        return payer
    with reader_of(folder) as reader:
        row = reader.get(Payout, payout)
        if row is None:
            return Refusal(
                "treasury.payout_unknown", ARTICLE, f"There is no payout called {payout}.",
                "Look up the payouts on the record.",
            )  # fmt: skip
        if row.state in (DRAFTED, CANCELLED):
            return Refusal(
                "treasury.payout_elsewhere", ARTICLE,
                f"The payout {payout} is {row.state}; a file is written of one that is approved.",
                "Let others approve it first; gather another where it was given up.",
            )  # fmt: skip
        payments = _payments(reader, row)
        moment = _approved_at(reader, payout)
    if isinstance(payments, Refusal):
        return payments
    return payment_order(payout, payer, payments, execute_on=row.pay_on, moment=moment)


def _approved_at(reader: Reader, payout: str) -> Moment:
    # The last approval: later nothing of the payout can change, and no clock is asked.
    last = max(row.entry for row in reader.rows(PayoutApproval, payout=payout))
    return Moment(reader.entry(last).at)


def _payments(reader: Reader, payout: Payout) -> list[Payment] | Refusal:
    lines = reader.rows(PayoutLine, payout=payout.payout)
    entries = _payee_entries(reader, [line.member for line in lines], payout.entry)
    made = []
    with vault_of(reader.folder) as vault:
        for line in lines:
            entry = entries.get(line.member)
            try:
                payee = payee_of(vault, entry) if entry is not None else None
            except msgspec.MsgspecError:
                payee = None
            if payee is None:
                return Refusal(
                    "treasury.payee_erased", ARTICLE,
                    f"The account of {line.member} is not in the vault any more.",
                    "Cancel the payout, ask her to name her account again, and gather another.",
                )  # fmt: skip
            made.append(Payment(line.member, payee, line.amount_cents, payout.payout))
    return made


def _payee_entries(reader: Reader, members: Sequence[str], before: int) -> dict[str, int]:
    """The entry in which each member named the account that counted when a payout was gathered."""
    now = {row.member: row.entry for row in reader.rows(Payee)}
    found = {member: now[member] for member in members if now.get(member, before) < before}
    changed = set(members) - set(found)
    if changed:
        for seq in reader.entries_of(_SET_PAYEE):
            if seq >= before:
                break
            act = reader.entry(seq).act
            if isinstance(act, SetPayee) and act.member in changed:
                found[act.member] = seq
    return found


@dataclass(frozen=True, slots=True)
class Take:
    """What a bank's file leads to at the desk.

    Attributes:
        actor: who takes it in.
        period: the period that its money is booked in.
        digest: SHA-256 of the file, in hexadecimal.
        steps: in their order; those that are done already are passed over.
    """

    actor: str
    period: str
    digest: str
    steps: tuple[Step, ...] = field(default=())

    @property
    def missing(self) -> tuple[Step, ...]:
        """The steps that are still to be entered."""
        return tuple(step for step in self.steps if step.entry is None)


def take_in(desk: Desk, take: Take) -> tuple[Receipt, ...] | Refusal:
    """Enter what is missing of a bank's file, all in one transaction.

    Returns:
        A receipt for each missing step, or the first refusal. Rehearse it first: the desk goes on
        after a refused act.
    """
    submissions = [_submission(desk, take, step) for step in take.missing]
    answers = desk.submit(submissions)
    receipts: list[Receipt] = []
    for one in answers:
        if isinstance(one, Refusal):
            return one
        receipts.append(one)
    return tuple(receipts)


def _submission(desk: Desk, take: Take, step: Step) -> Submission:
    identity = _identity(take, step)
    lines = None
    if step.payments:
        lines = lay_down_amounts(desk, RETURNS_KIND, step.payments, identity=identity)
    act: Act
    words: Mapping[str, str] = {"statement_digest": take.digest}
    if step.kind == "report":
        act, words = ReportPayout(step.payout, UNSEALED, lines), {"report_digest": take.digest}
    elif step.kind == "settle":
        act = SettlePayout(step.payout, take.period, step.cents, UNSEALED)
    else:
        assert lines is not None, "a return names what came back"
        act = ReturnPayments(step.payout, take.period, UNSEALED, lines)
    return Submission(identity, take.actor, act, words)


def _identity(take: Take, step: Step) -> str:
    """A file that brings payments back is taken in once; the other steps a payout takes once."""
    if step.kind == "return":
        return named("return", step.payout, take.digest[:_DIGEST_SHOWN])
    return named(step.kind, step.payout)


def digest_of(raw: bytes) -> str:
    """SHA-256 of a file, as it is sealed into the record."""
    return hashlib.sha256(raw).hexdigest()
