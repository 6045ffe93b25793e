"""What is done about payouts at a door: gather, approve, make the bank's file, take in its answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.doing import (
    Answer,
    CentsAsked,
    Day,
    Doing,
    Effect,
    Name,
    ShortText,
    UploadId,
    Who,
)
from auzolan.house.doors.errors import Misused
from auzolan.house.rehearsal import RehearsalDesk
from auzolan.house.rooms.treasury import choosing, flows_bank, flows_payouts
from auzolan.house.rooms.treasury.amounts import amounts_from_texts, digest_of_file
from auzolan.house.rooms.treasury.bank.ibans import ARTICLE
from auzolan.house.rooms.treasury.bank_answers import steps_of
from auzolan.house.storage.reader import Reader
from auzolan.house.submission import Receipt
from auzolan.treasury.state import (
    APPROVED,
    CLOSED,
    DRAFTED,
    EXPORTED,
    REPORTED,
    SETTLED,
    Payout,
    PayoutApproval,
)

FILE_BYTES_MAX = 128 * 2**20
Payments = Annotated[tuple[ShortText, ...], Meta(max_length=10_000)]
"""Payments of members, each as `m017=25.00`."""


class DraftAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the payout is called, and when the bank shall pay."""

    payout: Name
    pay_on: Day


class PayoutAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which payout."""

    payout: Name


class ClearAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which payout's returned payments become payable again, and in which period."""

    payout: Name
    period: Name = ""


class BankFileAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A file of the bank: its answer to a payout (pain.002) or a statement (camt.053)."""

    file: UploadId
    period: Name = ""


class ReportAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the bank said of a payout in a file that the house cannot read: whom it refused."""

    payout: Name
    file: UploadId
    rejected: Payments = ()


class SettleAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What left the bank, by a statement that the house cannot read."""

    payout: Name
    amount_cents: CentsAsked
    file: UploadId
    period: Name = ""


class ReturnAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which payments came back, by a statement that the house cannot read."""

    payout: Name
    file: UploadId
    returned: Payments
    period: Name = ""


def _report(desk: Desk, who: Who, asked: ReportAsked) -> Answer:
    answer = _answer_of(desk, who, asked.payout, asked.file, asked.rejected)
    if isinstance(answer, Refusal):
        return answer
    return flows_payouts.report(desk, actor=who.member, answer=answer)


def _settle(desk: Desk, who: Who, asked: SettleAsked) -> Answer:
    answer = _answer_of(desk, who, asked.payout, asked.file, ())
    if isinstance(answer, Refusal):
        return answer
    return flows_payouts.settle(
        desk, actor=who.member, payout=asked.payout, amount_cents=asked.amount_cents,
        period=choosing.period_now(desk, asked.period), file_digest=answer.file_digest,
    )  # fmt: skip


def _return(desk: Desk, who: Who, asked: ReturnAsked) -> Answer:
    answer = _answer_of(desk, who, asked.payout, asked.file, asked.returned)
    if isinstance(answer, Refusal):
        return answer
    period = choosing.period_now(desk, asked.period)
    return flows_payouts.return_payments(desk, actor=who.member, period=period, answer=answer)


def _answer_of(
    desk: Desk, who: Who, payout: str, file: str, payments: Sequence[str]
) -> flows_payouts.BankAnswer | Refusal:
    from auzolan.house.jobs.uploads import upload_path

    digest = digest_of_file(upload_path(desk.folder, who, file))
    try:
        return flows_payouts.BankAnswer(payout, amounts_from_texts(payments), digest)
    except Misused as fault:
        return Refusal(
            "treasury.list_not_sound", "house, import", str(fault),
            "Correct the line; a list of payments is taken whole or not at all.",
        )  # fmt: skip


def _draft(desk: Desk, who: Who, asked: DraftAsked) -> Answer:
    return flows_payouts.draft(desk, actor=who.member, payout=asked.payout, pay_on=asked.pay_on)


def _step(flow: Callable[..., Answer]) -> Callable[[Desk, Who, PayoutAsked], Answer]:
    def does(desk: Desk, who: Who, asked: PayoutAsked) -> Answer:
        return flow(desk, actor=who.member, payout=asked.payout)

    return does


def _export(desk: Desk, who: Who, asked: PayoutAsked) -> Answer:
    from auzolan.house.rooms.treasury.bank.pain001 import pain001_bytes

    order = flows_bank.order_of(desk.folder, asked.payout)
    if isinstance(order, Refusal):
        return order
    digest = flows_bank.digest_of(pain001_bytes(order))
    return flows_payouts.export(desk, actor=who.member, payout=asked.payout, file_digest=digest)


