"""What can be done about consent at a door; see `house/doing.py`."""

from __future__ import annotations

from typing import Any

from auzolan.house.doing import Doing
from auzolan.house.rooms.consent import doing_desk, doing_statements

DOINGS: tuple[Doing[Any], ...] = (*doing_statements.DOINGS, *doing_desk.DOINGS)
