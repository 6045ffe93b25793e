"""The addresses of a person's own account, of joining, and of applications.

Who may see them says the matrix of access.
"""

from __future__ import annotations

from auzolan.house.accounts import application_pages, joining, pages
from auzolan.house.accounts.demo_people import be
from auzolan.house.accounts.sign_in_pages import recent
from auzolan.house.doors.access.guard import shown

ADDRESSES = [
    shown("settings/", pages.own_settings, "settings"),
    shown("settings/language/", pages.language, "own_language", takes=True),
    shown("settings/sign-in/", pages.ways, "mfa_index"),
    shown("settings/sessions/", pages.sessions, "sessions", takes=True),
    shown("settings/address/", recent(pages.address), "account_email", takes=True),
    shown("settings/everything/", recent(pages.everything_file), "everything_file", takes=True),
    shown("settings/delete/", recent(pages.delete), "delete_account", takes=True),
    shown("security/", pages.log, "security_log"),
    shown("join/", joining.join, "join", takes=True),
    shown("join/<str:said>/", joining.confirm, "join_confirm", takes=True),
    shown("applications/", application_pages.listing, "applications"),
    shown("applications/<str:member>/decline/", application_pages.decline, "decline", takes=True),
    shown("be/", be, "be", takes=True),
]
