"""Plots say what the numbers say, and draw where something can draw."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

pytest.importorskip("altair", reason="plots need altair")

from auzolan.engine.plots import (
    ValueAt,
    drawn,
    gini,
    lorenz,
    lorenz_points,
    top_and_bottom,
    value_over_time,
    write_plot,
)

POINTS = [ValueAt("2025-12-31", 0.3, 0.2, 0.45), ValueAt("2024-12-31", 0.1, -0.1, 0.2)]


def held(chart: Any) -> list[list[dict[str, object]]]:
    """The numbers that a chart holds, table by table."""
    return list(chart.to_dict()["datasets"].values())


def test_a_curve_over_time_holds_values_and_bands_by_date() -> None:
    """Goal: nothing is smoothed or lost. Method: read the numbers back out of the chart."""
    chart = value_over_time(POINTS, title="ana")
    (table,) = held(chart)
    assert [line["date"] for line in table] == ["2024-12-31", "2025-12-31"]
    assert [(line["low"], line["value"], line["high"]) for line in table] == [
        (-0.1, 0.1, 0.2), (0.2, 0.3, 0.45),
    ]  # fmt: skip
    assert "from 0.1 on 2024-12-31 to 0.3 on 2025-12-31" in chart.to_dict()["description"]


def test_a_curve_that_cannot_be_true_is_refused() -> None:
    """Goal: no picture of a mistake. Method: no point, a date twice, a value beside its band."""
    for points in ([], POINTS * 2, [ValueAt("2025-01-01", 1.0, 2.0, 3.0)]):
        with pytest.raises(ValueError, match="expected at least one|a band holds"):
            value_over_time(points, title="ana")


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=40), st.integers(1, 12))
def test_the_ends_of_the_list_are_shown_once_each(values: list[int], count: int) -> None:
    """Goal: largest first, nobody twice. Method: against a sorted list."""
    ids = [f"m{place:02}" for place in range(len(values))]
    (table,) = held(top_and_bottom(ids, np.array(values, dtype=float), title="x", count=count))
    ranked = sorted(range(len(values)), key=lambda place: (-values[place], ids[place]))
    expected = ranked if len(values) <= 2 * count else ranked[:count] + ranked[-count:]
    assert [line["id"] for line in table] == [ids[place] for place in expected]
    assert [line["value"] for line in table] == [values[place] for place in expected]


@given(arrays(np.float64, st.integers(1, 60), elements=st.integers(-20, 100).map(float)))
def test_the_gini_coefficient_is_twice_the_area_under_equality(values: np.ndarray) -> None:
    """Goal: curve and figure agree. Method: the area by trapezes; the mean gap of all pairs."""
    paid = np.maximum(values, 0.0)
    if not paid.any():
        with pytest.raises(ValueError, match="above 0"):
            gini(values)
        return
    people, part = lorenz_points(values)
    area = float(((part[1:] + part[:-1]) / 2.0 * np.diff(people)).sum())
    gaps = np.abs(paid[:, None] - paid[None, :]).mean()
    assert gini(values) == pytest.approx(1.0 - 2.0 * area, abs=1e-12)
    assert gini(values) == pytest.approx(gaps / (2.0 * paid.mean()), abs=1e-12)
    assert (people[0], part[0], people[-1], part[-1]) == (0.0, 0.0, 1.0, 1.0)
    assert (np.diff(part) >= -1e-15).all()


def test_a_long_curve_is_thinned_and_stays_exact() -> None:
    """Goal: a page of any co-operative stays small. Method: 50,000 values, points on the curve."""
    values = np.random.default_rng(3).exponential(size=50_000)
    people, part = lorenz_points(values)
    assert len(people) == 1001
    whole = np.concatenate([[0.0], np.cumsum(np.sort(values))])
    np.testing.assert_allclose(part, whole[(people * 50_000).round().astype(int)] / whole[-1])
    assert len(lorenz(values, title="x").to_json(indent=None)) < 100_000


def test_what_cannot_be_shown_is_refused() -> None:
    """Goal: an error in words. Method: nothing, not finite, lengths, counts."""
    for values in ([], [np.nan], [[1.0]]):
        with pytest.raises(ValueError, match="expected n finite values"):
            gini(np.array(values))
    for ids, count in ((["a"], 1), (["a", "b"], 0), (["a", "b"], 101)):
        with pytest.raises(ValueError, match="expected 2 ids"):
            top_and_bottom(ids, np.ones(2), title="x", count=count)


def test_a_chart_is_drawn_as_a_picture_without_a_script(tmp_path: Path) -> None:
    """Goal: the portal needs no JavaScript. Method: parse the SVG; look for words and scripts."""
    pytest.importorskip("vl_convert", reason="drawing needs vl-convert-python")
    for chart in (
        value_over_time(POINTS, title="ana & co"),
        top_and_bottom(["<b>", "c"], np.array([1.0, -1.0]), title="ana & co"),
        lorenz(np.array([1.0, 2.0]), title="ana & co"),
    ):
        written = write_plot(chart, tmp_path / "plot.png")
        assert written == tmp_path / "plot.svg"
        root = ElementTree.parse(written).getroot()
        assert root.tag.endswith("svg")
        assert "ana & co" in "".join(root.itertext())
        assert not [one for one in root.iter() if one.tag.endswith("script")]


def test_without_a_drawer_the_specification_is_given(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Goal: nothing is lost where vl-convert is missing. Method: take it away."""
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    chart = lorenz(np.array([1.0, 2.0]), title="ana")
    kind, text = drawn(chart)
    assert kind == "json"
    assert json.loads(text) == chart.to_dict()
    assert write_plot(chart, tmp_path / "plot").name == "plot.vl.json"


def test_two_runs_make_one_picture() -> None:
    """Goal: a published plot can be made again. Method: draw twice, compare bytes."""
    assert drawn(value_over_time(POINTS, title="ana")) == drawn(
        value_over_time(POINTS[::-1], title="ana")
    )
