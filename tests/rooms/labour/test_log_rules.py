"""The rules of logging work: each refusal, their order, and what is in the books since."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.charter.state import charter_of
from auzolan.consent.state import PayDue
from auzolan.foundation.moments import DAY_MS, MOMENT_MAX
from auzolan.labour.classes import CLASSES
from auzolan.labour.state import PENDING, Submission, WorkLog
from auzolan.labour.tasks.acts import CloseTask
from auzolan.labour.work.acts import LogWork, TimeClaimed, WorkLogged
from auzolan.labour.work.log_checks import (
    CLAIM_SECONDS_MAX,
    ITEMS_MAX,
    PAY_MICRO_MAX,
    SECONDS_MAX,
)
from auzolan.labour.work.log_rules import LINES_MAX
from auzolan.learning.state import SnapshotPart
from support.small_coop import AT, SEALED
from support.small_tasks import LEAD, PERIOD, TaskCoop

FREE = {"task": "", "work_class": "training", "pay_micro": 0, "paid_seconds": 0}


@pytest.fixture
def coop() -> TaskCoop:
    return TaskCoop().offers()


def refused(coop: TaskCoop, member: str = "ana", **fields: object) -> str:
    """The code with which a log of one such line is refused."""
    return coop.refused(coop.log(coop.line(member, **fields)), actor=LEAD)


def test_a_log_stands_with_its_submissions(coop: TaskCoop) -> None:
    """Goal: every line becomes a row that waits. Method: two lines with page times."""
    lines = (coop.line("ana", batch=coop.batch()), coop.line("ben", seconds=50, paid_seconds=0))
    act = coop.log(*lines, file="f" * 64, pages="e" * 64, page_count=7)
    entry = coop.seq
    fact = coop.done(act, actor=LEAD)
    assert isinstance(fact, WorkLogged)
    assert fact.submissions == 2
    log = coop.books.get(WorkLog, "l1")
    assert log == WorkLog("l1", PERIOD, "f" * 64, "e" * 64, 7, 2, entry, AT, AT + 90 * DAY_MS, -1)
    for line in lines:
        row = coop.row(line.submission)
        assert all(getattr(row, name) == getattr(line, name) for name in line.__slots__)
        assert (row.state, row.waits_since, row.logged_at, row.owing) == (PENDING, AT, AT, 1)
        assert (row.decided_at, row.decided_by, row.entry) == (0, "", entry)


def test_without_page_times_nothing_is_to_be_forgotten(coop: TaskCoop) -> None:
    """Goal: no deadline for nothing. Method: a log without pages."""
    coop.logged()
    (log,) = coop.books.rows(WorkLog)
    assert (log.forget_by, log.forgotten) == (0, 0)


def test_refusals_come_in_the_order_of_the_ladder(coop: TaskCoop) -> None:
    """Goal: the order is part of the contract. Method: a log with every fault, mended in turn."""
    coop.done(coop.log(coop.line(submission="old"), log="l0", file="f" * 64), actor=LEAD)
    line = coop.line(
        "stranger", submission="old", task="none", seconds=0, paid_seconds=-1, items=-1,
        pay_micro=-1, batch="none",
    )  # fmt: skip
    fields: dict[str, object] = {
        "log": "l0", "period": "2030", "file": "f" * 64, "pages": "e" * 64,
    }  # fmt: skip
    good: tuple[tuple[str, dict[str, object], dict[str, object]], ...] = (
        ("treasury.period_unknown", {"period": PERIOD}, {}),
        ("labour.log_taken", {"log": "l1"}, {}),
        ("labour.file_booked", {"file": ""}, {}),
        ("labour.pages_unclear", {"pages": ""}, {}),
        ("labour.member_unknown", {}, {"member": "ana"}),
        ("labour.submission_taken", {}, {"submission": "new"}),
        ("labour.task_unknown", {}, {"task": "warm"}),
        ("labour.time_unclear", {}, {"seconds": SECONDS_MAX + 1}),
        ("labour.seconds_out_of_range", {}, {"seconds": 100}),
        ("labour.paid_seconds_out_of_range", {}, {"paid_seconds": 100}),
        ("labour.items_out_of_range", {}, {"items": 10}),
        ("labour.pay_out_of_range", {}, {"pay_micro": 499_999}),
        ("labour.pay_differs", {}, {"pay_micro": 500_000}),
        ("labour.batch_unknown", {}, {"batch": ""}),
    )
    for code, more_fields, more_line in good:
        kept = {name: getattr(line, name) for name in line.__slots__}
        assert coop.refused(coop.log(coop.line(**kept), **fields), actor=LEAD) == code  # type: ignore[arg-type]
        fields |= more_fields
        line = coop.line(**(kept | more_line))  # type: ignore[arg-type]
    coop.done(coop.log(line, **fields), actor=LEAD)


def test_a_log_is_about_a_kind_of_the_charter_or_about_none(coop: TaskCoop) -> None:
    """Goal: lines without a task say what they are about. Method: an unknown kind, then a known one."""
    (kind, *_) = charter_of(coop.books).consent.kinds
    assert coop.refused(coop.log(coop.line(), kind="songs"), actor=LEAD) == "labour.kind_unknown"
    coop.done(coop.log(coop.line(), kind=kind), actor=LEAD)
    (log,) = coop.books.rows(WorkLog)
    assert log.kind == kind


def test_a_log_has_lines_and_not_too_many(coop: TaskCoop) -> None:
    """Goal: the loop over lines has a limit. Method: none, and a reference that claims too many."""
    assert coop.refused(coop.log()) == "labour.lines_out_of_range"
    act = coop.log(coop.line())
    many = msgspec.structs.replace(act.lines, rows=LINES_MAX + 1)
    assert coop.refused(msgspec.structs.replace(act, lines=many)) == "labour.lines_out_of_range"


@pytest.mark.parametrize(
    "fields",
    [
        {"work_class": "play"}, {"basis": "guessed"}, {"tag": "0" * 31}, {"tag": "G" * 32},
        {"submission": ""}, {"submission": "A"}, {"task": "No task"}, {"batch": "x" * 49},
        {"member": ""}, {"seconds": "100"}, {"member": 7},
    ],
)  # fmt: skip
def test_a_line_of_another_shape_is_refused(coop: TaskCoop, fields: dict[str, object]) -> None:
    """Goal: only what can be read is booked. Method: one field of another shape at a time."""
    assert refused(coop, **fields) == "labour.lines_malformed"


def test_another_annex_is_no_log(coop: TaskCoop) -> None:
    """Goal: a sheet of pay is no log. Method: an annex of another kind, and one with a sum."""
    act = coop.log(coop.line())
    other = msgspec.structs.replace(act, lines=coop.sheet([("ana", 1, 1)]))
    assert coop.refused(other) == "labour.lines_malformed"


def test_ids_and_tags_are_fresh(coop: TaskCoop) -> None:
    """Goal: no two submissions are tied or mixed up. Method: twice in a log, and twice in all."""
    (row,) = coop.logged()
    tag, name = coop.tag(), "twin"
    twins = [coop.line(submission=name), coop.line("ben", submission=name)]
    assert coop.refused(coop.log(*twins)) == "labour.submission_taken"
    assert refused(coop, submission=row.submission) == "labour.submission_taken"
    twins = [coop.line(tag=tag), coop.line("ben", tag=tag)]
    assert coop.refused(coop.log(*twins)) == "labour.tag_taken"
    assert refused(coop, tag=row.tag) == "labour.tag_taken"


def test_a_closed_task_is_still_handed_in(coop: TaskCoop) -> None:
    """Goal: work that was begun is paid. Method: log after the close."""
    coop.done(CloseTask("warm", SEALED), actor=LEAD)
    (row,) = coop.logged()
    assert (row.task, row.state, row.owing) == ("warm", PENDING, 1)


@pytest.mark.parametrize(
    ("seconds", "basis"), [(0, "measured"), (0, "claimed"), (0, "agreed"), (1, "unknown")]
)
def test_unknown_time_is_no_time_and_no_time_is_unknown(
    coop: TaskCoop, seconds: int, basis: str
) -> None:
    """Goal: unknown is never 0 hours. Method: each pair that contradicts itself, then those that do not."""
    fields = {"seconds": seconds, "basis": basis, "paid_seconds": 0}
    assert refused(coop, **fields) == "labour.time_unclear"
    coop.logged(coop.line(seconds=0, basis="unknown", paid_seconds=0))


def test_what_is_paid_by_the_hour_has_a_known_time(coop: TaskCoop) -> None:
    """Goal: nobody is paid nothing because her tool kept no time. Method: an unknown time."""
    by_hour = {"task": "slow", "pay_micro": 0, "seconds": 0, "basis": "unknown", "paid_seconds": 0}
    assert refused(coop, **by_hour) == "labour.time_unclear"
    coop.logged(coop.line(**(by_hour | {"work_class": "training"})))  # type: ignore[arg-type]


@pytest.mark.parametrize("seconds", [-1, SECONDS_MAX + 1])
def test_a_submission_holds_at_most_thirty_one_days(coop: TaskCoop, seconds: int) -> None:
    """Goal: no time that cannot be. Method: outside both borders, then the border itself."""
    assert refused(coop, seconds=seconds, paid_seconds=0) == "labour.seconds_out_of_range"
    coop.logged(coop.line(seconds=SECONDS_MAX))


@pytest.mark.parametrize("paid", [-1, 101])
def test_no_more_time_is_paid_than_was_worked(coop: TaskCoop, paid: int) -> None:
    """Goal: the unpaid part is never negative. Method: outside both borders."""
    assert refused(coop, paid_seconds=paid) == "labour.paid_seconds_out_of_range"


@pytest.mark.parametrize("name", ["items", "judgments"])
def test_counts_stay_in_range(coop: TaskCoop, name: str) -> None:
    """Goal: sums stay exact. Method: outside both borders, without a price."""
    for count in (-1, ITEMS_MAX + 1):
        assert refused(coop, **(FREE | {name: count})) == "labour.items_out_of_range"


def test_agreed_pay_stays_in_range(coop: TaskCoop) -> None:
    """Goal: no debt hides in a log, and sums stay exact. Method: both borders."""
    for pay in (-1, PAY_MICRO_MAX + 1):
        assert refused(coop, **(FREE | {"pay_micro": pay})) == "labour.pay_out_of_range"
    coop.logged(coop.line(**(FREE | {"pay_micro": PAY_MICRO_MAX})))  # type: ignore[arg-type]


@settings(max_examples=50)
@given(st.integers(0, 1_000), st.integers(1, SECONDS_MAX), st.integers(-2, 2), st.booleans())
def test_a_task_pays_what_it_offered_and_not_a_millionth_else(
    items: int, seconds: int, off: int, by_hour: bool
) -> None:
    """Goal: no price is cut, by hand or by machine. Method: the exact price, and some beside it."""
    coop = TaskCoop().offers()
    exact = -(-seconds * 1_800 * 10_000 // 3_600) if by_hour else items * 50_000
    line = coop.line(
        task="slow" if by_hour else "warm", items=items, seconds=seconds, paid_seconds=0,
        pay_micro=max(0, exact + off),
    )  # fmt: skip
    act = coop.log(line)
    if max(0, exact + off) == exact:
        coop.done(act, actor=LEAD)
    else:
        assert coop.refused(act, actor=LEAD) == "labour.pay_differs"


def test_time_of_another_class_is_paid_as_agreed(coop: TaskCoop) -> None:
    """Goal: training for a task is not its piece work. Method: agreed pay for training."""
    line = coop.line(work_class="training", pay_micro=1, items=10)
    coop.logged(line)
    assert coop.row(line.submission).pay_micro == 1


def test_nobody_agrees_with_herself_what_she_is_paid(coop: TaskCoop) -> None:
    """Goal: a lead's own work is worth what a task says. Method: agreed pay, none, and a price."""
    assert refused(coop, LEAD, **(FREE | {"pay_micro": 1})) == "labour.own_work"
    coop.logged(coop.line(LEAD, **FREE), coop.line(LEAD))  # type: ignore[arg-type]


