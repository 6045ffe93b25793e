"""Tallies: counting ballots and saying what the count means, in whole numbers alone.

Pure arithmetic over choices. Who may vote, when, and under which tag is the business of the rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from auzolan.foundation import canonical
from auzolan.foundation.money import BASIS_POINTS

Voter = TypeVar("Voter")
Vote = TypeVar("Vote")


class Choice(StrEnum):
    """What a ballot can say."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


CHOICES = frozenset(choice.value for choice in Choice)


@dataclass(frozen=True, slots=True)
class Tally:
    """A count: how many of a roll said yes, no, or that they abstain."""

    yes: int
    no: int
    abstain: int
    roll: int

    @property
    def turnout(self) -> int:
        """How many took part; to abstain is to take part."""
        return self.yes + self.no + self.abstain


def count(choices: Iterable[str], *, roll: int) -> Tally:
    """Count ballots, one choice for each tag that voted; their order does not matter.

    Args:
        choices: `yes`, `no` or `abstain`, at most one a member on the roll.
        roll: how many could vote, >= 0.
    Returns:
        The tally.
    Raises:
        ValueError: another choice, or more ballots than members on the roll.
    Source: charter, article on decisions: one member, one vote.
    """
    found = Counter(choices)
    if not CHOICES.issuperset(found) or found.total() > roll:
        raise ValueError(
            f"at most {roll} choices of {sorted(CHOICES)}; got {found.total()} of {sorted(found)}"
        )
    return Tally(found[Choice.YES], found[Choice.NO], found[Choice.ABSTAIN], roll)


def has_quorum(tally: Tally, *, quorum_bp: int) -> bool:
    """Whether enough of the roll took part: turnout / roll >= quorum_bp / 10,000, exactly."""
    return tally.turnout * BASIS_POINTS >= quorum_bp * tally.roll


def passes(tally: Tally, *, majority_bp: int, quorum_bp: int) -> bool:
    """Whether a measure is carried.

    Abstentions count for the quorum and not for the majority. Yes must be strictly more than the
    majority of yes and no together, so that 5,000 means: more yes than no.

    Args:
        tally: the count.
        majority_bp: part of yes and no that yes must exceed, 0 to 9,999 basis points.
        quorum_bp: part of the roll that must take part, 0 to 10,000 basis points.
    Returns:
        True where the quorum took part and yes exceeds the majority; without a yes, never.
    Source: charter, article on decisions.
    """
    is_carried = tally.yes * BASIS_POINTS > majority_bp * (tally.yes + tally.no)
    return is_carried and has_quorum(tally, quorum_bp=quorum_bp)


def counting(cast: Iterable[tuple[Voter, Vote]]) -> dict[Voter, Vote]:
    """The votes that count: the last one of each voter, in the order in which they came.

    Args:
        cast: voter and vote, oldest first; a voter may appear often.
    Returns:
        One vote a voter.
    Source: charter, article on decisions: one member, one vote.
    """
    return dict(cast)


def tally_digest(proposal: str, tally: Tally, *, passed: bool, ballots_digest: str) -> str:
    """What two officers must agree on: the proposal, its counts, its result, its ballots.

    Args:
        proposal: the proposal's id.
        tally: the count.
        passed: what `passes` said.
        ballots_digest: the digest of the annex `ballots/1`.
    Returns:
        64 hexadecimal digits.
    """
    return canonical.digest(
        {
            "abstain": tally.abstain,
            "ballots": ballots_digest,
            "no": tally.no,
            "passed": passed,
            "proposal": proposal,
            "roll": tally.roll,
            "yes": tally.yes,
        }
    )
