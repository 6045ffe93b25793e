"""What can be read of this room by programs and as files; see `house/doing.py`."""

from __future__ import annotations

from auzolan.house.doing import Showing
from auzolan.house.rooms.labour import showing_office, showing_own

SHOWINGS: tuple[Showing, ...] = (*showing_own.SHOWINGS, *showing_office.SHOWINGS)
