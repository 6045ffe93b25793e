"""What every step of the demo shares: the desk, the calendar, and how a step is told.

It prints nothing: who runs the demo says where its lines go.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from auzolan.audit.folder import Folder
from auzolan.foundation.moments import moment_from_iso
from auzolan.foundation.money import money_text
from auzolan.foundation.refusals import Refusal
from auzolan.house.demo.people import Cast
from auzolan.house.demo.setting import Setting
from auzolan.house.desk import Desk
from auzolan.house.ports import Ports, SeededChance, SetClock
from auzolan.house.submission import Receipt

YEAR, NEXT_YEAR = "2024", "2025"
VALUATION, VALUATION_AFTER = "worth-2024", "worth-2025"
PLAN, PAYOUT = "surplus-2024", "winter-2025"


class DemoBroken(Exception):
    """The demo's story did not go as it is written: a fault of the program, never of the user."""


@dataclass(frozen=True, slots=True)
class Told:
    """One step as it is told.

    Attributes:
        lines: what happened.
        real: which part is real data.
        made_up: which part the seed made up.
    """

    lines: tuple[str, ...]
    real: str
    made_up: str


@dataclass(slots=True)
class Stage:
    """Where the demo takes place: the folder, the people, a clock that is set by hand."""

    folder: Folder
    setting: Setting
    people: Cast
    clock: SetClock = field(default_factory=lambda: SetClock(moment_from_iso("2024-01-08")))
    notes: dict[str, int] = field(default_factory=dict)
    _desk: Desk | None = None
    _ports: Ports | None = None

    @property
    def ports(self) -> Ports:
        """The set clock, and chance from the seed."""
        if self._ports is None:
            self._ports = Ports(self.clock, SeededChance(self.setting.seed))
        return self._ports

    @property
    def desk(self) -> Desk:
        """The open desk."""
        if self._desk is None:
            raise DemoBroken("the co-operative has not been founded yet")
        return self._desk

    def open(self, desk: Desk) -> None:
        """Keep the desk that founding opened."""
        self._desk = desk

    def close(self) -> None:
        """Close the desk."""
        if self._desk is not None:
            self._desk.close()
            self._desk = None

    def money(self, cents: int) -> str:
        """An amount as it is told."""
        return money_text(cents, self.setting.currency)

    def on(self, day: str, time: str = "10:00:00") -> None:
        """Set the clock to a day, as 2024-03-01."""
        self.clock.at = moment_from_iso(f"{day}T{time}Z")


Step = tuple[str, Callable[[Stage], Told]]
"""A title, and what happens."""


@dataclass(frozen=True, slots=True)
class Story:
    """One demo: what it is about, its people, its steps in order."""

    setting: Setting
    people: Cast
    steps: tuple[Step, ...]


def done(answer: Receipt | Refusal) -> Receipt:
    """The receipt of a step that the story needs.

    Raises:
        DemoBroken: it was refused.
    """
    if isinstance(answer, Refusal):
        raise DemoBroken(str(answer))
    return answer


def all_done(answers: list[Receipt | Refusal]) -> list[Receipt]:
    """The receipts of a batch that the story needs whole."""
    return [done(answer) for answer in answers]


def refused(answer: object, code: str) -> str:
    """The refusal that the story shows, as a line.

    Raises:
        DemoBroken: something else came.
    """
    if not isinstance(answer, Refusal) or answer.code != code:
        raise DemoBroken(f"expected the refusal {code}; got {answer}")
    return f"refused: {answer.code} ({answer.article}): {answer.because}"


def percent(part: int, whole: int) -> str:
    """A share as `83.9 %`, rounded half up."""
    tenths = (2_000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10} %"
