"""Wage references from a file of somebody who published them; none is made up here.

Each line is taken or left out with its reason. Whether a reference may be brought in is the rule's
business, and what the floor becomes is worked out from the books.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from auzolan.engine.worklogs.frames import guarded
from auzolan.foundation.moments import MOMENT_MAX, moment_from_iso
from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.contributions.importing import read_table
from auzolan.house.rooms.contributions.limits import RowRefused
from auzolan.house.rooms.contributions.shapes import Shape, Value, one_of, shown, whole_between
from auzolan.labour.paying.floors import LIVING, STATUTORY
from auzolan.labour.tasks.acts import Place
from auzolan.labour.tasks.rules import HOUR_CENTS_MAX

_CITATION_CHARS = 1_000


@dataclass(frozen=True, slots=True)
class Reference:
    """A wage of a place from a day on, in cents an hour, and where exactly it stands."""

    place: str
    basis: str
    from_at: int
    cents_hour: int
    citation: str


@dataclass(frozen=True, slots=True)
class References:
    """What a file holds.

    Attributes:
        document: SHA-256 of the file.
        read: lines of it.
        found: the sound ones.
        refused: the others, each with its line and the reason.
    """

    document: str
    read: int
    found: tuple[Reference, ...]
    refused: tuple[RowRefused, ...]


def _place(value: Value) -> Value:
    try:
        place = msgspec.convert(value, Place)
    except msgspec.ValidationError:
        place = ""
    if not place:
        raise ValueError(f"expected a country or a part of it, as ES or ES-PV; got {shown(value)}")
    return place


def _day(value: Value) -> Value:
    try:
        at = moment_from_iso(str(value)) if len(str(value)) == len("2026-01-01") else -1
    except ValueError:
        at = -1
    if not 0 <= at <= MOMENT_MAX:
        raise ValueError(f"expected a day from 1970 on, as 2026-01-01; got {shown(value)}")
    return at


def _citation(value: Value) -> Value:
    text = str(value).strip()
    if not text or len(text) > _CITATION_CHARS:
        raise ValueError(f"expected where it stands, in up to {_CITATION_CHARS} characters")
    return text


COLUMNS: Shape = {
    "place": _place,
    "basis": one_of(STATUTORY, LIVING),
    "from": _day,
    "cents_hour": whole_between(1, HOUR_CENTS_MAX),
    "citation": _citation,
}


def read_references(path: Path) -> References | Refusal:
    """Read a CSV with the columns place, basis, from, cents_hour and citation.

    Args:
        path: the file as it was published, or copied from what was.
    Returns:
        Sound lines and those left out; together all that were read. Or why the file as a whole is
        refused: it cannot be read, or has other columns.
    """
    table = read_table(path, COLUMNS)
    if isinstance(table, Refusal):
        return table
    columns = table.columns if table.rows else dict.fromkeys(COLUMNS, ())
    found = tuple(
        Reference(str(place), str(basis), int(from_at), int(cents), str(citation))
        for place, basis, from_at, cents, citation in zip(
            *(columns[name] for name in COLUMNS), strict=True
        )
    )
    document = hashlib.sha256(path.read_bytes()).hexdigest()
    return References(document, table.read, found, table.refused)


def write_refused(path: Path, refused: Sequence[RowRefused]) -> None:
    """Write what was left out into a new CSV with the columns row and reason.

    Raises:
        FileExistsError: there is such a file; it is left as it is.
    """
    with path.open("x", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("row", "reason"))
        writer.writerows((one.line, guarded(one.reason)) for one in refused)
