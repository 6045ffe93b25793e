"""One answer's fee goes to the rows behind it, to the last micro-unit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba", reason="these values need the extra `valuation`")

from auzolan.valuation.rows.attribution import Attribution, attribute, share_error, share_fee
from auzolan.valuation.rows.knn_shapley import KNNShapley
from auzolan.valuation.rows.neighbour_index import build_index
from rooms.valuation.checks import small_game

pytestmark = pytest.mark.slow  # the first run compiles; `make check` leaves it to `make test`


@given(
    fee=st.integers(0, 2**53),
    weights=st.dictionaries(st.text(max_size=3), st.integers(-(2**44), 2**44), max_size=8),
)
def test_shares_never_exceed_the_fee_and_miss_less_than_one_unit_each(fee, weights) -> None:
    """Goal: no micro-unit invented. Method: any weights; what is left is below one a member."""
    shares = share_fee(fee, weights)
    positive = {member: weight for member, weight in weights.items() if weight > 0}
    assert set(shares) <= set(positive)
    assert all(share > 0 for share in shares.values())
    left = fee - sum(shares.values())
    assert left >= 0
    if positive:
        assert left < len(positive)
        total = sum(positive.values())
        for member, weight in positive.items():
            assert 0 <= fee * weight - shares.get(member, 0) * total < total


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32), fee=st.integers(0, 10**9))
def test_a_query_pays_what_its_valuation_says(seed: int, fee: int) -> None:
    """Goal: one answer, one game. Method: against `value` of that query over all rows."""
    game = small_game(seed, n=30)
    model = KNNShapley(k=3).fit(game.X, game.y, game.owner)
    found = attribute(model, game.X_query[0], int(game.y_query[0]), fee_micro=fee, top=30)
    exact = model.value(game.X_query[:1], game.y_query[:1])
    assert found.values.tolist() == exact.rows.values[found.rows].tolist()
    assert found.remainder_micro + sum(found.member_micro.values()) == fee
    weights = dict(zip(exact.members.ids.tolist(), exact.members.sums.tolist(), strict=True))
    assert found.member_micro == share_fee(fee, weights)
    if all(weight <= 0 for weight in weights.values()):
        assert found.remainder_micro == fee


def test_an_answer_nobody_spoke_for_pays_nobody() -> None:
    """Goal: the remainder is named. Method: an answer that no row has."""
    game = small_game(1)
    model = KNNShapley(k=3).fit(game.X, game.y, game.owner)
    found = attribute(model, game.X_query[0], 77, fee_micro=1000)
    assert found.member_micro == {}
    assert found.remainder_micro == 1000


def test_no_order_of_rows_decides_who_is_inside_the_cut() -> None:
    """Goal: a tie cannot be ground. Method: shuffle many rows at few distances."""
    game = small_game(2, n=120)
    owner = np.array([f"m{i % 9}" for i in range(120)])
    for top in (3, 10, 40):
        answers = []
        for seed in range(4):
            order = np.random.default_rng(seed).permutation(120)
            model = KNNShapley(k=3).fit(game.X[order], game.y[order], owner[order])
            made = attribute(model, game.X_query[0], 1, fee_micro=10**6, top=top)
            answers.append((made.member_micro, made.remainder_micro))
        assert all(answer == answers[0] for answer in answers)


def test_withdrawn_rows_earn_nothing_by_scan_or_index() -> None:
    """Goal: leaving takes effect at once. Method: withdraw a member, ask again, both ways."""
    made = np.random.default_rng(3)
    X, y = made.normal(size=(300, 8)), made.integers(0, 2, 300)
    owner = np.array([f"m{i % 3}" for i in range(300)])
    model = KNNShapley(k=3).fit(X, y, owner).withdraw(member="m1")
    index = build_index(X, cells=8, probes=8)
    for finder in (None, index):
        found = attribute(model, X[0], int(y[0]), fee_micro=10**6, top=200, finder=finder)
        assert "m1" not in found.member_micro
        assert (owner[found.rows] != "m1").all()


def test_an_index_that_looks_everywhere_finds_what_a_scan_finds() -> None:
    """Goal: the index only loses what it did not look at. Method: as many probes as cells."""
    made = np.random.default_rng(4)
    X, y = made.normal(size=(2000, 16)), made.integers(0, 3, 2000)
    owner = made.integers(0, 20, 2000)
    model = KNNShapley(k=5, dtype="float64").fit(X, y, owner)
    index = build_index(X, cells=30, probes=30)
    few = build_index(X, cells=30, probes=4, probes_max=8)
    errors = []
    for point in made.normal(size=(20, 16)):
        exact = attribute(model, point, 1, fee_micro=10**6, top=50)
        found = attribute(model, point, 1, fee_micro=10**6, top=50, finder=index)
        assert found.rows.tolist() == exact.rows.tolist()
        assert share_error(found, exact) == 0.0
        errors.append(
            share_error(attribute(model, point, 1, fee_micro=10**6, top=50, finder=few), exact)
        )
    assert 0.0 < float(np.mean(errors)) < 0.5


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32), width=st.integers(1, 4), top=st.integers(1, 40))
def test_cells_left_out_at_full_reach_hold_no_nearer_row(seed: int, width: int, top: int) -> None:
    """Goal: the plane's bound is one. Method: one cell first, then as far as it says; a scan."""
    made = np.random.default_rng(seed)
    X = made.normal(size=(600, width)) + 4.0 * made.integers(0, 3, (600, 1))
    index = build_index(X, cells=40, probes=1, probes_max=40, reach=1.0)
    for point in made.normal(size=(5, width)) + 4.0:
        distances = ((X - point) ** 2).sum(axis=1)
        found, there = index.nearest(point, top)
        # Rows are compared as bytes first, so the last ones may change places.
        spare = 0.1 * (1.0 + np.sort(distances)[top - 1])
        assert len(found) == top
        assert there[-1] <= np.sort(distances)[top - 1] + spare
        assert np.isin(np.flatnonzero(distances < np.sort(distances)[top - 1] - spare), found).all()


