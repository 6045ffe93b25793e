"""An order to the bank: who pays, whom, how much, on which day; checked as one whole.

Nothing is half-ordered: one wrong payment refuses the order. Approval, the cooling-off of a
changed account and what a member has to her credit are the rules' affair, not this file's.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from auzolan.foundation.moments import MOMENT_MAX, Moment, day_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.treasury.bank.accounts import Payee
from auzolan.house.rooms.treasury.bank.batches import (
    SentBatch,
    SentPayment,
    end_to_end_id_of,
    message_id_of,
    payment_info_id_of,
)
from auzolan.house.rooms.treasury.bank.ibans import ARTICLE
from auzolan.house.rooms.treasury.bank.latin import first_strange, is_plain, latin_text

PAYMENTS_MAX = 100_000
CENTS_MAX = 99_999_999_999
REMITTANCE_MAX = 140
DAYS_AHEAD_MAX = 365


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment as the treasury wants it.

    Attributes:
        member: whose payment it is; at most one a payout.
        payee: checked.
        cents: 1 to 99,999,999,999.
        remittance: what the member reads on her statement, at most 140 characters; may be empty.
    """

    member: str
    payee: Payee
    cents: int
    remittance: str = ""


@dataclass(frozen=True, slots=True)
class PaymentOrder:
    """A payout that can be written.

    Attributes:
        batch: ids and amounts, in order of member.
        payer: the co-operative and its account.
        payments: in the same order, texts in the Latin set.
        execute_on: the day the bank shall pay, as `2026-12-01`.
        moment: when the order was made, milliseconds UTC.
    """

    batch: SentBatch
    payer: Payee
    payments: tuple[Payment, ...]
    execute_on: str
    moment: Moment


def payment_order(
    payout: str, payer: Payee, payments: Iterable[Payment], *, execute_on: str, moment: Moment
) -> PaymentOrder | Refusal:
    """Check a payout as one whole and give each payment its id.

    The ladder: the day, how many, each payment in order of member.

    Args:
        payout: its id in the books; decides every id in the file.
        payer: the co-operative.
        payments: 1 to 100,000, in any order; one a member.
        execute_on: a day in UTC, not before the moment's own, at most a year later.
        moment: of the order, 0 to 9999-12-31.
    Returns:
        The order, or the first thing that is wrong.
    Raises:
        ValueError: the moment lies outside its range.
    Source: ISO 20022 pain.001.001.09; European Payments Council, SEPA credit transfer rulebook.
    """
    if not 0 <= moment <= MOMENT_MAX:
        raise ValueError(f"a moment is 0 to {MOMENT_MAX} milliseconds; got {moment}")
    listed = sorted(payments, key=lambda payment: payment.member)
    refused = _day_refusal(execute_on, moment) or _count_refusal(len(listed))
    if refused:
        return refused
    written: list[Payment] = []
    for payment in listed:
        if written and written[-1].member == payment.member:
            return Refusal(
                "treasury.payee_twice",
                ARTICLE,
                f"{payment.member} stands there twice in the payout {payout}.",
                "Put all that she gets into one payment, or into two payouts.",
            )
        one = _written_payment(payment)
        if isinstance(one, Refusal):
            return one
        written.append(one)
    sent = tuple(
        SentPayment(end_to_end_id_of(payout, one.member), one.member, one.cents) for one in written
    )
    batch = SentBatch(payout, message_id_of(payout), payment_info_id_of(payout), sent)
    return PaymentOrder(batch, payer, tuple(written), execute_on, moment)


def _day_refusal(execute_on: str, moment: Moment) -> Refusal | None:
    today = datetime.date.fromisoformat(day_from_moment(moment))
    try:
        day = datetime.date.fromisoformat(execute_on)
    except ValueError:
        day = None
    if day and len(execute_on) == 10 and 0 <= (day - today).days <= DAYS_AHEAD_MAX:
        return None
    return Refusal(
        "treasury.execution_day",
        ARTICLE,
        f"{execute_on[:40]!r} is no day from {today} to {DAYS_AHEAD_MAX} days later.",
        "Name the day on which the bank shall pay, as 2026-12-01.",
    )


def _count_refusal(count: int) -> Refusal | None:
    if 1 <= count <= PAYMENTS_MAX:
        return None
    return Refusal(
        "treasury.payout_size",
        ARTICLE,
        f"The payout has {count:,} payments; a file holds 1 to {PAYMENTS_MAX:,}.",
        "Leave out who has nothing to get, and make several payouts of a larger one.",
    )


def _written_payment(payment: Payment) -> Payment | Refusal:
    if not 1 <= payment.cents <= CENTS_MAX:
        return Refusal(
            "treasury.payment_amount",
            ARTICLE,
            f"{payment.member} would get {payment.cents:,} cents; a payment is 1 to {CENTS_MAX:,}.",
            "Leave amounts of nothing as balance, and split a larger one.",
        )
    text = payment.remittance
    if is_plain(text) and len(text) <= REMITTANCE_MAX and text == text.strip():
        return payment
    latin = latin_text(text[: 4 * REMITTANCE_MAX])
    if latin is None:
        return Refusal(
            "treasury.remittance_not_latin",
            ARTICLE,
            f"The text for {payment.member} holds {first_strange(text)!r}, which banks do not carry.",
            "Write it in Latin letters, digits and / - ? : ( ) . , ' +",
        )
    if len(latin) > REMITTANCE_MAX:
        return Refusal(
            "treasury.remittance_too_long",
            ARTICLE,
            f"The text for {payment.member} has {len(latin)} characters or more; banks take "
            f"{REMITTANCE_MAX}.",
            "Shorten it; the statement on her page holds the rest.",
        )
    return Payment(payment.member, payment.payee, payment.cents, latin)
