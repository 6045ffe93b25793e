"""What the small model knows of work: who did what, what became of it, what it is owed, who looked.

Written from what the issue and the reference promise. Pay is worked out as one sum over all that was
counted of somebody within a period, not step by step as the books do it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from simulation.small_learning import DAY

HOUR_S = 3_600
CENT = 10_000
"""Millionths of the currency in a cent."""
FLOORED = (
    "work", "qualification", "training", "search", "waiting", "communication", "admin", "rejected",
    "returned", "appeal", "content-recovery",
)  # fmt: skip
"""Classes of work that the floor of the years' charter covers: all but governance."""


class Line(NamedTuple):
    """One piece of work as a log brings it."""

    submission: str
    member: str
    tag: str
    task: str
    work_class: str
    basis: str
    seconds: int
    items: int
    pay_micro: int
    paid_seconds: int
    judgments: int
    batch: str


class Tried(NamedTuple):
    """What one person did in a pilot: items, seconds for them, seconds that no item pays for."""

    items: int
    seconds: int
    unpaid: int


@dataclass(slots=True)
class Job:
    """A task that is or was offered."""

    issuer: str
    work_class: str
    piece_micro: int
    hour_cents: int
    is_closed: bool = False
    counts: Counter[str] = field(default_factory=Counter)

    def price(self, line: Line) -> int | None:
        """What it pays for a line, in millionths; None where its price is for other work."""
        if line.work_class != self.work_class:
            return None
        if self.hour_cents:
            return ceil(Fraction(line.seconds * self.hour_cents * CENT, HOUR_S))
        return line.items * self.piece_micro


@dataclass(slots=True)
class Piece:
    """A piece of work that is judged on its own.

    `counted` are those of its seconds that a settlement has seen, `home` the period within which
    they are held against the floor.
    """

    line: Line
    log: str
    period: str
    since: int
    waits_since: int
    state: str = "pending"
    seconds: int = 0
    paid_seconds: int = 0
    micro: int = 0
    basis: str = ""
    decided_at: int = 0
    decided_by: str = ""
    rejected_at: int = 0
    counted: int = 0
    is_paid: bool = False
    is_silent: bool = False
    home: str = ""

    @property
    def is_floored(self) -> bool:
        """Whether the floor covers its time."""
        return self.line.work_class in FLOORED and self.basis != "unknown"


@dataclass(slots=True)
class Log:
    """A log that was booked; `forget_by` is 0 where it kept no page times."""

    file: str
    forget_by: int
    is_forgotten: bool = False


@dataclass(slots=True)
class Appealing:
    """An appeal: since when, and what each of its panel says; empty while she is silent."""

    since: int
    verdicts: dict[str, str] = field(default_factory=dict)
    outcome: str = ""


@dataclass(slots=True)
class Pulse:
    """A quarter's question; of each tag what it answers, or an empty text."""

    until: int
    said: dict[str, str]