def test_rows_come_with_the_work_of_who_brought_them(coop: TaskCoop) -> None:
    """Goal: nobody's rows are held by another's work. Method: unknown, hers, erased rows."""
    coop.batch("of-ben", "ben")
    coop.batch("gone", erased_at=3)
    assert refused(coop, batch="none") == "labour.batch_unknown"
    assert refused(coop, batch="of-ben") == "labour.batch_not_hers"
    assert refused(coop, batch="gone") == "labour.batch_erased"


def test_rows_that_were_free_stay_free(coop: TaskCoop) -> None:
    """Goal: no model finds its rows unpaid later. Method: rows in a snapshot, rows that are paid."""
    coop.batch("sealed")
    coop.books.put(SnapshotPart("s1", "sealed", "ana", 8))
    assert refused(coop, batch="sealed") == "labour.batch_in_use"
    coop.batch("paid")
    coop.books.put(PayDue("paid", AT, AT + 1, coop.seq))
    assert refused(coop, batch="paid") == "labour.batch_in_use"


def test_rows_wait_from_their_first_work_on(coop: TaskCoop) -> None:
    """Goal: no pay, no data. Method: two logs and a claim name one batch; one log names none."""
    batch, first = coop.batch(), coop.seq
    fact = coop.done(coop.log(coop.line(batch=batch), coop.line(batch=batch)), actor=LEAD)
    assert isinstance(fact, WorkLogged)
    assert fact.batches is not None
    assert coop.annexes.read(fact.batches).lines() == [("b1",)]
    coop.at += 1
    coop.logged(coop.line(batch=batch))
    coop.done(coop.claim(batch=coop.batch("b2")), actor="ana")
    assert coop.books.get(PayDue, batch) == PayDue(batch, AT, MOMENT_MAX, first)
    assert coop.public.rows(PayDue) == coop.books.rows(PayDue)
    assert {row.batch for row in coop.books.rows(PayDue)} == {"b1", "b2"}
    without = coop.done(coop.log(coop.line(), log="l9"), actor=LEAD)
    assert isinstance(without, WorkLogged)
    assert without.batches is None


