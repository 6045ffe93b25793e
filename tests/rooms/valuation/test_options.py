"""The parameters of `KNNShapley` after it was made, rows withdrawn by number, and honest floats."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("numba", reason="these values need the extra `valuation`")

from auzolan.valuation import KNNShapley, StandingValuation
from rooms.valuation.checks import small_game

pytestmark = pytest.mark.slow  # the first run compiles; `make check` leaves it to `make test`


@pytest.mark.parametrize(
    "changed",
    [
        {"k": 5},
        {"near": 2.0},
        {"near": None},
        {"cap": 2},
        {"utility": "soft"},
        {"utility": "threshold", "radius": 2.0},
        {"near": None, "top": 4},
        {"threads": 2},
    ],
)
def test_a_parameter_changed_after_fit_holds(changed: dict[str, object]) -> None:
    """Goal: what is shown is what ran. Method: changed after a value against made anew."""
    game = small_game(2)
    moments = np.arange(24)
    model = KNNShapley(k=3, near=0.0).fit(game.X, game.y, game.owner, moments)
    model.value(game.X_query, game.y_query)
    for name, value in changed.items():
        setattr(model, name, value)
    anew = KNNShapley(**{"k": 3, "near": 0.0, **changed})
    anew.fit(game.X, game.y, game.owner, moments)
    found = model.value(game.X_query, game.y_query)
    assert found.digest() == anew.value(game.X_query, game.y_query).digest()


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"metric": "cosine"}, "fit anew"),
        ({"dtype": "float64"}, "fit anew"),
        ({"utility": "regression"}, "fit anew"),
        ({"mode": "payment", "scale": 2}, "fit anew"),
        ({"utility": "hardest"}, "utility is one of"),
        ({"k": 0}, "k is 1 to"),
        ({"near": True}, "near"),
        ({"radius": 1.0}, "radius"),
    ],
)
def test_a_parameter_that_cannot_hold_after_fit_is_refused(
    changed: dict[str, object], why: str
) -> None:
    """Goal: no value by other rules than shown. Method: one change at a time, at every call."""
    game = small_game(2)
    model = KNNShapley(k=3).fit(game.X, game.y, game.owner)
    for name, value in changed.items():
        setattr(model, name, value)
    for call in (
        lambda: model.value(game.X_query, game.y_query),
        lambda: model.attribute(game.X_query[0], 1, fee_micro=1),
        lambda: model.withdraw([1]),
        lambda: model.partial_fit(game.X, game.y, game.owner),
    ):
        with pytest.raises(ValueError, match=why):
            call()


def test_a_standing_valuation_refuses_another_top() -> None:
    """Goal: lists of one length have one meaning. Method: top changed beside a standing one."""
    game = small_game(2, n=80)
    model = KNNShapley(k=3, top=5).fit(game.X, game.y, game.owner)
    standing = StandingValuation(model, game.X_query, game.y_query)
    model.top = 30
    for call in (standing.valuation, standing.members, lambda: standing.withdraw([0])):
        with pytest.raises(ValueError, match="top was 5"):
            call()


def test_parameters_are_listed_changed_and_shown() -> None:
    """Goal: an estimator like others. Method: the words of scikit-learn, without it."""
    model = KNNShapley(k=np.int64(3), near=0)
    assert repr(model) == "KNNShapley(k=3, near=0.0)"
    assert KNNShapley(**model.get_params()).get_params() == model.get_params()
    assert model.set_params(k=4, cap=2) is model
    assert (model.k, model.cap) == (4, 2)
    for wrong in ({"kk": 1}, {"k": 5, "cap": 0}):
        with pytest.raises(ValueError, match=r"kk|cap"):
            model.set_params(**wrong)
    assert (model.k, model.cap) == (4, 2)


def test_an_estimator_is_cloned_elsewhere() -> None:
    """Goal: it fits into pipelines of others. Method: scikit-learn's own clone."""
    base = pytest.importorskip("sklearn.base", reason="needs the extra `engine`")
    model = KNNShapley(k=3, cap=np.int32(2), near=np.float32(0.5)).fit([[0.0]], [1], ["ana"])
    twin = base.clone(model)
    assert twin.get_params() == model.get_params()
    with pytest.raises(ValueError, match="nothing was fitted"):
        twin.value([[0.0]], [1])


def test_rows_are_withdrawn_by_number_or_by_mask() -> None:
    """Goal: no row goes by mistake. Method: a mask against numbers, then what is neither."""
    game = small_game(2)

    def fitted() -> KNNShapley:
        return KNNShapley(k=3).fit(game.X, game.y, game.owner)

    mask = np.arange(24) % 5 == 0
    by_mask = fitted().withdraw(mask).value(game.X_query, game.y_query)
    by_number = fitted().withdraw(np.flatnonzero(mask)).value(game.X_query, game.y_query)
    assert by_mask.rows.ids.tolist() == np.flatnonzero(~mask).tolist()
    assert by_mask.digest() == by_number.digest()
    for wrong, why in (
        ([1.0, 2.0], "whole numbers or a mask"),
        ([True, False], "a mask has a place for each of 24 rows"),
        (["1"], "whole numbers or a mask"),
        ([1, 1], "named once"),
        ([24], "not all"),
        ([-1], "not all"),
        (np.zeros(24, dtype=bool), "at least one row"),
        ([], "at least one row"),
    ):
        with pytest.raises(ValueError, match=why):
            fitted().withdraw(wrong)
    with pytest.raises(ValueError, match="'zoe' has no row"):
        fitted().withdraw(member="zoe")
    with pytest.raises(ValueError, match="no owners"):
        KNNShapley().fit(game.X, game.y).withdraw(member="zoe")


