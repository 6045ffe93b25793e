"""A year in which things are also done on purpose: acts by whoever may, votes that all agree to."""

from __future__ import annotations

from collections.abc import Sequence

from auzolan.assembly.acts import (
    Admit,
    Call,
    CastBallot,
    Certify,
    ClosePoll,
    Endorse,
    OpenPoll,
    Propose,
)
from auzolan.assembly.resolutions import Measure
from auzolan.foundation.books import Scalar
from auzolan.record.entries import Act
from simulation.draw_decisions import MINUTE, shown
from simulation.small_days import DAY
from simulation.wish import Lines
from simulation.year import Year


class VotingYear(Year):
    """What a year needs to take its beginning or its end by a plan."""

    def _ask(self, act: Act, **words: str) -> None:
        """An act by whoever holds every office."""
        self._send([self.wishes.wish("m001", act, **words)])

    def _vote(self, name: str, measure: Measure, author: str = "m001") -> None:
        """Somebody proposes, everybody says yes, and the cooling-off passes."""
        w = self.wishes
        base = self.model.charter
        words = {"title": "A title", "reasons": "Some reasons"}
        propose = Propose(name, "assembly", measure, base, "", "")
        self._send([w.wish(author, propose, **words)])
        self._send([w.wish("m003", Endorse(name))])
        self._ask(Admit(name))
        opens = w.at + 10 * DAY
        second = opens + 30 * MINUTE
        ref, lines = shown(w, [name])
        call = Call(f"on-{name}", "assembly", (name,), opens, second, ref)
        self._send([w.wish("m001", call, lines)])
        self._wait_until(opens)
        tags = self._open(name)
        self._send([w.wish(tag, CastBallot(name, "yes")) for tag in tags])
        self._close(name, tags)
        poll = self.model.proposals[name].polls[1]
        self._send([w.wish("m002", Certify(name, poll.digest))])
        self._wait_until(w.at + 3 * DAY)

    def _open(self, name: str) -> list[str]:
        w = self.wishes
        proposal = self.model.proposals[name]
        roll = self.model.roll(proposal, self.model.meetings[proposal.meeting])
        tags = sorted(w.rng.randbytes(16).hex() for _ in roll)
        lines: Lines = dict.fromkeys(tags, ())
        ref = w.lay("tags/2", {"class": ["full"] * len(tags), "tag": tags})
        self._send([w.wish("m001", OpenPoll(name, ref), lines)])
        return tags

    def _close(self, name: str, tags: list[str]) -> None:
        w = self.wishes
        entries = [self.model.proposals[name].polls[1].votes[tag][1] for tag in tags]
        columns: dict[str, Sequence[Scalar]] = {
            "choice": ["yes"] * len(tags),
            "entry": entries,
            "salt": [w.desks[0].openings(entry)["choice"].salt for entry in entries],
            "tag": tags,
        }
        lines: Lines = {tag: (entry,) for tag, entry in zip(tags, entries, strict=True)}
        ref = w.lay("ballots/1", columns)
        self._send([w.wish("m001", ClosePoll(name, ref, None), lines)])
