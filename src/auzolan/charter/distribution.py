"""How a co-operative divides its year, as typed charter data: lines, pools, interest, losses, exits.

Every number is a whole number and every choice a name of a closed list, so that a vote can change
one of them at a time. What a law demands of them is in `laws`, how a clause is named and changed in
`distribution_clauses`, the arithmetic in the treasury.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

Bp = Annotated[int, Meta(ge=0, le=10_000)]
Cents = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Months = Annotated[int, Meta(ge=0, le=1_200)]
Years = Annotated[int, Meta(ge=0, le=100)]
LineName = Annotated[str, Meta(pattern=r"\A[a-z][a-z_]{0,39}\Z")]


class ResultClass(StrEnum):
    """Where a result comes from: work with members, with others, or out of the ordinary."""

    ALL = "all"
    MEMBERS = "members"
    THIRD_PARTIES = "third_parties"
    EXTRAORDINARY = "extraordinary"


class Base(StrEnum):
    """Of which amount a line takes its part.

    `gross` is before interest, losses and tax; `net` is after interest; `before_tax` is also after
    past losses; `available` is also after tax; `rest` is what the lines before it have left.
    """

    GROSS = "gross"
    NET = "net"
    BEFORE_TAX = "before_tax"
    AVAILABLE = "available"
    REST = "rest"


class Rounding(StrEnum):
    """To which whole cent an exact part goes."""

    UP = "up"
    DOWN = "down"


class Condition(StrEnum):
    """When a line takes its `condition_bp` in place of its `part_bp`."""

    NEVER = "never"
    RESERVE_BELOW_HALF_CAPITAL = "reserve_below_half_capital"


class AccountClass(StrEnum):
    """What kind of account a line goes to."""

    OBLIGATORY_RESERVE = "obligatory_reserve"
    DIVISIBLE_RESERVE = "divisible_reserve"
    INDIVISIBLE_RESERVE = "indivisible_reserve"
    FUND = "fund"


class Purpose(StrEnum):
    """What a line is for."""

    DEVELOPMENT = "development"
    EDUCATION = "education"
    INTERCOOPERATION = "intercooperation"
    PROMOTION = "promotion"
    SOLIDARITY = "solidarity"
    MUTUAL_FUND = "mutual_fund"


class Basis(StrEnum):
    """By what a pool of the members' part is shared.

    `labour` is accepted hours times pay index, `hours` the same hours alone; `usage` is what was
    earned by use in the period, `labels` those that were accepted. `data` is the worth of one's data
    as it was computed, `value` the lower end of its likely range; of both, below zero counts as none.
    """

    LABOUR = "labour"
    DATA = "data"
    USAGE = "usage"
    LABELS = "labels"
    EQUAL = "equal"
    HOURS = "hours"
    VALUE = "value"


class Notices(StrEnum):
    """What capitalised patronage is in the tax law of the United States; `none` elsewhere."""

    NONE = "none"
    QUALIFIED = "qualified"
    NONQUALIFIED = "nonqualified"


class Bearer(StrEnum):
    """Who bears a loss."""

    VOLUNTARY_RESERVE = "voluntary_reserve"
    OBLIGATORY_RESERVE = "obligatory_reserve"
    MEMBERS = "members"
    CARRIED = "carried"


class Reason(StrEnum):
    """Why a member's capital is paid back or handed on."""

    JUSTIFIED = "justified"
    UNJUSTIFIED = "unjustified"
    EXPULSION = "expulsion"
    DEATH = "death"
    TRANSFER = "transfer"


class Claim(StrEnum):
    """Who is served when a co-operative is wound up; what is left after all goes to `residue`.

    `redemption` is the capital of those who have left and are not paid back yet.
    """

    CREDITORS = "creditors"
    EDUCATION_FUND = "education_fund"
    REDEMPTION = "redemption"
    VOLUNTARY_CAPITAL = "voluntary_capital"
    COMPULSORY_CAPITAL = "compulsory_capital"
    DIVISIBLE_RESERVE = "divisible_reserve"


class Residue(StrEnum):
    """To whom the rest goes at the end; `co_operation` is the asset lock."""

    CO_OPERATION = "co_operation"
    MEMBERS = "members"


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What all parts of the article share."""


class Line(_Part, frozen=True, kw_only=True):
    """One line of the waterfall above the members' part.

    Attributes:
        name: what the books and the clauses call it.
        part_bp: its part of the base, basis points.
        base: of which amount.
        result_class: of whose result; `all` takes the classes together.
        rounding: to which cent; a line with a legal minimum goes up.
        min_cents: never less, as far as there is money.
        max_cents: never more; 0 is no limit.
        condition: when `condition_bp` takes the place of `part_bp`.
        condition_bp: the part while the condition holds.
        purpose: what it is for.
        deadline_months: to be spent within so many months; 0 is no deadline.
        account: what kind of account it goes to.
    """

    name: LineName
    part_bp: Bp
    purpose: Purpose
    account: AccountClass
    base: Base = Base.AVAILABLE
    result_class: ResultClass = ResultClass.ALL
    rounding: Rounding = Rounding.DOWN
    min_cents: Cents = 0
    max_cents: Cents = 0
    condition: Condition = Condition.NEVER
    condition_bp: Bp = 0
    deadline_months: Months = 0


class Pool(_Part, frozen=True, kw_only=True):
    """A part of the members' part: by what it is shared, and its weight in basis points."""

    basis: Basis
    weight_bp: Bp