def test_the_public_sees_no_submission(coop: TaskCoop) -> None:
    """Goal: open and restricted rows part cleanly. Method: books of the public after log and claim."""
    coop.logged()
    coop.done(coop.claim(), actor="ana")
    assert coop.public.rows(Submission) == []
    assert len(coop.public.rows(WorkLog)) == 1


def test_one_claims_ones_own_time(coop: TaskCoop) -> None:
    """Goal: claimed time is on the books, unpaid where there is no price. Method: one claim."""
    act = coop.claim(work_class="governance")
    assert coop.done(act, actor="ana") == TimeClaimed("ana", PERIOD, "")
    row = coop.row(act.submission)
    assert (row.basis, row.seconds, row.pay_micro, row.paid_seconds) == ("claimed", 900, 0, 0)
    assert (row.log, row.member, row.state, row.owing) == ("", "ana", PENDING, 1)


def test_a_claim_is_paid_by_the_price_of_its_task(coop: TaskCoop) -> None:
    """Goal: a price holds for every way in. Method: by piece, by hour, and another class."""
    for task, named, items, pay in (
        ("warm", "work", 3, 150_000), ("slow", "work", 0, 4_500_000), ("slow", "waiting", 0, 0),
    ):  # fmt: skip
        act = coop.claim(task=task, work_class=named, items=items)
        coop.done(act, actor="ana")
        row = coop.row(act.submission)
        assert (row.pay_micro, row.paid_seconds) == (pay, 900 if pay else 0)


