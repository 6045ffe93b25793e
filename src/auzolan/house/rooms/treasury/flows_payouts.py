"""What a door does about payouts: each step once, whatever is sent again.

It writes no bank file and reads none: a file comes in as `BankAnswer`, whoever read it. Steps that
a payout takes once are named by the payout, so that the same step sent again gives the same
answer; what may happen to it several times is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, drawn, named
from auzolan.house.desk import Desk
from auzolan.house.rooms.members.flows import UNSEALED
from auzolan.house.rooms.treasury.flows_bookings import lay_down_amounts
from auzolan.house.submission import Receipt
from auzolan.treasury.payouts.acts import (
    ApprovePayout,
    CancelPayout,
    ClearSuspense,
    ClosePayout,
    DraftPayout,
    ExportPayout,
    ReportPayout,
    ReturnPayments,
    SettlePayout,
)
from auzolan.treasury.payouts.payout_rules import RETURNS_KIND

_DIGEST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class BankAnswer:
    """What a file of the bank says of one payout.

    Attributes:
        payout: its id in the books.
        payments: of each member whom it names, the whole payment in cents: those refused, or
            those that came back.
        file_digest: SHA-256 of the file's bytes, in hexadecimal.
    """

    payout: str
    payments: Mapping[str, int]
    file_digest: str


def draft(desk: Desk, *, actor: str, payout: str, pay_on: str) -> Receipt | Refusal:
    """Gather what is payable; `pay_on` as 2026-03-01."""
    return ask(desk, named("draft", payout), actor, DraftPayout(payout, pay_on))


def approve(desk: Desk, *, actor: str, payout: str) -> Receipt | Refusal:
    """Say that a payout may go to the bank."""
    return ask(desk, named("approve", payout, actor), actor, ApprovePayout(payout))


def cancel(desk: Desk, *, actor: str, payout: str) -> Receipt | Refusal:
    """Give up a payout that has not gone to the bank."""
    return ask(desk, named("cancel", payout), actor, CancelPayout(payout))


def export(desk: Desk, *, actor: str, payout: str, file_digest: str) -> Receipt | Refusal:
    """Write down that the bank's file was made; the same file again gives the same answer."""
    words = {"file_digest": file_digest}
    return ask(desk, named("export", payout), actor, ExportPayout(payout, UNSEALED), words)


def report(desk: Desk, *, actor: str, answer: BankAnswer) -> Receipt | Refusal:
    """Take in the bank's word on a file; `answer.payments` are those that it refused."""
    rejected, identity = answer.payments, named("report", answer.payout)
    ref = lay_down_amounts(desk, RETURNS_KIND, rejected, identity=identity) if rejected else None
    act = ReportPayout(answer.payout, UNSEALED, ref)
    words = {"report_digest": answer.file_digest}
    return ask(desk, identity, actor, act, words)


def settle(
    desk: Desk, *, actor: str, payout: str, period: str, amount_cents: int, file_digest: str
) -> Receipt | Refusal:
    """Book that the bank has sent the money, by a statement with this digest."""
    act = SettlePayout(payout, period, amount_cents, UNSEALED)
    words = {"statement_digest": file_digest}
    return ask(desk, named("settle", payout), actor, act, words)


def return_payments(
    desk: Desk, *, actor: str, period: str, answer: BankAnswer
) -> Receipt | Refusal:
    """Book payments that came back; one statement is taken in once for a payout."""
    identity = named("return", answer.payout, answer.file_digest[:_DIGEST_SHOWN])
    ref = lay_down_amounts(desk, RETURNS_KIND, answer.payments, identity=identity)
    act = ReturnPayments(answer.payout, period, UNSEALED, ref)
    return ask(desk, identity, actor, act, {"statement_digest": answer.file_digest})


def clear(desk: Desk, *, actor: str, payout: str, period: str) -> Receipt | Refusal:
    """Make payments that came back payable again."""
    return ask(desk, drawn(desk, "clear"), actor, ClearSuspense(payout, period))


def close_payout(desk: Desk, *, actor: str, payout: str) -> Receipt | Refusal:
    """End a payout; a payment that comes back later opens it once more."""
    return ask(desk, drawn(desk, "close-payout"), actor, ClosePayout(payout))