class Interest(_Part, frozen=True, kw_only=True):
    """Interest on capital: the lower of the own rate and the legal rate with its margin.

    Attributes:
        own_bp: the co-operative's own rate, and its own cap.
        legal_bp: the legal rate of interest of the year.
        margin_bp: what the law allows above it.
        limit_bp: all interest together is at most this part of the result.
    """

    own_bp: Bp
    legal_bp: Bp
    margin_bp: Bp
    limit_bp: Bp


class Patronage(_Part, frozen=True, kw_only=True):
    """How the members' part is shared and reaches them.

    Attributes:
        pools: each basis once; the weights make 10,000.
        employee_weight_bp: what an employee's weight counts beside a member's.
        employee_cash_bp: the part of an employee's share that is paid in cash.
        cash_bp: the part of a member's share that is paid in cash; the rest becomes capital.
        cash_rounding: to which cent the cash part goes.
        solidarity_ratio: the highest pay index is at most so many times the lowest; 0 is off.
        concentration_bp: nobody gets more of a pool than this; 10,000 is off.
        holder_parts: a member with more than one part in so many of all capital is named in a
            warning; 0 is off.
        notices: what capitalised patronage is in the tax law of the United States.
    """

    pools: tuple[Pool, ...]
    employee_weight_bp: Bp = 10_000
    employee_cash_bp: Bp = 10_000
    cash_bp: Bp = 2_000
    cash_rounding: Rounding = Rounding.UP
    solidarity_ratio: Annotated[int, Meta(ge=0, le=100)] = 0
    concentration_bp: Annotated[int, Meta(ge=1, le=10_000)] = 10_000
    holder_parts: Annotated[int, Meta(ge=0, le=100)] = 0
    notices: Notices = Notices.NONE


class Losses(_Part, frozen=True, kw_only=True):
    """Who bears a loss, one after the other.

    Attributes:
        order: the bearers; `carried` stands last and takes what is left.
        years: a loss may be carried for so many years.
        average_years: how many years with a surplus the average of the obligatory reserve is of.
    """

    order: tuple[Bearer, ...] = tuple(Bearer)
    years: Years = 5
    average_years: Annotated[int, Meta(ge=1, le=100)] = 5


class Entry(_Part, frozen=True, kw_only=True):
    """What joining costs: instalments of the contribution, and a fee that goes to the reserve."""

    instalments: Annotated[int, Meta(ge=1, le=120)] = 1
    fee_bp: Bp = 0


class Exit(_Part, frozen=True, kw_only=True):
    """How capital is paid back: what is deducted by reason, and in how many yearly parts.

    The unpaid rest bears the legal rate of interest.
    """

    unjustified_bp: Bp = 0
    expulsion_bp: Bp = 0
    years: Annotated[int, Meta(ge=1, le=100)] = 5
    death_years: Annotated[int, Meta(ge=1, le=100)] = 1


class Dissolution(_Part, frozen=True, kw_only=True):
    """Who is served in which order at the end, and to whom the rest goes."""

    order: tuple[Claim, ...] = tuple(Claim)
    residue: Residue = Residue.CO_OPERATION


class Distribution(_Part, frozen=True, kw_only=True):
    """The whole of it: what one year's result becomes.

    Attributes:
        lines: in the order in which they are served; the members' part is what they leave.
        unclaimed_years: money that nobody has claimed for so long goes to the reserve.
    """

    lines: Annotated[tuple[Line, ...], Meta(max_length=30)]
    interest: Interest
    patronage: Patronage
    losses: Losses = Losses()
    entry: Entry = Entry()
    exit: Exit = Exit()
    unclaimed_years: Annotated[int, Meta(ge=1, le=100)] = 5
    dissolution: Dissolution = Dissolution()


def pool_weights(patronage: Patronage) -> dict[Basis, int]:
    """The weight of every basis, 0 where there is no such pool, in a fixed order."""
    named = {pool.basis: pool.weight_bp for pool in patronage.pools}
    return {basis: named.get(basis, 0) for basis in Basis}
