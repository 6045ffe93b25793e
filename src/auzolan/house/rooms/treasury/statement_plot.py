"""The division of a year as a picture: from the result down to the members' part, step by step.

Amounts stay whole cents; only the axis writes them as units. It is an Altair chart, and drawn as the
other pictures are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from auzolan.engine.plots import BLUE, INK
from auzolan.house.rooms.treasury.statement_types import YearPart

if TYPE_CHECKING:
    import altair

_WIDTH = 480
_ENDS = ("result", "patronage", "mine")
_AXIS = "format(datum.value / 100, ',.0f')"


def waterfall_chart(
    year: YearPart, *, currency: str, title: str, words: Callable[[str], str]
) -> altair.Chart:
    """Draw a year's division as a waterfall, with her own part at its foot.

    Args:
        year: of a statement.
        currency: of its amounts.
        title: whose year it is.
        words: what people call a line.
    Returns:
        A bar a line; what is taken out hangs from what was there before.
    Raises:
        ImportError: altair is not installed.
    """
    import altair

    bars, left = [], 0
    for place, line in enumerate(year.lines):
        is_end = line.name in _ENDS
        start = 0 if is_end else left
        left = line.cents if is_end else left + line.cents
        bars.append(_bar(place, words(line.name), start, left, is_end=is_end, clause=line.clause))
    mine = sum(pool.cents for pool in year.pools)
    bars.append(_bar(len(bars), words("mine"), 0, mine, is_end=True, clause=""))
    about = f"{title}: " + "; ".join(f"{bar['line']} {bar['cents']} cents" for bar in bars) + "."
    return (
        altair.Chart(altair.InlineData(values=bars))
        .mark_bar()
        .encode(
            x=altair.X("start:Q", title=currency, axis=altair.Axis(labelExpr=_AXIS)),
            x2="stop:Q",
            y=altair.Y("line:N", title=None, sort=altair.SortField("place")),
            color=altair.Color(
                "kind:N", legend=None, scale=altair.Scale(domain=["end", "step"], range=[BLUE, INK])
            ),
            tooltip=["line:N", "cents:Q", "clause:N"],
        )
        .properties(title=title, description=about, width=_WIDTH)
    )


def _bar(
    place: int, line: str, start: int, stop: int, *, is_end: bool, clause: str
) -> dict[str, int | str]:
    return {
        "place": place, "line": line, "start": start, "stop": stop, "cents": stop - start,
        "kind": "end" if is_end else "step", "clause": clause,
    }  # fmt: skip
