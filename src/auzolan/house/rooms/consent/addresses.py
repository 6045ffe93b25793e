"""The addresses of the pages on consent and rights; who may see them says the matrix."""

from __future__ import annotations

from auzolan.house.doors.access.guard import shown
from auzolan.house.rooms.consent import pages

ADDRESSES = [
    shown("rights/", pages.rights, "rights"),
    shown("members/<str:member>/consent/", pages.consents, "consent", about="member"),
    shown("members/<str:member>/requests/", pages.own_requests, "own_requests", about="member"),
    shown(
        "members/<str:member>/receipts/<int:entry>.jsonld",
        pages.receipt_file,
        "receipt_file",
        about="member",
    ),
]
