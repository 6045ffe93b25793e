"""Who is in a big co-operative that is made up: ids, names, offices, rows, wishes, all by a seed.

Nobody in it exists, and none of its rows was measured. It asks no desk anything.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auzolan.audit.rows import Columns
from auzolan.charter.acts import Seat
from auzolan.learning.purchases import BRANDS

_FIRST = (
    "Ada Aino Alma Amaia Ane Anton Bea Beñat Carla Celia Dario Diego Edurne Eider Elena Emil Enara "
    "Farid Fiona Gorka Hana Ibai Iker Ines Irati Jana Jon Julen Kai Karim"
).split()
_LAST = (
    "Agirre Alvarez Arana Basterra Bello Castro Dahl Echeverria Fuentes Garay Garcia Haddad Ibarra "
    "Iturri Jansen Kovac Larrea Lopez Mendia Moreno"
).split()
OFFICES = {
    "admissions": 4, "appeals": 9, "audit": 6, "data": 7, "operator": 8, "secretary": 2,
    "treasury": 3, "work": 2,
}  # fmt: skip
"""The number of the member who holds each office first; council and signatories beside."""
PURCHASES_EACH = 6
VISITS_EACH = 99


@dataclass(frozen=True, slots=True)
class People:
    """Everybody, and what the seed says of them.

    Attributes:
        count: how many there are.
        seed: the same seed gives the same people.
    """

    count: int
    seed: str = "big"

    @property
    def ids(self) -> list[str]:
        """All ids, in order."""
        return [member_id(number) for number in range(1, self.count + 1)]

    @property
    def buyers(self) -> list[str]:
        """Those who bring purchases, a fifth of all: their rows are trained on and valued."""
        return self.ids[: max(20, self.count // 5)]

    @property
    def workers(self) -> list[str]:
        """Those who work by the piece, a twentieth of all."""
        return self.ids[10 : 10 + max(8, self.count // 20)]

    def draw(self, what: str) -> random.Random:
        """A source of choices for one purpose, so that one more choice moves no other."""
        return random.Random(f"{self.seed}: {what}")

    def some(self, what: str, share_percent: int, among: Sequence[str] = ()) -> list[str]:
        """So many of a hundred members, in an order that tells nothing; at least one."""
        everyone = among or self.ids
        size = max(1, len(everyone) * share_percent // 100)
        return self.draw(what).sample(everyone, size)

    def seats(self) -> tuple[Seat, ...]:
        """Who holds which office first."""
        held = [Seat(office, member_id(number)) for office, number in OFFICES.items()]
        held += [Seat("council", member_id(number)) for number in (2, 3, 4)]
        held += [Seat("signatory", member_id(number)) for number in (2, 4)]
        return tuple(sorted(held, key=lambda seat: (seat.office, seat.holder)))

    def purchases(self) -> Iterator[tuple[str, Columns]]:
        """The purchases of each buyer, in the shape that the recipes of purchases read."""
        draw = self.draw("purchases")
        for place, member in enumerate(self.buyers):
            likes = draw.choices(range(len(BRANDS)), (34, 40, 3, 23))[0]
            yield member, _purchases_of(draw, place, likes)

    def visits(self) -> Iterator[tuple[str, Columns]]:
        """A batch of visits of each member; nothing is learned from them."""
        draw = self.draw("visits")
        for member in self.ids:
            minutes = [draw.randrange(600) for _ in range(VISITS_EACH)]
            yield member, {"visit": list(range(VISITS_EACH)), "minutes": minutes}


def member_id(number: int) -> str:
    """The id of a member, as m00017."""
    return f"m{number:05d}"


def office(name: str) -> str:
    """Who holds an office."""
    return member_id(OFFICES[name])


def name_of(number: int) -> str:
    """A name that stands for nobody; numbers tell those apart who share one."""
    first, last = _FIRST[number % len(_FIRST)], _LAST[number // len(_FIRST) % len(_LAST)]
    return f"{first} {last} {number // (len(_FIRST) * len(_LAST)) + 1}"


def _purchases_of(draw: random.Random, place: int, likes: int) -> Columns:
    rows = range(PURCHASES_EACH)
    choices = [likes if draw.random() < 0.8 else draw.randrange(len(BRANDS)) for _ in rows]
    columns: Columns = {
        "household": [place + 1 for _ in rows],
        "position": list(rows),
        "choice": [BRANDS[one] for one in choices],
    }
    for brand in BRANDS:
        columns[f"feat_{brand}"] = [int(draw.random() < 0.1) for _ in rows]
        columns[f"price_{brand}"] = [f"{draw.randrange(4, 13)}.{draw.randrange(10)}" for _ in rows]
    columns["event"] = [f"till-{place}-{row}" for row in rows]
    return columns
