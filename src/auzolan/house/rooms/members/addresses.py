"""The addresses of the pages on members; who may see them says the matrix."""

from __future__ import annotations

from auzolan.house.doors.access.guard import shown
from auzolan.house.rooms.members import pages

ADDRESSES = [
    shown("members/", pages.listing, "members"),
    shown("members/<str:member>/", pages.statement, "statement", about="member"),
    shown("members/<str:member>/timeline/", pages.timeline, "timeline", about="member"),
]
