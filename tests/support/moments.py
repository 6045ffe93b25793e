"""A clock that stands at one moment, for what is done again and again beside the pages."""

from __future__ import annotations

from auzolan.foundation.moments import Moment
from auzolan.house.ports import Ports, SetClock, system_ports


def at_moment(at: int) -> Ports:
    """The machine's chance, and a clock that stands."""
    return Ports(SetClock(Moment(at)), system_ports().chance)
