"""The addresses of the pages on work and what it does to people.

Who may see them says the matrix of access.
"""

from __future__ import annotations

from auzolan.house.doors.access.guard import shown
from auzolan.house.rooms.labour import pages
from auzolan.house.rooms.labour.statements import impact_page

ADDRESSES = [
    shown("work/", pages.work, "work"),
    shown("members/<str:member>/work/", pages.own_work, "own_work", about="member"),
    shown("members/<str:member>/exchange/", pages.own_exchange, "own_exchange", about="member"),
    shown("members/<str:member>/panel/", pages.panel, "panel", about="member"),
    shown("labour/<str:name>.json", impact_page.impact_file, "impact_file"),
    shown("labour/<str:name>/", impact_page.impact, "impact"),
]
