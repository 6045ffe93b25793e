"""Watching the record while a machine works: whether everyone still allows what is being done.

It looks at the head, and asks again only when the head has moved. It stops nothing itself.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from auzolan.charter.state import charter_of
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import moment_of, reading
from auzolan.house.desk import Desk
from auzolan.learning.refusals import refused_today
from auzolan.learning.state import snapshot_of

ASKED_EVERY_S = 0.2
"""Well under the second in which a withdrawal takes effect, and far above what a look costs."""


@dataclass(slots=True)
class ConsentWatch:
    """Asks whether a snapshot may still be used; `refusal` is what it found, or None.

    Attributes:
        desk: whose record and clock.
        snapshot: what is being read.
        operation: what is done with it.
        refusal: why not, once it has been found.
    """

    desk: Desk
    snapshot: str
    operation: str
    refusal: Refusal | None = None
    _head: int = -1
    _next_s: float = 0.0

    def __call__(self) -> bool:
        """Whether the work must stop."""
        if self.refusal is None and time.monotonic() >= self._next_s:
            self._look()
            self._next_s = time.monotonic() + ASKED_EVERY_S
        return self.refusal is not None

    def stopped(self) -> Refusal:
        """The refusal in the words of a work that was broken off."""
        assert self.refusal is not None, "nothing was found that stops this"
        return Refusal(
            "learning.consent_changed", self.refusal.article,
            f"The training was stopped and has left nothing: {self.refusal.because}",
            self.refusal.remedy,
        )  # fmt: skip

    def _look(self) -> None:
        with reading(self.desk.folder) as now:
            size = now.log.head().size
            if size == self._head:
                return
            self._head = size
            books = now.books
            self.refusal = refused_today(
                books, snapshot_of(books, self.snapshot), charter_of(books),
                at=moment_of(now, self.desk.ports.clock), operation=self.operation,
            )  # fmt: skip
