"""Clock and chance: the two things that rules must not know, injected at the edge.

The demo takes both from a seed, so that two runs give one record; a real co-operative takes them
from the machine, and `init` accepts no seed.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass

from auzolan.foundation.moments import Moment


@dataclass(frozen=True, slots=True)
class Ports:
    """Where time and chance come from.

    Attributes:
        clock: the present moment, milliseconds since 1970, UTC.
        chance: so many bytes that nobody can guess.
    """

    clock: Callable[[], Moment]
    chance: Callable[[int], bytes]


def system_ports() -> Ports:
    """The machine's clock and its source of randomness."""
    return Ports(lambda: Moment(time.time_ns() // 1_000_000), os.urandom)


class SeededChance:
    """Bytes that follow from a seed: for demos and tests, never for a real co-operative."""

    def __init__(self, seed: str) -> None:
        self._seed = seed.encode()
        self._drawn = 0

    def __call__(self, size: int) -> bytes:
        """The next `size` bytes."""
        self._drawn += 1
        place = self._drawn.to_bytes(8, "big")
        return hashlib.shake_256(b"auzolan/v1/seed\x00" + place + self._seed).digest(size)


class SetClock:
    """A clock that stands where it is put: for demos and stories, whose dates lie in the past."""

    def __init__(self, at: Moment) -> None:
        self.at = at

    def __call__(self) -> Moment:
        """The moment it was put to."""
        return self.at
