"""What somebody can do about her own work at a door: her time, appeals, ratings, being heard.

What is said under a one-time tag is looked up for her who asks, and for nobody else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.doing import (
    Answer,
    Choice,
    Doing,
    Effect,
    LongText,
    Name,
    ShortText,
    Who,
    listed,
)
from auzolan.house.ports import system_ports
from auzolan.house.rehearsal import RehearsalDesk
from auzolan.house.rooms.contributions.choosing import own_batches
from auzolan.house.rooms.labour.statements import statement_flows
from auzolan.house.rooms.labour.voice import voice_flows
from auzolan.house.rooms.labour.work import appeal_flows, task_flows, work_flows
from auzolan.house.rooms.labour.work.work_flows import ARTICLE, NewClaim
from auzolan.house.rooms.labour.work.work_queries import own_submissions
from auzolan.house.storage.reader import Reader, reader_of
from auzolan.labour.classes import CLASSES
from auzolan.labour.state import (
    HANDED_BACK,
    REJECTED,
    LabourStatement,
    Rating,
    Task,
    WageReference,
)
from auzolan.treasury.state import OPEN, Period

_MINUTE_S = 60
Minutes = Annotated[int, Meta(ge=1, le=1_440)]
Score = Literal["0", "1", "2", "3", "4", "5"]


class ClaimAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Her own time: what kind, how long, and for which task where it was for one."""

    work_class: str
    minutes: Minutes
    task: str = ""
    items: Annotated[int, Meta(ge=0, le=1_000_000)] = 0
    batch: str = ""


class PlaceAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where she works: a country or a part of one, empty for not known."""

    place: str = ""


class AgainAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What she hands in again, and how long it took in all."""

    submission: Name
    minutes: Minutes


class AppealAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which rejection peers are to judge, and why it was wrong."""

    submission: Name
    words: LongText


class JudgeAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What one of a panel says of an appeal, and why."""

    submission: Name
    verdict: Literal["overturn", "uphold"]
    reason: LongText


class RateAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What she says of whom she worked for: 1 very bad, 5 very good, 0 no opinion."""

    submission: Name
    pay: Score
    fairness: Score
    speed: Score
    communication: Score
    words: LongText = ""


class PulseAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How her work is: 1 very bad, 5 very good, 0 no opinion."""

    pay: Score
    hours: Score
    safety: Score
    say: Score
    respect: Score
    learning: Score


class CommentAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What she says about a labour statement."""

    statement: ShortText
    words: LongText


def _claim(desk: Desk, who: Who, asked: ClaimAsked) -> Answer:
    with reader_of(desk.folder) as reader:
        periods = reader.rows(Period, state=OPEN)
    if not periods:
        return Refusal(
            "labour.no_open_period", ARTICLE, "No period of the books is open.",
            "Ask the office of treasury to open one; your time is not lost.",
        )  # fmt: skip
    seconds = asked.minutes * _MINUTE_S
    claim = NewClaim(asked.work_class, seconds, asked.task, asked.items, asked.batch)
    return work_flows.claim_time(desk, member=who.member, period=periods[-1].period, claim=claim)


def _set_place(desk: Desk, who: Who, asked: PlaceAsked) -> Answer:
    return task_flows.set_place(desk, member=who.member, place=asked.place)


def _hand_in_again(desk: Desk, who: Who, asked: AgainAsked) -> Answer:
    return work_flows.hand_in_again(
        desk, member=who.member, submission=asked.submission, seconds=asked.minutes * _MINUTE_S
    )


def _appeal(desk: Desk, who: Who, asked: AppealAsked) -> Answer:
    return appeal_flows.appeal(
        desk, member=who.member, submission=asked.submission, words=asked.words
    )


def _appealing(reader: Reader, who: Who, asked: AppealAsked) -> Sequence[Effect]:
    return [Effect("labour.peers_judge"), Effect("labour.nobody_sees_whose")]


def _judge(desk: Desk, who: Who, asked: JudgeAsked) -> Answer:
    is_rehearsal = isinstance(desk, RehearsalDesk)
    judged = appeal_flows.foreseen_judgement if is_rehearsal else appeal_flows.judge
    return judged(
        desk, member=who.member, submission=asked.submission, verdict=asked.verdict,
        reason=asked.reason,
    )  # fmt: skip


def _rate(desk: Desk, who: Who, asked: RateAsked) -> Answer:
    scores = ",".join((asked.pay, asked.fairness, asked.speed, asked.communication))
    return voice_flows.rate_issuer(
        desk, member=who.member, submission=asked.submission, scores=scores, words=asked.words
    )


def _rating(reader: Reader, who: Who, asked: RateAsked) -> Sequence[Effect]:
    return [Effect("labour.shown_together"), Effect("labour.stays")]


def _answer_pulse(desk: Desk, who: Who, asked: PulseAsked) -> Answer:
    scores = (asked.pay, asked.hours, asked.safety, asked.say, asked.respect, asked.learning)
    return voice_flows.answer_pulse(desk, member=who.member, scores=",".join(scores))


def _comment(desk: Desk, who: Who, asked: CommentAsked) -> Answer:
    return statement_flows.comment(
        desk, member=who.member, statement=asked.statement, words=asked.words
    )


# --- what can be chosen ---------------------------------------------------------------------------


def _classes(reader: Reader, who: Who) -> Sequence[Choice]:
    return [Choice(one, one) for one in CLASSES]


def open_tasks(reader: Reader, who: Who) -> Sequence[Choice] | None:
    """The tasks that are on offer."""
    return listed([Choice(one.task, one.task) for one in reader.rows(Task, closed=-1)])


def _places(reader: Reader, who: Who) -> Sequence[Choice] | None:
    """The places whose wage is known; typed where none is."""
    names = sorted({one.place for one in reader.rows(WageReference) if one.place})
    return [Choice(one, one) for one in names] or None


def _in_state(state: str) -> Callable[[Reader, Who], Sequence[Choice] | None]:
    """Her own pieces of work in a state, as it is at this moment."""

    def found(reader: Reader, who: Who) -> Sequence[Choice] | None:
        at = system_ports().clock()
        rows = own_submissions(reader.folder, member=who.member, at=at)
        return listed(
            [_named(one.submission, one.task, one.logged) for one in rows if one.state == state]
        )

    return found


def _unrated(reader: Reader, who: Who) -> Sequence[Choice] | None:
    rated = {one.submission for one in reader.rows(Rating, member=who.member)}
    rows = own_submissions(reader.folder, member=who.member, at=system_ports().clock())
    return listed(
        [
            _named(one.submission, one.task, one.logged)
            for one in rows
            if one.submission not in rated
        ]
    )


def _cases(reader: Reader, who: Who) -> Sequence[Choice]:
    at = system_ports().clock()
    found = appeal_flows.cases_of(reader.folder, member=who.member, at=at)
    return [_named(one.submission, one.task, one.judge_by) for one in found]


def _open_statements(reader: Reader, who: Who) -> Sequence[Choice] | None:
    at = system_ports().clock()
    rows = [one for one in reader.rows(LabourStatement) if at <= one.comment_by]
    return listed([Choice(one.statement, one.name) for one in rows])


def _named(submission: str, task: str, day: str) -> Choice:
    """A piece of work as people tell it from others: its task and day, and the end of its number."""
    return Choice(submission, " · ".join(filter(None, (task, day, f"…{submission[-4:]}"))))


DOINGS: tuple[Doing[Any], ...] = (
    Doing(
        "labour.claim_time", ClaimAsked, _claim, leads_to="own_work",
        choices={"work_class": _classes, "task": open_tasks, "batch": own_batches},
    ),
    Doing(
        "labour.set_place", PlaceAsked, _set_place, leads_to="own_work",
        choices={"place": _places},
    ),
    Doing(
        "labour.hand_in_again", AgainAsked, _hand_in_again, leads_to="own_work",
        choices={"submission": _in_state(HANDED_BACK)},
    ),
    Doing(
        "labour.appeal", AppealAsked, _appeal, effects=_appealing, leads_to="own_work",
        choices={"submission": _in_state(REJECTED)},
    ),
    Doing(
        "labour.judge_appeal", JudgeAsked, _judge, leads_to="own_work",
        choices={"submission": _cases},
    ),
    Doing(
        "labour.rate", RateAsked, _rate, effects=_rating, leads_to="own_work",
        choices={"submission": _unrated},
    ),
    Doing("labour.answer_pulse", PulseAsked, _answer_pulse, leads_to="own_work"),
    Doing(
        "labour.comment", CommentAsked, _comment, leads_to="work",
        choices={"statement": _open_statements},
    ),
)  # fmt: skip
