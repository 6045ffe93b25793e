"""Pictures of values: over time with their band, the largest and smallest, the Lorenz curve.

Each is an Altair chart, so it is live in a notebook; `drawn` makes an SVG of it, where vl-convert
is installed, and else gives the specification as JSON. A chart holds the numbers it shows and
nothing else, has a title and a description in words, and never tells by colour alone.

Chooses no threshold and judges nobody. Shows at most 1,000 points of a curve.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import altair

Real = NDArray[np.float64]
BLUE, INK, PALE = "#1F4E8C", "#33312B", "#93B9F0"
POINTS_MAX = 1000
COUNT_MAX = 100
_WIDTH, _HEIGHT = 480, 260


@dataclass(frozen=True, slots=True)
class ValueAt:
    """One valuation's figure for whom or what the curve is about.

    Attributes:
        date: ISO date of the valuation, as 2025-12-31.
        value: the value.
        low: lower end of its likely range.
        high: upper end.
    """

    date: str
    value: float
    low: float
    high: float


def value_over_time(points: Sequence[ValueAt], *, title: str) -> altair.LayerChart:
    """Draw values with their bands over the dates of the valuations.

    Args:
        points: at least one, any order, each date once.
        title: whose values they are.
    Returns:
        A line with points over a band.
    Raises:
        ValueError: no point, a date twice, or a band that does not hold its value.
        ImportError: altair is not installed.
    """
    import altair

    ordered = sorted(points, key=lambda point: point.date)
    if not ordered or len({point.date for point in ordered}) < len(ordered):
        raise ValueError(f"expected at least one point, each date once; got {len(ordered)}")
    for point in ordered:
        if not point.low <= point.value <= point.high:
            raise ValueError(f"a band holds its value; got {point}")
    lines = [
        {"date": one.date, "value": one.value, "low": one.low, "high": one.high} for one in ordered
    ]
    base = altair.Chart(altair.InlineData(values=lines)).encode(
        # In UTC, since elsewhere a date would else slip to the day before.
        x=altair.X(
            "date:T",
            title="valuation",
            axis=altair.Axis(format="%Y-%m-%d"),
            scale=altair.Scale(type="utc"),
        )
    )
    band = base.mark_area(color=PALE, opacity=0.6).encode(
        y=altair.Y("low:Q", title="value, with its likely range", scale=altair.Scale(zero=False)),
        y2="high:Q",
    )
    line = base.mark_line(color=BLUE, point=altair.OverlayMarkDef(color=BLUE)).encode(
        y=altair.Y("value:Q"), tooltip=["date:T", "value:Q", "low:Q", "high:Q"]
    )
    about = (
        f"{title}: from {ordered[0].value:.4g} on {ordered[0].date} "
        f"to {ordered[-1].value:.4g} on {ordered[-1].date}."
    )
    return altair.LayerChart(layer=[band, line]).properties(
        title=title, description=about, width=_WIDTH, height=_HEIGHT
    )


def top_and_bottom(
    ids: Sequence[object], values: Real, *, title: str, count: int = 10
) -> altair.Chart:
    """Draw the largest and the smallest values as bars, largest first.

    Args:
        ids: who or what is valued, n of them.
        values: float64 of shape (n,), finite.
        title: what is valued.
        count: how many from each end, 1 to 100; all where there are fewer than twice as many.
    Returns:
        A bar chart; equal values stand in order of their ids.
    Raises:
        ValueError: lengths differ, nothing to show, or a count or value out of range.
        ImportError: altair is not installed.
    """
    import altair

    given = _finite(values)
    if len(ids) != len(given) or not 1 <= count <= COUNT_MAX:
        raise ValueError(f"expected {len(given)} ids and a count of 1 to {COUNT_MAX}; got {count}")
    order = sorted(range(len(given)), key=lambda place: (-given[place], str(ids[place])))
    if len(order) > 2 * count:
        order = order[:count] + order[-count:]
    lines = [
        {"rank": rank, "id": str(ids[place]), "value": float(given[place])}
        for rank, place in enumerate(order)
    ]
    about = (
        f"{title}: {len(lines)} of {len(given)}; largest {lines[0]['id']} with "
        f"{given[order[0]]:.4g}, smallest {lines[-1]['id']} with {given[order[-1]]:.4g}."
    )
    return (
        altair.Chart(altair.InlineData(values=lines))
        .mark_bar(color=BLUE)
        .encode(
            x=altair.X("value:Q", title="value"),
            y=altair.Y("id:N", title=None, sort=altair.SortField("rank")),
            tooltip=["id:N", "value:Q"],
        )
        .properties(title=title, description=about, width=_WIDTH)
    )


def lorenz(values: Real, *, title: str) -> altair.LayerChart:
    """Draw which part of all value the least valued have, against their part of all.

    Args:
        values: float64 of shape (n,), finite; values below 0 count as 0, as they do when paid.
        title: what is valued.
    Returns:
        The curve under the line of equality, with the Gini coefficient in the subtitle.
    Raises:
        ValueError: nothing to show, or no value is above 0.
        ImportError: altair is not installed.
    """
    import altair

    people, held = lorenz_points(values)
    even = [{"people": float(one), "held": float(one)} for one in (0.0, 1.0)]
    curve = [
        {"people": float(x), "held": float(y)} for x, y in zip(people, held, strict=True)
    ]  # fmt: skip
    share = altair.Axis(format="%")
    encoding = {
        "x": altair.X("people:Q", title="part of all, least valued first", axis=share),
        "y": altair.Y("held:Q", title="part of all value", axis=share),
    }
    line = altair.Chart(altair.InlineData(values=curve)).mark_line(color=BLUE).encode(**encoding)
    equal = (
        altair.Chart(altair.InlineData(values=even))
        .mark_line(color=INK, strokeDash=[4, 4])
        .encode(**encoding)
    )
    words = f"Gini coefficient {gini(values):.3f}; dashed: all equal"
    return altair.LayerChart(layer=[equal, line]).properties(
        title=altair.TitleParams(title, subtitle=words),
        description=f"Lorenz curve. {title}: {words}.",
        width=_HEIGHT,
        height=_HEIGHT,
    )


def lorenz_points(values: Real) -> tuple[Real, Real]:
    """Compute the Lorenz curve.

    Args:
        values: float64 of shape (n,), finite; values below 0 count as 0.
    Returns:
        Parts of all, and parts of all value that so many of the least valued have; float64, from
        0 to 1, at most 1,001 points of the exact curve, both ends among them.
    Raises:
        ValueError: nothing to show, or no value is above 0.
    Source: Lorenz 1905.
    """
    paid = _paid(values)
    places = np.unique(np.linspace(0, len(paid), POINTS_MAX + 1).round().astype(np.int64))
    held = np.concatenate([[0.0], np.cumsum(paid)])[places]
    return places / len(paid), held / held[-1]


def gini(values: Real) -> float:
    """Compute the Gini coefficient: 0 where all have as much, near 1 where one has all.

    Args:
        values: float64 of shape (n,), finite; values below 0 count as 0.
    Returns:
        2 sum(i v_i) / (n sum(v)) - (n + 1) / n with values rising.
    Raises:
        ValueError: nothing to show, or no value is above 0.
    Source: Gini 1912, by ranks.
    """
    paid = _paid(values)
    n = len(paid)
    ranked = float((np.arange(1, n + 1) * paid).sum())
    return 2.0 * ranked / (n * float(paid.sum())) - (n + 1) / n


def drawn(chart: altair.TopLevelMixin) -> tuple[str, str]:
    """Draw a chart where that can be done.

    Args:
        chart: any chart of this module.
    Returns:
        "svg" and the picture, or "json" and the specification where vl-convert is not installed.
    """
    specification = chart.to_json(indent=None)
    try:
        import vl_convert
    except ImportError:
        return "json", specification
    return "svg", str(vl_convert.vegalite_to_svg(json.loads(specification)))


def write_plot(chart: altair.TopLevelMixin, path: Path) -> Path:
    """Write a chart beside the name that was given.

    Args:
        chart: any chart of this module.
        path: a name; its ending becomes .svg, or .vl.json where nothing can draw.
    Returns:
        The file that was written.
    """
    kind, text = drawn(chart)
    target = path.with_suffix(".svg" if kind == "svg" else ".vl.json")
    target.write_text(text, encoding="utf-8")
    return target


def _paid(values: Real) -> Real:
    paid = np.sort(np.maximum(_finite(values), 0.0))
    if not paid[-1] > 0.0:
        raise ValueError("no value is above 0, so there is nothing to share")
    return paid


def _finite(values: Real) -> Real:
    given = np.asarray(values, dtype=np.float64)
    if given.ndim != 1 or not len(given) or not np.isfinite(given).all():
        raise ValueError(f"expected n finite values; got shape {given.shape}")
    return given
