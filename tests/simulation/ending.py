"""A co-operative that shares one surplus and ends; everybody goes on asking for things."""

from __future__ import annotations

from auzolan.assembly.petition_acts import AgreeToPause, KeepPause, Pause
from auzolan.assembly.resolutions import RatifyPause, ShareSurplus
from auzolan.charter.articles import Charter
from auzolan.charter.presets import founding_charter
from auzolan.treasury.capital.winding_up_acts import Creditor, PlanWindingUp
from auzolan.treasury.capital.withholding_acts import RemitWithholding, Withhold
from auzolan.treasury.ledger.acts import Book, ClosePeriod
from auzolan.treasury.ledger.posting import Leg
from auzolan.treasury.surplus.acts import Distribute, PlanDistribution
from simulation.draw_capital import contribute, dissolve, wind_up
from simulation.small_days import DAY
from simulation.small_model import KINDS, PURPOSES, WORKS
from simulation.voting import VotingYear
from simulation.year import START
from support.plain_charter import PLAIN

BY_HEAD = {**PLAIN, "pool_data_bp": 0, "pool_labour_bp": 0, "pool_equal_bp": 10_000}


class EndingYear(VotingYear):
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
