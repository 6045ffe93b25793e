"""Looks of staff: one that stands on the record opens one person's pages for a short while.

The look itself is an act (`labour.look/1`), made before anything is shown. Here is only the note in the
viewer's own session that it was made.
"""

from __future__ import annotations

from auzolan.foundation.moments import SECOND_MS
from auzolan.house.ports import system_ports
from auzolan.house.rooms.charter.page_queries import CoopRequest

OPEN_MS = 15 * 60 * SECOND_MS
_KEY = "looks"


def has_looked(request: CoopRequest, member: str) -> bool:
    """Whether a look at this person was recorded in this session a short while ago."""
    until = request.session.get(_KEY, {}).get(member, 0)
    return bool(system_ports().clock() < until)


def note_look(request: CoopRequest, member: str) -> None:
    """Note that a look at this person stands on the record now."""
    now = system_ports().clock()
    kept = {who: until for who, until in request.session.get(_KEY, {}).items() if until > now}
    request.session[_KEY] = {**kept, member: now + OPEN_MS}
