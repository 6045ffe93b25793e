"""The addresses of the rules, and of founding a co-operative by them.

Who may see them says the matrix of access.
"""

from __future__ import annotations

from auzolan.house.doors.access.guard import shown
from auzolan.house.rooms.charter import founding_wizard, pages

ADDRESSES = [
    shown("found/", founding_wizard.found, "found", takes=True),
    shown("found/<str:name>", founding_wizard.file, "found_file"),
    shown("rules/", pages.rules, "rules"),
    shown("rules/<int:version>/", pages.version_changes, "rules_changes"),
]
