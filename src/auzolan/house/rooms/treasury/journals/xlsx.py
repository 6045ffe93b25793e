"""The journal as a workbook: a sheet of balances, a sheet of postings, a sheet that explains.

Amounts are numbers that a spreadsheet can add, shown with all their decimals; beside each stands
the same amount in whole units. A spreadsheet counts in floating point: whole units are exact up to
2^53, and amounts up to 15 digits. Texts are written as texts: nothing is a formula or a link.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from auzolan.house.rooms.treasury.journals.columns import NAMES
from auzolan.house.rooms.treasury.journals.journal import Balances, Journal, Transaction
from auzolan.house.rooms.treasury.journals.names import decimals_of

UNITS_MAX = 2**53
ROWS_MAX = 2**20 - 1
"""Lines under the head of a sheet, which is as many as the format has."""
_MADE = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
"""A fixed date: the same books give the same bytes."""
_OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False,
    "strings_to_urls": False, "use_zip64": True,
}  # fmt: skip
_WIDTHS = {"entry": 9, "day": 11, "act": 26, "period": 11, "account": 36, "why": 26}
_BALANCE_HEADS = ("about", "day", "account", "member", "asset", "amount", "units")
_POSTING_HEADS = (*NAMES[:-1], "units", "why")
_Cell = int | str | Decimal


class TooLongForSheet(Exception):
    """More lines, or a larger number, than a sheet can hold."""


def write_xlsx(path: Path, journal: Journal) -> None:
    """Write the journal as a workbook.

    Raises:
        TooLongForSheet: more than 1,048,575 postings or balances, or an amount above 2^53 units.
        OSError: the file cannot be written.
    """
    with xlsxwriter.Workbook(path, _OPTIONS) as book:
        book.set_properties({"title": journal.title(), "created": _MADE})
        _explain(book, journal)
        balances = _Sheet(book, "Balances", _BALANCE_HEADS)
        postings = _Sheet(book, "Postings", _POSTING_HEADS)
        for part in journal.parts:
            if isinstance(part, Balances):
                for account, balance in part.lines:
                    names = (account.account, account.member, account.asset)
                    balances.add((part.about, part.day, *names), balance)
            else:
                _add_transaction(postings, part)


def _add_transaction(sheet: _Sheet, one: Transaction) -> None:
    for leg in one.legs:
        account = leg.account
        names = (account.account, account.member, account.asset)
        sheet.add((one.entry, one.day, one.act, one.period, *names), leg.amount, leg.why)


class _Sheet:
    """One sheet, filled from above; each line ends with an amount, its units, and maybe a text."""

    def __init__(self, book: Any, name: str, heads: Sequence[str]) -> None:
        self._name = name
        self._sheet = book.add_worksheet(name)
        self._book = book
        self._formats: dict[str, Any] = {}
        self._row = 0
        self._sheet.freeze_panes(1, 0)
        for place, head in enumerate(heads):
            self._sheet.set_column(place, place, _WIDTHS.get(head, 18))
            self._sheet.write_string(0, place, head, self._format("bold"))

    def add(self, before: Sequence[int | str], amount: int, *after: str) -> None:
        if self._row == ROWS_MAX or abs(amount) > UNITS_MAX:
            raise TooLongForSheet(
                f"The sheet {self._name} holds at most {ROWS_MAX:,} lines, and amounts up to "
                f"{UNITS_MAX:,} units. Export as csv or parquet instead."
            )
        self._row += 1
        asset = str(before[-1])
        exact = Decimal(amount).scaleb(-decimals_of(asset))
        for place, value in enumerate((*before, exact, amount, *after)):
            self._write(place, value, asset)

    def _write(self, place: int, value: _Cell, asset: str) -> None:
        if isinstance(value, str):
            self._sheet.write_string(self._row, place, value)
        elif isinstance(value, Decimal):
            self._sheet.write_number(self._row, place, value, self._format(asset))
        else:
            self._sheet.write_number(self._row, place, value, self._format("whole"))

    def _format(self, name: str) -> Any:
        if name not in self._formats:
            shown = {"bold": {"bold": True}, "whole": {"num_format": "0"}}
            zeros = "0" * decimals_of(name) if name not in shown else ""
            decimals = {"num_format": f"#,##0.{zeros}" if zeros else "#,##0"}
            self._formats[name] = self._book.add_format(shown.get(name, decimals))
        return self._formats[name]


def _explain(book: Any, journal: Journal) -> None:
    sheet = book.add_worksheet("About")
    sheet.set_column(0, 0, 110)
    lines = (
        journal.title(),
        "Debits are above zero, credits below; the postings of each entry sum to zero per asset.",
        "An asset is a currency and its decimals: EUR/2 counts cents, EUR/6 millionths of a euro.",
        "Add up the column units where every cent counts: it holds whole numbers, exact up to 2^53.",
        "Balances: every account after each closing of a period, and at the end.",
    )
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line)
