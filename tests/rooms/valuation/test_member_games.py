"""Member-KNN and cap-c against their definitions, and the copies they are there to stop."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.valuation.enumeration import nearest_worth, shapley

pytest.importorskip("numba", reason="the extra `valuation` is not installed")

from auzolan.valuation.members.member_games import cap_shapley, member_knn_shapley
from auzolan.valuation.payable.knn import row_values

pytestmark = pytest.mark.slow  # the first run compiles; `make check` leaves it to `make test`


def table(seed: int, *, n: int, members: int, m: int = 1, spread: int = 3):
    """Rows on a line of few places, so that many are at equal distance."""
    made = np.random.default_rng(seed)
    return (
        made.integers(0, spread + 1, (n, 1)).astype(float),
        made.integers(0, 2, n),
        [f"m{one:02}" for one in made.integers(0, members, n)],
        np.zeros((m, 1)),
        made.integers(0, 2, m),
    )


def choices(rows, cap):
    """All ways in which `cap` rows of one member enter: nearer ones surely, tied ones by chance."""
    if len(rows) <= cap:
        return [rows]
    edge = sorted(distance for distance, _ in rows)[cap - 1]
    sure = [row for row in rows if row[0] < edge]
    tied = [row for row in rows if row[0] == edge]
    return [[*sure, *some] for some in itertools.combinations(tied, cap - len(sure))]


def enumerated(X, y, owner, label, *, k, cap):
    """Mean over all choices of who enters; then the row game, whose ties are in any order."""
    ids = sorted(set(owner))
    of = {who: [] for who in ids}
    for x, one, who in zip(X[:, 0].tolist(), y, owner, strict=True):
        of[who].append((x, bool(one == label)))
    totals, count = dict.fromkeys(ids, Fraction(0)), 0
    for choice in itertools.product(*(choices(of[who], cap) for who in ids)):
        count += 1
        entered = [row for rows in choice for row in rows]
        values = shapley(
            len(entered),
            lambda some, entered=entered: nearest_worth([entered[at] for at in some], k),
        )
        for who, rows in zip(ids, choice, strict=True):
            totals[who] += sum((values.pop(0) for _ in rows), Fraction(0))
    return [float(totals[who] / count) for who in ids]


@given(
    seed=st.integers(0, 10**6),
    n=st.integers(1, 6),
    members=st.integers(1, 4),
    k=st.integers(1, 4),
    cap=st.integers(1, 4),
    spread=st.sampled_from([0, 1, 2, 1000]),
)
@settings(max_examples=40)
def test_values_equal_the_mean_over_all_choices_and_coalitions(
    *, seed, n, members, k, cap, spread
) -> None:
    """Goal: the closed form is the game. Method: every choice among ties, every coalition."""
    X, y, owner, X_query, y_query = table(seed, n=n, members=members, spread=spread)
    found = cap_shapley(X, y, owner, X_query, y_query, k=k, cap=cap)
    wanted = enumerated(X, y, owner, y_query[0], k=k, cap=cap)
    np.testing.assert_allclose(found.values, wanted, rtol=0, atol=1e-12)
    assert abs(found.residual) < 1e-12


@given(seed=st.integers(0, 10**6), n=st.integers(1, 9), k=st.integers(1, 5))
@settings(max_examples=40)
def test_member_knn_is_the_game_of_nearest_rows(seed, n, k) -> None:
    """Goal: one member, one vote a query. Method: members as players, each with her nearest row."""
    X, y, owner, X_query, y_query = table(seed, n=n, members=5, spread=1000)
    nearest = {}
    for at in np.argsort(X[:, 0], kind="stable").tolist():
        nearest.setdefault(owner[at], (float(X[at, 0]), bool(y[at] == y_query[0])))
    ids = sorted(nearest)
    wanted = shapley(
        len(ids), lambda some: nearest_worth([nearest[ids[place]] for place in some], k)
    )
    found = member_knn_shapley(X, y, owner, X_query, y_query, k=k)
    if len(set(X[:, 0])) == n:
        np.testing.assert_allclose(found.values, [float(v) for v in wanted], rtol=0, atol=1e-12)
    assert found.players == tuple(ids)


@given(seed=st.integers(0, 10**6), k=st.integers(1, 8), spread=st.sampled_from([2, 40]))
@settings(max_examples=30)
def test_without_a_cap_it_is_the_sum_of_row_values(seed, k, spread) -> None:
    """Goal: cap-c ends in the row-sum. Method: against the integer values that money uses."""
    X, y, owner, X_query, y_query = table(seed, n=40, members=6, m=3, spread=spread)
    rows = row_values(
        X.astype(np.int64), y.astype(np.int64), X_query.astype(np.int64), y_query, k=k
    )
    for cap in (None, 40):
        found = cap_shapley(X, y, owner, X_query, y_query, k=k, cap=cap)
        for who, value in zip(found.players, found.values, strict=True):
            mine = [at for at, one in enumerate(owner) if one == who]
            assert value == pytest.approx(rows.value_e9[mine].sum() / 1e9, abs=1e-7)


def test_copies_at_one_distance_win_no_tie() -> None:
    """Goal: nobody comes first more often by copies. Method: two members tied, one has ten rows."""
    found = member_knn_shapley([[1.0]] * 11, [1] * 10 + [1], ["a"] * 10 + ["b"], [[0.0]], [1], k=1)
    assert found.values.tolist() == [0.5, 0.5]
    mixed = member_knn_shapley([[1.0]] * 3, [1, 0, 1], ["a", "a", "b"], [[0.0]], [1], k=1)
    assert mixed.values.tolist() == [0.125, 0.625]


def test_copies_beyond_the_cap_gain_nothing() -> None:
    """Goal: what the cap is for. Method: one member copies her row five and fifty times."""
    X, y, owner, X_query, y_query = table(5, n=30, members=6, m=9, spread=1000)
    mine = [at for at, who in enumerate(owner) if who == "m00"]
    grown = [
        cap_shapley(
            np.vstack([X, *[X[mine]] * times]),
            np.concatenate([y, *[y[mine]] * times]),
            owner + ["m00"] * (times * len(mine)),
            X_query,
            y_query,
            k=5,
            cap=1,
        )
        for times in (0, 5, 50)
    ]
    np.testing.assert_allclose(grown[0].values, grown[1].values, rtol=0, atol=1e-14)
    np.testing.assert_allclose(grown[0].values, grown[2].values, rtol=0, atol=1e-14)


@given(seed=st.integers(0, 10**6), cap=st.integers(1, 4))
@settings(max_examples=20)
def test_the_order_of_rows_changes_no_bit(seed, cap) -> None:
    """Goal: nobody grinds a tie. Method: shuffled rows, values compared bit by bit."""
    X, y, owner, X_query, y_query = table(seed, n=25, members=5, m=2)
    order = np.random.default_rng(seed).permutation(len(y))
    one = cap_shapley(X, y, owner, X_query, y_query, k=3, cap=cap)
    other = cap_shapley(
        X[order], y[order], [owner[at] for at in order], X_query, y_query, k=3, cap=cap
    )
    assert one.digest() == other.digest()


@pytest.mark.parametrize("cap", [1, 2, None])
def test_twins_are_worth_the_same_and_queries_add_up(cap) -> None:
    """Goal: symmetry and additivity. Method: a member's rows twice; two halves of the queries."""
    X, y, owner, X_query, y_query = table(2, n=20, members=3, m=8)
    mine = [at for at, who in enumerate(owner) if who == "m01"]
    X, y = np.vstack([X, X[mine]]), np.concatenate([y, y[mine]])
    owner = [*owner, *["twin"] * len(mine)]
    whole = cap_shapley(X, y, owner, X_query, y_query, k=3, cap=cap)
    assert whole.of("twin") == pytest.approx(whole.of("m01"), abs=1e-14)
    halves = [
        cap_shapley(X, y, owner, X_query[part], y_query[part], k=3, cap=cap).values
        for part in (slice(0, 4), slice(4, 8))
    ]
    np.testing.assert_allclose(whole.values, np.mean(halves, axis=0), rtol=0, atol=1e-14)


