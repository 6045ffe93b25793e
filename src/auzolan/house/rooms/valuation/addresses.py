"""The addresses of the page on what rows are worth; who may see them says the matrix."""

from __future__ import annotations

from auzolan.house.doors.access.guard import shown
from auzolan.house.rooms.valuation import pages

ADDRESSES = [
    shown("members/<str:member>/worth/", pages.worth, "worth", about="member"),
]
