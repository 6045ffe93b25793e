"""The stages of an election as a picture: a row of bars for each who stood, under the quota.

Votes stay hundred-thousandths; only the axis writes them as votes. It is an Altair chart, and drawn
as the other pictures are. A choice between options has no stages to draw: its table says it all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from auzolan.engine.plots import BLUE, INK, PALE
from auzolan.house.rooms.assembly.stages import StageTable, Votes

if TYPE_CHECKING:
    import altair

SHOWN_MAX = 40
"""Of more who stood, those with most votes at any stage are drawn; the table has all."""

_STAGE_PX, _ROW_PX = 48, 46
_AXIS = "format(datum.value / 100000, ',.0f')"

Point = dict[str, int | str]


def stage_chart(
    table: StageTable, *, title: str, words: Callable[[str], str] = str
) -> altair.FacetChart:
    """Draw a count, so that each line of it can be followed without colour.

    Args:
        table: of an election.
        title: which election.
        words: what people call somebody who stood.
    Returns:
        For each who stood a bar a stage; the dashed line is the quota, a dark bar an elected one.
    Raises:
        ValueError: a choice between options, or nothing was counted.
        ImportError: altair is not installed.
    """
    import altair

    if not table.quota or not table.stages:
        raise ValueError("only the count of an election has stages to draw; show its table instead")
    shown = _shown(table)
    points = [point for one in shown for point in _points(table, one, words(one.name))]
    axis = altair.Axis(labelExpr=_AXIS, tickCount=3)
    bars = altair.Chart().mark_bar().encode(
        x=altair.X("stage:O", title="stage", axis=altair.Axis(labelAngle=0)),
        y=altair.Y("votes_e5:Q", title=None, axis=axis),
        color=altair.Color(
            "state:N", legend=None,
            scale=altair.Scale(domain=["elected", "standing"], range=[BLUE, PALE]),
        ),
        tooltip=["who:N", "stage:O", "votes:N", "state:N"],
    )  # fmt: skip
    quota = altair.Chart().mark_rule(color=INK, strokeDash=[4, 4]).encode(y="quota:Q")
    rows = altair.Row(
        "who:N",
        title=None,
        sort=[str(name) for name in dict.fromkeys(point["who"] for point in points)],
        header=altair.Header(labelAngle=0, labelAlign="left", labelColor=INK),
    )
    layered = altair.layer(bars, quota).properties(
        width=_STAGE_PX * len(table.stages), height=_ROW_PX
    )
    return layered.facet(row=rows, data=altair.InlineData(values=points)).properties(
        title=altair.TitleParams(
            title, subtitle="votes by stage; dashed: the quota; dark: elected"
        ),
        description=_about(table, title, words),
    )


def _shown(table: StageTable) -> list[Votes]:
    """Those who are drawn, by number: as they stood at the first stage."""
    best = {one.number: 0 for one in table.stages[0].votes}
    for stage in table.stages:
        for one in stage.votes:
            best[one.number] = max(best[one.number], one.votes_e5)
    most = sorted(best, key=lambda number: (-best[number], number))[:SHOWN_MAX]
    return [one for one in table.stages[0].votes if one.number in most]


def _points(table: StageTable, who: Votes, name: str) -> list[Point]:
    found: list[Point] = []
    is_elected = False
    for stage in table.stages:
        here = next(one for one in stage.votes if one.number == who.number)
        is_elected = is_elected or here.is_elected
        found.append(
            {
                "who": f"{who.number} {name}", "stage": stage.stage, "votes_e5": here.votes_e5,
                "votes": _votes(here.votes_e5), "quota": table.quota,
                "state": "elected" if is_elected else "standing",
            }
        )  # fmt: skip
    return found


def _about(table: StageTable, title: str, words: Callable[[str], str]) -> str:
    elected = [words(one.name) for stage in table.stages for one in stage.votes if one.is_elected]
    return (
        f"{title}: {len(table.stages)} stages, quota {_votes(table.quota)} of "
        f"{_votes(table.valid)} votes; elected {', '.join(elected) or 'nobody'}."
    )


def _votes(votes_e5: int) -> str:
    return f"{votes_e5 // 100_000:,}.{votes_e5 % 100_000:05d}"
