"""A co-operative that opens its record to the world by vote, and closes it again; then chance."""

from __future__ import annotations

from auzolan.assembly.resolutions import ChangeCharter
from auzolan.charter.acts import Amend
from auzolan.charter.articles import Change
from simulation.small_days import DAY
from simulation.voting import VotingYear
from simulation.wish import Wish

CLAUSE = "membership.open_record"


class OpeningYear(VotingYear):
    """What chance draws too seldom: who may read the record is changed twice, and never to a third answer."""

    def live(self, *, days: int = 20) -> None:
        """Live some weeks after both votes.

        Raises:
            YearFailed: something differs.
        """
        with self._told_with_seed():
            self._found()
            for name, is_open in (("opened", 1), ("closed", 0)):
                self._change(name, is_open)
                assert self.model.clauses[CLAUSE] == is_open
            begun = self.wishes.at
            while self.wishes.at < begun + days * DAY:
                self._call()
            self._restart()
            self._compare()
            self.tables.close()

    def _change(self, name: str, is_open: int) -> None:
        """The members vote, and it is carried out once: not too early, not with another value, not twice."""
        w = self.wishes
        changes = (Change(CLAUSE, is_open),)
        self._vote(name, ChangeCharter(changes))
        self._send([self._amending(name, changes)])
        self._wait_until(w.at + int(self.model.clauses["decisions.bylaw_cooling_days"]) * DAY)
        self._send([self._amending(name, (Change(CLAUSE, 2),))])
        self._send([self._amending(name, changes)] * 2)

    def _amending(self, name: str, changes: tuple[Change, ...]) -> Wish:
        return self.wishes.wish("m001", Amend(f"mandate-{name}", changes))
