"""Who takes part in a demo, and what they choose: made up by a seed, never taken from the data.

The rows are real and the people behind them are known by number only. Names, offices, wishes,
hours and votes here belong to nobody.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from auzolan.charter.acts import Seat
from auzolan.house.rooms.assembly.flows import Vote

T = TypeVar("T")
SEED = "yogurt-2024"
MEMBERS_COUNT = 100
LEAVER = "m017"
REFUSERS_COUNT = 12
WORKERS_COUNT = 14
CHECKERS_COUNT = 24
ANSWERS_COUNT = 43
TURNOUT_MIN, TURNOUT_MAX = 82, 93
QUARTER_HOUR_S = 900

ADMISSIONS, AUDIT, DATA = "m004", "m031", "m020"
OPERATOR, SECRETARY, TREASURY = "m044", "m008", "m012"
SEATS = (
    Seat("admissions", ADMISSIONS),
    Seat("appeals", OPERATOR),
    Seat("audit", AUDIT),
    Seat("council", ADMISSIONS),
    Seat("council", SECRETARY),
    Seat("council", TREASURY),
    Seat("data", DATA),
    Seat("operator", OPERATOR),
    Seat("secretary", SECRETARY),
    Seat("signatory", ADMISSIONS),
    Seat("signatory", SECRETARY),
    Seat("treasury", TREASURY),
    Seat("work", SECRETARY),
)

_FIRST = (
    "Ada Aino Alma Amaia Ane Anton Bea Beñat Carla Celia Dario Diego Edurne Eider Elena Emil Enara "
    "Farid Fiona Gorka Hana Ibai Iker Ines Irati Jana Jon Julen Kai Karim Lara Leire Lina Maddi "
    "Maite Malik Miren Nadia Naia Nora Oihana Omar Oskar Pello Rosa Sara Tomas Unai Vera Yara"
).split()
_LAST = (
    "Agirre Alvarez Arana Basterra Bello Castro Dahl Echeverria Etxeberria Fuentes Garay Garcia "
    "Goikoetxea Haddad Ibarra Iturri Jansen Kovac Larrea Lopez Mendia Moreno Nagy Navarro Novak "
    "Olano Ortega Pereira Quintana Rahman Rivas Romero Salazar Santos Urrutia Vidal Weber Zabala"
).split()


@dataclass(frozen=True, slots=True)
class Work:
    """One worker's hours on a sheet, and what was agreed for them."""

    member: str
    seconds: int
    pay_cents: int


@dataclass(frozen=True, slots=True)
class Check:
    """What one person did for a task by piece, and how long she searched, which no piece pays."""

    member: str
    items: int
    seconds: int
    searching_seconds: int


class Cast:
    """Everyone in the demo, and every choice that the data do not hold.

    Args:
        seed: the same seed gives the same people and the same choices.
        count: how many there are.
        refusers: how many of them allow no commercial use.
        leaver: who withdraws in the end, and therefore refuses nothing before.
    """

    def __init__(
        self, seed: str = SEED, *, count: int = MEMBERS_COUNT, refusers: int = REFUSERS_COUNT,
        leaver: str = LEAVER,
    ) -> None:  # fmt: skip
        self._seed, self.leaver = seed, leaver
        self.members = tuple(f"m{number:03d}" for number in range(1, count + 1))
        self.names = self._drawn_names()
        chosen = self._draw("refusers").sample(self._others(), refusers)
        self.refusers = frozenset(chosen)
        self.workers = tuple(sorted(self._draw("workers").sample(self._others(), WORKERS_COUNT)))

    def indexes(self) -> tuple[tuple[str, int], ...]:
        """The workers whose hours weigh more than the base, in hundredths."""
        return tuple(zip(self.workers[:3], (125, 150, 200), strict=True))

    def sheet(self, name: str) -> tuple[Work, ...]:
        """A month's cleaning, 4 to 12 hours each; some agreed to less than the floor."""
        draw = self._draw(f"sheet {name}")
        lines = []
        for member in self.workers:
            quarters = draw.randrange(16, 49)
            cents_hour = draw.randrange(1_150, 1_900, 25)
            lines.append(Work(member, quarters * QUARTER_HOUR_S, quarters * cents_hour // 4))
        return tuple(lines)

    def checks(self, name: str) -> tuple[Check, ...]:
        """A task by piece: 80 to 160 items at 40 to 85 seconds each, and some searching."""
        draw = self._draw(f"checks {name}")
        checkers = sorted(draw.sample(self._others(), CHECKERS_COUNT))
        lines = []
        for member in checkers:
            items = draw.randrange(80, 161)
            seconds = items * draw.randrange(40, 86)
            lines.append(Check(member, items, seconds, seconds * draw.randrange(5, 13) // 100))
        return tuple(draw.sample(lines, len(lines)))

    def pulse(self, name: str) -> tuple[tuple[str, str], ...]:
        """Who answers how work is, in an order that tells nothing, and with which six scores."""
        draw = self._draw(f"pulse {name}")
        answerers = draw.sample(self.members, ANSWERS_COUNT)
        return tuple(
            (member, ",".join(str(draw.randrange(2, 6)) for _ in range(6))) for member in answerers
        )

    def votes(self, proposal: str, days: int) -> tuple[tuple[Vote, ...], ...]:
        """Who votes what on each day of a poll, in an order that tells nothing."""
        draw = self._draw(f"votes {proposal}")
        percent = draw.randrange(TURNOUT_MIN, TURNOUT_MAX)
        voters = draw.sample(self.members, len(self.members) * percent // 100)
        choices = draw.choices(("yes", "no", "abstain"), (74, 17, 9), k=len(voters))
        by_day: list[list[Vote]] = [[] for _ in range(days)]
        for member, choice in zip(voters, choices, strict=True):
            by_day[draw.randrange(days)].append(Vote(member, choice))
        return tuple(tuple(votes) for votes in by_day)

    def predictions(self, days: int) -> tuple[int, ...]:
        """How many predictions the licensee uses on each day."""
        draw = self._draw("predictions")
        return tuple(draw.randrange(600, 1_800) for _ in range(days))

    def shuffled(self, people: Sequence[str]) -> list[str]:
        """The people of the data in an order that the data do not have."""
        return self._draw("who is who").sample(people, len(people))

    def in_any_order(self, some: Sequence[T]) -> list[T]:
        """Some things in an order that tells nothing."""
        return self._draw("order").sample(some, len(some))

    def _others(self) -> list[str]:
        officers = {seat.holder for seat in SEATS}
        return [one for one in self.members if one != self.leaver and one not in officers]

    def _drawn_names(self) -> tuple[str, ...]:
        every = [f"{first} {last}" for first in _FIRST for last in _LAST]
        return tuple(self._draw("names").sample(every, len(self.members)))

    def _draw(self, what: str) -> random.Random:
        """A source of choices for one purpose, so that one more choice moves no other."""
        return random.Random(f"{self._seed}: {what}")
