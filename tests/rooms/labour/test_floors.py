"""Which floor holds: by place, by date, by what the charter says."""

import msgspec
import pytest

from auzolan.labour.paying.floors import Floor, Floors
from auzolan.labour.state import WageReference, WorkPlace
from support.small_coop import AT, SmallCoop

DIGEST = "d" * 64


def floors(coop: SmallCoop, **clauses: object) -> Floors:
    return Floors(coop.books, msgspec.structs.replace(coop.charter.labour, **clauses))


def refer(
    coop: SmallCoop, place: str, basis: str, cents_hour: int, *, from_at: int = AT, entry: int = 5
) -> None:
    row = WageReference(place, basis, from_at, cents_hour, "official", DIGEST, entry)
    coop.books.add(row)


@pytest.fixture
def coop() -> SmallCoop:
    return SmallCoop().admit("ana", "ben")


def test_without_a_reference_the_charter_stands_alone(coop: SmallCoop) -> None:
    """Goal: no reference is invented. Method: a place that nobody brought a reference for."""
    assert floors(coop).at_place("ES-PV", AT) == Floor(1_500)
    assert floors(coop).at_place("", AT) == Floor(1_500)


def test_the_largest_of_all_that_hold_is_taken(coop: SmallCoop) -> None:
    """Goal: each of the three can be the floor. Method: raise one after the other."""
    refer(coop, "FR", "statutory", 1_400, from_at=AT - 2)
    assert floors(coop).at_place("FR", AT).basis == "charter"
    refer(coop, "FR", "statutory", 1_501, from_at=AT - 1, entry=8)
    assert floors(coop).at_place("FR", AT) == Floor(1_501, "statutory", "FR", "official", 8)
    refer(coop, "FR", "living", 1_900, entry=9)
    assert floors(coop, living_wage=0).at_place("FR", AT).cents_hour == 1_501
    assert floors(coop, living_wage=1).at_place("FR", AT) == Floor(
        1_900, "living", "FR", "official", 9
    )


def test_a_reference_holds_from_its_moment_until_the_next(coop: SmallCoop) -> None:
    """Goal: no floor reaches back, and a new one takes the old one's place even where it is lower.

    Method: both sides of both moments, to the millisecond.
    """
    refer(coop, "FR", "statutory", 1_800, from_at=AT)
    refer(coop, "FR", "statutory", 1_700, from_at=AT + 1_000)
    found = [floors(coop).at_place("FR", AT + ms).cents_hour for ms in (-1, 0, 999, 1_000)]
    assert found == [1_500, 1_800, 1_800, 1_700]


def test_a_part_of_a_country_keeps_the_country_s_floor(coop: SmallCoop) -> None:
    """Goal: a region cannot be below its country. Method: each of both higher in turn."""
    refer(coop, "ES", "statutory", 1_600)
    assert floors(coop).at_place("ES-PV", AT).place == "ES"
    refer(coop, "ES-PV", "statutory", 1_650)
    assert floors(coop).at_place("ES-PV", AT).place == "ES-PV"
    assert floors(coop).at_place("ES", AT).cents_hour == 1_600
    assert floors(coop).at_place("EST", AT) == Floor(1_500)


def test_a_member_s_floor_is_that_of_where_she_was(coop: SmallCoop) -> None:
    """Goal: place and date of the work count.

    Method: a move between two countries, and a member who has not said where she works.
    """
    refer(coop, "FR", "statutory", 1_800, from_at=0)
    refer(coop, "DE", "statutory", 1_700, from_at=0)
    coop.books.add(WorkPlace("ana", AT, "FR", 1))
    coop.books.add(WorkPlace("ana", AT + 10, "DE", 2))
    found = [floors(coop).of("ana", AT + ms).cents_hour for ms in (-1, 0, 9, 10)]
    assert found == [1_500, 1_800, 1_800, 1_700]
    assert floors(coop).place_of("ana", AT + 9) == "FR"
    assert floors(coop).of("ben", AT) == Floor(1_500)
