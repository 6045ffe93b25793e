"""What a law demands, as data: a clause, a comparison, an amount, an article.

It checks nothing; `laws.breaches_of` does for a distribution, `limits` for how members decide. A
law that names no number has none here.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from auzolan.charter.distribution import Distribution


class Comparison(StrEnum):
    """On which side of the amount the law allows; `EXACTLY` is for limits alone."""

    AT_LEAST = "at least"
    AT_MOST = "at most"
    EXACTLY = "exactly"


class When(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A bound holds only while a clause has this value."""

    clause: str
    value: str


class Bound(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The sum of some clauses stands on one side of an amount.

    Attributes:
        clauses: names as in `distribution_clauses`; one that is missing counts 0.
        comparison: at least, or at most.
        amount: basis points, cents, months or years, as the clauses are.
        article: where the law says so.
        when: the case in which it does, if not always.
    """

    clauses: tuple[str, ...]
    comparison: Comparison
    amount: int
    article: str
    when: When | None = None


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A clause has one of some values; a clause that is missing breaks nothing.

    Attributes:
        clause: its name.
        allowed: the values that the law allows.
        article: where it says so.
        when: the case in which it does, if not always.
    """

    clause: str
    allowed: tuple[str, ...]
    article: str
    when: When | None = None


class Share(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """In a finished plan some lines together reach a part of what is available, to the cent.

    Attributes:
        lines: names of lines.
        part_bp: the least part, basis points.
        article: where the law says so.
    """

    lines: tuple[str, ...]
    part_bp: int
    article: str


class Limit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One clause of the articles on decisions, meetings and organs stands on one side of an amount.

    Attributes:
        clause: as `decisions.poll_days`.
        comparison: at least, or at most.
        amount: a whole number as the clause has, or a part as `>=2/3`.
        article: where the law says so, or why the house does.
        unless: a value of the clause that the limit does not touch, as 0 seats for no organ.
    """

    clause: str
    comparison: Comparison
    amount: int | str
    article: str
    unless: int | str | None = None


class Differ(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Two clauses do not say the same, where an organ has seats.

    Attributes:
        one, other: clauses, as `organs.council_term_days`.
        seats: the clause of the seats; with 0 the two may say what they want.
        article: where the law says so.
    """

    one: str
    other: str
    seats: str
    article: str


class Law(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A legal preset: what a new co-operative begins with, and what it may not leave.

    Attributes:
        name: of the preset.
        title: of the law, as texts cite it.
        distribution: the defaults.
        bounds: on sums of clauses.
        choices: on clauses that name one of a list.
        shares: on a finished plan.
        limits: on how members decide.
        differ: clauses on deciding that may not say the same.
        deciding: clauses on deciding whose defaults are not those of the house.
    """

    name: str
    title: str
    distribution: Distribution
    bounds: tuple[Bound, ...]
    choices: tuple[Choice, ...]
    shares: tuple[Share, ...] = ()
    limits: tuple[Limit, ...] = ()
    differ: tuple[Differ, ...] = ()
    deciding: tuple[tuple[str, int | str], ...] = ()


AT_LEAST, AT_MOST, EXACTLY = Comparison
