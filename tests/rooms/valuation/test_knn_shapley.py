"""The estimator against enumeration, against payment values, and through the shared suite."""

from __future__ import annotations

import itertools
import sys
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba", reason="these values need the extra `valuation`")

from auzolan.valuation.payable.knn import member_values, row_values
from auzolan.valuation.rows import neighbours
from auzolan.valuation.rows.knn_shapley import KNNShapley
from auzolan.valuation.rows.result import merged
from auzolan.valuation.rows.truncated import error_bound
from rooms.valuation.checks import check_method, small_game

pytestmark = pytest.mark.slow  # the first run compiles; `make check` leaves it to `make test`

MAKERS = {
    "hard": lambda k: KNNShapley(k=k),
    "hard, float64": lambda k: KNNShapley(k=k, dtype="float64"),
    "hard, two threads": lambda k: KNNShapley(k=k, threads=2),
    "hard, cosine": lambda k: KNNShapley(k=k, metric="cosine", dtype="float64"),
    "soft": lambda k: KNNShapley(k=k, utility="soft"),
    "threshold": lambda k: KNNShapley(k=k, utility="threshold", radius=2.0),
    "regression": lambda k: KNNShapley(k=k, utility="regression"),
    "payment": lambda k: KNNShapley(k=k, mode="payment", scale=2),
    "cap": lambda k: KNNShapley(k=k, cap=2),
    "cap, soft": lambda k: KNNShapley(k=k, utility="soft", cap=2),
    "cap, threshold": lambda k: KNNShapley(k=k, utility="threshold", radius=2.0, cap=1),
    "cap, regression": lambda k: KNNShapley(k=k, utility="regression", cap=3),
    "near": lambda k: KNNShapley(k=k, near=0.0),
    "near, wider": lambda k: KNNShapley(k=k, near=1.0, dtype="float64"),
    "near, soft": lambda k: KNNShapley(k=k, utility="soft", near=0.0),
    "near, regression": lambda k: KNNShapley(k=k, utility="regression", near=1.0),
    "near and cap, payment": lambda k: KNNShapley(k=k, mode="payment", scale=2, near=1.0, cap=2),
}
# What row changes no worth; in the soft game every row dilutes the others.
NULLS = {"soft": "none", "threshold": "far", "regression": "zero"}


class Shifted(KNNShapley):
    """Moves the suite's rows off the origin, which has no direction."""

    def fit(self, X, y, owner=None, registered=None):
        return super().fit(X + 0.5, y, owner, registered)

    def value(self, X_query, y_query, groups=None):
        return super().value(X_query + 0.5, y_query, groups)


SUITE = MAKERS | {"hard, cosine": lambda k: Shifted(k=k, metric="cosine", dtype="float64")}


@pytest.mark.parametrize("name", SUITE)
def test_every_mode_passes_the_shared_suite(name: str) -> None:
    """Goal: one behaviour for all methods. Method: the suite that other methods pass too."""
    null = NULLS.get(name.removeprefix("cap, ").removeprefix("near, "), "label")
    check_method(SUITE[name], merges="near" in name, caps="cap" in name, null=null)


def test_truncated_values_pass_what_they_claim() -> None:
    """Goal: a cut moves no row's order or ties. Method: the suite without efficiency."""
    check_method(lambda k: KNNShapley(k=k, top=max(k, 4)), is_efficient=False, bound=0.3)


def orders_of(distances: np.ndarray, coalition: list[int]):
    """All orders of a coalition by distance, rows at equal distance in every order."""
    ranked = sorted(coalition, key=lambda i: distances[i])
    blocks = [list(block) for _, block in itertools.groupby(ranked, key=lambda i: distances[i])]
    for parts in itertools.product(*[itertools.permutations(block) for block in blocks]):
        yield [i for part in parts for i in part]


def worth(utility, coalition, *, distances, y, t, k, classes) -> float:
    """A coalition's worth, straight from the definitions in `games`."""
    if utility == "threshold":
        near = [i for i in coalition if distances[i] <= 1.0]
        return float(np.mean([y[i] == t for i in near])) if near else 1 / classes
    found = []
    for order in orders_of(distances, coalition):
        nearest = order[:k]
        matches = sum(y[i] == t for i in nearest)
        if utility == "hard":
            found.append(matches / k)
        elif utility == "soft":
            found.append(matches / len(nearest) if nearest else 1 / classes)
        else:
            found.append(-((sum(y[i] for i in nearest) / k - t) ** 2))
    return float(np.mean(found))


