"""Text files to rows: CSV and JSON lines, one row at a time, bad rows named and left out.

A file that is no readable text is refused whole. Values are whole numbers and texts: decimals keep
the spelling of their text, or of their shortest text where the file held a binary number. Nothing
here knows a member, a batch or the desk.
"""

from __future__ import annotations

import csv
import json
import math
from collections import deque
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from auzolan.foundation.canonical import INTEGER_MAX
from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.contributions.limits import (
    ARTICLE,
    BadFile,
    Limits,
    RowRefused,
    too_large,
)
from auzolan.house.rooms.contributions.shapes import Value, shown

Cells = tuple[int, list[Value]]
"""Line number and values, in the order of the header."""

_UTF8_MARK = b"\xef\xbb\xbf"
_CSV_FAULTS = {
    "unexpected end of data": "a quotation mark is opened and never closed",
    "expected after": "something stands behind a closing quotation mark",
    "new-line character": "a line break stands outside quotation marks",
    "field limit": "a value is too long",
}


class Lines:
    """Lines of UTF-8 text with their numbers from 1; a few may be looked at ahead.

    A line that is too long is None: its row is refused and its bytes are not kept.
    """

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self._stream = stream
        self._limits = limits
        self._ahead: deque[str | None] = deque()
        self._bytes = 0
        self._fetched = 0
        self.number = 1

    def has(self, place: int) -> bool:
        """Whether there is a line so many lines after the present one."""
        while len(self._ahead) <= place:
            raw = self._stream.readline(self._limits.line_bytes + 1)
            if not raw:
                return False
            self._ahead.append(self._text(raw))
        return True

    def peek(self, place: int) -> str | None:
        """A line that `has` has found."""
        return self._ahead[place]

    def drop(self, count: int) -> None:
        """Go on by so many lines."""
        for _ in range(count):
            self._ahead.popleft()
        self.number += count

    def _text(self, raw: bytes) -> str | None:
        self._fetched += 1
        is_whole = self._count(raw)
        while not is_whole and raw and not raw.endswith(b"\n"):
            raw = self._stream.readline(self._limits.line_bytes)
            self._count(raw)
        if not is_whole:
            return None
        if self._fetched == 1:
            raw = raw.removeprefix(_UTF8_MARK)
        if b"\0" in raw:
            raise BadFile(
                Refusal(
                    "contributions.file_has_nul",
                    ARTICLE,
                    f"Line {self._fetched} holds a zero byte, which no text in UTF-8 has.",
                    "Save the file as UTF-8 text; Excel offers it as CSV UTF-8.",
                )
            )
        try:
            return raw.decode("utf-8").removesuffix("\n")
        except UnicodeDecodeError as fault:
            raise BadFile(
                Refusal(
                    "contributions.file_not_utf8",
                    ARTICLE,
                    f"Line {self._fetched} is not UTF-8: byte {fault.start + 1} of the line is "
                    f"{raw[fault.start]:#04x}.",
                    "Save the file as UTF-8; accents from an older encoding would come out wrong.",
                )
            ) from fault

    def _count(self, raw: bytes) -> bool:
        self._bytes += len(raw)
        if self._bytes > self._limits.unpacked_bytes:
            raise too_large(f"The file holds more than {self._limits.unpacked_bytes} bytes.")
        return len(raw) <= self._limits.line_bytes


def csv_header(lines: Lines, delimiter: str) -> list[str]:
    """The first line of a CSV file as names.

    Raises:
        BadFile: there is none, or it is no CSV.
    """
    try:
        if not lines.has(0):
            raise ValueError("there is no first line")
        text = lines.peek(0)
        if text is None:
            raise ValueError("the first line is too long")
        names = next(csv.reader([text.removesuffix("\r")], strict=True, delimiter=delimiter), [])
    except (ValueError, csv.Error) as fault:
        raise bad_header(f"The first line cannot be read as names of columns: {fault}.") from fault
    lines.drop(1)
    return names


def bad_header(because: str) -> BadFile:
    """The names of the columns cannot be used."""
    return BadFile(
        Refusal(
            "contributions.file_header",
            ARTICLE,
            because,
            "Give each column one name in the first line, each name once.",
        )
    )


