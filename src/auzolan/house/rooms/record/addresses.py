"""The addresses of the entries, and of what is recorded about a member.

Who may see them says the matrix of access.
"""

from __future__ import annotations

from auzolan.house.doors.access.guard import shown
from auzolan.house.rooms.record import own_pages, pages

ADDRESSES = [
    shown("record/", pages.entries, "record"),
    shown("record/<int:seq>/", pages.entry, "entry"),
    shown("record/<int:seq>.json", pages.entry_file, "entry_file"),
    shown("record/<int:seq>.tlog-proof", pages.proof_file, "proof_file"),
    shown("members/<str:member>/recorded/", own_pages.recorded, "recorded", about="member"),
]
