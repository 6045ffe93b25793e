"""A co-operative that shares one surplus and ends; everybody goes on asking for things."""

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
from auzolan.assembly.petition_acts import AgreeToPause, KeepPause, Pause
from auzolan.assembly.resolutions import Measure, RatifyPause, ShareSurplus
from auzolan.charter.articles import Charter
from auzolan.charter.presets import founding_charter
from auzolan.foundation.books import Scalar
from auzolan.record.entries import Act
from auzolan.treasury.capital.winding_up_acts import Creditor, PlanWindingUp
from auzolan.treasury.capital.withholding_acts import RemitWithholding, Withhold
from auzolan.treasury.ledger.acts import Book, ClosePeriod
from auzolan.treasury.ledger.posting import Leg
from auzolan.treasury.surplus.acts import Distribute, PlanDistribution
from simulation.draw_capital import contribute, dissolve, wind_up
from simulation.draw_decisions import MINUTE
from simulation.small_model import DAY, KINDS, PURPOSES, WORKS
from simulation.wish import Lines
from simulation.year import START, Year
from support.plain_charter import PLAIN

BY_HEAD = {**PLAIN, "pool_data_bp": 0, "pool_labour_bp": 0, "pool_equal_bp": 10_000}


class EndingYear(Year):
    """Capital comes, a pause is kept, a surplus is shared, the end is voted; then random acts."""

    def live(self, *, days: int = 60) -> None:
        """Live some weeks.

        Raises:
            YearFailed: something differs.
        """
        with self._told_with_seed():
            self._found()
            self._send([contribute(self.wishes) for _ in range(12)])
            self._keep_a_pause()
            self._share()
            self._end()
            while self.wishes.at < START + days * DAY:
                self._call()
            self._years_after()
            self._restart()
            self._compare()
            self.tables.close()

    def _charter(self) -> Charter:
        members_share = founding_charter(
            clauses=BY_HEAD, purposes=PURPOSES, kinds=KINDS, works=WORKS
        )
        return self._fitted(members_share)

    def _keep_a_pause(self) -> None:
        """Members keep what two organs stopped, a day before it would end."""
        w = self.wishes
        until = w.at + 14 * DAY
        pause = Pause("leak", "contributions.offer", until, "")
        self._send([w.wish("m005", pause, reasons="A stolen key.")])
        self._send([w.wish("m002", AgreeToPause("leak"))])
        self._vote("keep", RatifyPause("leak", until + 7 * DAY))
        self._ask(KeepPause("mandate-keep", "leak", until + 7 * DAY))
        self._ask(KeepPause("mandate-keep", "leak", until + 7 * DAY))

    def _share(self) -> None:
        legs = (Leg("bank", 123_457), Leg("income:other", -123_457))
        self._ask(Book("gift", "p0", legs, None, ""), why="a gift")
        self._ask(ClosePeriod("p0", "p1"))
        self._ask(PlanDistribution("share", "p0", ""))
        digest = self.model.plans["share"].digest
        self._vote("sharing", ShareSurplus("share", digest))
        self._ask(Withhold("share"))
        self._ask(Distribute("mandate-sharing", "share", digest))
        self._ask(Withhold("share"))
        self._ask(RemitWithholding("tax", ""), reference="a form")

    def _end(self) -> None:
        w = self.wishes
        self._ask(PlanWindingUp("end", (Creditor("power", 17),)))
        self._vote("stop", dissolve(w, "end"))
        self._send([wind_up(w, "mandate-stop", "end")])
        self._ask(wind_up(w, "mandate-stop", "end").submission.act)

    def _ask(self, act: Act, **words: str) -> None:
        """An act by whoever holds every office."""
        self._send([self.wishes.wish("m001", act, **words)])

    def _vote(self, name: str, measure: Measure) -> None:
        """Everybody says yes, and the cooling-off passes."""
        w = self.wishes
        base = self.model.charter
        words = {"title": "A title", "reasons": "Some reasons"}
        self._ask(Propose(name, "assembly", measure, base, "", ""), **words)
        self._send([w.wish("m003", Endorse(name))])
        self._ask(Admit(name))
        opens = w.at + 10 * DAY
        second = opens + 30 * MINUTE
        self._ask(Call(f"on-{name}", "assembly", (name,), opens, second, None))
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
