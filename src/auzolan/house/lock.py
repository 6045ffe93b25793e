"""The desk's turn: one writer at a time, in the order of asking.

SQLite's own lock polls and can starve a writer for seconds; the kernel's file lock queues. The
lock is taken before BEGIN and given back after COMMIT. It protects against other writers, not
against readers, who never wait.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WAIT_S_MAX = 30.0


class DeskBusy(Exception):
    """Another writer held the desk for the whole waiting time."""


@contextmanager
def turn(path: Path, *, wait_s: float = WAIT_S_MAX) -> Iterator[None]:
    """Hold the desk's file lock, waiting at most `wait_s` seconds.

    Raises:
        DeskBusy: the turn did not come in time; nothing was done.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            descriptor = _queue(descriptor, wait_s)
        yield
    finally:
        os.close(descriptor)  # closing gives the lock back, also when the process is killed


def _queue(descriptor: int, wait_s: float) -> int:
    """Wait in the kernel's queue, in a thread, since a blocking lock has no time limit."""
    decided = threading.Lock()
    done = threading.Event()
    outcome = {"given_up": False}

    def wait(own: int) -> None:
        fcntl.flock(own, fcntl.LOCK_EX)
        with decided:
            if outcome["given_up"]:
                os.close(own)
            else:
                done.set()

    waiting = os.dup(descriptor)  # one open file, so the lock is the same; closed by the waiter
    threading.Thread(target=wait, args=(waiting,), daemon=True).start()
    if not done.wait(wait_s):
        with decided:
            if not done.is_set():
                outcome["given_up"] = True
                raise DeskBusy(f"another writer held the desk for {wait_s:.0f} s")
    os.close(descriptor)
    return waiting
