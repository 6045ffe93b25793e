"""Where a proposal stands and what has come of it, as doors show it, however the rows are read.

A command reads through the store, a page through Django; both ask here. While a poll is open
nothing here says how it stands: neither choices nor how many have voted. It decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeVar

import msgspec

from auzolan.assembly.acts import ClosePoll, PollClosed
from auzolan.assembly.life import (
    CLOSED,
    COOLING,
    EXECUTABLE,
    SECOND_CALL,
    SECOND_READING,
    poll_id,
    word_at,
)
from auzolan.assembly.measures import measure_from_text
from auzolan.assembly.resolutions import Choose, Elect
from auzolan.assembly.state import (
    CERTIFIED,
    NOTICED,
    OPEN,
    TALLIED,
    Candidate,
    Meeting,
    PetitionRow,
    Poll,
    Proposal,
)
from auzolan.assembly.tally import majority_asked, makes_quorum
from auzolan.charter.state import Mandate
from auzolan.cooperative import AnyEntry
from auzolan.foundation.books import Row, Scalar
from auzolan.record.annexes import AnnexRef

R = TypeVar("R", bound=Row)

COUNTED = frozenset({TALLIED, CERTIFIED})
"""The states of a poll in which its result may be shown."""


class Rows(Protocol):
    """Rows and entries as of one moment."""

    def rows(self, row: type[R], **equals: Scalar) -> list[R]:
        """The rows in which these fields have these values, in order of key."""

    def get(self, row: type[R], *key: Scalar) -> R | None:
        """The row of this key, or None."""

    def entry(self, seq: int) -> AnyEntry:
        """One entry."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a proposal stands at a moment.

    Attributes:
        proposal, meeting, poll, mandate: its rows; the poll is that of its present round.
        word: the word for it, see `life.word_at`.
        next_at: when that will change by itself, or may be changed; 0 where no moment is set.
    """

    proposal: Proposal
    meeting: Meeting | None
    poll: Poll | None
    mandate: Mandate | None
    word: str
    next_at: int


class PollResult(msgspec.Struct, frozen=True):
    """The result of a poll that is closed; numbers are members.

    Attributes:
        majority: of yes and no, a threshold; empty for a ranked poll.
        needed: how many had to take part, by the quorum at the poll's end.
        voted: how many did.
        elected: members or options in order of election.
        certified: whether a second officer has confirmed it.
        entry: the one that opened the poll.
    """

    poll: str
    kind: str
    majority: str
    yes: int
    no: int
    abstain: int
    blank: int
    ranked: int
    roll: int
    voted: int
    needed: int
    quorum: bool
    passed: bool
    elected: tuple[str, ...]
    certified: bool
    entry: int


def standing_of(rows: Rows, proposal: Proposal, at: int) -> Standing:
    """Where a proposal stands at a moment."""
    meeting = rows.get(Meeting, proposal.meeting) if proposal.meeting else None
    poll = rows.get(Poll, poll_id(proposal.proposal, proposal.round))
    mandate = rows.get(Mandate, proposal.mandate) if proposal.mandate else None
    word = word_at(proposal, meeting, poll, mandate, at)
    found = Standing(proposal, meeting, poll, mandate, word, 0)
    return Standing(proposal, meeting, poll, mandate, word, _next_at(found))


def results_of(rows: Rows, proposal: Proposal) -> list[PollResult]:
    """The results of a proposal's polls that are closed, first to last."""
    ids = [poll_id(proposal.proposal, number) for number in range(1, proposal.round + 1)]
    polls = [poll for one in ids if (poll := rows.get(Poll, one)) is not None]
    return [found for poll in polls if (found := result_of(rows, poll)) is not None]


def result_of(rows: Rows, poll: Poll) -> PollResult | None:
    """The result of a poll, or None until it is closed."""
    meeting = rows.get(Meeting, poll.meeting)
    if poll.state not in COUNTED or meeting is None:
        return None
    voted = poll.yes + poll.no + poll.abstain + poll.blank + poll.ranked
    return PollResult(
        poll=poll.poll, kind=poll.kind, majority=majority_asked(poll, voted), yes=poll.yes,
        no=poll.no, abstain=poll.abstain, blank=poll.blank, ranked=poll.ranked, roll=poll.roll,
        voted=voted, needed=needed_for_quorum(poll, meeting), quorum=bool(poll.quorum),
        passed=bool(poll.passed), elected=tuple(filter(None, poll.elected.split(","))),
        certified=poll.state == CERTIFIED, entry=poll.entry,
    )  # fmt: skip


def needed_for_quorum(poll: Poll, meeting: Meeting) -> int:
    """How many of the roll make the quorum at the poll's end; one more than all where none do."""
    low, high = 0, poll.roll + 1
    while low < high:
        middle = (low + high) // 2
        if makes_quorum(poll, meeting, middle, poll.ends_at):
            high = middle
        else:
            low = middle + 1
    return low


def ranked_names(rows: Rows, proposal: Proposal) -> tuple[str, ...]:
    """Who or what can be ranked, in order of number; nobody for yes and no.

    In the place of somebody who stands no more is an empty text, as in the count.
    """
    measure = measure_from_text(proposal.measure)
    if isinstance(measure, Choose):
        return measure.options
    if isinstance(measure, Elect):
        standing = rows.rows(Candidate, proposal=proposal.proposal)
        in_order = sorted(standing, key=lambda one: one.number)
        return tuple("" if one.withdrawn else one.member for one in in_order)
    return ()


def stages_ref(entry: AnyEntry) -> AnnexRef | None:
    """The annex of stages that the close of a poll names, if any."""
    return entry.act.stages if isinstance(entry.act, ClosePoll) else None


def closes_poll(entry: AnyEntry, poll: str) -> bool:
    """Whether an entry closed this poll."""
    return any(isinstance(fact, PollClosed) and fact.poll == poll for fact in entry.facts)


def petitions_about(rows: Rows, proposal: str) -> list[PetitionRow]:
    """The petitions about a proposal, oldest first."""
    return sorted(rows.rows(PetitionRow, about=proposal), key=lambda one: one.entry)


def _next_at(one: Standing) -> int:
    meeting, poll, mandate = one.meeting, one.poll, one.mandate
    if one.word == SECOND_READING:
        return one.proposal.not_before
    if one.word == NOTICED and meeting is not None:
        return meeting.opens_at
    if one.word in {OPEN, SECOND_CALL, CLOSED} and poll is not None:
        return poll.ends_at
    if one.word == COOLING and mandate is not None:
        return mandate.from_at
    if one.word == EXECUTABLE and mandate is not None:
        return mandate.until_at
    return 0
