"""What a company has to delete after withdrawals, and by when it certifies that. Nothing is decided here."""

from __future__ import annotations

import msgspec

from auzolan.foundation.moments import iso_from_moment
from auzolan.house.storage.reader import Reader
from auzolan.licensing.state import Licence, LicenseeDuty

OPEN, OVERDUE, DONE = "open", "overdue", "done"


class DeletionLine(msgspec.Struct, frozen=True):
    """What a company must delete after a withdrawal.

    Attributes:
        licence, model: under which licence, made by which model.
        withdrawal: the entry of the withdrawal.
        due: the day by which the certificate is due.
        state: `open`, `overdue` or `done`.
    """

    licence: str
    model: str
    withdrawal: int
    due: str
    state: str


def deletion_lines(reader: Reader, party: str, at: int) -> list[DeletionLine]:
    """What a company was told to delete, what waits first.

    Args:
        reader: the books.
        party: the company; nothing of another is told.
        at: now, milliseconds since 1970, UTC.
    """
    found = [
        (duty, row)
        for row in reader.rows(Licence)
        if row.licensee == party
        for duty in reader.rows(LicenseeDuty, licence=row.licence)
        if duty.notified_at >= 0
    ]
    found.sort(key=lambda one: (one[0].certified_at >= 0, one[0].certify_by))
    return [
        DeletionLine(
            duty.licence, row.model, duty.withdrawal, iso_from_moment(duty.certify_by)[:10],
            _state(duty, at),
        )
        for duty, row in found
    ]  # fmt: skip


def _state(duty: LicenseeDuty, at: int) -> str:
    if duty.certified_at >= 0:
        return DONE
    return OVERDUE if duty.certify_by < at else OPEN
