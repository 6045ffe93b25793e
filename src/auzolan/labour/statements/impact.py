"""The figures of a labour-impact statement, worked out from the books alone.

Nobody brings a figure: whoever holds the record and its restricted lines works the same ones out.
What the books do not know, and what would tell about a person, alone or beside earlier statements,
is `UNKNOWN` and never 0. It judges no work and changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Set

from auzolan.charter.articles import Labour
from auzolan.charter.state import charter_of
from auzolan.consent.request_acts import BE_HEARD
from auzolan.consent.state import OPEN, RightsRequest
from auzolan.contributions.state import Batch
from auzolan.foundation.books import Books
from auzolan.labour.classes import CONTENT_RECOVERY
from auzolan.labour.paying.floors import Floors
from auzolan.labour.state import PENDING, AppealRow, LookCount, Submission, WorkLog
from auzolan.labour.statements.acts import UNKNOWN, LabourFigures, LookedAt, Pay
from auzolan.labour.statements.impact_before import Parts, each_of, may_tell, told_before
from auzolan.labour.statements.impact_cells import Shown, groups_shown, part_bp
from auzolan.labour.statements.impact_hours import hours_by_class, totals
from auzolan.labour.statements.impact_pay import earned_by, pay_after, pay_before
from auzolan.labour.statements.impact_scope import Behind, work_behind
from auzolan.labour.watching.matrix import KEPT, OFFICE_OF
from auzolan.labour.work.deadlines import OVERTURN, outcome_at
from auzolan.learning.state import Snapshot

PLACES_MAX = 100
NO_PAY = Pay(p5=UNKNOWN, p25=UNKNOWN, p50=UNKNOWN, p75=UNKNOWN, p95=UNKNOWN, under_bp=UNKNOWN)


def figures_of(books: Books, snapshot: Snapshot, at: int) -> LabourFigures:
    """What the books know of the labour behind a dataset.

    Args:
        books: the state.
        snapshot: the dataset.
        at: the moment, milliseconds since 1970, UTC: work whose days for a decision have gone by
            then counts as accepted.
    Raises:
        NotDisclosed: at the public level; who worked is known inside alone.
    Source: charter, article on labour.
    """
    labour = charter_of(books).labour
    behind = work_behind(books, snapshot, at)
    return _Figures(books, labour, behind, at).joined()


class _Figures:
    """The parts of a statement's figures; each method is one group of them."""

    def __init__(self, books: Books, labour: Labour, behind: Behind, at: int) -> None:
        self._books, self._labour, self._behind, self._at = books, labour, behind, at
        self._floors = Floors(books, labour)
        self._shown = Shown(labour.group_public_min, labour.dominance_bp)
        self._before = told_before(books, behind.snapshot)
        self._is_enough = len(behind.members) >= labour.group_public_min and self._may_tell(_people)

    def joined(self) -> LabourFigures:
        snapshot, work, tasks = self._behind.snapshot, self._behind.work, self._behind.tasks
        places, places_kept_back = self._places()
        before, after = self._pay()
        floor = self._floor()
        accepted, by_days = self._accepted()
        return LabourFigures(
            snapshot=snapshot.snapshot, kind=snapshot.kind, rows=snapshot.rows,
            tasks=len(tasks), people=len(self._behind.members) if self._is_enough else UNKNOWN,
            places=places, places_kept_back=places_kept_back,
            hours=hours_by_class(self._behind, self._shown, self._before),
            floor_cents=floor[0], floor_basis=floor[1], before=before, after=after,
            unpaid_bp=self._unpaid_bp(), accepted=accepted, auto_accepted=by_days,
            rejections=self._events("rejections"), handed_back=self._events("handed_back"),
            appeals=self._events("appeals"), overturned=self._overturned(),
            open_appeals=self._open_appeals(), open_requests=self._open_requests(),
            deciders=len({one.decided_by for one in work if one.decided_by}) if work else UNKNOWN,
            machine_decisions=0,
            harmful_tasks=sum(1 for one in tasks if one.harmful) if tasks else UNKNOWN,
            recovery_seconds=self._recovery_seconds(), looks=self._looks(),
            consented=len(self._behind.batches), left_out=self._left_out(),
            pages_held=self._pages_held(),
        )  # fmt: skip

    def _may_tell(self, of: Callable[[Behind], Parts]) -> bool:
        """Whether a figure may be told beside those of earlier statements."""
        return may_tell(*each_of(of, self._behind, self._before), self._shown)

    def _places(self) -> tuple[tuple[tuple[str, int], ...], int]:
        if not self._is_enough:
            return (), UNKNOWN
        now = self._place_of_each(self._behind, self._at)
        before = [self._place_of_each(one.behind, one.at) for one in self._before]
        groups = {
            place: size
            for place, size in Counter(now.values()).items()
            if place
            and may_tell(_there(now, place), [_there(one, place) for one in before], self._shown)
        }
        shown, kept_back = groups_shown(groups, len(now), self._shown.people_min)
        named = {place for place, _ in shown}
        # What is kept back is told too, by taking away what is not.
        if not may_tell(_beside(now, named), [_beside(one, named) for one in before], self._shown):
            return (), UNKNOWN
        return _most_people(shown, kept_back)

    def _place_of_each(self, behind: Behind, at: int) -> dict[str, str]:
        return {member: self._floors.place_of(member, at) for member in behind.members}

    def _pay(self) -> tuple[Pay, Pay]:
        earned = earned_by(self._books, self._behind.work)
        if len(earned) < self._shown.people_min or not self._may_tell(_people_held):
            return NO_PAY, NO_PAY
        people_min = self._shown.people_min
        return pay_before(earned, people_min), pay_after(earned, people_min)

    def _floor(self) -> tuple[int, str]:
        """The highest floor that was applied to so many people that it shows nobody's place."""
        people: dict[tuple[int, str], set[str]] = {}
        for one in self._behind.work:
            if one.settled_floor:
                people.setdefault(self._floor_of(one), set()).add(one.member)
        applied = [one for one, who in people.items() if len(who) >= self._shown.people_min]
        return max(applied, default=(UNKNOWN, ""))

    def _floor_of(self, one: Submission) -> tuple[int, str]:
        """The floor that a submission was held against; its basis where it stands the same today."""
        applied = one.settled_floor // one.settled_seconds
        floor = self._floors.of(one.member, one.logged_at)
        return applied, floor.basis if floor.cents_hour == applied else ""

    def _unpaid_bp(self) -> int:
        if not all(map(self._may_tell, (_all_time, _paid_time, _unpaid_time))):
            return UNKNOWN
        return part_bp(_unpaid_time(self._behind), _all_time(self._behind), self._shown)

    def _accepted(self) -> tuple[int, int]:
        if not self._is_enough:
            return UNKNOWN, UNKNOWN
        accepted = [one for one in self._behind.work if self._behind.is_accepted(one)]
        by_days = [one for one in accepted if one.auto_accepted or one.state == PENDING]
        return len(accepted), len(by_days)

    def _events(self, name: str) -> int:
        """How often something happened to work about these tasks; nothing is taken back by what followed."""
        if not self._behind.tasks:
            return UNKNOWN
        return sum(int(getattr(task, name)) for task in self._behind.tasks)

    def _overturned(self) -> int:
        """By a panel, or because none judged in its days."""
        by_panels = self._events("overturned")
        return by_panels if by_panels == UNKNOWN else by_panels + self._undecided().count(OVERTURN)

    def _open_appeals(self) -> int:
        return self._undecided().count("") if self._behind.tasks else UNKNOWN

    def _undecided(self) -> list[str]:
        """What has become of appeals that no panel decided: they wait, or have lapsed."""
        named = {task.task for task in self._behind.tasks}
        found = self._books.find(AppealRow, outcome="")
        labour = charter_of(self._books).labour
        return [outcome_at(labour, one, self._at) for one in found if one.task in named]

    def _open_requests(self) -> int:
        found = self._books.find(RightsRequest, state=OPEN)
        return sum(1 for one in found if one.asks == BE_HEARD)

    def _recovery_seconds(self) -> int:
        if not self._behind.work:
            return UNKNOWN
        rested = _rest(self._behind)
        return sum(rested.values()) if self._may_tell(_rest) else UNKNOWN

    def _looks(self) -> tuple[LookedAt, ...]:
        """Looks of the whole co-operative: who looked at whom for which work is not said openly."""
        keys = sorted((metric, role) for metric in KEPT for role in OFFICE_OF)
        found = [row for row in self._books.get_many(LookCount, keys) if row is not None]
        return tuple(LookedAt(row.metric, row.role, row.looks, row.figures) for row in found)

    def _left_out(self) -> int:
        snapshot = self._behind.snapshot
        entries = self._books.columns(Batch, ("entry",), kind=snapshot.kind)["entry"]
        offered = sum(1 for entry in entries if int(entry) < snapshot.entry)
        return offered - len(self._behind.batches)

    def _pages_held(self) -> int:
        if not self._behind.work:
            return UNKNOWN
        names = sorted({one.log for one in self._behind.work if one.log})
        logs = self._books.get_many(WorkLog, names)
        return sum(one.page_count for one in logs if one is not None and one.forgotten < 0)


