"""What a finished valuation says about itself: intervals, tables, digests."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba", reason="these values need the extra `valuation`")

import auzolan
from auzolan.valuation import KNNShapley, Sampled, curator_shapley
from auzolan.valuation.spread import (
    bootstrap_band,
    clustered_error,
    normal_band,
    student_quantile,
)
from rooms.valuation.checks import small_game


def valued(seed: int = 0, *, m: int = 40, groups=None):
    game = small_game(seed, n=50, m=m)
    owner = np.array([f"m{i % 5}" for i in range(50)])
    model = KNNShapley(k=3).fit(game.X, game.y, owner)
    return model, game, model.value(game.X_query, game.y_query, groups=groups)


def test_a_standard_error_is_the_one_a_statistician_computes() -> None:
    """Goal: rows and members alike. Method: each query alone, then numpy's deviation."""
    model, game, result = valued()
    single = [model.value(game.X_query[q : q + 1], game.y_query[q : q + 1]) for q in range(40)]
    for name in ("rows", "members"):
        found = getattr(result, name)
        draws = np.array([getattr(one, name).values for one in single])
        assert found.values == pytest.approx(draws.mean(axis=0), abs=1e-12)
        errors = draws.std(axis=0, ddof=1) / np.sqrt(40)
        assert found.stderr == pytest.approx(errors, abs=1e-12)
        band = found.interval(0.9)
        assert (band.low < found.values).all()
        assert band.high - found.values == pytest.approx(
            found.stderr * student_quantile(0.9, 39), abs=1e-12
        )
    assert np.isnan(single[0].rows.stderr).all()
    with pytest.raises(ValueError, match="at least 2"):
        single[0].members.interval()


@pytest.mark.parametrize(
    ("degrees", "expected"), [(5, 2.570582), (10, 2.228139), (30, 2.042272), (299, 1.967930)]
)
def test_the_quantile_is_students(degrees: int, expected: float) -> None:
    """Goal: small samples get wider bands. Method: printed tables of the t distribution."""
    assert student_quantile(0.95, degrees) == pytest.approx(expected, rel=1e-3)
    assert student_quantile(0.95, degrees) > NormalDist().inv_cdf(0.975)


def test_groups_of_one_query_are_no_clusters() -> None:
    """Goal: the clustered error contains the plain one. Method: each query its own group."""
    draws = np.random.default_rng(1).normal(size=(60, 4))
    alone = clustered_error(draws, np.arange(60))
    assert alone == pytest.approx(draws.std(axis=0, ddof=1) / np.sqrt(60))
    repeated = np.repeat(draws, 3, axis=0)
    together = clustered_error(repeated, np.repeat(np.arange(60), 3))
    assert together == pytest.approx(alone)


def test_clusters_widen_the_interval_where_queries_hang_together() -> None:
    """Goal: one busy person is not many. Method: every query asked four times by one group."""
    model, game, _ = valued()
    X, y = np.repeat(game.X_query, 4, axis=0), np.repeat(game.y_query, 4)
    groups = np.repeat(np.arange(40), 4)
    members = model.value(X, y, groups=groups).members
    plain, clustered = members.interval(), members.interval(method="cluster")
    assert (clustered.high - clustered.low > 1.8 * (plain.high - plain.low)).all()
    assert clustered.draws == 40
    assert members.stderr == pytest.approx(
        model.value(game.X_query, game.y_query).members.stderr, rel=1e-9
    )


@pytest.mark.slow
def test_intervals_cover_what_they_promise() -> None:
    """Goal: 95 % means 95 %. Method: many samples of queries from a known population."""
    made = np.random.default_rng(7)
    population = np.concatenate([made.normal(size=(2500, 3)), made.exponential(size=(2500, 3))])
    truth = population.mean(axis=0)
    hits = {"clt": [], "bootstrap": []}
    for seed in range(200):
        draws = population[made.integers(0, 5000, 300)]
        errors = draws.std(axis=0, ddof=1) / np.sqrt(300)
        clt = normal_band(draws.mean(axis=0), errors, level=0.95, count=300)
        boot = bootstrap_band(draws, None, level=0.95, replicates=400, seed=seed)
        for name, band in (("clt", clt), ("bootstrap", boot)):
            hits[name].append((band.low <= truth) & (truth <= band.high))
    for name, found in hits.items():
        assert 0.92 <= np.mean(found) <= 0.98, name


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**62))
def test_a_bootstrap_is_its_seed(seed: int) -> None:
    """Goal: anyone can draw the same again. Method: twice one seed; the band holds the mean."""
    result = valued(m=30)[2].members
    one = result.interval(method="bootstrap", replicates=200, seed=seed)
    two = result.interval(method="bootstrap", replicates=200, seed=seed)
    assert one.low.tolist() == two.low.tolist()
    assert one.high.tolist() == two.high.tolist()
    assert (one.low <= result.values).all()
    assert (result.values <= one.high).all()


def test_a_bootstrap_is_as_wide_as_the_normal_interval() -> None:
    """Goal: two ways to one answer. Method: widths within a fifth on 300 queries."""
    result = valued(m=300)[2].members
    normal = result.interval()
    boot = result.interval(method="bootstrap", replicates=1000, seed=1)
    assert boot.high - boot.low == pytest.approx(normal.high - normal.low, rel=0.2)


