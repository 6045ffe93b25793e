"""Capped classes: a class of members may hold at most a part of all votes, exactly.

Where a class would hold more, each of its votes counts for less, and all of them for the same.
"At most a fifth" is reached exactly. "Under half" has no greatest value among the fractions, so a
class under a strict cap holds the greatest whole number of votes that stays under it. Which
classes there are, and their caps, is for the charter.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from auzolan.assembly.counting.yes_no import Base, Part, YesNo

ROUNDS_MAX = 10_000


def votes_held(votes: Mapping[str, int], caps: Mapping[str, Part]) -> dict[str, Fraction]:
    """Work out how many votes each class holds when no class exceeds its cap.

    The cap is measured on what is left after all caps, as the law's "of all votes" is: with 30
    votes of others and a cap of a fifth a class holds at most 7 1/2 votes of then 37 1/2.

    Args:
        votes: plain votes of each class, >= 0.
        caps: the part of all votes that a class may hold at most, or must stay under (`strictly`);
            classes without a cap count in full.
    Returns:
        Votes per class, never more than its plain ones; the greatest that keep all caps at once.
    Raises:
        ValueError: a cap for a class that is not there, or a negative count.
    Source: Basque Act 11/2019, on the votes of collaborators and of inactive members.
    """
    if min(votes.values(), default=0) < 0 or not set(votes) >= set(caps):
        raise ValueError(
            f"caps for classes among {sorted(votes)} and counts >= 0; got caps for {sorted(caps)}"
            f" and counts {sorted(votes.values())}"
        )
    at_most = {name: Fraction(number) for name, number in votes.items()}
    strict = [name for name, cap in caps.items() if cap.strictly]
    for _ in range(ROUNDS_MAX):
        held = _held_at_most(at_most, caps)
        total = sum(held.values())
        over = [name for name in strict if held[name] and held[name] >= caps[name].part * total]
        if not over:
            return held
        for name in over:
            at_most[name] = Fraction(-(-held[name] // 1) - 1)
    raise ValueError(f"these caps leave no settled count after {ROUNDS_MAX} rounds: widen one")


def capped(polls: Mapping[str, YesNo], caps: Mapping[str, Part]) -> YesNo:
    """Add up the counts of all classes, each scaled until it keeps its cap.

    A cap of the roll scales a class by who could vote, so the result of a class does not depend on
    who came; a cap of the votes cast (or of the valid ones) scales it by who did. All caps of one
    poll are parts of the same thing. A quorum of members is asked of the plain counts, before this.

    Args:
        polls: the plain count of each class.
        caps: as in `votes_held`; `of` says what the cap is a part of.
    Returns:
        One count in exact votes.
    Raises:
        ValueError: caps of different things, or as `votes_held`.
    """
    bases = {cap.of for cap in caps.values()}
    if len(bases) > 1:
        raise ValueError(f"caps of one poll are parts of the same thing; got {sorted(bases)}")
    of = next(iter(bases), Base.CAST)
    plain = {name: _whole(poll.base(of)) for name, poll in polls.items()}
    held = votes_held(plain, caps)
    worth = {
        name: Fraction(held[name], plain[name]) if plain[name] else Fraction(1) for name in polls
    }
    return YesNo(
        yes=sum((worth[name] * poll.yes for name, poll in polls.items()), Fraction()),
        no=sum((worth[name] * poll.no for name, poll in polls.items()), Fraction()),
        abstain=sum((worth[name] * poll.abstain for name, poll in polls.items()), Fraction()),
        blank=sum((worth[name] * poll.blank for name, poll in polls.items()), Fraction()),
        roll=sum((worth[name] * poll.roll for name, poll in polls.items()), Fraction()),
    )


def _held_at_most(at_most: Mapping[str, Fraction], caps: Mapping[str, Part]) -> dict[str, Fraction]:
    """Bind the classes that exceed their caps, one round after another, until none does.

    Each round lowers the total, so a class once bound stays bound.
    """
    bound: set[str] = set()
    total = sum(at_most.values(), Fraction())
    for _ in range(len(caps) + 1):
        over = {name for name in caps if at_most[name] > caps[name].part * total}
        if over == bound:
            break
        bound = over
        free = sum((votes for name, votes in at_most.items() if name not in bound), Fraction())
        # The bound classes hold their parts of the total, the free ones the rest of it.
        rest = 1 - sum(caps[name].part for name in bound)
        total = Fraction(free, 1) * Fraction(rest.denominator, rest.numerator) if free else free
    return {
        name: caps[name].part * total if name in bound else votes for name, votes in at_most.items()
    }


def _whole(votes: int | Fraction) -> int:
    assert votes.denominator == 1, "plain counts are whole"
    return votes.numerator
