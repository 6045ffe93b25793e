"""What waits for the offices of treasury and signatory: payouts, invoices, companies, exits, funds."""

from __future__ import annotations

from auzolan.charter.articles import Charter
from auzolan.foundation.moments import MOMENT_MAX, moment_from_iso
from auzolan.house.doors.portal.steward.heaps import Heap, Waits, door, heap, page, taken
from auzolan.house.programs.asking import waiting_requests
from auzolan.house.rooms.licensing.tables import LicenceTable
from auzolan.house.rooms.treasury.exit_queries import DUE, exit_lines
from auzolan.house.rooms.treasury.tables import (
    FundLotTable,
    PayoutApprovalTable,
    PayoutTable,
    PeriodTable,
)
from auzolan.house.storage.models import rows_of
from auzolan.house.storage.reader import Reader
from auzolan.licensing.royalties import due_cents
from auzolan.licensing.state import Licence
from auzolan.treasury.state import (
    APPROVED,
    CLOSING,
    DRAFTED,
    EXPORTED,
    REPORTED,
    SETTLED,
    FundLot,
    Payout,
    Period,
)


def treasury_heaps(reader: Reader, charter: Charter, at: int) -> list[Heap]:
    """What waits for the office of treasury."""
    return [
        *_payouts(at), _invoices(at), _companies(at), _exits(reader, at), _funds(at), _closing(at),
    ]  # fmt: skip


def signatory_heaps(at: int, member: str) -> list[Heap]:
    """Payouts that others have gathered and this person has not approved."""
    mine = PayoutApprovalTable.objects.filter(member=member).values("payout")
    rows, total = taken(
        Payout,
        PayoutTable.objects.filter(state=DRAFTED)
        .exclude(by=member)
        .exclude(payout__in=mine)
        .order_by("pay_on"),
    )
    things = [
        Waits(
            row.payout, door("treasury.approve_payout", payout=row.payout), _day(row.pay_on)
        )
        for row in rows
    ]  # fmt: skip
    return [heap("to_approve", things, at, total=total)]


def _payouts(at: int) -> list[Heap]:
    found = []
    for kind, states, name in (
        ("to_export", (APPROVED,), "treasury.export_payout"),
        ("at_bank", (EXPORTED, REPORTED), "treasury.take_in_bank_file"),
        ("to_end", (SETTLED,), "treasury.close_payout"),
    ):
        rows, total = taken(Payout, PayoutTable.objects.filter(state__in=states).order_by("pay_on"))
        named = kind != "at_bank"
        things = [
            Waits(
                row.payout,
                door(name, payout=row.payout) if named else door(name),
                _day(row.pay_on),
            )
            for row in rows
        ]
        found.append(heap(kind, things, at, total=total))
    back, back_total = taken(Payout, PayoutTable.objects.filter(returned_cents__gt=0, cleared=-1))
    things = [Waits(row.payout, door("treasury.clear_suspense", payout=row.payout)) for row in back]
    return [*found, heap("came_back", things, at, total=back_total)]


def _invoices(at: int) -> Heap:
    rows = LicenceTable.objects.filter(accepted_at__gte=0)
    things = [
        Waits(row.licence, door("licensing.invoice", licence=row.licence))
        for row in rows_of(Licence, rows)
        if due_cents(row.accrued_micro) > row.invoiced_cents
    ]
    return heap("to_invoice", things, at)


def _companies(at: int) -> Heap:
    things = [
        Waits(f"{one.party} · {one.licence or one.model}", page("steward_licences"))
        for one in waiting_requests()
    ]
    return heap("companies", things, at)


def _exits(reader: Reader, at: int) -> Heap:
    things = [
        Waits(f"{line.exit} · {line.year}", door("treasury.pay_exit", part=f"{line.exit}:{line.year}"),
              _day(line.due))
        for line in exit_lines(reader)
        if line.state == DUE
    ]  # fmt: skip
    return heap("exits", things, at)


def _funds(at: int) -> Heap:
    rows, total = taken(
        FundLot,
        FundLotTable.objects.filter(
            amount_cents__gt=0, spend_by__gt=0, spend_by__lt=MOMENT_MAX
        ).order_by("spend_by"),
    )
    things = [
        Waits(row.account, door("treasury.book", pays=row.account), row.spend_by) for row in rows
    ]
    return heap("funds", things, at, total=total)


def _closing(at: int) -> Heap:
    rows = PeriodTable.objects.filter(state=CLOSING)
    return heap(
        "closing",
        [Waits(row.period, page("closing", row.period)) for row in rows_of(Period, rows)],
        at,
    )


def _day(day: str) -> int:
    return moment_from_iso(day)
