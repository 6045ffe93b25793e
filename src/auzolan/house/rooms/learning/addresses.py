"""The addresses of the pages on models, and on what used a member's rows.

Who may see them says the matrix of access.
"""

from __future__ import annotations

from auzolan.house.doors.access.guard import shown
from auzolan.house.rooms.learning import pages, uses_pages

ADDRESSES = [
    shown("models/<str:name>/", pages.model, "model"),
    shown("members/<str:member>/uses/", uses_pages.uses, "uses", about="member"),
    shown(
        "members/<str:member>/uses/find/", uses_pages.find, "find_use", about="member", takes=True
    ),
]
