"""The curator game against its definition: 2^n coalitions, ties, nodes, bounds and symmetry."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.valuation.enumeration import nearest_worth, shapley

pytest.importorskip("numba", reason="the extra `valuation` is not installed")

from auzolan.valuation.members.curator import Exact, Quadrature, Sampled, curator_shapley
from auzolan.valuation.members.quadrature import count_for, error_bound, exact_count, gauss_nodes

pytestmark = pytest.mark.slow  # the first run compiles; `make check` leaves it to `make test`

WAYS = [Exact(), Quadrature(1e-13)]


def table(seed: int, *, n: int, members: int, m: int = 1, spread: int = 3):
    """Rows on a small grid, so that many are at equal distance; every member owns one."""
    made = np.random.default_rng(seed)
    owner = np.concatenate([np.arange(members), made.integers(0, members, n)])[: max(n, members)]
    rows = len(owner)
    return (
        made.integers(-spread, spread + 1, (rows, 2)).astype(float),
        made.integers(0, 2, rows),
        [f"m{one:03}" for one in owner],
        made.integers(-spread, spread + 1, (m, 2)).astype(float),
        made.integers(0, 2, m),
    )


def enumerated(X, y, owner, X_query, y_query, *, k):
    """The definition, query by query."""
    ids = sorted(set(owner))
    distances = ((X[None] - X_query[:, None]) ** 2).sum(axis=2)
    per_query = []
    for gaps, label in zip(distances.tolist(), y_query, strict=True):
        rows = [(gap, bool(one == label)) for gap, one in zip(gaps, y, strict=True)]

        def worth(some, rows=rows):
            mine = {ids[place] for place in some}
            return nearest_worth([r for r, who in zip(rows, owner, strict=True) if who in mine], k)

        per_query.append([float(value) for value in shapley(len(ids), worth)])
    return np.mean(per_query, axis=0)


@given(
    seed=st.integers(0, 10**6),
    n=st.integers(1, 18),
    members=st.integers(1, 6),
    k=st.integers(1, 7),
    spread=st.sampled_from([0, 1, 3, 1000]),
    way=st.sampled_from(WAYS),
)
@settings(max_examples=60)
def test_values_equal_the_enumeration_of_all_coalitions(
    *, seed, n, members, k, spread, way
) -> None:
    """Goal: the polynomial method is the game. Method: 2^n coalitions, exact fractions, ties."""
    data = table(seed, n=n, members=members, m=2, spread=spread)
    found = curator_shapley(*data, k=k, method=way)
    np.testing.assert_allclose(found.values, enumerated(*data, k=k), rtol=0, atol=1e-12)


@pytest.mark.parametrize(("k", "spread"), [(5, 1000), (3, 2)])
def test_twelve_members_equal_the_enumeration(k, spread) -> None:
    """Goal: the largest game that can be enumerated agrees. Method: 4,096 coalitions."""
    data = table(7, n=30, members=12, spread=spread)
    found = curator_shapley(*data, k=k)
    np.testing.assert_allclose(found.values, enumerated(*data, k=k), rtol=0, atol=1e-12)


@pytest.mark.parametrize(("n", "spread", "k"), [(400, 0, 3), (400, 1, 7), (1500, 0, 12)])
def test_blocks_of_hundreds_of_rows_equal_the_enumeration(n, spread, k) -> None:
    """Goal: the nodes within a block are enough. Method: few members, very large ties."""
    data = table(23, n=n, members=5, spread=spread)
    found = curator_shapley(*data, k=k)
    np.testing.assert_allclose(found.values, enumerated(*data, k=k), rtol=0, atol=1e-12)


@given(seed=st.integers(0, 10**6), members=st.integers(1, 40), k=st.integers(1, 12))
@settings(max_examples=25)
def test_values_sum_to_the_worth_of_all_rows(seed, members, k) -> None:
    """Goal: nothing is lost or invented. Method: total from all rows, values from the integral."""
    X, y, owner, X_query, y_query = table(seed, n=60, members=members, m=3)
    found = curator_shapley(X, y, owner, X_query, y_query, k=k)
    distances = ((X[None] - X_query[:, None]) ** 2).sum(axis=2)
    whole = [
        nearest_worth(list(zip(gaps, (y == label).tolist(), strict=True)), k)
        for gaps, label in zip(distances.tolist(), y_query, strict=True)
    ]
    assert found.total == pytest.approx(float(sum(whole) / len(whole)), abs=1e-12)
    assert abs(found.residual) < 1e-12


@given(seed=st.integers(0, 10**6), k=st.integers(1, 6))
@settings(max_examples=25)
def test_the_order_of_rows_and_the_names_of_members_change_no_bit(seed, k) -> None:
    """Goal: nobody gains by a place in a file. Method: shuffle the rows, compare bit by bit."""
    X, y, owner, X_query, y_query = table(seed, n=25, members=5, m=2)
    order = np.random.default_rng(seed).permutation(len(y))
    one = curator_shapley(X, y, owner, X_query, y_query, k=k)
    other = curator_shapley(X[order], y[order], [owner[at] for at in order], X_query, y_query, k=k)
    assert one.values.tobytes() == other.values.tobytes()
    assert one.digest() == other.digest()


def test_members_with_equal_rows_get_equal_values() -> None:
    """Goal: symmetry, ties included. Method: two members with the same rows."""
    X, y, owner, X_query, y_query = table(3, n=12, members=3, m=4)
    mine = [at for at, who in enumerate(owner) if who == "m001"]
    found = curator_shapley(
        np.vstack([X, X[mine]]),
        np.concatenate([y, y[mine]]),
        [*owner, *["twin"] * len(mine)],
        X_query,
        y_query,
        k=3,
    )
    assert found.of("m001") == pytest.approx(found.of("twin"), abs=1e-14)


def test_a_member_whose_rows_change_nothing_gets_nothing() -> None:
    """Goal: null player. Method: no row has a label that any query asks for."""
    X = np.array([[0.0], [1.0], [2.0]])
    found = curator_shapley(X, [0, 0, 9], ["a", "b", "c"], [[0.0]], [7], k=2)
    assert found.values.tolist() == [0.0, 0.0, 0.0]
    assert found.of("nobody") == 0.0


def test_queries_add_up() -> None:
    """Goal: additivity. Method: two halves of the queries against both at once."""
    X, y, owner, X_query, y_query = table(5, n=30, members=6, m=8)
    whole = curator_shapley(X, y, owner, X_query, y_query, k=3)
    halves = [
        curator_shapley(X, y, owner, X_query[part], y_query[part], k=3).values
        for part in (slice(0, 4), slice(4, 8))
    ]
    np.testing.assert_allclose(whole.values, np.mean(halves, axis=0), rtol=0, atol=1e-14)


def test_one_row_one_member_and_k_above_the_rows_are_defined() -> None:
    """Goal: small cases. Method: the value is the worth itself, 1 / k for one matching row."""
    found = curator_shapley([[1.0]], ["x"], ["ana"], [[0.0]], ["x"], k=4)
    assert found.players == ("ana",)
    assert found.values.tolist() == [0.25]
    assert np.isnan(found.stderr).all()


def test_copies_of_her_own_rows_do_not_pay_a_member_once_she_fills_the_vote() -> None:
    """Goal: what sets this game apart from a row-sum. Method: k copies, then 5 k, same value."""
    X = np.array([[0.0], [1.0], [2.0]])
    few = curator_shapley(
        np.vstack([X, [[0.0]] * 3]), [1] * 6, ["a", "b", "c", *"aaa"], [[0.0]], [1], k=3
    )
    many = curator_shapley(
        np.vstack([X, [[0.0]] * 15]), [1] * 18, ["a", "b", "c", *"a" * 15], [[0.0]], [1], k=3
    )
    np.testing.assert_allclose(few.values, many.values, rtol=0, atol=1e-14)


def test_a_feature_that_is_no_number_is_refused_by_row() -> None:
    """Goal: bad input names its place. Method: one nan in the second row."""
    with pytest.raises(ValueError, match="row 1 has a feature"):
        curator_shapley([[0.0], [np.nan]], [0, 1], ["a", "b"], [[0.0]], [0], k=1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"k": 0}, "k is 1 to 256"),
        ({"k": 257}, "k is 1 to 256"),
        ({"method": "guess"}, "expected a method among exact"),
        ({"method": Sampled(permutations=0)}, "permutations is 1 to"),
        ({"owner": ["a"]}, "expected an owner for each"),
        ({"y": [1]}, "expected a label for each"),
        ({"X_query": [[0.0, 1.0]]}, "rows have 1 features, queries 2"),
        ({"X_query": np.zeros((0, 1)), "y_query": []}, "expected features of shape"),
    ],
)
def test_input_that_does_not_fit_is_refused(change, said) -> None:
    """Goal: no silent nonsense. Method: one fault at a time."""
    fine = {
        "X": [[0.0], [1.0]], "y": [0, 1], "owner": ["a", "b"],
        "X_query": [[0.0]], "y_query": [0], "k": 1,
    }  # fmt: skip
    with pytest.raises(ValueError, match=said):
        curator_shapley(**{**fine, **change})


def test_few_nodes_miss_by_less_than_their_bound() -> None:
    """Goal: the stated error is true. Method: 60 members, tolerances against the exact rule."""
    data = table(11, n=300, members=60, m=4, spread=1000)
    exact = curator_shapley(*data, k=4)
    assert exact.error == 0.0
    for tolerance in (1e-2, 1e-4, 1e-6):
        rough = curator_shapley(*data, k=4, method=Quadrature(tolerance))
        assert np.abs(rough.values - exact.values).max() <= rough.error <= tolerance


def test_far_members_are_left_out_only_where_they_cannot_be_seen() -> None:
    """Goal: the early stop is exact to rounding. Method: many members, sum and enumeration by t."""
    data = table(13, n=400, members=400, m=2, spread=10**6)
    found = curator_shapley(*data, k=2)
    assert abs(found.residual) < 1e-13
    order = np.argsort(((data[0] - data[3][0]) ** 2).sum(axis=1))
    matches = data[1][order] == data[4][0]
    row_values = np.zeros(400)
    row_values[-1] = matches[-1] / 400
    for i in range(398, -1, -1):
        step = (int(matches[i]) - int(matches[i + 1])) / 2 * min(2, i + 1) / (i + 1)
        row_values[i] = row_values[i + 1] + step
    one = curator_shapley(*data[:3], data[3][:1], data[4][:1], k=2)
    by_name = {data[2][at]: value for at, value in zip(order, row_values, strict=True)}
    np.testing.assert_allclose(
        one.values, [by_name[who] for who in one.players], rtol=0, atol=1e-14
    )


def test_sampling_comes_near_and_says_how_near() -> None:
    """Goal: the third way is unbiased. Method: within 4 standard errors of exact, sums exact."""
    data = table(17, n=40, members=8, m=60)
    exact = curator_shapley(*data, k=3)
    rough = curator_shapley(*data, k=3, method=Sampled(permutations=50, seed=9))
    assert abs(rough.residual) < 1e-12
    assert np.isnan(rough.error)
    assert (np.abs(rough.values - exact.values) < 4 * 0.5 / np.sqrt(60 * 50)).all()
    again = curator_shapley(*data, k=3, method=Sampled(permutations=50, seed=9))
    assert again.digest() == rough.digest()
    other = curator_shapley(*data, k=3, method=Sampled(permutations=50, seed=10))
    assert other.digest() != rough.digest()


def test_every_permutation_of_three_members_gives_the_value_itself() -> None:
    """Goal: the walk's marginals are right, ties too. Method: all 6 orders instead of a sample."""
    from itertools import permutations

    from auzolan.valuation.members.curator_sampling import sampled_values
    from auzolan.valuation.members.nearest_groups import groups_of, member_game

    orders = np.array(list(permutations(range(3))), dtype=np.int64)
    for seed in range(30):
        X, y, owner, X_query, y_query = table(seed, n=14, members=3, spread=1)
        game = member_game((X, y, owner), (X_query, y_query))
        for k in (1, 2, 4):
            groups = next(groups_of(game, cap=k))
            found = sampled_values(groups, 3, k, orders)
            wanted = enumerated(X, y, owner, X_query, y_query, k=k)
            np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-13)