def test_payment_counts_in_whole_steps_or_says_how_many() -> None:
    """Goal: no silent rounding of features to whole numbers. Method: with and without scale."""
    game = small_game(2)
    with pytest.raises(ValueError, match=r"row \d+ is not in whole numbers.*scale="):
        KNNShapley(mode="payment").fit(game.X + 0.5, game.y)
    model = KNNShapley(k=3, mode="payment").fit(np.rint(game.X), game.y, game.owner)
    with pytest.raises(ValueError, match="scale="):
        model.value(game.X_query + 0.25, game.y_query)
    with pytest.raises(ValueError, match="scale="):
        model.attribute(game.X_query[0] + 0.25, 1, fee_micro=1)


def owned(d: int = 3) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Normal rows with owners, and queries."""
    made = np.random.default_rng(5)
    X, query = made.normal(size=(300, d)), made.normal(size=(40, d))
    owner = np.array([f"m{i}" for i in made.integers(0, 6, 300)])
    return X, (X[:, 0] > 0).astype(int), owner, query, (query[:, 0] > 0).astype(int)


@pytest.mark.parametrize(
    ("dtype", "move", "scale", "is_refused"),
    [
        ("float32", 0.0, 1.0, False),
        ("float32", 10.0, 1.0, False),
        ("float32", 300.0, 1.0, True),
        ("float32", 1e5, 1.0, True),
        ("float32", 0.0, 1e-15, False),
        ("float32", 0.0, 1e-25, True),
        ("float32", 0.0, 1e15, False),
        ("float64", 1e5, 1.0, False),
        ("float64", 1e9, 1.0, True),
        ("float64", 0.0, 1e-25, False),
        ("float64", 0.0, 1e-170, True),
    ],
)
def test_rows_that_floats_cannot_tell_apart_are_refused(
    dtype: str, move: float, scale: float, is_refused: bool
) -> None:
    """Goal: no noise sold as values. Method: rows moved and scaled; what passes is near exact."""
    X, y, owner, query, asked = owned()
    X, query = (X + move) * scale, (query + move) * scale
    model = KNNShapley(k=5, dtype=dtype).fit(X, y, owner)
    if is_refused:
        for call in (
            lambda: model.value(query, asked),
            lambda: model.attribute(query[0], 1, fee_micro=10),
        ):
            with pytest.raises(ValueError, match="cannot tell the distances .* Centre and scale"):
                call()
        return
    centred = (X / scale - move, query / scale - move)
    plain = KNNShapley(k=5, dtype="float64").fit(centred[0], y, owner).value(centred[1], asked)
    off = np.abs(model.value(query, asked).rows.values - plain.rows.values).sum()
    assert off <= 0.01 * np.abs(plain.rows.values).sum()


def test_what_floats_can_hold_exactly_is_not_refused() -> None:
    """Goal: no false alarm. Method: whole numbers far from zero, equal rows, merged near rows."""
    made = np.random.default_rng(6)
    X = np.stack([made.integers(1990, 2024, 80), made.integers(40, 60, 80)], axis=1)
    y = made.integers(0, 2, 80)
    float32 = KNNShapley(k=3).fit(X.astype(np.float32), y).value(X[:9], y[:9])
    float64 = KNNShapley(k=3, dtype="float64").fit(X, y).value(X[:9], y[:9])
    assert float32.rows.sums.tolist() == float64.rows.sums.tolist()
    with pytest.raises(ValueError, match="cannot tell"):
        KNNShapley(k=3).fit(X + 0.3, y).value(X[:9] + 0.3, y[:9])
    same = np.full((9, 2), 5000.3)
    assert len(set(KNNShapley(k=3).fit(same, [1] * 9).value(same, [1] * 9).rows.sums.tolist())) == 1
    shaken = np.repeat(made.normal(size=(20, 4)), 2, axis=0)
    shaken[1::2] += 1e-7 * made.normal(size=(20, 4))
    labels, owner = np.repeat(y[:20], 2), ["ana", "eve"] * 20
    with pytest.raises(ValueError, match="cannot tell"):
        KNNShapley(k=3).fit(shaken, labels, owner).value(shaken, labels)
    merged = KNNShapley(k=3, near=1e-3).fit(shaken, labels, owner, np.arange(40))
    assert merged.value(shaken, labels).members.rows.tolist() == [20, 0]


def test_a_query_far_out_is_refused_by_its_number() -> None:
    """Goal: the one at fault is named. Method: one query a hundred million away among others."""
    X, y, owner, query, asked = owned()
    model = KNNShapley(k=5).fit(X, y, owner)
    query[:20] *= 50.0
    model.value(query, asked)
    query[7] *= 1e8
    with pytest.raises(ValueError, match="query 7"):
        model.value(query, asked)


def test_the_look_at_the_rows_follows_what_came_and_went() -> None:
    """Goal: no stale look. Method: rows far away come, and go again."""
    X, y, owner, query, asked = owned()
    model = KNNShapley(k=5).fit(X, y, owner)
    first = model.value(query, asked).digest()
    model.partial_fit(np.repeat(X, 4, axis=0) + 1e6, np.repeat(y, 4), np.repeat(owner, 4))
    with pytest.raises(ValueError, match="cannot tell"):
        model.value(query, asked)
    model.withdraw(np.arange(1500) >= 300)
    assert model.value(query, asked).digest() == first
