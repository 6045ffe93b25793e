"""Every way of valuing members, through one suite."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass

import numpy as np
import pytest

pytest.importorskip("numba", reason="these values need the extra `valuation`")

from auzolan.valuation import (
    SHAPLEY,
    Banzhaf,
    Beta,
    KNNShapley,
    LeaveOneOut,
    Quadrature,
    Sampled,
    Semivalue,
    Stopping,
    cap_shapley,
    classifier_score,
    curator_shapley,
    discriminant_game,
    member_knn_shapley,
    naive_bayes_game,
    ridge_game,
)
from auzolan.valuation.payable.canonical_rows import Merging, canonical_rows, sole
from auzolan.valuation.payable.canonical_values import canonical_member_values
from auzolan.valuation.payable.knn import MemberValues, member_values
from auzolan.valuation.payable.near import Vectors
from auzolan.valuation.quantize import quantise
from rooms.valuation.checks import Game
from rooms.valuation.member_checks import Claims, Value, check_members

pytestmark = pytest.mark.slow  # the first run compiles; `make check` leaves it to `make test`

FEW = Stopping(draws_max=64)


@dataclass(frozen=True)
class Paid:
    """Payment values in the shape of the others."""

    found: MemberValues

    @property
    def members(self):
        return self

    @property
    def ids(self):
        return np.array(self.found.members)

    @property
    def values(self):
        return np.array(self.found.value_e9) / 1e9

    @property
    def total(self):
        return self.found.total_e9 / 1e9

    @property
    def residual(self):
        return self.found.residual_e9 / 1e9

    def digest(self):
        return hashlib.sha256(repr(astuple(self.found)).encode()).hexdigest()


def arrays(game: Game):
    return game.X, game.y, game.owner.tolist(), game.X_query, game.y_query


def paid(game: Game, k: int) -> Paid:
    X, X_query = quantise(game.X, 4), quantise(game.X_query, 4)
    y, asked = (one.astype(np.int64) for one in (game.y, game.y_query))
    return Paid(member_values(X, y, game.owner.tolist(), X_query, asked, k=k))


def canonical(game: Game, k: int, merging: Merging, cap: int | None) -> Paid:
    X, X_query = quantise(game.X, 4), quantise(game.X_query, 4)
    y, asked = (one.astype(np.int64) for one in (game.y, game.y_query))
    claims = [sole(who, 0) for who in game.owner.tolist()]
    rows = canonical_rows(Vectors(X), y, claims, merging=merging)
    return Paid(canonical_member_values((X, y), (X_query, asked), rows, k=k, cap=cap))


def sampled(make, coefficient) -> Value:
    """A semivalue of a game of sufficient statistics."""

    def value(game: Game, k: int):
        played = make((game.X, game.y), game.owner.tolist(), (game.X_query, game.y_query))
        return Semivalue(played, coefficient).fit(seed=3, stopping=FEW)

    return value


class Nearest:
    """The label of the nearest row, the smallest among equally near: knows no order of rows."""

    def fit(self, X, y):
        self._X, self._y = X, y
        return self

    def score(self, X, y):
        distances = ((X[:, None, :] - self._X[None, :, :]) ** 2).sum(axis=2)
        nearest = distances == distances.min(axis=1, keepdims=True)
        return float(np.mean(np.where(nearest, self._y, 1000).min(axis=1) == y))


def retrained(coefficient) -> Value:
    """A semivalue of a model that is trained again for each coalition."""

    def value(game: Game, k: int):
        score = classifier_score(Nearest(), (game.X, game.y), (game.X_query, game.y_query))
        return Semivalue(score, coefficient).fit(game.owner.tolist(), seed=3, stopping=FEW)

    return value


def by_rows(**options) -> Value:
    """The sum of row values."""

    def value(game: Game, k: int):
        model = KNNShapley(k=k, **options).fit(game.X, game.y, game.owner)
        return model.value(game.X_query, game.y_query)

    return value


def of_members(make, **options) -> Value:
    """A game of members."""
    return lambda game, k: make(*arrays(game), k=k, **options)


# What is drawn is not symmetric, and a model that is trained gives no member exactly 0.
DRAWN = Claims(is_symmetric=False, has_null=False)
DRAWN_ELSE = Claims(is_efficient=False, is_symmetric=False, has_null=False)
UNDRAWN_ELSE = Claims(is_efficient=False, has_null=False)

METHODS: dict[str, tuple[Value, Claims]] = {
    "curator, exact": (of_members(curator_shapley), Claims()),
    "curator, quadrature": (
        of_members(curator_shapley, method=Quadrature(1e-6)),
        Claims(rounding=1e-5),
    ),
    "curator, sampled": (
        of_members(curator_shapley, method=Sampled(permutations=40, seed=5)),
        Claims(is_symmetric=False, is_additive=False),
    ),
    "member-KNN": (of_members(member_knn_shapley), Claims()),
    "cap 2, ties shared": (of_members(cap_shapley, cap=2), Claims()),
    "no cap": (of_members(cap_shapley, cap=None), Claims()),
    "row-sum": (by_rows(), Claims()),
    "row-sum, near": (by_rows(near=0.0), Claims()),
    "row-sum, cap": (by_rows(cap=2), Claims()),
    "row-sum, near and cap, payment": (by_rows(near=0.0, cap=2, mode="payment", scale=2), Claims()),
    "payable row-sum": (paid, Claims(rounding=1e-7)),
    "payable, works": (
        lambda game, k: canonical(game, k, Merging.WORK, None),
        Claims(rounding=1e-7),
    ),
    "payable, observations, cap": (
        lambda game, k: canonical(game, k, Merging.OBSERVATION, 2),
        Claims(rounding=1e-7),
    ),
    "Shapley, discriminant": (sampled(discriminant_game, SHAPLEY), DRAWN),
    "Shapley, naive Bayes": (sampled(naive_bayes_game, SHAPLEY), DRAWN),
    "Shapley, ridge": (
        sampled(ridge_game, SHAPLEY),
        Claims(is_symmetric=False, is_additive=False, has_null=False, rounding=1e-8),
    ),
    "Beta, naive Bayes": (sampled(naive_bayes_game, Beta(4, 1)), DRAWN_ELSE),
    "Banzhaf, discriminant": (sampled(discriminant_game, Banzhaf()), DRAWN_ELSE),
    "leave-one-out, discriminant": (sampled(discriminant_game, LeaveOneOut()), UNDRAWN_ELSE),
    "Shapley, retrained": (retrained(SHAPLEY), DRAWN),
    "Banzhaf, retrained": (retrained(Banzhaf()), DRAWN_ELSE),
    "leave-one-out, retrained": (retrained(LeaveOneOut()), UNDRAWN_ELSE),
}


@pytest.mark.parametrize("name", METHODS)
def test_every_way_of_valuing_members_passes_the_shared_suite(name: str) -> None:
    """Goal: one behaviour for all methods. Method: the suite, less what a method does not claim."""
    value, claims = METHODS[name]
    check_members(value, claims)
