"""Shapes of the room labour. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from typing import Literal

import msgspec


class AcceptAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which pieces of work are accepted, and why."""

    submissions: tuple[str, ...]
    reason: str


class AcceptAllAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that waits of one task, or of all, is accepted: the 300 that wait longest."""

    task: str = ""
    reason: str


class AnswerAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which comment is answered, and how."""

    comment: str
    words: str


class PulseAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How her work is: 1 very bad, 5 very good, 0 no opinion."""

    pay: Literal["0", "1", "2", "3", "4", "5"]
    hours: Literal["0", "1", "2", "3", "4", "5"]
    safety: Literal["0", "1", "2", "3", "4", "5"]
    say: Literal["0", "1", "2", "3", "4", "5"]
    respect: Literal["0", "1", "2", "3", "4", "5"]
    learning: Literal["0", "1", "2", "3", "4", "5"]


class AppealAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which rejection peers are to judge, and why it was wrong."""

    submission: str
    words: str


class IndexAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """By how much a member's hours weigh, in hundredths."""

    member: str
    index_centi: int
    work_class: str = ""


class ClaimAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Her own time: what kind, how long, and for which task where it was for one."""

    work_class: str
    minutes: int
    task: str = ""
    items: int = 0
    batch: str = ""


class TaskEndAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which task is offered no more, and why."""

    task: str
    reason: str


class CommentAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What she says about a labour statement."""

    statement: str
    words: str


class ExchangeLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of an exchange."""

    side: str
    kind: str
    about: str
    amount: int
    unit: str
    micro: int
    entry: int
    command: str


class ExchangeSums(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Money in millionths of the currency: before, in between, after; `closing` is what she holds."""

    opening_micro: int
    gave_micro: int
    received_micro: int
    left_micro: int
    closing_micro: int


class Exchange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a member gave and received in some days, from entries up to the head that was read."""

    member: str
    first_day: str
    last_day: str
    currency: str
    lines: tuple[ExchangeLine, ...]
    sums: ExchangeSums
    checks: tuple[str, ...]


class Point(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One of the ten points."""

    number: str
    principle: str
    title: str
    given: bool
    evidence: tuple[int, ...]
    evidence_total: int
    missing: tuple[str, ...]


class Fairwork(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The ten points at one head of the record, and the command that finds them again."""

    points: int
    entries: int
    found: tuple[Point, ...]
    command: str


class ForgetAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Of which log the raw times are destroyed."""

    log: str


class AgainAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What she hands in again, and how long it took in all."""

    submission: str
    minutes: int


class ImportAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An export of a tool, with the list of who is who where names differ."""

    file: str
    tool: str
    log: str
    people: str = ""
    task: str = ""
    period: str = ""


class JudgeAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one of a panel says of an appeal, and why."""

    submission: str
    verdict: Literal["overturn", "uphold"]
    reason: str


class LogAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A log of work in the house's own columns."""

    file: str
    period: str = ""


class LookCountLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How often a figure about persons was looked at in a role; about nobody."""

    metric: str
    role: str
    looks: int
    figures: int


class LookLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A look at a person's figures, as she sees it."""

    at: str
    viewer: str
    role: str
    metric: str
    purpose: str
    figures: int
    entry: int


class AppealLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An appeal that waits: how many judge it, how many have, and when it stands as overturned."""

    submission: str
    task: str
    appealed: str
    peers: int
    judged: int
    lapses: str
    entry: int


class PulseAsked2(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How many days members have to say how their work is."""

    days: int = 14


class OpenTaskAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is to be done, and what it pays: by the hour, or by piece with a file of who tried it."""

    task: str
    words: str
    hour_cents: int = 0
    piece: str = ""
    pilot: str = ""
    issuer: str = ""
    kind: str = ""
    work_class: str = "work"
    page_seconds_max: int = 600
    harmful: Literal["0", "1", "2"] = "0"


class PanelCase(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one of a panel is given to judge: the work and the words of both sides, no name."""

    submission: str
    task: str
    task_words: str
    work_class: str
    items: int
    judgments: int
    reason: str
    appeal: str
    judge_by: str


class FloorNow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The floor of an hour worked now, and where it comes from; entry -1 is the charter."""

    cents_hour: int
    basis: str
    place: str
    source: str
    entry: int


class HourlyFigures(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an hour earned, cents, None where it cannot be said."""

    all_time: int | None
    paid_time: int | None
    naive: int | None
    lifted: int | None


class WorkLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One member's work that was booked or settled in one period; `entries` are those that owe it."""

    period: str
    seconds: int
    owed_cents: int
    counted_seconds: int
    paid_seconds: int
    pay_cents: int
    interest_cents: int
    topup_cents: int
    floor_cents: int
    hourly_cents: HourlyFigures
    entries: tuple[int, ...]


class ClassTime(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Time of a class of work on the books: all of it, and what the floor was held against."""

    work_class: str
    seconds: int
    counted_seconds: int
    unknown: int
