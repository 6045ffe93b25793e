"""A standing valuation equals a fit on the rows that are there, whatever came and went."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba", reason="these values need the extra `valuation`")

from auzolan.valuation.rows.incremental import StandingValuation
from auzolan.valuation.rows.knn_shapley import KNNShapley
from rooms.valuation.checks import check_method, small_game

pytestmark = pytest.mark.slow  # the first run compiles; `make check` leaves it to `make test`


class Standing(KNNShapley):
    """Values each set of queries by a standing valuation of them."""

    def value(self, X_query, y_query, groups=None):
        return StandingValuation(self, X_query, y_query, groups=groups).valuation()


def test_a_standing_valuation_passes_the_shared_suite() -> None:
    """Goal: one behaviour for all methods. Method: the suite, with the claims of a cut."""
    check_method(lambda k: Standing(k=k, top=max(k, 4)), is_efficient=False, bound=0.3)


def refit(X, y, owner, query, asked, *, k: int, top: int):
    return KNNShapley(k=k, top=top).fit(X, y, owner).value(query, asked)


def assert_equal(found, expected) -> None:
    assert found.rows.sums.tolist() == expected.rows.sums.tolist()
    assert found.rows.squares.tolist() == expected.rows.squares.tolist()
    assert found.members.ids.tolist() == expected.members.ids.tolist()
    assert found.members.sums.tolist() == expected.members.sums.tolist()
    assert found.members.squares.tolist() == expected.members.squares.tolist()
    assert found.total == expected.total
    assert found.error_bound == expected.error_bound


def assert_equal_members(found, expected) -> None:
    for column, values in expected.columns().items():
        assert np.array_equal(found.columns()[column], values, equal_nan=values.dtype.kind == "f")
    assert found.per_query.tolist() == expected.per_query.tolist()


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    top=st.integers(3, 12),
    reserve=st.integers(0, 6),
    is_coarse=st.booleans(),
)
def test_rows_come_and_go_as_in_a_refit(seed: int, top: int, reserve: int, is_coarse: bool) -> None:
    """Goal: no drift, no matter how short the lists. Method: random steps, each against a refit."""
    made = np.random.default_rng(seed)
    n = 90
    X = made.normal(size=(n, 2))
    X = np.round(X) if is_coarse else X
    y, owner = made.integers(0, 3, n), np.array([f"m{i}" for i in made.integers(0, 6, n)])
    query, asked = made.normal(size=(7, 2)), made.integers(0, 4, 7)
    start = 30
    model = KNNShapley(k=3, top=top).fit(X[:start], y[:start], owner[:start])
    standing = StandingValuation(model, query, asked, reserve=reserve)
    here, stop = list(range(start)), start
    for _ in range(5):
        if made.random() < 0.5 and stop < n:
            more = min(n, stop + int(made.integers(1, 25)))
            standing.add(X[stop:more], y[stop:more], owner[stop:more])
            here, stop = here + list(range(stop, more)), more
        elif len(here) > 12:
            gone = made.choice(here, size=int(made.integers(1, 11)), replace=False)
            standing.withdraw(gone)
            here = [row for row in here if row not in set(gone.tolist())]
        found = standing.valuation()
        assert found.rows.ids.tolist() == here
        assert_equal(found, refit(X[here], y[here], owner[here], query, asked, k=3, top=top))
        assert_equal_members(standing.members(), found.members)


def test_a_member_leaves_a_standing_valuation() -> None:
    """Goal: withdrawal by person. Method: her rows gone equals a refit without her."""
    game = small_game(3, n=80)
    owner = np.array([f"m{i % 7}" for i in range(80)])
    model = KNNShapley(k=3, top=10).fit(game.X, game.y, owner)
    standing = StandingValuation(model, game.X_query, game.y_query, groups=["a", "b"] * 3 + ["c"])
    standing.withdraw(member="m3")
    kept = owner != "m3"
    expected = refit(
        game.X[kept], game.y[kept], owner[kept], game.X_query, game.y_query, k=3, top=10
    )
    assert_equal(standing.valuation(), expected)
    assert standing.valuation().members.interval(method="cluster").draws == 3


def test_a_label_that_arrives_later_counts_from_then_on() -> None:
    """Goal: a query's label may be new. Method: add the first row of a class."""
    game = small_game(4, n=40)
    asked = np.full(7, 9)
    owner = np.array(["m1"] * 40)
    standing = StandingValuation(
        KNNShapley(k=3, top=10).fit(game.X, game.y, owner), game.X_query, asked
    )
    assert standing.valuation().total == 0.0
    standing.add(game.X_query[:1], [9], ["m2"])
    X, y = np.concatenate([game.X, game.X_query[:1]]), np.append(game.y, 9)
    expected = refit(X, y, np.append(owner, "m2"), game.X_query, asked, k=3, top=10)
    assert expected.total > 0.0
    assert_equal(standing.valuation(), expected)


def test_members_are_read_with_groups_and_refused_without_owners() -> None:
    """Goal: the short way to members is never another one. Method: groups, and no owners."""
    game = small_game(6, n=60)
    owner = np.array([f"m{i % 5}" for i in range(60)])
    model = KNNShapley(k=3, top=10).fit(game.X, game.y, owner)
    groups = ["a", "b"] * 3 + ["c"]
    standing = StandingValuation(model, game.X_query, game.y_query, groups=groups)
    assert_equal_members(standing.members(), standing.valuation().members)
    nameless = KNNShapley(k=3, top=10).fit(game.X, game.y)
    with pytest.raises(ValueError, match="no owners"):
        StandingValuation(nameless, game.X_query, game.y_query).members()


def test_exact_values_cannot_stand() -> None:
    """Goal: say so instead of being slow. Method: a model without top."""
    game = small_game(5)
    with pytest.raises(ValueError, match="top="):
        StandingValuation(KNNShapley().fit(game.X, game.y), game.X_query, game.y_query)
