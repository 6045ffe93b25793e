"""Reading tasks as people see them before they begin: price by item and by hour, and what came of work."""

from __future__ import annotations

from collections import Counter

import msgspec

from auzolan.cooperative import AnyEntry
from auzolan.house.rooms.charter.queries import charter_in_force
from auzolan.house.storage.reader import Reader
from auzolan.labour.state import AppealRow, Task
from auzolan.labour.tasks.acts import TaskOpened
from auzolan.labour.work.deadlines import OVERTURN, outcome_at


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


def task_lines(reader: Reader, *, at: int, all_tasks: bool = False) -> list[TaskLine]:
    """Tasks in order of id: those on offer, or all that there ever were.

    Args:
        reader: of the folder.
        at: the moment, milliseconds since 1970, UTC: an appeal that no panel has judged in its
            days by then counts as overturned.
        all_tasks: closed ones too.
    """
    rows = [row for row in reader.rows(Task) if all_tasks or row.closed < 0]
    labour = charter_in_force(reader).labour
    undecided = reader.rows(AppealRow, outcome="")
    lapsed = Counter(one.task for one in undecided if outcome_at(labour, one, at) == OVERTURN)
    entries = reader.entries(row.entry for row in rows)
    return [_line(entries[row.entry], row, lapsed[row.task]) for row in rows]


def currency_of(reader: Reader) -> str:
    """The currency that the charter names, in which every price is."""
    return charter_in_force(reader).currency


def _line(entry: AnyEntry, row: Task, lapsed: int) -> TaskLine:
    opened = next(one for one in entry.facts if isinstance(one, TaskOpened))
    return TaskLine(
        task=row.task, issuer=row.issuer, kind=row.kind, work_class=row.work_class,
        piece_micro=row.piece_micro or None, hour_cents=opened.hour_cents,
        floor_cents=row.floor_cents, page_seconds_max=row.page_seconds_max, harmful=row.harmful,
        open=row.closed < 0, rejections=row.rejections, handed_back=row.handed_back,
        appeals=row.appeals, overturned=row.overturned + lapsed, entry=row.entry,
    )  # fmt: skip
