"""What every test may ask for: real data from outside, a watch over I/O, fixed search settings.

Not here: anything of one room, and anything that needs Django. `tests/rooms/` runs on the base
install alone, so this file imports only pytest and Hypothesis.
"""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# --- how hard Hypothesis searches -------------------------------------------------------------

# Deadlines are off everywhere: a slow machine is not a wrong program.
settings.register_profile("local", deadline=None, print_blob=True)
settings.register_profile(
    "ci",
    deadline=None,
    print_blob=True,
    derandomize=True,  # the same examples for everyone: a red run can be repeated by anyone
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("thorough", deadline=None, print_blob=True, max_examples=2_000)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "local")
)

# --- real data that is not part of this project ------------------------------------------------


@pytest.fixture(scope="session")
def test_data() -> Callable[[str], Path]:
    """Give the path of one data set outside the project, or skip the test and say why."""
    return _path_of_data


def _path_of_data(name: str) -> Path:
    folder = os.environ.get("AUZOLAN_TEST_DATA")
    if not folder:
        pytest.skip(f"AUZOLAN_TEST_DATA is not set; this test reads its data set {name!r}")
    path = Path(folder) / name
    if not path.exists():
        pytest.skip(f"the folder named by AUZOLAN_TEST_DATA has no {name!r}")
    return path


# --- the watch over I/O ------------------------------------------------------------------------

# Prefixes of the audit events that Python raises for files, processes, networks and databases.
# Clock and chance raise none: the syntax-tree test watches those.
_WATCHED = (
    "open",
    "import",
    "socket.",
    "subprocess.",
    "sqlite3.",
    "os.",
    "shutil.",
    "tempfile.",
    "glob.",
    "pathlib.",
    "mmap.",
    "fcntl.",
    "ctypes.",
    "http.client.",
    "urllib.",
    "ftplib.",
    "smtplib.",
    "webbrowser.",
    "syslog.",
    "builtins.input",
)


class ImpureCallError(BaseException):
    """I/O inside a call that promised none; no `except Exception` can swallow it."""


class _Watch(threading.local):
    """Whether this thread is inside a watched call, and what it did there.

    One per thread: pytest-xdist talks to its parent from a thread of its own, which is no fault of
    the code under test.
    """

    armed: bool = False
    seen: list[str]


_watch = _Watch()
_hook_is_installed = False


def _on_audit_event(event: str, args: tuple[object, ...]) -> None:
    if not _watch.armed or not event.startswith(_WATCHED):
        return
    _watch.armed = False  # telling about it may itself open files
    _watch.seen.append(f"{event} {args[:2]!r}"[:200])
    raise ImpureCallError(_watch.seen[-1])


@contextmanager
def _no_io() -> Iterator[None]:
    global _hook_is_installed  # noqa: PLW0603 (an audit hook can be added, never removed)
    if not _hook_is_installed:
        sys.addaudithook(_on_audit_event)
        _hook_is_installed = True
    assert not _watch.armed, "no_io() is not meant to be nested"
    _watch.seen = []
    _watch.armed = True
    try:
        yield
    finally:
        _watch.armed = False
    assert not _watch.seen, (
        f"I/O in a call that promised none, and it hid the failure: {_watch.seen}"
    )


@pytest.fixture(scope="session")
def no_io() -> Callable[[], AbstractContextManager[None]]:
    """Give a watched block, in which any file, process, network or import fails the test.

    Use: `with no_io(): rule(...)`. Arm it only around the call itself. Import, compile and warm up
    before: a first import inside the block counts as I/O, because it is.
    """
    return _no_io
