"""The server's loop: every line is answered, whole and in order, and silent ones cost nothing."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from auzolan.house.serving.lines import LOOK_AT_ALL_S, Changed, Line
from auzolan.house.serving.listening import listen
from auzolan.house.serving.server import stop

SILENT = 200
LARGE = 3_000_000
WAIT_S = 20


def _answer(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
    """As many bytes as the address asks for, or its text."""
    asked = str(environ["PATH_INFO"])[1:]
    body = b"x" * int(asked) if asked.isdigit() else asked.encode()
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]


@pytest.fixture
def server() -> Iterator[Any]:
    """A server that runs in a thread; its port is `effective_port`."""
    made = listen(_answer, "127.0.0.1", 0)
    thread = threading.Thread(target=made.run, daemon=True)
    thread.start()
    yield made
    stop(made)
    thread.join(WAIT_S)
    assert not thread.is_alive(), "the loop ends with its server"


def _line(server: Any) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.effective_port), timeout=WAIT_S)


def _ask(line: socket.socket, *paths: str) -> None:
    line.sendall(b"".join(f"GET /{path} HTTP/1.1\r\nHost: x\r\n\r\n".encode() for path in paths))


def _body(line: socket.socket) -> bytes:
    """The next answer on a line, byte for byte, so that what follows it is left there."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += line.recv(1)
    size = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    found = b""
    while len(found) < size:
        found += line.recv(min(65_536, size - len(found)))
    return found


def test_each_of_many_open_lines_is_answered_again_and_again(server: Any) -> None:
    """Goal: nobody waits because others are there. Method: 200 lines, each used three times."""
    with ExitStack() as stack:
        lines = [stack.enter_context(_line(server)) for _ in range(SILENT)]
        for turn in range(3):
            for number, line in enumerate(lines):
                _ask(line, f"{turn}-{number}-")
            found = [_body(line) for line in lines]
            assert found == [f"{turn}-{number}-".encode() for number in range(SILENT)]


def test_a_silent_line_is_not_asked_when_others_speak(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: the work does not grow with the lines. Method: count questions while one line asks."""
    asked = list[int]()
    before = Line.readable

    def counted(line: Line) -> bool:
        asked.append(line._fileno)
        return bool(before(line))

    with ExitStack() as stack:
        lines = [stack.enter_context(_line(server)) for _ in range(SILENT)]
        for line in lines:
            _ask(line, "here")
            assert _body(line) == b"here"
        monkeypatch.setattr(Line, "readable", counted)
        began = time.monotonic()
        for _ in range(100):
            _ask(lines[0], "again")
            assert _body(lines[0]) == b"again"
        sweeps = (time.monotonic() - began) / LOOK_AT_ALL_S + 2
    assert 100 <= len(asked) <= 600 + sweeps * SILENT, "a hundred times all would be 20,000"


def test_requests_that_come_at_once_on_one_line_are_answered_in_their_order(server: Any) -> None:
    """Goal: no answer goes to another question. Method: three requests in one piece."""
    with _line(server) as line:
        _ask(line, "one", "two", "three")
        assert [_body(line) for _ in range(3)] == [b"one", b"two", b"three"]


def test_an_answer_that_the_line_does_not_take_at_once_arrives_whole(server: Any) -> None:
    """Goal: a slow reader gets everything. Method: three megabytes, begun to be read late."""
    with _line(server) as slow, _line(server) as other:
        _ask(slow, str(LARGE), "after")
        _ask(other, "meanwhile")
        assert _body(other) == b"meanwhile"
        assert _body(slow) == b"x" * LARGE
        assert _body(slow) == b"after"


def test_a_request_in_pieces_is_answered_once_it_is_whole(server: Any) -> None:
    """Goal: a slow sender is waited for. Method: a request letter by letter."""
    with _line(server) as line:
        for letter in b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n":
            line.sendall(bytes([letter]))
        assert _body(line) == b"slow"


def test_a_new_line_under_an_old_number_is_answered(server: Any) -> None:
    """Goal: who comes after somebody who left is heard. Method: lines one after another."""
    for number in range(50):
        with _line(server) as line:
            _ask(line, f"n{number}")
            assert _body(line) == f"n{number}".encode()


def test_a_line_that_is_left_in_the_middle_of_an_answer_holds_up_nobody(server: Any) -> None:
    """Goal: who hangs up is forgotten. Method: leave while a large answer is written."""
    for _ in range(20):
        line = _line(server)
        _ask(line, str(LARGE))
        line.close()
    with _line(server) as line:
        _ask(line, "still-here")
        assert _body(line) == b"still-here"


def test_a_line_on_which_nobody_speaks_is_closed_after_its_time(server: Any) -> None:
    """Goal: silent lines do not fill the house. Method: a time of nothing, and the next look at all."""
    with _line(server) as line:
        _ask(line, "first")
        assert _body(line) == b"first"
        server.adj.channel_timeout = 0
        server.next_channel_cleanup = 0
        assert line.recv(1) == b"", "the server hung up"


class _Pulled:
    """A server of which only the trigger is known."""

    def __init__(self) -> None:
        self.count = 0

    def pull_trigger(self) -> None:
        """Count."""
        self.count += 1


def test_whoever_notes_a_line_after_a_look_wakes_the_loop_again() -> None:
    """Goal: no line is forgotten, and no wake-up wasted. Method: notes around looks."""
    server = _Pulled()
    changed = Changed(server)
    changed.note(4)
    changed.note(5)
    assert server.count == 1
    assert changed.taken() == [4, 5]
    changed.note(4)
    assert server.count == 2
    assert changed.taken() == [4]
    assert changed.taken() == []
