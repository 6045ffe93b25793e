"""What the fields of forms about licences can be, as the books stand now. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Sequence

from auzolan.foundation.moments import iso_from_moment
from auzolan.house.doing import Choice, Who
from auzolan.house.rooms.charter.queries import charter_in_force
from auzolan.house.storage.reader import Reader
from auzolan.learning.state import SERVING, Model
from auzolan.licensing.state import ApiKey, Licence, LicenseeDuty


def licences(reader: Reader, who: Who) -> Sequence[Choice]:
    """All licences that were granted and not revoked, newest first."""
    return _named([row for row in reader.rows(Licence) if row.revoked_at < 0])


def not_accepted(reader: Reader, who: Who) -> Sequence[Choice]:
    """Licences whose company has not said yes to what was granted."""
    return _named(
        [row for row in reader.rows(Licence) if row.accepted_at < 0 and row.revoked_at < 0]
    )


def accepted(reader: Reader, who: Who) -> Sequence[Choice]:
    """Licences that bind their company."""
    return _named(
        [row for row in reader.rows(Licence) if row.accepted_at >= 0 and row.revoked_at < 0]
    )


def keys(reader: Reader, who: Who) -> Sequence[Choice]:
    """Keys that open a model."""
    return [
        Choice(row.key, f"{row.key} · {row.licence}")
        for row in reader.rows(ApiKey)
        if row.revoked_at < 0
    ]


def models(reader: Reader, who: Who) -> Sequence[Choice]:
    """Models that serve."""
    rows = [row for row in reader.rows(Model) if row.state == SERVING]
    return [Choice(row.model, f"{row.model} · {row.purpose}") for row in rows]


def purposes(reader: Reader, who: Who) -> Sequence[Choice]:
    """The purposes that the house rules know."""
    return [Choice(name, name) for name in charter_in_force(reader).consent.purposes]


def to_tell(reader: Reader, who: Who) -> Sequence[Choice]:
    """Withdrawals of which a company was not told yet, as `LICENCE:ENTRY`."""
    rows = [row for row in reader.rows(LicenseeDuty) if row.notified_at < 0]
    return _duties(rows, [row.notify_by for row in rows])


def to_certify(reader: Reader, who: Who) -> Sequence[Choice]:
    """Withdrawals of which a company was told, and has not certified yet, as `LICENCE:ENTRY`."""
    rows = [
        row for row in reader.rows(LicenseeDuty) if row.certified_at < 0 <= row.notified_at
    ]  # fmt: skip
    return _duties(rows, [row.certify_by for row in rows])


def parted(duty: str) -> tuple[str, int]:
    """The licence and the entry of a duty that was chosen."""
    licence, _, entry = duty.rpartition(":")
    return licence, int(entry)


def _named(rows: list[Licence]) -> list[Choice]:
    rows.sort(key=lambda row: -row.entry)
    return [Choice(row.licence, f"{row.licence} · {row.licensee} · {row.model}") for row in rows]


def _duties(rows: list[LicenseeDuty], days: list[int]) -> list[Choice]:
    return [
        Choice(
            f"{row.licence}:{row.withdrawal}",
            f"{row.licence} · № {row.withdrawal} · {iso_from_moment(by)[:10]}",
        )
        for row, by in zip(rows, days, strict=True)
    ]
