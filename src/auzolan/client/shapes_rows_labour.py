"""Shapes of the rows of the room labour. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

import msgspec


class GroupAtom(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The finest group in which releases have shown a person so far, as one audience saw them."""

    view: str
    member: str
    atom: int


class GroupRelease(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A release about groups; `year` is the calendar year (UTC) whose noise budget it spends."""

    release: str
    population: str
    audience: str
    measure: str
    period: str
    year: int
    noise_centi: int
    cells: int
    kept_back: int
    entry: int


class JobIndex(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The index by which a member's hours weigh, in hundredths; 100 where there is no row."""

    member: str
    work_class: str
    index_centi: int
    entry: int


class LabourStatement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A labour-impact statement: the newest of a subject counts."""

    statement: str
    about: str
    name: str
    published_at: int
    comment_by: int
    comments: int
    open_comments: int
    entry: int
    kind: str = ""
    snapshot: str = ""


class LookCount(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How often a figure about persons was looked at in a role: open, and about nobody."""

    metric: str
    role: str
    looks: int
    figures: int


class LookRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A look at a person's figure."""

    look: str
    member: str
    viewer: str
    role: str
    metric: str
    purpose: str
    count: int
    at: int
    entry: int


class PulseRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A quarter's question to all members about their work."""

    pulse: str
    roll: int
    answered: int
    until_at: int
    entry: int


class Rating(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What somebody says of whom she worked for; scores as in `RateIssuer`, 0 for no opinion."""

    submission: str
    issuer: str
    member: str
    pay: int
    fairness: int
    speed: int
    communication: int
    entry: int


class StatementComment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A member's comment on a statement; `answered` is the entry of its answer, -1 until then."""

    comment: str
    statement: str
    member: str
    entry: int
    answered: int


class Submission(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A piece of work that is judged on its own, and what has been paid for it."""

    submission: str
    log: str
    period: str
    member: str
    tag: str
    task: str
    work_class: str
    basis: str
    seconds: int
    paid_seconds: int
    items: int
    judgments: int
    pay_micro: int
    batch: str
    logged_at: int
    state: str
    waits_since: int
    decided_at: int
    decided_by: str
    owing: int
    entry: int
    settled_seconds: int = 0
    settled_micro: int = 0
    rejected_at: int = 0
    auto_accepted: int = 0
    floor_period: str = ""
    settled_floor: int = 0


class Task(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Work that is or was offered, its price, and what came in, counted by events."""

    task: str
    issuer: str
    kind: str
    work_class: str
    piece_micro: int
    hour_cents: int
    page_seconds_max: int
    harmful: int
    floor_cents: int
    entry: int
    closed: int
    rejections: int = 0
    handed_back: int = 0
    appeals: int = 0
    overturned: int = 0


class WageReference(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A statutory minimum or a living wage of a place, from a moment on."""

    place: str
    basis: str
    from_at: int
    cents_hour: int
    source: str
    document: str
    entry: int


class WorkLog(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A log of work that has been booked."""

    log: str
    period: str
    file: str
    pages: str
    page_count: int
    submissions: int
    entry: int
    logged_at: int
    forget_by: int
    forgotten: int
    kind: str = ""


class WorkOfMember(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One member's work in a period, all sheets together."""

    period: str
    member: str
    seconds: int
    weight_centi: int
    owed_cents: int
    counted_seconds: int = 0
    paid_seconds: int = 0
    items: int = 0
    pay_cents: int = 0
    interest_cents: int = 0
    topup_cents: int = 0
    floor_cents: int = 0


class WorkPlace(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a member works, from a moment on."""

    member: str
    since: int
    place: str
    entry: int
