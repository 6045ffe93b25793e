"""What can be done about money at a door, gathered from its parts; see `house/doing.py`."""

from __future__ import annotations

from typing import Any

from auzolan.house.doing import Doing
from auzolan.house.rooms.treasury import (
    booking_doings,
    capital_doings,
    closing_doings,
    payee_doings,
    payout_doings,
)

DOINGS: tuple[Doing[Any], ...] = (
    *booking_doings.DOINGS, *closing_doings.DOINGS, *payout_doings.DOINGS,
    *capital_doings.DOINGS, *payee_doings.DOINGS,
)  # fmt: skip
