"""What many say of their work together: ratings of issuers, answers of a pulse; nobody's alone.

A figure is shown over whole blocks of people only. A new rating changes nothing until its block is
full, so that the difference of two looks is never the rating of one. No money and no right rests
on anything here.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import msgspec

from auzolan.labour.state import PulseAnswer, PulseRow
from auzolan.labour.voice.acts import ASKED, RATED
from auzolan.labour.voice.rules import scores_of

CENTI = 100
UNKNOWN = -1
"""Where too few have said anything: never 0."""


class RatedWork(msgspec.Struct, frozen=True):
    """One rating with the period of its work; scores in the order of `RATED`, 0 for no opinion."""

    issuer: str
    period: str
    member: str
    scores: tuple[int, ...]
    entry: int


class PooledScore(msgspec.Struct, frozen=True):
    """What many say of one thing.

    Attributes:
        name: of what.
        people: how many said it, each counted once; `UNKNOWN` where they are too few.
        mean_centi: the mean of their scores, 1 to 5 in hundredths; `UNKNOWN` likewise.
    """

    name: str
    people: int
    mean_centi: int


class IssuerScores(msgspec.Struct, frozen=True):
    """What many say of one issuer for the work of one period; empty for the co-operative itself."""

    issuer: str
    period: str
    scores: tuple[PooledScore, ...]


class PulseResult(msgspec.Struct, frozen=True):
    """A pulse; `scores` is empty while it lasts, and where too few have answered."""

    pulse: str
    roll: int
    answered: int
    until_at: int
    entry: int
    is_over: bool
    scores: tuple[PooledScore, ...]


def full_blocks(people: Sequence[str], least: int) -> list[range]:
    """Cut what people said, in the order in which they did, into blocks of so many of them.

    Args:
        people: who said each thing, in order.
        least: the fewest different people in a block, >= 1.
    Returns:
        The places of each full block; those of the last, unfinished one are left out.
    Raises:
        ValueError: `least` is below 1.
    """
    if least < 1:
        raise ValueError(f"a block has at least one of them; got {least}")
    blocks, start, seen = [], 0, set[str]()
    for place, member in enumerate(people):
        seen.add(member)
        if len(seen) == least:
            blocks.append(range(start, place + 1))
            start, seen = place + 1, set()
    return blocks


def joined_blocks(people: Sequence[str], least: int, step: int) -> list[range]:
    """The blocks of a small size that, taken together in their order, show enough people at once.

    What one audience is shown in small blocks, another is shown in whole numbers of the same ones:
    blocks of its own would differ from them by the few who lie between.

    Args:
        people: who said each thing, in order.
        least: the fewest different people that are shown at once, >= 1.
        step: the size of a block, 1 to `least`.
    """
    shown: list[range] = []
    held: list[range] = []
    for block in full_blocks(people, step):
        held.append(block)
        if len({people[place] for one in held for place in one}) >= least:
            shown, held = shown + held, []
    return shown


def pooled_score(
    name: str, said: Sequence[tuple[str, int]], least: int, *, step: int = 0
) -> PooledScore:
    """What many say of one thing: the mean over full blocks, each person equal within a block.

    Args:
        name: of what.
        said: who says which score from 1 to 5, in the order in which they did.
        least: the fewest people that are shown at once, >= 1.
        step: the size of the blocks that some see; that of all, `least`, where 0.
    Returns:
        The mean, rounded half up to hundredths.
    """
    means: list[Fraction] = []
    counted: set[str] = set()
    size = min(step, least) or least
    for block in joined_blocks([member for member, _ in said], least, size):
        by_member: dict[str, list[int]] = {}
        for place in block:
            by_member.setdefault(said[place][0], []).append(said[place][1])
        means += [Fraction(sum(scores), len(scores)) for scores in by_member.values()]
        counted |= by_member.keys()
    if not means:
        return PooledScore(name, UNKNOWN, UNKNOWN)
    mean = sum(means, Fraction(0)) * Fraction(1, len(means))
    return PooledScore(name, len(counted), int(mean * CENTI + Fraction(1, 2)))


def pooled_ratings(
    ratings: Sequence[RatedWork], least: int, *, step: int = 0
) -> tuple[IssuerScores, ...]:
    """What may be shown of ratings to an audience that sees groups of so many.

    Args:
        ratings: in any order.
        least: the fewest people of whom a figure is shown, >= 1.
        step: as for `pooled_score`.
    Returns:
        Issuers and periods of which at least one score can be shown, in order. There is no sum over
        periods: beside them it would show the few who are left out of each.
    """
    by_key: dict[tuple[str, str], list[RatedWork]] = {}
    for one in sorted(ratings, key=lambda one: one.entry):
        by_key.setdefault((one.issuer, one.period), []).append(one)
    found = []
    for issuer, period in sorted(by_key):
        of_key = by_key[issuer, period]
        scores = tuple(
            pooled_score(
                name,
                [(one.member, one.scores[place]) for one in of_key if one.scores[place]],
                least,
                step=step,
            )
            for place, name in enumerate(RATED)
        )
        if any(one.people != UNKNOWN for one in scores):
            found.append(IssuerScores(issuer, period, scores))
    return tuple(found)


def entries_of_full_blocks(ratings: Sequence[RatedWork], least: int) -> tuple[int, ...]:
    """The entries whose words may be shown together, without a name, a score or an order.

    Args:
        ratings: of one issuer, in any order.
        least: the fewest people whose words are shown at once, >= 1.
    """
    in_order = sorted(ratings, key=lambda one: one.entry)
    blocks = full_blocks([one.member for one in in_order], least)
    return tuple(in_order[place].entry for block in blocks for place in block)


def pulse_result(
    row: PulseRow, answers: Sequence[PulseAnswer], *, at: int, least: int
) -> PulseResult:
    """What may be shown of a pulse at a moment.

    Args:
        row: the pulse.
        answers: the latest of each tag, in any order.
        at: milliseconds since 1970, UTC.
        least: the fewest answers of which a figure is shown, >= 1.
    Raises:
        ValueError: an answer does not say what a pulse asks.
    """
    is_over = at >= row.until_at
    scores: tuple[PooledScore, ...] = ()
    if is_over and len(answers) >= least:
        said = [(one.tag, scores_of(one.answers, ASKED)) for one in answers]
        scores = tuple(_asked(name, place, said, least) for place, name in enumerate(ASKED))
    return PulseResult(
        row.pulse, row.roll, row.answered, row.until_at, row.entry, is_over, scores
    )  # fmt: skip


def _asked(
    name: str, place: int, said: Sequence[tuple[str, tuple[int, ...] | None]], least: int
) -> PooledScore:
    """One question of a pulse that is over: all who have an opinion, if they are enough."""
    opinions = []
    for tag, scores in said:
        if scores is None:
            raise ValueError(f"{tag} answered something that a pulse does not ask")
        if scores[place]:
            opinions.append(scores[place])
    if len(opinions) < least:
        return PooledScore(name, UNKNOWN, UNKNOWN)
    mean = Fraction(sum(opinions), len(opinions))
    return PooledScore(name, len(opinions), int(mean * CENTI + Fraction(1, 2)))
