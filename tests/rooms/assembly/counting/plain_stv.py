"""Scottish STV a second time: paper by paper, as a returning officer would, in plain Python.

Written from the words of SSI 2011/399, Schedule 1, rules 46 to 53, and sharing no line with the
package: papers are tuples in piles, values are whole hundred-thousandths, nothing is merged. Slow,
and meant to be.
"""

from __future__ import annotations

import hashlib
import json

ONE = 10**5


def count(papers: list[tuple[int, ...]], candidates: int, seats: int, seed: str) -> str:
    """Count single papers, candidates from 0, and tell the whole count as one text."""
    return _Officer(papers, candidates, seats, seed).result()


def _decimals(value: int) -> str:
    digits = f"{value:06d}"
    return f"{digits[:-5]}.{digits[-5:]}"


class _Officer:
    def __init__(self, papers, candidates, seats, seed) -> None:
        self.papers = [paper for paper in papers if paper]
        self.names = list(range(candidates))
        self.seats, self.seed = seats, seed
        self.quota = len(self.papers) // (seats + 1) + 1
        self.piles: dict[int, list[tuple[tuple[int, ...], int]]] = {c: [] for c in self.names}
        self.credit = dict.fromkeys(self.names, 0)
        self.elected: list[int] = []
        self.gone: set[int] = set()
        self.done: set[int] = set()
        self.exhausted = self.lost = 0
        self.table: list[list[str]] = []
        self.past: list[dict[int, int]] = []
        self.notes: list[object] = []

    def result(self) -> str:
        for paper in self.papers:
            self.piles[paper[0]].append((paper, ONE))
            self.credit[paper[0]] += ONE
        self.stage_over("first preferences", None)
        while len(self.elected) < self.seats:
            over = [c for c in self.elected if c not in self.done]
            over = [c for c in over if self.credit[c] > self.quota * ONE]
            if over:
                self.surplus(self.pick(over, highest=True, stage=len(self.table) + 1))
            else:
                self.exclusion(self.pick(self.running(), highest=False, stage=len(self.table) + 1))
        return json.dumps([self.elected, self.quota, self.table, self.notes])

    def running(self) -> list[int]:
        return [c for c in self.names if c not in self.elected and c not in self.gone]

    def surplus(self, chosen: int) -> None:
        total = self.credit[chosen]
        surplus = total - self.quota * ONE
        self.done.add(chosen)
        sent = self.send(chosen, lambda value: surplus * value // total)
        self.credit[chosen] -= surplus
        self.lost += surplus - sent
        self.stage_over("surplus", chosen)

    def exclusion(self, chosen: int) -> None:
        self.gone.add(chosen)
        self.lost += self.credit[chosen] - self.send(chosen, lambda value: value)
        self.credit[chosen] = 0
        self.stage_over("exclusion", chosen)

    def send(self, chosen: int, value_of) -> int:
        """Move all papers of a candidate to the next available preference; the sum that moved."""
        open_to = set(self.running())
        sent = 0
        for paper, value in self.piles.pop(chosen):
            worth = value_of(value)
            sent += worth
            for preference in paper:
                if preference in open_to:
                    self.piles[preference].append((paper, worth))
                    self.credit[preference] += worth
                    break
            else:
                self.exhausted += worth
        self.piles[chosen] = []
        return sent

    def stage_over(self, kind: str, chosen: int | None) -> None:
        self.past.append(dict(self.credit))
        self.table.append([_decimals(self.credit[c]) for c in self.names])
        vacant = self.seats - len(self.elected)
        winners = [c for c in self.running() if self.credit[c] >= self.quota * ONE]
        if len(self.running()) == vacant:
            winners = self.running()
        before = len(self.elected)
        while winners:
            first = self.pick(winners, highest=True, stage=len(self.table))
            winners.remove(first)
            self.elected.append(first)
        newly = self.elected[before:]
        self.notes.append([kind, chosen, self.exhausted, self.lost, newly])

    def pick(self, among: list[int], *, highest: bool, stage: int) -> int:
        """Most or fewest votes; equal ones by the last stage at which they differ; then a lot."""
        for credit in reversed(self.past):
            levels = sorted({credit[c] for c in among}, reverse=highest)
            among = [c for c in among if credit[c] == levels[0]]
        if len(among) == 1:
            return among[0]

        def digest(c: int) -> bytes:
            text = "\n".join(["auzolan/v1/lot", self.seed, str(stage), str(c + 1)])
            return hashlib.sha256(text.encode()).digest()

        among = sorted(among, key=digest)
        self.notes.append(["lot", stage, among])
        return among[0]
