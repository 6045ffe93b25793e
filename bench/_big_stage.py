"""Where a big co-operative is made: its folder, its desk, a clock that is set by hand."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import TypeVar

import msgspec

from _big_people import People
from auzolan.charter.articles import Charter
from auzolan.charter.presets import founding_charter
from auzolan.foundation.moments import DAY_MS, Moment, day_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import reading
from auzolan.house.founding import found_cooperative
from auzolan.house.ports import Ports, SeededChance, SetClock, system_ports
from auzolan.house.submission import Receipt, Submission
from auzolan.record.entries import Act

T = TypeVar("T")
AT_ONCE = 5_000
ORIGIN = "big.demo.invalid"
BEGAN_DAYS_AGO = 900
POLL_DAYS = 30
CLAUSES = {
    "interest_bp": 0, "obligatory_reserve_bp": 6_000, "education_bp": 1_000,
    "intercooperation_bp": 0, "promotion_bp": 0, "solidarity_bp": 0, "voluntary_bp": 0,
    "pool_data_bp": 6_000, "pool_labour_bp": 3_000, "pool_equal_bp": 1_000,
}  # fmt: skip
PURCHASES, VISITS = "purchases", "visits"


class Big:
    """The co-operative while it is made.

    Attributes:
        people: who is in it.
        desk: over its folder.
    """

    def __init__(self, path: Path, people: People) -> None:
        self.people = people
        self._made_at = system_ports().clock() // DAY_MS * DAY_MS
        self._clock = SetClock(Moment(self._made_at - BEGAN_DAYS_AGO * DAY_MS))
        self.desk = found_cooperative(
            path, name="The big co-operative", origin=ORIGIN,
            ports=Ports(self._clock, SeededChance(people.seed)), charter=_charter(),
            seats=people.seats(), period="y1",
        )  # fmt: skip

    def on(self, days_ago: int) -> None:
        """Set the clock to so many days before the day of the making."""
        self.go_to(self._made_at - days_ago * DAY_MS)

    def go_to(self, at: int) -> None:
        """Set the clock to a moment that is not before the last."""
        if at < self._clock.at:
            sys.exit(f"the clock stands at {day_from_moment(self._clock.at)} already")
        self._clock.at = Moment(at)

    @property
    def now(self) -> int:
        """The moment on the clock."""
        return self._clock.at

    def entries(self) -> int:
        """How many entries the record has."""
        with reading(self.desk.folder) as now:
            return now.log.head().size

    def ask(self, submissions: Iterable[Submission]) -> list[Receipt]:
        """Submit acts in large batches; each must be accepted."""
        source, receipts = iter(submissions), []
        while batch := list(islice(source, AT_ONCE)):
            receipts += [done(answer) for answer in self.desk.submit(batch)]
        return receipts


def one(identity: str, actor: str, act: Act, /, **words: str) -> Submission:
    """An act on its way to the desk, with the words of its sealed fields."""
    return Submission(identity, actor, act, words)


def done(answer: T | Refusal) -> T:
    """What was answered; a refusal ends the making."""
    if isinstance(answer, Refusal):
        sys.exit(f"refused: {answer}")
    return answer


def _charter() -> Charter:
    """Polls last a month, so that a kept folder has open ones for a while."""
    kinds = (PURCHASES, VISITS)
    charter = founding_charter(clauses=CLAUSES, kinds=kinds, vouched=kinds)
    decisions = msgspec.structs.replace(charter.decisions, poll_days=POLL_DAYS)
    return msgspec.structs.replace(charter, decisions=decisions)
