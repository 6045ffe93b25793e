"""Counting one poll under the terms of its notice: quorum, majority or ranking, caps, digest.

What rules and audit have in common. It sees choices by class, never a voter; the methods of
counting are in `counting`, and what follows from a result is the business of the rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from auzolan.assembly.ballots import BLANK, STAGES_NAMES, is_choice, ranking_of
from auzolan.assembly.counting.yes_no import Base, Part, Quorum, YesNo, count, is_carried
from auzolan.assembly.measures import measure_from_text
from auzolan.assembly.ranked import Method, RankedCount, StageLine, count_ranked, ranking_fault
from auzolan.assembly.resolutions import Choose, Elect, Measure
from auzolan.assembly.rolls import caps_of, worth_of
from auzolan.assembly.state import RANKED, Candidate, Meeting, Poll, Proposal, RollTag
from auzolan.charter.thresholds import read_part
from auzolan.foundation import canonical
from auzolan.foundation.books import Books


@dataclass(frozen=True, slots=True)
class Ballots:
    """The ballots that count, of one poll.

    Attributes:
        choices: what the ballots of each class say, one for each tag that voted.
        roll: how many tags each class has.
        digest: of the annex that discloses them.
    """

    choices: Mapping[str, Sequence[str]]
    roll: Mapping[str, int]
    digest: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a poll has come to; numbers are members.

    Attributes:
        yes, no, abstain, blank, ranked: ballots that say so.
        roll: how many could vote.
        quorum: whether enough of them did.
        passed: whether it is carried, or somebody elected.
        elected: members or options in order of election.
        stages: the stage table of a ranked count; none for yes and no.
    """

    yes: int
    no: int
    abstain: int
    blank: int
    ranked: int
    roll: int
    quorum: bool
    passed: bool
    elected: tuple[str, ...] = ()
    stages: tuple[StageLine, ...] = ()


def part_of(threshold: str, base: Base) -> Part:
    """A threshold of the charter as the counting library takes it."""
    bounded = read_part(threshold)
    return Part(bounded.part, bounded.strictly, base)


def makes_quorum(poll: Poll, meeting: Meeting, voted: int, at: int) -> bool:
    """Whether so many of the roll are enough at a moment.

    Args:
        poll: the poll, with its roll and its terms.
        meeting: its meeting, with the quorum of each call.
        voted: how many took part, 0 to the roll.
        at: before the second call that of the first call is asked for.
    Returns:
        True where they make the quorum of the call, and the turnout that the measure needs besides.
    Source: charter, article on decisions; Basque Act 11/2019, on the constitution of the assembly.
    """
    if at < meeting.second_call_at:
        quorum = Quorum(part_of(meeting.first_call_quorum, Base.ROLL))
    else:
        second = part_of(meeting.second_call_quorum, Base.ROLL)
        quorum = Quorum(second, meeting.second_call_votes)
    if not quorum.is_reached(voted, poll.roll):
        return False
    return not poll.turnout or part_of(poll.turnout, Base.ROLL).is_reached(voted, poll.roll)


def ballots_by_class(books: Books, poll: Poll, tags: Sequence[str], choices: Sequence[str]) -> (
    dict[str, list[str]]
):  # fmt: skip
    """Sort ballots by the class that their tag shows; those of a tag that is not there are left out.

    Args:
        books: the state, with the roll.
        poll: the poll.
        tags: of the ballots.
        choices: what each says, in the same order.
    """
    rows = books.get_many(RollTag, [(poll.poll, tag) for tag in tags])
    found: dict[str, list[str]] = {}
    for row, choice in zip(rows, choices, strict=True):
        if row is not None:
            found.setdefault(row.class_name, []).append(choice)
    return found


def roll_by_class(books: Books, poll: Poll) -> dict[str, int]:
    """How many tags of each class a poll has."""
    found: dict[str, int] = {}
    for name in books.columns(RollTag, ("class_name",), poll=poll.poll)["class_name"]:
        found[str(name)] = found.get(str(name), 0) + 1
    return found


def standing_in(books: Books, proposal: Proposal) -> tuple[str, ...]:
    """Who or what can be ranked in a poll, in order of number; nobody for yes and no.

    In the place of somebody who stands no more is an empty text: numbers stay with their candidates.
    """
    measure = measure_from_text(proposal.measure)
    if isinstance(measure, Choose):
        return measure.options
    if isinstance(measure, Elect):
        rows = books.find(Candidate, proposal=proposal.proposal)
        return tuple("" if one.withdrawn else one.member for one in rows)
    return ()


def outcome_of(
    books: Books, proposal: Proposal, poll: Poll, meeting: Meeting, *, ballots: Ballots, at: int
) -> Outcome:
    """Count a poll.

    Args:
        books: the state, with who stands.
        proposal: the item.
        poll: its poll.
        meeting: its meeting.
        ballots: those that count.
        at: the moment of the close.
    Returns:
        The outcome; a vote counts for less where its class has reached its cap.
    Raises:
        ValueError: a ballot says what it cannot say, or there are more than tags.
    Source: charter, article on decisions: one member, one vote.
    """
    worth = worth_of(ballots.roll, caps_of(meeting))
    if poll.kind == RANKED:
        return _ranked(books, proposal, poll, meeting, ballots=ballots, at=at, worth=worth)
    return _yes_no(poll, meeting, ballots, worth, at)


