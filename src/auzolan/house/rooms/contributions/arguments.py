"""What is typed about holders and rows, turned into numbers; wrong usage is refused here.

Whether the shares make a whole, or a row is there, is the rules' business.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from auzolan.house.doors.errors import Misused

ROWS_MAX = 300
_PART = re.compile(r"([a-z0-9][a-z0-9._-]{0,47})=([1-9][0-9]{0,4})\Z")
_SPAN = re.compile(r"([0-9]{1,7})(?:-([0-9]{1,7}))?\Z")


def parts_from_texts(texts: Sequence[str]) -> list[tuple[str, int]]:
    """Read shares, as `m001=6000`.

    Args:
        texts: one text a holder.
    Returns:
        Members with their parts in basis points.
    Raises:
        Misused: a text has another form, or a part is above 10,000.
    """
    found = []
    for text in texts:
        part = _PART.match(text)
        if part is None or int(part[2]) > 10_000:
            raise Misused(
                f"A part is a member and basis points up to 10,000, as m001=6000; got {text}"
            )
        found.append((part[1], int(part[2])))
    return found


def rows_from_text(text: str) -> list[int]:
    """Read numbers of rows, as `0-11,40`.

    Args:
        text: numbers and spans, separated by commas.
    Returns:
        The numbers, each once, in rising order.
    Raises:
        Misused: the text has another form, a span runs backwards, or there are more than 300 rows.
    """
    rows: set[int] = set()
    for piece in text.split(","):
        span = _SPAN.match(piece.strip())
        if span is None:
            raise Misused(f"Rows are numbers and spans, as 0-11,40; got {piece}")
        first, last = int(span[1]), int(span[2] or span[1])
        if last < first or last - first >= ROWS_MAX:
            raise Misused(f"A span runs upwards and holds at most {ROWS_MAX} rows; got {piece}")
        rows.update(range(first, last + 1))
    if len(rows) > ROWS_MAX:
        raise Misused(f"At most {ROWS_MAX} rows are settled at once; got {len(rows)}")
    return sorted(rows)
