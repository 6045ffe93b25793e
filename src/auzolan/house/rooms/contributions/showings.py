"""What can be read of this room by programs and as files; see `house/doing.py`."""

from __future__ import annotations

from collections.abc import Sequence

from auzolan.house.doing import Showing, Who
from auzolan.house.rooms.contributions.queries import BatchLine, batch_lines
from auzolan.house.storage.reader import Reader


def _batches(reader: Reader, who: Who, member: str) -> Sequence[BatchLine]:
    return sorted(batch_lines(reader, member), key=lambda one: one.entry)


SHOWINGS: tuple[Showing, ...] = (
    Showing(
        "contributions.batches", "members/{member}/batches", BatchLine, _batches, key="entry",
        about="member",
    ),
)  # fmt: skip
