"""Semivalues against their definitions, and the promises of sampling: seeds, stops, parts."""

from __future__ import annotations

from fractions import Fraction
from math import comb, factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.valuation.draws import coins, draws, permutations
from auzolan.valuation.sampled.coalitions import (
    CoalitionGame,
    RowsGame,
    classifier_score,
    players_of,
    regressor_score,
)
from auzolan.valuation.sampled.semivalues import (
    SHAPLEY,
    Banzhaf,
    Beta,
    LeaveOneOut,
    Semivalue,
    Stopping,
    size_weights,
)
from rooms.valuation.enumeration import semivalue, shapley

EVERY = [SHAPLEY, Beta(4, 1), Beta(1, 4), Banzhaf(), LeaveOneOut()]


def table_game(seed: int, n: int):
    """A utility with a random worth for each set of rows; every row is a player."""
    worths = np.random.default_rng(seed).normal(size=2**n)
    return lambda rows: float(worths[sum(1 << row for row in rows.tolist())])


def wanted_values(coefficient, n, utility):
    """The semivalue by its definition, over all coalitions."""

    def worth(some):
        return Fraction(utility(np.array(sorted(some), dtype=np.int64)))

    match coefficient:
        case Banzhaf():
            exact = semivalue(n, worth, lambda _: Fraction(1, 2 ** (n - 1)))
        case LeaveOneOut():
            exact = semivalue(n, worth, lambda size: Fraction(int(size == n - 1)))
        case Beta(alpha=a, beta=b):
            # Integral over t of t^s (1 - t)^(n-1-s) against t^(b-1) (1 - t)^(a-1), whole numbers.
            def weight(size):
                top = factorial(size + b - 1) * factorial(n - 2 - size + a)
                whole = Fraction(factorial(a - 1) * factorial(b - 1), factorial(a + b - 1))
                return Fraction(top, factorial(n - 2 + a + b)) / whole

            exact = semivalue(n, worth, weight)
    return np.array([float(value) for value in exact])


def whole_numbers(coefficient):
    """The same coefficient with integers, as the enumeration needs."""
    if isinstance(coefficient, Beta):
        return Beta(int(coefficient.alpha), int(coefficient.beta))
    return coefficient


@pytest.mark.parametrize("coefficient", EVERY)
def test_estimates_come_within_their_standard_errors(coefficient) -> None:
    """Goal: unbiased, and honest about chance. Method: enumeration of 32 coalitions, 4.5 errors."""
    utility = table_game(1, 5)
    found = Semivalue(utility, coefficient).fit(range(5), seed=3, stopping=Stopping(4000))
    wanted = wanted_values(whole_numbers(coefficient), 5, utility)
    assert (np.abs(found.values - wanted) <= 4.5 * found.stderr + 1e-12).all()
    assert found.stderr.max() < 0.06
    assert found.players == tuple("01234")


def test_standard_errors_have_the_size_of_the_spread_over_seeds() -> None:
    """Goal: the error is neither shy nor bold. Method: 60 seeds, spread against the mean error."""
    utility = table_game(5, 4)
    for coefficient in (SHAPLEY, Beta(2, 3), Banzhaf()):
        runs = [
            Semivalue(utility, coefficient).fit(range(4), seed=seed, stopping=Stopping(48))
            for seed in range(60)
        ]
        spread = np.std([run.values for run in runs], axis=0, ddof=1)
        said = np.mean([run.stderr for run in runs], axis=0)
        assert (np.abs(spread / said - 1) < 0.35).all()


@given(st.integers(1, 12), st.integers(1, 6), st.integers(1, 6))
@settings(max_examples=40)
def test_size_weights_have_mean_one_and_follow_the_integral(n, a, b) -> None:
    """Goal: Beta's weights are right. Method: exact factorials, and mean 1 for all of them."""
    weights = size_weights(Beta(a, b), n)
    assert weights.mean() == pytest.approx(1.0, abs=1e-12)
    whole = Fraction(factorial(a - 1) * factorial(b - 1), factorial(a + b - 1))
    for j, weight in enumerate(weights):
        joint = Fraction(factorial(j + b - 1) * factorial(n - 2 - j + a), factorial(n - 2 + a + b))
        assert weight == pytest.approx(float(n * comb(n - 1, j) * joint / whole), rel=1e-11)


