"""What offices do about work at a door: offer tasks, log, judge, seat panels, ask how it is, state it.

Work is judged by task and by piece, never by person: no form shows who did it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.doing import (
    Answer,
    CentsAsked,
    Choice,
    Doing,
    Effect,
    LongText,
    Name,
    ShortText,
    UploadId,
    Who,
)
from auzolan.house.doors.errors import Misused
from auzolan.house.ports import system_ports
from auzolan.house.rehearsal import RehearsalDesk
from auzolan.house.rooms.labour.statements import statement_flows
from auzolan.house.rooms.labour.voice import voice_flows
from auzolan.house.rooms.labour.watching.page_flows import forget_pages
from auzolan.house.rooms.labour.work import appeal_flows, task_flows, work_flows
from auzolan.house.rooms.labour.work.task_commands import micro_from_text
from auzolan.house.rooms.labour.work.work_files import read_pilot
from auzolan.house.rooms.labour.work.work_queries import queue_lines
from auzolan.house.storage.reader import Reader
from auzolan.labour.classes import CLASSES, WORK
from auzolan.labour.state import LabourStatement, StatementComment, Task, WorkLog
from auzolan.learning.state import REPLACED, Model, Snapshot

SHOWN_MAX = work_flows.AT_ONCE_MAX
Harm = Literal["0", "1", "2"]
Price = Annotated[str, Meta(pattern=r"\A[0-9]{1,9}([.][0-9]{1,6})?\Z")]


class OpenTaskAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is to be done, and what it pays: by the hour, or by piece with a file of who tried it."""

    task: Name
    words: LongText
    hour_cents: CentsAsked = 0
    piece: Price = ""
    pilot: UploadId = ""
    issuer: Name = ""
    kind: Name = ""
    work_class: ShortText = WORK
    page_seconds_max: Annotated[int, Meta(ge=1, le=86_400)] = 600
    harmful: Harm = "0"


class TaskEndAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which task is offered no more, and why."""

    task: Name
    reason: LongText


class AcceptAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which pieces of work are accepted, and why."""

    submissions: Annotated[tuple[Name, ...], Meta(min_length=1, max_length=SHOWN_MAX)]
    reason: LongText


class AcceptAllAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All that waits of one task, or of all, is accepted: the 300 that wait longest."""

    task: Name = ""
    reason: LongText


class JudgeAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which piece of work, and the reason that its maker will read."""

    submission: Name
    reason: LongText


class SubmissionAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """About which piece of work peers judge."""

    submission: Name


class PulseAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How many days members have to say how their work is."""

    days: Annotated[int, Meta(ge=7, le=60)] = voice_flows.PULSE_DAYS


class StateAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is said of the labour behind a model or a data set; the figures follow from the books."""

    about: Annotated[str, Meta(pattern=r"\A(model|dataset):[a-z0-9][a-z0-9._-]{0,47}\Z")]
    purpose: LongText
    jobs: Literal["unknown", "none", "fewer", "other", "more"] = "unknown"
    effect: LongText = ""
    consultation: LongText = ""
    support: LongText = ""
    not_known: LongText = ""


class AnswerAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which comment is answered, and how."""

    comment: Name
    words: LongText


class ForgetAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Of which log the raw times are destroyed."""

    log: Name


def _open_task(desk: Desk, who: Who, asked: OpenTaskAsked) -> Answer:
    pilot: object = ()
    if asked.pilot:
        from auzolan.house.jobs.uploads import upload_path

        pilot = read_pilot(upload_path(desk.folder, who, asked.pilot))
    if isinstance(pilot, Refusal):
        return pilot
    try:
        piece_micro = micro_from_text(asked.piece) if asked.piece else 0
    except Misused:
        piece_micro = 0
    assert isinstance(pilot, list | tuple), "a pilot is a list of lines"
    new = task_flows.NewTask(
        task=asked.task, words=asked.words, piece_micro=piece_micro, hour_cents=asked.hour_cents,
        issuer=asked.issuer, kind=asked.kind, work_class=asked.work_class,
        page_seconds_max=asked.page_seconds_max, harmful=int(asked.harmful), pilot=pilot,
    )  # fmt: skip
    return task_flows.open_task(desk, actor=who.member, new=new)


def _close_task(desk: Desk, who: Who, asked: TaskEndAsked) -> Answer:
    return task_flows.close_task(desk, actor=who.member, task=asked.task, reason=asked.reason)


def _accept(desk: Desk, who: Who, asked: AcceptAsked) -> Answer:
    return work_flows.accept(
        desk, actor=who.member, submissions=asked.submissions, reason=asked.reason
    )


def _accept_all(desk: Desk, who: Who, asked: AcceptAllAsked) -> Answer:
    return work_flows.accept_all(desk, actor=who.member, reason=asked.reason, task=asked.task)


def _reject(desk: Desk, who: Who, asked: JudgeAsked) -> Answer:
    return work_flows.reject(
        desk, actor=who.member, submission=asked.submission, reason=asked.reason
    )


def _revise(desk: Desk, who: Who, asked: JudgeAsked) -> Answer:
    return work_flows.revise(
        desk, actor=who.member, submission=asked.submission, reason=asked.reason
    )


