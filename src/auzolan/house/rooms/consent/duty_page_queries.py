"""What the front page asks about duties: how many are overdue. It names nobody."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from auzolan.house.rooms.consent.tables import ConsentTable
from auzolan.house.rooms.contributions.tables import BatchTable
from auzolan.house.rooms.learning.tables import ModelDutyTable
from auzolan.house.rooms.licensing.tables import LicenseeDutyTable


def overdue_total(at: int) -> int:
    """How many duties to withdrawals are past their moment and not done.

    Args:
        at: now, milliseconds since 1970, UTC.
    """
    licensees = LicenseeDutyTable.objects
    withdrawn = ConsentTable.objects.filter(
        member=OuterRef("member"), kind=OuterRef("kind"), erase_by__gt=0, erase_by__lt=at,
        withdrawn_at__gt=OuterRef("entry"),
    )  # fmt: skip
    return (
        ModelDutyTable.objects.filter(done_at=-1, due__lt=at).count()
        + licensees.filter(notified_at=-1, notify_by__lt=at).count()
        + licensees.filter(certified_at=-1, certify_by__lt=at).count()
        + BatchTable.objects.filter(erased_at=-1).filter(Exists(withdrawn)).count()
    )
