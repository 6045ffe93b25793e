"""What a company's pages read: its licences and offers, its duties after withdrawals, the catalogue."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from django.db.models import Max

from auzolan.foundation.moments import moment_from_iso
from auzolan.house.ports import system_ports
from auzolan.house.rooms.labour.statements.statement_queries import newest_about
from auzolan.house.rooms.learning.page_queries import ModelOnPage, models
from auzolan.house.rooms.licensing.queries import LicenceLine, licence_lines
from auzolan.house.rooms.licensing.tables import LicenceTable, MeteredDayTable, SegmentTable
from auzolan.house.storage.models import rows_of
from auzolan.house.storage.reader import Reader
from auzolan.labour.state import LabourStatement
from auzolan.learning.state import SERVING
from auzolan.licensing.acts import Receive
from auzolan.licensing.state import Licence, MeteredDay

DAYS_SHOWN = 31
PAYMENT, PAYMENTS_LOOKED_AT = "licensing.receive/1", 32


@dataclass(frozen=True, slots=True)
class Offered:
    """A model that a company can ask for.

    Attributes:
        found: the model with its data set and its test.
        label: the statement of the labour behind it; None where there is none.
        last: the newest licence that was granted for it, for its price; None where there is none.
    """

    found: ModelOnPage
    label: LabourStatement | None
    last: Licence | None


def catalogue(reader: Reader) -> list[Offered]:
    """The models that are released and serve, newest first."""
    offered = [one for one in models() if one.model.state == SERVING and one.model.card]
    names = [one.model.model for one in offered]
    granted = LicenceTable.objects.filter(model__in=names).order_by("entry")
    last = {one.model: one for one in rows_of(Licence, granted)}
    reader.rows(LabourStatement)  # in one question
    return [
        Offered(one, newest_about(reader, "model", name), last.get(name))
        for name, one in zip(names, offered, strict=True)
    ]


def licences_of(reader: Reader, party: str) -> list[LicenceLine]:
    """A company's licences and offers, newest first."""
    mine = [one for one in licence_lines(reader.folder) if one.licensee == party]
    return sorted(mine, key=lambda one: -one.entry)


def days_of(licence: str) -> list[MeteredDay]:
    """The newest days of use that were reported, newest first."""
    rows = MeteredDayTable.objects.filter(licence=licence).order_by("-day")
    return rows_of(MeteredDay, rows[:DAYS_SHOWN])


def used_at(licence: str) -> int | None:
    """The newest entry by which use was counted; None where there is none."""
    days = MeteredDayTable.objects.filter(licence=licence).aggregate(at=Max("entry"))["at"]
    segments = SegmentTable.objects.filter(licence=licence).aggregate(at=Max("entry"))["at"]
    return max((at for at in (days, segments) if at is not None), default=None)


def paid_at(reader: Reader, licence: str) -> int | None:
    """The newest entry by which a payment was booked, among the last of all; None where there is none."""
    last = deque(reader.entries_of(PAYMENT), maxlen=PAYMENTS_LOOKED_AT)
    for seq in reversed(last):
        act = reader.entry(seq).act
        if isinstance(act, Receive) and act.licence == licence:
            return seq
    return None


def is_accepted(licence: str) -> bool:
    """Whether a company has said yes to what was granted, and that stands on the record."""
    return LicenceTable.objects.filter(licence=licence, accepted_at__gte=0).exists()


def is_over(until: str) -> bool:
    """Whether a licence has ended, by its last moment in ISO form; an offer has none."""
    return bool(until) and moment_from_iso(until) <= system_ports().clock()
