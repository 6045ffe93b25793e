"""The addresses of the notices, and of what a member wants to be told.

Who may see them says the matrix of access.
"""

from __future__ import annotations

from auzolan.house.doors.access.guard import shown
from auzolan.house.notices import pages

ADDRESSES = [
    shown("notices/", pages.notices, "notices", takes=True),
    shown("settings/notices/", pages.choices, "notice_choices", takes=True),
]
