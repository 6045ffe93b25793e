"""The way to a co-operative's door for programs: one request, its answer, and how it says no.

It needs nothing but msgspec and the standard library. It keeps no answer and decides nothing.
"""

from __future__ import annotations

import http.client
import ipaddress
import secrets
import time
from collections.abc import Iterator, Mapping
from typing import Literal, TypeVar
from urllib.parse import quote, urlencode, urlsplit

import msgspec

ROOT = "/api/v1/"
TRIES = 3
ANSWER_BYTES_MAX = 2**26
WAIT_S_MAX = 60
_BUSY = {429, 503}
_OK_BELOW = 300
T = TypeVar("T")
Value = str | int | bool | None


class Done(msgspec.Struct, frozen=True):
    """It was done, and stands on the record.

    Attributes:
        entry: its number on the record.
        id: of the act.
        at: the moment of the entry, UTC.
        leaf: its leaf hash, hexadecimal.
        link: the page of the entry.
        repeated: whether this request had been answered before.
    """

    entry: int
    id: str
    at: str
    leaf: str
    link: str
    repeated: bool


class Later(msgspec.Struct, frozen=True):
    """It is not done yet.

    Attributes:
        state: `waits_for_second` until somebody else says yes, or `queued`.
        id: the id under which it is kept: of a request, or of a job.
        link: the page that shows how it goes.
    """

    state: Literal["waits_for_second", "queued"]
    id: str
    link: str


class Change(msgspec.Struct, frozen=True):
    """One thing that would change: its name, the same in words, and what stands in the words."""

    what: str
    says: str
    values: Mapping[str, str | int]
    page: str


class Foreseen(msgspec.Struct, frozen=True):
    """What would change; nothing was written. `is_tried` is false for long work."""

    is_tried: bool
    effects: tuple[Change, ...]


class _Problem(msgspec.Struct, frozen=True):
    status: int
    detail: str
    code: str
    article: str
    remedy: str
    field: str = ""


class _Page(msgspec.Struct, frozen=True):
    items: tuple[msgspec.Raw, ...]
    next: str


class Refused(Exception):
    """The co-operative said no.

    Attributes:
        code: stable and dotted, as `consent.purpose_not_granted`.
        article: of the house rules, or of the house.
        because: why, with names and numbers.
        remedy: what can be done now.
        status: of the answer.
        field: the field of the request that does not fit; empty where none is meant.
    """

    def __init__(self, problem: _Problem) -> None:
        super().__init__(f"{problem.code} ({problem.article}): {problem.detail} {problem.remedy}")
        self.code, self.article, self.field = problem.code, problem.article, problem.field
        self.because, self.remedy, self.status = problem.detail, problem.remedy, problem.status


class Unreachable(Exception):
    """Nobody answered as a co-operative does; a request that changes something may be sent again."""


