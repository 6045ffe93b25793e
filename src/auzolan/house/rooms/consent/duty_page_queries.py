"""What pages for everybody ask about duties: how many are overdue. It names nobody."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from auzolan.house.rooms.charter.tables import CharterInForceTable
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
    licensees = LicenseeDutyTable.objects
    late: dict[str, QuerySet[Any]] = {
        "models": ModelDutyTable.objects.filter(done_at=-1, due__lt=at),
        "told": licensees.filter(notified_at=-1, notify_by__lt=at),
        "certified": licensees.filter(certified_at=-1, certify_by__lt=at),
        "erased": BatchTable.objects.filter(erased_at=-1).filter(Exists(withdrawn)),
    }
    # There is one charter in force, so this is one row with all the numbers.
    found = CharterInForceTable.objects.values_list(*map(_how_many, late.values())).first()
    return dict(zip(late, found, strict=True)) if found is not None else dict.fromkeys(late, 0)


def _how_many(found: QuerySet[Any]) -> Coalesce:
    """The number of rows of a question, as a part of another one."""
    counted = found.order_by().values(all=Value(1)).annotate(number=Count("*"))
    return Coalesce(Subquery(counted.values("number")), 0)
