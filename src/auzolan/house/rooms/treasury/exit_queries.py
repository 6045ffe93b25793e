"""What commands and statements ask of exits: every yearly part, its day, and how far it has come.

It works out no date or amount of its own; the rules' schedule is asked.
"""

from __future__ import annotations

import msgspec

from auzolan.foundation.moments import day_from_moment
from auzolan.house.storage.reader import Reader
from auzolan.treasury.capital.exit_payment_rules import day_of
from auzolan.treasury.capital.exits import due_on, instalments
from auzolan.treasury.state import Exit

PAYABLE_SINCE, DUE, LATER = "payable", "due", "later"


class ExitLine(msgspec.Struct, frozen=True, kw_only=True):
    """One yearly part of an exit.

    Attributes:
        state: `payable` once it was made so, `due` from its day on, else `later`.
        entry: that opened the exit.
    """

    exit: str
    member: str
    reason: str
    year: int
    due: str
    principal_cents: int
    interest_cents: int
    state: str
    entry: int


def exit_lines(reader: Reader, member: str = "") -> list[ExitLine]:
    """The yearly parts of all exits, or of one member's, in order of entry and year."""
    rows = reader.rows(Exit, member=member) if member else reader.rows(Exit)
    today = day_from_moment(reader.head().at)
    return [
        line for row in sorted(rows, key=lambda row: row.entry) for line in _lines_of(row, today)
    ]


def _lines_of(row: Exit, today: str) -> list[ExitLine]:
    parts = instalments(row.redeemed_cents, years=row.years, legal_bp=row.legal_bp)
    found = []
    for part in parts:
        due = due_on(day_of(row.from_at), part.year).isoformat()
        waits = DUE if due <= today else LATER
        found.append(
            ExitLine(
                exit=row.exit, member=row.member, reason=row.reason, year=part.year, due=due,
                principal_cents=part.principal_cents, interest_cents=part.interest_cents,
                state=PAYABLE_SINCE if part.year <= row.years_paid else waits, entry=row.entry,
            )
        )  # fmt: skip
    return found
