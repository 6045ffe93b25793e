"""The rules of judging work: each refusal, the days to the millisecond, and a walk beside an oracle."""

from dataclasses import dataclass

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.foundation.moments import DAY_MS
from auzolan.foundation.refusals import Refusal
from auzolan.labour.state import (
    ACCEPTED,
    HANDED_BACK,
    PENDING,
    REJECTED,
    Submission,
    Task,
)
from auzolan.labour.work.acts import (
    AcceptWork,
    Appeal,
    HandInAgain,
    JudgeAppeal,
    RejectWork,
    ReviseWork,
    SeatPanel,
    WorkAccepted,
    WorkHandedBack,
    WorkRejected,
)
from auzolan.labour.work.deadlines import state_at
from auzolan.labour.work.log_checks import SECONDS_MAX
from auzolan.record.entries import Act
from support.small_coop import AT, SEALED
from support.small_tasks import CLERK, LEAD, TaskCoop

WEEK = 7 * DAY_MS


@pytest.fixture
def coop() -> TaskCoop:
    return TaskCoop().offers()


def decisions(row: Submission) -> tuple[Act, ...]:
    return (
        AcceptWork((row.submission,), SEALED), RejectWork(row.submission, SEALED),
        ReviseWork(row.submission, SEALED),
    )  # fmt: skip


def task(coop: TaskCoop, name: str = "warm") -> Task:
    row = coop.books.get(Task, name)
    assert row is not None
    return row


def test_accepting_names_who_accepted(coop: TaskCoop) -> None:
    """Goal: a decision has its person. Method: accept two of three."""
    rows = coop.logged(*(coop.line() for _ in range(3)))
    coop.at += 5
    assert coop.accept(*rows[:2]) == WorkAccepted(2)
    for row in rows[:2]:
        now = coop.row(row.submission)
        assert (now.state, now.decided_by, now.decided_at) == (ACCEPTED, LEAD, AT + 5)
        assert now.owing == 1
    assert coop.row(rows[2].submission) == rows[2]


def test_a_rejection_is_counted_and_can_be_appealed(coop: TaskCoop) -> None:
    """Goal: its time stays, its task counts it. Method: reject and look."""
    (row,) = coop.logged()
    coop.at += 5
    assert coop.reject(row) == WorkRejected(row.submission, "warm", AT + 5 + 14 * DAY_MS)
    now = coop.row(row.submission)
    assert (now.state, now.rejected_at, now.seconds, now.owing) == (REJECTED, AT + 5, 100, 1)
    assert task(coop).rejections == 1


def test_work_without_a_task_is_judged_too(coop: TaskCoop) -> None:
    """Goal: no task, no counter, no fault. Method: every decision about a claim."""
    for judge in (coop.reject, coop.revise):
        act = coop.claim()
        coop.done(act, actor="ana")
        judge(coop.row(act.submission))
    assert task(coop).rejections == task(coop).handed_back == 0


def test_only_people_judge(coop: TaskCoop) -> None:
    """Goal: no decision by a machine. Method: the operator, a bot in office, one who has left."""
    (row,) = coop.logged()
    coop.leave("sue")
    for actor in ("operator", "bot-1", "sue"):
        for act in decisions(row):
            assert coop.refused(act, actor=actor) == "labour.needs_a_person"


def test_nobody_judges_her_own_work(coop: TaskCoop) -> None:
    """Goal: a lead's work is another's to judge. Method: each decision, among others' work too."""
    mine, hers = coop.logged(coop.line(LEAD), coop.line())
    for act in decisions(mine):
        assert coop.refused(act, actor=LEAD) == "labour.own_work"
    both = AcceptWork((hers.submission, mine.submission), SEALED)
    assert coop.refused(both, actor=LEAD) == "labour.own_work"
    coop.done(AcceptWork((mine.submission,), SEALED), actor="joe")


def test_what_is_judged_exists_and_is_named_once(coop: TaskCoop) -> None:
    """Goal: all of a list or nothing. Method: an unknown one, one twice, then the sound rest."""
    (row,) = coop.logged()
    for act in (AcceptWork((row.submission, "none"), SEALED), RejectWork("none", SEALED)):
        assert coop.refused(act, actor=LEAD) == "labour.submission_unknown"
    assert coop.row(row.submission) == row
    twice = AcceptWork((row.submission, row.submission), SEALED)
    assert coop.refused(twice, actor=LEAD) == "labour.submission_twice"


