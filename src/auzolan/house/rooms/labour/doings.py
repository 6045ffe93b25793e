"""What can be done in this room at a door; see `house/doing.py`."""

from __future__ import annotations

from typing import Any

from auzolan.house.doing import Doing
from auzolan.house.rooms.labour import doing_office, doing_own, doing_pay

DOINGS: tuple[Doing[Any], ...] = (
    *doing_own.DOINGS, *doing_office.DOINGS, *doing_pay.DOINGS,
)  # fmt: skip
