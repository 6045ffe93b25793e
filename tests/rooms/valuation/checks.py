"""What every way of valuing rows must do, whoever wrote it: one suite, `check_method(make)`.

`make(k)` gives a fresh estimator with `fit(X, y, owner=...)`, `withdraw(member=...)` and
`value(X_query, y_query) -> Valuation`. A method that cuts, samples or merges says what it does not
claim. The suite knows nothing of how values are computed. Methods that value members alone have
theirs in `member_checks`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol, Self

import numpy as np
import pytest

from auzolan.valuation.rows.result import Valuation

ROUNDING = 1e-9


class Method(Protocol):
    """What the suite asks of an estimator."""

    def fit(self, X, y, owner=None) -> Self: ...

    def withdraw(self, rows=None, *, member=None) -> Self: ...

    def value(self, X_query, y_query, groups=None) -> Valuation: ...


Make = Callable[[int], Method]
Null = Literal["label", "far", "zero", "none"]
"""What row changes no worth with more neighbours than rows: one with a label nobody asks for, one
far away, one with target 0; or there is none, since each row dilutes the others."""


@dataclass(frozen=True)
class Game:
    """Rows, owners and queries that a check works on."""

    X: np.ndarray
    y: np.ndarray
    owner: np.ndarray
    X_query: np.ndarray
    y_query: np.ndarray

    def valued(self, make: Make, k: int = 3) -> Valuation:
        return make(k).fit(self.X, self.y, owner=self.owner).value(self.X_query, self.y_query)

    def rows(self, at) -> Game:
        return Game(self.X[at], self.y[at], self.owner[at], self.X_query, self.y_query)

    def queries(self, at) -> Game:
        return Game(self.X, self.y, self.owner, self.X_query[at], self.y_query[at])

    def joined(self, X, y, owner) -> Game:
        """These rows and one more."""
        return Game(
            np.vstack([self.X, [X]]), np.append(self.y, y), np.append(self.owner, owner),
            self.X_query, self.y_query,
        )  # fmt: skip


def small_game(seed: int = 0, *, n: int = 24, m: int = 7) -> Game:
    """Two-dimensional rows on a coarse grid, so that many are equally far; targets are classes."""
    made = np.random.default_rng(seed)
    return Game(
        made.integers(-3, 4, (n, 2)).astype(np.float64),
        made.integers(0, 3, n),
        np.array([f"m{i % 5}" for i in range(n)]),
        made.integers(-3, 4, (m, 2)).astype(np.float64),
        made.integers(0, 3, m),
    )


def check_method(
    make: Make,
    *,
    is_efficient: bool = True,
    bound: float = 0.0,
    merges: bool = False,
    caps: bool = False,
    null: Null = "label",
) -> None:
    """Run every check.

    Args:
        make: gives an estimator for k neighbours.
        is_efficient: the values sum to the worth of all rows.
        bound: how far a value may lie from the exact one (truncated or sampled methods).
        merges: equal rows of several members are one row that they share.
        caps: only some rows of a member play, so who has more alike rows has less for each.
        null: which row changes no worth.
    """
    for check in CHECKS:
        check(make, bound)
    for check in CHECKS_OF_MERGING if merges else CHECKS_OF_EACH_ROW:
        if not (caps and check is check_rows_that_are_all_equal_share_equally):
            check(make, bound)
    if is_efficient:
        check_values_sum_to_the_whole(make, bound)
    if null != "none":
        check_who_changes_nothing_gets_nothing(make, null)


def check_equal_rows_get_equal_values(make: Make, bound: float) -> None:
    """Symmetry: a row twice in the set has one value, wherever the copies stand."""
    game = small_game(1)
    doubled = game.rows(np.r_[0:24, 0:24])
    values = doubled.valued(make).rows.values
    assert values[:24].tolist() == values[24:].tolist()


def check_the_order_of_rows_is_nothing(make: Make, bound: float) -> None:
    """Row order: shuffled rows have the same values to the bit, and so do members."""
    game = small_game(2)
    order = np.random.default_rng(5).permutation(24)
    plain, shuffled = game.valued(make), game.rows(order).valued(make)
    assert shuffled.rows.values.tolist() == plain.rows.values[order].tolist()
    assert shuffled.members is not None
    assert plain.members is not None
    assert shuffled.members.ids.tolist() == plain.members.ids.tolist()
    assert shuffled.members.values.tolist() == plain.members.values.tolist()
    assert shuffled.total == plain.total


def check_queries_add_up(make: Make, bound: float) -> None:
    """Additivity: the mean over all queries is the mean over two parts, weighted."""
    game = small_game(3)
    whole = game.valued(make).rows.values
    parts = [game.queries(np.arange(0, 4)), game.queries(np.arange(4, 7))]
    summed = sum(len(part.y_query) * part.valued(make).rows.values for part in parts)
    assert np.abs(whole - summed / 7).max() <= ROUNDING


def check_members_are_their_rows(make: Make, bound: float) -> None:
    """Members: each has the sum of her rows, is listed once, in order."""
    game = small_game(4)
    result = game.valued(make)
    assert result.members is not None
    assert result.members.ids.tolist() == sorted(set(game.owner.tolist()))
    for member, value in zip(result.members.ids, result.members.values, strict=True):
        mine = result.rows.values[game.owner == member]
        assert value == pytest.approx(mine.sum(), abs=ROUNDING)


def check_members_count_their_rows(make: Make, bound: float) -> None:
    """Counts: how many rows a member has, and how many of them have a value below 0."""
    game = small_game(4)
    result = game.valued(make)
    assert result.members is not None
    for member, rows, negative in zip(
        result.members.ids, result.members.rows, result.members.n_negative, strict=True
    ):
        mine = result.rows.values[game.owner == member]
        assert rows == len(mine)
        assert negative == (mine < 0).sum()


def check_a_member_without_rows_changes_nothing(make: Make, bound: float) -> None:
    """Empty member: who has withdrawn all her rows is not listed, as if she never came."""
    game = small_game(4)
    other = game.joined([1.0, 1.0], 1, "zoe")
    model = make(3).fit(other.X, other.y, owner=other.owner).withdraw(member="zoe")
    left = model.value(game.X_query, game.y_query)
    plain = game.valued(make)
    assert left.members is not None
    assert plain.members is not None
    assert left.members.ids.tolist() == plain.members.ids.tolist()
    assert left.members.values.tolist() == plain.members.values.tolist()
    assert left.rows.values.tolist() == plain.rows.values.tolist()


def check_who_changes_nothing_gets_nothing(make: Make, null: Null) -> None:
    """Null player: exactly 0 for one whose row changes the worth of no coalition."""
    game = small_game(5)
    X, y = {"label": ([0.5, 0.5], 98), "far": ([500.0, 0.0], 1), "zero": ([0.5, 0.5], 0)}[null]
    result = game.joined(X, y, "zoe").valued(make, k=100)
    assert result.rows.values[24] == 0.0
    assert result.members is not None
    assert result.members.values[result.members.ids == "zoe"].tolist() == [0.0]


def check_more_neighbours_than_rows(make: Make, bound: float) -> None:
    """K > N is defined: finite values whose sum is the whole."""
    result = small_game(5).valued(make, k=100)
    assert np.isfinite(result.rows.values).all()
    assert abs(result.residual) <= bound * 24 + ROUNDING


def check_one_class_and_one_row(make: Make, bound: float) -> None:
    """One class: finite, and it sums to the whole. One row: it has the whole worth."""
    game = small_game(6)
    same = Game(game.X, game.y * 0, game.owner, game.X_query, game.y_query * 0)
    result = same.valued(make)
    assert np.isfinite(result.rows.values).all()
    assert abs(result.residual) <= bound * 24 + ROUNDING
    single = game.rows(np.array([0])).valued(make)
    assert single.rows.values[0] == pytest.approx(single.total, abs=ROUNDING)


def check_rows_that_are_all_equal_share_equally(make: Make, bound: float) -> None:
    """Ties and one class: where all rows are the same, all have one value."""
    game = small_game(6)
    same = Game(game.X * 0, game.y * 0, game.owner, game.X_query, game.y_query * 0)
    assert len(set(same.valued(make).rows.values.tolist())) == 1


def check_members_who_hold_the_same_share_equally(make: Make, bound: float) -> None:
    """Ties and one class, merged: where all rows are the same, all members have one value."""
    game = small_game(6)
    same = Game(game.X * 0, game.y * 0, game.owner, game.X_query, game.y_query * 0)
    result = same.valued(make)
    assert result.members is not None
    assert len(set(result.members.values.tolist())) == 1
    assert result.members.rows.tolist() == [1] * 5


def check_a_label_nobody_has_is_no_error(make: Make, bound: float) -> None:
    """Unseen label: values are finite, and no row gains by it."""
    game = small_game(7)
    result = Game(game.X, game.y, game.owner, game.X_query, game.y_query * 0 + 99).valued(make)
    assert np.isfinite(result.rows.values).all()


def check_what_is_not_a_number_is_refused(make: Make, bound: float) -> None:
    """NaN and infinity: refused, with the row named, in rows and in queries."""
    game = small_game(8)
    for bad in (np.nan, np.inf):
        X = game.X.copy()
        X[5, 1] = bad
        with pytest.raises(ValueError, match=r"row 5"):
            make(3).fit(X, game.y, owner=game.owner)
        X_query = game.X_query.copy()
        X_query[2, 0] = bad
        with pytest.raises(ValueError, match=r"row 2"):
            make(3).fit(game.X, game.y, owner=game.owner).value(X_query, game.y_query)


def check_shapes_are_refused(make: Make, bound: float) -> None:
    """Shapes: too few labels, other features, no query, nothing fitted."""
    game = small_game(9)
    with pytest.raises(ValueError, match="24"):
        make(3).fit(game.X, game.y[:-1])
    fitted = make(3).fit(game.X, game.y, owner=game.owner)
    with pytest.raises(ValueError, match="features"):
        fitted.value(game.X_query[:, :1], game.y_query)
    with pytest.raises(ValueError, match="queries"):
        fitted.value(game.X_query[:0], game.y_query[:0])
    with pytest.raises(ValueError, match="fit"):
        make(3).value(game.X_query, game.y_query)


def check_two_runs_have_one_digest(make: Make, bound: float) -> None:
    """Digest: equal for equal input, other for another label."""
    game = small_game(10)
    flipped = game.y.copy()
    flipped[0] = (flipped[0] + 1) % 3
    other = Game(game.X, flipped, game.owner, game.X_query, game.y_query)
    assert game.valued(make).digest() == game.valued(make).digest()
    assert game.valued(make).digest() != other.valued(make).digest()


def check_values_sum_to_the_whole(make: Make, bound: float) -> None:
    """Efficiency: values sum to the worth of all rows, and the residual says what is left."""
    for seed in range(5):
        result = small_game(seed).valued(make)
        assert result.rows.values.sum() + result.residual == pytest.approx(result.total)
        assert abs(result.residual) <= ROUNDING


CHECKS = (
    check_equal_rows_get_equal_values,
    check_the_order_of_rows_is_nothing,
    check_queries_add_up,
    check_members_are_their_rows,
    check_a_member_without_rows_changes_nothing,
    check_more_neighbours_than_rows,
    check_one_class_and_one_row,
    check_a_label_nobody_has_is_no_error,
    check_what_is_not_a_number_is_refused,
    check_shapes_are_refused,
    check_two_runs_have_one_digest,
)
CHECKS_OF_EACH_ROW = (check_members_count_their_rows, check_rows_that_are_all_equal_share_equally)
CHECKS_OF_MERGING = (check_members_who_hold_the_same_share_equally,)
