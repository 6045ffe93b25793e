"""Ranked polls: what a ranking may say, and the count, with votes of capped classes weighted.

An election of several is counted by single transferable vote as in Scotland, a choice between
options by the Schulze method on margins. Lots come from a public seed. Who stands is not known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auzolan.assembly.counting.rankings import Rankings

VOTE_E5 = 100_000
"""A vote in the units of a stage table: hundred-thousandths."""

StageLine = tuple[int, int, int, str]
"""A line of a stage table: candidate from 1 or 0, stage from 1 or 0, votes, and what it tells.

Stage 0 tells, of candidate 0, what one whole vote is (`unit`), and in an election all valid votes
(`valid`) and the `quota`. Each stage then has: whose papers moved and how many votes left with them
(`surplus` or `exclusion`), the `votes` of each who stands, those of papers without a next
preference (`non_transferable`) and what cutting cost (`loss`), both since the count began. In the
places of votes, those elected at a stage (`elected`) and lots (`lot`) have the place in order. Of a
choice, stage k holds the votes that prefer each to option k (`preferred`).
"""

STAGE_KINDS = (
    "elected", "exclusion", "loss", "lot", "non_transferable", "preferred", "quota", "surplus",
    "unit", "valid", "votes",
)  # fmt: skip
"""What a line of a stage table can tell."""

_WEIGHTS_MAX = 900_000_000


class Method(StrEnum):
    """How rankings become a result."""

    ELECT = "elect"
    CHOOSE = "choose"


@dataclass(frozen=True, slots=True)
class RankedCount:
    """The result of a ranked poll.

    Attributes:
        elected: numbers of candidates, from 1, in order of election.
        stages: the stage table, see `StageLine`. At every stage of an election what all hold, what
            is not transferable and what is lost make up what is valid, exactly.
    """

    elected: tuple[int, ...]
    stages: tuple[StageLine, ...]


class RankingFault(StrEnum):
    """What is wrong with a ranking."""

    OVERLONG = "ranking_overlong"
    UNKNOWN = "ranking_unknown"
    TWICE = "ranking_twice"


def ranking_fault(ranking: Sequence[int], candidates: int) -> RankingFault | None:
    """The first thing that is wrong with a ranking, or None.

    Args:
        ranking: numbers from 1, in order of preference.
        candidates: how many stand.
    """
    if len(ranking) > candidates:
        return RankingFault.OVERLONG
    if any(not 1 <= number <= candidates for number in ranking):
        return RankingFault.UNKNOWN
    return RankingFault.TWICE if len(set(ranking)) != len(ranking) else None


def count_ranked(
    method: Method, rankings: Sequence[tuple[int, ...]], worth: Sequence[Fraction], *,
    candidates: int, seats: int, seed: str,
) -> RankedCount:  # fmt: skip
    """Count rankings.

    A vote that counts for less than one is weighted in whole numbers over the common denominator
    of all; where that would not fit into 64 bits, over a smaller one, rounded down.

    Args:
        method: how.
        rankings: one for each ballot that ranks anybody, sound ones.
        worth: what each counts for, 0 to 1; one that counts for nothing elects nobody.
        candidates: how many stand.
        seats: how many are elected, or fewer where fewer stand.
        seed: the public text that lots are drawn from.
    Returns:
        The result; nobody is elected without a ballot.
    Source: SSI 2011/399, Schedule 1, rules 46 to 53; Schulze (2011), on margins.
    """
    heard = [(ranking, each) for ranking, each in zip(rankings, worth, strict=True) if each]
    if not heard or not candidates:
        return RankedCount((), ())
    # The library of counts compiles its loops, which takes a second: only those who count wait.
    from auzolan.assembly.counting.rankings import Rankings  # noqa: PLC0415

    scale = min(lcm(*(each.denominator for _, each in heard)), _WEIGHTS_MAX // len(heard))
    weights = [int(each * scale) for _, each in heard]
    places = [[number - 1 for number in ranking] for ranking, _ in heard]
    ballots = Rankings.from_lists(places, candidates, weights)
    if method is Method.CHOOSE:
        return _chosen(ballots, scale, seed)
    return _elected(ballots, scale, min(seats, candidates), seed)


def _elected(ballots: Rankings, scale: int, seats: int, seed: str) -> RankedCount:
    from auzolan.assembly.counting.scottish_stv import scottish_stv  # noqa: PLC0415

    found = scottish_stv(ballots, seats, seed=seed)
    lines: list[StageLine] = [
        (0, 0, scale * VOTE_E5, "unit"),
        (0, 0, found.valid * VOTE_E5, "valid"),
        (0, 0, found.quota * VOTE_E5, "quota"),
    ]
    place = 0
    for number, stage in enumerate(found.stages, 1):
        if stage.candidate is not None:
            left = -stage.transferred[stage.candidate]
            lines.append((stage.candidate + 1, number, left, str(stage.kind)))
        lines += [(one, number, votes, "votes") for one, votes in enumerate(stage.totals, 1)]
        lines.append((0, number, stage.non_transferable, "non_transferable"))
        lines.append((0, number, stage.loss, "loss"))
        lines += [(one + 1, number, place + k, "elected") for k, one in enumerate(stage.elected, 1)]
        place += len(stage.elected)
        for lot in stage.lots:
            lines += [(one + 1, number, k, "lot") for k, one in enumerate(lot.order, 1)]
    return RankedCount(tuple(one + 1 for one in found.elected), tuple(lines))


def _chosen(ballots: Rankings, scale: int, seed: str) -> RankedCount:
    from auzolan.assembly.counting.pairwise import Strength, pairwise  # noqa: PLC0415
    from auzolan.assembly.counting.preferences import Preferences  # noqa: PLC0415
    from auzolan.assembly.counting.schulze import schulze  # noqa: PLC0415

    each = pairwise(Preferences.from_rankings(ballots))
    found = schulze(each, strength=Strength.MARGINS, seed=seed)
    lines: list[StageLine] = [(0, 0, scale * VOTE_E5, "unit")]
    for number, column in enumerate(each.votes.T.tolist(), 1):
        lines += [
            (one, number, votes * VOTE_E5, "preferred")
            for one, votes in enumerate(column, 1)
            if one != number
        ]
    last = len(each.votes)
    lines += [(one + 1, last, k, "elected") for k, one in enumerate(found.elected, 1)]
    for lot in found.lots:
        lines += [(one + 1, last, k, "lot") for k, one in enumerate(lot.order, 1)]
    return RankedCount(tuple(one + 1 for one in found.elected), tuple(lines))
