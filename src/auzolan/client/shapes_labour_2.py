"""Shapes of the room labour. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from typing import Literal

import msgspec

from auzolan.client.shapes_labour import ClassTime, FloorNow, HourlyFigures, WorkLine


class OwnPay(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All about one's own pay."""

    member: str
    floor: FloorNow
    hourly_cents: HourlyFigures
    periods: tuple[WorkLine, ...]
    classes: tuple[ClassTime, ...]
    waiting: int
    checks: tuple[str, ...]


class StateAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is said of the labour behind a model or a data set; the figures follow from the books."""

    about: str
    purpose: str
    jobs: Literal["fewer", "more", "none", "other", "unknown"] = "unknown"
    effect: str = ""
    consultation: str = ""
    support: str = ""
    not_known: str = ""


class PooledScore(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What many say of one thing."""

    name: str
    people: int
    mean_centi: int


class PulseResult(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A pulse; `scores` is empty while it lasts, and where too few have answered."""

    pulse: str
    roll: int
    answered: int
    until_at: int
    entry: int
    is_over: bool
    scores: tuple[PooledScore, ...]


class PayFigures(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an hour earned in a period, over all time that counts; `UNKNOWN` where it may not be shown."""

    people: int
    seconds: int
    median_cents: int
    median_lifted_cents: int
    under_bp: int
    unpaid_bp: int


class WorkJudged(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How the work of a period was judged so far, by submissions."""

    submissions: int
    rejected: int
    appealed: int
    overturned: int
    open_appeals: int


class Looks(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How often persons' figures were looked at since the beginning, and how many figures."""

    looks: int
    figures: int


class IssuerScores(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What many say of one issuer for the work of one period; empty for the co-operative itself."""

    issuer: str
    period: str
    scores: tuple[PooledScore, ...]


class JobQuality(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The card of one period; `pulse` is the newest that is over, None where none is."""

    period: str
    is_closed: bool
    people_min: int
    pay: PayFigures
    judged: WorkJudged
    looks: Looks
    pulse: PulseResult | None
    ratings: tuple[IssuerScores, ...]


class QueueLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A piece of work that waits to be judged; `claimed_seconds` is None but for claims."""

    submission: str
    task: str
    work_class: str
    items: int
    judgments: int
    claimed_seconds: int | None
    again: bool
    decide_by: str


class RateAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What she says of whom she worked for: 1 very bad, 5 very good, 0 no opinion."""

    submission: str
    pay: Literal["0", "1", "2", "3", "4", "5"]
    fairness: Literal["0", "1", "2", "3", "4", "5"]
    speed: Literal["0", "1", "2", "3", "4", "5"]
    communication: Literal["0", "1", "2", "3", "4", "5"]
    words: str = ""


class Ratings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What may be shown of ratings to an audience that sees groups of so many people."""

    people_min: int
    issuers: tuple[IssuerScores, ...]


class SheetAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A sheet of work with pay that was agreed."""

    file: str
    period: str = ""


class JudgeAsked2(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which piece of work, and the reason that its maker will read."""

    submission: str
    reason: str


class GroupsAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is told about groups of people, to whom."""

    file: str
    release: str
    population: str = "members"
    audience: Literal["inside", "public"] = "inside"
    measure: Literal["items", "pay_cents", "people", "seconds"] = "people"
    period: str = ""
    noise_centi: int = 0


class SubmissionAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """About which piece of work peers judge."""

    submission: str


class PlaceAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where she works: a country or a part of one, empty for not known."""

    place: str = ""


class ReferencesAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file of statutory minimums and living wages, and who published it."""

    file: str
    source: str


class SettleAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """In which period accepted work is paid."""

    period: str = ""


class SheetLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One sheet of work."""

    work: str
    period: str
    members: int
    seconds: int
    pay_cents: int
    interest_cents: int
    topup_cents: int
    entry: int


class PlacePeople(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How many people worked at a place: a country or a part of one (ISO 3166)."""

    place: str
    people: int


class HoursOfClass(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Seconds of one class of work, by how they came to be known, and how many were accepted."""

    work_class: str
    measured: int | Literal["unknown"]
    claimed: int | Literal["unknown"]
    agreed: int | Literal["unknown"]
    accepted: int | Literal["unknown"]
    unknown_times: int | Literal["unknown"]


class PayAnHour(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Effective pay in cents an hour by people, and the part of them under the floor (basis points)."""

    p5: int | Literal["unknown"]
    p25: int | Literal["unknown"]
    p50: int | Literal["unknown"]
    p75: int | Literal["unknown"]
    p95: int | Literal["unknown"]
    under_bp: int | Literal["unknown"]


class Looks2(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How often one figure about persons was looked at in one role, and how many figures were shown."""

    metric: str
    role: str
    looks: int
    figures: int


class Figures(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the books know of the labour; see `docs/reference/labour-impact-statement.md`."""

    snapshot: str
    kind: str
    rows: int
    tasks: int | Literal["unknown"]
    people: int | Literal["unknown"]
    places: tuple[PlacePeople, ...]
    places_kept_back: int | Literal["unknown"]
    hours: tuple[HoursOfClass, ...]
    floor_cents: int | Literal["unknown"]
    floor_basis: str
    before: PayAnHour
    after: PayAnHour
    unpaid_bp: int | Literal["unknown"]
    accepted: int | Literal["unknown"]
    auto_accepted: int | Literal["unknown"]
    rejections: int | Literal["unknown"]
    handed_back: int | Literal["unknown"]
    appeals: int | Literal["unknown"]
    overturned: int | Literal["unknown"]
    open_appeals: int | Literal["unknown"]
    open_requests: int | Literal["unknown"]
    deciders: int | Literal["unknown"]
    machine_decisions: int | Literal["unknown"]
    harmful_tasks: int | Literal["unknown"]
    recovery_seconds: int | Literal["unknown"]
    looks: tuple[Looks2, ...]
    consented: int | Literal["unknown"]
    left_out: int | Literal["unknown"]
    pages_held: int | Literal["unknown"]


class FloorSource(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A wage on the record that the floor may come from, with who published it."""

    place: str
    basis: str
    cents_hour: int
    source: str
    document: str
    entry: int


class Words(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What no figure says: `erased` where a text was erased since, `sealed` for those outside."""

    purpose: str
    jobs: str
    effect: str
    consultation: str
    support: str
    not_known: str
