"""What the small model knows of licences: terms, use, keys, invoices, and what licensees owe.

Written from the issue of licences in words: a licensee is bound once she has accepted, pays what was
used, and certifies what she deleted. Who may ask for what is said by the judges.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

DAY = 24 * 3_600 * 1_000
Terms = Mapping[str, int | str]


@dataclass(slots=True)
class Licence:
    """What was licensed, used and paid; `segments` are first and last moment, and calls."""

    terms: Terms
    from_at: int
    until_at: int
    subject: str = ""
    days: dict[str, int] = field(default_factory=dict)
    predictions: int = 0
    accrued_micro: int = 0
    paid: int = 0
    earned_micro: int = 0
    members_micro: int = 0
    invoiced: int = 0
    is_accepted: bool = False
    is_revoked: bool = False
    segments: list[tuple[int, int, int]] = field(default_factory=list)

    def is_live(self, at: int) -> bool:
        """Whether it has begun and not ended, early or in time."""
        return not self.is_revoked and self.from_at <= at < self.until_at

    def has_ended(self, at: int) -> bool:
        """Whether it is over."""
        return self.is_revoked or at >= self.until_at

    def left(self) -> int:
        """How many predictions may still be asked for."""
        return int(self.terms["predictions_max"]) - self.predictions

    def owed(self) -> int:
        """All that has accrued, rounded half up once."""
        return floor(Fraction(self.accrued_micro, 10_000) + Fraction(1, 2))

    def metered(self, begin: int, end: int, starts: Mapping[str, int]) -> int:
        """What was used within a time: segments and days that lie in it whole."""
        calls = sum(n for first, last, n in self.segments if begin <= first and last < end)
        days = [n for day, n in self.days.items() if begin <= starts[day] <= end - DAY]
        return calls + sum(days)


@dataclass(slots=True)
class Key:
    """A key by which a licensee calls a model."""

    licence: str
    digest: str
    is_revoked: bool = False


@dataclass(slots=True)
class Invoice:
    """What was asked for, in all up to here too, and until when it is not late."""

    licence: str
    cents: int
    through: int
    due: int


@dataclass(slots=True)
class Telling:
    """That a licensee is told of somebody's no, and certifies; moments, -1 until it is done."""

    tell_by: int
    certify_by: int
    told_at: int = -1
    certified_at: int = -1

    def is_missing(self, at: int) -> bool:
        """Whether a certificate should be here by now."""
        return self.certified_at < 0 and self.certify_by < at


@dataclass(slots=True)
class Dealing:
    """What goes on around licences; tellings by the entry of the no and the licence."""

    offers: dict[str, Terms] = field(default_factory=dict)
    keys: dict[str, Key] = field(default_factory=dict)
    invoices: dict[str, Invoice] = field(default_factory=dict)
    reports: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    tellings: dict[tuple[int, str], Telling] = field(default_factory=dict)

    def is_late(self, name: str, licence: Licence, at: int) -> bool:
        """Whether an invoice of a licence is past its day and not paid."""
        return any(
            one.licence == name and one.due < at and licence.paid < one.through
            for one in self.invoices.values()
        )

    def is_in_breach(self, name: str, at: int) -> bool:
        """Whether a certificate is missing under a licence."""
        return any(
            licence == name and one.is_missing(at) for (_, licence), one in self.tellings.items()
        )
