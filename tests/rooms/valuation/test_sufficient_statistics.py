"""Sums instead of training: the same scores as plain training, coalition by coalition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba", reason="the extra `valuation` is not installed")
pytest.importorskip("sklearn", reason="scikit-learn is not installed")

from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import Ridge
from sklearn.naive_bayes import GaussianNB

from auzolan.valuation.sampled.coalitions import RowsGame, classifier_score, regressor_score
from auzolan.valuation.sampled.semivalues import SHAPLEY, Banzhaf, Semivalue, Stopping
from auzolan.valuation.sampled.statistics_kernels import solve_positive
from auzolan.valuation.sampled.sufficient_statistics import (
    discriminant_game,
    naive_bayes_game,
    ridge_game,
)

pytestmark = pytest.mark.slow  # the first run compiles; `make check` leaves it to `make test`


def table(seed: int, *, members: int = 6, each: int = 9, classes: int = 3, d: int = 4):
    """Members with a few rows of every class, far from the origin so that digits matter."""
    made = np.random.default_rng(seed)
    n = members * each
    y = np.tile(np.arange(each) % classes, members)
    X = made.normal(size=(n, d)) * (1 + np.arange(d)) + y[:, None] * 1.5 + 50
    test_y = made.integers(0, classes, 40)
    test = made.normal(size=(40, d)) * (1 + np.arange(d)) + test_y[:, None] * 1.5 + 50
    owner = [f"m{at // each}" for at in range(n)]
    return (X, y), owner, (test, test_y)


def targets(rows, seed):
    """Regression targets from the same rows."""
    made = np.random.default_rng(seed)
    return rows[0], rows[0] @ made.normal(size=rows[0].shape[1]) + made.normal(size=len(rows[0]))


PAIRS = {
    "ridge": (ridge_game, regressor_score, Ridge(alpha=1.0)),
    "discriminant": (
        discriminant_game,
        classifier_score,
        LinearDiscriminantAnalysis(solver="lsqr", shrinkage=0.1),
    ),
    "naive bayes": (naive_bayes_game, classifier_score, GaussianNB()),
}


@pytest.mark.parametrize("name", PAIRS)
@given(seed=st.integers(0, 10**6))
@settings(max_examples=8)
def test_every_coalition_scores_as_a_plain_training(name, seed) -> None:
    """Goal: sums lose nothing. Method: all 63 coalitions against scikit-learn's own training."""
    quick, plain, model = PAIRS[name]
    rows, owner, test = table(seed)
    if name == "ridge":
        rows, test = targets(rows, seed), targets(test, seed)
    fast, slow = quick(rows, owner, test), RowsGame(plain(model, rows, test), owner)
    bits = np.arange(64)[:, None] >> np.arange(6) & 1
    present = bits.astype(bool)
    np.testing.assert_allclose(fast.worths(present), slow.worths(present), rtol=0, atol=1e-9)


@pytest.mark.parametrize("name", PAIRS)
def test_the_same_permutations_give_the_same_values(name) -> None:
    """Goal: a member's value does not depend on the short way. Method: same seed, both ways."""
    quick, plain, model = PAIRS[name]
    rows, owner, test = table(3, members=4)
    if name == "ridge":
        rows, test = targets(rows, 3), targets(test, 3)
    for coefficient in (SHAPLEY, Banzhaf()):
        stop = Stopping(32)
        fast = Semivalue(quick(rows, owner, test), coefficient).fit(seed=5, stopping=stop)
        slow = Semivalue(plain(model, rows, test), coefficient).fit(owner, seed=5, stopping=stop)
        np.testing.assert_allclose(fast.values, slow.values, rtol=0, atol=1e-9)
        assert fast.players == slow.players


@pytest.mark.parametrize("name", ["discriminant", "naive bayes"])
def test_one_class_names_it_always_and_no_row_is_worth_what_is_said(name) -> None:
    """Goal: coalitions that train nothing. Method: one class, single rows, nobody."""
    rows = (np.array([[0.0, 1.0], [2.0, 0.0], [5.0, 5.0]]), np.array(["x", "x", "y"]))
    test = (np.array([[0.0, 0.0], [5.0, 5.0], [1.0, 1.0]]), np.array(["x", "y", "z"]))
    game = PAIRS[name][0](rows, ["a", "b", "c"], test, empty=0.25)
    present = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 0, 1]], dtype=bool)
    np.testing.assert_allclose(game.worths(present), [0.25, 1 / 3, 1 / 3, 1 / 3], atol=1e-15)


def test_rows_that_are_all_alike_are_told_apart_by_their_number() -> None:
    """Goal: no division by nothing. Method: equal features, the commoner class wins."""
    rows = (np.ones((3, 2)), np.array([0, 1, 1]))
    test = (np.ones((4, 2)), np.array([1, 1, 1, 0]))
    for make in (discriminant_game, naive_bayes_game):
        everyone = make(rows, ["a", "a", "b"], test).worths(np.array([[True, True]]))
        assert everyone.tolist() == [0.75]


def test_one_row_of_ridge_predicts_its_own_target() -> None:
    """Goal: the smallest coalition. Method: no slope can be learned from one row."""
    rows, test = ([[1.0], [3.0]], [2.0, 6.0]), ([[0.0], [1.0]], [0.0, 2.0])
    found = ridge_game(rows, ["a", "b"], test).worths(np.array([[True, False], [False, False]]))
    assert found[0] == pytest.approx(1 - (4 + 0) / 2)
    assert found[1] == 0.0


@given(seed=st.integers(0, 10**6), d=st.integers(1, 9))
@settings(max_examples=30)
def test_the_solve_solves(seed, d) -> None:
    """Goal: Cholesky's method is right. Method: random positive systems against the definition."""
    made = np.random.default_rng(seed)
    half = made.normal(size=(d + 2, d))
    matrix, right = half.T @ half + np.eye(d), made.normal(size=(d, 3))
    found = right.copy()
    assert solve_positive(matrix.copy(), found)
    np.testing.assert_allclose(matrix @ found, right, rtol=0, atol=1e-8)
    assert not solve_positive(np.zeros((d, d)), found)


@pytest.mark.parametrize(
    ("make", "change", "said"),
    [
        (ridge_game, {"alpha": 0.0}, "alpha above 0"),
        (ridge_game, {"test": ([[0.0]], [1.0])}, "two different test targets"),
        (discriminant_game, {"shrinkage": 0.0}, "shrinkage above 0"),
        (naive_bayes_game, {"smoothing": 0.0}, "smoothing above 0"),
        (naive_bayes_game, {"owner": ["a"]}, "an owner for each row"),
        (naive_bayes_game, {"rows": ([[np.nan], [0.0]], [0, 1])}, "row 0 has a feature"),
        (naive_bayes_game, {"test": ([[0.0, 1.0]], [1])}, "expected .n, d. and .m, d."),
    ],
)
def test_what_does_not_fit_is_refused(make, change, said) -> None:
    """Goal: clear refusals. Method: each fault alone."""
    fine = {
        "rows": ([[0.0], [1.0]], [0, 1]),
        "owner": ["a", "b"],
        "test": ([[0.0], [1.0]], [0, 1]),
    }
    with pytest.raises(ValueError, match=said):
        make(**{**fine, **change})