class Door:
    """Sends requests to one co-operative.

    Args:
        address: `https://coop.example`; plain http only for this machine.
        key: a key of a program, `auz_…`; empty for what is open to all.
        timeout_s: how long to wait for each answer.
    Raises:
        ValueError: the address is none, the key would travel in the clear, or it is no key.
    """

    def __init__(self, address: str, key: str = "", timeout_s: float = 30) -> None:
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
            raise ValueError(f"an address is like https://coop.example; got {address!r}")
        if parts.scheme == "http" and not _is_here(parts.hostname):
            raise ValueError("over plain http only this machine is asked; use https")
        if not (key.isascii() and key.isprintable()):
            raise ValueError("a key is made of plain letters, as it was shown; copy it again")
        self._host, self._port = parts.hostname, parts.port
        self._is_plain, self._key, self._timeout_s = parts.scheme == "http", key, timeout_s

    def one(self, path: str, gives: type[T], asked: Mapping[str, Value] | None = None) -> T:
        """Read one thing.

        Raises:
            Refused, Unreachable: see these.
        """
        return msgspec.json.decode(self._read(path, asked or {}), type=gives)

    def lines(
        self, path: str, gives: type[T], asked: Mapping[str, Value] | None = None
    ) -> Iterator[T]:
        """Read a list line by line; pages are fetched as they are needed.

        Raises:
            Refused, Unreachable: see these.
        """
        decoder, cursor = msgspec.json.Decoder(gives), ""
        while True:
            page = self.one(path, _Page, {**(asked or {}), "cursor": cursor or None})
            yield from map(decoder.decode, page.items)
            cursor = page.next
            if not cursor:
                return

    def do(self, name: str, asked: msgspec.Struct, gives: type[T], once: str = "") -> T:
        """Do one thing, once.

        Args:
            name: as `consent.withdraw`.
            asked: its fields.
            gives: `Done` or `Later`.
            once: the number of this request; drawn where empty. The same number is never done twice.
        Raises:
            Refused, Unreachable: see these.
        """
        return msgspec.json.decode(self._write(f"do/{name}", asked, once), type=gives)

    def foresee(self, name: str, asked: msgspec.Struct) -> Foreseen:
        """What one thing would change; nothing is written.

        Raises:
            Refused: the rules would say no.
            Unreachable: see there.
        """
        found = self._write(f"do/{name}?dry_run=true", asked, "")
        return msgspec.json.decode(found, type=Foreseen)

    def post(self, path: str, gives: type[T]) -> T:
        """Ask for something that has no fields of its own.

        Raises:
            Refused, Unreachable: see these.
        """
        return msgspec.json.decode(self._again("POST", path, b"", {}), type=gives)

    def upload(self, path: str, content: bytes, gives: type[T]) -> T:
        """Send a file.

        Raises:
            Refused, Unreachable: see these.
        """
        edge = secrets.token_hex(16)
        head = (
            f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="file"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        body = head.encode() + content + f"\r\n--{edge}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        return msgspec.json.decode(self._again("POST", path, body, headers), type=gives)

    def _read(self, path: str, asked: Mapping[str, Value]) -> bytes:
        said = {name: _text(value) for name, value in asked.items() if value is not None}
        query = f"?{urlencode(said)}" if said else ""
        return self._again("GET", f"{path}{query}", b"", {})

    def _write(self, path: str, asked: msgspec.Struct, once: str) -> bytes:
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": once or secrets.token_hex(16),
        }
        return self._again("POST", path, msgspec.json.encode(asked), headers)

    def _again(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        """Ask, and ask again where the house is busy or silent; the number makes it one request."""
        for left in reversed(range(TRIES)):
            try:
                return self._answer(method, path, body, headers)
            except _Busy as busy:
                if not left:
                    raise busy.refused from None
                time.sleep(min(busy.wait_s, WAIT_S_MAX))
            except Unreachable:
                if not left:
                    raise
        raise AssertionError("the last try answers or raises")

    def _answer(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        kind = http.client.HTTPConnection if self._is_plain else http.client.HTTPSConnection
        connection = kind(self._host, self._port, timeout=self._timeout_s)
        key = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        try:
            connection.request(method, ROOT + path, body or None, {**headers, **key})
            answer = connection.getresponse()
            found = answer.read(ANSWER_BYTES_MAX + 1)
        except (OSError, http.client.HTTPException) as fault:
            raise Unreachable(f"{self._host} did not answer: {fault}") from fault
        finally:
            connection.close()
        if len(found) > ANSWER_BYTES_MAX:
            raise Unreachable(f"{self._host} answered with more than {ANSWER_BYTES_MAX} bytes")
        if answer.status < _OK_BELOW:
            return found
        refused = _refused(self._host, answer.status, found)
        if answer.status in _BUSY:
            raise _Busy(refused, answer.headers.get("Retry-After", ""))
        raise refused


class _Busy(Exception):
    def __init__(self, refused: Refused, wait: str) -> None:
        super().__init__(str(refused))
        self.refused = refused
        self.wait_s = int(wait) if wait.isascii() and wait.isdigit() else 1


def _refused(host: str, status: int, found: bytes) -> Refused:
    try:
        return Refused(msgspec.json.decode(found, type=_Problem))
    except msgspec.DecodeError as fault:
        raise Unreachable(f"{host} answered {status}, not as a co-operative does") from fault


def part(text: str | int) -> str:
    """A part of a path, whatever signs it has."""
    return quote(str(text), safe="")


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


__all__ = ["Change", "Done", "Door", "Foreseen", "Later", "Refused", "Unreachable", "part"]
