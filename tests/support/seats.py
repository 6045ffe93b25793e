"""Who holds what first in a co-operative of a test: one person nearly everything, another watches."""

from __future__ import annotations

from auzolan.charter.acts import Seat
from auzolan.charter.articles import Charter
from auzolan.charter.presets import offices_of

WATCHING = ("appeals", "audit")
"""The offices that the founding charter keeps from whoever leads or keeps the books."""


def every_seat(charter: Charter, first: str = "m001", second: str = "m002") -> tuple[Seat, ...]:
    """One seat for each office that rights need, in order of office."""
    return tuple(
        Seat(office, second if office in WATCHING else first) for office in offices_of(charter)
    )
