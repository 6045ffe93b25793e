"""A statement held against the payouts that wait for it: what was debited, what came back.

One doubt refuses the whole file: a debit that is not the batch to the cent, a return of a payment
that nobody sent. Entries that concern no payout are left alone. It books nothing; a return goes to
suspense and back to payable by acts of the treasury.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.treasury.bank.answers import Refused
from auzolan.house.rooms.treasury.bank.batches import OpenBatch, SentPayment
from auzolan.house.rooms.treasury.bank.camt053 import Detail, Entry, StatementFile
from auzolan.house.rooms.treasury.bank.ibans import ARTICLE


@dataclass(frozen=True, slots=True)
class Returned:
    """A payment that came back.

    Attributes:
        payment: as it was sent.
        reason: the bank's code; empty where it gave none.
        booked_on: the day, as `2026-12-01`; empty where not given.
    """

    payment: SentPayment
    reason: str
    booked_on: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a statement says about one payout.

    Attributes:
        payout: its id in the books.
        debit_cents: what the bank took, 0 where this statement does not show the debit.
        debited_on: the last day of the debit; empty where none.
        returned: payments that came back, in the statement's order.
    """

    payout: str
    debit_cents: int
    debited_on: str
    returned: tuple[Returned, ...]


@dataclass(slots=True)
class _Found:
    """What one pass over the entries found for one batch."""

    open: OpenBatch
    whole: list[Entry] = field(default_factory=list)
    listed: dict[str, str] = field(default_factory=dict)
    returned: dict[str, Returned] = field(default_factory=dict)


def settlements(
    statement: StatementFile,
    batches: Sequence[OpenBatch],
    *,
    iban: str,
    set_aside: frozenset[str] = frozenset(),
) -> tuple[Settlement, ...] | Refusal:
    """Find in a statement what concerns the payouts that are open.

    Args:
        statement: read already.
        batches: every payout of this account whose payments may still be debited or come back.
        iban: the co-operative's own account.
        set_aside: ids of returned payments, or references of entries, that the treasurer says were
            no payouts.
    Returns:
        One settlement for each payout that the statement concerns, in the order of `batches`.
    """
    try:
        return _settlements(statement, batches, iban, set_aside)
    except Refused as refused:
        return refused.refusal


def _settlements(
    statement: StatementFile, batches: Sequence[OpenBatch], iban: str, set_aside: frozenset[str]
) -> tuple[Settlement, ...]:
    if statement.iban.replace(" ", "") != iban:
        raise _no(
            "treasury.bank_other_account",
            f"The statement is of an account ending in {statement.iban[-4:]}, not in {iban[-4:]}.",
            "Import the statement of the account from which the payout was made.",
        )
    found = [_Found(each) for each in batches]
    of_payment = {
        payment.end_to_end: (mine, payment)
        for mine in found
        for payment in mine.open.batch.payments
    }
    for entry in statement.entries:
        if entry.is_credit:
            _take_credit(entry, found, of_payment, set_aside)
        else:
            _take_debit(entry, found, of_payment)
    settled = [_settlement(mine) for mine in found if mine.whole or mine.listed or mine.returned]
    if not settled:
        raise _no(
            "treasury.bank_other_batch",
            "The statement names none of the payouts that are open.",
            "Import the statement of the day on which the bank took the money.",
        )
    return tuple(settled)


def _take_debit(
    entry: Entry, found: list[_Found], of_payment: dict[str, tuple[_Found, SentPayment]]
) -> None:
    mine = _batch_of(entry, found, of_payment)
    if mine is None:
        return
    if mine.open.is_debited:
        raise _no(
            "treasury.bank_debited_twice",
            f"The payout {mine.open.batch.payout} was debited before, and again here.",
            "Ask the bank at once why it took the money twice; book nothing from this statement.",
        )
    names = [detail.end_to_end for detail in entry.details if detail.end_to_end]
    if not names:
        mine.whole.append(entry)
        return
    _check_details(entry)
    for detail in entry.details:
        payment = _payment_of(detail, mine, of_payment)
        if payment.end_to_end in mine.listed:
            raise _twice(payment)
        mine.listed[payment.end_to_end] = entry.booked_on


def _batch_of(
    entry: Entry, found: list[_Found], of_payment: dict[str, tuple[_Found, SentPayment]]
) -> _Found | None:
    blocks = {detail.payment_info_id for detail in entry.details if detail.payment_info_id}
    by_id = [mine for mine in found if _ids_of(entry) & _ids_of_batch(mine)]
    by_payment = [
        of_payment[detail.end_to_end][0]
        for detail in entry.details
        if detail.end_to_end in of_payment
    ]
    concerned = {id(mine): mine for mine in [*by_id, *by_payment]}
    if not concerned:
        return None
    mine = next(iter(concerned.values()))
    if len(concerned) > 1 or blocks - {mine.open.batch.payment_info_id}:
        raise _no(
            "treasury.bank_references_differ",
            f"An entry over {entry.cents:,} cents names more than one batch.",
            "Ask the bank which payout it took; book nothing from this statement.",
        )
    return mine


