"""Data sets, models and tasks as the office of data sees them: how many allow what, how well it went.

Counts alone: how many people, rows, pieces of work. Nobody's answer, consent or quality is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Sum

from auzolan.charter.articles import Charter
from auzolan.house.rooms.consent.tables import ConsentTable
from auzolan.house.rooms.contributions.tables import BatchTable
from auzolan.house.rooms.labour.tables import SubmissionTable
from auzolan.house.rooms.learning.page_queries import ModelOnPage, models
from auzolan.house.rooms.learning.tables import SnapshotPartTable, SnapshotTable
from auzolan.house.rooms.valuation.tables import ValuationTable
from auzolan.house.storage.models import rows_of
from auzolan.labour.state import ACCEPTED, PENDING, REJECTED, UPHELD
from auzolan.learning.state import Snapshot
from auzolan.valuation.state import Valuation

LISTED_MAX = 30


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many people have rows of a kind, and how many of them allow a purpose now.

    `entry` is the newest word that one of them gave; None where nobody did.
    """

    kind: str
    entry: int | None
    people: int
    rows: int
    allowed: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class SetOnPage:
    """A data set, and how many of its people have said no since."""

    snapshot: Snapshot
    left: int


@dataclass(frozen=True, slots=True)
class TaskQuality:
    """How the work of one task was judged, in pieces; `entry` is the newest of it."""

    task: str
    pieces: int
    accepted: int
    turned_down: int
    waiting: int
    judgments: int
    entry: int


def coverage(charter: Charter) -> list[Coverage]:
    """For each kind of data: people, rows, and how many allow each purpose."""
    consent = charter.consent
    batches = BatchTable.objects.filter(erased_at=-1).values_list("kind")
    counted = {
        kind: (people, rows)
        for kind, people, rows in batches.annotate(
            people=Count("member", distinct=True), n=Sum("rows")
        )
    }
    granted = ConsentTable.objects.filter(withdrawn_at=-1).values_list("kind", "mask")
    words = dict(ConsentTable.objects.values_list("kind").annotate(last=Max("entry")))
    masks = {(kind, mask): n for kind, mask, n in granted.annotate(n=Count("*"))}
    return [
        Coverage(
            kind,
            words.get(kind),
            *counted.get(kind, (0, 0)),
            _allowed(kind, consent.purposes, masks),
        )
        for kind in consent.kinds
    ]


def sets() -> list[SetOnPage]:
    """The newest data sets, newest first."""
    rows = rows_of(Snapshot, SnapshotTable.objects.order_by("-entry")[:LISTED_MAX])
    left = _left(rows)
    return [SetOnPage(row, left[row.snapshot]) for row in rows]


def newest_models() -> list[ModelOnPage]:
    """The newest models, newest first."""
    return models(LISTED_MAX)


def valuations() -> list[Valuation]:
    """The newest figures of what data is worth, newest first."""
    return rows_of(Valuation, ValuationTable.objects.order_by("-entry")[:LISTED_MAX])


def quality() -> list[TaskQuality]:
    """How the work of each task was judged; tasks in order of name, nobody's part."""
    found: dict[str, dict[str, int]] = {}
    judgments: dict[str, int] = {}
    last: dict[str, int] = {}
    rows = SubmissionTable.objects.values_list("task", "state").order_by("task", "state")
    counted = rows.annotate(n=Count("*"), j=Sum("judgments"), last=Max("entry"))
    for task, state, count, judged, entry in counted:
        last[task] = max(last.get(task, 0), entry)
        found.setdefault(task, {})[state] = count
        judgments[task] = judgments.get(task, 0) + judged
    return [
        TaskQuality(
            task, sum(states.values()), states.get(ACCEPTED, 0),
            states.get(REJECTED, 0) + states.get(UPHELD, 0), states.get(PENDING, 0),
            judgments[task], last[task],
        )
        for task, states in found.items()
    ]  # fmt: skip


def _allowed(
    kind: str, purposes: Sequence[str], masks: Mapping[tuple[str, int], int]
) -> tuple[tuple[str, int], ...]:
    return tuple(
        (
            purpose,
            sum(people for (of, mask), people in masks.items() if of == kind and mask >> place & 1),
        )
        for place, purpose in enumerate(purposes)
    )


def _left(rows: Sequence[Snapshot]) -> Counter[str]:
    """How many people of each data set have withdrawn this kind of data since."""
    by_name = {row.snapshot: row for row in rows}
    gone = {
        (kind, member): entry
        for kind, member, entry in ConsentTable.objects.filter(
            withdrawn_at__gte=0, kind__in={row.kind for row in rows}
        ).values_list("kind", "member", "withdrawn_at")
    }
    parts = SnapshotPartTable.objects.filter(
        snapshot__in=list(by_name),
        member__in=ConsentTable.objects.filter(withdrawn_at__gte=0).values("member"),
    )
    people = set(parts.values_list("snapshot", "member"))
    return Counter(
        name
        for name, member in people
        if gone.get((by_name[name].kind, member), -1) > by_name[name].entry
    )
