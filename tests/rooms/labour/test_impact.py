"""Figures of a labour-impact statement: against a slow count, and that none of them shows a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.charter.articles import Charter
from auzolan.contributions.state import Batch
from auzolan.foundation.books import MemoryBooks, NotDisclosed
from auzolan.foundation.moments import DAY_MS
from auzolan.labour.classes import AGREED, CLAIMED, CLASSES, MEASURED
from auzolan.labour.classes import UNKNOWN as NOT_TIMED
from auzolan.labour.state import (
    ACCEPTED,
    HANDED_BACK,
    PENDING,
    REJECTED,
    UPHELD,
    AppealRow,
    LookCount,
    Submission,
    Task,
    WageReference,
    WorkLog,
    WorkOfMember,
    WorkPlace,
)
from auzolan.labour.statements.acts import UNKNOWN, LabourFigures, LookedAt
from auzolan.labour.statements.impact import figures_of
from auzolan.labour.statements.impact_cells import (
    Shown,
    groups_shown,
    is_shown,
    part_bp,
    percentile,
    share_bp,
)
from auzolan.learning.state import Snapshot, SnapshotPart
from support.plain_charter import plain_charter
from support.small_coop import AT, SmallCoop

PERIOD = "2026-q1"
SEALED_BY = 100
"""The entry that sealed the dataset; work of later entries is not behind it."""
K = 3
PEOPLE = tuple(f"m{number:03d}" for number in range(40))


def charter_of(people_min: int) -> Charter:
    """The plain charter with other people behind a figure than the house would allow."""
    charter = plain_charter()
    labour = msgspec.structs.replace(charter.labour, group_public_min=people_min)
    return msgspec.structs.replace(charter, labour=labour)


def submission(name: str, member: str, **fields: object) -> Submission:
    row = Submission(
        submission=name, log="l1", period=PERIOD, member=member, tag="", task="t1",
        work_class="work", basis=MEASURED, seconds=3_600, paid_seconds=3_600, items=1,
        judgments=1, pay_micro=0, batch="", logged_at=AT, state=ACCEPTED, waits_since=AT,
        decided_at=AT, decided_by="ida", owing=0, entry=5,
    )  # fmt: skip
    return msgspec.structs.replace(row, **fields)


class Known:
    """Books with one dataset of three batches, two tasks about its kind and one about another."""

    def __init__(self, people_min: int = K) -> None:
        self.coop = SmallCoop(charter_of(people_min))
        self.books = self.coop.books
        self.snapshot = Snapshot("s1", "purchases", "research", "", 30, 3, SEALED_BY)
        self.books.put(self.snapshot)
        for batch in ("b1", "b2", "b3", "out"):
            self.books.put(Batch(batch, "m000", "purchases", 10, "", 3, -1))
        self.books.put(Batch("late", "m000", "purchases", 10, "", SEALED_BY + 1, -1))
        for batch in ("b1", "b2", "b3"):
            self.books.put(SnapshotPart("s1", batch, "m000", 10))
        self.task("t1")
        self.task("t2", harmful=2)
        self.task("t9", kind="voices")

    def task(self, name: str, **fields: object) -> None:
        row = Task(name, "", "purchases", "work", 0, 1_500, 600, 0, 1_500, 1, -1)
        self.books.put(msgspec.structs.replace(row, **fields))

    def figures(self, at: int = AT) -> LabourFigures:
        return figures_of(self.books, self.snapshot, at)


def work_of(people: int, **fields: object) -> Known:
    """The same work by each of so many people."""
    known = Known()
    for member in PEOPLE[:people]:
        known.books.put(submission(f"s-{member}", member, **fields))
    return known


# --- what stands behind a dataset


def test_nothing_on_the_books_is_unknown_and_not_zero() -> None:
    """Goal: no work on the books is no sign that nobody worked. Method: a dataset without any."""
    found = Known().figures()
    assert (found.tasks, found.people, found.places, found.hours) == (0, UNKNOWN, (), ())
    unknown = (
        found.places_kept_back, found.floor_cents, found.unpaid_bp, found.accepted,
        found.auto_accepted, found.rejections, found.handed_back, found.appeals, found.overturned,
        found.open_appeals, found.deciders, found.harmful_tasks, found.recovery_seconds,
        found.pages_held, *msgspec.structs.astuple(found.before),
        *msgspec.structs.astuple(found.after),
    )  # fmt: skip
    assert set(unknown) == {UNKNOWN}
    assert (found.machine_decisions, found.open_requests, found.consented, found.left_out) == (
        0, 0, 3, 1,
    )  # fmt: skip
    assert (found.snapshot, found.kind, found.rows, found.floor_basis) == (
        "s1", "purchases", 30, "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "is_behind"),
    [
        ({}, True),
        ({"batch": "b2"}, True),
        ({"batch": "out"}, False),
        ({"batch": "out", "state": REJECTED, "rejected_at": AT}, True),
        ({"batch": "out", "state": ACCEPTED, "rejected_at": AT}, True),
        ({"entry": SEALED_BY}, False),
        ({"entry": SEALED_BY - 1}, True),
        ({"task": "t2"}, True),
        ({"task": "t9"}, False),
        ({"task": "t9", "batch": "b1"}, False),
        ({"task": ""}, False),
        ({"task": "", "batch": "b3"}, True),
        ({"task": "", "batch": "out", "rejected_at": AT}, False),
    ],
)
def test_work_is_behind_a_dataset_by_its_task_its_rows_and_its_entry(
    fields: dict[str, object], is_behind: bool
) -> None:
    """Goal: each side of the definition. Method: the same work of five people, or none of it."""
    found = work_of(5, **fields).figures()
    assert (found.people == 5) == is_behind
    assert bool(found.hours) == is_behind


@pytest.mark.parametrize(
    ("fields", "is_behind"),
    [
        ({"task": ""}, True),
        ({"task": "", "batch": "b3"}, True),
        ({"task": "", "batch": "out"}, False),
        ({"task": "", "batch": "out", "rejected_at": AT}, True),
        ({"task": "", "entry": SEALED_BY}, False),
        ({"task": "", "log": "l2"}, False),
        ({"task": "t9"}, False),
    ],
)
def test_work_without_a_task_is_behind_the_kind_that_its_log_names(
    fields: dict[str, object], is_behind: bool
) -> None:
    """Goal: piece work done before any task counts. Method: a log about purchases, one about voices."""
    known = work_of(5, **fields)
    for log, kind in (("l1", "purchases"), ("l2", "voices")):
        known.books.put(WorkLog(log, PERIOD, "", "", 0, 5, 5, AT, 0, 0, kind))
    found = known.figures()
    assert (found.people == 5) == is_behind
    assert (found.tasks, found.rejections) == (0, UNKNOWN)


# --- against a slow count

submissions = st.lists(
    st.builds(
        lambda number, member, **fields: submission(f"s{number}", PEOPLE[member], **fields),
        st.integers(0, 10**9), st.integers(0, 11),
        work_class=st.sampled_from(("work", "search", "content-recovery")),
        basis=st.sampled_from((MEASURED, CLAIMED, AGREED)),
        seconds=st.integers(1, 9_000), paid_seconds=st.integers(0, 1),
        state=st.sampled_from((ACCEPTED, ACCEPTED, PENDING, REJECTED, UPHELD, HANDED_BACK)),
        task=st.sampled_from(("t1", "t2")), decided_by=st.sampled_from(("", "ida", "joe")),
        auto_accepted=st.integers(0, 1),
    ),
    max_size=60,
    unique_by=lambda one: one.submission,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(work=submissions, days=st.integers(0, 9))
def test_figures_are_those_of_a_slow_count_or_kept_back(work: list[Submission], days: int) -> None:
    """Goal: a figure is right or unknown. Method: count again, one submission after another."""
    known = Known()
    for one in work:
        known.books.put(one)
    at = AT + days * DAY_MS
    found = known.figures(at)
    people = {one.member for one in work}
    assert found.people == (len(people) if len(people) >= K else UNKNOWN)
    good = [one for one in work if one.state == ACCEPTED or (one.state == PENDING and days >= 7)]
    by_days = [one for one in good if one.state == PENDING or one.auto_accepted]
    assert found.accepted in (UNKNOWN, len(good))
    assert found.auto_accepted in (UNKNOWN, len(by_days))
    if work:
        assert found.deciders == len({one.decided_by for one in work} - {""})
        assert found.harmful_tasks == len({one.task for one in work} & {"t2"})
    assert [one.work_class for one in found.hours] == [
        name for name in CLASSES if any(one.work_class == name for one in work)
    ]
    for row in found.hours:
        mine = [one for one in work if one.work_class == row.work_class]
        for basis, value in (
            (MEASURED, row.measured), (CLAIMED, row.claimed), (AGREED, row.agreed),
        ):  # fmt: skip
            assert value in (UNKNOWN, sum(one.seconds for one in mine if one.basis == basis))
        assert row.accepted in (UNKNOWN, sum(one.seconds for one in mine if one in good))
        assert row.unknown_times == 0


@settings(max_examples=60, deadline=None)
@given(work=submissions)
def test_no_difference_of_figures_is_a_few_peoples_time(work: list[Submission]) -> None:
    """Goal: what is shown hides each person. Method: all sums that the shown figures give."""
    known = Known()
    for one in work:
        known.books.put(one)
    for row in known.figures().hours:
        mine = [one for one in work if one.work_class == row.work_class]
        shown = [
            [one for one in mine if one.basis == basis]
            for basis, value in (
                (MEASURED, row.measured), (CLAIMED, row.claimed), (AGREED, row.agreed),
            )
            if value != UNKNOWN
        ]  # fmt: skip
        if row.accepted != UNKNOWN:
            good = [one for one in mine if one.state == ACCEPTED]
            shown += [good, [one for one in mine if one not in good]]
        for some in shown:
            amounts = Counter[str]()
            for one in some:
                amounts[one.member] += one.seconds
            assert not amounts or len(amounts) >= K
            assert not amounts or 2 * max(amounts.values()) <= sum(amounts.values())


def test_time_that_nobody_knows_is_counted_and_not_summed_as_nothing() -> None:
    """Goal: unknown is never 0. Method: a class without any known time, then with some."""
    known = work_of(6, basis=NOT_TIMED, seconds=0, paid_seconds=0)
    (row,) = known.figures().hours
    assert msgspec.structs.astuple(row)[1:] == (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, 6)
    assert known.figures().unpaid_bp == UNKNOWN
    for member in PEOPLE[:4]:
        known.books.put(submission(f"t-{member}", member, basis=CLAIMED))
    (row,) = known.figures().hours
    assert msgspec.structs.astuple(row)[1:] == (0, 4 * 3_600, 0, 4 * 3_600, 6)


# --- pay


def settled(known: Known, member: str, pay_cents: int, topup_cents: int, **fields: object) -> None:
    """A person's hour of work, settled, with what she had for it."""
    floor = {"floor_period": PERIOD, "settled_seconds": 3_600, "settled_floor": 1_500 * 3_600}
    floor["settled_micro"] = pay_cents * 10_000
    known.books.put(submission(f"s-{member}", member, **(floor | fields)))
    known.books.put(
        WorkOfMember(
            PERIOD, member, 3_600, 0, pay_cents + topup_cents, counted_seconds=3_600,
            paid_seconds=3_600, pay_cents=pay_cents, topup_cents=topup_cents, floor_cents=1_500,
        )
    )  # fmt: skip


