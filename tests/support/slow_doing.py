"""A doing that takes long: many grants of one member, each an entry, told as it goes.

It stands beside the real ones in the catalogue of whoever calls `add`.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import msgspec

from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.doing import Answer, Doing, Who
from auzolan.house.jobs.progress import tell
from auzolan.house.rooms.consent import flows

NAME = "consent.grant_slowly"
KIND, PURPOSE = "purchases", "research"


class SlowAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How many grants, how long each waits, and which of them breaks (0 for none)."""

    count: int
    wait_ms: int = 0
    breaks_at: int = 0
    purpose: str = PURPOSE


def grant_slowly(desk: Desk, who: Who, asked: SlowAsked) -> Answer:
    """Grant the same again and again."""
    answer: Answer | None = None
    for nth in range(1, asked.count + 1):
        tell("importing", nth - 1, asked.count)
        time.sleep(asked.wait_ms / 1_000)
        if nth == asked.breaks_at:
            raise RuntimeError("a secret name stands in this text")
        answer = flows.grant(desk, member=who.member, kind=KIND, purposes=(asked.purpose,))
        if isinstance(answer, Refusal):
            return answer
    tell("importing", asked.count, asked.count)
    assert answer is not None, "at least one grant was asked"
    return answer


SLOW: Doing[SlowAsked] = Doing(NAME, SlowAsked, grant_slowly, is_long=True)


def add() -> Callable[[], None]:
    """Add it to the catalogue of this process; what is returned takes it out again."""
    from auzolan.house.doors.doing.catalogue import doings
    from auzolan.house.rooms.consent import doings as room

    before = room.DOINGS
    room.DOINGS = (*before, SLOW)
    doings.cache_clear()

    def take_out() -> None:
        room.DOINGS = before
        doings.cache_clear()

    return take_out
