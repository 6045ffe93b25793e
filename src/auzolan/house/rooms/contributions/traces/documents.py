"""One large JSON document, read entry by entry, so that its size is never all in memory.

It knows arrays and objects of the outermost level only, and what it will not do: guess. A document
that is cut off, nested like a bomb, or no UTF-8 is refused whole. Nothing here knows a platform.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.contributions.limits import ARTICLE, MIB, BadFile, Limits, too_large
from auzolan.house.rooms.contributions.traces.choices import not_json

_CHUNK_BYTES = 2 * MIB
_NAMES_MAX = 1_000
_DIGITS_MAX = 20
_NEAR_END = 16
_SPACE = re.compile(r"[ \t\r\n]*")
_MARK = "\ufeff"


class Doubled:
    """Stands for an object in which a name stands twice: nobody can say which one is meant."""


DOUBLED = Doubled()


class Document:
    """A cursor in a JSON document: look at the next sign, take a value, walk an array or object."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self._stream = stream
        self._limits = limits
        self._decoder = codecs.getincrementaldecoder("utf-8")("strict")
        self._text = ""
        self._place = 0
        self._bytes = 0
        self._is_ended = False
        self._entry = 0

    def peek(self) -> str:
        """The next sign that is no white space; empty at the end."""
        while True:
            found = _SPACE.match(self._text, self._place)
            self._place = found.end() if found else self._place
            if self._place < len(self._text) or self._is_ended:
                return self._text[self._place : self._place + 1]
            self._fetch()

    def take(self, sign: str) -> None:
        """Go past a sign that must come now."""
        if self.peek() != sign:
            raise not_json(f"After entry {self._entry} the file is no JSON: {sign!r} is missing.")
        self._place += 1

    def value(self) -> object:
        """The next value, whole."""
        self.peek()
        while len(self._text) - self._place < self._limits.line_bytes and not self._is_ended:
            self._fetch()
        try:
            value, end = _JSON.raw_decode(self._text, self._place)
        except json.JSONDecodeError as fault:
            raise self._no_value(fault) from None
        except RecursionError:
            raise not_json(f"Entry {self._entry + 1} is nested too deeply.") from None
        if end - self._place > self._limits.line_bytes or (
            end == len(self._text) and not self._is_ended
        ):
            raise self._too_long()
        self._place = end
        return value

    def elements(self) -> Iterator[object]:
        """The values of the array that begins here; the cursor stands behind it at the end."""
        self.take("[")
        self._entry = 0
        if self.peek() == "]":
            self.take("]")
            return
        while True:
            yield self.value()
            self._entry += 1
            if self.peek() == "]":
                self.take("]")
                return
            self.take(",")

    def names(self) -> Iterator[str]:
        """The names of the object that begins here; whoever asks takes each value or skips it."""
        self.take("{")
        seen: set[str] = set()
        while self.peek() != "}":
            if seen:
                self.take(",")
            name = self.value() if self.peek() == '"' else None
            if not isinstance(name, str):
                raise not_json("The file is no JSON: a name is missing.")
            if name in seen or len(seen) >= _NAMES_MAX:
                raise not_json("The file has a name twice, or more names than any known export.")
            seen.add(name)
            self.take(":")
            yield name
        self.take("}")

    def skip(self) -> None:
        """Go past the next value."""
        if self.peek() == "[":
            for _ in self.elements():
                pass
        else:
            self.value()

    def end(self) -> None:
        """Make sure that nothing comes any more."""
        if self.peek():
            raise not_json("Something stands behind the end of the JSON.")

    def _fetch(self) -> None:
        raw = self._stream.read(_CHUNK_BYTES)
        self._bytes += len(raw)
        if self._bytes > self._limits.unpacked_bytes:
            raise too_large(f"The file holds more than {self._limits.unpacked_bytes} bytes.")
        if b"\0" in raw:
            raise _no_text("contributions.file_has_nul", "It holds a zero byte.")
        try:
            more = self._decoder.decode(raw, final=not raw)
        except UnicodeDecodeError:
            raise _no_text("contributions.file_not_utf8", "It is no text in UTF-8.") from None
        if self._bytes == len(raw):
            more = more.removeprefix(_MARK)
        self._is_ended = not raw
        self._text = self._text[self._place :] + more
        self._place = 0

    def _no_value(self, fault: json.JSONDecodeError) -> BadFile:
        reaches_end = (
            fault.msg.startswith("Unterminated") or fault.pos >= len(self._text) - _NEAR_END
        )
        if reaches_end and not self._is_ended:
            return self._too_long()
        if reaches_end:
            return not_json(f"The file ends within entry {self._entry + 1}: it was cut off.")
        return not_json(f"Entry {self._entry + 1} is no JSON: {fault.msg}.")

    def _too_long(self) -> BadFile:
        return too_large(
            f"Entry {self._entry + 1} is longer than {self._limits.line_bytes} characters."
        )


def _no_text(code: str, because: str) -> BadFile:
    remedy = "Save the file as UTF-8 text, or bring it as the platform wrote it."
    return BadFile(Refusal(code, ARTICLE, because, remedy))


def _whole(text: str) -> int | str:
    return int(text) if len(text) <= _DIGITS_MAX else text


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object] | Doubled:
    made = dict(pairs)
    return made if len(made) == len(pairs) else DOUBLED


_JSON = json.JSONDecoder(
    parse_int=_whole, parse_float=str, parse_constant=str, object_pairs_hook=_without_repeats
)
