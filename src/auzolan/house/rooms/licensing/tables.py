"""The tables of licensing, made from its rows. What a row means stands in `licensing/state.py`."""

from __future__ import annotations

from auzolan.house.storage.models import table_of
from auzolan.licensing.state import (
    ApiKey,
    InvoiceRow,
    Licence,
    LicenceOffer,
    LicenseeDuty,
    MeteredDay,
    Segment,
    UseReport,
)

LicenceTable = table_of(Licence)
MeteredDayTable = table_of(MeteredDay)
LicenceOfferTable = table_of(LicenceOffer)
ApiKeyTable = table_of(ApiKey)
InvoiceRowTable = table_of(InvoiceRow)
UseReportTable = table_of(UseReport)
SegmentTable = table_of(Segment)
LicenseeDutyTable = table_of(LicenseeDuty)
