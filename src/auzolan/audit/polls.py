"""Counting a poll again from what was disclosed, ballot by ballot, without knowing who voted.

Each disclosed ballot must be the last of its tag, open the commitment in its own entry, and stand
on the roll, which is as large as the list of tags. It re-runs no rule of the assembly but the count: quorum, caps, majority or ranking.
"""

from __future__ import annotations

from dataclasses import dataclass

from auzolan.assembly.acts import BallotCast, CastBallot, ClosePoll, PollClosed
from auzolan.assembly.ballots import STAGES_NAMES, opens_ballot
from auzolan.assembly.state import Meeting, Poll, Proposal, RollTag
from auzolan.assembly.tally import (
    Ballots,
    Outcome,
    ballots_by_class,
    outcome_of,
    roll_by_class,
    stage_columns,
    tally_digest,
)
from auzolan.audit.report import Findings
from auzolan.foundation.books import Books, Scalar
from auzolan.record.annexes import Annex

_NAMES = ("choice", "entry", "salt", "tag")


@dataclass(frozen=True, slots=True)
class Recounted:
    """A poll that was counted again.

    Attributes:
        entry: the one that closed it.
        fact: the tally on the record.
        outcome: that of this count, or None where the ballots cannot be counted.
    """

    entry: int
    fact: PollClosed
    outcome: Outcome | None


class Polls:
    """Follows ballots from the moment they are cast; forgets them when their poll is counted.

    `recounted` holds each poll that was counted, in the order of their closes.
    """

    def __init__(self, findings: Findings) -> None:
        self.recounted: list[Recounted] = []
        self._findings = findings
        self._cast: dict[str, dict[str, tuple[int, str]]] = {}

    def cast(self, entry: int, tag: str, act: CastBallot, fact: BallotCast) -> None:
        """Note a ballot as it was published: its entry and the commitment to its choice."""
        self._cast.setdefault(fact.poll, {})[tag] = (entry, act.choice)

    def close(
        self, books: Books, entry: int, at: int, act: ClosePoll, fact: PollClosed, *,
        ballots: Annex, stages: Annex | None,
    ) -> None:  # fmt: skip
        """Count a poll from its disclosed ballots and compare with the tally on the record.

        Args:
            books: the books before the close.
            entry: the entry that closes the poll.
            at: its moment.
            act: names the ballots.
            fact: the tally on the record.
            ballots: the open annex of the ballots.
            stages: the open annex of the stages, if it names one.
        """
        cast = self._cast.pop(fact.poll, {})
        self._findings.checked("tallies")
        proposal, poll = books.get(Proposal, act.proposal), books.get(Poll, fact.poll)
        meeting = books.get(Meeting, poll.meeting) if poll is not None else None
        if proposal is None or poll is None or meeting is None or ballots.names != _NAMES:
            self.recounted.append(Recounted(entry, fact, None))
            self._differ(entry, fact.poll, "ballots", "a poll and its ballots", ballots.names)
            return
        self._compare_roll(books, poll)
        choices = [self._choice(books, entry, fact.poll, cast, line) for line in ballots.lines()]
        for tag, (at_entry, _) in sorted(cast.items()):
            expected = f"ballot of entry {at_entry}"
            self._differ(entry, fact.poll, f"tag {tag[:8]}", expected, "left out")
        tags = [str(tag) for tag in ballots.column("tag")]
        counted = Ballots(
            ballots_by_class(books, poll, tags, choices), roll_by_class(books, poll),
            act.ballots.digest,
        )  # fmt: skip
        try:
            outcome = outcome_of(books, proposal, poll, meeting, ballots=counted, at=at)
        except ValueError as fault:
            self.recounted.append(Recounted(entry, fact, None))
            self._differ(entry, fact.poll, "tally", "ballots that can be counted", fault)
            return
        self.recounted.append(Recounted(entry, fact, outcome))
        self._compare(entry, act, fact, outcome)
        self._compare_stages(entry, fact.poll, outcome, stages)

    def _compare_roll(self, books: Books, poll: Poll) -> None:
        tags = books.count(RollTag, poll=poll.poll)
        if poll.roll != tags:
            expected = f"{tags}, the tags that were handed out"
            self._differ(poll.entry, poll.poll, "roll", expected, poll.roll)

    def _compare(self, entry: int, act: ClosePoll, fact: PollClosed, outcome: Outcome) -> None:
        expected = PollClosed(
            proposal=act.proposal, poll=fact.poll, yes=outcome.yes, no=outcome.no,
            abstain=outcome.abstain, blank=outcome.blank, ranked=outcome.ranked,
            roll=outcome.roll, quorum=outcome.quorum, passed=outcome.passed,
            elected=outcome.elected,
            tally_digest=tally_digest(fact.poll, outcome, act.ballots.digest),
        )  # fmt: skip
        for name in fact.__struct_fields__:
            if getattr(expected, name) != getattr(fact, name):
                self._differ(entry, fact.poll, name, getattr(expected, name), getattr(fact, name))

    def _compare_stages(
        self, entry: int, poll: str, outcome: Outcome, stages: Annex | None
    ) -> None:
        expected = stage_columns(outcome.stages)
        found = (
            {name: list(stages.column(name)) for name in stages.names}
            if stages is not None
            else stage_columns(())
        )
        for name in STAGES_NAMES:
            if found.get(name) != expected[name]:
                self._differ(entry, poll, f"stages {name}", "those of this count", "others")
                return

    def _choice(
        self, books: Books, entry: int, poll: str, cast: dict[str, tuple[int, str]],
        line: tuple[Scalar, ...],
    ) -> str:  # fmt: skip
        choice, at, salt, tag = (str(value) for value in line)
        self._findings.checked("ballots")
        found = cast.pop(tag, None)
        if found is None or str(found[0]) != at:
            there = f"entry {found[0]}" if found else "no ballot of this tag"
            self._differ(entry, poll, f"tag {tag[:8]}", there, f"entry {at}")
        elif not opens_ballot(choice, salt, found[1]):
            self._differ(found[0], poll, f"tag {tag[:8]} choice", found[1],
                         f"{choice}, which makes another commitment")  # fmt: skip
        if books.get(RollTag, (poll, tag)) is None:
            self._differ(entry, poll, f"tag {tag[:8]}", "a tag on the roll", "not on the roll")
        return choice

    def _differ(self, entry: int, poll: str, field: str, expected: object, found: object) -> None:
        self._findings.differ(entry, f"poll {poll}", field, expected=expected, found=found)