def test_one_row_alone_is_worth_what_it_adds() -> None:
    """Goal: N = 1 and k above the rows. Method: one matching row among four votes."""
    found = cap_shapley([[1.0]], [1], ["ana"], [[0.0]], [1], k=4, cap=2)
    assert found.values.tolist() == [0.25]
    with pytest.raises(ValueError, match="row 0 has a feature"):
        cap_shapley([[np.inf]], [1], ["ana"], [[0.0]], [1], k=4, cap=2)


def test_a_label_nobody_has_is_worth_nothing_to_anyone() -> None:
    """Goal: an unseen label and a null player. Method: no row can match."""
    found = member_knn_shapley([[0.0], [1.0]], ["x", "y"], ["a", "b"], [[0.0]], ["z"], k=9)
    assert found.values.tolist() == [0.0, 0.0]
    assert found.total == 0.0


@pytest.mark.parametrize(("k", "cap"), [(0, 1), (1, 0), (2**20 + 1, 1)])
def test_limits_out_of_range_are_refused(k, cap) -> None:
    """Goal: no silent nonsense. Method: one number out of range at a time."""
    with pytest.raises(ValueError, match="(k|cap).* is 1 to"):
        cap_shapley([[0.0]], [0], ["a"], [[0.0]], [0], k=k, cap=cap)
