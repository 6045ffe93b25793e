"""Where Django looks for models: the tables of every room, gathered. Nothing is defined here."""

from __future__ import annotations

from auzolan.house.rooms.assembly import tables as assembly
from auzolan.house.rooms.charter import tables as charter
from auzolan.house.rooms.consent import tables as consent
from auzolan.house.rooms.contributions import tables as contributions
from auzolan.house.rooms.labour import tables as labour
from auzolan.house.rooms.learning import tables as learning
from auzolan.house.rooms.licensing import tables as licensing
from auzolan.house.rooms.members import tables as members
from auzolan.house.rooms.record import tables as record
from auzolan.house.rooms.treasury import tables as treasury
from auzolan.house.rooms.valuation import tables as valuation

__all__ = [
    "assembly",
    "charter",
    "consent",
    "contributions",
    "labour",
    "learning",
    "licensing",
    "members",
    "record",
    "treasury",
    "valuation",
]
