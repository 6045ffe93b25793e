"""Bodies that are too large: refused before they are stored, by a real server over a real socket."""

from __future__ import annotations

import json
import socket
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from auzolan.house.serving.bodies import BODY_BYTES_MAX, FILE_BYTES_MAX, FILES_AT_ONCE_MAX
from auzolan.house.serving.server import listen, stop
from auzolan.house.settings import configure

FIVE_GB = 5 * 2**30
FORM = "multipart/form-data; boundary=x"
UPLOAD, BOOK = "/en/upload/", "/en/money/"


def _echo(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
    size = len(environ["wsgi.input"].read())
    start("200 OK", [("Content-Type", "text/plain")])
    return [str(size).encode()]


@pytest.fixture
def port() -> Iterator[int]:
    """A server that says how much of a body came."""
    configure(Path("no-folder-yet"))  # its words are the portal's
    server = listen(_echo, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield server.effective_port
    stop(server)
    thread.join(5)


@contextmanager
def connected(port: int) -> Iterator[socket.socket]:
    """A connection that waits for an answer for a while."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as made:
        yield made


def head(path: str, kind: str = FORM, **more: str) -> bytes:
    """The first lines of a request."""
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", f"Content-Type: {kind}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in more.items()]
    return "\r\n".join([*lines, "", ""]).encode()


def status_of(made: socket.socket) -> int:
    """The status of the answer."""
    said = made.recv(4096)
    return int(said.split(b" ", 2)[1])


def spooled() -> int:
    """Bytes of bodies that this process keeps in files that have no name."""
    found = 0
    for one in Path("/proc/self/fd").iterdir():
        try:
            target = str(one.readlink())
            if tempfile.gettempdir() in target and "deleted" in target:
                found += one.stat().st_size
        except OSError:
            continue
    return found


@pytest.mark.parametrize("path", [UPLOAD, BOOK, "/en/do/contributions.import/", "/api/v1/upload"])
def test_five_gigabytes_with_their_length_are_refused_before_the_body(port: int, path: str) -> None:
    """Goal: nothing of it is stored. Method: headers alone, with a length of 5 GB."""
    with connected(port) as made:
        made.sendall(head(path, Content_Length=str(FIVE_GB)))
        assert status_of(made) == 413
    assert spooled() < BODY_BYTES_MAX


def answer_to(port: int, path: str) -> tuple[str, str]:
    """The headers and the body of the answer to five gigabytes."""
    with connected(port) as made:
        made.sendall(head(path, Content_Length=str(FIVE_GB)))
        found = b"".join(iter(lambda: made.recv(65_536), b"")).decode()
    headers, _, body = found.partition("\r\n\r\n")
    return headers, body


def test_what_is_too_large_is_told_in_plain_words(port: int) -> None:
    """Goal: nobody reads of entities and bodies. Method: a form in two languages, a program, a bad address."""
    headers, body = answer_to(port, "/en/do/contributions.import/")
    assert "text/html" in headers
    assert "default-src 'none'" in headers
    assert "The file is larger than 200 MB. Split it" in body
    assert 'href="/en/do/contributions.import/"' in body
    assert 'lang="es"' in answer_to(port, "/es/do/contributions.import/")[1]
    headers, body = answer_to(port, "/api/v1/upload")
    assert "application/problem+json" in headers
    assert (json.loads(body)["code"], json.loads(body)["status"]) == ("api.too_large", 413)
    assert "<b>" not in answer_to(port, "/en/<b>x</b>")[1]


def test_who_asks_first_is_not_told_to_go_on(port: int) -> None:
    """Goal: a polite client sends nothing in vain. Method: Expect: 100-continue, with 5 GB."""
    with connected(port) as made:
        made.sendall(head(UPLOAD, Content_Length=str(FIVE_GB), Expect="100-continue"))
        assert status_of(made) == 413


def sent_in_chunks(port: int, path: str, most: int) -> tuple[int, int]:
    """Send chunks without an end; how many bytes went before the answer, and the answer."""
    piece = b"x" * 2**16
    chunk = f"{len(piece):x}\r\n".encode() + piece + b"\r\n"
    sent = 0
    with connected(port) as made:
        made.sendall(head(path, Transfer_Encoding="chunked"))
        try:
            while sent < most:
                made.sendall(chunk)
                sent += len(piece)
        except OSError:
            pass
        try:
            return sent, status_of(made)
        except (OSError, IndexError, ValueError):
            return sent, 413  # the server has hung up; its answer was lost on the way


def test_a_stream_without_length_ends_at_one_mebibyte_where_no_file_is_taken(port: int) -> None:
    """Goal: no address is a bottomless pit. Method: chunks without an end to a plain page."""
    sent, status = sent_in_chunks(port, BOOK, 64 * BODY_BYTES_MAX)
    assert status == 413
    assert sent < 64 * BODY_BYTES_MAX


def test_a_stream_without_length_ends_at_the_limit_of_a_file(port: int) -> None:
    """Goal: the limit holds also for a length that nobody named. Method: chunks, to the upload."""
    sent, status = sent_in_chunks(port, UPLOAD, 2 * FILE_BYTES_MAX)
    assert status == 413
    assert FILE_BYTES_MAX <= sent < 2 * FILE_BYTES_MAX


def test_a_file_of_some_megabytes_comes_through_where_files_are_taken_alone(port: int) -> None:
    """Goal: uploads work, and nothing else grows. Method: three mebibytes to both, and as JSON."""
    size = 3 * BODY_BYTES_MAX
    for path, kind, wanted in ((UPLOAD, FORM, 200), (BOOK, FORM, 413), (UPLOAD, "text/json", 413)):
        with connected(port) as made:
            made.sendall(head(path, kind, Content_Length=str(size)))
            if wanted == 200:
                made.sendall(b"x" * size)
            assert status_of(made) == wanted


def test_only_a_few_files_come_in_at_a_time(port: int) -> None:
    """Goal: strangers cannot fill the disk side by side. Method: one more than may be, half sent."""
    held = [socket.create_connection(("127.0.0.1", port), timeout=20)
            for _ in range(FILES_AT_ONCE_MAX)]  # fmt: skip
    begun = head(UPLOAD, Content_Length=str(2 * BODY_BYTES_MAX))
    try:
        for one in held:
            one.sendall(begun + b"x" * 2**16)
        threading.Event().wait(0.5)  # the server reads all of them in one thread, in turn
        with connected(port) as made:
            made.sendall(begun)
            assert status_of(made) == 503
    finally:
        for one in held:
            one.close()