def test_a_wider_reach_finds_more_and_limits_are_refused() -> None:
    """Goal: the two limits do what they say. Method: recall by reach and by most probes."""
    made = np.random.default_rng(7)
    X, points = made.normal(size=(3000, 12)), made.normal(size=(20, 12))

    def recall(**limits: float) -> float:
        index = build_index(X, cells=60, probes=2, **limits)
        nearest = [np.argsort(((X - point) ** 2).sum(axis=1))[:30] for point in points]
        pairs = zip(points, nearest, strict=True)
        return float(np.mean([np.isin(rows, index.nearest(p, 30)[0]).mean() for p, rows in pairs]))

    by_reach = [recall(probes_max=60, reach=reach) for reach in (0.0, 0.3, 1.0)]
    assert by_reach[0] < by_reach[1] < by_reach[2] == 1.0
    assert by_reach[0] < recall(probes_max=8, reach=1.0) < 1.0
    for wrong in ({"probes_max": 1}, {"reach": 1.5}):
        with pytest.raises(ValueError, match="reach"):
            recall(**wrong)


def test_the_share_error_is_the_part_that_went_elsewhere() -> None:
    """Goal: the measure means what it says. Method: a fee of which 30 of 100 moved."""
    nothing = np.zeros(0, dtype=np.int64)
    one = Attribution(100, {"a": 60, "b": 40}, 0, nothing, nothing * 1.0, ())
    two = Attribution(100, {"a": 30, "b": 40, "c": 20}, 10, nothing, nothing * 1.0, ())
    assert share_error(one, two) == pytest.approx(0.3)


def test_an_attribution_that_means_nothing_is_refused() -> None:
    """Goal: no silent default. Method: no owners, wrong utility, limits."""
    game = small_game(5)
    bare = KNNShapley(k=3).fit(game.X, game.y)
    soft = KNNShapley(k=3, utility="soft").fit(game.X, game.y, game.owner)
    model = KNNShapley(k=3).fit(game.X, game.y, game.owner)
    for wrong in (bare, soft):
        with pytest.raises(ValueError, match="owners"):
            attribute(wrong, game.X_query[0], 1, fee_micro=1)
    for fee, top in ((-1, 10), (2**53 + 1, 10), (1, 2)):
        with pytest.raises(ValueError, match=r"fee|top"):
            attribute(model, game.X_query[0], 1, fee_micro=fee, top=top)
    with pytest.raises(ValueError, match="shape"):
        attribute(model, game.X_query, 1, fee_micro=1)
