"""The single transferable vote as Scotland's councils count it, in hundred-thousandths of a vote.

Whole numbers alone: a paper's value is cut to five decimals each time it moves, as the law says,
and what is cut off is kept account of, so that at every stage all votes are still there. It reads
no file and knows no names.

Source: the Scottish Local Government Elections Order 2011 (SSI 2011/399), Schedule 1, rules 46 to
53; the same words stand in SSI 2007/42, Schedule 1, rules 45 to 52.

Where the law says less than a count needs:

- Of three or more who are equal, the most recent earlier stage at which any of them differ decides
  first; those at its extreme (most votes for a surplus, fewest for an exclusion) go on to the
  stages before it; those equal at all stages draw lots.
- Those elected at one stage are named in order of their votes, equal ones as for a surplus.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from auzolan.assembly.counting.lots import Lot, lot
from auzolan.assembly.counting.rankings import Rankings
from auzolan.assembly.counting.stv_kernels import Ints, Parcels, first_parcels, next_parcels

ONE_VOTE = 100_000
DECIMALS = 5
Extreme = Callable[[Iterable[int]], int]


class StageKind(StrEnum):
    """What happened at a stage."""

    FIRST_PREFERENCES = "first preferences"
    SURPLUS = "surplus"
    EXCLUSION = "exclusion"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a count; all votes in hundred-thousandths, candidates 0-based.

    Attributes:
        kind: what happened.
        candidate: whose papers moved; none at the first stage.
        totals: each candidate's votes at its end.
        transferred: what each gained, or below 0 lost.
        non_transferable: votes of papers without a next preference, since the count began.
        loss: what cutting to five decimals has cost, since the count began.
        elected: who was deemed elected at its end, in order.
        lots: drawn at this stage or to choose whose papers moved.
    """

    kind: StageKind
    candidate: int | None
    totals: tuple[int, ...]
    transferred: tuple[int, ...]
    non_transferable: int
    loss: int
    elected: tuple[int, ...]
    lots: tuple[Lot, ...]


@dataclass(frozen=True, slots=True)
class StvCount:
    """A count from its first stage to its last.

    Attributes:
        elected: candidates in order of election, 0-based.
        quota: in votes.
        valid: ballots with a first preference.
        stages: at least one.
    """

    elected: tuple[int, ...]
    quota: int
    valid: int
    stages: tuple[Stage, ...]

    @property
    def lots(self) -> tuple[Lot, ...]:
        """All lots that were drawn, in order."""
        return tuple(one for stage in self.stages for one in stage.lots)


def scottish_stv(rankings: Rankings, seats: int, *, seed: str = "") -> StvCount:
    """Count ballots by the rules of Scottish local government elections.

    At the end of every stage whoever has the quota is elected. Where as many continue as there are
    vacancies, all are elected and the count is over. Else the largest surplus is transferred: all
    papers of that candidate move, each at its value when received, times the surplus, divided by
    the candidate's votes. Where no surplus is left, the candidate with fewest votes is excluded,
    and the papers move at the value they have.

    Args:
        rankings: the ballots; blank ones are left out.
        seats: to be filled, 1 to the number of candidates.
        seed: the public text from which lots are drawn.
    Returns:
        The count.
    Raises:
        ValueError: more seats than candidates, none, or no ballot with a preference.
    Source: SSI 2011/399, Schedule 1, rules 46 to 53.
    """
    if not 1 <= seats <= rankings.candidates:
        raise ValueError(
            f"{rankings.candidates:,} candidates cannot fill {seats:,} seats; "
            f"give 1 to {rankings.candidates:,} seats"
        )
    if not rankings.valid:
        raise ValueError("no ballot ranks a candidate, so nobody can be elected; check the ballots")
    count = _Count(rankings, seats, seed)
    count.begin()
    while len(count.elected) < seats:
        pending = [one for one in count.elected if count.totals[one] > count.quota * ONE_VOTE]
        pending = [one for one in pending if one not in count.transferred]
        if pending:
            count.transfer_surplus(count.next_to_move(pending, max, "whose surplus moves first"))
        else:
            count.exclude(count.next_to_move(count.continuing(), min, "who is excluded"))
    return StvCount(tuple(count.elected), count.quota, rankings.valid, tuple(count.stages))


