"""The rules of appeals: each refusal, the days to the millisecond, and every way a panel can vote."""

from itertools import product

import msgspec
import pytest

from auzolan.charter.articles import charter_text
from auzolan.charter.state import CharterInForce
from auzolan.foundation.moments import DAY_MS
from auzolan.labour.state import (
    ACCEPTED,
    APPEALED,
    REJECTED,
    UPHELD,
    AppealRow,
    PanelTag,
    Submission,
    Task,
)
from auzolan.labour.work.acts import Appeal, Appealed, AppealJudged, JudgeAppeal, SeatPanel
from auzolan.labour.work.deadlines import outcome_at, state_at
from support.small_coop import AT, SEALED
from support.small_tasks import CLERK, LEAD, TaskCoop

DAYS = 14 * DAY_MS


@pytest.fixture
def coop() -> TaskCoop:
    return TaskCoop().offers()


def rejected(coop: TaskCoop, member: str = "ana") -> Submission:
    (row,) = coop.logged(coop.line(member))
    coop.reject(row)
    return row


def appeal_of(coop: TaskCoop, row: Submission) -> AppealRow:
    found = coop.books.get(AppealRow, row.submission)
    assert found is not None
    return found


def test_an_appeal_is_open_to_all_and_hers_to_nobody(coop: TaskCoop) -> None:
    """Goal: all see that one waits, none whose. Method: appeal, look at both rows."""
    row = rejected(coop)
    coop.at += 3
    assert coop.appeal(row) == Appealed(row.submission, "warm")
    assert appeal_of(coop, row).appealed_at == AT + 3
    now = coop.row(row.submission)
    assert (now.state, now.owing, now.rejected_at) == (APPEALED, 1, AT)
    task = coop.books.get(Task, "warm")
    assert task is not None
    assert task.appeals == 1


def test_only_the_tag_appeals_and_only_a_rejection(coop: TaskCoop) -> None:
    """Goal: one's own, once, and nothing else. Method: other tags, other states, twice."""
    row = rejected(coop)
    other, accepted, waiting = coop.logged(coop.line("ben"), coop.line(), coop.line())
    coop.accept(accepted)
    for actor in (other.tag, "ana", LEAD):
        act = Appeal(row.submission, SEALED)
        assert coop.refused(act, actor=actor) == "labour.not_her_submission"
    for one in (accepted, waiting):
        act = Appeal(one.submission, SEALED)
        assert coop.refused(act, actor=one.tag) == "labour.nothing_to_appeal"
    coop.appeal(row)
    act = Appeal(row.submission, SEALED)
    assert coop.refused(act, actor=row.tag) == "labour.nothing_to_appeal"


def test_an_appeal_comes_in_time_or_not_at_all(coop: TaskCoop) -> None:
    """Goal: the charter's days, to the millisecond. Method: the last one, and the next."""
    in_time, late = rejected(coop), rejected(coop, "ben")
    coop.at = AT + DAYS - 1
    coop.appeal(in_time)
    coop.at += 1
    act = Appeal(late.submission, SEALED)
    assert coop.refused(act, actor=late.tag) == "labour.appeal_too_late"
    assert coop.row(late.submission).state == REJECTED


def test_a_panel_is_as_large_as_the_charter_says_under_fresh_tags(coop: TaskCoop) -> None:
    """Goal: no smaller panel, no peer twice, no tag twice. Method: each fault, then three tags."""
    row, other = rejected(coop), rejected(coop, "ben")

    def refused(*tags: str, actor: str = CLERK) -> str:
        return coop.refused(SeatPanel(row.submission, tags), actor=actor)

    one, two, three = coop.tag(), coop.tag(), coop.tag()
    assert refused(one, two, three) == "labour.no_appeal"
    coop.appeal(row)
    coop.appeal(other)
    used = coop.seat(other)
    assert refused(one, two) == "labour.panel_size"
    assert refused(one, two, two) == "labour.panel_size"
    assert refused(one, two, three, coop.tag()) == "labour.panel_size"
    assert refused(one, two, used[0]) == "labour.tag_taken"
    assert refused(one, two, three, actor="operator") == "labour.needs_a_person"
    coop.seat(row)
    assert refused(one, two, three) == "labour.panel_seated"


def test_who_made_or_judged_the_work_seats_no_panel(coop: TaskCoop) -> None:
    """Goal: nobody chooses her judges. Method: whoever turned it down, and whoever made it."""
    row = rejected(coop, CLERK)
    coop.appeal(row)
    tags = tuple(coop.tag() for _ in range(3))
    for actor in (LEAD, CLERK):
        act = SeatPanel(row.submission, tags)
        assert coop.refused(act, actor=actor) == "labour.own_work"
    coop.done(SeatPanel(row.submission, tags), actor="joe")


