"""What pages for everybody ask about duties: how many are overdue. It names nobody."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q

from auzolan.house.rooms.consent.tables import ConsentTable
from auzolan.house.rooms.contributions.tables import BatchTable
from auzolan.house.rooms.learning.tables import ModelDutyTable
from auzolan.house.rooms.licensing.tables import LicenseeDutyTable


def overdue_total(at: int) -> int:
    """How many duties to withdrawals are past their moment and not done.

    Args:
        at: now, milliseconds since 1970, UTC.
    """
    return sum(overdue_by_kind(at).values())


def overdue_by_kind(at: int) -> dict[str, int]:
    """The same by kind: `models` to be made again, licensees to be `told`, and the like.

    The others are licensees that should have `certified`, and batches that should be `erased`.

    Args:
        at: now, milliseconds since 1970, UTC.
    """
    withdrawn = ConsentTable.objects.filter(
        member=OuterRef("member"), kind=OuterRef("kind"), erase_by__gt=0, erase_by__lt=at,
        withdrawn_at__gt=OuterRef("entry"),
    )  # fmt: skip
    licensees = LicenseeDutyTable.objects.aggregate(
        told=Count("licence", filter=Q(notified_at=-1, notify_by__lt=at)),
        certified=Count("licence", filter=Q(certified_at=-1, certify_by__lt=at)),
    )
    return {
        "models": ModelDutyTable.objects.filter(done_at=-1, due__lt=at).count(),
        **licensees,
        "erased": BatchTable.objects.filter(erased_at=-1).filter(Exists(withdrawn)).count(),
    }