def _ids_of(entry: Entry) -> frozenset[str]:
    inside = {name for each in entry.details for name in (each.payment_info_id, each.message_id)}
    return (entry.batches | inside) - {""}


def _ids_of_batch(mine: _Found) -> set[str]:
    return {mine.open.batch.payment_info_id, mine.open.batch.message_id}


def _check_details(entry: Entry) -> None:
    total = 0
    for detail in entry.details:
        if detail.cents is None:
            raise _sums(entry, "does not say how much each payment was")
        total += detail.cents if detail.is_credit == entry.is_credit else -detail.cents
    if total != entry.cents:
        raise _sums(entry, f"lists payments over {total:,}")


def _sums(entry: Entry, what: str) -> Refused:
    return _no(
        "treasury.bank_statement_sums",
        f"An entry over {entry.cents:,} cents {what}.",
        "Fetch the statement again from the bank; book nothing from this one.",
    )


def _payment_of(
    detail: Detail, mine: _Found, of_payment: dict[str, tuple[_Found, SentPayment]]
) -> SentPayment:
    owner, payment = of_payment.get(detail.end_to_end, (None, None))
    if payment is None or owner is not mine:
        raise _unknown(detail.end_to_end)
    if detail.cents != payment.cents:
        raise _no(
            "treasury.bank_amount_differs",
            f"The statement shows {detail.cents or 0:,} cents for the payment of {payment.member}; "
            f"{payment.cents:,} were sent.",
            "Ask the bank what became of the rest; book nothing from this statement.",
        )
    if payment.end_to_end in mine.open.rejected:
        raise _no(
            "treasury.bank_was_rejected",
            f"The bank had refused the payment of {payment.member}, and shows it as made.",
            "Ask the bank which is true before you pay her again.",
        )
    return payment


def _unknown(name: str) -> Refused:
    return _no(
        "treasury.bank_payment_unknown",
        f"The statement speaks of the payment {name[:40]!r}, which no open payout sent.",
        "If it was paid by hand, set it aside by this id; otherwise name its payout.",
    )


def _twice(payment: SentPayment) -> Refused:
    return _no(
        "treasury.bank_payment_twice",
        f"The payment of {payment.member}, {payment.end_to_end}, stands there twice.",
        "Ask the bank which of the two is meant; book nothing from this statement.",
    )


def _take_credit(
    entry: Entry,
    found: list[_Found],
    of_payment: dict[str, tuple[_Found, SentPayment]],
    set_aside: frozenset[str],
) -> None:
    ours = [detail for detail in entry.details if detail.end_to_end in of_payment]
    returns = [detail for detail in entry.details if detail.is_return]
    names_batch = any(_ids_of(entry) & _ids_of_batch(mine) for mine in found)
    if entry.reference in set_aside or not (ours or returns or names_batch):
        return
    if not entry.details or (names_batch and not ours):
        raise _no(
            "treasury.bank_reversal",
            f"The bank gave back {entry.cents:,} cents of a payout and does not say for whom.",
            "Ask the bank for the payments behind this entry, or book it by hand.",
        )
    _check_details(entry)
    for detail in entry.details:
        if detail.end_to_end in set_aside or not (detail.is_return or detail in ours):
            continue
        if detail.end_to_end not in of_payment:
            raise _unknown(detail.end_to_end)
        _take_return(detail, entry, of_payment)


def _take_return(
    detail: Detail, entry: Entry, of_payment: dict[str, tuple[_Found, SentPayment]]
) -> None:
    mine = of_payment[detail.end_to_end][0]
    payment = _payment_of(detail, mine, of_payment)
    if payment.end_to_end in mine.returned or payment.end_to_end in mine.open.returned:
        raise _twice(payment)
    mine.returned[payment.end_to_end] = Returned(payment, detail.reason, entry.booked_on)


def _settlement(mine: _Found) -> Settlement:
    batch = mine.open.batch
    if not (mine.whole or mine.listed):
        if not mine.open.is_debited:
            raise _no(
                "treasury.bank_return_before_debit",
                f"Payments of {batch.payout} came back, and no statement shows its debit yet.",
                "Import the statement of the day on which the bank took the money first.",
            )
        return Settlement(batch.payout, 0, "", tuple(mine.returned.values()))
    accepted = {each.end_to_end for each in batch.payments} - mine.open.rejected
    taken = sum(entry.cents for entry in mine.whole)
    if mine.whole:
        is_whole = len(mine.whole) == 1 and not mine.listed and taken == mine.open.debit_cents
        days = [mine.whole[0].booked_on]
    else:
        is_whole = set(mine.listed) == accepted
        days = list(mine.listed.values())
    if not is_whole:
        raise _no(
            "treasury.bank_debit_differs",
            f"The statement shows {taken:,} cents and {len(mine.listed)} single payments of "
            f"{batch.payout}; {mine.open.debit_cents:,} cents and {len(accepted)} payments are due.",
            "Import the bank's answer to the file first, or a statement that shows the whole debit.",
        )
    return Settlement(batch.payout, mine.open.debit_cents, max(days), tuple(mine.returned.values()))


def _no(code: str, because: str, remedy: str) -> Refused:
    return Refused(Refusal(code, ARTICLE, because, remedy))
