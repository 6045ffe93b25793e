"""Which floor holds for an hour of work: by where it was done, and when.

The largest of the charter's floor, the statutory minimum of the place and, where the charter says
so, its living wage. Every reference was brought in with its source; where there is none for a
place, the charter's floor stands alone. It lifts nobody's pay; that is done by `settling`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auzolan.charter.articles import Labour
from auzolan.foundation.books import Books
from auzolan.labour.state import WageReference, WorkPlace

STATUTORY, LIVING, CHARTER = "statutory", "living", "charter"


@dataclass(frozen=True, slots=True)
class Floor:
    """The least that an hour earns, and why.

    Attributes:
        cents_hour: cents an hour.
        basis: `charter`, `statutory` or `living`.
        place: of the reference; empty for the charter's.
        source: who published the reference; empty for the charter's.
        entry: which brought the reference in, -1 for the charter's.
    """

    cents_hour: int
    basis: str = CHARTER
    place: str = ""
    source: str = ""
    entry: int = -1


class Floors:
    """The floors of a moment's books, each looked up once.

    Args:
        books: with restricted rows, where `of` is asked.
        labour: the charter's article on labour.
    """

    def __init__(self, books: Books, labour: Labour) -> None:
        self._books, self._labour = books, labour
        self._places: dict[str, list[WorkPlace]] = {}
        self._references: dict[str, list[WageReference]] = {}
        self._found: dict[tuple[str, int], Floor] = {}

    def of(self, member: str, at: int) -> Floor:
        """The floor of a member's work at a moment.

        Args:
            member: who works.
            at: milliseconds since 1970, UTC.
        Raises:
            NotDisclosed: at the public level.
        """
        return self.at_place(self.place_of(member, at), at)

    def place_of(self, member: str, at: int) -> str:
        """Where a member works at a moment, as she last said; empty where she has not."""
        said = self._places.get(member)
        if said is None:
            said = self._places[member] = self._books.find(WorkPlace, member=member)
        by_then = [row for row in said if row.since <= at]
        return max(by_then, key=lambda row: row.since).place if by_then else ""

    def at_place(self, place: str, at: int) -> Floor:
        """The floor at a place and a moment; in a part of a country that of the country too.

        Args:
            place: ISO 3166-1 alpha-2 or ISO 3166-2, or empty.
            at: milliseconds since 1970, UTC.
        Source: charter, article on labour.
        """
        known = self._found.get((place, at))
        if known is not None:
            return known
        references = [one for name in _within(place) for one in self._at(name, at)]
        highest = Floor(self._labour.floor_cents_hour)
        for one in references:
            if one.cents_hour > highest.cents_hour:
                highest = Floor(one.cents_hour, one.basis, one.place, one.source, one.entry)
        self._found[place, at] = highest
        return highest

    def _at(self, place: str, at: int) -> Sequence[WageReference]:
        """The references in force at a place: of each basis that counts, the latest by then."""
        rows = self._references.get(place)
        if rows is None:
            rows = self._references[place] = self._books.find(WageReference, place=place)
        counted = (STATUTORY, LIVING) if self._labour.living_wage else (STATUTORY,)
        begun = [row for row in rows if row.from_at <= at]
        by_basis = [[row for row in begun if row.basis == basis] for basis in counted]
        return [max(some, key=lambda row: row.from_at) for some in by_basis if some]


def _within(place: str) -> tuple[str, ...]:
    """A place and the country that it is a part of."""
    country = place.partition("-")[0]
    return (place,) if place == country else (place, country)
