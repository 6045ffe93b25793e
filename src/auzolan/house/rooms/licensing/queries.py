"""Reading licences: what was granted, used, accrued and paid."""

from __future__ import annotations

import msgspec

from auzolan.foundation.moments import day_from_moment
from auzolan.house.storage.reader import Reader
from auzolan.licensing.royalties import due_cents
from auzolan.licensing.state import Licence


class LicenceLine(msgspec.Struct, frozen=True):
    """One licence; `open_cents` is what the licensee still owes."""

    licence: str
    licensee: str
    model: str
    purpose: str
    since: str
    until: str
    predictions: int
    predictions_max: int
    accrued_cents: int
    paid_cents: int
    open_cents: int
    entry: int


def licence_lines(reader: Reader) -> list[LicenceLine]:
    """All licences in order of id."""
    return [_line(row) for row in reader.rows(Licence)]


def licence_line(reader: Reader, licence: str) -> LicenceLine | None:
    """One licence, or None where there is none of this id."""
    row = reader.get(Licence, licence)
    return _line(row) if row is not None else None


def _line(row: Licence) -> LicenceLine:
    accrued_cents = due_cents(row.accrued_micro)
    return LicenceLine(
        licence=row.licence, licensee=row.licensee, model=row.model, purpose=row.purpose,
        since=day_from_moment(row.from_at), until=day_from_moment(row.until_at),
        predictions=row.predictions, predictions_max=row.predictions_max,
        accrued_cents=accrued_cents, paid_cents=row.paid_cents,
        open_cents=accrued_cents - row.paid_cents, entry=row.entry,
    )  # fmt: skip