def test_all_permutations_give_the_shapley_value_itself() -> None:
    """Goal: no bias hides in chance. Method: the game's walks over all 24 orders."""
    from itertools import permutations as orders

    utility = table_game(2, 4)
    game = RowsGame(utility, range(4))
    every = np.array(list(orders(range(4))), dtype=np.int64)
    steps = np.diff(game.walks(every, 0.0), axis=1)
    found = np.zeros(4)
    np.add.at(found, every, steps)
    wanted = shapley(4, lambda some: Fraction(utility(np.array(sorted(some), dtype=np.int64))))
    np.testing.assert_allclose(found / 24, [float(value) for value in wanted], atol=1e-12)


def test_members_bring_all_their_rows_at_once() -> None:
    """Goal: players may be members. Method: a worth that counts rows, additive by member."""
    found = Semivalue(lambda rows: float(len(rows)), SHAPLEY).fit(
        ["ben", "ana", "ben", "ben"], stopping=Stopping(16)
    )
    assert found.players == ("ana", "ben")
    assert found.values.tolist() == [1.0, 3.0]
    assert found.stderr.tolist() == [0.0, 0.0]
    assert found.residual == 0.0


@pytest.mark.parametrize("coefficient", EVERY)
def test_who_changes_nothing_gets_nothing(coefficient) -> None:
    """Goal: null player. Method: row 2 never matters."""
    found = Semivalue(lambda rows: float(0 in rows), coefficient).fit(
        range(3), stopping=Stopping(512)
    )
    assert abs(found.of("2")) <= 5 * found.stderr[2]
    assert abs(found.of("0") - 1.0) <= 5 * found.stderr[0] + 1e-12
    assert found.of("0") > 0.8


def test_shapley_values_sum_to_the_whole_for_any_sample() -> None:
    """Goal: efficiency where claimed. Method: walks telescope, so even 16 draws sum exactly."""
    found = Semivalue(table_game(7, 6), SHAPLEY).fit(range(6), stopping=Stopping(16))
    assert abs(found.residual) < 1e-12
    assert found.n_averaged == 16


def test_the_same_seed_gives_the_same_figures_and_another_seed_others() -> None:
    """Goal: a figure can be recomputed. Method: digests of two runs, and of a third seed."""
    for coefficient in (SHAPLEY, Banzhaf()):
        game = Semivalue(table_game(7, 6), coefficient)
        runs = [game.fit(range(6), seed=seed, stopping=Stopping(32)) for seed in (1, 1, 2)]
        assert runs[0].digest() == runs[1].digest() != runs[2].digest()


@pytest.mark.parametrize("coefficient", [SHAPLEY, Banzhaf()])
def test_parts_of_the_draws_add_up_to_the_bit(coefficient) -> None:
    """Goal: workers can share the draws. Method: 4 parts of 16, added in order, against one fit."""
    game = Semivalue(table_game(3, 5), coefficient)
    whole = game.fit(range(5), seed=4, stopping=Stopping(64))
    parts = [game.part(range(5), seed=4, units=range(at, at + 16)) for at in range(0, 64, 16)]
    summed = parts[0] + parts[1] + parts[2] + parts[3]
    assert summed.means().tobytes() == whole.values.tobytes()
    assert summed.stderr().tobytes() == whole.stderr.tobytes()


def test_sampling_stops_when_it_is_sure_enough() -> None:
    """Goal: the stopping rule stops, not too early. Method: a loose and a strict limit."""
    game = Semivalue(table_game(3, 5), SHAPLEY)
    loose = game.fit(range(5), stopping=Stopping(4096, stderr_max=0.2))
    strict = game.fit(range(5), stopping=Stopping(4096, stderr_max=0.05))
    assert 64 <= loose.n_averaged < strict.n_averaged < 4096
    assert strict.stderr.max() <= 0.05


def test_truncation_saves_calls_and_shows_what_it_left_out() -> None:
    """Goal: truncated Monte Carlo. Method: count calls for a worth that soon reaches its end."""
    calls = []

    def worth(rows):
        calls.append(len(rows))
        return min(len(rows), 3) / 3 + len(rows) / 1000

    found = Semivalue(worth, SHAPLEY).fit(range(20), stopping=Stopping(16, truncate_within=0.05))
    assert len(calls) < 16 * 6
    assert found.residual == pytest.approx(0.017)
    calls.clear()
    whole = Semivalue(worth, SHAPLEY).fit(range(20), stopping=Stopping(16))
    assert len(calls) >= 16 * 19
    assert abs(whole.residual) < 1e-12


