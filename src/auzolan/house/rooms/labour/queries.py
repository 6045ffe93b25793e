"""Reading the work that has been booked."""

from __future__ import annotations

import msgspec

from auzolan.house.storage.reader import Reader
from auzolan.labour.state import WorkSheet


class SheetLine(msgspec.Struct, frozen=True):
    """One sheet of work.

    The top-up is what lifts pay to the floor; below zero where prices that came late took the
    place of earlier ones.
    """

    work: str
    period: str
    members: int
    seconds: int
    pay_cents: int
    interest_cents: int
    topup_cents: int
    entry: int


def sheet_lines(reader: Reader) -> list[SheetLine]:
    """All sheets in order of id."""
    return [
        SheetLine(
            row.work,
            row.period,
            row.members,
            row.seconds,
            row.pay_cents,
            row.interest_cents,
            row.topup_cents,
            row.entry,
        )
        for row in reader.rows(WorkSheet)
    ]
