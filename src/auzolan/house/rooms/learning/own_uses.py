"""What a member's page of uses asks: datasets with rows of hers, models from them, and who pays.

Every use is one entry. Names of other people stand nowhere here. It writes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from auzolan.audit.folder import Folder
from auzolan.house.rooms.consent.receipt_files import receipt_path
from auzolan.house.rooms.learning.tables import (
    ModelTable,
    SnapshotPartTable,
    SnapshotTable,
    UseOfRowsTable,
)
from auzolan.house.rooms.licensing.tables import LicenceTable, SegmentTable
from auzolan.house.storage.models import rows_of
from auzolan.learning.state import Model, Snapshot, UseOfRows
from auzolan.licensing.state import Licence, Segment

EXPORTED = "brought-"
"""How the name of a use begins under which rows were given out for one training elsewhere."""


@dataclass(frozen=True, slots=True)
class Payer:
    """A company that pays for a model: under which licence, how many calls stand on the record.

    `latest` is the entry that recorded calls last, the licence's own where none has.
    """

    licence: Licence
    calls: int
    latest: int


@dataclass(frozen=True, slots=True)
class ModelWithOwn:
    """A model that learnt from rows of hers, and who pays for it."""

    model: Model
    payers: tuple[Payer, ...]


@dataclass(frozen=True, slots=True)
class DatasetWithOwn:
    """A dataset with rows of hers: how many are hers, and what was made from it."""

    snapshot: Snapshot
    rows: int
    models: tuple[ModelWithOwn, ...]


@dataclass(frozen=True, slots=True)
class UseOnPage:
    """One use of her rows.

    Attributes:
        use: the use.
        rows: rows of hers in it.
        is_export: whether the rows were given out for one training elsewhere.
        has_receipt: whether her signed receipt lies ready.
    """

    use: UseOfRows
    rows: int
    is_export: bool
    has_receipt: bool


def own_rows_by_dataset(member: str) -> dict[str, int]:
    """How many rows of hers are in each dataset that has any."""
    found: dict[str, int] = defaultdict(int)
    parts = SnapshotPartTable.objects.filter(member=member).values_list("snapshot", "rows")
    for snapshot, rows in parts:
        found[snapshot] += rows
    return dict(found)


def datasets_with(rows: dict[str, int]) -> list[DatasetWithOwn]:
    """Datasets with what was made from them, the newest first.

    Args:
        rows: rows of hers by dataset.
    """
    names = sorted(rows)
    snapshots = rows_of(Snapshot, SnapshotTable.objects.filter(snapshot__in=names))
    models = rows_of(Model, ModelTable.objects.filter(snapshot__in=names).order_by("-entry"))
    payers = _payers([one.model for one in models])
    made: dict[str, list[ModelWithOwn]] = defaultdict(list)
    for model in models:
        made[model.snapshot].append(ModelWithOwn(model, tuple(payers[model.model])))
    return [
        DatasetWithOwn(one, rows[one.snapshot], tuple(made[one.snapshot]))
        for one in sorted(snapshots, key=lambda one: -one.entry)
    ]


def uses_before(
    folder: Folder, member: str, rows: dict[str, int], before: int | None, *, limit: int
) -> list[UseOnPage]:
    """The newest uses of her rows, or the newest before an entry, newest first.

    Args:
        folder: the co-operative's, where receipts lie.
        member: whose rows.
        rows: rows of hers by dataset.
        before: an entry, None for the newest.
        limit: how many at most.
    """
    found = UseOfRowsTable.objects.filter(snapshot__in=sorted(rows)).order_by("-entry")
    if before is not None:
        found = found.filter(entry__lt=before)
    return [
        UseOnPage(
            one, rows[one.snapshot], one.use.startswith(EXPORTED),
            receipt_path(folder, member, one.entry).is_file(),
        )
        for one in rows_of(UseOfRows, found[:limit])
    ]  # fmt: skip


def _payers(models: list[str]) -> dict[str, list[Payer]]:
    licences = rows_of(Licence, LicenceTable.objects.filter(model__in=models).order_by("entry"))
    names = [one.licence for one in licences]
    calls: dict[str, int] = defaultdict(int)
    latest: dict[str, int] = {}
    for one in rows_of(Segment, SegmentTable.objects.filter(licence__in=names).order_by("entry")):
        calls[one.licence] += one.calls
        latest[one.licence] = one.entry
    found: dict[str, list[Payer]] = defaultdict(list)
    for licence in licences:
        name = licence.licence
        reported = calls[name] or licence.predictions
        found[licence.model].append(Payer(licence, reported, latest.get(name, licence.entry)))
    return found
