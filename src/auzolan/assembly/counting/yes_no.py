"""Yes and no: what was counted, how many must take part, and what part must agree, exactly.

"More than half" and "at least two thirds" are different sentences, and a part is always a part of
something: of the votes that said yes or no, of all that were cast, or of the roll. All of it is
data, so that a charter can say it. No part is ever rounded. Who may vote, and when, is not known
here; nor is which class a member belongs to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from auzolan.foundation import canonical

Voter = TypeVar("Voter")
Vote = TypeVar("Vote")
Votes = int | Fraction
"""A number of votes: whole, or exact parts where a capped class was scaled."""


class Choice(StrEnum):
    """What a ballot can say."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"
    BLANK = "blank"


CHOICES = frozenset(choice.value for choice in Choice)


class Base(StrEnum):
    """What a part is a part of."""

    VALID = "valid"  # yes and no
    CAST = "cast"  # yes, no, abstentions and blanks
    ROLL = "roll"  # all who could vote


class Call(StrEnum):
    """Which call of an assembly: those who come at the second are fewer."""

    FIRST = "first"
    SECOND = "second"


class Whichever(StrEnum):
    """Which of a part and a number a quorum asks for."""

    LOWER = "lower"
    HIGHER = "higher"


@dataclass(frozen=True, slots=True)
class YesNo:
    """A count of yes and no.

    Args:
        yes: votes for it, >= 0; so are all others.
        no: votes against it.
        abstain: votes that say they abstain.
        blank: votes that say nothing.
        roll: how many could vote, at least as many as did.
    Raises:
        ValueError: a number below 0, or more votes than the roll has.
    """

    yes: Votes
    no: Votes
    abstain: Votes = 0
    blank: Votes = 0
    roll: Votes = 0

    def __post_init__(self) -> None:
        """Refuse what no poll can give."""
        numbers = (self.yes, self.no, self.abstain, self.blank)
        if min(numbers) < 0 or self.cast > self.roll:
            raise ValueError(
                f"votes >= 0 and at most the roll of {self.roll}; got {', '.join(map(str, numbers))} "
                "for yes, no, abstain, blank: count each member on the roll once"
            )

    @property
    def valid(self) -> Votes:
        """How many said yes or no."""
        return self.yes + self.no

    @property
    def cast(self) -> Votes:
        """How many took part; to abstain or to leave a ballot blank is to take part."""
        return self.yes + self.no + self.abstain + self.blank

    def base(self, of: Base) -> Votes:
        """How many votes a part is measured against."""
        match of:
            case Base.VALID:
                return self.valid
            case Base.CAST:
                return self.cast
            case Base.ROLL:
                return self.roll


@dataclass(frozen=True, slots=True)
class Part:
    """A part that must be reached: "more than 1/2 of the valid votes", "at least 2/3 of the roll".

    Args:
        part: 0 to 1, exact.
        strictly: True for "more than", False for "at least".
        of: what it is a part of.
    Raises:
        ValueError: the part lies outside 0 to 1, or more than all is asked for.
    """

    part: Fraction
    strictly: bool
    of: Base = Base.VALID

    def __post_init__(self) -> None:
        """Refuse what nobody could reach."""
        highest_allowed = self.part < 1 if self.strictly else self.part <= 1
        if self.part < 0 or not highest_allowed:
            raise ValueError(
                f"a part lies between 0 and 1, and more than 1 cannot be asked for; got {self.part}"
            )

    def is_reached(self, votes: Votes, whole: Votes) -> bool:
        """Whether so many votes are this part of a whole; of an empty whole all parts are 0."""
        needed = self.part * whole
        return votes > needed if self.strictly else votes >= needed


def more_than(part: Fraction, *, of: Base = Base.VALID) -> Part:
    """Ask for more than this part: `more_than(Fraction(1, 2))` is more yes than no."""
    return Part(part, True, of)


