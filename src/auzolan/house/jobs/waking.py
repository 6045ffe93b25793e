"""Waking the worker of this process, if there is one; it looks by itself now and then as well."""

from __future__ import annotations

import threading

_wake = threading.Event()


def wake() -> None:
    """Have the worker look at once."""
    _wake.set()


def wait(seconds: float) -> None:
    """Wait until somebody wakes, or so many seconds."""
    _wake.wait(seconds)
    _wake.clear()
