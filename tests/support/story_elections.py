"""The sentences about elections and classes: who stands, who is ranked, who sits, and their checks.

Each turns into acts as a door of the house would send them; nothing is decided here.
"""

from __future__ import annotations

from fractions import Fraction

from auzolan.assembly.acts import CastBallot, ClosePoll, Nominate, StandDown
from auzolan.assembly.ballots import ranking_of
from auzolan.assembly.ranked import Method, count_ranked
from auzolan.assembly.resolutions import Elect
from auzolan.assembly.state import Ballot, Candidate, Poll
from auzolan.assembly.tally import seed_of, stage_columns
from auzolan.charter.state import Mandate
from auzolan.members.acts import SetClass
from auzolan.members.state import Member
from support.story_checks import CHECKS
from support.story_decisions import poll_of, propose_measure
from support.story_people import ACTS
from support.story_teller import Teller

says, holds = ACTS.says, CHECKS.says


@says(
    "{who:who} proposes {proposal:thing}: elect {seats:count} to the {organ:word} "
    "for {days:count} days"
)
def proposes_election(
    t: Teller, *, who: str, proposal: str, seats: int, organ: str, days: int
) -> None:
    propose_measure(t, who, proposal, Elect(organ, seats, days))


@says("{people:people} stand in {proposal:thing}")
def stand(t: Teller, people: tuple[str, ...], proposal: str) -> None:
    t.ask_all([(name, Nominate(proposal), {}) for name in people])


@says("{who:who} stands in {proposal:thing}")
def stands(t: Teller, who: str, proposal: str) -> None:
    t.ask(who, Nominate(proposal))


@says("{who:who} stands in {proposal:thing} no longer")
def stands_down(t: Teller, who: str, proposal: str) -> None:
    t.ask(who, StandDown(proposal))


@says("{who:who} ranks {people:people} in {proposal:thing}")
def ranks(t: Teller, who: str, people: tuple[str, ...], proposal: str) -> None:
    numbers = {one.member: one.number for one in t.desk.rows(Candidate) if one.proposal == proposal}
    choice = ",".join(str(numbers.get(t.id(name), 99)) for name in people)
    t.ask(t.tags[proposal, t.id(who)], CastBallot(proposal, choice))


@says("{who:who} closes the election {proposal:thing}")
def closes_election(t: Teller, who: str, proposal: str) -> None:
    """Lay down the ballots and the stages of their count, as the house does."""
    poll = t.row(Poll, poll_of(t, proposal))
    ballots = [one for one in t.desk.rows(Ballot) if one.poll == poll.poll]
    columns: dict[str, list[int | str]] = {
        "choice": [one.choice for one in ballots],
        "entry": [one.entry for one in ballots],
        "salt": [t.desk.openings(one.entry)["choice"].salt for one in ballots],
        "tag": [one.tag for one in ballots],
    }
    ref = t.desk.lay_down("ballots/1", columns)
    measure = t.measures[proposal]
    assert isinstance(measure, Elect)
    standing = [one for one in t.desk.rows(Candidate) if one.proposal == proposal]
    there = [one.number for one in standing if not one.withdrawn]
    # Who stands no more was never there: the others move up, and keep their numbers in the table.
    heard = [
        tuple(there.index(number) + 1 for number in ranking_of(one.choice) if number in there)
        for one in ballots
    ]
    heard = [each for each in heard if each]
    counted = count_ranked(
        Method.ELECT, heard, [Fraction(1)] * len(heard), candidates=len(there),
        seats=measure.seats, seed=seed_of(poll.poll, ref.digest),
    )  # fmt: skip
    lines = [(one and there[one - 1], *line) for one, *line in counted.stages]
    stages = t.desk.lay_down("stages/1", stage_columns(lines))
    t.ask(who, ClosePoll(proposal, ref, stages))


@says("{who:who} puts {whom:who} into the class {class_name:word}")
def puts_into_class(t: Teller, who: str, whom: str, class_name: str) -> None:
    t.ask(who, SetClass(t.id(whom), class_name, ""))


@holds("{people:people} sit in the {organ:word}")
def sit(t: Teller, people: tuple[str, ...], organ: str) -> None:
    """The organs of stories are named as their offices."""
    found = {
        one.holder
        for one in t.desk.rows(Mandate)
        if one.power == organ and not one.spent and one.from_at <= t.clock.at < one.until_at
    }
    t.same("sitting", {t.id(name) for name in people}, found)


@holds("{who:who} sits in the {organ:word}")
def sits(t: Teller, who: str, organ: str) -> None:
    sit(t, (who,), organ)


@holds("{who:who} belongs to the class {class_name:word}")
def belongs(t: Teller, who: str, class_name: str) -> None:
    t.same("class", class_name, t.row(Member, t.id(who)).class_name)
