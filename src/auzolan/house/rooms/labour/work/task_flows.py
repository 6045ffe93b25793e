"""Offering tasks and saying where one works: the act, the pilot laid down before it, the words sealed.

It sets no price and knows no floor; the rule does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from auzolan.charter.articles import charter_from_text
from auzolan.charter.state import IN_FORCE, CharterInForce
from auzolan.foundation.moments import DAY_MS
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, drawn, lay_down_once, named
from auzolan.house.desk import Desk
from auzolan.house.rooms.members.flows import UNSEALED
from auzolan.house.storage.reader import Reader
from auzolan.house.submission import Receipt
from auzolan.labour.state import AppealRow, Task
from auzolan.labour.tasks.acts import CloseTask, OpenTask, SetPlace, TaskOpened
from auzolan.labour.tasks.prices import Tried
from auzolan.labour.work.log_lines import PILOT_KIND, pilot_columns


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task as it is to be offered; the fields are those of the act, the words its text."""

    task: str
    words: str
    piece_micro: int = 0
    hour_cents: int = 0
    issuer: str = ""
    kind: str = ""
    work_class: str = "work"
    page_seconds_max: int = 600
    harmful: int = 0
    pilot: Sequence[Tried] = ()


class TaskLine(msgspec.Struct, frozen=True):
    """A task with its price by item and by hour, as people see it before they begin.

    `piece_micro` is None where it is paid by the hour; `hour_cents` is what an hour earns at the
    price, unpaid time counted; `floor_cents` what it was held against.
    """

    task: str
    issuer: str
    kind: str
    work_class: str
    piece_micro: int | None
    hour_cents: int
    floor_cents: int
    page_seconds_max: int
    harmful: int
    open: bool
    rejections: int
    handed_back: int
    appeals: int
    overturned: int
    entry: int


def open_task(desk: Desk, *, actor: str, new: NewTask) -> Receipt | Refusal:
    """Offer a task; a price by piece brings its pilot."""
    identity = named("open-task", new.task)
    pilot = None
    if new.pilot:
        pilot = lay_down_once(desk, identity, PILOT_KIND, pilot_columns(new.pilot))
    act = OpenTask(
        task=new.task, issuer=new.issuer, kind=new.kind, work_class=new.work_class,
        piece_micro=new.piece_micro, hour_cents=new.hour_cents,
        page_seconds_max=new.page_seconds_max, harmful=new.harmful, pilot=pilot, words=UNSEALED,
    )  # fmt: skip
    return ask(desk, identity, actor, act, {"words": new.words})


def close_task(desk: Desk, *, actor: str, task: str, reason: str) -> Receipt | Refusal:
    """Offer a task no more."""
    act = CloseTask(task, UNSEALED)
    return ask(desk, named("close-task", task), actor, act, {"reason": reason})


def set_place(desk: Desk, *, member: str, place: str) -> Receipt | Refusal:
    """Say where one works; an empty text says that it is not known."""
    return ask(desk, drawn(desk, "place"), member, SetPlace(member, place))


def task_lines(reader: Reader, *, at: int, all_tasks: bool = False) -> list[TaskLine]:
    """Tasks in order of id: those on offer, or all that there ever were.

    Args:
        reader: of the folder.
        at: the moment, milliseconds since 1970, UTC: an appeal that no panel has judged in its
            days by then counts as overturned.
        all_tasks: closed ones too.
    """
    lapsed = Counter(
        one.task for one in reader.rows(AppealRow, outcome="") if at >= _lapses_at(reader, one)
    )
    rows = [row for row in reader.rows(Task) if all_tasks or row.closed < 0]
    return [_line(reader, row, lapsed[row.task]) for row in rows]


def _lapses_at(reader: Reader, appeal: AppealRow) -> int:
    in_force = reader.get(CharterInForce, IN_FORCE)
    assert in_force is not None, "an appeal came before the co-operative was founded"
    days = charter_from_text(in_force.text).labour.appeal_days
    return appeal.appealed_at + days * DAY_MS


def currency_of(reader: Reader) -> str:
    """The currency that the charter names, in which every price is."""
    in_force = reader.get(CharterInForce, IN_FORCE)
    return charter_from_text(in_force.text).currency if in_force is not None else ""


def _line(reader: Reader, row: Task, lapsed: int) -> TaskLine:
    opened = next(one for one in reader.entry(row.entry).facts if isinstance(one, TaskOpened))
    return TaskLine(
        task=row.task, issuer=row.issuer, kind=row.kind, work_class=row.work_class,
        piece_micro=row.piece_micro or None, hour_cents=opened.hour_cents,
        floor_cents=row.floor_cents, page_seconds_max=row.page_seconds_max, harmful=row.harmful,
        open=row.closed < 0, rejections=row.rejections, handed_back=row.handed_back,
        appeals=row.appeals, overturned=row.overturned + lapsed, entry=row.entry,
    )  # fmt: skip
