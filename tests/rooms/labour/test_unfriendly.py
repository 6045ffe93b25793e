"""Somebody who wants work for less, pay for nothing, or rows for free, and what stops her."""

from __future__ import annotations

import pytest

from auzolan.consent.state import PayDue
from auzolan.foundation.moments import DAY_MS, MOMENT_MAX
from auzolan.labour.state import Submission
from auzolan.labour.statements.impact_pay import Earned, earned_by
from auzolan.labour.tasks.prices import Tried
from auzolan.labour.work.acts import HandInAgain, SeatPanel, SettleWork
from auzolan.labour.work.log_checks import CLAIM_SECONDS_MAX, SECONDS_MAX
from auzolan.labour.work.log_rules import CLAIM_DAYS
from auzolan.treasury.accounts import PAYABLE
from auzolan.treasury.ledger.acts import ClosePeriod
from auzolan.treasury.ledger.posting import member_balance
from auzolan.treasury.surplus.acts import PlanDistribution
from support.small_coop import AT
from support.small_tasks import CLERK, LEAD, PERIOD, TaskCoop

FREE = {"task": "", "pay_micro": 0, "paid_seconds": 0}


@pytest.fixture
def coop() -> TaskCoop:
    return TaskCoop().offers()


def test_a_page_limit_cannot_clip_the_pilots_own_pace_away(coop: TaskCoop) -> None:
    """Goal: no floor undone by clipping. Method: ten seconds an item, a limit of nine, then of ten."""
    assert coop.refused(coop.offer("quick", page_seconds_max=9)) == "labour.page_limit_too_short"
    coop.done(coop.offer("quick", page_seconds_max=10), actor=LEAD)
    slow = coop.pilot((Tried(1_000, 10_001, 0),) * 5)
    act = coop.offer("slower", page_seconds_max=10, pilot=slow, piece_micro=10**6)
    assert coop.refused(act) == "labour.page_limit_too_short"


@pytest.mark.parametrize(
    "fields",
    [
        FREE | {"basis": "unknown", "seconds": 0},
        FREE | {"work_class": "governance"},
        {"task": "", "work_class": "governance", "pay_micro": 1},
        {"basis": "unknown", "seconds": 0, "paid_seconds": 0, "items": 0, "pay_micro": 0},
    ],
)
def test_rows_never_go_free_for_nothing(coop: TaskCoop, fields: dict[str, object]) -> None:
    """Goal: no pay, no data. Method: work without price and countable time that delivers a batch."""
    batch = coop.batch()
    line = coop.line(**fields, batch=batch)
    assert coop.refused(coop.log(line), actor=LEAD) == "labour.batch_without_pay"
    coop.logged(coop.line(**fields))


def test_own_time_that_nobody_pays_holds_no_rows(coop: TaskCoop) -> None:
    """Goal: the same for what one claims. Method: an hour of governance, then one of work."""
    batch = coop.batch()
    act = coop.claim(work_class="governance", batch=batch)
    assert coop.refused(act, actor="ana") == "labour.batch_without_pay"
    coop.done(coop.claim(work_class="work", batch=batch), actor="ana")
    due = coop.books.get(PayDue, batch)
    assert due is not None
    assert (due.since, due.paid_at) == (AT, MOMENT_MAX)


def test_a_lead_books_no_more_of_her_own_than_a_claim_may_hold(coop: TaskCoop) -> None:
    """Goal: silence pays no invented month. Method: a week in two logs, a second more, another's."""
    week = CLAIM_DAYS * CLAIM_SECONDS_MAX
    own = {**FREE, "work_class": "training"}
    coop.logged(coop.line(LEAD, **own, seconds=week - 1))
    more = coop.log(coop.line(LEAD, **own, seconds=2))
    assert coop.refused(more, actor=LEAD) == "labour.more_than_there_is"
    coop.logged(coop.line("ana", **own, seconds=SECONDS_MAX), coop.line(LEAD, **own, seconds=1))


def test_nobody_judges_under_the_tag_of_work(coop: TaskCoop) -> None:
    """Goal: who appealed never judges it herself. Method: her open tag among the panel's, and back."""
    (row,) = coop.logged()
    coop.reject(row)
    coop.appeal(row)
    tags = tuple(sorted((row.tag, coop.tag(), coop.tag())))
    assert coop.refused(SeatPanel(row.submission, tags), actor=CLERK) == "labour.tag_taken"
    (tag, *_) = coop.seat(row)
    assert coop.refused(coop.log(coop.line(tag=tag)), actor=LEAD) == "labour.tag_taken"


