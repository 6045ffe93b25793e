"""Reading the work that has been booked."""

from __future__ import annotations

import msgspec

from auzolan.house.storage.reader import Reader
from auzolan.labour.state import WorkOfMember, WorkSheet


class SheetLine(msgspec.Struct, frozen=True):
    """One sheet of work; the top-up is what lifts pay to the charter's floor."""

    work: str
    period: str
    members: int
    seconds: int
    pay_cents: int
    topup_cents: int
    entry: int


class WorkLine(msgspec.Struct, frozen=True):
    """One member's work in one period."""

    period: str
    seconds: int
    owed_cents: int


def sheet_lines(reader: Reader) -> list[SheetLine]:
    """All sheets in order of id."""
    return [
        SheetLine(
            row.work,
            row.period,
            row.members,
            row.seconds,
            row.pay_cents,
            row.topup_cents,
            row.entry,
        )
        for row in reader.rows(WorkSheet)
    ]


def work_lines(reader: Reader, member: str) -> tuple[WorkLine, ...]:
    """One member's work, period by period."""
    rows = reader.rows(WorkOfMember, member=member)
    return tuple(WorkLine(row.period, row.seconds, row.owed_cents) for row in rows)
