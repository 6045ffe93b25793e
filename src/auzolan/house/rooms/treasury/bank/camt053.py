"""A statement of an account: ISO 20022 camt.053, its booked entries and whether they add up.

Read whole or not at all: opening balance and entries must give the closing balance, to the cent.
It does not know what was sent; `settling` holds a statement against payouts.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.treasury.bank.answers import (
    Node,
    Refused,
    amount_of,
    malformed,
    read_answer,
)
from auzolan.house.rooms.treasury.bank.batches import CURRENCY
from auzolan.house.rooms.treasury.bank.camt053_form import FORM, VERSIONS
from auzolan.house.rooms.treasury.bank.ibans import ARTICLE

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=T|Z|[+-]|\Z)")
_ABSENT = frozenset({"", "NOTPROVIDED", "NONREF"})
_RETURN = "RRTN"


@dataclass(frozen=True, slots=True)
class Detail:
    """One payment inside a booked entry.

    Attributes:
        end_to_end, payment_info_id, message_id: ids of the payment; empty where not given.
        cents: of the payment, or None where the bank gives none in this currency.
        is_credit: money came in.
        is_return: the bank marks it as a payment that came back.
        reason: the bank's code for the return; empty where not given.
    """

    end_to_end: str
    payment_info_id: str
    message_id: str
    cents: int | None
    is_credit: bool
    is_return: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One booked line of an account.

    Attributes:
        cents: at least 0.
        is_credit: money came in.
        booked_on: the day, as `2026-12-01`; empty where not given.
        reference: the bank's own, or the entry's; empty where not given.
        batches: ids of blocks and files that the line names as a whole.
        details: the payments it is made of; may be empty.
    """

    cents: int
    is_credit: bool
    booked_on: str
    reference: str
    batches: frozenset[str]
    details: tuple[Detail, ...]


@dataclass(frozen=True, slots=True)
class StatementFile:
    """Every booked entry of a file.

    Attributes:
        sha256: of the file; the same file is the same statement.
        message_id: the bank's own id of it.
        iban: the one account that it is of.
        entries: booked ones only, in order.
    """

    sha256: str
    message_id: str
    iban: str
    entries: tuple[Entry, ...]


def read_statement(raw: bytes) -> StatementFile | Refusal:
    """Read a statement of one account in euros.

    Args:
        raw: the file as the bank gave it.
    Returns:
        Its booked entries, or why it cannot be taken.
    Source: ISO 20022 camt.053.001.02, .04, .06 and .08.
    """
    try:
        message = read_answer(raw, VERSIONS, FORM).must("BkToCstmrStmt")
        statements = message.all("Stmt")
        if not statements:
            raise malformed("It holds no statement.")
        accounts = {statement.must_word("Acct", "Id", "IBAN") for statement in statements}
        if len(accounts) > 1:
            raise malformed(f"It holds statements of {len(accounts)} accounts.")
        return StatementFile(
            hashlib.sha256(raw).hexdigest(),
            message.must_word("GrpHdr", "MsgId"),
            accounts.pop(),
            tuple(entry for statement in statements for entry in _entries(statement)),
        )
    except Refused as refused:
        return refused.refusal


def _entries(statement: Node) -> list[Entry]:
    currency = statement.word("Acct", "Ccy")
    if currency and currency != CURRENCY:
        raise Refused(
            Refusal(
                "treasury.bank_currency",
                ARTICLE,
                f"The statement is of an account in {currency[:8]!r}, not in {CURRENCY}.",
                "Import the statement of the account from which the payout was made.",
            )
        )
    rows = [row for row in statement.all("Ntry") if _is_booked(row)]
    entries = [_entry(row) for row in rows]
    opening = _balance(statement, "OPBD", "PRCD")
    closing = _balance(statement, "CLBD")
    moved = sum(entry.cents if entry.is_credit else -entry.cents for entry in entries)
    if opening + moved != closing:
        raise Refused(
            Refusal(
                "treasury.bank_statement_sums",
                ARTICLE,
                f"It opens with {opening:,} cents, moves {moved:,}, and closes with {closing:,}.",
                "Fetch the statement again from the bank; book nothing from this one.",
            )
        )
    return entries


