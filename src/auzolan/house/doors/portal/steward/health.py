"""How the co-operative is, in figures that every member may see: promises kept, floor, turnout, balance.

Every figure is a count or a share over all, and comes with the entry that it stands on last. What nobody
knows is said to be unknown. Nobody is named and nobody is ranked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, F, Max, Q, Sum

from auzolan.assembly.state import CERTIFIED, TALLIED, Poll
from auzolan.audit.folder import Folder
from auzolan.charter.articles import Charter
from auzolan.consent.state import OPEN as REQUEST_OPEN
from auzolan.foundation.moments import DAY_MS, SECOND_MS
from auzolan.house.front import front_of
from auzolan.house.keeping.manifest import NAME as MANIFEST
from auzolan.house.rooms.assembly.dry_run import GINI_MEMBERS_MIN
from auzolan.house.rooms.assembly.tables import PollTable
from auzolan.house.rooms.consent.duty_page_queries import overdue_total
from auzolan.house.rooms.consent.tables import RightsRequestTable
from auzolan.house.rooms.labour.tables import AppealRowTable, WorkOfMemberTable, WorkSheetTable
from auzolan.house.rooms.learning.tables import ModelDutyTable
from auzolan.house.rooms.licensing.tables import LicenceTable
from auzolan.house.rooms.record.annexes_on_pages import restricted_annex
from auzolan.house.rooms.treasury.simulate import gini
from auzolan.house.rooms.treasury.tables import PlanTable
from auzolan.house.storage.models import rows_of
from auzolan.record.annex_columns import numbers
from auzolan.treasury.state import DISTRIBUTED, Plan
from auzolan.treasury.surplus.year_books import planned_from

POLLS = 5
WHOLE_BP = 10_000
BACKUP_DAYS = 2
MOST_FROM_ONE_BP = 5_000
"""Above half of all income from one company, the figure is marked."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure.

    Attributes:
        name: names its words in `steward_words.HEALTH`.
        share_bp: a share in basis points; None where the figure is none.
        count: a number; None where the figure is none.
        entry: the entry that it stands on last; None where there is nothing yet.
        is_well: False where it needs somebody.
        of: of how many it is a share or count; 0 where that says nothing.
    """

    name: str
    share_bp: int | None = None
    count: int | None = None
    entry: int | None = None
    is_well: bool = True
    of: int = 0

    @property
    def is_known(self) -> bool:
        """Whether there is anything to say yet."""
        return self.share_bp is not None or self.count is not None


def figures_of(folder: Folder, charter: Charter, at: int) -> list[Figure]:
    """All figures, in the order in which they are shown."""
    shared = PlanTable.objects.filter(state=DISTRIBUTED).order_by("-entry")
    plan = next(iter(rows_of(Plan, shared[:1])), None)
    return [
        *_consent(at), _requests(at), _floor(), _appeals(charter, at), _turnout(),
        _spread(folder, plan), _companies(), *_pointed_out(plan), _backups(folder, at),
    ]  # fmt: skip


def _consent(at: int) -> Iterator[Figure]:
    """Of the models that had to be made again after a no, how many were in time; and what is late."""
    told = ModelDutyTable.objects.aggregate(
        done=Count("due", filter=Q(done_at__gte=0)),
        late=Count("due", filter=Q(done_at=-1, due__lt=at)),
        kept=Count("due", filter=Q(done_at__gte=0, done_at__lte=F("due"))),
        last=Max("withdrawal"),
    )
    over, kept = told["done"] + told["late"], told["kept"]
    share = kept * WHOLE_BP // over if over else None
    yield Figure("consent", share_bp=share, entry=told["last"], is_well=kept == over, of=over)
    late = overdue_total(at)
    yield Figure("overdue", count=late, entry=told["last"], is_well=not late)


def _requests(at: int) -> Figure:
    told = RightsRequestTable.objects.aggregate(
        late=Count("due", filter=Q(state=REQUEST_OPEN, due__lt=at)), last=Max("entry"), n=Count("*")
    )
    late, n = told["late"], told["n"]
    return Figure("requests", count=late, entry=told["last"], is_well=not late, of=n)


def _floor() -> Figure:
    """Of all people and periods with settled time, how many got at least the floor."""
    told = WorkOfMemberTable.objects.filter(floor_cents__gt=0).aggregate(
        n=Count("*"), met=Count("owed_cents", filter=Q(owed_cents__gte=F("floor_cents")))
    )
    met, n = told["met"], told["n"]
    last = WorkSheetTable.objects.aggregate(last=Max("entry"))["last"]
    share = met * WHOLE_BP // n if n else None
    return Figure("floor", share_bp=share, entry=last, is_well=met == n, of=n)


def _appeals(charter: Charter, at: int) -> Figure:
    since = at - charter.labour.appeal_days * DAY_MS
    told = AppealRowTable.objects.aggregate(
        open=Count("appealed_at", filter=Q(outcome="", appealed_at__gt=since)), last=Max("entry"),
        n=Count("*"),
    )  # fmt: skip
    return Figure("appeals", count=told["open"], entry=told["last"], of=told["n"])


def _turnout() -> Figure:
    """Over the newest polls that are over: how many of those who could vote took part."""
    over = PollTable.objects.filter(state__in=(TALLIED, CERTIFIED)).order_by("-ends_at")
    polls = rows_of(Poll, over[:POLLS])
    roll = sum(one.roll for one in polls)
    voted = sum(one.yes + one.no + one.abstain + one.blank + one.ranked for one in polls)
    return Figure(
        "turnout", share_bp=voted * WHOLE_BP // roll if roll else None,
        entry=polls[0].entry if polls else None, of=len(polls),
    )  # fmt: skip


def _spread(folder: Folder, plan: Plan | None) -> Figure:
    """How unevenly the newest shared surplus fell: 0 where all got the same."""
    annex = restricted_annex(folder, plan.lines) if plan is not None else None
    if plan is None or annex is None:
        return Figure("gini")
    parts = numbers(annex, "amount_cents")
    if len(parts) < GINI_MEMBERS_MIN:
        return Figure("gini")  # with the total it would tell what each one got
    exact = gini(parts)
    share = WHOLE_BP * exact.numerator // exact.denominator if exact is not None else None
    return Figure("gini", share_bp=share, entry=plan.entry)


def _companies() -> Figure:
    """How much of all that companies have paid came from one of them."""
    paid = LicenceTable.objects.values_list("licensee").annotate(
        cents=Sum("paid_cents"), last=Max("entry")
    )
    found = [(cents, last) for _, cents, last in paid]
    sums = [cents for cents, _ in found if cents]
    share = max(sums) * WHOLE_BP // sum(sums) if sums else None
    well = share is None or share <= MOST_FROM_ONE_BP
    entry = max((last for _, last in found), default=None)
    return Figure("companies", share_bp=share, entry=entry, is_well=well, of=len(sums))


def _pointed_out(plan: Plan | None) -> Iterator[Figure]:
    """What the newest shared plan pointed out about parts that grow too large."""
    if plan is not None:
        found = len(planned_from(plan).warnings)
        yield Figure("pointed_out", count=found, entry=plan.entry, is_well=not found)


def _backups(folder: Folder, at: int) -> Figure:
    """Whole days since the newest backup, where the machine knows the place of its backups."""
    place = front_of(folder).backups
    if place is None or not place.is_dir():
        return Figure("backups")
    # A backup is whole once its manifest is there, which is its last file.
    made = [
        int((one / MANIFEST).stat().st_mtime)
        for one in place.iterdir()
        if (one / MANIFEST).is_file()
    ]
    if not made:
        return Figure("backups", is_well=False)
    days = max(0, at // SECOND_MS - max(made)) * SECOND_MS // DAY_MS
    return Figure("backups", count=days, is_well=days <= BACKUP_DAYS)