def test_pay_is_told_before_and_after_it_was_lifted() -> None:
    """Goal: the gap is seen, and after lifting nobody is under. Method: twenty rates by hand."""
    known = Known()
    for number, member in enumerate(PEOPLE[:20]):
        pay = 1_000 + 50 * number
        settled(known, member, pay, max(0, 1_500 - pay))
    found = known.figures()
    assert msgspec.structs.astuple(found.before) == (UNKNOWN, 1_200, 1_450, 1_700, UNKNOWN, 5_000)
    assert msgspec.structs.astuple(found.after) == (UNKNOWN, 1_500, 1_500, 1_700, UNKNOWN, 0)
    assert (found.floor_cents, found.floor_basis) == (1_500, "charter")


def test_pay_of_a_few_is_kept_back() -> None:
    """Goal: two people's pay is nobody's business. Method: two, then three."""
    known = Known()
    for member in PEOPLE[:2]:
        settled(known, member, 2_000, 0)
    assert set(msgspec.structs.astuple(known.figures().before)) == {UNKNOWN}
    assert known.figures().floor_cents == UNKNOWN
    settled(known, PEOPLE[2], 2_000, 0)
    assert known.figures().before.under_bp == 0
    assert known.figures().floor_cents == 1_500


def test_a_floor_of_one_place_is_told_only_where_several_work_there() -> None:
    """Goal: no floor shows where one person works. Method: one in a dear place, then three."""
    known = Known()
    known.books.put(WageReference("CH", "statutory", 0, 2_400, "office", "0" * 64, 1))
    for number, member in enumerate(PEOPLE[:9]):
        is_there = number < 1
        settled(known, member, 3_000, 0, settled_floor=(2_400 if is_there else 1_500) * 3_600)
        known.books.put(WorkPlace(member, 0, "CH" if is_there else "", 1))
    assert (known.figures().floor_cents, known.figures().floor_basis) == (1_500, "charter")
    for member in PEOPLE[1:3]:
        settled(known, member, 3_000, 0, settled_floor=2_400 * 3_600)
        known.books.put(WorkPlace(member, 0, "CH", 1))
    assert (known.figures().floor_cents, known.figures().floor_basis) == (2_400, "statutory")
    assert known.figures().places == (("CH", 3),)
    assert known.figures().places_kept_back == 6