def test_intervals_cover_the_mean_over_many_queries() -> None:
    """Goal: the standard error over queries is honest. Method: 60 samples of a large pool."""
    X, y, owner, X_query, y_query = table(19, n=30, members=3, m=3000, spread=50)
    truth = curator_shapley(X, y, owner, X_query, y_query, k=3).values
    covered = 0
    for start in range(0, 3000, 50):
        part = slice(start, start + 50)
        band = curator_shapley(X, y, owner, X_query[part], y_query[part], k=3).interval(0.9)
        covered += ((band.low <= truth) & (truth <= band.high)).sum()
    assert 0.82 <= covered / 180 <= 0.97


@pytest.mark.parametrize("count", [1, 2, 3, 17, 100])
def test_nodes_integrate_polynomials_of_their_degree(count) -> None:
    """Goal: the rule is Gauss's. Method: integral of t^(2 count - 1) and the library's nodes."""
    nodes, weights = gauss_nodes(count)
    expected_nodes, expected_weights = np.polynomial.legendre.leggauss(count)
    np.testing.assert_allclose(nodes, (expected_nodes + 1) / 2, rtol=0, atol=1e-14)
    np.testing.assert_allclose(weights, expected_weights / 2, rtol=0, atol=1e-14)
    degree = 2 * count - 1
    assert (weights * nodes**degree).sum() == pytest.approx(1 / (degree + 1), rel=1e-12)


@pytest.mark.parametrize("others", [1, 9, 60, 300])
def test_the_bound_holds_for_polynomials_of_players(others) -> None:
    """Goal: the bound is a bound. Method: each Bernstein polynomial, the hardest included."""
    from math import comb

    for count in range(2, exact_count(others)):
        nodes, weights = gauss_nodes(count)
        bound = error_bound(others, count)
        for present in {0, 1, others // 2}:
            values = comb(others, present) * nodes**present * (1 - nodes) ** (others - present)
            assert abs((weights * values).sum() - 1 / (others + 1)) <= bound + 1e-15


def test_the_fewest_nodes_are_found() -> None:
    """Goal: no node is wasted. Method: one node less breaks the tolerance."""
    for others, tolerance in [(999, 1e-6), (199, 1e-12), (5, 1e-3)]:
        count = count_for(others, tolerance)
        assert error_bound(others, count) <= tolerance
        assert error_bound(others, count - 1) > tolerance
    assert count_for(999, 1e-6) < 100
    with pytest.raises(ValueError, match="tolerance above 0"):
        count_for(3, 0.0)
    with pytest.raises(ValueError, match="expected 1 to 4096 nodes"):
        gauss_nodes(0)