def _people(behind: Behind) -> Parts:
    return dict.fromkeys(behind.members, 1)


def _people_held(behind: Behind) -> Parts:
    return {one.member: 1 for one in behind.work if one.floor_period}


def _all_time(behind: Behind) -> Parts:
    return totals((one.member, one.seconds) for one in behind.work)


def _paid_time(behind: Behind) -> Parts:
    return totals((one.member, one.paid_seconds) for one in behind.work)


def _unpaid_time(behind: Behind) -> Parts:
    return totals((one.member, one.seconds - one.paid_seconds) for one in behind.work)


def _rest(behind: Behind) -> Parts:
    paid = (one for one in behind.work if one.work_class == CONTENT_RECOVERY and one.floor_period)
    return totals((one.member, one.settled_seconds) for one in paid)


def _there(places: Mapping[str, str], place: str) -> Parts:
    return {member: 1 for member, one in places.items() if one == place}


def _beside(places: Mapping[str, str], named: Set[str]) -> Parts:
    return {member: 1 for member, one in places.items() if one not in named}


def _most_people(
    shown: tuple[tuple[str, int], ...], kept_back: int
) -> tuple[tuple[tuple[str, int], ...], int]:
    """The largest groups, where there are more than an entry can hold."""
    largest = sorted(shown, key=lambda one: (-one[1], one[0]))
    kept_back += sum(size for _, size in largest[PLACES_MAX:])
    return tuple(sorted(largest[:PLACES_MAX])), kept_back
