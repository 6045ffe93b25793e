"""What a member's page of all that is recorded about her asks: entries by kind, looks, and the rest.

Her ballots are left out on purpose: nobody here knows which they are. It writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Max, Sum

from auzolan.audit.folder import Folder
from auzolan.house.rooms.consent.receipt_files import members_folder
from auzolan.house.rooms.consent.tables import RightsRequestTable
from auzolan.house.rooms.contributions.tables import BatchTable
from auzolan.house.rooms.labour.tables import LookRowTable, SubmissionTable
from auzolan.house.rooms.record.tables import RecordEntry
from auzolan.house.rooms.treasury.tables import MemberPostingTable, PayeeTable
from auzolan.house.storage.models import rows_of
from auzolan.labour.state import LookRow
from auzolan.treasury.state import Payee


@dataclass(frozen=True, slots=True)
class KindOfEntries:
    """How many entries of one kind she asked for, and the newest; `act` is without its version."""

    act: str
    number: int
    latest: int


@dataclass(frozen=True, slots=True)
class Beyond:
    """What lies outside the record.

    Attributes:
        rows: rows of hers in the vault.
        receipts: signed receipts of hers that lie ready as files.
        payee: the entry and moment at which she named her bank account last, None where she never did.
        pieces: pieces of work on the books.
        movements: movements of her money.
        requests: what she asked the office of data.
    """

    rows: int
    receipts: int
    payee: Payee | None
    pieces: int
    movements: int
    requests: int


def kinds_of_entries(member: str) -> list[KindOfEntries]:
    """What she asked for, counted by kind, the commonest first."""
    found = RecordEntry.objects.filter(actor=member).values_list("act")
    counted = found.annotate(number=Count("seq"), latest=Max("seq")).order_by("-number", "act")
    return [
        KindOfEntries(act.rpartition("/")[0], number, latest) for act, number, latest in counted
    ]


def looks_before(member: str, before: int | None, *, limit: int) -> list[LookRow]:
    """The newest looks at figures of hers, or the newest before an entry, newest first."""
    found = LookRowTable.objects.filter(member=member).order_by("-entry")
    if before is not None:
        found = found.filter(entry__lt=before)
    return rows_of(LookRow, found[:limit])


def looks_total(member: str) -> int:
    """How often anybody looked at figures of hers."""
    return int(LookRowTable.objects.filter(member=member).count())


def beyond(folder: Folder, member: str) -> Beyond:
    """What is held about her outside the record."""
    rows = BatchTable.objects.filter(member=member, erased_at=-1).aggregate(rows=Sum("rows"))
    payee = rows_of(Payee, PayeeTable.objects.filter(member=member))
    return Beyond(
        rows=rows["rows"] or 0,
        receipts=_files_in(folder, member),
        payee=payee[0] if payee else None,
        pieces=SubmissionTable.objects.filter(member=member).count(),
        movements=MemberPostingTable.objects.filter(member=member).count(),
        requests=RightsRequestTable.objects.filter(member=member).count(),
    )


def _files_in(folder: Folder, member: str) -> int:
    place = members_folder(folder) / member / "receipts"
    return sum(1 for _ in place.iterdir()) if place.is_dir() else 0
