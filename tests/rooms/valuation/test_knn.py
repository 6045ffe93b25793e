"""Properties of the values that money uses: exact sums, no order, no machine, no block size."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.valuation.intervals import interval_e9
from auzolan.valuation.payable import knn
from auzolan.valuation.payable.knn import member_values, residual_bound_e9, row_values
from auzolan.valuation.quantize import (
    FLOAT32,
    FLOAT64,
    quantise,
    squared_distances,
)

E9 = 10**9


def table(seed: int, *, n: int, m: int, spread: int = 4, classes: int = 3):
    """Rows on a coarse grid, so that many distances are equal."""
    made = np.random.default_rng(seed)
    return (
        made.integers(-spread, spread + 1, (n, 2)),
        made.integers(0, classes, n),
        made.integers(-spread, spread + 1, (m, 2)),
        made.integers(0, classes, m),
    )


def worth_of_all(train, labels, query, query_labels, *, k: int) -> Fraction:
    """Mean over queries of the expected matches among the k nearest, ties in random order."""
    total = Fraction(0)
    for point, label in zip(query.tolist(), query_labels.tolist(), strict=True):
        distances = [
            sum((a - b) ** 2 for a, b in zip(row, point, strict=True)) for row in train.tolist()
        ]
        left = min(k, len(distances))
        for level in sorted(set(distances)):
            block = [i for i, distance in enumerate(distances) if distance == level]
            matches = sum(int(labels[i]) == label for i in block)
            taken = min(left, len(block))
            total += Fraction(matches * taken, len(block))
            left -= taken
    return total / (k * len(query))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 40), st.integers(1, 12), st.integers(1, 45))
def test_the_values_sum_to_the_worth_of_all_rows(seed: int, n: int, m: int, k: int) -> None:
    """Goal: nothing is invented or lost. Method: an independent worth, within the stated bound."""
    game = table(seed, n=n, m=m)
    result = row_values(*game, k=k)
    exact = worth_of_all(*game, k=k)
    assert abs(exact * E9 - result.total_e9) <= Fraction(1001, 1000)
    assert result.total_e9 - int(result.value_e9.sum()) == result.residual_e9
    assert abs(result.residual_e9) <= residual_bound_e9(n, n)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 12))
def test_the_order_of_rows_and_queries_does_not_matter(seed: int, k: int) -> None:
    """Goal: a member cannot gain by her place in the file. Method: shuffle, compare to the bit."""
    train, labels, query, query_labels = table(seed, n=30, m=9)
    made = np.random.default_rng(seed + 1)
    rows, asked = made.permutation(30), made.permutation(9)
    plain = row_values(train, labels, query, query_labels, k=k)
    shuffled = row_values(train[rows], labels[rows], query[asked], query_labels[asked], k=k)
    assert shuffled.value_e9.tolist() == plain.value_e9[rows].tolist()
    assert shuffled.total_e9 == plain.total_e9


def test_cutting_the_queries_into_blocks_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Goal: memory limits never move money. Method: blocks of one query against one block."""
    game = table(7, n=50, m=20)
    owners = [f"m{i % 7}" for i in range(50)]
    whole = row_values(*game, k=5), member_values(*game[:2], owners, *game[2:], k=5)
    monkeypatch.setattr(knn, "_BLOCK_CELLS", 1)
    cut = row_values(*game, k=5), member_values(*game[:2], owners, *game[2:], k=5)
    assert cut[0].value_e9.tolist() == whole[0].value_e9.tolist()
    assert cut[1] == whole[1]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(2, 40), st.integers(1, 9))
def test_a_member_is_worth_the_sum_of_her_rows(seed: int, n: int, k: int) -> None:
    """Goal: the person's figure is her rows' figure. Method: compare within one unit a row."""
    game = table(seed, n=n, m=8)
    owners = [f"m{i % 5:03d}" for i in range(n)]
    rows = row_values(*game, k=k)
    result = member_values(*game[:2], owners, *game[2:], k=k)
    assert list(result.members) == sorted(set(owners))
    assert sum(result.rows) == n
    for member, count, value in zip(result.members, result.rows, result.value_e9, strict=True):
        of_rows = sum(int(rows.value_e9[i]) for i in range(n) if owners[i] == member)
        assert 0 <= value - of_rows <= count
    assert result.total_e9 == rows.total_e9
    assert abs(result.residual_e9) <= residual_bound_e9(n, len(result.members))


