"""Models that need only sums over rows, so that a coalition is trained by adding up its members.

Ridge regression, linear discriminant analysis and Gaussian naive Bayes read their rows through
sums. Each player's sums are made once; a coalition's model is their sum and one small solve,
microseconds instead of a training. The scores are those of a plain training on the same rows, up
to float rounding.

Rows are put into an order of their own and centred on their overall mean first, which changes no
prediction and keeps digits: the order in which they come moves no bit of a value. Makes no choice
of features, and holds no model that needs the rows themselves.

Source: the estimators as scikit-learn defines them: Ridge(alpha), LinearDiscriminantAnalysis(
solver="lsqr", shrinkage), GaussianNB(var_smoothing).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from auzolan.valuation.given import features_of, names_of, owners_of, refuse_other_kind
from auzolan.valuation.quantize import FloatArray, IntArray, Owners
from auzolan.valuation.sampled.coalitions import CoalitionGame, players_of
from auzolan.valuation.sampled.statistics_kernels import (
    Layout,
    bayes_scores,
    discriminant_scores,
    ridge_scores,
)

Rows = tuple[ArrayLike, ArrayLike]
"""Features of shape (n, d) and labels or targets of shape (n,)."""


class SufficientStatistics(CoalitionGame):
    """A game whose worth is the score of a model made from the sum of the players' sums.

    Args:
        players: ids in order.
        parts: each player's sums, shape (players, s).
        scores: from sums of shape (p, s) to scores of shape (p,).
    """

    def __init__(
        self,
        players: tuple[str, ...],
        parts: FloatArray,
        scores: Callable[[FloatArray], FloatArray],
    ) -> None:
        self.players = players
        self._parts = parts
        self._scores = scores

    def worths(self, present: NDArray[np.bool_]) -> FloatArray:
        """See `CoalitionGame.worths`; one small solve each."""
        return self._scores(present.astype(np.float64) @ self._parts)

    def walks(self, orders: IntArray, within: float) -> FloatArray:
        """See `CoalitionGame.walks`; a step is so cheap that no walk is cut short."""
        worths = np.empty((len(orders), orders.shape[1] + 1))
        sums = np.zeros((orders.shape[1] + 1, self._parts.shape[1]))
        for walk, order in zip(worths, orders, strict=True):
            np.cumsum(self._parts[order], axis=0, out=sums[1:])
            walk[:] = self._scores(sums)
        return worths


def ridge_game(
    rows: Rows, owner: Owners, test: Rows, *, alpha: float = 1.0, empty: float = 0.0
) -> SufficientStatistics:
    """Make the game of ridge regression with an intercept, scored by R^2.

    Args:
        rows: features and targets.
        owner: who owns each row.
        test: features and targets to score on, at least two different targets.
        alpha: penalty on the squared slopes, > 0.
        empty: worth of no row.
    Returns:
        The game of the owners.
    Raises:
        ValueError: shapes do not match, a number is not finite, or alpha is not above 0.
    """
    X, y, owners, X_test, y_test = _checked(rows, owner, test)
    targets, test_targets = y.astype(np.float64), y_test.astype(np.float64)
    if not alpha > 0 or not np.isfinite(targets).all() or np.ptp(test_targets) == 0:
        raise ValueError("expected alpha above 0, finite targets and two different test targets")
    middle = targets.mean()
    whole = np.column_stack([X, np.ones(len(X)), targets - middle])
    test_whole = np.column_stack([X_test, np.ones(len(X_test)), test_targets - middle])
    products = whole[:, :, None] * whole[:, None, :]
    test_gram = np.ascontiguousarray(test_whole.T @ test_whole)

    def scores(sums: FloatArray) -> FloatArray:
        return ridge_scores(sums, test_gram, alpha, empty)

    return _game(owners, products.reshape(len(X), -1), scores)


def discriminant_game(
    rows: Rows, owner: Owners, test: Rows, *, shrinkage: float = 0.1, empty: float = 0.0
) -> SufficientStatistics:
    """Make the game of linear discriminant analysis, scored by accuracy.

    Args:
        rows: features and labels.
        owner: who owns each row.
        test: features and labels to score on.
        shrinkage: share of the mean variance in the covariance, above 0 and at most 1, so that
            every coalition has a solution.
        empty: worth of no row.
    Returns:
        The game of the owners. Rows of one class are worth what always naming it scores.
    Raises:
        ValueError: shapes do not match, a feature is not finite, or shrinkage is out of range.
    """
    if not 0 < shrinkage <= 1:
        raise ValueError(f"expected a shrinkage above 0 and at most 1; got {shrinkage}")
    X, y, owners, X_test, y_test = _checked(rows, owner, test)
    member_of, layout = _classes((y, y_test), X_test, shrinkage, empty)
    by_class = (member_of[:, :, None] * X[:, None, :]).reshape(len(X), -1)
    products = (X[:, :, None] * X[:, None, :]).reshape(len(X), -1)

    def scores(sums: FloatArray) -> FloatArray:
        return discriminant_scores(sums, layout)

    return _game(owners, np.column_stack([member_of, by_class, products]), scores)


def naive_bayes_game(
    rows: Rows, owner: Owners, test: Rows, *, smoothing: float = 1e-9, empty: float = 0.0
) -> SufficientStatistics:
    """Make the game of Gaussian naive Bayes, scored by accuracy.

    Args:
        rows: features and labels.
        owner: who owns each row.
        test: features and labels to score on.
        smoothing: share of the largest variance added to every variance, > 0.
        empty: worth of no row.
    Returns:
        The game of the owners. Rows of one class are worth what always naming it scores.
    Raises:
        ValueError: shapes do not match, a feature is not finite, or smoothing is not above 0.
    """
    if not smoothing > 0:
        raise ValueError(f"expected a smoothing above 0; got {smoothing}")
    X, y, owners, X_test, y_test = _checked(rows, owner, test)
    member_of, layout = _classes((y, y_test), X_test, smoothing, empty)
    by_class = (member_of[:, :, None] * X[:, None, :]).reshape(len(X), -1)
    squares = (member_of[:, :, None] * (X * X)[:, None, :]).reshape(len(X), -1)

    def scores(sums: FloatArray) -> FloatArray:
        return bayes_scores(sums, layout)

    return _game(owners, np.column_stack([member_of, by_class, squares]), scores)


def _checked(
    rows: Rows, owner: Owners, test: Rows
) -> tuple[FloatArray, NDArray[np.generic], list[str], FloatArray, NDArray[np.generic]]:
    """Refuse what does not fit, order the rows, and centre the features on the rows' mean."""
    X, X_test = (
        np.array(features_of(one[0], name), dtype=np.float64)
        for name, one in (("row", rows), ("test row", test))
    )
    y, y_test = names_of(rows[1], "labels"), names_of(test[1], "labels of test rows")
    refuse_other_kind(y, y_test, "labels")
    if X.shape[1] != X_test.shape[1] or not len(X_test):
        raise ValueError(f"expected (n, d) and (m, d), m >= 1; got {X.shape} and {X_test.shape}")
    if (
        len(X) == 0
        or y.shape != (len(X),)
        or len(owner) != len(X)
        or y_test.shape != X_test.shape[:1]
    ):
        raise ValueError(
            "expected a label and an owner for each row and a label for each test row; got "
            f"{y.shape}, {len(owner)} and {y_test.shape} for {len(X)} and {len(X_test)} rows"
        )
    for name, features in (("row", X), ("test row", X_test)):
        wrong = np.flatnonzero(~np.isfinite(features).all(axis=1))
        if len(wrong):
            raise ValueError(f"{name} {wrong[0]} has a feature that is not finite")
    ids = owners_of(owner).astype(np.str_)
    codes = [np.unique(one, return_inverse=True)[1] for one in (y, ids)]
    order = np.lexsort((*X.T, *codes))
    X, y = X[order], y[order]
    middle = X.mean(axis=0)
    return X - middle, y, ids[order].tolist(), np.ascontiguousarray(X_test - middle), y_test


def _classes(
    labels: tuple[NDArray[np.generic], NDArray[np.generic]],
    X_test: FloatArray,
    strength: float,
    empty: float,
) -> tuple[FloatArray, Layout]:
    """Mark each row's class; test labels that no row has get -1."""
    names = np.unique(labels[0])
    member_of = (labels[0][:, None] == names[None, :]).astype(np.float64)
    codes = np.searchsorted(names, labels[1]).clip(max=len(names) - 1).astype(np.int64)
    codes[names[codes] != labels[1]] = -1
    return member_of, Layout(X_test, codes, len(names), strength, empty)


def _game(
    owners: Sequence[str], row_sums: FloatArray, scores: Callable[[FloatArray], FloatArray]
) -> SufficientStatistics:
    """Add up the rows of each owner, in the order of the rows."""
    players = players_of(owners)
    place_of = {player: place for place, player in enumerate(players)}
    parts = np.zeros((len(players), row_sums.shape[1]))
    np.add.at(parts, [place_of[one] for one in owners], row_sums)
    return SufficientStatistics(players, parts, scores)
