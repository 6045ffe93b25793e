"""Counting a poll again from what was disclosed, ballot by ballot, without knowing who voted.

Each disclosed ballot must be the last of its tag, open the commitment in its own entry, and stand
on the roll. It re-runs no rule of the assembly but the count.
"""

from __future__ import annotations

from auzolan.assembly.acts import CastBallot, ClosePoll, PollClosed
from auzolan.assembly.ballots import opens_ballot
from auzolan.assembly.state import Proposal, RollTag
from auzolan.assembly.tally import count, passes, tally_digest
from auzolan.audit.report import Findings
from auzolan.foundation.books import Books, Scalar
from auzolan.record.annexes import Annex

_NAMES = ("choice", "entry", "salt", "tag")


class Polls:
    """Follows ballots from the moment they are cast; forgets them when their poll is counted."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._cast: dict[str, dict[str, tuple[int, str]]] = {}

    def cast(self, entry: int, tag: str, act: CastBallot) -> None:
        """Note a ballot as it was published: its entry and the commitment to its choice."""
        self._cast.setdefault(act.proposal, {})[tag] = (entry, act.choice)

    def close(
        self, books: Books, entry: int, act: ClosePoll, fact: PollClosed, ballots: Annex
    ) -> None:
        """Count a poll from its disclosed ballots and compare with the tally on the record.

        Args:
            books: the books before the close.
            entry: the entry that closes the poll.
            act: names the ballots.
            fact: the tally on the record.
            ballots: the open annex of the ballots.
        """
        cast = self._cast.pop(act.proposal, {})
        self._findings.checked("tallies")
        proposal = books.get(Proposal, act.proposal)
        if proposal is None or ballots.names != _NAMES:
            self._differ(entry, act.proposal, "ballots", "a poll and its ballots", ballots.names)
            return
        choices = [self._choice(books, entry, act.proposal, cast, line) for line in ballots.lines()]
        for tag, (at, _) in sorted(cast.items()):
            self._differ(entry, act.proposal, f"tag {tag[:8]}", f"ballot of entry {at}", "left out")
        try:
            tally = count(choices, roll=proposal.roll)
        except ValueError as fault:
            self._differ(entry, act.proposal, "tally", "ballots that can be counted", fault)
            return
        passed = passes(tally, majority_bp=proposal.majority_bp, quorum_bp=proposal.quorum_bp)
        digest = tally_digest(act.proposal, tally, passed=passed, ballots_digest=act.ballots.digest)
        expected = PollClosed(
            act.proposal, tally.yes, tally.no, tally.abstain, tally.roll, passed, digest
        )
        for name in fact.__struct_fields__:
            if getattr(expected, name) != getattr(fact, name):
                self._differ(
                    entry, act.proposal, name, getattr(expected, name), getattr(fact, name)
                )

    def _choice(
        self, books: Books, entry: int, proposal: str, cast: dict[str, tuple[int, str]],
        line: tuple[Scalar, ...],
    ) -> str:  # fmt: skip
        choice, at, salt, tag = (str(value) for value in line)
        self._findings.checked("ballots")
        found = cast.pop(tag, None)
        if found is None or str(found[0]) != at:
            there = f"entry {found[0]}" if found else "no ballot of this tag"
            self._differ(entry, proposal, f"tag {tag[:8]}", there, f"entry {at}")
        elif not opens_ballot(choice, salt, found[1]):
            self._differ(found[0], proposal, f"tag {tag[:8]} choice", found[1],
                         f"{choice}, which makes another commitment")  # fmt: skip
        if books.get(RollTag, (proposal, tag)) is None:
            self._differ(entry, proposal, f"tag {tag[:8]}", "a tag on the roll", "not on the roll")
        return choice

    def _differ(
        self, entry: int, proposal: str, field: str, expected: object, found: object
    ) -> None:
        self._findings.differ(entry, f"poll {proposal}", field, expected=expected, found=found)
