"""Entries to rows: the fields that are kept are made, the others are empty texts in every row.

A dropped field keeps its column, without values: rows of one kind can be used together only where
they have the same columns, so one person's privacy must not cost another person hers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from auzolan.audit.rows import Columns
from auzolan.house.rooms.contributions.limits import Limits, RowRefused, too_large
from auzolan.house.rooms.contributions.traces.choices import NTH, Choice, Entry, Unfit
from auzolan.house.rooms.contributions.traces.formats import Format
from auzolan.house.rooms.contributions.traces.making import Making

Found = tuple[int, Entry] | RowRefused
"""An entry with its line or number, or why there is none."""

REASONS_MAX = 50
FIRST_MAX = 5
_ANOTHER_REASON = "another fault"
_SURELY_SMALL_CHARS = 8_000
_SHARED_CHARS = 64


class LeftOut(msgspec.Struct, frozen=True):
    """Entries that are no rows.

    Attributes:
        reason: why; it names a field at most, never its value.
        entries: how many.
        first: the first few, by line of a table or by number from 1 of JSON.
    """

    reason: str
    entries: int
    first: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """What became of the entries of an export.

    Attributes:
        columns: rows as columns of texts, one for each field of the format.
        read: entries; rows and entries that were left out.
        left_out: those that are no rows, by reason, in the order in which the reasons came.
        people: e-mail addresses and handles that became `@someone`.
        quotations: quotations of others that were taken out of texts.
    """

    columns: Columns
    read: int
    left_out: tuple[LeftOut, ...]
    people: int
    quotations: int


class Gathering:
    """One reading: what was kept so far, and what was not."""

    def __init__(self, format: Format, dropped: tuple[str, ...], choice: Choice) -> None:  # noqa: A002
        self._format = format
        self._dropped = frozenset(dropped)
        self._limits = choice.limits
        self._gate = format.gate()
        self._making = Making(choice)
        self._columns: dict[str, list[int | str]] = {name: [] for name in format.fields}
        self._alike: Counter[tuple[str, ...]] = Counter()
        self._shared: dict[str, str] = {}
        self._left_out: dict[str, list[int]] = {}
        self._counts: Counter[str] = Counter()
        self._read = 0

    def add_all(self, entries: Iterable[Found]) -> None:
        """Take every entry that is a row.

        Raises:
            BadFile: there are more than an import takes.
        """
        for one in entries:
            self._read += 1
            self._refuse_many()
            if isinstance(one, RowRefused):
                self._leave(one.line, one.reason)
                continue
            place, entry = one
            tally = self._making.tally
            people, quotations = tally.people, tally.quotations
            try:
                self._add(entry)
            except Unfit as fault:
                tally.people, tally.quotations = people, quotations
                self._leave(place, str(fault))

    def rows(self) -> Rows:
        """What there is at the end."""
        left_out = tuple(
            LeftOut(reason, self._counts[reason], tuple(first))
            for reason, first in self._left_out.items()
        )
        tally = self._making.tally
        return Rows(self._columns, self._read, left_out, tally.people, tally.quotations)

    def _add(self, entry: Entry) -> None:
        reason = self._gate(entry)
        if reason:
            raise Unfit(reason)
        made = tuple(self._made(entry))
        _refuse_large(made, self._limits)
        self._alike[made] += 1
        nth = "" if NTH in self._dropped else str(self._alike[made])
        for name, value in zip(self._format.fields, (*made, nth), strict=True):
            self._columns[name].append(self._once(value))

    def _made(self, entry: Entry) -> Iterable[str]:
        for name, maker in self._format.makers.items():
            if name in self._dropped:
                yield ""
                continue
            try:
                yield maker(entry, self._making)
            except Unfit as fault:
                raise Unfit(f"{name} {fault}") from None

    def _once(self, value: str) -> str:
        """Hosts and days come again and again; one text serves them all."""
        return self._shared.setdefault(value, value) if len(value) <= _SHARED_CHARS else value

    def _refuse_many(self) -> None:
        limits = self._limits
        if self._read > limits.rows or self._read * len(self._columns) > limits.cells:
            raise too_large(
                f"It has {self._read} entries or more; an import takes {limits.rows} of them "
                f"and {limits.cells} values in all."
            )

    def _leave(self, place: int, reason: str) -> None:
        if reason not in self._left_out and len(self._left_out) >= REASONS_MAX:
            reason = _ANOTHER_REASON
        self._counts[reason] += 1
        first = self._left_out.setdefault(reason, [])
        if len(first) < FIRST_MAX:
            first.append(place)


def _refuse_large(made: tuple[str, ...], limits: Limits) -> None:
    if sum(map(len, made)) <= _SURELY_SMALL_CHARS:
        return
    if max(map(len, made)) > limits.cell_chars or len(msgspec.json.encode(made)) > limits.row_bytes:
        raise Unfit("its words are longer than a row can hold")
