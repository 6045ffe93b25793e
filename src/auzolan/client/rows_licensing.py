"""The rows of the room licensing. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from collections.abc import Iterator

from auzolan.client.door import Door
from auzolan.client.shapes_rows_licensing import (
    InvoiceRow,
    Licence,
    LicenceOffer,
    LicenseeDuty,
    MeteredDay,
    Segment,
    UseReport,
)


class RowsOfLicensing:
    """What can be asked of the rows of the room licensing."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def invoice_row(
        self,
        *,
        invoice: str | None = None,
        licence: str | None = None,
    ) -> Iterator[InvoiceRow]:
        """What a licensee was asked for; `through_cents` is all that was asked for up to this one.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/licensing.InvoiceRow", InvoiceRow, {"invoice": invoice, "licence": licence})

    def licence(
        self,
        *,
        licence: str | None = None,
        model: str | None = None,
    ) -> Iterator[Licence]:
        """A licence with what has been used, accrued (micro-units, fee included) and paid (cents).

        Scope: `read:rows`.
        """
        return self._door.lines("rows/licensing.Licence", Licence, {"licence": licence, "model": model})

    def licence_offer(
        self,
        *,
        licence: str | None = None,
    ) -> Iterator[LicenceOffer]:
        """Terms that lie before a licensee and the members; `terms` is their canonical text.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/licensing.LicenceOffer", LicenceOffer, {"licence": licence})

    def licensee_duty(
        self,
        *,
        withdrawal: int | None = None,
        licence: str | None = None,
    ) -> Iterator[LicenseeDuty]:
        """What is owed to a withdrawal under a licence: telling the licensee, and her certificate.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/licensing.LicenseeDuty", LicenseeDuty, {"withdrawal": withdrawal, "licence": licence})

    def metered_day(
        self,
        *,
        licence: str | None = None,
    ) -> Iterator[MeteredDay]:
        """One day's reported use; a day is reported once.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/licensing.MeteredDay", MeteredDay, {"licence": licence})

    def segment(
        self,
        *,
        licence: str | None = None,
    ) -> Iterator[Segment]:
        """A recorded stretch of answered calls; `uses` is the text of their annex's `AnnexRef`.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/licensing.Segment", Segment, {"licence": licence})

    def use_report(
        self,
        *,
        report: str | None = None,
        licence: str | None = None,
    ) -> Iterator[UseReport]:
        """What a licensee said to have used, beside what our meter says of the same time.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/licensing.UseReport", UseReport, {"report": report, "licence": licence})
