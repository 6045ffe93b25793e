"""The addresses of the pages on proposals and votes; who may see them says the matrix."""

from __future__ import annotations

from auzolan.house.doors.access.guard import shown
from auzolan.house.rooms.assembly import own_pages, pages

ADDRESSES = [
    shown("decisions/", pages.listing, "decisions"),
    shown("decisions/propose/", own_pages.proposing, "proposing"),
    shown("decisions/<str:name>/", pages.proposal, "proposal"),
    shown("decisions/<str:name>/for-me/", own_pages.for_me, "proposal_for_me"),
]