# --- events, looks, pages


def test_events_are_counted_whatever_came_of_them() -> None:
    """Goal: an overturned rejection stays one. Method: counters of the tasks with work alone."""
    known = work_of(4)
    known.task("t1", rejections=5, handed_back=4, appeals=3, overturned=2)
    known.task("t2", rejections=90, handed_back=90, appeals=90, overturned=90)
    known.books.put(AppealRow("s-m000", "t1", AT, 7, 3, 1, 0, ""))
    known.books.put(AppealRow("s-m001", "t1", AT, 7, 3, 2, 0, "uphold"))
    known.books.put(AppealRow("s-m002", "t2", AT, 7, 3, 0, 0, ""))
    found = known.figures()
    assert (found.rejections, found.handed_back, found.appeals) == (5, 4, 3)
    assert (found.overturned, found.open_appeals, found.tasks) == (2, 1, 1)


def test_an_appeal_that_no_panel_judged_in_its_days_counts_as_overturned() -> None:
    """Goal: silence does not hide a rejection. Method: the millisecond before its days end, and it."""
    known = work_of(4)
    known.task("t1", rejections=1, appeals=1)
    known.books.put(AppealRow("s-m000", "t1", AT, 7, 3, 1, 0, ""))
    ends = AT + charter_of(known.books).labour.appeal_days * DAY_MS
    waits, lapsed = known.figures(at=ends - 1), known.figures(at=ends)
    assert (waits.overturned, waits.open_appeals) == (0, 1)
    assert (lapsed.overturned, lapsed.open_appeals) == (1, 0)