def test_the_interval_is_the_one_a_statistician_computes() -> None:
    """Goal: mean and ends follow the normal formula. Method: one query at a time, in floats."""
    game = table(3, n=25, m=40)
    owners = [f"m{i % 4}" for i in range(25)]
    result = member_values(*game[:2], owners, *game[2:], k=3)
    single = [
        row_values(game[0], game[1], game[2][q : q + 1], game[3][q : q + 1], k=3).value_e9
        for q in range(40)
    ]
    for place, member in enumerate(result.members):
        mine = [i for i in range(25) if owners[i] == member]
        draws = np.array([values[mine].sum() for values in single]) / E9
        half = 1.959964 * draws.std(ddof=1) / np.sqrt(40)
        assert result.value_e9[place] == pytest.approx(draws.mean() * E9, abs=20)
        assert result.low_e9[place] == pytest.approx((draws.mean() - half) * E9, abs=25)
        assert result.high_e9[place] == pytest.approx((draws.mean() + half) * E9, abs=25)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(-(10**12), 10**12), min_size=2, max_size=20), st.integers(1, 10**12))
def test_an_interval_is_rounded_outward_and_by_little(draws: list[int], unit: int) -> None:
    """Goal: rounding never makes us look surer. Method: exact squares of the half-width."""
    n = len(draws)
    total, squares = sum(draws), sum(draw * draw for draw in draws)
    interval = interval_e9(total, squares, n=n, unit=unit)
    mean = Fraction(E9 * total, unit * n)
    variance = Fraction(n * squares - total**2, n * (n - 1))
    half_square = Fraction(1_959_964, 10**6) ** 2 * variance / n * E9**2 / unit**2
    assert interval.mean_e9 <= mean < interval.mean_e9 + 1
    for end in (mean - interval.low_e9, interval.high_e9 - mean):
        assert end >= 0
        assert end**2 >= half_square
        assert max(end - 3, 0) ** 2 <= half_square


def test_one_member_with_all_rows_is_worth_the_whole() -> None:
    """Goal: rounding does not pile up over many rows. Method: 100,000 rows, two queries."""
    made = np.random.default_rng(11)
    n = 100_000
    train, labels = made.integers(0, 2**20, (n, 1)), made.integers(0, 2, n)
    query, asked = np.array([[0], [2**19]]), np.array([0, 1])
    result = member_values(train, labels, ["ana"] * n, query, asked, k=3)
    assert abs(result.residual_e9) <= 1


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**62 - 1), st.integers(1, 2**20), st.integers(0, 2**20))
def test_a_product_too_large_for_a_machine_integer_is_still_exact(
    amount: int, size: int, matches: int
) -> None:
    """Goal: no overflow at the stated limits. Method: Python integers, blocks of up to 2^20."""
    matches = min(matches, size - 1)
    pairs = size * max(size - 1, 1)
    cells = (np.array([value], dtype=np.int64) for value in (amount, matches, pairs))
    assert knn._times_over(*cells).tolist() == [amount * matches // pairs]


def test_known_values_stay_as_they_are_on_every_machine() -> None:
    """Goal: one machine's figures are another's. Method: figures written down once."""
    train = np.array([[0, 0], [1, 0], [0, 1], [3, 3], [3, 3], [-2, 1], [9, 9]], dtype=np.int64)
    labels = np.array([0, 1, 0, 1, 1, 0, 1], dtype=np.int64)
    query = np.array([[0, 0], [2, 2], [3, 3]], dtype=np.int64)
    asked = np.array([0, 1, 1], dtype=np.int64)
    owners = ["ana", "ben", "ana", "eve", "eve", "ben", "eve"]
    result = member_values(train, labels, owners, query, asked, k=2)
    assert result == knn.MemberValues(
        method="knn-shapley/1",
        k=2,
        n_queries=3,
        members=("ana", "ben", "eve"),
        rows=(2, 2, 3),
        value_e9=(162_698_412, 190_476_190, 563_492_063),
        low_e9=(-331_181_406, 85_478_118, 11_279_983),
        high_e9=(656_578_231, 295_474_263, 1_115_704_144),
        total_e9=916_666_666,
        residual_e9=1,
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 30))
def test_distances_are_exact_at_the_edge_of_the_grid(seed: int, dimensions: int) -> None:
    """Goal: no distance is rounded. Method: Python integers against the matrix product."""
    made = np.random.default_rng(seed)
    left = made.integers(-(2**20), 2**20 + 1, (3, dimensions))
    right = made.integers(-(2**20), 2**20 + 1, (4, dimensions))
    expected = [
        [sum((a - b) ** 2 for a, b in zip(x, y, strict=True)) for y in right.tolist()]
        for x in left.tolist()
    ]
    assert squared_distances(left, right).tolist() == expected


