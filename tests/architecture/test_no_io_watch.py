"""The watch over I/O is only worth something when it sees what it should: tests of the fixture."""

import os
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

NoIo = Callable[[], AbstractContextManager[None]]


def _opens_a_file() -> None:
    with open(__file__) as handle:  # noqa: PTH123 (the builtin is what we test)
        handle.read(1)


def _reads_a_path() -> None:
    Path(__file__).read_bytes()


def _opens_a_socket() -> None:
    socket.socket().close()


def _starts_a_process() -> None:
    subprocess.run([sys.executable, "-c", "pass"], check=True)


def _opens_a_database() -> None:
    sqlite3.connect(":memory:").close()


def _imports_a_module() -> None:
    sys.modules.pop("this_module_does_not_exist", None)
    __import__("this_module_does_not_exist")


def _lists_a_folder() -> None:
    os.listdir()  # noqa: PTH208


@pytest.mark.parametrize(
    "impure",
    [
        _opens_a_file,
        _reads_a_path,
        _opens_a_socket,
        _starts_a_process,
        _opens_a_database,
        _imports_a_module,
        _lists_a_folder,
    ],
)
def test_the_watch_stops_a_call_that_touches_the_world(
    no_io: NoIo, impure: Callable[[], None]
) -> None:
    """Goal: no kind of I/O passes unseen. Method: do each kind inside the watch."""
    with pytest.raises(BaseException, match=r".") as caught, no_io():
        impure()
    assert type(caught.value).__name__ == "ImpureCallError"


def test_the_watch_sees_io_that_the_code_swallowed(no_io: NoIo) -> None:
    """Goal: hiding the failure does not help. Method: catch it inside the watched call."""

    def swallows() -> None:
        try:
            _opens_a_file()
        except BaseException:  # noqa: BLE001 (the misdeed under test)
            return

    with pytest.raises(AssertionError, match="hid the failure"), no_io():
        swallows()


def test_the_watch_lets_pure_work_pass_and_ends_with_the_block(no_io: NoIo) -> None:
    """Goal: no false alarm, and no alarm after. Method: compute inside, open a file outside."""
    with no_io():
        total = sum(number * number for number in range(100))
    assert total == 328_350
    _opens_a_file()


def test_the_watch_leaves_other_threads_alone(no_io: NoIo) -> None:
    """Goal: the test runner's own threads go on. Method: open a file in a second thread."""
    failures: list[BaseException] = []

    def work() -> None:
        ready.wait()
        try:
            _opens_a_file()
        except BaseException as error:  # noqa: BLE001 (any failure at all is what we look for)
            failures.append(error)

    ready = threading.Event()
    other = threading.Thread(target=work)
    other.start()
    with no_io():
        ready.set()
        other.join()
    assert failures == []


def test_the_watch_can_be_used_again_after_an_alarm(no_io: NoIo) -> None:
    """Goal: one alarm does not blind the next. Method: alarm, pure call, alarm."""
    for _ in range(2):
        with pytest.raises(BaseException, match="open"), no_io():
            _opens_a_file()
        with no_io():
            assert max(1, 2) == 2