def _yes_no(
    poll: Poll, meeting: Meeting, ballots: Ballots, worth: Mapping[str, Fraction], at: int
) -> Outcome:
    of_all = [one for choices in ballots.choices.values() for one in choices]
    plain = count(of_all, roll=poll.roll)
    weighted = [
        (worth[name], count(choices, roll=ballots.roll[name]))
        for name, choices in ballots.choices.items()
    ]
    yes = sum((each * one.yes for each, one in weighted), Fraction())
    no = sum((each * one.no for each, one in weighted), Fraction())
    majority = part_of(majority_asked(poll, len(of_all)), Base.VALID)
    quorum = makes_quorum(poll, meeting, len(of_all), at)
    is_yes = is_carried(YesNo(yes, no, roll=yes + no), majority)
    return Outcome(
        int(plain.yes), int(plain.no), int(plain.abstain), int(plain.blank), 0, poll.roll,
        quorum, quorum and is_yes,
    )  # fmt: skip


def majority_asked(poll: Poll, voted: int) -> str:
    """The majority that a poll needs, once it is known how many took part."""
    if poll.unless_attendance and part_of(poll.unless_attendance, Base.ROLL).is_reached(
        voted, poll.roll
    ):
        return poll.else_majority
    return poll.majority


def _ranked(
    books: Books, proposal: Proposal, poll: Poll, meeting: Meeting, *, ballots: Ballots, at: int,
    worth: Mapping[str, Fraction],
) -> Outcome:  # fmt: skip
    names = standing_in(books, proposal)
    rankings: list[tuple[int, ...]] = []
    weights: list[Fraction] = []
    blank = 0
    for name, choices in ballots.choices.items():
        for choice in choices:
            if choice == BLANK:
                blank += 1
                continue
            ranking = ranking_of(choice) if is_choice(RANKED, choice) else (0,)
            if ranking_fault(ranking, len(names)) is not None:
                raise ValueError(f"a ballot ranks candidates 1 to {len(names)}; got {choice!r}")
            rankings.append(ranking)
            weights.append(worth[name])
    voted = blank + len(rankings)
    if voted > poll.roll:
        raise ValueError(f"at most {poll.roll} ballots; got {voted}")
    measure = measure_from_text(proposal.measure)
    found = _count_standing(
        measure, names, rankings, weights, seed=seed_of(poll.poll, ballots.digest)
    )
    quorum = makes_quorum(poll, meeting, voted, at)
    elected = tuple(names[number - 1] for number in found.elected) if quorum else ()
    return Outcome(
        0, 0, 0, blank, len(rankings), poll.roll, quorum, bool(elected), elected, found.stages
    )


def _count_standing(
    measure: Measure, names: Sequence[str], rankings: Sequence[tuple[int, ...]],
    worth: Sequence[Fraction], *, seed: str,
) -> RankedCount:  # fmt: skip
    """Count as if those who stand no more had never stood; numbers stay those of the ballots."""
    there = [number for number, name in enumerate(names, 1) if name]
    if len(there) < len(names):
        place_of = {number: place for place, number in enumerate(there, 1)}
        rankings = [tuple(place_of[one] for one in each if one in place_of) for each in rankings]
        heard = [(each, part) for each, part in zip(rankings, worth, strict=True) if each]
        rankings, worth = [each for each, _ in heard], [part for _, part in heard]
    found = count_ranked(
        Method.ELECT if isinstance(measure, Elect) else Method.CHOOSE, rankings, worth,
        candidates=len(there), seats=measure.seats if isinstance(measure, Elect) else 1, seed=seed,
    )  # fmt: skip
    number_of = (0, *there)
    return RankedCount(
        tuple(number_of[place] for place in found.elected),
        tuple((number_of[line[0]], *line[1:]) for line in found.stages),
    )


def seed_of(poll: str, ballots_digest: str) -> str:
    """The public text that lots are drawn from: nobody knows it before the last ballot is cast."""
    return canonical.digest({"ballots": ballots_digest, "poll": poll})


def stage_columns(stages: Sequence[StageLine]) -> dict[str, list[int | str]]:
    """The columns of the open annex `stages/1`, in the order of the lines."""
    columns = zip(*stages, strict=True) if stages else ((),) * len(STAGES_NAMES)
    return {name: list(column) for name, column in zip(STAGES_NAMES, columns, strict=True)}


def tally_digest(poll: str, outcome: Outcome, ballots_digest: str) -> str:
    """What two officers must agree on: the poll, its counts, its result, its ballots.

    Args:
        poll: the poll's id.
        outcome: the count.
        ballots_digest: the digest of the annex `ballots/1`.
    Returns:
        64 hexadecimal digits.
    """
    return canonical.digest(
        {
            "abstain": outcome.abstain,
            "ballots": ballots_digest,
            "blank": outcome.blank,
            "elected": outcome.elected,
            "no": outcome.no,
            "passed": outcome.passed,
            "poll": poll,
            "quorum": outcome.quorum,
            "ranked": outcome.ranked,
            "roll": outcome.roll,
            "stages": outcome.stages,
            "yes": outcome.yes,
        }
    )