def test_a_claim_is_refused_as_a_line_would_be(coop: TaskCoop) -> None:
    """Goal: no way round the checks. Method: each fault that a claim can have."""
    (row,) = coop.logged()

    def code(**fields: object) -> str:
        return coop.refused(coop.claim(**fields), actor="ana")

    assert code(period="2030") == "treasury.period_unknown"
    assert code(work_class="play") == "labour.claim_malformed"
    assert code(tag="nobody") == "labour.claim_malformed"
    assert code(submission="No") == "labour.claim_malformed"
    assert code(task="none") == "labour.task_unknown"
    assert code(submission=row.submission) == "labour.submission_taken"
    assert code(tag=row.tag) == "labour.tag_taken"
    assert code(items=-1) == "labour.items_out_of_range"
    assert code(batch="none") == "labour.batch_unknown"
    assert coop.refused(coop.claim("stranger"), actor="stranger") == "labour.member_unknown"


@pytest.mark.parametrize("seconds", [-1, 0, CLAIM_SECONDS_MAX + 1])
def test_a_claim_holds_at_most_a_day(coop: TaskCoop, seconds: int) -> None:
    """Goal: a day at a time. Method: outside both borders, then the borders."""
    assert coop.refused(coop.claim(seconds=seconds)) == "labour.seconds_out_of_range"
    for border in (1, CLAIM_SECONDS_MAX):
        coop.done(coop.claim(seconds=border), actor="ana")


