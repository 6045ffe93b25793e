"""A co-operative that shares one surplus and ends; everybody goes on asking for things."""

from __future__ import annotations

from auzolan.assembly.acts import (
    CastBallot,
    Certify,
    ClosePoll,
    Measure,
    OpenPoll,
    Propose,
    ShareSurplus,
)
from auzolan.charter.articles import Charter
from auzolan.charter.presets import founding_charter
from auzolan.foundation.moments import Moment
from auzolan.record.entries import Act
from auzolan.treasury.capital.winding_up_acts import Creditor, PlanWindingUp
from auzolan.treasury.capital.withholding_acts import RemitWithholding, Withhold
from auzolan.treasury.ledger.acts import Book, ClosePeriod
from auzolan.treasury.ledger.posting import Leg
from auzolan.treasury.surplus.acts import Distribute, PlanDistribution
from simulation.draw_capital import contribute, dissolve, wind_up
from simulation.small_model import DAY, KINDS, PURPOSES, WORKS
from simulation.wish import Lines
from simulation.year import START, Year
from support.plain_charter import PLAIN

BY_HEAD = {**PLAIN, "pool_data_bp": 0, "pool_labour_bp": 0, "pool_equal_bp": 10_000}


class EndingYear(Year):
    """Capital comes, a surplus is shared and taxed, the end is voted; then days of random acts."""

    def live(self, *, days: int = 60) -> None:
        """Live some weeks.

        Raises:
            YearFailed: something differs.
        """
        with self._told_with_seed():
            self._found()
            self._send([contribute(self.wishes) for _ in range(12)])
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
        return self._taxed(members_share)

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
        w.measures[name] = measure
        self._ask(Propose(name, measure, "", ""), title="A title", reasons="Some reasons")
        tags = sorted(w.rng.randbytes(16).hex() for one in self.model.active.values() if one)
        lines: Lines = dict.fromkeys(tags, ())
        self._send([w.wish("m001", OpenPoll(name, w.lay("tags/1", {"tag": tags})), lines)])
        self._send([w.wish(tag, CastBallot(name, "yes")) for tag in tags])
        votes = {tag: seq for tag, (_, seq) in self.model.proposals[name].votes.items()}
        columns = {
            "choice": ["yes"] * len(tags),
            "entry": [votes[tag] for tag in tags],
            "salt": [w.desks[0].openings(votes[tag])["choice"].salt for tag in tags],
            "tag": tags,
        }
        ballots: Lines = {tag: (votes[tag],) for tag in tags}
        self._send([w.wish("m001", ClosePoll(name, w.lay("ballots/1", columns)), ballots)])
        digest = self.model.proposals[name].digest
        self._send([w.wish("m002", Certify(name, digest))])
        self.wishes.at = Moment(self.wishes.at + 8 * DAY)
        for clock in self.clocks:
            clock.at = Moment(self.wishes.at)
