"""What a file of ballots holds, and how one is refused: each ballot with its line in the file.

`readers` knows the formats; here is what they have in common. It opens no file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from auzolan.assembly.counting.rankings import BALLOTS_MAX, CANDIDATES_MAX, Rankings
from auzolan.foundation.refusals import Refusal

ARTICLE = "house, counting"
LINE_CHARACTERS_MAX = 100_000
NUMBER_DIGITS_MAX = 12


class BadBallotFile(ValueError):
    """A file of ballots that cannot be counted.

    Attributes:
        refusal: which line, why, and what to do.
    """

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class BallotFile:
    """What a file of ballots holds.

    Attributes:
        rankings: the ballots, of those who stand.
        seats: to be filled; None where the file does not say.
        numbers: each candidate's number in the file; not all of them where some have withdrawn.
        names: of the candidates, in the same order.
        title: of the election, or empty.
    """

    rankings: Rankings
    seats: int | None
    numbers: tuple[int, ...]
    names: tuple[str, ...]
    title: str


def refused(code: str, because: str, remedy: str) -> BadBallotFile:
    """The fault that refuses a file."""
    return BadBallotFile(Refusal(code, ARTICLE, because, remedy))


def malformed(line: int, because: str, remedy: str) -> BadBallotFile:
    """The fault of a line that does not have the form it should have."""
    return refused("assembly.ballot_file_malformed", f"Line {line} {because}.", remedy)


def whole(text: str, line: int, what: str) -> int:
    """A whole number as a file spells it: digits alone."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > NUMBER_DIGITS_MAX:
        raise malformed(
            line, f"has {digits[:40]!r} where {what} belongs", "Write a whole number in digits."
        )
    return int(digits)


def printable(text: str, line: int) -> str:
    """A name or title, if it can be shown as it is."""
    name = text.strip()
    if not name.isprintable():
        raise malformed(line, "has a name that cannot be printed", "Write it in plain letters.")
    return name


@dataclass(slots=True)
class BallotBox:
    """Ballots as they are read, each refused at its own line if it is no ranking.

    Attributes:
        candidates: how many the file numbers, from 1.
        withdrawn: numbers of those who no longer stand; preferences for them are passed over.
    """

    candidates: int
    withdrawn: frozenset[int] = frozenset()
    rankings: list[tuple[int, ...]] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Refuse more candidates than any method counts, or none."""
        if not 1 <= self.candidates <= CANDIDATES_MAX:
            raise refused(
                "assembly.candidates_out_of_range",
                f"The file has {self.candidates:,} candidates.",
                f"Give 1 to {CANDIDATES_MAX:,} candidates.",
            )

    def add(self, line: int, voters: int, choices: Sequence[int]) -> None:
        """Take in one ranking, candidates numbered from 1, and how many voters gave it."""
        if not 1 <= voters <= BALLOTS_MAX:
            raise refused(
                "assembly.ballot_voters_out_of_range",
                f"The ranking on line {line} stands for {voters:,} voters.",
                f"Give a number from 1 to {BALLOTS_MAX:,}.",
            )
        if len(choices) > self.candidates:
            raise refused(
                "assembly.ballot_overlong",
                f"Line {line} ranks {len(choices):,} candidates where {self.candidates:,} stand.",
                "Leave out what is too much.",
            )
        for choice in choices:
            if not 1 <= choice <= self.candidates:
                raise refused(
                    "assembly.ballot_ranks_stranger",
                    f"Line {line} ranks candidate {choice}, who does not stand.",
                    f"The candidates are 1 to {self.candidates:,}; leave out any other.",
                )
        if len(set(choices)) < len(choices):
            twice = next(one for one in choices if choices.count(one) > 1)
            raise refused(
                "assembly.ballot_ranks_twice",
                f"Line {line} ranks candidate {twice} twice.",
                "Keep her first place and leave out the other.",
            )
        self.rankings.append(tuple(one for one in choices if one not in self.withdrawn))
        self.weights.append(voters)

    def file(self, seats: int | None, names: Sequence[str], title: str) -> BallotFile:
        """All that was read, once the file has ended."""
        numbers = tuple(n for n in range(1, self.candidates + 1) if n not in self.withdrawn)
        if not numbers or not any(self.rankings):
            raise refused(
                "assembly.no_valid_ballot",
                "No ballot in the file ranks anyone who stands.",
                "Check that this is the file of ballots, and that it is whole.",
            )
        if sum(self.weights) > BALLOTS_MAX:
            raise refused(
                "assembly.ballots_too_many",
                f"The file has {sum(self.weights):,} ballots.",
                f"At most {BALLOTS_MAX:,} are counted; split the election.",
            )
        place = {number: at for at, number in enumerate(numbers)}
        lists = [[place[choice] for choice in one] for one in self.rankings]
        rankings = Rankings.from_lists(lists, len(numbers), self.weights)
        kept = tuple(names[number - 1] for number in numbers)
        return BallotFile(rankings, seats, numbers, kept, title)