@pytest.mark.parametrize("verdicts", list(product(("uphold", "overturn"), repeat=3)))
def test_most_of_the_panel_decide(verdicts: tuple[str, ...]) -> None:
    """Goal: the outcome stands with the second equal vote. Method: every way three can vote."""
    coop = TaskCoop().offers()
    row = rejected(coop)
    coop.appeal(row)
    tags = coop.seat(row)
    coop.at += 77
    said: list[str] = []
    for tag, verdict in zip(tags, verdicts, strict=True):
        act = JudgeAppeal(row.submission, verdict, SEALED)
        if max((said.count(one) for one in said), default=0) == 2:
            assert coop.refused(act, actor=tag) == "labour.appeal_decided"
            continue
        said.append(verdict)
        outcome = verdict if said.count(verdict) == 2 else ""
        assert coop.judge(row, tag, verdict) == AppealJudged(row.submission, "warm", outcome)
    most = max(verdicts, key=verdicts.count)
    found, now = appeal_of(coop, row), coop.row(row.submission)
    assert (found.outcome, found.uphold, found.overturn) == (
        most, said.count("uphold"), said.count("overturn"),
    )  # fmt: skip
    assert now.state == (ACCEPTED if most == "overturn" else UPHELD)
    assert (now.decided_at, now.decided_by, now.owing, now.rejected_at) == (AT + 77, "", 1, AT)
    task = coop.books.get(Task, "warm")
    assert task is not None
    assert (task.rejections, task.overturned) == (1, int(most == "overturn"))
    given = [one.verdict for one in coop.books.find(PanelTag, submission=row.submission)]
    assert given == said + [""] * (3 - len(said))


def test_each_of_a_panel_judges_once_and_nobody_else(coop: TaskCoop) -> None:
    """Goal: one peer, one verdict. Method: a stranger's tag, another panel's, one twice."""
    row, other = rejected(coop), rejected(coop, "ben")
    for one in (row, other):
        coop.appeal(one)
    tags, others = coop.seat(row), coop.seat(other)
    act = JudgeAppeal(row.submission, "uphold", SEALED)
    for actor in (coop.tag(), others[0], "ana", row.tag):
        assert coop.refused(act, actor=actor) == "labour.not_on_panel"
    coop.judge(row, tags[0], "overturn")
    assert coop.refused(act, actor=tags[0]) == "labour.judged_already"


def test_an_appeal_that_nobody_decides_stands_as_overturned(coop: TaskCoop) -> None:
    """Goal: doing nothing keeps nobody from her pay. Method: no panel, a silent one, to the millisecond."""
    unseated, silent = rejected(coop), rejected(coop, "ben")
    for one in (unseated, silent):
        coop.appeal(one)
    tags = coop.seat(silent)
    coop.judge(silent, tags[0], "uphold")
    coop.at = AT + DAYS - 1
    assert state_at(coop.books, coop.row(silent.submission), coop.at) == APPEALED
    assert outcome_at(coop.charter.labour, appeal_of(coop, silent), coop.at) == ""
    coop.at += 1
    for one in (unseated, silent):
        assert state_at(coop.books, coop.row(one.submission), coop.at) == ACCEPTED
        assert outcome_at(coop.charter.labour, appeal_of(coop, one), coop.at) == "overturn"
    act = JudgeAppeal(silent.submission, "uphold", SEALED)
    assert coop.refused(act, actor=tags[1]) == "labour.appeal_lapsed"
    seat = SeatPanel(unseated.submission, tuple(coop.tag() for _ in range(3)))
    assert coop.refused(seat, actor=CLERK) == "labour.appeal_lapsed"
    # A verdict of the last millisecond still counts.
    coop.at -= 1
    assert coop.judge(silent, tags[1], "uphold") == AppealJudged(
        silent.submission, "warm", "uphold"
    )
    coop.at += 1
    assert state_at(coop.books, coop.row(silent.submission), coop.at) == UPHELD


def test_what_was_paid_as_lapsed_stays_paid_when_the_days_grow(coop: TaskCoop) -> None:
    """Goal: no charter reaches back. Method: two lapsed appeals settled, then twice the days."""
    unseated, silent = rejected(coop), rejected(coop, "ben")
    for one in (unseated, silent):
        coop.appeal(one)
    tags = coop.seat(silent)
    coop.at += DAYS
    for one in (unseated, silent):  # as a settlement writes it
        row = coop.row(one.submission)
        coop.books.put(msgspec.structs.replace(row, state=ACCEPTED, owing=0, auto_accepted=1))
    labour = msgspec.structs.replace(coop.charter.labour, appeal_days=28)
    charter = msgspec.structs.replace(coop.charter, labour=labour)
    for books in (coop.books, coop.public):
        (old,) = books.rows(CharterInForce)
        books.put(msgspec.structs.replace(old, text=charter_text(charter)))
    seat = SeatPanel(unseated.submission, tuple(coop.tag() for _ in range(3)))
    assert coop.refused(seat, actor=CLERK) == "labour.appeal_lapsed"
    for tag in tags[:2]:
        coop.judge(silent, tag, "uphold")
    now = coop.row(silent.submission)
    assert (now.state, now.owing, now.auto_accepted) == (ACCEPTED, 0, 1)
