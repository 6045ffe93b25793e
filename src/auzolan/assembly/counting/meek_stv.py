"""Meek's single transferable vote with nine decimals, as New Zealand counts it.

Every candidate keeps a part of each vote that comes and passes the rest on, also to those elected
already; the parts are adjusted until whoever is elected has the quota and no more. All in
billionths, whole numbers. It reads no file and knows no names.

Source: Local Electoral Regulations 2001 (New Zealand, SR 2001/145), Schedule 1A, Part 1; Hill,
Wichmann and Woodall, Algorithm 123, The Computer Journal 30 (1987), 277-281.

Where we differ, or the regulations leave a choice:

- Clause 10 rounds up every product. Then a ballot can count for more than one vote, and more
  candidates than seats can reach the quota. As in the authors' own program, and in what is
  published of real counts, what a candidate keeps is rounded up and the rest is what is left, so
  that votes and non-transferable votes together are always the ballots.
- Clause 13 (excluding) is also applied at the first step, as in published counts.
- Clause 19: those tied are compared at the earliest step at which any differ; if several stay
  lowest, at the next step, and so on; then a lot from a public seed is drawn instead of the
  numbers of clauses 41 to 48, which depend on the order of the names on the ballot.
- Clause 23 (nothing changes any more): taken to be so when the keep values come back to where
  they were, or after `STEPS_MAX` steps without anyone elected or excluded.
- Part 1 is used for one seat too; Part 2 would be instant run-off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from auzolan.assembly.counting.lots import Lot, lot
from auzolan.assembly.counting.meek_kernels import UNIT, hand_out
from auzolan.assembly.counting.rankings import Rankings

DECIMALS = 9
SURPLUS_SMALL = UNIT // 10_000
STEPS_MAX = 10_000
Extreme = Callable[[Iterable[int]], int]


@dataclass(frozen=True, slots=True)
class MeekStep:
    """One step of a count; votes and parts in billionths, candidates 0-based.

    Attributes:
        votes: each candidate's.
        keep: the part of each vote that a candidate kept at this step.
        quota: that a candidate needed at this step.
        non_transferable: votes of exhausted ballots.
        elected: who became successful, in order.
        excluded: who was excluded at its end; empty or one.
        lots: drawn at this step.
    """

    votes: tuple[int, ...]
    keep: tuple[int, ...]
    quota: int
    non_transferable: int
    elected: tuple[int, ...]
    excluded: tuple[int, ...]
    lots: tuple[Lot, ...]


@dataclass(frozen=True, slots=True)
class MeekCount:
    """A count from its first step to its last.

    Attributes:
        elected: candidates in order of election, 0-based; fewer than seats where too few were
            ranked by anyone.
        quota: of the last step, in billionths.
        valid: ballots with a first preference.
        steps: at least one.
    """

    elected: tuple[int, ...]
    quota: int
    valid: int
    steps: tuple[MeekStep, ...]

    @property
    def lots(self) -> tuple[Lot, ...]:
        """All lots that were drawn, in order."""
        return tuple(one for step in self.steps for one in step.lots)


def meek_stv(rankings: Rankings, seats: int, *, seed: str = "") -> MeekCount:
    """Count ballots by Meek's method with nine decimals.

    Args:
        rankings: the ballots; blank ones are left out.
        seats: to be filled, 1 to the number of candidates.
        seed: the public text from which lots are drawn.
    Returns:
        The count.
    Raises:
        ValueError: more seats than candidates, none, or no ballot with a preference.
    Source: Local Electoral Regulations 2001, Schedule 1A, clauses 3 to 23.
    """
    if not 1 <= seats <= rankings.candidates:
        raise ValueError(
            f"{rankings.candidates:,} candidates cannot fill {seats:,} seats; "
            f"give 1 to {rankings.candidates:,} seats"
        )
    if not rankings.valid:
        raise ValueError("no ballot ranks a candidate, so nobody can be elected; check the ballots")
    named = np.unique(rankings.table[rankings.weights > 0])
    count = _Count(rankings, seats, seed, [one for one in named.tolist() if one >= 0])
    while not count.is_over:
        count.step()
    return MeekCount(tuple(count.elected), count.quota, rankings.valid, tuple(count.steps))


@dataclass(slots=True)
class _Count:
    """A count under way; `hopeful` are those neither successful, excluded nor withdrawn."""

    rankings: Rankings
    seats: int
    seed: str
    hopeful: list[int]
    elected: list[int] = field(default_factory=list)
    keep: list[int] = field(default_factory=list)
    votes: list[int] = field(default_factory=list)
    quota: int = 0
    is_over: bool = False
    seen: set[tuple[int, ...]] = field(default_factory=set)
    lots: list[Lot] = field(default_factory=list)
    steps: list[MeekStep] = field(default_factory=list)

    def step(self) -> None:
        """Adjust what each keeps, hand the ballots out, elect, and exclude one or none."""
        self._adjust()
        votes = np.zeros(self.rankings.candidates, dtype=np.int64)
        keep = np.array(self.keep, dtype=np.int64)
        hand_out(self.rankings.table, self.rankings.weights, keep, votes)
        self.votes = votes.tolist()
        self.quota = sum(self.votes) // (self.seats + 1) + 1
        rest = self.rankings.valid * UNIT - sum(self.votes)
        assert rest >= 0, "no ballot counts for more than one vote"
        begun = MeekStep(tuple(self.votes), tuple(self.keep), self.quota, rest, (), (), ())
        self.steps.append(begun)
        newly = self._elect()
        excluded = () if self.is_over else self._exclude(is_changed=bool(newly))
        self.steps[-1] = replace(begun, elected=newly, excluded=excluded, lots=tuple(self.lots))
        self.lots = []

    def _adjust(self) -> None:
        if not self.steps:
            withdrawn = {*range(self.rankings.candidates)} - {*self.hopeful}
            self.keep = [0 if one in withdrawn else UNIT for one in range(self.rankings.candidates)]
            return
        for one in self.elected:
            product = -(-self.quota * self.keep[one] // UNIT)
            self.keep[one] = min(UNIT, -(-product * UNIT // self.votes[one]))

    def _elect(self) -> tuple[int, ...]:
        newly = [one for one in self.hopeful if self.votes[one] >= self.quota]
        if len(self.elected) + len(self.hopeful) <= self.seats:
            newly = self.hopeful
        assert len(self.elected) + len(newly) <= self.seats, "a quota elects no more than the seats"
        order: list[int] = []
        while len(order) < len(newly):
            left = [one for one in newly if one not in order]
            order.append(self._chosen(left, max, "who is named first"))
        self.elected += order
        self.hopeful = [one for one in self.hopeful if one not in order]
        self.is_over = len(self.elected) == self.seats or not self.hopeful
        return tuple(order)

    def _exclude(self, *, is_changed: bool) -> tuple[int, ...]:
        """Exclude the last, where no surplus could lift her or nothing moves any more."""
        surplus = sum(max(0, votes - self.quota) for votes in self.votes)
        lowest, *others = sorted(self.votes[one] for one in self.hopeful)
        is_behind = bool(others) and lowest + surplus < others[0]
        if is_changed:
            self.seen.clear()
        keep = tuple(self.keep)
        is_stable = keep in self.seen or len(self.seen) >= STEPS_MAX
        self.seen.add(keep)
        if not (is_behind or surplus < SURPLUS_SMALL or is_stable):
            return ()
        last = self._chosen(self.hopeful, min, "who is excluded")
        self.hopeful = [one for one in self.hopeful if one != last]
        self.keep[last] = 0
        self.seen.clear()
        return (last,)

    def _chosen(self, candidates: list[int], extreme: Extreme, why: str) -> int:
        """The candidate with most or fewest votes now, else at the earliest step, else by lot."""
        tied = candidates
        for votes in (tuple(self.votes), *(step.votes for step in self.steps)):
            level = extreme(votes[one] for one in tied)
            tied = [one for one in tied if votes[one] == level]
            if len(tied) == 1:
                return tied[0]
        order = lot(self.seed, len(self.steps), tied)
        self.lots.append(Lot(len(self.steps), why, order))
        return order[0]