def test_nobody_claims_more_items_than_seconds(coop: TaskCoop) -> None:
    """Goal: no share of labels by a number typed in. Method: one item a second, then one more."""
    act = coop.claim(seconds=60, items=61)
    assert coop.refused(act, actor="ana") == "labour.items_out_of_range"
    coop.done(coop.claim(seconds=60, items=60), actor="ana")


def test_what_nothing_is_due_for_is_not_looked_at_for_ever(coop: TaskCoop) -> None:
    """Goal: a settled rejection waits for no pay. Method: upheld after a settlement; unknown time."""
    unknown = coop.line(seconds=0, basis="unknown", paid_seconds=0)
    timed, timeless = coop.logged(coop.line(), unknown)
    coop.reject(timed)
    coop.reject(timeless)
    coop.done(SettleWork("w1", PERIOD))
    coop.appeal(timed)
    for tag in coop.seat(timed)[:2]:
        coop.judge(timed, tag, "uphold")
    assert [coop.row(one.submission).state for one in (timed, timeless)] == ["upheld", "rejected"]
    assert coop.books.find(Submission, owing=1) == []
    coop.appeal(timeless)
    assert [row.submission for row in coop.books.find(Submission, owing=1)] == [timeless.submission]


def test_no_task_is_of_a_class_without_a_floor(coop: TaskCoop) -> None:
    """Goal: no price that nothing is held against. Method: governance by piece and by the hour."""
    act = coop.offer("chair", work_class="governance")
    assert coop.refused(act, actor=LEAD) == "labour.class_not_covered"
    act = coop.offer("chair", work_class="governance", piece_micro=0, hour_cents=1_800, pilot=None)
    assert coop.refused(act, actor=LEAD) == "labour.class_not_covered"


def test_no_surplus_is_planned_before_work_that_is_due(coop: TaskCoop) -> None:
    """Goal: the floor comes before any surplus. Method: close, plan while due, settle, plan again.

    Work that still waits for its decision holds no plan; its days make it due.
    """
    coop.logged()
    coop.done(ClosePeriod(PERIOD, "2026-q2"))
    plan = PlanDistribution("p1", PERIOD, "", 0, 0, 0)
    before = coop.refused(plan)
    assert before != "treasury.work_unsettled"
    coop.at += 7 * DAY_MS
    assert coop.refused(plan) == "treasury.work_unsettled"
    coop.done(SettleWork("w1", "2026-q2"))
    assert coop.refused(plan) == before


def test_nobody_is_paid_for_a_claim_that_was_turned_down(coop: TaskCoop) -> None:
    """Goal: no pay by one's own word alone. Method: a claimed day beside a logged hour, both rejected.

    The logged hour is lifted to the floor; the claim earns nothing until a panel has overturned it.
    """
    act = coop.claim(work_class="work", seconds=CLAIM_SECONDS_MAX)
    coop.done(act, actor="ana")
    logged = coop.logged(coop.line("ben", **FREE, seconds=3_600))[0]
    claim = coop.row(act.submission)
    coop.reject(claim)
    coop.reject(logged)
    coop.done(SettleWork("w1", PERIOD))
    paid = [member_balance(coop.books, one, PAYABLE) for one in ("ana", "ben")]
    assert paid == [0, 1_500]
    assert coop.refused(SettleWork("w2", PERIOD)) == "labour.nothing_due"
    coop.appeal(claim)
    for tag in coop.seat(claim)[:2]:
        coop.judge(claim, tag, "overturn")
    coop.done(SettleWork("w2", PERIOD))
    assert member_balance(coop.books, "ana", PAYABLE) == 24 * 1_500


def test_what_is_handed_in_again_adds_no_invented_month(coop: TaskCoop) -> None:
    """Goal: the same for time that is added. Method: a second above a day, then a day."""
    (row,) = coop.logged()
    coop.revise(row)
    act = HandInAgain(row.submission, CLAIM_SECONDS_MAX + 1)
    assert coop.refused(act, actor=row.tag) == "labour.seconds_out_of_range"
    coop.again(row, CLAIM_SECONDS_MAX)


def test_pay_for_unknown_time_makes_no_hour_look_better_paid(coop: TaskCoop) -> None:
    """Goal: a statement tells what hours earned. Method: an hour at 10.00 beside 9.00 for no time."""
    hour = {"task": "", "seconds": 3_600, "paid_seconds": 3_600, "pay_micro": 10_000_000}
    unknown = FREE | {"seconds": 0, "basis": "unknown", "pay_micro": 9_000_000}
    rows = coop.logged(coop.line(**hour), coop.line(**unknown))
    coop.accept(*rows)
    coop.done(SettleWork("w1", PERIOD))
    found = earned_by(coop.books, coop.books.rows(Submission))
    assert found == [Earned(seconds=3_600, pay_cents=1_000, topup_cents=500, floor_cents=1_500)]