def at_least(part: Fraction, *, of: Base = Base.VALID) -> Part:
    """Ask for at least this part: `at_least(Fraction(2, 3))` is two thirds or more."""
    return Part(part, False, of)


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many must take part: a part of the roll, a number, the lower or the higher of the two.

    Args:
        part: a part of the roll.
        votes: a number that may stand in its place, >= 0; None where the part alone counts.
        whichever: which of the two is asked for where `votes` is given.
    Raises:
        ValueError: the part is not one of the roll, or the number is below 0.
    Source: Basque Act 11/2019, on the constitution of the general assembly: at the second call
        10 % of the votes or 100 votes are enough, whichever is lower.
    """

    part: Part
    votes: int | None = None
    whichever: Whichever = Whichever.LOWER

    def __post_init__(self) -> None:
        """Refuse a quorum that is no quorum."""
        if self.part.of is not Base.ROLL or (self.votes is not None and self.votes < 0):
            raise ValueError(
                "a quorum is a part of the roll, or a number of votes >= 0; "
                f"got a part of {self.part.of} and {self.votes}"
            )

    def is_reached(self, cast: Votes, roll: Votes) -> bool:
        """Whether so many votes cast are enough for a roll of this size."""
        by_part = self.part.is_reached(cast, roll)
        if self.votes is None:
            return by_part
        by_number = cast >= self.votes
        both = by_part and by_number
        return both if self.whichever is Whichever.HIGHER else by_part or by_number


@dataclass(frozen=True, slots=True)
class Calls:
    """The quorum of each call of an assembly."""

    first: Quorum
    second: Quorum

    def of(self, call: Call) -> Quorum:
        """The quorum that this call needs."""
        return self.first if call is Call.FIRST else self.second


def count(choices: Iterable[str], *, roll: int) -> YesNo:
    """Count ballots, one choice for each member who voted; their order does not matter.

    Args:
        choices: `yes`, `no`, `abstain` or `blank`, at most one for each member on the roll.
        roll: how many could vote, >= 0.
    Returns:
        The count.
    Raises:
        ValueError: another choice, or more ballots than the roll has.
    """
    found = Counter(choices)
    if not CHOICES.issuperset(found):
        unknown = sorted(set(found) - CHOICES)
        raise ValueError(f"a ballot says one of {sorted(CHOICES)}; got {unknown}: mend or drop it")
    in_order = (found[Choice.YES], found[Choice.NO], found[Choice.ABSTAIN], found[Choice.BLANK])
    return YesNo(*in_order, roll=roll)


def counting(cast: Iterable[tuple[Voter, Vote]]) -> dict[Voter, Vote]:
    """Keep the votes that count: the last one of each voter, in the order in which they came.

    Args:
        cast: voter and vote, oldest first; a voter may appear often.
    Returns:
        One vote a voter.
    """
    return dict(cast)


def has_quorum(poll: YesNo, quorum: Quorum) -> bool:
    """Whether enough of the roll took part; abstentions and blanks take part."""
    return quorum.is_reached(poll.cast, poll.roll)


def is_carried(poll: YesNo, majority: Part) -> bool:
    """Whether yes reaches the part it needs; without a yes, never."""
    return poll.yes > 0 and majority.is_reached(poll.yes, poll.base(majority.of))


def passes(poll: YesNo, *, majority: Part, quorum: Quorum) -> bool:
    """Whether a measure is carried by enough of those who took part, and enough took part.

    Args:
        poll: the count.
        majority: the part that yes must reach.
        quorum: how many must take part.
    Returns:
        True where both are reached.
    """
    return is_carried(poll, majority) and has_quorum(poll, quorum)


def tally_digest(proposal: str, poll: YesNo, *, passed: bool, ballots_digest: str) -> str:
    """Digest what two officers must agree on: the proposal, its counts, its result, its ballots.

    Args:
        proposal: the proposal's id.
        poll: the count; parts of a vote are written as texts like `7/3`.
        passed: what `passes` said.
        ballots_digest: the digest of the annex that holds the ballots.
    Returns:
        64 hexadecimal digits.
    """
    return canonical.digest(
        {
            "abstain": _written(poll.abstain),
            "ballots": ballots_digest,
            "blank": _written(poll.blank),
            "no": _written(poll.no),
            "passed": passed,
            "proposal": proposal,
            "roll": _written(poll.roll),
            "yes": _written(poll.yes),
        }
    )


def _written(votes: Votes) -> int | str:
    return votes.numerator if votes.denominator == 1 else str(votes)
