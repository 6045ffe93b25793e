"""What a member's page of her rows asks: her batches by kind, date and state, a page at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Sum

from auzolan.consent.state import GroupBatch
from auzolan.contributions.state import Batch, BatchShare
from auzolan.foundation.moments import MOMENT_MAX
from auzolan.house.rooms.consent.page_queries import Permission
from auzolan.house.rooms.consent.tables import GroupBatchTable
from auzolan.house.rooms.contributions.tables import BatchShareTable, BatchTable
from auzolan.house.rooms.learning.tables import SnapshotPartTable
from auzolan.house.rooms.record.page_queries import moments_of
from auzolan.house.storage.models import rows_of

ERASED, STOPPED, USED, ALLOWED, RESTING = "erased", "stopped", "used", "allowed", "resting"


@dataclass(frozen=True, slots=True)
class KindTotal:
    """How many rows of a kind she has here, in how many batches."""

    kind: str
    rows: int
    batches: int


@dataclass(frozen=True, slots=True)
class BatchOnPage:
    """One batch of hers.

    Attributes:
        batch: the batch.
        at: the moment at which it was brought.
        state: `erased`, `stopped`, `used` (in a dataset), `allowed` (for something), or `resting`.
        erase_by: the moment by which it is erased, 0 where none is set.
        datasets: in how many datasets it is.
        group: the group among whose rows it is, empty for none.
        shares: who made it, where that was registered.
    """

    batch: Batch
    at: int
    state: str
    erase_by: int
    datasets: int
    group: str
    shares: tuple[BatchShare, ...]


def totals_of(member: str) -> list[KindTotal]:
    """Her rows by kind, in order of name; erased ones left out."""
    found = BatchTable.objects.filter(member=member, erased_at=-1).values_list("kind")
    counted = found.annotate(rows=Sum("rows"), batches=Count("batch")).order_by("kind")
    return [KindTotal(*one) for one in counted]


def batches_before(member: str, before: int | None, *, kind: str, limit: int) -> list[Batch]:
    """Her newest batches, or the newest before an entry, newest first.

    Args:
        member: whose.
        before: an entry, None for the newest.
        kind: only of this kind; of all where empty.
        limit: how many at most.
    """
    found = BatchTable.objects.filter(member=member).order_by("-entry")
    if kind:
        found = found.filter(kind=kind)
    if before is not None:
        found = found.filter(entry__lt=before)
    return rows_of(Batch, found[:limit])


def on_page(batches: Sequence[Batch], permissions: Sequence[Permission]) -> list[BatchOnPage]:
    """Batches with all that their page says of them."""
    names = [one.batch for one in batches]
    moments = moments_of([one.entry for one in batches])
    parts = SnapshotPartTable.objects.filter(batch__in=names).values_list("batch")
    datasets = dict(parts.annotate(number=Count("snapshot")).order_by("batch"))
    placed = rows_of(GroupBatch, GroupBatchTable.objects.filter(batch__in=names, until=MOMENT_MAX))
    groups = {one.batch: one.group_id for one in placed}
    shares: dict[str, list[BatchShare]] = defaultdict(list)
    for share in rows_of(BatchShare, BatchShareTable.objects.filter(batch__in=names)):
        shares[share.batch].append(share)
    return [
        BatchOnPage(
            one, moments.get(one.entry, 0), _state(one, permissions, datasets),
            max((said.erase_by for said in permissions if said.kind == one.kind), default=0),
            datasets.get(one.batch, 0), groups.get(one.batch, ""), tuple(shares[one.batch]),
        )
        for one in batches
    ]  # fmt: skip


def _state(batch: Batch, permissions: Sequence[Permission], datasets: Mapping[str, int]) -> str:
    said = [one for one in permissions if one.kind == batch.kind]
    if batch.erased_at >= 0:
        return ERASED
    if any(one.withdrawn_at is not None for one in said):
        return STOPPED
    if not any(one.is_allowed for one in said):
        return RESTING
    return USED if datasets.get(batch.batch) else ALLOWED
