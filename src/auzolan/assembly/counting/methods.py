"""Methods of counting by name, each from a file of ballots to one kind of answer.

A method's own result says more; this is what all have in common, in the figures that a person
reads. It counts nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from auzolan.assembly.counting import meek_stv as meek
from auzolan.assembly.counting import scottish_stv as scottish
from auzolan.assembly.counting.approval import Approvals, approval
from auzolan.assembly.counting.ballot_files import BallotFile
from auzolan.assembly.counting.borda import borda
from auzolan.assembly.counting.irv import irv
from auzolan.assembly.counting.lots import Lot
from auzolan.assembly.counting.pairwise import Pairwise, Strength, condorcet, pairwise
from auzolan.assembly.counting.plurality import plurality, run_off
from auzolan.assembly.counting.points import PointsCount
from auzolan.assembly.counting.preferences import Preferences
from auzolan.assembly.counting.ranked_pairs import ranked_pairs
from auzolan.assembly.counting.schulze import schulze


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a count's table.

    Attributes:
        about: what happened, candidates numbered as in the file.
        figures: one for each candidate, in the order of the file's numbers.
    """

    about: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a method says of an election.

    Attributes:
        elected: candidates in order of election, 0-based places in the file's candidates.
        quota: what a candidate needed: whole votes, or a decimal text; None where there is none.
        rows: the count, stage by stage.
        lots: that were drawn.
    """

    elected: tuple[int, ...]
    quota: int | str | None
    rows: tuple[Row, ...]
    lots: tuple[Lot, ...]


Counter = Callable[[BallotFile, int, str], Answer]


@dataclass(frozen=True, slots=True)
class Method:
    """A method of counting.

    Attributes:
        about: what it is, in one line.
        count: takes the ballots, the seats and the seed of lots; raises ValueError where they
            cannot be counted.
    """

    about: str
    count: Counter


def decimal_text(units: int, decimals: int) -> str:
    """Whole units as a decimal text.

    Args:
        units: for example hundred-thousandths of a vote, >= 0.
        decimals: digits after the point, >= 1.
    Returns:
        As `12.34500`, with all digits.
    """
    whole, rest = divmod(units, 10**decimals)
    return f"{whole}.{rest:0{decimals}d}"


def count_scottish(ballots: BallotFile, seats: int, seed: str) -> Answer:
    """Count by `scottish_stv`, totals with five decimals."""
    found = scottish.scottish_stv(ballots.rankings, seats, seed=seed)
    rows = tuple(
        Row(
            stage.kind
            if stage.candidate is None
            else f"{stage.kind} of {ballots.numbers[stage.candidate]}",
            _texts(stage.totals, scottish.DECIMALS),
        )
        for stage in found.stages
    )
    return Answer(found.elected, found.quota, rows, found.lots)


def count_meek(ballots: BallotFile, seats: int, seed: str) -> Answer:
    """Count by `meek_stv`, votes with nine decimals."""
    found = meek.meek_stv(ballots.rankings, seats, seed=seed)
    rows = []
    for number, step in enumerate(found.steps, 1):
        gone = "".join(f", {ballots.numbers[one]} excluded" for one in step.excluded)
        rows.append(Row(f"step {number}{gone}", _texts(step.votes, meek.DECIMALS)))
    quota = decimal_text(found.quota, meek.DECIMALS)
    return Answer(found.elected, quota, tuple(rows), found.lots)


def count_plurality(ballots: BallotFile, seats: int, seed: str) -> Answer:
    """Count first preferences by `plurality`."""
    found = plurality(ballots.rankings, seats=seats, seed=seed)
    return _of_points("first preferences", found)


def count_approval(ballots: BallotFile, seats: int, seed: str) -> Answer:
    """Count by `approval`: whoever a ballot ranks, at whatever place, it approves."""
    found = approval(Approvals.from_rankings(ballots.rankings), seats=seats, seed=seed)
    return _of_points("approvals", found)


def count_borda(ballots: BallotFile, seats: int, seed: str) -> Answer:
    """Count by `borda`."""
    return _of_points("points", borda(_pairwise(ballots), seats=seats, seed=seed))


def count_run_off(ballots: BallotFile, seats: int, seed: str) -> Answer:
    """Count by `run_off`, for one seat."""
    _for_one_seat(seats)
    found = run_off(ballots.rankings, seed=seed)
    rows = [Row("first round", tuple(map(str, found.first)))]
    if found.second:
        second = dict(zip(found.leaders, found.second, strict=True))
        figures = tuple(str(second.get(one, 0)) for one in range(ballots.rankings.candidates))
        rows.append(Row("second round", figures))
    return Answer(found.elected, None, tuple(rows), found.lots)


def count_irv(ballots: BallotFile, seats: int, seed: str) -> Answer:
    """Count by `irv`, for one seat."""
    _for_one_seat(seats)
    found = irv(ballots.rankings, seed=seed)
    rows = tuple(
        Row(
            f"stage {number}"
            if stage.excluded is None
            else f"stage {number}, {ballots.numbers[stage.excluded]} excluded",
            tuple(map(str, stage.totals)),
        )
        for number, stage in enumerate(found.stages, 1)
    )
    return Answer(found.elected, None, rows, found.lots)


def count_schulze(ballots: BallotFile, seats: int, seed: str) -> Answer:
    """Count by `schulze`, defeats as strong as their winning votes."""
    count = _pairwise(ballots)
    found = schulze(count, strength=Strength.WINNING_VOTES, seats=seats, seed=seed)
    return Answer(found.elected, None, _over_each(ballots, count), found.lots)


def count_schulze_margins(ballots: BallotFile, seats: int, seed: str) -> Answer:
    """Count by `schulze`, defeats as strong as their margins."""
    count = _pairwise(ballots)
    found = schulze(count, strength=Strength.MARGINS, seats=seats, seed=seed)
    return Answer(found.elected, None, _over_each(ballots, count), found.lots)


def count_ranked_pairs(ballots: BallotFile, seats: int, seed: str) -> Answer:
    """Count by `ranked_pairs`, majorities as strong as their margins."""
    count = _pairwise(ballots)
    found = ranked_pairs(count, strength=Strength.MARGINS, seats=seats, seed=seed)
    return Answer(found.elected, None, _over_each(ballots, count), found.lots)


def count_condorcet(ballots: BallotFile, seats: int, seed: str) -> Answer:
    """Report by `condorcet`: elected is whoever beats every other, and nobody where no one does."""
    _for_one_seat(seats)
    count = _pairwise(ballots)
    report = condorcet(count)
    elected = () if report.winner is None else (report.winner,)
    smith = tuple("yes" if one in report.smith else "no" for one in range(count.candidates))
    rows = (*_over_each(ballots, count), Row("in the Smith set", smith))
    return Answer(elected, None, rows, ())


def _of_points(about: str, found: PointsCount) -> Answer:
    figures = tuple(_halves(Fraction(number)) for number in found.points)
    return Answer(found.elected, None, (Row(about, figures),), found.lots)


def _halves(points: Fraction) -> str:
    """Points are whole, or halves by Borda."""
    whole, rest = divmod(points, 1)
    return f"{whole}.5" if rest else str(whole)


def _pairwise(ballots: BallotFile) -> Pairwise:
    return pairwise(Preferences.from_rankings(ballots.rankings))


def _over_each(ballots: BallotFile, count: Pairwise) -> tuple[Row, ...]:
    return tuple(
        Row(f"prefer {number} to each", tuple(map(str, line)))
        for number, line in zip(ballots.numbers, count.votes.tolist(), strict=True)
    )


def _for_one_seat(seats: int) -> None:
    if seats != 1:
        raise ValueError(
            f"this method fills one seat; got {seats}: ask for one, or take scottish-stv"
        )


def _texts(units: Iterable[int], decimals: int) -> tuple[str, ...]:
    return tuple(decimal_text(one, decimals) for one in units)


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "scottish-stv": Method("Single transferable vote as in Scotland", count_scottish),
        "meek-stv": Method("Meek's single transferable vote, as in New Zealand", count_meek),
        "plurality": Method("Most first preferences", count_plurality),
        "run-off": Method("More than half, or a second round between two", count_run_off),
        "irv": Method("Instant run-off: the last is excluded, again and again", count_irv),
        "approval": Method("Most ballots that rank a candidate at all", count_approval),
        "borda": Method("Points for places", count_borda),
        "schulze": Method("Strongest paths of defeats, by winning votes", count_schulze),
        "schulze-margins": Method("Strongest paths of defeats, by margins", count_schulze_margins),
        "ranked-pairs": Method("Strongest majorities locked first, by margins", count_ranked_pairs),
        "condorcet": Method("Who beats every other, if anyone does", count_condorcet),
    }
)
"""All methods, by the name that a person gives."""
