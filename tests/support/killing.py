"""Killing -9 what is at work, after a while or at one exact point."""

from __future__ import annotations

import os
import signal
import time
import traceback
from collections.abc import Callable


def killed_while(work: Callable[[], object], *, after_s: float) -> bool:
    """Run work in a forked process and kill it -9 after a while; whether it was killed at work."""
    process = os.fork()
    if process == 0:
        status = 1
        try:
            work()
            status = 0
        except BaseException:  # noqa: BLE001  a forked child must not run the tests' own ending
            traceback.print_exc()
        finally:
            os._exit(status)
    end = time.monotonic() + after_s
    gone, ended = os.waitpid(process, os.WNOHANG)
    while not gone and time.monotonic() < end:
        time.sleep(0.001)
        gone, ended = os.waitpid(process, os.WNOHANG)
    if not gone:
        os.kill(process, signal.SIGKILL)
        _, ended = os.waitpid(process, 0)
    assert os.waitstatus_to_exitcode(ended) in (0, -signal.SIGKILL), "the work failed by itself"
    return os.waitstatus_to_exitcode(ended) == -signal.SIGKILL


def die_here(*_: object, **__: object) -> None:
    """Kill this process -9, as if the power went: nothing after this runs."""
    os.kill(os.getpid(), signal.SIGKILL)
