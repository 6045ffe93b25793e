"""What the fields of a treasurer's forms can be: periods, plans, payouts, bookings, as they stand now.

Nobody has to type an id that is in the books. Nothing is decided here: a choice that has become
impossible meanwhile is refused by the rules.
"""

from __future__ import annotations

from collections.abc import Sequence

from auzolan.foundation.money import money_text
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import reading
from auzolan.house.desk import Desk
from auzolan.house.doing import Choice, Choices, Effect, Who
from auzolan.house.rooms.charter.queries import charter_in_force
from auzolan.house.rooms.treasury.amounts import Amounts, digest_of_file, read_amounts
from auzolan.house.rooms.treasury.exit_queries import DUE, exit_lines
from auzolan.house.storage.reader import Reader
from auzolan.treasury.accounts import BANK, EXPENSE, EXPENSES, FUND, group_of
from auzolan.treasury.state import (
    CLOSED,
    CLOSING,
    DISTRIBUTED,
    HELD,
    OPEN,
    Account,
    Booking,
    Hold,
    Payout,
    Period,
    Plan,
    Withholding,
)
from auzolan.valuation.state import Valuation

SHOWN_MAX = 200
OTHER_INCOME = "income:other"
"""Longer lists of bookings show the newest."""


def periods_in(*states: str) -> Choices:
    """Periods in one of these states, newest first."""

    def found(reader: Reader, who: Who) -> Sequence[Choice]:
        rows = [row for row in reader.rows(Period) if row.state in states]
        rows.sort(key=lambda row: -row.opened)
        return [Choice(row.period, row.period) for row in rows]

    return found


bookable = periods_in(OPEN, CLOSING)
closed = periods_in(CLOSED)


def payouts_in(*states: str) -> Choices:
    """Payouts in one of these states, newest first, each with its day and its amount."""

    def found(reader: Reader, who: Who) -> Sequence[Choice]:
        currency = charter_in_force(reader).currency
        rows = [row for state in states for row in reader.rows(Payout, state=state)]
        rows.sort(key=lambda row: -row.entry)
        return [
            Choice(
                row.payout,
                f"{row.payout} · {row.pay_on} · {money_text(row.total_cents, currency)}",
            )
            for row in rows[:SHOWN_MAX]
        ]  # fmt: skip

    return found


def taxable_plans(reader: Reader, who: Who) -> Sequence[Choice]:
    """Plans that were shared and of whose cash no tax was kept back yet."""
    done = {row.plan for row in reader.rows(Withholding)}
    rows = [row for row in reader.rows(Plan) if row.state == DISTRIBUTED and row.plan not in done]
    return [Choice(row.plan, f"{row.plan} · {row.period}") for row in rows]


def checked_valuations(reader: Reader, who: Who) -> Sequence[Choice]:
    """Valuations that somebody else has computed again; money may use no other."""
    rows = [row for row in reader.rows(Valuation) if row.rechecked_by]
    rows.sort(key=lambda row: -row.entry)
    return [Choice(row.valuation, f"{row.valuation} · {row.model}") for row in rows]


def undoable(reader: Reader, who: Who) -> Sequence[Choice]:
    """Bookings that nobody has undone, newest first."""
    rows = [row for row in reader.rows(Booking) if row.reversal < 0]
    rows.sort(key=lambda row: -row.entry)
    return [Choice(row.booking, f"{row.booking} · {row.period}") for row in rows[:SHOWN_MAX]]


def held(reader: Reader, who: Who) -> Sequence[Choice]:
    """Money that is kept for one use."""
    currency = charter_in_force(reader).currency
    return [
        Choice(row.hold, f"{row.hold} · {row.account} · {money_text(row.amount, currency)}")
        for row in reader.rows(Hold)
        if row.state == HELD
    ]


def payable_years(reader: Reader, who: Who) -> Sequence[Choice]:
    """Yearly parts of exits whose day has come, as `EXIT:YEAR`."""
    currency = charter_in_force(reader).currency
    return [
        Choice(
            f"{line.exit}:{line.year}",
            f"{line.exit} · {line.year} · {line.due} · "
            f"{money_text(line.principal_cents + line.interest_cents, currency)}",
        )
        for line in exit_lines(reader)
        if line.state == DUE
    ]  # fmt: skip


def holdable(reader: Reader, who: Who) -> Sequence[Choice]:
    """The bank and the funds."""
    return [Choice(name, name) for name in (BANK, *_funds(reader))]


def bookable_accounts(reader: Reader, who: Who) -> Sequence[Choice]:
    """The accounts that a treasurer books by hand."""
    names = (BANK, *(f"{EXPENSE}:{kind}" for kind in EXPENSES), OTHER_INCOME, *_funds(reader))
    return [Choice(name, name) for name in names]


def _funds(reader: Reader) -> list[str]:
    return [row.account for row in reader.rows(Account) if group_of(row.account) == FUND]


def period_now(desk: Desk, named: str) -> str:
    """The period that was named, or the one that is open; the rules refuse one that is not there."""
    if named:
        return named
    with reading(desk.folder) as now:
        rows = now.books.find(Period, state=OPEN)
    return rows[0].period if len(rows) == 1 else "none"


def list_brought(reader: Reader, who: Who, upload: str) -> Sequence[Effect]:
    """How many people a list of amounts names and what it comes to: what a second person says yes to.

    Nothing where no list was sent, or where it cannot be read: then the doing itself says why.
    """
    from auzolan.house.jobs.uploads import upload_path

    if not upload:
        return ()
    path = upload_path(reader.folder, who, upload)
    found = read_amounts(path, "amount_cents")
    if isinstance(found, Refusal):
        return ()
    values: dict[str, str | int] = {
        "cents": sum(found.values()), "currency": charter_in_force(reader).currency,
        "people": len(found), "digest": digest_of_file(path)[:16],
    }  # fmt: skip
    return (Effect("treasury.list_brought", values),)


def amounts_in(desk: Desk, who: Who, upload: str, column: str) -> Amounts | Refusal:
    """The list of amounts by member in a file that she has sent before."""
    from auzolan.house.jobs.uploads import upload_path

    return read_amounts(upload_path(desk.folder, who, upload), column)
