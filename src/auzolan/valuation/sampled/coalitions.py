"""Coalitions and what they are worth: any function of rows, or any model's score, as a game.

A utility is a function from the rows of a coalition to a number. A game knows its players and
answers for many coalitions at once, so that one with a quicker way (`sufficient_statistics.py`)
can take it. Utilities must give the same answer each time; a model with chance in it needs a
fixed seed of its own.

Draws no coalition, averages nothing, and imports no model: what can fit, predict and score will do.
"""

from __future__ import annotations

import copy
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Protocol, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from auzolan.valuation.given import owners_of
from auzolan.valuation.quantize import FloatArray, IntArray, Owners

Utility = Callable[[IntArray], float]
"""From the places of a coalition's rows, ascending, to its worth; called with none, too."""
Labels = NDArray[np.generic]


class Model(Protocol):
    """What a utility asks of a model; scikit-learn's estimators have it."""

    def fit(self, X: FloatArray, y: Labels, /) -> Self:
        """Learn from rows of shape (n, d) and labels or targets of shape (n,)."""
        ...

    def score(self, X: FloatArray, y: Labels, /) -> float:
        """Say how good the model is on other rows; more is better."""
        ...


class CoalitionGame(ABC):
    """A game by what its coalitions are worth."""

    players: tuple[str, ...]

    @abstractmethod
    def worths(self, present: NDArray[np.bool_]) -> FloatArray:
        """Give the worth of some coalitions.

        Args:
            present: shape (p, players), who belongs to each.
        Returns:
            float64 of shape (p,).
        """

    @abstractmethod
    def walks(self, orders: IntArray, within: float) -> FloatArray:
        """Give the worths as players join one by one, from nobody to all.

        Args:
            orders: permutations of the players, shape (p, players).
            within: once a worth is nearer than this to that of all players, the rest of the
                walk may repeat it; 0.0 forbids that.
        Returns:
            float64 of shape (p, players + 1).
        """


def players_of(owner: Owners) -> tuple[str, ...]:
    """Name the players once each, in order.

    Args:
        owner: who owns each row.
    Returns:
        Owners as text; numbers in their order, so that rows as players stay in theirs, and
        after all other names, which stand in text order.
    """
    names = {str(one) for one in owners_of(owner).tolist()}
    return tuple(sorted(names, key=lambda one: (len(one) if one.isdecimal() else 0, one)))


class RowsGame(CoalitionGame):
    """Owners as players, and a utility of their rows.

    Args:
        utility: worth of a set of rows.
        owner: who owns each row; `range(n)` makes each row a player.
    """

    def __init__(self, utility: Utility, owner: Owners) -> None:
        self._utility = utility
        ids = [str(one) for one in owners_of(owner).tolist()]
        self.players = players_of(owner)
        place_of = {player: place for place, player in enumerate(self.players)}
        self._owners = np.array([place_of[one] for one in ids], dtype=np.int64)

    def worths(self, present: NDArray[np.bool_]) -> FloatArray:
        """See `CoalitionGame.worths`; one call of the utility each."""
        return np.array([self._worth(one) for one in present], dtype=np.float64)

    def walks(self, orders: IntArray, within: float) -> FloatArray:
        """See `CoalitionGame.walks`; one call of the utility a step, up to the truncation."""
        n = len(self.players)
        everyone = self._worth(np.ones(n, dtype=np.bool_))
        worths = np.full((len(orders), n + 1), everyone, dtype=np.float64)
        worths[:, 0] = self._worth(np.zeros(n, dtype=np.bool_))
        for walk, order in zip(worths, orders, strict=True):
            present = np.zeros(n, dtype=np.bool_)
            for step, player in enumerate(order[:-1].tolist(), start=1):
                if abs(everyone - walk[step - 1]) < within:
                    walk[step:] = walk[step - 1]
                    break
                present[player] = True
                walk[step] = self._worth(present)
        return worths

    def _worth(self, present: NDArray[np.bool_]) -> float:
        rows = np.flatnonzero(present[self._owners]).astype(np.int64)
        return float(self._utility(rows))


def regressor_score(
    model: Model,
    rows: tuple[ArrayLike, ArrayLike],
    test: tuple[ArrayLike, ArrayLike],
    *,
    empty: float = 0.0,
) -> Utility:
    """Make the utility "score of the model trained on the coalition's rows".

    Args:
        model: not yet trained; a copy of it is trained for each coalition.
        rows: features of shape (n, d) and targets of shape (n,).
        test: features and targets to score on.
        empty: worth of no row.
    Returns:
        The utility.
    Raises:
        ValueError: shapes do not match, or a feature is not finite; the row is named.
    """
    X, y = _checked("row", rows)
    X_test, y_test = _checked("test row", test)

    def utility(places: IntArray) -> float:
        if len(places) == 0:
            return empty
        return float(copy.deepcopy(model).fit(X[places], y[places]).score(X_test, y_test))

    return utility


def classifier_score(
    model: Model,
    rows: tuple[ArrayLike, ArrayLike],
    test: tuple[ArrayLike, ArrayLike],
    *,
    empty: float = 0.0,
) -> Utility:
    """Make the utility "accuracy of the classifier trained on the coalition's rows".

    Rows of one class train no classifier; they are worth what always naming that class scores.

    Args:
        model: not yet trained; a copy of it is trained for each coalition.
        rows: features of shape (n, d) and labels of shape (n,).
        test: features and labels to score on.
        empty: worth of no row.
    Returns:
        The utility.
    Raises:
        ValueError: shapes do not match, or a feature is not finite; the row is named.
    """
    labels, test_labels = np.asarray(rows[1]), np.asarray(test[1])
    trained = regressor_score(model, rows, test, empty=empty)

    def utility(places: IntArray) -> float:
        if len(places) and (labels[places] == labels[places[0]]).all():
            return float((test_labels == labels[places[0]]).mean())
        return trained(places)

    return utility


def _checked(name: str, given: tuple[ArrayLike, ArrayLike]) -> tuple[FloatArray, Labels]:
    X, y = np.asarray(given[0], dtype=np.float64), np.asarray(given[1])
    if X.ndim != 2 or len(X) == 0 or y.shape != (len(X),):
        raise ValueError(f"{name}: expected (n, d), n >= 1, and n labels; got {X.shape}, {y.shape}")
    wrong = np.flatnonzero(~np.isfinite(X).all(axis=1))
    if len(wrong):
        raise ValueError(f"{name} {wrong[0]} has a feature that is not finite")
    return X, y
