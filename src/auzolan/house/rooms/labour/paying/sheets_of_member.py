"""Reading one member's line of every sheet of work and every settlement. It shows nobody else's."""

from __future__ import annotations

import msgspec

from auzolan.house.rooms.valuation.queries import annex_of
from auzolan.house.storage.reader import Reader
from auzolan.labour.acts import WorkRecorded
from auzolan.labour.lines import pay_from_annex
from auzolan.labour.paying.lines import settled_pay_from_annex
from auzolan.labour.state import WorkSheet
from auzolan.labour.work.acts import WorkSettled
from auzolan.record.annexes import ref_text
from auzolan.record.entries import Fact


class SheetOfMember(msgspec.Struct, frozen=True):
    """One member's line of a sheet.

    Attributes:
        work: the sheet.
        period: which bears the cost.
        is_agreed: whether it was booked as agreed; else it is a settlement of logged work.
        seconds: that the floor covers.
        paid_seconds: for which a price was meant.
        accepted_seconds: of work that is accepted.
        pay_cents, interest_cents, topup_cents: what is owed; `floor_cents` is the floor of the
            seconds, -1 where the sheet does not say.
        entry: that booked it.
    """

    work: str
    period: str
    is_agreed: bool
    seconds: int
    paid_seconds: int
    accepted_seconds: int
    pay_cents: int
    interest_cents: int
    topup_cents: int
    floor_cents: int
    entry: int

    @property
    def owed_cents(self) -> int:
        """Pay, interest and top-up together."""
        return self.pay_cents + self.interest_cents + self.topup_cents


def sheets_of(reader: Reader, member: str) -> list[SheetOfMember]:
    """A member's lines, in order of entry.

    Args:
        reader: of the whole folder.
        member: whose.
    """
    sheets = sorted(reader.rows(WorkSheet), key=lambda one: one.entry)
    entries = reader.entries(sheet.entry for sheet in sheets)
    return [
        line
        for sheet in sheets
        for line in _lines(reader, sheet, entries[sheet.entry].facts, member)
    ]


def _lines(
    reader: Reader, sheet: WorkSheet, facts: tuple[Fact, ...], member: str
) -> list[SheetOfMember]:
    for fact in facts:
        if isinstance(fact, WorkRecorded):
            agreed = pay_from_annex(annex_of(reader, ref_text(fact.lines)))
            return [
                SheetOfMember(
                    work=sheet.work, period=sheet.period, is_agreed=True, seconds=one.seconds,
                    paid_seconds=one.seconds, accepted_seconds=one.seconds,
                    pay_cents=one.pay_cents, interest_cents=0, topup_cents=one.topup_cents,
                    floor_cents=-1, entry=sheet.entry,
                )
                for one in agreed
                if one.member == member
            ]  # fmt: skip
        if isinstance(fact, WorkSettled):
            settled = settled_pay_from_annex(annex_of(reader, ref_text(fact.lines)))
            return [
                SheetOfMember(
                    work=sheet.work, period=sheet.period, is_agreed=False, seconds=line.seconds,
                    paid_seconds=line.paid_seconds, accepted_seconds=line.accepted_seconds,
                    pay_cents=line.pay_cents, interest_cents=line.interest_cents,
                    topup_cents=line.topup_cents, floor_cents=line.floor_cents, entry=sheet.entry,
                )
                for line in settled
                if line.member == member
            ]  # fmt: skip
    return []