@pytest.mark.parametrize("state", ["accept", "reject", "revise"])
def test_what_is_decided_stays_decided(coop: TaskCoop, state: str) -> None:
    """Goal: nobody changes her mind about somebody's pay. Method: each decision after each."""
    (row,) = coop.logged()
    getattr(coop, state)(row)
    for act in decisions(row):
        assert coop.refused(act, actor=LEAD) == "labour.decided_already"


def test_silence_accepts_at_the_very_millisecond(coop: TaskCoop) -> None:
    """Goal: after the days nobody turns it down. Method: the last millisecond, and the next."""
    late, in_time = coop.logged(coop.line(), coop.line())
    coop.at = AT + WEEK - 1
    assert state_at(coop.books, in_time, coop.at) == PENDING
    coop.reject(in_time)
    coop.at += 1
    assert state_at(coop.books, late, coop.at) == ACCEPTED
    for act in decisions(late):
        assert coop.refused(act, actor=LEAD) == "labour.accepted_by_time"
    assert coop.row(late.submission).state == PENDING, "nothing is written when a day passes"


def test_the_days_run_anew_when_work_is_handed_in_again(coop: TaskCoop) -> None:
    """Goal: a lead has her days for the second look too. Method: hand in late, count again."""
    (row,) = coop.logged()
    coop.revise(row)
    coop.at = AT + 30 * DAY_MS
    assert state_at(coop.books, coop.row(row.submission), coop.at) == HANDED_BACK
    coop.again(row)
    coop.at += WEEK - 1
    assert state_at(coop.books, coop.row(row.submission), coop.at) == PENDING
    coop.at += 1
    assert coop.refused(RejectWork(row.submission, SEALED), actor=LEAD) == "labour.accepted_by_time"


def test_work_is_handed_back_once(coop: TaskCoop) -> None:
    """Goal: pay does not wait for ever. Method: hand back, in again, back again."""
    (row,) = coop.logged()
    assert coop.revise(row) == WorkHandedBack(row.submission, "warm")
    coop.again(row)
    again = ReviseWork(row.submission, SEALED)
    assert coop.refused(again, actor=LEAD) == "labour.handed_back_before"
    assert task(coop).handed_back == 1
    coop.accept(row)


def test_handing_in_again_adds_time_and_says_so(coop: TaskCoop) -> None:
    """Goal: further time counts, as her own word. Method: by piece, by hour, and none."""
    piece = coop.line()
    hour = coop.line(task="slow", pay_micro=500_000, seconds=100)
    same = coop.line(basis="agreed")
    rows = coop.logged(piece, hour, same)
    for row in rows:
        coop.revise(row)
    coop.at += 9
    for row, seconds in zip(rows, (60, 60, 0), strict=True):
        coop.again(row, seconds)
    first, second, third = (coop.row(row.submission) for row in rows)
    assert (first.seconds, first.pay_micro, first.paid_seconds) == (160, 500_000, 100)
    assert (second.seconds, second.pay_micro, second.paid_seconds) == (160, 800_000, 160)
    assert (third.seconds, third.pay_micro, third.paid_seconds) == (100, 500_000, 100)
    assert [one.basis for one in (first, second, third)] == ["claimed", "claimed", "agreed"]
    assert {(one.state, one.waits_since, one.owing) for one in (first, second, third)} == {
        (PENDING, AT + 9, 1)
    }


def test_only_the_tag_hands_in_again_and_only_what_was_handed_back(coop: TaskCoop) -> None:
    """Goal: one's own, once. Method: other tags, her own id, too early, twice, too long."""
    row, other = coop.logged(coop.line(seconds=SECONDS_MAX - 100), coop.line("ben"))
    act = HandInAgain(row.submission, 60)
    for actor in (other.tag, "ana", LEAD):
        assert coop.refused(act, actor=actor) == "labour.not_her_submission"
    assert coop.refused(HandInAgain("none", 60), actor=row.tag) == "labour.not_her_submission"
    assert coop.refused(act, actor=row.tag) == "labour.not_handed_back"
    coop.revise(row)
    for seconds in (-1, 101):
        act = HandInAgain(row.submission, seconds)
        assert coop.refused(act, actor=row.tag) == "labour.seconds_out_of_range"
    coop.again(row, 100)
    assert coop.refused(HandInAgain(row.submission, 0), actor=row.tag) == "labour.not_handed_back"


