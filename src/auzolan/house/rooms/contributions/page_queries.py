"""What pages ask about rows: how many there are, and whose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Q, Sum

from auzolan.contributions.state import Batch
from auzolan.house.rooms.contributions.tables import BatchTable
from auzolan.house.storage.models import rows_of


@dataclass(frozen=True, slots=True)
class RowsTotal:
    """How many rows the co-operative holds, from how many members; `entry` changed it last."""

    rows: int
    members: int
    entry: int | None


def rows_total() -> RowsTotal:
    """All rows that have not been erased."""
    is_here = Q(erased_at=-1)
    found = BatchTable.objects.aggregate(
        rows=Sum("rows", filter=is_here), members=Count("member", distinct=True, filter=is_here),
        given=Max("entry"), erased=Max("erased_at"),
    )  # fmt: skip
    entry = None if found["given"] is None else max(found["given"], found["erased"])
    return RowsTotal(found["rows"] or 0, found["members"], entry)


def rows_by_member(members: Sequence[str]) -> dict[str, int]:
    """How many rows each of these members has here now."""
    found = BatchTable.objects.filter(erased_at=-1, member__in=members).values_list("member")
    return dict(found.annotate(total=Sum("rows")).order_by("member"))


def batches_of(member: str) -> list[Batch]:
    """A member's batches, oldest first."""
    return rows_of(Batch, BatchTable.objects.filter(member=member).order_by("entry"))