@dataclass(slots=True)
class Labouring:
    """All that is known of work."""

    indexes: dict[tuple[str, str], int] = field(default_factory=dict)
    done: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)
    wages: dict[tuple[str, str], dict[int, int]] = field(default_factory=dict)
    places: dict[str, dict[int, str]] = field(default_factory=dict)
    logs: dict[str, Log] = field(default_factory=dict)
    pieces: dict[str, Piece] = field(default_factory=dict)
    appeals: dict[str, Appealing] = field(default_factory=dict)
    waiting: dict[str, bool] = field(default_factory=dict)
    lifted: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    looks: dict[str, tuple[str, str, str, str]] = field(default_factory=dict)
    looked: Counter[tuple[str, str]] = field(default_factory=Counter)
    releases: dict[str, tuple[int, int]] = field(default_factory=dict)
    told: dict[str, set[frozenset[str]]] = field(default_factory=dict)
    ratings: dict[str, tuple[str, str]] = field(default_factory=dict)
    pulses: dict[str, Pulse] = field(default_factory=dict)

    def index(self, member: str, work_class: str = "") -> int:
        """By how many hundredths her hours of a class weigh."""
        own = self.indexes.get((member, work_class))
        return own if own is not None else self.indexes.get((member, ""), 100)

    def sums(self, period: str, member: str) -> Counter[str]:
        """What she did in a period, by name of the figure."""
        return self.done.setdefault((period, member), Counter())

    def stands(self, name: str, at: int, clauses: Mapping[str, int | str]) -> str:
        """What is so of a piece of work now: silence accepts, of those who judge and of peers."""
        piece = self.pieces[name]
        if piece.state == "pending":
            until = piece.waits_since + _days(clauses, "accept")
        elif piece.state == "appealed":
            until = self.appeals[name].since + _days(clauses, "appeal")
        else:
            return piece.state
        return "accepted" if at >= until else piece.state

    def due(self, at: int, clauses: Mapping[str, int | str]) -> dict[str, str]:
        """The work that a settlement takes now, and what is so of each piece."""
        found = {}
        for name, piece in self.pieces.items():
            state = self.stands(name, at, clauses)
            has_time = state != "pending" and piece.seconds > piece.counted and piece.log != ""
            if (state == "accepted" and not piece.is_paid) or has_time:
                found[name] = state
        return found

    def is_open(self, at: int, clauses: Mapping[str, int | str]) -> bool:
        """Whether somebody's work is not judged, not paid, or can be appealed still."""
        return bool(self.due(at, clauses)) or any(
            piece.state in ("pending", "appealed")
            or (piece.state == "rejected" and at < piece.decided_at + _days(clauses, "appeal"))
            for piece in self.pieces.values()
        )

    def holds_back(self, batch: str) -> bool:
        """No pay, no data: whether rows came with work that is not paid."""
        return self.waiting.get(batch, False)

    def floor(self, member: str, at: int, clauses: Mapping[str, int | str]) -> int:
        """The least that her hour earns, in cents: by charter, or by where she works."""
        said = {since: place for since, place in self.places.get(member, {}).items() if since <= at}
        place = said[max(said)] if said else ""
        bases = ("statutory", "living") if clauses["labour.living_wage"] else ("statutory",)
        rates = [int(clauses["labour.floor_cents_hour"])]
        for where in {place, place[:2]}:
            for basis in bases:
                known = self.wages.get((where, basis), {})
                begun = [since for since in known if since <= at]
                rates += [known[max(begun)]] if begun else []
        return max(rates)


def _days(clauses: Mapping[str, int | str], what: str) -> int:
    """How long the charter gives for something, in milliseconds."""
    return int(clauses[f"labour.{what}_days"]) * DAY


def slowest(tried: Iterable[Tried]) -> Fraction:
    """The mean seconds an item that nineteen of twenty people do not exceed."""
    means = sorted(Fraction(one.seconds, one.items) for one in tried)
    return next(one for one in means if 20 * sum(mean <= one for mean in means) >= 19 * len(means))


def least_price(tried: Iterable[Tried], floor_cents: int) -> int:
    """Millionths an item: floor x 95th percentile of mean seconds / 3600 / (1 - unpaid share)."""
    pilot = list(tried)
    paid, unpaid = sum(one.seconds for one in pilot), sum(one.unpaid for one in pilot)
    return ceil(
        floor_cents * CENT * slowest(pilot) / HOUR_S / (1 - Fraction(unpaid, paid + unpaid))
    )


def owed(micro: int, floor: int) -> Fraction:
    """Cents for all work of a period: its prices, or what the floor asks if that is more."""
    return max(Fraction(micro, CENT), Fraction(floor, HOUR_S))


def told_apart(told: Iterable[frozenset[str]]) -> set[frozenset[str]]:
    """The finest groups that sums and differences of these groups could ever show."""
    groups = list(told)
    found: dict[tuple[bool, ...], set[str]] = {}
    for member in frozenset().union(*groups):
        found.setdefault(tuple(member in group for group in groups), set()).add(member)
    return {frozenset(one) for one in found.values()}


def is_safe(
    groups: Collection[frozenset[str]], told: Collection[frozenset[str]], least: int,
    amounts: Mapping[str, int] | None,
) -> bool:  # fmt: skip
    """Whether nothing small follows from groups beside what was told before them.

    Of sums, nothing of one person may follow either.
    """
    for group in {*groups, *(told_apart([*told, *groups]) - told_apart(told))}:
        if len(group) < least:
            return False
        if amounts is not None:
            parts = sorted((amounts.get(one, 0) for one in group), reverse=True)
            if sum(part > 0 for part in parts) < least or 2 * parts[0] > sum(parts):
                return False
            if 10 * sum(parts[2:]) < parts[0]:
                return False
    return True
