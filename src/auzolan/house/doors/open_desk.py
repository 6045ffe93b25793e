"""The one desk of a portal's process, and the thread that publishes after it.

People are answered as soon as their entry is durable; tiles, checkpoint and receipts follow within a
moment. What a crash keeps from being published is published at the next start.
"""

from __future__ import annotations

import atexit
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from auzolan.audit.folder import Folder
from auzolan.house.desk import Desk
from auzolan.house.rooms.record.flows import publish

_log = logging.getLogger(__name__)
_lock = threading.Lock()
_desks: dict[Path, OpenDesk] = {}

PAUSE_S = 0.5
"""Between two publications: hundreds who vote at once share one, and none waits for it."""


class OpenDesk:
    """A desk that stays open, with its publisher.

    Args:
        folder: the co-operative's folder.
    """

    def __init__(self, folder: Folder) -> None:
        self.desk = Desk(folder)
        self._wake = threading.Event()
        self._over = threading.Event()
        self._publisher = threading.Thread(target=self._publish, daemon=True, name="publisher")
        self._publisher.start()

    def publish_soon(self) -> None:
        """Have what was written published, without waiting for it."""
        self._wake.set()

    def close(self) -> None:
        """Publish what is left, and close the desk."""
        self._over.set()
        self._wake.set()
        self._publisher.join()
        self.desk.close()

    def _publish(self) -> None:
        while True:
            self._wake.wait()
            self._wake.clear()
            try:
                publish(self.desk)
            except Exception:
                _log.exception("What was written is not published yet.")
            if self._over.wait(PAUSE_S) and not self._wake.is_set():
                return


def open_desk(folder: Folder) -> OpenDesk:
    """The open desk of a folder, opened at the first call.

    Raises:
        DatabaseRefused, RecordAhead, NewerRelease: see `Desk`.
    """
    with _lock:
        found = _desks.get(folder.path)
        if found is None:
            found = _desks[folder.path] = OpenDesk(folder)
        return found


@contextmanager
def writing(folder: Folder) -> Iterator[Desk]:
    """The desk of a folder for one request; what it writes is published soon after."""
    opened = open_desk(folder)
    try:
        yield opened.desk
    finally:
        opened.publish_soon()


def close_desks() -> None:
    """Close every desk of this process."""
    with _lock:
        opened = list(_desks.values())
        _desks.clear()
    for one in opened:
        one.close()


atexit.register(close_desks)
