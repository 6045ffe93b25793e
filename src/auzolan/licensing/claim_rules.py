"""The rules of what a licensee is asked for and what she says: invoices, and reports of use.

No money moves here: an invoice asks for what has accrued, and a report is set beside our meter, which
alone says what is owed.
"""

from __future__ import annotations

import msgspec

from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import DAY_MS, MOMENT_MAX, day_from_moment, iso_from_moment
from auzolan.foundation.money import money_text
from auzolan.foundation.refusals import Refusal
from auzolan.licensing.life_acts import Invoice, Invoiced, ReportUse, UseReported
from auzolan.licensing.royalties import due_cents
from auzolan.licensing.rules import held, licence_unknown
from auzolan.licensing.standing import ARTICLE, refused_unaccepted
from auzolan.licensing.state import InvoiceRow, Licence, MeteredDay, Segment, UseReport
from auzolan.record.case import Case
from auzolan.record.entries import Fact


def decide_invoice(books: Books, act: Invoice, case: Case) -> tuple[Fact, ...] | Refusal:
    """Ask for everything that has accrued and stands on no invoice, rounded once on the whole.

    An ended licence is invoiced too: what was used is owed. What came in before it was asked for
    is on the invoice as well, and settles it.

    Args:
        books: the state before the act.
        act: the invoice's id and the licence.
        case: place, time and actor.
    Returns:
        `Invoiced`, or the refusal.
    """
    licence = books.get(Licence, act.licence)
    if licence is None:
        return licence_unknown(act.licence)
    refused = refused_unaccepted(licence)
    if refused is not None:
        return refused
    taken = books.get(InvoiceRow, act.invoice)
    if taken is not None:
        return Refusal(
            "licensing.invoice_taken", ARTICLE,
            f"Entry {taken.entry} is an invoice {act.invoice} of {taken.licence}.",
            "Give the new invoice a number of its own.",
        )  # fmt: skip
    amount_cents = due_cents(licence.accrued_micro) - licence.invoiced_cents
    if amount_cents <= 0:
        asked = money_text(licence.invoiced_cents, charter_of(books).currency)
        return Refusal(
            "licensing.nothing_to_invoice", ARTICLE,
            f"All that has accrued under {act.licence}, {asked}, stands on invoices already.",
            "Write the next invoice when more has been used.",
        )  # fmt: skip
    due_at = min(case.at + licence.pay_days * DAY_MS, MOMENT_MAX)
    return (Invoiced(act.invoice, act.licence, amount_cents, due_at),)


def apply_invoiced(books: Books, case: Case, act: Invoice, fact: Invoiced) -> None:
    """Write down the invoice, and how much the licence has been asked for in all."""
    licence = held(books, fact.licence)
    through_cents = licence.invoiced_cents + fact.amount_cents
    assert through_cents <= due_cents(licence.accrued_micro), (
        "nobody is asked for more than accrued"
    )
    books.add(
        InvoiceRow(
            fact.invoice, fact.licence, fact.amount_cents, through_cents, case.at, fact.due_at,
            case.seq,
        )
    )  # fmt: skip
    books.put(msgspec.structs.replace(licence, invoiced_cents=through_cents))


def decide_report_use(books: Books, act: ReportUse, case: Case) -> tuple[Fact, ...] | Refusal:
    """Set what a licensee says beside our meter of the same time; where they differ, both stand.

    A report moves no money: what is owed follows our meter alone.

    Args:
        books: the state before the act.
        act: the report's id, the licence, the time from `from_at` until before `until_at`.
        case: place, time and actor.
    Returns:
        `UseReported` with both numbers, or the refusal.
    """
    licence = books.get(Licence, act.licence)
    if licence is None:
        return licence_unknown(act.licence)
    taken = books.get(UseReport, act.report)
    if taken is not None:
        return Refusal(
            "licensing.report_taken", ARTICLE,
            f"Entry {taken.entry} is a report {act.report} under {taken.licence}.",
            "Give the new report a name of its own.",
        )  # fmt: skip
    if act.from_at >= act.until_at:
        return Refusal(
            "licensing.report_without_time", ARTICLE,
            f"The report ends on {iso_from_moment(act.until_at)} and begins on "
            f"{iso_from_moment(act.from_at)}.",
            "Let it end after it begins.",
        )  # fmt: skip
    if act.until_at > case.at:
        return Refusal(
            "licensing.report_too_early", ARTICLE,
            f"The time of the report ends on {iso_from_moment(act.until_at)}; "
            f"it is {iso_from_moment(case.at)}.",
            "Note a report when its time is over.",
        )  # fmt: skip
    metered = metered_between(books, licence, act.from_at, act.until_at)
    return (UseReported(act.report, act.licence, act.answers, metered),)


def metered_between(books: Books, licence: Licence, from_at: int, until_at: int) -> int:
    """How many answers our meter has counted in a time.

    Args:
        books: the state.
        licence: the licence.
        from_at: the first moment.
        until_at: the first moment after.
    Returns:
        Those of segments whose first and last call lie in it, and of days that lie in it whole.
    """
    calls = sum(
        one.calls
        for one in books.find(Segment, licence=licence.licence)
        if from_at <= one.from_at and one.until_at < until_at
    )
    # A day can be reported from that of the grant to that of the end; both are tried whole.
    first = max(_day_start(licence.from_at), -(-from_at // DAY_MS) * DAY_MS)
    end = min(_day_start(licence.until_at - 1) + DAY_MS, _day_start(until_at))
    days = [(licence.licence, day_from_moment(at)) for at in range(first, end, DAY_MS)]
    found = books.get_many(MeteredDay, days)
    return calls + sum(day.predictions for day in found if day is not None)


def apply_use_reported(books: Books, case: Case, act: ReportUse, fact: UseReported) -> None:
    """Write down both numbers, side by side."""
    books.add(
        UseReport(
            fact.report, fact.licence, act.from_at, act.until_at, fact.answers, fact.metered,
            case.seq,
        )
    )  # fmt: skip


def _day_start(at: int) -> int:
    return at // DAY_MS * DAY_MS
