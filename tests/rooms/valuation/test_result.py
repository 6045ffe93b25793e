"""What a finished valuation says about itself: intervals, tables, digests."""

from __future__ import annotations

from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba", reason="these values need the extra `valuation`")

from auzolan.valuation.rows.knn_shapley import KNNShapley
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


def test_tables_have_one_line_for_each_member() -> None:
    """Goal: any table library can show it. Method: columns as they are handed over."""
    _, _, result = valued()
    table = result.to_frame(dict)
    assert list(table) == ["id", "value", "stderr", "rows", "n_negative"]
    assert {len(column) for column in table.values()} == {5}
    assert table["rows"].tolist() == [10] * 5
    pandas = pytest.importorskip("pandas", reason="shows the real thing where pandas is there")
    assert result.to_frame(pandas.DataFrame).shape == (5, 5)
    pyarrow = pytest.importorskip("pyarrow", reason="shows the real thing where pyarrow is there")
    assert result.to_arrow(pyarrow.table).num_rows == 5


def test_the_notebook_view_escapes_what_members_are_called() -> None:
    """Goal: a name is text. Method: a member called like a tag."""
    game = small_game(1)
    owner = np.array(["<b>", "a&b"] * 12)
    shown = KNNShapley().fit(game.X, game.y, owner).value(game.X_query, game.y_query)
    assert "<b>" not in shown._repr_html_()
    assert "&lt;b&gt;" in shown._repr_html_()
    assert "a&amp;b" in shown._repr_html_()