def _is_booked(row: Node) -> bool:
    status = row.word("Sts") or row.word("Sts", "Cd")
    if status not in ("BOOK", "PDNG", "INFO", "FUTR"):
        raise malformed(f"An entry has the status {status[:20]!r}.")
    return status == "BOOK"


def _balance(statement: Node, *kinds: str) -> int:
    """The balance of the first kind that stands there, else the one between two pages."""
    for kind in (*kinds, "ITBD"):
        found = [row for row in statement.all("Bal") if row.word("Tp", "CdOrPrtry", "Cd") == kind]
        if len(found) > 1:
            raise malformed(f"It holds {len(found)} balances of the kind {kind}.")
        if found:
            cents = amount_of(found[0].must("Amt"), CURRENCY)
            return cents if _is_credit(found[0]) else -cents
    raise malformed(f"It holds no balance of the kind {' or '.join(kinds)}.")


def _is_credit(row: Node) -> bool:
    side = row.must_word("CdtDbtInd")
    if side not in ("CRDT", "DBIT"):
        raise malformed(f"{row.name} is neither credit nor debit but {side[:20]!r}.")
    return side == "CRDT"


def _entry(row: Node) -> Entry:
    is_credit = _is_credit(row)
    is_return = _is_return(row)
    batches: set[str] = set()
    details: list[Detail] = []
    for part in row.all("NtryDtls"):
        batches |= {part.word("Btch", name) for name in ("PmtInfId", "MsgId")} - _ABSENT
        inside = [
            _detail(each, is_credit=is_credit, is_return=is_return) for each in part.all("TxDtls")
        ]
        _check_batch(part, inside)
        details += inside
    cents = amount_of(row.must("Amt"), CURRENCY)
    if len(details) == 1 and details[0].cents is None:
        one = details[0]
        details = [
            Detail(
                one.end_to_end, one.payment_info_id, one.message_id, cents,
                one.is_credit, one.is_return, one.reason,
            )
        ]  # fmt: skip
    day = row.word("BookgDt", "Dt") or row.word("BookgDt", "DtTm")
    found = _DAY.match(day)
    if day and not found:
        raise malformed(f"An entry is booked on {day[:20]!r}.")
    reference = row.word("AcctSvcrRef") or row.word("NtryRef")
    return Entry(
        cents, is_credit, found[0] if found else "", reference, frozenset(batches), tuple(details)
    )


def _check_batch(part: Node, details: list[Detail]) -> None:
    said = part.word("Btch", "NbOfTxs")
    if said and not (said.isascii() and said.isdigit()):
        raise malformed(f"A batch has {said[:20]!r} payments.")
    if said and details and int(said) != len(details):
        raise malformed(f"A batch has {said} payments and lists {len(details)}.")


def _is_return(row: Node) -> bool:
    return (
        row.word("BkTxCd", "Domn", "Fmly", "SubFmlyCd") == _RETURN
        or row.maybe("RtrInf") is not None
    )


def _detail(row: Node, *, is_credit: bool, is_return: bool) -> Detail:
    names = (row.word("Refs", name) for name in ("EndToEndId", "PmtInfId", "MsgId"))
    end_to_end, payment_info_id, message_id = ("" if name in _ABSENT else name for name in names)
    return Detail(
        end_to_end,
        payment_info_id,
        message_id,
        _detail_cents(row),
        _is_credit(row) if row.maybe("CdtDbtInd") else is_credit,
        is_return or _is_return(row),
        row.word("RtrInf", "Rsn", "Cd") or row.word("RtrInf", "Rsn", "Prtry"),
    )


def _detail_cents(row: Node) -> int | None:
    for path in (("Amt",), ("AmtDtls", "TxAmt", "Amt"), ("AmtDtls", "InstdAmt", "Amt")):
        amount = row.maybe(*path)
        if amount and amount.currency == CURRENCY:
            return amount_of(amount, CURRENCY)
    return None