@dataclass
class Oracle:
    """What a submission is by a table of its own, written without the rules."""

    state: str = "pending"
    since: int = 0
    rejected: int = 0
    appealed: int = 0
    was_back: bool = False
    agains: int = 0
    seats: int = 0
    votes: tuple[str, ...] = ()

    def allows(self, what: str, now: int) -> bool:
        """Whether this can be done now; changes nothing."""
        waits = self.state == "pending" and now < self.since + WEEK
        is_open = self.state == "appealed" and now < self.appealed + 2 * WEEK
        return {
            "accept": waits,
            "reject": waits,
            "revise": waits and not self.was_back,
            "again": self.state == "handed-back",
            "appeal": self.state == "rejected" and now < self.rejected + 2 * WEEK,
            "seat": is_open and self.seats == 0,
            "uphold": is_open and self.seats == 3 and len(self.votes) < 3,
            "overturn": is_open and self.seats == 3 and len(self.votes) < 3,
        }[what]

    def does(self, what: str, now: int) -> None:
        """Do it."""
        if what in {"accept", "reject", "revise"}:
            self.state = {"accept": "accepted", "reject": "rejected", "revise": "handed-back"}[what]
            self.rejected = now if what == "reject" else self.rejected
            self.was_back |= what == "revise"
        elif what == "again":
            self.state, self.since, self.agains = "pending", now, self.agains + 1
        elif what == "appeal":
            self.state, self.appealed = "appealed", now
        elif what == "seat":
            self.seats = 3
        else:
            self.votes += (what,)
            if self.votes.count(what) == 2:
                self.state = "accepted" if what == "overturn" else "upheld"

    def is_at(self, now: int) -> str:
        """Its state by the clock."""
        if self.state == "pending" and now >= self.since + WEEK:
            return "accepted"
        if self.state == "appealed" and now >= self.appealed + 2 * WEEK:
            return "accepted"
        return self.state


WHATS = ("accept", "reject", "revise", "again", "appeal", "seat", "uphold", "overturn")
STEPS = st.lists(
    st.tuples(
        st.integers(0, 1), st.sampled_from(WHATS),
        st.sampled_from([0, 1, DAY_MS, WEEK - 1, WEEK, 2 * WEEK - 1, 2 * WEEK]),
    ),
    max_size=14,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(STEPS)
def test_a_submission_goes_only_where_the_oracle_lets_it(steps: list[tuple[int, str, int]]) -> None:
    """Goal: every path, every moment. Method: random acts on two submissions beside a small table."""
    coop = TaskCoop().offers()
    rows = coop.logged(coop.line(), coop.line("ben"))
    oracles = [Oracle(since=AT), Oracle(since=AT)]
    tags: list[list[str]] = [[], []]
    events = dict.fromkeys(("reject", "revise", "appeal", "overturned"), 0)
    for place, what, wait in steps:
        coop.at += wait
        row, oracle = rows[place], oracles[place]
        actor, act = _act(coop, row, what, tags[place], len(oracle.votes))
        allowed = oracle.allows(what, coop.at)
        facts = coop.answer_to(actor, act)
        assert isinstance(facts, Refusal) != allowed, (what, facts)
        if allowed:
            coop.apply(act, facts, actor=actor)  # type: ignore[arg-type]
            tags[place] = list(act.tags) if isinstance(act, SeatPanel) else tags[place]
            was = oracle.state
            oracle.does(what, coop.at)
            if what in events:
                events[what] += 1
            events["overturned"] += (was, oracle.state) == ("appealed", "accepted")
        for one, other in zip(rows, oracles, strict=True):
            now = coop.row(one.submission)
            assert now.state == other.state
            assert state_at(coop.books, now, coop.at) == other.is_at(coop.at)
            assert now.seconds == one.seconds + 30 * other.agains
            assert msgspec.structs.replace(now, **_same(one)) == one
    warm = task(coop)
    assert (warm.rejections, warm.handed_back, warm.appeals, warm.overturned) == tuple(
        events.values()
    )


def _act(
    coop: TaskCoop, row: Submission, what: str, tags: list[str], votes: int
) -> tuple[str, Act]:
    """Who asks for it, and how."""
    name = row.submission
    if what in {"uphold", "overturn"}:
        tag = tags[min(votes, 2)] if tags else "0" * 32
        return tag, JudgeAppeal(name, what, SEALED)
    return {
        "accept": (LEAD, AcceptWork((name,), SEALED)),
        "reject": (LEAD, RejectWork(name, SEALED)),
        "revise": (LEAD, ReviseWork(name, SEALED)),
        "again": (row.tag, HandInAgain(name, 30)),
        "appeal": (row.tag, Appeal(name, SEALED)),
        "seat": (CLERK, SeatPanel(name, tuple(coop.tag() for _ in range(3)))),
    }[what]


def _same(row: Submission) -> dict[str, object]:
    """What a decision may change."""
    names = (
        "state", "waits_since", "decided_at", "decided_by", "owing", "rejected_at", "basis",
        "seconds",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names}
