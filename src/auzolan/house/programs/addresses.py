"""The addresses of the keys and places of programs; who may see them says the matrix."""

from __future__ import annotations

from auzolan.house.accounts.sign_in_pages import recent
from auzolan.house.doors.access.guard import shown
from auzolan.house.programs import pages

ADDRESSES = [
    shown("programs/", pages.listing, "programs", takes=True),
    shown("programs/key/", recent(pages.new_key), "program_key", takes=True),
    shown("programs/address/", recent(pages.new_place), "program_place", takes=True),
]