@dataclass(slots=True)
class _Count:
    """A count under way. It grows by one stage at each call of the three methods that move papers."""

    rankings: Rankings
    seats: int
    seed: str
    quota: int = 0
    totals: list[int] = field(default_factory=list)
    held: list[list[tuple[Ints, Ints]]] = field(default_factory=list)
    elected: list[int] = field(default_factory=list)
    excluded: set[int] = field(default_factory=set)
    transferred: set[int] = field(default_factory=set)
    non_transferable: int = 0
    loss: int = 0
    lots: list[Lot] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)

    def begin(self) -> None:
        """Count first preferences."""
        self.quota = self.rankings.valid // (self.seats + 1) + 1
        self.totals = [0] * self.rankings.candidates
        self.held = [[] for _ in self.totals]
        given = self.rankings
        self._receive(first_parcels(given.table, given.weights, given.candidates, ONE_VOTE))
        self._end_stage(StageKind.FIRST_PREFERENCES, None, [0] * given.candidates)

    def transfer_surplus(self, candidate: int) -> None:
        """Move all papers of an elected candidate at a part of their value."""
        before = self.totals.copy()
        surplus = self.totals[candidate] - self.quota * ONE_VOTE
        self._move(candidate, surplus, (surplus, self.totals[candidate]))
        self.transferred.add(candidate)
        self._end_stage(StageKind.SURPLUS, candidate, before)

    def exclude(self, candidate: int) -> None:
        """Move all papers of the last candidate at the value they have."""
        before = self.totals.copy()
        self.excluded.add(candidate)
        self._move(candidate, self.totals[candidate], (1, 1))
        self._end_stage(StageKind.EXCLUSION, candidate, before)

    def continuing(self) -> list[int]:
        """Candidates neither elected nor excluded."""
        gone = {*self.elected, *self.excluded}
        return [one for one in range(self.rankings.candidates) if one not in gone]

    def next_to_move(self, candidates: list[int], extreme: Extreme, why: str) -> int:
        """Whose papers move at the stage to come."""
        return self._chosen(candidates, extreme, Lot(len(self.stages) + 1, why, ()))

    def _chosen(self, candidates: list[int], extreme: Extreme, blank: Lot) -> int:
        """The candidate with most or fewest votes now, else at earlier stages, else by lot."""
        tied = candidates
        for stage in reversed(self.stages):
            level = extreme(stage.totals[one] for one in tied)
            tied = [one for one in tied if stage.totals[one] == level]
            if len(tied) == 1:
                return tied[0]
        order = lot(self.seed, blank.stage, tied)
        self.lots.append(replace(blank, order=order))
        return order[0]

    def _move(self, candidate: int, going: int, part: tuple[int, int]) -> None:
        """Move a candidate's papers; `going` is what leaves, and `part` what each paper keeps."""
        is_continuing = np.zeros(self.rankings.candidates, dtype=np.bool_)
        is_continuing[self.continuing()] = True
        held, self.held[candidate] = self.held[candidate], []
        self.totals[candidate] -= going
        if not held:
            return
        papers = held[0][0] if len(held) == 1 else np.concatenate([one[0] for one in held])
        values = held[0][1] if len(held) == 1 else np.concatenate([one[1] for one in held])
        given = self.rankings
        moved = next_parcels(given.table, given.weights, (papers, values), is_continuing, part)
        self._receive(moved)
        self.non_transferable += int(moved.votes[-1])
        self.loss += going - int(moved.votes.sum())

    def _receive(self, parcels: Parcels) -> None:
        for one in np.flatnonzero(np.diff(parcels.starts)[:-1]).tolist():
            part = slice(parcels.starts[one], parcels.starts[one + 1])
            self.held[one].append((parcels.papers[part], parcels.values[part]))
            self.totals[one] += int(parcels.votes[one])

    def _end_stage(self, kind: StageKind, candidate: int | None, before: list[int]) -> None:
        """Elect who has the quota, or all where no more remain than vacancies; keep the stage."""
        quota = self.quota * ONE_VOTE
        newly = [one for one in self.continuing() if self.totals[one] >= quota]
        if len(self.continuing()) <= self.seats - len(self.elected):
            newly = self.continuing()
        kept = self.non_transferable + self.loss
        assert sum(self.totals) + kept == self.rankings.valid * ONE_VOTE, "no vote is lost or made"
        assert len(newly) + len(self.elected) <= self.seats, "a quota elects no more than the seats"
        totals = tuple(self.totals)
        transferred = tuple(now - then for now, then in zip(totals, before, strict=True))
        stage = Stage(
            kind, candidate, totals, transferred, self.non_transferable, self.loss, (), ()
        )
        self.stages.append(stage)
        order = self._in_order(newly)
        self.elected += order
        self.stages[-1] = replace(stage, elected=order, lots=tuple(self.lots))
        self.lots = []

    def _in_order(self, newly: list[int]) -> tuple[int, ...]:
        """Those elected at one stage, most votes first."""
        order: list[int] = []
        while len(order) < len(newly):
            left = [one for one in newly if one not in order]
            blank = Lot(len(self.stages), "who is named first", ())
            order.append(self._chosen(left, max, blank))
        return tuple(order)