def test_nobody_claims_more_time_than_there_is(coop: TaskCoop) -> None:
    """Goal: silence cannot accept what cannot be. Method: seven full days, a second more, a week on."""
    # What the office logs is another matter, whatever its basis.
    coop.logged(coop.line(seconds=SECONDS_MAX), coop.line(seconds=SECONDS_MAX, basis="claimed"))
    for _ in range(7):
        coop.done(coop.claim(seconds=CLAIM_SECONDS_MAX), actor="ana")
    assert coop.refused(coop.claim(seconds=1)) == "labour.more_than_there_is"
    coop.done(coop.claim("ben", seconds=1), actor="ben")
    coop.at += 7 * DAY_MS - 1
    assert coop.refused(coop.claim(seconds=1)) == "labour.more_than_there_is"
    coop.at += 1
    coop.done(coop.claim(seconds=CLAIM_SECONDS_MAX), actor="ana")


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["ana", "ben", "eve"]), st.sampled_from(CLASSES),
            st.integers(1, SECONDS_MAX), st.integers(0, 10**12),
        ),
        min_size=1,
        max_size=12,
    )
)  # fmt: skip
def test_every_line_is_accounted_for(rows: list[tuple[str, str, int, int]]) -> None:
    """Goal: logged = in the books, by member and class. Method: random logs against sums made apart."""
    coop = TaskCoop().offers()
    lines = [
        coop.line(member, task="", work_class=name, seconds=seconds, pay_micro=pay, paid_seconds=0)
        for member, name, seconds, pay in rows
    ]
    fact = coop.done(coop.log(*lines), actor=LEAD)
    assert isinstance(fact, WorkLogged)
    assert fact.submissions == len(rows)
    kept = coop.books.rows(Submission)
    assert sorted((one.member, one.work_class, one.seconds, one.pay_micro) for one in kept) == (
        sorted(rows)
    )


def test_a_period_that_is_closing_takes_no_log(coop: TaskCoop) -> None:
    """Goal: the treasury guards its periods. Method: an unknown one, for both acts."""
    act = coop.log(coop.line(), period="2030")
    assert isinstance(act, LogWork)
    assert coop.refused(act) == "treasury.period_unknown"