def test_the_widest_rows_the_grids_allow_are_still_exact() -> None:
    """Goal: the stated limits hold at their corner. Method: opposite corners of the grid."""
    corner = np.full((1, 2048), 2**20, dtype=np.int64)
    assert squared_distances(corner, -corner).tolist() == [[2**53]]
    assert FLOAT32.dimensions_max * FLOAT32.size_max**2 <= 2**24
    assert FLOAT64.dimensions_max * (2 * FLOAT64.size_max) ** 2 <= 2**53


def test_integers_that_could_be_rounded_are_refused() -> None:
    """Goal: a wrong distance is impossible. Method: one step past the limit."""
    with pytest.raises(ValueError, match="too large"):
        squared_distances(np.full((1, 2049), 2**20), np.full((1, 2049), -(2**20)))
    with pytest.raises(ValueError, match="expected shapes"):
        squared_distances(np.zeros((2, 3), dtype=np.int64), np.zeros((2, 4), dtype=np.int64))


def test_quantising_rounds_half_to_even() -> None:
    """Goal: the named rounding is the one used. Method: halves on both sides of zero."""
    features = np.array([[0.5, 1.5, 2.5, -0.5, -1.5, 0.1]])
    assert quantise(features, 1).tolist() == [[0, 2, 2, 0, -2, 0]]
    assert quantise(features, 10).tolist() == [[5, 15, 25, -5, -15, 1]]


@pytest.mark.parametrize(
    ("cell", "scale", "fault"),
    [
        (float("nan"), 1, "row 1, feature 0: nan is not a finite number"),
        (float("inf"), 1, "row 1, feature 0: inf is not a finite number"),
        (1e308, 1000, "row 1, feature 0: .* times 1000 exceeds 1048576"),
        (1049.0, 1000, "row 1, feature 0: 1049.0 times 1000 exceeds 1048576"),
        (-1049.0, 1000, "row 1, feature 0: -1049.0 times 1000 exceeds 1048576"),
        (1.0, 0, "a scale is a whole number of at least 1"),
    ],
)
def test_a_cell_that_does_not_fit_is_refused_with_its_row(
    cell: float, scale: int, fault: str
) -> None:
    """Goal: bad rows are found, not swallowed. Method: one bad cell in the second row."""
    with pytest.raises(ValueError, match=fault):
        quantise(np.array([[1.0], [cell]]), scale)


def test_a_narrower_grid_refuses_what_a_wider_one_takes() -> None:
    """Goal: the float32 rule is enforced too. Method: 129 and 1,025 dimensions."""
    assert quantise(np.array([[129.0]]), 1).tolist() == [[129]]
    with pytest.raises(ValueError, match="exceeds 128"):
        quantise(np.array([[129.0]]), 1, grid=FLOAT32)
    with pytest.raises(ValueError, match="exact up to 1024 features"):
        quantise(np.zeros((1, 1025)), 1, grid=FLOAT32)
    with pytest.raises(ValueError, match="shape"):
        quantise(np.zeros(3), 1)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"k": 0}, "k: expected 1 to"),
        ({"k": 2**20 + 1}, "k: expected 1 to"),
        ({"train": np.zeros((0, 2), dtype=np.int64), "labels": np.zeros(0, np.int64)}, "rows: ex"),
        ({"query": np.zeros((0, 2), dtype=np.int64), "query_labels": np.zeros(0, np.int64)}, "que"),
        ({"labels": np.zeros(3, dtype=np.int64)}, "train: expected"),
        ({"train": np.zeros((4, 2))}, "train: expected int64"),
        ({"query": np.zeros((2, 5), dtype=np.int64)}, "expected shapes"),
    ],
)
def test_input_outside_the_stated_limits_is_refused(change: dict[str, object], fault: str) -> None:
    """Goal: no value from malformed input. Method: change one thing at a time."""
    game: dict[str, object] = {
        "train": np.zeros((4, 2), dtype=np.int64),
        "labels": np.zeros(4, dtype=np.int64),
        "query": np.zeros((2, 2), dtype=np.int64),
        "query_labels": np.zeros(2, dtype=np.int64),
        "k": 1,
    }
    with pytest.raises(ValueError, match=fault):
        row_values(**(game | change))


def test_members_need_an_owner_for_each_row_and_two_queries() -> None:
    """Goal: no interval without spread, no row without a person. Method: leave one out."""
    train, labels, query, query_labels = table(1, n=4, m=2)
    with pytest.raises(ValueError, match="3 owners, 4 rows"):
        member_values(train, labels, ["ana"] * 3, query, query_labels, k=1)
    with pytest.raises(ValueError, match="1 queries"):
        member_values(train, labels, ["ana"] * 4, query[:1], query_labels[:1], k=1)
    with pytest.raises(ValueError, match="n >= 2"):
        interval_e9(1, 1, n=1, unit=1)
    with pytest.raises(ValueError, match="no 2 integers"):
        interval_e9(10, 1, n=2, unit=1)
