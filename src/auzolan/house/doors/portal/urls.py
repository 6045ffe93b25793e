"""Which address shows which page, in three languages; each behind the matrix of access.

The addresses stand in the rooms and parts whose pages they are; here they are gathered, and nothing but
the doors' own is defined. Pages that hold no figure of anybody (how to sign in, how the portal says no)
stand outside the matrix.
"""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, path

from auzolan.house.accounts import addresses as accounts
from auzolan.house.accounts import saying_no
from auzolan.house.accounts.urls import SIGNING_IN
from auzolan.house.doors.access.guard import shown
from auzolan.house.doors.access.look_page import look
from auzolan.house.doors.api.gate import gate
from auzolan.house.doors.doing import pages as doing
from auzolan.house.doors.portal import pages as portal
from auzolan.house.doors.portal.home import home
from auzolan.house.doors.portal.licensee import addresses as licensee
from auzolan.house.doors.portal.open_pages import addresses as open_pages
from auzolan.house.doors.portal.steward import addresses as steward
from auzolan.house.jobs import addresses as jobs
from auzolan.house.notices import addresses as notices
from auzolan.house.programs import addresses as programs
from auzolan.house.rooms.assembly import addresses as assembly
from auzolan.house.rooms.charter import addresses as charter
from auzolan.house.rooms.consent import addresses as consent
from auzolan.house.rooms.contributions import addresses as contributions
from auzolan.house.rooms.labour import addresses as labour
from auzolan.house.rooms.learning import addresses as learning
from auzolan.house.rooms.members import addresses as members
from auzolan.house.rooms.record import addresses as record
from auzolan.house.rooms.treasury import addresses as treasury
from auzolan.house.rooms.valuation import addresses as valuation

FOR_PROGRAMS = [
    path("api/v1/", gate, name="api"),
    path("api/v1/<path:rest>", gate, name="api_address"),
]

OF_THE_DOORS = [
    shown("", portal.front, "front"),
    shown("home/", home, "home"),
    shown("look/<str:member>/", look, "look", takes=True),
    path("do/<str:name>/", doing.do, name="do"),
    path("do/<str:name>/done/<int:seq>/", doing.done, name="done"),
]

ROOMS = (
    members, contributions, consent, learning, valuation, labour, treasury, assembly, charter, record
)  # fmt: skip
PARTS = (jobs, notices, accounts, programs, steward, licensee, open_pages)

urlpatterns: list[URLPattern | URLResolver] = [*FOR_PROGRAMS]
urlpatterns += i18n_patterns(
    *OF_THE_DOORS,
    *(one for part in (*ROOMS, *PARTS) for one in part.ADDRESSES),
    *SIGNING_IN,
)

handler429 = saying_no.too_many
handler403 = saying_no.not_open
handler404 = portal.not_found
handler500 = portal.went_wrong
