"""Shapes of the room charter. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from typing import Literal

import msgspec


class ClauseChange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A clause and what it says in both versions."""

    clause: str
    before: int | str
    after: int | str


class TextChange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An article whose text differs; empty where there is none."""

    article: str
    before: str
    after: str


class Difference(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What two versions differ in: clauses with their values, texts in one language."""

    before: int
    after: int
    clauses: tuple[ClauseChange, ...]
    texts: tuple[TextChange, ...]


class MandateLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One mandate; `holder` is empty where any holder of the office may use it."""

    mandate: str
    power: str
    holder: str
    from_at: str
    until_at: str
    spent: bool


class Membership(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who belongs, what each brings in, and who may read what was done."""

    number: int
    tier: int
    contribution_cents: int
    open_record: int = 0


class Consent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What may be done with rows at all, and how fast a withdrawal is obeyed."""

    number: int
    tier: int
    purposes: tuple[str, ...]
    kinds: tuple[str, ...]
    operations: tuple[str, ...]
    retrain_days: int
    erase_days: int
    exact_hours: int
    downdate_hours: int
    shard_days: int
    extended_days: int
    notice_hours: int
    certificate_days: int
    backup_days: int
    answer_days: int


class Labour(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What work is owed: the floor under an hour, how work is judged, and who may see what of it."""

    number: int
    tier: int
    floor_cents_hour: int
    index_ratio_max: int
    living_wage: int
    compensable: tuple[str, ...]
    accept_days: int
    appeal_days: int
    panel_size: int
    late_interest_bp: int
    comment_days: int
    page_days: int
    group_public_min: int
    group_inside_min: int
    dominance_bp: int
    noise_centi: int
    skill_judgments_min: int


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the waterfall above the members' part."""

    name: str
    part_bp: int
    purpose: Literal["development", "education", "intercooperation", "promotion", "solidarity", "mutual_fund"]
    account: Literal["obligatory_reserve", "divisible_reserve", "indivisible_reserve", "fund"]
    base: Literal["gross", "net", "before_tax", "available", "rest"] = "available"
    result_class: Literal["all", "members", "third_parties", "extraordinary"] = "all"
    rounding: Literal["up", "down"] = "down"
    min_cents: int = 0
    max_cents: int = 0
    condition: Literal["never", "reserve_below_half_capital"] = "never"
    condition_bp: int = 0
    deadline_months: int = 0


class Interest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Interest on capital: the lower of the own rate and the legal rate with its margin."""

    own_bp: int
    legal_bp: int
    margin_bp: int
    limit_bp: int


class Pool(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A part of the members' part: by what it is shared, and its weight in basis points."""

    basis: Literal["labour", "data", "usage", "labels", "equal", "hours", "value"]
    weight_bp: int


class Patronage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How the members' part is shared and reaches them."""

    pools: tuple[Pool, ...]
    employee_weight_bp: int = 10000
    employee_cash_bp: int = 10000
    cash_bp: int = 2000
    cash_rounding: Literal["up", "down"] = "up"
    solidarity_ratio: int = 0
    concentration_bp: int = 10000
    holder_parts: int = 0
    notices: Literal["none", "qualified", "nonqualified"] = "none"


class Losses(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who bears a loss, one after the other."""

    order: tuple[Literal["voluntary_reserve", "obligatory_reserve", "members", "carried"], ...] = ("voluntary_reserve", "obligatory_reserve", "members", "carried")
    years: int = 5
    average_years: int = 5


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What joining costs: instalments of the contribution, and a fee that goes to the reserve."""

    instalments: int = 1
    fee_bp: int = 0


class Exit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How capital is paid back: what is deducted by reason, and in how many yearly parts."""

    unjustified_bp: int = 0
    expulsion_bp: int = 0
    years: int = 5
    death_years: int = 1


class Dissolution(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who is served in which order at the end, and to whom the rest goes."""

    order: tuple[Literal["creditors", "education_fund", "redemption", "voluntary_capital", "compulsory_capital", "divisible_reserve"], ...] = ("creditors", "education_fund", "redemption", "voluntary_capital", "compulsory_capital", "divisible_reserve")
    residue: Literal["co_operation", "members"] = "co_operation"


class Distribution(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The whole of it: what one year's result becomes."""

    lines: tuple[Line, ...]
    interest: Interest
    patronage: Patronage
    losses: Losses
    entry: Entry
    exit: Exit
    unclaimed_years: int = 5
    dissolution: Dissolution


class Surplus(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How the result of a period is divided, and how capital comes and goes."""

    number: int
    tier: int
    distribution: Distribution


class Payouts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How money leaves: who says yes, how long a new bank account waits, what is too little."""

    number: int
    tier: int
    approvals: int
    cooling_hours: int
    smallest_cents: int
    withholding_bp: int


class Royalties(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How much of what a licensee has paid may go to members by use, before any surplus."""

    number: int
    tier: int
    part_bp: int


class Decisions(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What carries a measure, by tier, and what follows until it may be carried out."""

    number: int
    tier: int
    policy_majority: str
    policy_cooling_days: int
    bylaw_majority: str
    bylaw_cooling_days: int
    entrenched_majority: str
    entrenched_turnout: str
    entrenched_cooling_days: int
    reading_gap_days: int
    structural_majority: str
    structural_attendance: str
    first_call_quorum: str
    second_call_quorum: str
    second_call_votes: int
    poll_days: int
    late_hours: int
    extension_hours: int
    mandate_days: int
    endorsements: int
    confirming_bp: int
    challenge_days: int
    suspension_large_bp: int
    suspension_large_from: int
    suspension_middle_bp: int
    suspension_middle_from: int
    suspension_small_bp: int


class Meetings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How an assembly is called, who may call it, and whose votes are bounded."""

    number: int
    tier: int
    notice_days: int
    notice_days_max: int
    call_gap_minutes: int
    convene_bp: int
    agenda_bp: int
    agenda_days: int
    proxies_max: int
    secret_bp: int
    collaborators_votes: str
    inactive_votes: str


class Organs(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who acts for the members between assemblies: seats, terms, recall, and when an organ is due."""

    number: int
    tier: int
    council_seats: int
    council_term_days: int
    monitoring_seats: int
    monitoring_term_days: int
    monitoring_from: int
    social_seats: int
    social_term_days: int
    appeals_seats: int
    appeals_term_days: int
    delegates_from: int
    delegates_seats: int
    delegates_term_days: int
    recall_majority: str
    emergency_days: int


class Worth(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is one thing when the worth of data is computed, and how much one person may enter."""

    number: int
    tier: int
    works: tuple[str, ...]
    vouched: tuple[str, ...]
    cap_rows: int
    near_squared_max: int
    recipe: str