def test_any_estimator_can_be_valued() -> None:
    """Goal: scikit-learn's estimators fit. Method: mislabelled rows get the lowest values."""
    pytest.importorskip("sklearn", reason="scikit-learn is not installed")
    from sklearn.linear_model import Ridge
    from sklearn.neighbors import KNeighborsClassifier

    made = np.random.default_rng(0)
    y = np.arange(14) % 2
    X = made.normal(size=(14, 2)) * 0.3 + y[:, None] * 2
    wrong = y.copy()
    wrong[[3, 10]] = 1 - wrong[[3, 10]]
    model = KNeighborsClassifier(n_neighbors=1)
    utility = classifier_score(model, (X, wrong), (X, y), empty=0.5)
    found = Semivalue(utility, SHAPLEY).fit(range(14), seed=1, stopping=Stopping(30))
    assert set(np.argsort(found.values)[:2].tolist()) == {3, 10}
    assert not hasattr(model, "classes_"), "the model that was given stays untrained"
    assert utility(np.array([0, 2])) == 0.5, "one class trains nothing: it is always named"
    assert utility(np.array([], dtype=np.int64)) == 0.5
    regression = regressor_score(Ridge(), (X, X[:, 0]), (X, X[:, 0]))
    assert regression(np.arange(14)) == Ridge().fit(X, X[:, 0]).score(X, X[:, 0])


def test_players_stand_in_order() -> None:
    """Goal: rows as players keep their order, names stand by text. Method: both kinds."""
    assert players_of(range(12)) == tuple(str(one) for one in range(12))
    assert players_of(["eve", "ana", "10", "9"]) == ("ana", "eve", "9", "10")


def test_permutations_and_coins_are_fair_and_follow_from_the_seed() -> None:
    """Goal: chance without a state. Method: known stream, counts of orders and heads."""
    assert draws(0, 0, 3).tolist() == draws(0, 0, 5).tolist()[:3]
    assert len(set(draws(1, 2, 10_000).tolist())) == 10_000
    found = permutations(5, 0, 6000, 3)
    assert (np.sort(found, axis=1) == np.arange(3)).all()
    _, counts = np.unique(found @ [9, 3, 1], return_counts=True)
    assert len(counts) == 6
    assert (np.abs(counts - 1000) < 150).all()
    heads = coins(5, 1, 4000, 8).mean(axis=0)
    assert (np.abs(heads - 0.5) < 0.04).all()
    firsts = np.array([permutations(5, unit, 1, 4)[0, 0] for unit in range(2000)])
    assert (np.abs(np.bincount(firsts) - 500) < 100).all()
    with pytest.raises(ValueError, match="expected seed and unit"):
        draws(-1, 0, 1)


class _Lone(CoalitionGame):
    """A game of one player that is worth 2 with her and 0.5 without."""

    players = ("ana",)

    def worths(self, present):
        return np.where(present[:, 0], 2.0, 0.5)

    def walks(self, orders, within):
        return np.tile([0.5, 2.0], (len(orders), 1))


@pytest.mark.parametrize("coefficient", EVERY)
def test_one_player_alone_gets_her_whole_marginal(coefficient) -> None:
    """Goal: N = 1. Method: every semivalue of one player is the same number."""
    found = Semivalue(_Lone(), coefficient).fit(stopping=Stopping(32))
    assert found.values.tolist() == [1.5]


def test_what_does_not_fit_is_refused() -> None:
    """Goal: clear refusals. Method: each fault alone."""
    with pytest.raises(ValueError, match="a game knows its players"):
        Semivalue(_Lone()).fit(["ana"])
    with pytest.raises(ValueError, match="needs the owner"):
        Semivalue(lambda rows: 0.0).fit()
    with pytest.raises(ValueError, match="alpha and beta above 0"):
        Semivalue(_Lone(), Beta(0, 1))
    with pytest.raises(ValueError, match="expected 1 to"):
        Semivalue(_Lone()).fit(stopping=Stopping(0))
    with pytest.raises(ValueError, match="draws nothing"):
        Semivalue(_Lone(), LeaveOneOut()).part(None, seed=0, units=range(3))