def test_looks_and_pages_that_are_kept_are_told() -> None:
    """Goal: who watched is in the statement. Method: two counts, two logs of which one is gone."""
    known = work_of(4)
    known.books.put(LookCount("pay", "treasury", 3, 7))
    known.books.put(WorkLog("l1", PERIOD, "", "", 40, 4, 5, AT, AT, -1))
    assert known.figures().looks == (LookedAt("pay", "treasury", 3, 7),)
    assert known.figures().pages_held == 40
    known.books.put(WorkLog("l1", PERIOD, "", "", 40, 4, 5, AT, AT, 9))
    assert known.figures().pages_held == 0


def test_the_public_cannot_work_the_figures_out() -> None:
    """Goal: replay knows that it does not know. Method: books without restricted rows."""
    known = work_of(4)
    public = MemoryBooks(disclosed=False)
    for kind in known.books._shelves:
        for row in known.books.rows(kind):
            public.put(row)
    with pytest.raises(NotDisclosed):
        figures_of(public, known.snapshot, AT)


# --- cells


@given(rates=st.lists(st.integers(0, 99), min_size=1, max_size=80), percent=st.integers(1, 100))
def test_a_percentile_is_that_of_nearest_rank_with_enough_people_on_both_sides(
    rates: list[int], percent: int
) -> None:
    """Goal: the definition, and no single person's rate. Method: count who lies where."""
    rates.sort()
    place = ceil(Fraction(percent * len(rates), 100))
    value = percentile(rates, percent, K)
    below, above = place, len(rates) - place + 1
    assert value == (rates[place - 1] if min(below, above) >= K else UNKNOWN)


def test_a_share_of_a_few_or_of_all_but_a_few_is_kept_back() -> None:
    """Goal: neither two under the floor nor two above it are told. Method: every number of nine."""
    found = [share_bp(people, 9, K) for people in range(10)]
    assert found == [0, -1, -1, 3_333, 4_444, 5_556, 6_667, -1, -1, 10_000]
    assert share_bp(0, 2, K) == UNKNOWN


@given(
    groups=st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 12)),
    nowhere=st.integers(0, 6),
)
def test_no_few_people_are_left_when_shown_groups_are_taken_away(
    groups: dict[str, int], nowhere: int
) -> None:
    """Goal: those kept back hide each other. Method: any groups; take away what is shown."""
    people = sum(groups.values()) + nowhere
    shown, kept_back = groups_shown(groups, people, K)
    assert sum(size for _, size in shown) + kept_back == people
    assert all(groups[name] == size >= K for name, size in shown)
    assert kept_back == 0 or kept_back >= min(K, people)
    most = [name for name, size in groups.items() if size >= K]
    assert len(shown) >= len(most) - 1


def amounts(values: Sequence[int]) -> dict[str, int]:
    return dict(zip(PEOPLE, values, strict=False))


@given(
    whole=st.lists(st.integers(0, 50), max_size=9),
    cut=st.lists(st.integers(0, 50), min_size=9, max_size=9),
)
def test_a_part_is_told_only_where_part_rest_and_whole_may_be(
    whole: list[int], cut: list[int]
) -> None:
    """Goal: a ratio gives away no sum that is kept back. Method: ask of each by itself."""
    part = [min(one, most) for one, most in zip(cut, whole, strict=False)]
    rest = [most - one for one, most in zip(part, whole, strict=True)]
    shown = Shown(K, 5_000)
    value = part_bp(amounts(part), amounts(whole), shown)
    if not sum(whole) or not all(is_shown(amounts(one), shown) for one in (part, rest, whole)):
        assert value == UNKNOWN
    else:
        assert value == floor(Fraction(sum(part) * 10_000, sum(whole)) + Fraction(1, 2))