def _seat_panel(desk: Desk, who: Who, asked: SubmissionAsked) -> Answer:
    if isinstance(desk, RehearsalDesk):
        return appeal_flows.foreseen_panel(desk, actor=who.member, submission=asked.submission)
    return appeal_flows.seat_panel(desk, actor=who.member, submission=asked.submission)


def _open_pulse(desk: Desk, who: Who, asked: PulseAsked) -> Answer:
    return voice_flows.open_pulse(desk, actor=who.member, days=asked.days)


def _state(desk: Desk, who: Who, asked: StateAsked) -> Answer:
    about, _, name = asked.about.partition(":")
    said = statement_flows.Said(
        asked.purpose, asked.jobs, asked.effect, asked.consultation, asked.support, asked.not_known
    )
    return statement_flows.publish(desk, actor=who.member, about=about, name=name, said=said)


def _answer(desk: Desk, who: Who, asked: AnswerAsked) -> Answer:
    return statement_flows.answer(
        desk, actor=who.member, comment=asked.comment, words=asked.words
    )  # fmt: skip


def _forget(desk: Desk, who: Who, asked: ForgetAsked) -> Answer:
    return forget_pages(desk, actor=who.member, log=asked.log)


def open_tasks(reader: Reader, who: Who) -> Sequence[Choice]:
    """Tasks on offer."""
    return [Choice(row.task, row.task) for row in reader.rows(Task) if row.closed < 0]


def _waiting(reader: Reader, who: Who) -> Sequence[Choice]:
    """What waits for her to judge, the most urgent first: task, number of items, day; no name."""
    found = queue_lines(reader.folder, actor=who.member, at=system_ports().clock())
    if isinstance(found, Refusal):
        return []
    return [
        Choice(one.submission, f"{one.submission} · {one.task} · {one.items} · {one.decide_by}")
        for one in found[:SHOWN_MAX]
    ]


def _without_panel(reader: Reader, who: Who) -> Sequence[Choice]:
    found = appeal_flows.open_appeals(reader.folder, at=system_ports().clock())
    return [
        Choice(one.submission, f"{one.submission} · {one.task} · {one.lapses}")
        for one in found
        if not one.peers
    ]


def _classes(reader: Reader, who: Who) -> Sequence[Choice]:
    return [Choice(name, name) for name in CLASSES]


def _to_state(reader: Reader, who: Who) -> Sequence[Choice]:
    models = [row for row in reader.rows(Model) if row.state != REPLACED]
    sets = reader.rows(Snapshot)
    found = [(row.entry, f"model:{row.model}", row.model) for row in models]
    found += [(row.entry, f"dataset:{row.snapshot}", row.snapshot) for row in sets]
    return [Choice(value, name) for _, value, name in sorted(found, reverse=True)[:SHOWN_MAX]]


def _unanswered(reader: Reader, who: Who) -> Sequence[Choice]:
    about = {row.statement: row.name for row in reader.rows(LabourStatement)}
    return [
        Choice(row.comment, f"№ {row.entry} · {about.get(row.statement, row.statement)}")
        for row in reader.rows(StatementComment)
        if row.answered < 0
    ]


def _with_times(reader: Reader, who: Who) -> Sequence[Choice]:
    at = system_ports().clock()
    return [
        Choice(row.log, f"{row.log} · {row.period}")
        for row in reader.rows(WorkLog)
        if row.page_count and row.forgotten < 0 and row.forget_by <= at
    ]


def _is_read(reader: Reader, who: Who, asked: JudgeAsked) -> Sequence[Effect]:
    return [Effect("labour.reason_is_read"), Effect("labour.may_appeal")]


DOINGS: tuple[Doing[Any], ...] = (
    Doing(
        "labour.open_task", OpenTaskAsked, _open_task, choices={"work_class": _classes},
        leads_to="steward",
    ),
    Doing(
        "labour.close_task", TaskEndAsked, _close_task, choices={"task": open_tasks},
        leads_to="steward",
    ),
    Doing(
        "labour.accept", AcceptAsked, _accept, choices={"submissions": _waiting},
        leads_to="steward",
    ),
    Doing(
        "labour.accept_all", AcceptAllAsked, _accept_all, choices={"task": open_tasks},
        leads_to="steward",
    ),
    Doing(
        "labour.reject", JudgeAsked, _reject, effects=_is_read,
        choices={"submission": _waiting}, leads_to="steward",
    ),
    Doing(
        "labour.revise", JudgeAsked, _revise, effects=_is_read,
        choices={"submission": _waiting}, leads_to="steward",
    ),
    Doing(
        "labour.seat_panel", SubmissionAsked, _seat_panel,
        choices={"submission": _without_panel}, leads_to="steward",
    ),
    Doing("labour.open_pulse", PulseAsked, _open_pulse, leads_to="steward"),
    Doing(
        "labour.publish_statement", StateAsked, _state, choices={"about": _to_state},
        leads_to="steward",
    ),
    Doing(
        "labour.answer_comment", AnswerAsked, _answer, choices={"comment": _unanswered},
        leads_to="steward",
    ),
    Doing(
        "labour.forget_pages", ForgetAsked, _forget, choices={"log": _with_times},
        leads_to="steward",
    ),
)  # fmt: skip
