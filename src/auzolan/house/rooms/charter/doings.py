"""What can be done in this room at a door; see `house/doing.py`."""

from __future__ import annotations

from typing import Any

from auzolan.house.doing import Doing

DOINGS: tuple[Doing[Any], ...] = ()
