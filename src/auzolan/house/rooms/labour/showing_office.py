"""What offices and members read of work by programs: what waits, appeals, sheets. No name, no time."""

from __future__ import annotations

from collections.abc import Sequence

from auzolan.foundation.refusals import Refusal
from auzolan.house.doing import Showing, Who
from auzolan.house.ports import system_ports
from auzolan.house.rooms.labour.queries import SheetLine, sheet_lines
from auzolan.house.rooms.labour.work.appeal_flows import AppealLine, open_appeals
from auzolan.house.rooms.labour.work.work_queries import QueueLine, queue_lines
from auzolan.house.storage.reader import Reader


def _queue(reader: Reader, who: Who) -> Sequence[QueueLine]:
    found = queue_lines(reader.folder, actor=who.member, at=system_ports().clock())
    return [] if isinstance(found, Refusal) else sorted(found, key=lambda one: one.submission)


def _appeals(reader: Reader, who: Who) -> Sequence[AppealLine]:
    found = open_appeals(reader.folder, at=system_ports().clock())
    return sorted(found, key=lambda one: one.submission)


def _sheets(reader: Reader, who: Who) -> Sequence[SheetLine]:
    return sheet_lines(reader)


SHOWINGS: tuple[Showing, ...] = (
    Showing("labour.queue", "work/queue", QueueLine, _queue, key="submission"),
    Showing("labour.open_appeals", "work/appeals", AppealLine, _appeals, key="submission"),
    Showing("labour.sheets", "work/sheets", SheetLine, _sheets, key="work"),
)
