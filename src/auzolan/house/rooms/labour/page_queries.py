"""What pages show of work: to everybody what groups may show, to a member what is hers.

It shows no name, no time of day, and of one person nothing but to herself. It writes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from auzolan.charter.state import CharterInForce, Mandate
from auzolan.foundation.books import Row
from auzolan.house.rooms.labour.paying.pay_queries import OwnPay, pay_of
from auzolan.house.rooms.labour.voice import fairwork_queries
from auzolan.house.rooms.labour.voice.exchange import Days, Exchange, exchange
from auzolan.house.rooms.labour.voice.exchange_money import ExchangeLine
from auzolan.house.rooms.labour.voice.fairwork_queries import Fairwork, Ratings
from auzolan.house.rooms.labour.work.task_queries import TaskLine, task_lines
from auzolan.house.rooms.labour.work.work_queries import OwnSubmission, submissions_of
from auzolan.house.storage.reader import Reader
from auzolan.house.storage.together import asked
from auzolan.labour.state import (
    AppealRow,
    Submission,
    Task,
    WageReference,
    WorkOfMember,
    WorkPlace,
    WorkSheet,
)
from auzolan.labour.voice.job_quality import ClassTime, JobQuality, newest_pulse
from auzolan.labour.voice.voices import PulseResult
from auzolan.treasury.state import CLOSED, Period

SUBMISSIONS_SHOWN = 200
SIDES = ("gave", "received", "left", "common", "held")
"""What a page shows of an exchange, in order; looks stand on a page of their own."""


@dataclass(frozen=True, slots=True)
class WorkPage:
    """What everybody may see of the co-operative's work; `card` is of the newest closed period."""

    offered: tuple[TaskLine, ...]
    ended: tuple[TaskLine, ...]
    rejections: int
    handed_back: int
    appeals: int
    overturned: int
    fairwork: Fairwork
    ratings: Ratings
    card: JobQuality | None
    pulse: PulseResult | None
    times: tuple[ClassTime, ...]


@dataclass(frozen=True, slots=True)
class OwnWork:
    """All that a member's own page of work shows.

    Attributes:
        pay: what her hours earned, period by period.
        submissions: her newest pieces of work, at most 200; `submissions_total` counts them all.
        tasks: what is on offer, with its price by item and by hour.
        place: where she works, empty for not known.
    """

    pay: OwnPay
    submissions: tuple[OwnSubmission, ...]
    submissions_total: int
    tasks: tuple[TaskLine, ...]
    place: str


def sides_of(found: Exchange) -> list[tuple[str, list[ExchangeLine]]]:
    """The lines of an exchange by side; sides without any are left out."""
    by_side: dict[str, list[ExchangeLine]] = defaultdict(list)
    for one in found.lines:
        by_side[one.side].append(one)
    return [(side, by_side[side]) for side in SIDES if by_side[side]]


def work_page(reader: Reader, *, at: int) -> WorkPage:
    """What everybody may see.

    Args:
        reader: of the folder.
        at: the moment, milliseconds since 1970, UTC.
    """
    few: tuple[type[Row], ...] = (CharterInForce, Period, Task, AppealRow)
    reader.ask(*(asked(row) for row in few), asked(Mandate, power=fairwork_queries.APPEALS))
    tasks = task_lines(reader, at=at, all_tasks=True)
    closed = [one for one in reader.rows(Period) if one.state == CLOSED]
    newest = max(closed, key=lambda one: one.closed, default=None)
    return WorkPage(
        offered=tuple(one for one in tasks if one.open),
        ended=tuple(one for one in tasks if not one.open),
        rejections=sum(one.rejections for one in tasks),
        handed_back=sum(one.handed_back for one in tasks),
        appeals=sum(one.appeals for one in tasks),
        overturned=sum(one.overturned for one in tasks),
        fairwork=fairwork_queries.fairwork(reader, at=at),
        ratings=fairwork_queries.public_ratings(reader),
        card=fairwork_queries.job_quality(reader, newest.period, at=at) if newest else None,
        pulse=newest_pulse(fairwork_queries.pulses(reader, at=at)),
        times=fairwork_queries.times_in(reader, newest),
    )


def own_work(reader: Reader, member: str, *, at: int) -> OwnWork:
    """What a member's own page shows; the caller has seen to it that she alone reads it.

    Args:
        reader: of the folder.
        member: whose; somebody who is or was a member.
        at: the moment, milliseconds since 1970, UTC.
    """
    own: tuple[type[Row], ...] = (Submission, WorkPlace, WorkOfMember)
    common: tuple[type[Row], ...] = (CharterInForce, Task, WageReference, WorkSheet)
    reader.ask(
        *(asked(row, member=member) for row in own), *(asked(row) for row in common),
        asked(AppealRow, outcome=""),
    )  # fmt: skip
    told = [one.entry for one in reader.rows(WorkSheet)]
    reader.entries([*told, *(one.entry for one in reader.rows(Task) if one.closed < 0)])
    rows = submissions_of(reader, member=member, at=at)
    places = reader.rows(WorkPlace, member=member)
    return OwnWork(
        pay=pay_of(reader, member, at=at),
        submissions=tuple(rows[:SUBMISSIONS_SHOWN]),
        submissions_total=len(rows),
        tasks=tuple(task_lines(reader, at=at)),
        place=max(places, key=lambda one: one.since).place if places else "",
    )


def own_exchange(reader: Reader, member: str, *, currency: str) -> Exchange:
    """What a member gave and received since the beginning; for her alone, as the caller has seen to.

    Args:
        reader: of the folder.
        member: whose; somebody who is or was a member.
        currency: of the books.
    """
    found = exchange(reader, asker=member, member=member, days=Days(), currency=currency)
    assert isinstance(found, Exchange), f"{member} reads her own exchange"
    return found