def _clear(desk: Desk, who: Who, asked: ClearAsked) -> Answer:
    period = choosing.period_now(desk, asked.period)
    return flows_payouts.clear(desk, actor=who.member, payout=asked.payout, period=period)


def _take_in(desk: Desk, who: Who, asked: BankFileAsked) -> Answer:
    from auzolan.house.jobs.uploads import upload_path

    raw = _bytes_of(upload_path(desk.folder, who, asked.file))
    payer = flows_bank.payer_of(desk.folder)
    if isinstance(payer, Refusal):
        return payer
    steps = steps_of(desk.folder, raw, iban=payer.iban)
    if isinstance(steps, Refusal):
        return steps
    period = choosing.period_now(desk, asked.period)
    take = flows_bank.Take(who.member, period, flows_bank.digest_of(raw), steps)
    if not take.missing:
        return Refusal(
            "treasury.bank_file_known", ARTICLE, "This file was taken in before.",
            "Nothing is left to do with it.",
        )  # fmt: skip
    return _taken(desk, take)


def _taken(desk: Desk, take: flows_bank.Take) -> Answer:
    """All of a file or nothing of it: it is rehearsed first, as the desk goes on after a refusal."""
    if not isinstance(desk, RehearsalDesk):
        rehearsal = RehearsalDesk(desk.folder)
        try:
            foreseen = flows_bank.take_in(rehearsal, take)
        finally:
            rehearsal.close()
        if isinstance(foreseen, Refusal):
            return foreseen
    done: tuple[Receipt, ...] | Refusal = flows_bank.take_in(desk, take)
    return done if isinstance(done, Refusal) else done[-1]


def _bytes_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(FILE_BYTES_MAX + 1)


def _approving(reader: Reader, who: Who, asked: PayoutAsked) -> Sequence[Effect]:
    row = reader.get(Payout, asked.payout)
    if row is None:
        return []
    from auzolan.house.rooms.charter.queries import charter_in_force

    charter = charter_in_force(reader)
    given = len(reader.rows(PayoutApproval, payout=asked.payout))
    return [
        Effect(
            "treasury.may_go_to_bank",
            {
                "count": row.count, "cents": row.total_cents, "currency": charter.currency,
                "day": row.pay_on,
            },
        ),
        Effect("treasury.approvals", {"given": given, "needed": charter.payouts.approvals}),
    ]  # fmt: skip


DOINGS: tuple[Doing[Any], ...] = (
    Doing("treasury.draft_payout", DraftAsked, _draft, leads_to="payouts"),
    Doing(
        "treasury.approve_payout", PayoutAsked, _step(flows_payouts.approve), effects=_approving,
        choices={"payout": choosing.payouts_in(DRAFTED)}, leads_to="payouts",
    ),
    Doing(
        "treasury.cancel_payout", PayoutAsked, _step(flows_payouts.cancel),
        choices={"payout": choosing.payouts_in(DRAFTED, APPROVED)}, leads_to="payouts",
    ),
    Doing(
        "treasury.export_payout", PayoutAsked, _export,
        choices={"payout": choosing.payouts_in(APPROVED)}, leads_to="payouts",
    ),
    Doing(
        "treasury.take_in_bank_file", BankFileAsked, _take_in, needs_second=True,
        choices={"period": choosing.bookable}, leads_to="payouts",
    ),
    Doing(
        "treasury.report_payout", ReportAsked, _report, needs_second=True, leads_to="payouts",
        choices={"payout": choosing.payouts_in(EXPORTED)},
    ),
    Doing(
        "treasury.settle_payout", SettleAsked, _settle, needs_second=True, leads_to="payouts",
        choices={
            "payout": choosing.payouts_in(REPORTED, EXPORTED), "period": choosing.bookable,
        },
    ),
    Doing(
        "treasury.return_payments", ReturnAsked, _return, needs_second=True, leads_to="payouts",
        choices={
            "payout": choosing.payouts_in(SETTLED, CLOSED), "period": choosing.bookable,
        },
    ),
    Doing(
        "treasury.clear_suspense", ClearAsked, _clear, needs_second=True, leads_to="payouts",
        choices={
            "payout": choosing.payouts_in(SETTLED, REPORTED, EXPORTED, CLOSED),
            "period": choosing.bookable,
        },
    ),
    Doing(
        "treasury.close_payout", PayoutAsked, _step(flows_payouts.close_payout),
        choices={"payout": choosing.payouts_in(SETTLED)}, leads_to="payouts",
    ),
)  # fmt: skip
