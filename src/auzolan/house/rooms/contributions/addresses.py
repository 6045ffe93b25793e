"""The addresses of the pages on what a member has brought; who may see them says the matrix."""

from __future__ import annotations

from auzolan.house.doors.access.guard import shown
from auzolan.house.rooms.contributions import pages

ADDRESSES = [
    shown(
        "members/<str:member>/contributions/", pages.contributions, "contributions", about="member"
    ),
    shown(
        "members/<str:member>/certificates/<str:batch>.json",
        pages.certificate,
        "certificate",
        about="member",
    ),
]
