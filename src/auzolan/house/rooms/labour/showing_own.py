"""What somebody can read of her own work, and everybody of work as a whole; see `house/doing.py`."""

from __future__ import annotations

from collections.abc import Sequence

from auzolan.foundation.refusals import Refusal
from auzolan.house.doing import Showing, Who
from auzolan.house.ports import system_ports
from auzolan.house.rooms.charter.queries import charter_in_force
from auzolan.house.rooms.labour.paying.pay_queries import OwnPay, own_pay
from auzolan.house.rooms.labour.statements.impact_types import LabourImpact, StatementLine
from auzolan.house.rooms.labour.statements.statement_queries import statement_lines, statement_of
from auzolan.house.rooms.labour.voice.exchange import Days, Exchange, exchange
from auzolan.house.rooms.labour.voice.fairwork_queries import (
    Fairwork,
    Ratings,
    fairwork,
    inside_ratings,
    job_quality,
    public_ratings,
    pulses,
)
from auzolan.house.rooms.labour.watching.look_flows import (
    LookCountLine,
    LookLine,
    look_counts,
    looks_at,
)
from auzolan.house.rooms.labour.work.appeal_flows import PanelCase, cases_of
from auzolan.house.rooms.labour.work.task_queries import TaskLine, task_lines
from auzolan.house.rooms.labour.work.work_queries import OwnSubmission, own_submissions
from auzolan.house.storage.reader import Reader
from auzolan.labour.voice.job_quality import JobQuality
from auzolan.labour.voice.voices import PulseResult


def _now() -> int:
    return system_ports().clock()


def _submissions(reader: Reader, who: Who, member: str) -> Sequence[OwnSubmission]:
    found = own_submissions(reader.folder, member=member, at=_now())
    return sorted(found, key=lambda one: one.submission)


def _pay(reader: Reader, who: Who, member: str) -> OwnPay | None:
    found = own_pay(reader.folder, actor=member, member=member, at=_now())
    return None if isinstance(found, Refusal) else found


def _exchange(reader: Reader, who: Who, member: str) -> Exchange | None:
    currency = charter_in_force(reader).currency
    found = exchange(reader, asker=member, member=member, days=Days(), currency=currency)
    return None if isinstance(found, Refusal) else found


def _looks(reader: Reader, who: Who, member: str) -> Sequence[LookLine]:
    return looks_at(reader, member)[::-1]


def _cases(reader: Reader, who: Who, member: str) -> Sequence[PanelCase]:
    found = cases_of(reader.folder, member=member, at=_now())
    return sorted(found, key=lambda one: one.submission)


def _tasks(reader: Reader, who: Who) -> Sequence[TaskLine]:
    return task_lines(reader, at=_now(), all_tasks=True)


def _look_counts(reader: Reader, who: Who) -> Sequence[LookCountLine]:
    return sorted(look_counts(reader), key=lambda one: (one.metric, one.role))


def _fairwork(reader: Reader, who: Who) -> Fairwork:
    return fairwork(reader, at=_now())


def _public_ratings(reader: Reader, who: Who) -> Ratings:
    return public_ratings(reader)


def _inside_ratings(reader: Reader, who: Who) -> Ratings:
    return inside_ratings(reader)


def _pulses(reader: Reader, who: Who) -> Sequence[PulseResult]:
    return sorted(pulses(reader, at=_now()), key=lambda one: one.pulse)


def _quality(reader: Reader, who: Who, period: str) -> JobQuality | None:
    return job_quality(reader, period, at=_now())


def _statements(reader: Reader, who: Who) -> Sequence[StatementLine]:
    return sorted(statement_lines(reader), key=lambda one: one.statement)


def _statement(reader: Reader, who: Who, name: str) -> LabourImpact | None:
    return statement_of(reader, name, inside=bool(who.member))


SHOWINGS: tuple[Showing, ...] = (
    Showing(
        "labour.submissions", "members/{member}/work", OwnSubmission, _submissions,
        key="submission", about="member",
    ),
    Showing("labour.pay", "members/{member}/pay", OwnPay, _pay, about="member"),
    Showing("labour.exchange", "members/{member}/exchange", Exchange, _exchange, about="member"),
    Showing(
        "labour.looks", "members/{member}/looks", LookLine, _looks, key="entry", about="member"
    ),
    Showing(
        "labour.panel", "members/{member}/panel", PanelCase, _cases, key="submission",
        about="member",
    ),
    Showing("labour.tasks", "tasks", TaskLine, _tasks, key="task"),
    Showing(
        "labour.look_counts", "looks", LookCountLine, _look_counts, key=("metric", "role")
    ),
    Showing("labour.fairwork", "labour/fairwork", Fairwork, _fairwork),
    Showing("labour.ratings", "labour/ratings", Ratings, _public_ratings),
    Showing("labour.ratings_inside", "labour/ratings-inside", Ratings, _inside_ratings),
    Showing("labour.pulses", "labour/pulses", PulseResult, _pulses, key="pulse"),
    Showing("labour.quality", "labour/periods/{period}", JobQuality, _quality),
    Showing("labour.statements", "labour/statements", StatementLine, _statements, key="statement"),
    Showing("labour.statement", "labour/statements/{name}", LabourImpact, _statement),
)  # fmt: skip