def shapley(n: int, worth_of) -> np.ndarray:
    """Shapley values by their definition, over all 2^n coalitions."""
    worths = [worth_of([i for i in range(n) if mask >> i & 1]) for mask in range(1 << n)]
    values = np.zeros(n)
    for mask, i in itertools.product(range(1 << n), range(n)):
        if not mask >> i & 1:
            size = mask.bit_count()
            weight = factorial(size) * factorial(n - size - 1) / factorial(n)
            values[i] += weight * (worths[mask | 1 << i] - worths[mask])
    return values


@pytest.mark.parametrize("utility", ["hard", "soft", "threshold", "regression"])
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), n=st.integers(1, 6), k=st.integers(1, 8))
def test_values_are_those_of_the_definition(utility: str, seed: int, n: int, k: int) -> None:
    """Goal: closed forms are right, ties too. Method: enumerate coalitions and orders of ties."""
    made = np.random.default_rng(seed)
    X, query = made.integers(0, 3, (n, 1)).astype(float), made.integers(0, 3, (1, 1)).astype(float)
    distances = np.abs(X[:, 0] - query[0, 0])
    if utility == "regression":
        y, t = made.normal(size=n), float(made.normal())
    else:
        y, t = made.integers(0, 3, n), int(made.integers(0, 4))
    game = {"distances": distances, "y": y, "t": t, "k": k, "classes": len(set(y.tolist()))}
    exact = shapley(n, lambda coalition: worth(utility, coalition, **game))
    radius = 1.0 if utility == "threshold" else None
    result = KNNShapley(k=k, utility=utility, radius=radius).fit(X, y).value(query, [t])
    assert result.rows.values == pytest.approx(exact, abs=1e-11)
    whole = worth(utility, list(range(n)), **game) - worth(utility, [], **game)
    assert result.total == pytest.approx(whole, abs=1e-11)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    n=st.integers(1, 90),
    k=st.integers(1, 100),
    classes=st.integers(1, 15),
)
def test_payment_values_are_the_payment_slices_integers(
    seed: int, n: int, k: int, classes: int
) -> None:
    """Goal: one figure for money, whichever code computes it. Method: equality of integers."""
    made = np.random.default_rng(seed)
    spread = int(made.integers(1, 40))
    X, query = (made.integers(-spread, spread + 1, (size, 2)) for size in (n, 9))
    y, asked = made.integers(0, classes, n), made.integers(0, classes, 9)
    owner = [f"m{i % 4}" for i in range(n)]
    result = KNNShapley(k=k, mode="payment").fit(X, y, owner).value(query, asked)
    rows = row_values(X, y, query, asked, k=k)
    members = member_values(X, y, owner, query, asked, k=k)
    scale = 9 << 40
    assert [10**9 * s // scale for s in result.rows.sums.tolist()] == rows.value_e9.tolist()
    assert result.members is not None
    found = tuple(10**9 * s // scale for s in result.members.sums.tolist())
    assert found == members.value_e9
    assert result.total * 1e9 == pytest.approx(rows.total_e9, abs=2)


def test_payment_quantises_by_the_recipes_scale() -> None:
    """Goal: floats enter money as whole steps. Method: a scale of 10 against tenfold integers."""
    game = small_game(1)
    fine = KNNShapley(k=3, mode="payment", scale=10).fit(game.X / 10 + 0.004, game.y)
    plain = KNNShapley(k=3, mode="payment").fit(game.X, game.y)
    floats = fine.value(game.X_query / 10, game.y_query).rows.sums
    assert floats.tolist() == plain.value(game.X_query, game.y_query).rows.sums.tolist()


def test_float32_and_float64_agree_where_nothing_ties() -> None:
    """Goal: the fast type is near enough. Method: normal data, within 1e-5 of float64."""
    made = np.random.default_rng(3)
    X, query = made.normal(size=(3000, 40)), made.normal(size=(30, 40))
    y, asked = made.integers(0, 5, 3000), made.integers(0, 5, 30)
    single, double = (
        KNNShapley(k=5, dtype=dtype).fit(X.astype(dtype), y).value(query.astype(dtype), asked)
        for dtype in ("float32", "float64")
    )
    assert np.abs(single.rows.values - double.rows.values).max() < 1e-5


def test_float64_follows_theorem_1() -> None:
    """Goal: 1e-12 against the published recursion. Method: the recursion in plain numpy."""
    made = np.random.default_rng(4)
    X, query = made.normal(size=(500, 8)), made.normal(size=(20, 8))
    y, asked = made.integers(0, 3, 500), made.integers(0, 3, 20)
    k, n = 7, 500
    expected = np.zeros(n)
    for point, label in zip(query, asked, strict=True):
        order = np.argsort(((X - point) ** 2).sum(axis=1))
        match = (y[order] == label).astype(float)
        values = np.zeros(n)
        values[-1] = match[-1] / n
        for i in range(n - 2, -1, -1):
            place = i + 1
            step = (match[i] - match[i + 1]) / k * min(k, place) / place
            values[i] = values[i + 1] + step
        expected[order] += values / 20
    result = KNNShapley(k=k, dtype="float64").fit(X, y).value(query, asked)
    assert np.abs(result.rows.values - expected).max() < 1e-12


@pytest.mark.parametrize("name", MAKERS)
def test_threads_blocks_and_tiles_change_no_bit(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Goal: no machine setting moves a value. Method: one and two threads, other block sizes."""
    game = small_game(11, n=150, m=40)
    X, asked = game.X + 0.31, game.X_query * 1.7 + 0.13
    owner = np.array([f"m{i % 7}" for i in range(150)])
    digests = set()
    for threads, queries in ((1, 160), (2, 160), (1, 16), (2, 16)):
        monkeypatch.setattr(neighbours, "TILE_QUERIES", queries)
        made = MAKERS[name](3)
        made.threads = threads
        if made.mode == "payment":
            X, asked = game.X, game.X_query
        result = made.fit(X, game.y, owner).value(asked, game.y_query)
        digests.add((result.digest(), result.rows.squares.tobytes()))
    assert len(digests) == 1


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32), top=st.integers(4, 30), k=st.integers(1, 4))
def test_truncated_values_stay_within_the_stated_bound(seed: int, top: int, k: int) -> None:
    """Goal: the bound is honest. Method: against the exact values of each query alone."""
    made = np.random.default_rng(seed)
    X, query = made.normal(size=(50, 2)), made.normal(size=(6, 2))
    y, asked = made.integers(0, 2, 50), made.integers(0, 2, 6)
    cut = KNNShapley(k=k, top=top).fit(X, y).value(query, asked)
    exact = KNNShapley(k=k).fit(X, y).value(query, asked)
    assert cut.error_bound == pytest.approx(error_bound(50, top))
    assert np.abs(cut.rows.values - exact.rows.values).max() <= cut.error_bound + 1e-12
    assert cut.total == pytest.approx(exact.total, abs=1e-12)


def test_a_shared_last_place_is_valued_in_full() -> None:
    """Goal: no order of rows decides who is inside. Method: all rows at one distance."""
    game = small_game(12, n=40)
    X = np.zeros_like(game.X)
    cut = KNNShapley(k=3, top=5).fit(X, game.y).value(game.X_query, game.y_query)
    exact = KNNShapley(k=3).fit(X, game.y).value(game.X_query, game.y_query)
    assert cut.rows.values.tolist() == exact.rows.values.tolist()
    assert cut.error_bound == 0.0
    X[:, 0] = np.repeat(np.arange(10), 4)
    near = KNNShapley(k=3, top=5).fit(X, game.y).value(game.X_query * 0, game.y_query)
    wider = KNNShapley(k=3, top=8).fit(X, game.y).value(game.X_query * 0, game.y_query)
    assert near.rows.values.tolist() == wider.rows.values.tolist()


def test_parts_merge_to_the_whole_in_any_order() -> None:
    """Goal: workers may share the queries. Method: three parts, merged backwards, same digest."""
    game = small_game(13, n=60, m=30)
    owner = np.array([f"m{i % 7}" for i in range(60)])
    model = KNNShapley(k=3).fit(game.X, game.y, owner)
    whole = model.value(game.X_query, game.y_query)
    parts = []
    for at in (np.arange(0, 11), np.arange(11, 12), np.arange(12, 30)):
        asked = model.asked(game.X_query[at], game.y_query[at])
        parts.append(model.part(asked, places=at))
    assert model.finish(parts[::-1]).digest() == whole.digest()
    assert model.finish(parts).members is not None
    with pytest.raises(ValueError, match="same query"):
        merged([parts[0], parts[0]])
    with pytest.raises(ValueError, match="parts hold"):
        model.finish(parts[1:])


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32))
def test_rows_that_come_and_go_leave_what_a_fit_would_make(seed: int) -> None:
    """Goal: adding and withdrawing equal a refit. Method: both ways, to the bit."""
    made = np.random.default_rng(seed)
    game = small_game(seed, n=40)
    owner = np.array([f"m{i % 6}" for i in range(40)])
    cut = int(made.integers(1, 39))
    model = KNNShapley(k=3).fit(game.X[:cut], game.y[:cut], owner[:cut])
    model.partial_fit(game.X[cut:], game.y[cut:], owner[cut:])
    gone = made.choice(40, size=int(made.integers(1, 10)), replace=False)
    model.withdraw(gone)
    here = np.setdiff1d(np.arange(40), gone)
    if (owner[here] == "m2").any() and (owner[here] != "m2").any():
        model.withdraw(member="m2")
        here = here[owner[here] != "m2"]
    after = model.value(game.X_query, game.y_query)
    refit = KNNShapley(k=3).fit(game.X[here], game.y[here], owner[here])
    fresh = refit.value(game.X_query, game.y_query)
    assert after.rows.ids.tolist() == here.tolist()
    assert after.rows.sums.tolist() == fresh.rows.sums.tolist()
    assert after.members is not None
    assert fresh.members is not None
    assert after.members.ids.tolist() == fresh.members.ids.tolist()
    assert after.members.sums.tolist() == fresh.members.sums.tolist()


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"k": 0}, "k is 1"),
        ({"utility": "other"}, "utility is one of"),
        ({"metric": "l1"}, "metric is one of"),
        ({"dtype": "float16"}, "dtype is one of"),
        ({"mode": "fast"}, "mode is one of"),
        ({"k": 5, "top": 4}, "at least k"),
        ({"utility": "threshold"}, "radius"),
        ({"radius": 1.0}, "radius"),
        ({"utility": "threshold", "radius": -1.0}, "radius"),
        ({"mode": "payment", "metric": "cosine"}, "payment"),
        ({"threads": 0}, "threads"),
    ],
)
def test_options_that_mean_nothing_are_refused(options: dict, why: str) -> None:
    """Goal: no silent default. Method: one wrong option at a time."""
    with pytest.raises(ValueError, match=why):
        KNNShapley(**options)


def test_withdrawing_what_is_not_there_is_refused() -> None:
    """Goal: a withdrawal is never half done. Method: unknown, repeated, last rows."""
    game = small_game(14)
    model = KNNShapley().fit(game.X, game.y, game.owner)
    for rows in ([99], [1, 1], list(range(24)), []):
        with pytest.raises(ValueError, match="row"):
            model.withdraw(np.array(rows, dtype=np.int64))
    with pytest.raises(ValueError, match="row"):
        model.withdraw(member="nobody")
    with pytest.raises(ValueError, match="either"):
        model.withdraw()
    assert len(model.value(game.X_query, game.y_query).rows.ids) == 24


def test_a_cosine_ignores_lengths_and_refuses_none() -> None:
    """Goal: cosine means direction. Method: scale rows by powers of two; a row of zeros."""
    game = small_game(15)
    X = game.X + 0.5
    stretch = 2.0 ** np.random.default_rng(1).integers(-3, 4, len(X))[:, None]
    plain = KNNShapley(metric="cosine").fit(X, game.y).value(game.X_query + 0.5, game.y_query)
    long = KNNShapley(metric="cosine").fit(X * stretch, game.y)
    assert (
        long.value(game.X_query + 0.5, game.y_query).rows.sums.tolist() == plain.rows.sums.tolist()
    )
    with pytest.raises(ValueError, match="row 0 is all zeros"):
        KNNShapley(metric="cosine").fit(X * 0, game.y)


def test_without_numba_the_error_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Goal: a plain way out. Method: hide numba; the module stands, `fit` says what is missing."""
    monkeypatch.setitem(sys.modules, "numba", None)
    with pytest.raises(ImportError, match=r"auzolan\[valuation\]"):
        KNNShapley().fit(np.zeros((1, 1)), [0])
