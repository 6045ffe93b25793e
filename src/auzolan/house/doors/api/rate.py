"""How often one program may ask: so many times in a minute, counted in memory.

Nothing of it is written down: a table of who asked when would lie beside ballots. A restart begins anew,
and each process counts for itself.
"""

from __future__ import annotations

import threading
from collections import Counter

from auzolan.foundation.moments import SECOND_MS

PER_MINUTE = 600
_MINUTE_MS = 60 * SECOND_MS


class Rate:
    """Counts requests in whole minutes.

    Args:
        per_minute: how many requests one may make in a minute.
    """

    def __init__(self, per_minute: int = PER_MINUTE) -> None:
        self._per_minute = per_minute
        self._lock = threading.Lock()
        self._minute = -1
        self._counts: Counter[str] = Counter()

    def wait_s(self, name: str, now: int) -> int:
        """Count one request, and say how long to wait before the next.

        Args:
            name: who asks.
            now: milliseconds UTC.
        Returns:
            0 where this one may go on, else the seconds until the next minute, 1 to 60.
        """
        minute, into_ms = divmod(now, _MINUTE_MS)
        with self._lock:
            if minute != self._minute:
                self._minute = minute
                self._counts.clear()
            self._counts[name] += 1
            is_over = self._counts[name] > self._per_minute
        return -(-(_MINUTE_MS - into_ms) // SECOND_MS) if is_over else 0
