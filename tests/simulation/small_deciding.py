"""What the small model knows of deciding: meetings, polls, proposals, mandates, petitions, pauses.

Values with hardly any sense of their own; who may do what with them is said by the judges.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Part = tuple[Fraction, bool]
"""A part that must be reached, and whether it must be exceeded."""


@dataclass(slots=True)
class Meeting:
    """A meeting that notice was given of."""

    record_at: int
    opens: int
    second: int
    ends: int
    proxies: dict[str, str] = field(default_factory=dict)

    def is_under_way(self, at: int) -> bool:
        """Whether it has begun and is not over."""
        return self.opens <= at < self.ends


@dataclass(slots=True)
class Poll:
    """One vote on a proposal, under the terms of its notice."""

    meeting: Meeting
    ends: int
    majority: Part
    turnout: Part | None
    if_many_come: Part | None = None
    tags: frozenset[str] = frozenset()
    votes: dict[str, tuple[str, int]] = field(default_factory=dict)
    is_put_off: bool = False
    tally: tuple[int, int, int, int] = (0, 0, 0, 0)
    has_quorum: bool = False
    has_passed: bool = False
    digest: str = ""
    closed_by: str = ""

    def majority_of(self, voted: int) -> Part:
        """What yes must be of yes and no where so many voted."""
        many_come = 4 * voted >= 3 * len(self.tags)
        return self.if_many_come if self.if_many_come and many_come else self.majority

    def makes_quorum(self, voted: int, at: int) -> bool:
        """Whether so many are enough at this moment."""
        roll = len(self.tags)
        if at < self.meeting.second:
            enough = 2 * voted > roll
        else:
            enough = 10 * voted >= roll or voted >= 100
        return enough and (self.turnout is None or reaches(Fraction(voted, roll), self.turnout))


@dataclass(slots=True)
class Proposal:
    """A measure on its way; `about` is whom it puts into an office or takes out of it.

    `group` is whose rows it is about, where only a group decides. `standing` are candidates in the order of their numbers, with whether they stand still.
    """

    author: str
    measure: Any
    power: str
    what: object
    tier: int
    base: str
    about: str
    state: str
    supporters: set[str] = field(default_factory=set)
    revised: int = 0
    round: int = 1
    reading: int = 1
    not_before: int = 0
    meeting: str = ""
    polls: dict[int, Poll] = field(default_factory=dict)
    mandate: str = ""
    certified: int = 0
    is_confirming: bool = False
    group: str = ""
    interested: set[str] = field(default_factory=set)
    standing: list[tuple[str, bool]] = field(default_factory=list)


def reaches(part: Fraction, needed: Part) -> bool:
    """Whether a part is as much as asked for."""
    return part > needed[0] if needed[1] else part >= needed[0]


def part_of(text: str) -> Part:
    """What `>=2/3` asks for."""
    return Fraction(text.lstrip("<>=")), "=" not in text


@dataclass(slots=True)
class Mandate:
    """What a vote allows, from and until when."""

    power: str
    what: object
    from_at: int
    until_at: int
    is_spent: bool = False
    proposal: str = ""
    suspended: int = 0

    def is_ripe(self, at: int) -> bool:
        """Whether it is its time."""
        return self.from_at <= at < self.until_at


@dataclass(slots=True)
class Petition:
    """What some members ask for together."""

    kind: str
    about: str
    author: str
    begun: int
    revised: int
    signers: set[str] = field(default_factory=set)
    is_carried: bool = False
    is_used: bool = False


@dataclass(slots=True)
class Challenge:
    """Somebody's objection to what a round decided."""

    proposal: str
    round: int
    member: str
    state: str = "pending"


@dataclass(slots=True)
class Pause:
    """One kind of act that stops, once a second organ has agreed."""

    power: str
    asked_by: str
    until: int
    since: int = 0
    is_agreed: bool = False
    is_kept: bool = False

    def stops(self, act: str, at: int) -> bool:
        """Whether nobody may do this now."""
        return self.is_agreed and self.power == act and at < self.until