def csv_rows(
    lines: Lines, width: int, limits: Limits, delimiter: str
) -> Iterator[Cells | RowRefused]:
    """The rows below the header, each as texts; empty lines are passed over.

    A row that cannot be read costs its own line only: reading goes on with the next line, so one
    quotation mark that is never closed does not swallow the rest of the file.
    """
    while lines.has(0):
        number, text = lines.number, lines.peek(0)
        if text is None:
            lines.drop(1)
            yield RowRefused(number, f"the line is longer than {limits.line_bytes} bytes")
        elif not text.strip(" \r\t"):
            lines.drop(1)
        else:
            taken: list[str] = []
            try:
                row = csv.reader(_ahead(lines, limits, taken), strict=True, delimiter=delimiter)
                cells: list[Value] = list(next(row))
            except csv.Error as fault:
                lines.drop(1)
                yield RowRefused(number, _csv_reason(str(fault)))
                continue
            is_sound = len(cells) == width
            lines.drop(len(taken) if is_sound else 1)
            yield (
                (number, cells)
                if is_sound
                else RowRefused(number, f"{len(cells)} values where the header names {width}")
            )


def _ahead(lines: Lines, limits: Limits, taken: list[str]) -> Iterator[str]:
    while len(taken) < limits.lines_per_row and lines.has(len(taken)):
        text = lines.peek(len(taken))
        if text is None:
            return
        taken.append(text)
        yield text.removesuffix("\r") + "\n"


def _csv_reason(fault: str) -> str:
    return next((plain for sign, plain in _CSV_FAULTS.items() if sign in fault), fault)


def json_rows(lines: Lines, limits: Limits) -> Iterator[tuple[int, object] | RowRefused]:
    """Each line as the JSON value it holds, numbers with decimals as text; empty ones passed over."""
    while lines.has(0):
        number, text = lines.number, lines.peek(0)
        lines.drop(1)
        if text is None:
            yield RowRefused(number, f"the line is longer than {limits.line_bytes} bytes")
        elif text.strip():
            yield _json(number, text.strip())


def _json(number: int, text: str) -> tuple[int, object] | RowRefused:
    try:
        return number, _JSON.decode(text)
    except json.JSONDecodeError as fault:
        return RowRefused(number, f"not JSON: {fault.msg} at character {fault.pos + 1}")
    except RecursionError:
        return RowRefused(number, "not JSON that can be taken: nested too deeply")
    except ValueError as fault:
        return RowRefused(number, f"not JSON that can be taken: {fault}")


def object_rows(
    found: Iterable[tuple[int, object] | RowRefused], names: list[str]
) -> Iterator[Cells | RowRefused]:
    """JSON objects as values in the order of `names`; all must have exactly these names.

    Args:
        found: what `json_rows` gives.
        names: the columns; where empty, the first object's names are put in.
    """
    for one in found:
        if isinstance(one, RowRefused):
            yield one
            continue
        number, value = one
        if not isinstance(value, dict):
            yield RowRefused(number, "expected an object with names and values")
            continue
        if not names:
            names.extend(value)
        missing = [name for name in names if name not in value]
        extra = [name for name in value if name not in names]
        if missing or extra:
            yield RowRefused(number, _other_names(missing, extra))
            continue
        yield _cells(number, names, [value[name] for name in names])


def array_rows(
    found: Iterable[tuple[int, object] | RowRefused], names: list[str], limits: Limits
) -> Iterator[Cells | RowRefused]:
    """JSON arrays as values in the order of `names`, numbered from 1: what the Parquet reader says."""
    for place, one in enumerate(found, start=1):
        if isinstance(one, RowRefused):
            yield RowRefused(place, f"the row is longer than {limits.line_bytes} bytes")
            continue
        _, values = one
        assert isinstance(values, list), "our own reader writes arrays"
        yield _cells(place, names, values)


def _cells(number: int, names: list[str], values: list[object]) -> Cells | RowRefused:
    try:
        return number, [scalar(name, value) for name, value in zip(names, values, strict=True)]
    except ValueError as fault:
        return RowRefused(number, str(fault))


def scalar(name: str, value: object) -> Value:
    """A JSON value as a whole number or text: yes and no as 1 and 0, nothing as empty text.

    Raises:
        ValueError: a list, an object, a number too large, or text that UTF-8 cannot hold.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        if abs(value) > INTEGER_MAX:
            raise ValueError(f"{name}: whole numbers stay below 2^53; write longer ones as text")
        return value
    if not isinstance(value, str):
        raise ValueError(f"{name}: expected one number or text; got {shown(str(value))}")
    if "\0" in value or not _is_unicode(value):
        raise ValueError(f"{name}: the text holds characters that no text in UTF-8 has")
    return value


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _other_names(missing: list[str], extra: list[str]) -> str:
    said = [f"has no {shown(name)}" for name in missing[:3]]
    said += [f"has {shown(name)}, which other rows have not" for name in extra[:3]]
    return "the row " + " and ".join(said)


def _decimal(text: str) -> str:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:20]} is too large a number")
    return repr(number)


def _constant(text: str) -> str:
    raise ValueError(f"{text} is no number")


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a name stands twice in the row")
    return made


_JSON = json.JSONDecoder(
    parse_float=_decimal, parse_constant=_constant, object_pairs_hook=_without_repeats
)
