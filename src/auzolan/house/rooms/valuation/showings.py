"""What can be read of this room by programs and as files; see `house/doing.py`."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from auzolan.house.doing import Showing, Who
from auzolan.house.rooms.valuation.queries import (
    ValuationLine,
    annex_of,
    valuation_lines,
)
from auzolan.house.storage.reader import Reader
from auzolan.valuation.lines import lines_from
from auzolan.valuation.state import Valuation


class OwnWorthLine(msgspec.Struct, frozen=True):
    """What a member's rows are worth to a model, with the likely range; scaled by 10^9."""

    entry: int
    valuation: str
    model: str
    rows: int
    value_e9: int
    low_e9: int
    high_e9: int
    rechecked_by: str


def _worth(reader: Reader, who: Who, member: str) -> Sequence[OwnWorthLine]:
    found = []
    for row in reader.rows(Valuation):
        lines = lines_from(annex_of(reader, row.lines))
        if member in lines.members:
            at = lines.members.index(member)
            found.append(
                OwnWorthLine(
                    row.entry, row.valuation, row.model, lines.rows[at], lines.value_e9[at],
                    lines.low_e9[at], lines.high_e9[at], row.rechecked_by,
                )
            )  # fmt: skip
    return sorted(found, key=lambda one: one.entry)


def _valuations(reader: Reader, who: Who) -> Sequence[ValuationLine]:
    return valuation_lines(reader)


SHOWINGS: tuple[Showing, ...] = (
    Showing(
        "valuation.worth", "members/{member}/worth", OwnWorthLine, _worth, key="entry",
        about="member",
    ),
    Showing("valuation.valuations", "valuations", ValuationLine, _valuations, key="valuation"),
)  # fmt: skip