def test_an_interval_that_cannot_be_made_is_refused() -> None:
    """Goal: no guess. Method: unknown method, level, groups, rows."""
    result = valued()[2]
    for options, why in (
        ({"method": "other"}, "clt, cluster or bootstrap"),
        ({"level": 1.0}, "between 0 and 1"),
        ({"method": "cluster"}, "groups"),
        ({"method": "bootstrap", "replicates": 5}, "replicates"),
    ):
        with pytest.raises(ValueError, match=why):
            result.members.interval(**options)
    with pytest.raises(ValueError, match="kept for members"):
        result.rows.interval(method="bootstrap")
    with pytest.raises(ValueError, match="groups"):
        valued(groups=["a"] * 3)


def test_the_digest_covers_recipe_and_sums() -> None:
    """Goal: a digest names one result. Method: change k, a sum, a label's owner."""
    _, game, result = valued()
    other = KNNShapley(k=4).fit(game.X, game.y).value(game.X_query, game.y_query)
    moved = replace(result.rows, sums=result.rows.sums + 1)
    assert len({result.digest(), other.digest(), replace(result, rows=moved).digest()}) == 3


def test_tables_have_one_line_for_each_member_and_say_how_they_were_made() -> None:
    """Goal: a table carries its proof. Method: columns and metadata in both libraries."""
    pandas = pytest.importorskip("pandas", reason="shows the real thing where pandas is there")
    pyarrow = pytest.importorskip("pyarrow", reason="shows the real thing where pyarrow is there")
    _, _, result = valued()
    columns = ["id", "value", "stderr", "low", "high", "rows", "n_negative"]
    frame, table = result.to_frame(level=0.9), result.to_arrow(level=0.9)
    assert isinstance(frame, pandas.DataFrame)
    assert isinstance(table, pyarrow.Table)
    assert list(frame) == table.column_names == columns
    assert frame["rows"].tolist() == [10] * 5
    assert table["id"].to_pylist() == frame["id"].tolist() == result.members.ids.tolist()
    band = result.members.interval(0.9)
    assert table["low"].to_pylist() == band.low.tolist()
    assert frame["high"].tolist() == band.high.tolist()
    told = {name.decode(): text.decode() for name, text in table.schema.metadata.items()}
    assert told == frame.attrs
    assert told["auzolan.method"] == result.method
    assert json.loads(told["auzolan.recipe"]) == dict(result.recipe)
    assert told["auzolan.n"] == "40"
    assert told["auzolan.level"] == "0.9"
    assert told["auzolan.seed"] == "none"
    assert told["auzolan.code_version"] == auzolan.__version__
    assert told["auzolan.digest"] == result.digest()
    assert result.to_arrow(of="rows").num_rows == 50


def test_a_table_of_grouped_queries_has_the_clusters_interval() -> None:
    """Goal: level and interval in the metadata are those of the columns. Method: groups of two."""
    pytest.importorskip("pandas", reason="shows the real thing where pandas is there")
    result = valued(groups=np.repeat(np.arange(20), 2))[2]
    frame = result.to_frame()
    band = result.members.interval(method="cluster")
    assert frame["low"].tolist() == band.low.tolist()
    assert frame.attrs["auzolan.interval"] == "cluster"
    assert result.to_frame(of="rows").attrs["auzolan.interval"] == "clt"
    single = valued(m=1)[2].to_frame()
    assert single["low"].isna().all()


def test_a_table_of_what_is_not_there_is_refused() -> None:
    """Goal: no table of rows in the name of members. Method: no owners; an unknown word."""
    game = small_game(1)
    result = KNNShapley().fit(game.X, game.y).value(game.X_query, game.y_query)
    with pytest.raises(ValueError, match="no owners"):
        result.to_frame(of="members")
    with pytest.raises(ValueError, match="members or rows"):
        result.to_frame(of="queries")


@pytest.mark.parametrize("library", ["pyarrow", "pandas"])
def test_without_the_library_the_error_names_what_to_install(
    library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: a plain way out. Method: hide the library and ask for its table."""
    result = valued()[2]
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ImportError, match=rf"{library}.*auzolan\[tables\]"):
        result.to_arrow() if library == "pyarrow" else result.to_frame()


def test_values_of_games_have_the_same_tables() -> None:
    """Goal: one shape for all methods. Method: a sampled game with its seed, and an exact one."""
    pytest.importorskip("pandas", reason="shows the real thing where pandas is there")
    pytest.importorskip("pyarrow", reason="shows the real thing where pyarrow is there")
    game = small_game(2)
    rows = (game.X, game.y, game.owner.tolist(), game.X_query, game.y_query)
    drawn = curator_shapley(*rows, k=3, method=Sampled(permutations=20, seed=11))
    exact = curator_shapley(*rows, k=3)
    assert drawn.to_frame().attrs["auzolan.seed"] == "11"
    assert exact.to_frame().attrs["auzolan.seed"] == "none"
    assert exact.members.ids.tolist() == list(exact.players)
    frame, table = exact.to_frame(), exact.to_arrow()
    assert list(frame) == table.column_names == ["id", "value", "stderr", "low", "high"]
    assert frame["low"].tolist() == exact.interval().low.tolist()
    assert table.schema.metadata[b"auzolan.digest"].decode() == exact.digest()
    assert table.schema.metadata[b"auzolan.n"] == b"7"
    assert "&lt;b&gt;" in replace(exact, players=("<b>", "b", "c", "d", "e"))._repr_html_()


def test_the_notebook_view_escapes_what_members_are_called() -> None:
    """Goal: a name is text. Method: a member called like a tag."""
    game = small_game(1)
    owner = np.array(["<b>", "a&b"] * 12)
    shown = KNNShapley().fit(game.X, game.y, owner).value(game.X_query, game.y_query)
    assert "<b>" not in shown._repr_html_()
    assert "&lt;b&gt;" in shown._repr_html_()
    assert "a&amp;b" in shown._repr_html_()
