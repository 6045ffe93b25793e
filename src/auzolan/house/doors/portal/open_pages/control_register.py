"""Who decides what about each data set: the consents and votes that its uses rest on.

It counts people by what they allow, and names nobody. What it lists are rows of the books with the entry
of each; whether a use was allowed was asked by the gate, before it, and is not asked again here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, Max, Sum, Value, When

from auzolan.assembly.state import Proposal
from auzolan.charter.articles import Charter
from auzolan.house.doors.portal.open_pages.sheets import Cell, Sheet
from auzolan.house.doors.portal.open_pages.small_groups import Some, some_of
from auzolan.house.rooms.assembly.tables import ProposalTable
from auzolan.house.rooms.charter.tables import MandateTable
from auzolan.house.rooms.consent.page_queries import StrikeOnPage, strikes_now
from auzolan.house.rooms.consent.tables import ConsentTable
from auzolan.house.rooms.contributions.tables import BatchTable
from auzolan.house.rooms.learning.tables import ModelTable, SnapshotTable, UseOfRowsTable
from auzolan.house.rooms.licensing.tables import LicenceTable
from auzolan.house.storage.models import rows_of
from auzolan.learning.state import Model, Snapshot
from auzolan.licensing.state import Licence

SEALED, USED, TRAINED, LICENSED = "sealed", "used", "trained", "licensed"
CONSENT, VOTE = "consent", "vote"
GRANT_POWER = "licensing.grant"
COLUMNS = ("kind", "data_set", "what", "name", "allowed_by", "decision", "rows", "people", "entry")


@dataclass(frozen=True, slots=True)
class KindControl:
    """One kind of rows: how many people decided about it, and how.

    Attributes:
        kind: of rows.
        rows: how many there are, without those that were erased.
        allowed: for each purpose of the charter, how many allow it now.
        people: how many have ever said anything about rows of this kind.
        stopped: how many of them have stopped all use.
        entry: where somebody said something last; None where nobody ever did.
    """

    kind: str
    rows: int
    allowed: tuple[tuple[str, Some], ...]
    people: int
    stopped: Some
    entry: int | None


@dataclass(frozen=True, slots=True)
class ControlLine:
    """One thing that was done with a data set, and what allowed it.

    Attributes:
        what: `sealed`, `used`, `trained` or `licensed`.
        name: of the use, model or licence; of whom it was licensed to after a blank.
        allowed_by: `consent` of each person, or a `vote` of the members.
        decision: the proposal that was voted on; empty where it rests on consent.
        entry: where it stands; the last of several.
        times: how many there are of it.
    """

    what: str
    name: str
    allowed_by: str
    decision: str
    entry: int
    times: int = 1

    @property
    def company(self) -> str:
        """Whom it was licensed to; empty for what is no licence."""
        return self.name.partition(" ")[2] if self.what == LICENSED else ""

    @property
    def thing(self) -> str:
        """The use, model or licence alone."""
        return self.name.partition(" ")[0] if self.what == LICENSED else self.name


@dataclass(frozen=True, slots=True)
class SetControl:
    """A data set with all that was done with it."""

    snapshot: Snapshot
    lines: tuple[ControlLine, ...]


def kinds_of(charter: Charter) -> list[KindControl]:
    """Every kind of rows of the charter, in its order."""
    said: dict[str, list[tuple[int, bool, int, int]]] = defaultdict(list)
    is_stopped = Case(When(withdrawn_at__gte=0, then=Value(1)), default=Value(0),
                      output_field=IntegerField())  # fmt: skip
    found = ConsentTable.objects.annotate(stopped=is_stopped).values_list("kind", "mask", "stopped")
    for kind, mask, stopped, people, last in found.annotate(n=Count("*"), last=Max("entry")):
        said[kind].append((mask, bool(stopped), people, last))
    rows = dict(BatchTable.objects.filter(erased_at=-1).values_list("kind").annotate(n=Sum("rows")))
    return [_kind(charter, kind, said[kind], rows.get(kind, 0)) for kind in charter.consent.kinds]


def sets_before(before: int | None, *, limit: int) -> list[SetControl]:
    """The newest data sets, or the newest before an entry, newest first."""
    found = SnapshotTable.objects.order_by("-entry")
    if before is not None:
        found = found.filter(entry__lt=before)
    return _with_lines(rows_of(Snapshot, found[:limit]))


def strikes(now: int) -> list[StrikeOnPage]:
    """What the members have stopped together by vote, as of now."""
    return strikes_now(now)


def control_sheet(sets: Iterable[SetControl]) -> Sheet:
    """The register as a table."""
    return Sheet("control-register", COLUMNS, _cells(sets))


def _kind(
    charter: Charter, kind: str, said: Sequence[tuple[int, bool, int, int]], rows: int
) -> KindControl:
    least = charter.labour.group_public_min
    people = sum(number for _, _, number, _ in said)
    allowed = tuple(
        (
            purpose,
            some_of(
                sum(n for mask, stopped, n, _ in said if mask >> place & 1 and not stopped),
                people, least,
            ),
        )
        for place, purpose in enumerate(charter.consent.purposes)
    )  # fmt: skip
    stopped = some_of(sum(n for _, is_over, n, _ in said if is_over), people, least)
    entry = max((last for *_, last in said), default=None)
    return KindControl(kind, rows, allowed, people, stopped, entry)


def _with_lines(sets: Sequence[Snapshot]) -> list[SetControl]:
    names = [one.snapshot for one in sets]
    uses = _uses(names)
    models: dict[str, list[Model]] = defaultdict(list)
    for model in rows_of(Model, ModelTable.objects.filter(snapshot__in=names).order_by("entry")):
        models[model.snapshot].append(model)
    licences: dict[str, list[Licence]] = defaultdict(list)
    made = [model.model for some in models.values() for model in some]
    granted = LicenceTable.objects.filter(model__in=made).order_by("entry")
    for licence in rows_of(Licence, granted):
        licences[licence.model].append(licence)
    votes = _votes({one.subject for some in licences.values() for one in some})
    return [
        SetControl(
            one,
            (
                ControlLine(SEALED, one.purpose, CONSENT, "", one.entry),
                *uses.get(one.snapshot, ()),
                *(ControlLine(TRAINED, m.model, CONSENT, "", m.entry) for m in models[one.snapshot]),
                *(
                    ControlLine(
                        LICENSED, f"{row.licence} {row.licensee}", VOTE,
                        votes.get(row.subject, ""), row.entry,
                    )
                    for m in models[one.snapshot]
                    for row in licences[m.model]
                ),
            ),
        )
        for one in sets
    ]  # fmt: skip


def _uses(names: Sequence[str]) -> dict[str, list[ControlLine]]:
    """The uses of each data set, counted by what they were for."""
    found = UseOfRowsTable.objects.filter(snapshot__in=names)
    grouped = found.values_list("snapshot", "operation").annotate(n=Count("*"), last=Max("entry"))
    uses: dict[str, list[ControlLine]] = defaultdict(list)
    for snapshot, operation, number, last in grouped.order_by("snapshot", "operation"):
        uses[snapshot].append(ControlLine(USED, operation, CONSENT, "", last, number))
    return uses


def _votes(subjects: set[str]) -> dict[str, str]:
    """The proposal by which the members allowed each of these."""
    mandates = dict(
        MandateTable.objects.filter(power=GRANT_POWER, subject__in=sorted(subjects)).values_list(
            "mandate", "subject"
        )
    )
    rows = rows_of(Proposal, ProposalTable.objects.filter(mandate__in=sorted(mandates)))
    return {mandates[row.mandate]: row.proposal for row in rows}


def _cells(sets: Iterable[SetControl]) -> Iterator[Sequence[Cell]]:
    for one in sets:
        row = one.snapshot
        for line in one.lines:
            yield (
                row.kind, row.snapshot, line.what, line.name, line.allowed_by, line.decision,
                row.rows, row.members, line.entry,
            )  # fmt: skip
