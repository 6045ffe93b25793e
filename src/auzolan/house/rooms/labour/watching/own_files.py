"""What "everything about me" holds of somebody's work, and of who looked at it.

Raw page times are hers alone: the office of data hands over all the rest, and never those.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

import msgspec

from auzolan.foundation.books import Row
from auzolan.house.rooms.labour.watching.look_flows import looks_at
from auzolan.house.rooms.labour.watching.page_flows import own_pages
from auzolan.house.rooms.treasury.journals.csv import harmless
from auzolan.house.storage.reader import Reader
from auzolan.labour.state import JobIndex, Rating, Submission, WorkOfMember, WorkPlace

_PARTS: tuple[tuple[str, type[Row]], ...] = (
    ("submissions", Submission),
    ("periods", WorkOfMember),
    ("indexes", JobIndex),
    ("places", WorkPlace),
    ("ratings", Rating),
)


def work_files(reader: Reader, member: str) -> Iterator[tuple[str, bytes]]:
    """Her work as the books have it, and every look at her figures.

    Args:
        reader: the books as of one moment.
        member: whose.
    """
    for name, row in _PARTS:
        yield f"work/{name}.json", _json(reader.rows(row, member=member))
    yield "work/looks.json", _json(looks_at(reader, member))


def page_files(reader: Reader, member: str) -> Iterator[tuple[str, bytes]]:
    """Her raw page times, log by log, as long as they are kept; for nobody but her."""
    for log, columns in own_pages(reader, member).items():
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(columns)
        # Names of tasks came from outside.
        safe = [
            [harmless(one) if isinstance(one, str) else one for one in column]
            for column in columns.values()
        ]
        writer.writerows(zip(*safe, strict=True))
        yield f"work/pages/{log}.csv", text.getvalue().encode()


def _json(found: Sequence[msgspec.Struct]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n"
