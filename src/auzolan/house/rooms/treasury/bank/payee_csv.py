"""Payees as a table: RFC 4180, UTF-8, safe to open in a spreadsheet; the same checks as elsewhere.

A cell that a spreadsheet would take for a formula gets an apostrophe before it, and loses it when
it is read again. One bad line refuses the file, and all bad lines are named at once.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from auzolan.foundation.ids import checked_id
from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.treasury.bank.accounts import LINES_MAX, Address, Payee, checked_payee
from auzolan.house.rooms.treasury.bank.batches import CURRENCY
from auzolan.house.rooms.treasury.bank.ibans import ARTICLE
from auzolan.house.rooms.treasury.bank.orders import PaymentOrder
from auzolan.house.rooms.treasury.bank.pain001 import amount_text

COLUMNS = (
    "member", "name", "iban", "bic", "country", "town", "postcode", "street", "building",
    "line1", "line2",
)  # fmt: skip
PAYMENT_COLUMNS = ("end_to_end", "name", "iban", "bic", "amount", "currency", "remittance")
BYTES_MAX = 64 * 2**20
ROWS_MAX = 100_000
REFUSED_MAX = 100
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


@dataclass(frozen=True, slots=True)
class PayeeRow:
    """A payee of one member."""

    member: str
    payee: Payee


@dataclass(frozen=True, slots=True)
class LineRefused:
    """What is wrong with one line of the file; the header is line 1."""

    line: int
    refusal: Refusal


def payee_table(rows: Iterable[PayeeRow]) -> bytes:
    """Write payees as a table.

    Args:
        rows: in any order; written in order of member.
    Returns:
        UTF-8 with lines that end in CR LF.
    Source: RFC 4180.
    """
    ordered = sorted(rows, key=lambda row: row.member)
    return _table(COLUMNS, [_cells(row) for row in ordered])


def payment_table(order: PaymentOrder) -> bytes:
    """Write an order as a table, for a bank's page that takes one; ids as in the XML file.

    Source: RFC 4180.
    """
    pairs = zip(order.batch.payments, order.payments, strict=True)
    return _table(
        PAYMENT_COLUMNS,
        [
            (
                sent.end_to_end, payment.payee.name, payment.payee.iban, payment.payee.bic,
                amount_text(sent.cents), CURRENCY, payment.remittance,
            )
            for sent, payment in pairs
        ],
    )  # fmt: skip


def read_payees(raw: bytes) -> tuple[PayeeRow, ...] | tuple[LineRefused, ...]:
    """Read a table of payees.

    Args:
        raw: the file, at most 64 MiB and 100,000 rows; the columns in any order.
    Returns:
        All payees in the file's order; or, where anything is wrong, the first hundred wrong lines.
    Source: RFC 4180; a byte order mark is passed over.
    """
    if len(raw) > BYTES_MAX:
        return (_too_large(1, f"The file has {len(raw):,} bytes; at most {BYTES_MAX:,} are read."),)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        return (_unreadable(raw.count(b"\n", 0, fault.start) + 1, "It is not UTF-8."),)
    if "\0" in text:
        return (_unreadable(text.count("\n", 0, text.index("\0")) + 1, "It holds a zero byte."),)
    return _read(text)


def _read(text: str) -> tuple[PayeeRow, ...] | tuple[LineRefused, ...]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[PayeeRow] = []
    refused: list[LineRefused] = []
    seen: set[str] = set()
    try:
        columns = next(reader, [])
        if set(columns) != set(COLUMNS) or len(columns) != len(COLUMNS):
            return (_wrong_columns(columns),)
        for cells in reader:
            if len(rows) >= ROWS_MAX:
                return (_too_large(reader.line_num, f"It has more than {ROWS_MAX:,} payees."),)
            answer = _row(columns, cells, seen)
            if isinstance(answer, Refusal):
                refused.append(LineRefused(reader.line_num, answer))
                if len(refused) == REFUSED_MAX:
                    break
            else:
                rows.append(answer)
    except csv.Error as fault:
        return (_unreadable(reader.line_num, f"The quotes or commas do not fit: {fault}."),)
    return tuple(refused) if refused else tuple(rows)


def _row(columns: Sequence[str], cells: Sequence[str], seen: set[str]) -> PayeeRow | Refusal:
    if len(cells) != len(columns):
        return Refusal(
            "treasury.payee_file_cells",
            ARTICLE,
            f"The line has {len(cells)} cells; the header has {len(columns)}.",
            "Put a text that holds a comma into quotes.",
        )
    row = dict(zip(columns, map(_bare, cells), strict=True))
    try:
        member = checked_id(row["member"])
    except ValueError as fault:
        return Refusal(
            "treasury.payee_file_member",
            ARTICLE,
            f"The cell member is no id: {fault}.",
            "Write the member's id as the list of members shows it.",
        )
    if member in seen:
        return Refusal(
            "treasury.payee_file_twice",
            ARTICLE,
            f"{member} stands in the file more than once.",
            "Keep the line that is right.",
        )
    seen.add(member)
    lines = tuple(line for line in (row["line1"], row["line2"]) if line)
    address = Address(
        row["country"], row["town"], row["postcode"], row["street"], row["building"], lines
    )
    payee = checked_payee(name=row["name"], iban=row["iban"], address=address, bic=row["bic"])
    return payee if isinstance(payee, Refusal) else PayeeRow(member, payee)


def _cells(row: PayeeRow) -> tuple[str, ...]:
    payee, place = row.payee, row.payee.address
    lines = (*place.lines, *[""] * LINES_MAX)[:LINES_MAX]
    return (
        row.member, payee.name, payee.iban, payee.bic, place.country, place.town,
        place.postcode, place.street, place.building, *lines,
    )  # fmt: skip


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _bare(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell


def _too_large(line: int, because: str) -> LineRefused:
    refusal = Refusal(
        "treasury.payee_file_too_large", ARTICLE, because, "Split it into several files."
    )
    return LineRefused(line, refusal)


def _unreadable(line: int, because: str) -> LineRefused:
    refusal = Refusal(
        "treasury.payee_file_unreadable",
        ARTICLE,
        because,
        "Save it as CSV in UTF-8; Excel offers it as CSV UTF-8.",
    )
    return LineRefused(line, refusal)


def _wrong_columns(columns: Sequence[str]) -> LineRefused:
    refusal = Refusal(
        "treasury.payee_file_columns",
        ARTICLE,
        f"The first line is {','.join(columns)[:200]!r}.",
        f"It must name these columns, with commas between them: {','.join(COLUMNS)}.",
    )
    return LineRefused(1, refusal)
