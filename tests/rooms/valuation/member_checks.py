"""What every way of valuing members must do: one suite, `check_members(value)`.

`value(game, k)` gives a result with `members` (`ids` and `values`), `total`, `residual` and
`digest()`. A method that samples, or is no Shapley value, says what it does not claim.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pytest

from rooms.valuation.checks import Game, small_game


class Members(Protocol):
    """The values of members."""

    @property
    def ids(self) -> np.ndarray: ...

    @property
    def values(self) -> np.ndarray: ...


class Result(Protocol):
    """What the suite asks of a result."""

    @property
    def members(self) -> Members: ...

    @property
    def total(self) -> float: ...

    @property
    def residual(self) -> float: ...

    def digest(self) -> str: ...


Value = Callable[[Game, int], Result]


@dataclass(frozen=True)
class Claims:
    """What a method claims.

    Attributes:
        is_efficient: values sum to the whole.
        is_symmetric: members with equal rows have equal values; no claim of a sample.
        is_additive: the mean over queries is the mean over two parts.
        has_null: a member with a label nobody asks for, with more neighbours than rows, gets 0.
        rounding: how far values may lie from what is claimed.
    """

    is_efficient: bool = True
    is_symmetric: bool = True
    is_additive: bool = True
    has_null: bool = True
    rounding: float = 1e-9


def of(result: Result) -> dict[str, float]:
    """Values by member."""
    return dict(zip(result.members.ids.tolist(), result.members.values.tolist(), strict=True))


def check_members(value: Value, claims: Claims | None = None) -> None:
    """Run every check."""
    claims = claims or Claims()
    for check in CHECKS:
        check(value, claims)
    if claims.is_efficient:
        check_values_sum_to_the_whole(value, claims)
    if claims.is_symmetric:
        check_members_with_equal_rows_have_equal_values(value, claims)
    if claims.is_additive:
        check_queries_add_up(value, claims)
    if claims.has_null:
        check_who_changes_nothing_gets_nothing(value, claims)


def check_members_are_listed_once_in_order(value: Value, claims: Claims) -> None:
    """Members: everyone who owns a row, once, in order; nobody else."""
    game = small_game(4)
    assert value(game, 3).members.ids.tolist() == sorted(set(game.owner.tolist()))
    fewer = game.rows(game.owner != "m2")
    assert value(fewer, 3).members.ids.tolist() == ["m0", "m1", "m3", "m4"]


def check_the_order_of_rows_is_nothing(value: Value, claims: Claims) -> None:
    """Row order: shuffled rows have the same values to the bit."""
    game = small_game(2)
    order = np.random.default_rng(5).permutation(24)
    plain, shuffled = value(game, 3), value(game.rows(order), 3)
    assert of(plain) == of(shuffled)
    assert plain.total == shuffled.total


def check_more_neighbours_than_rows(value: Value, claims: Claims) -> None:
    """K > N is defined: finite values."""
    assert np.isfinite(value(small_game(5), 100).members.values).all()


def check_one_class_and_one_row(value: Value, claims: Claims) -> None:
    """One class: finite. N = 1: the one row's owner has the whole worth."""
    game = small_game(6)
    same = Game(game.X, game.y * 0, game.owner, game.X_query, game.y_query)
    assert np.isfinite(value(same, 3).members.values).all()
    single = value(game.rows(np.array([0])), 3)
    assert single.members.values.tolist() == pytest.approx([single.total], abs=claims.rounding)


def check_a_label_nobody_has_is_no_error(value: Value, claims: Claims) -> None:
    """Unseen label: values are finite."""
    game = small_game(7)
    unseen = game.y_query.copy()
    unseen[:3] = 99
    asked = Game(game.X, game.y, game.owner, game.X_query, unseen)
    assert np.isfinite(value(asked, 3).members.values).all()


def check_what_is_not_a_number_is_refused(value: Value, claims: Claims) -> None:
    """NaN and infinity: refused, with the row named, in rows and in queries."""
    game = small_game(8)
    for bad in (np.nan, np.inf):
        X, X_query = game.X.copy(), game.X_query.copy()
        X[5, 1], X_query[2, 0] = bad, bad
        with pytest.raises(ValueError, match=r"row 5"):
            value(Game(X, game.y, game.owner, game.X_query, game.y_query), 3)
        with pytest.raises(ValueError, match=r"(row|query) 2"):
            value(Game(game.X, game.y, game.owner, X_query, game.y_query), 3)


def check_two_runs_have_one_digest(value: Value, claims: Claims) -> None:
    """Digest: equal for equal input, other where a member's rows all change their label."""
    game = small_game(10)
    flipped = np.where(game.owner == "m0", (game.y + 1) % 3, game.y)
    other = Game(game.X, flipped, game.owner, game.X_query, game.y_query)
    assert value(game, 3).digest() == value(game, 3).digest()
    assert value(game, 3).digest() != value(other, 3).digest()


def check_values_sum_to_the_whole(value: Value, claims: Claims) -> None:
    """Efficiency: values sum to the worth of all, and the residual says what is left."""
    for seed in range(3):
        result = value(small_game(seed), 3)
        assert result.members.values.sum() + result.residual == pytest.approx(result.total)
        assert abs(result.residual) <= claims.rounding


def check_members_with_equal_rows_have_equal_values(value: Value, claims: Claims) -> None:
    """Symmetry and ties: everybody's rows once more under another name; all at one place."""
    game = small_game(1)
    twins = np.char.add(game.owner, "b")
    doubled = game.rows(np.r_[0:24, 0:24])
    doubled = Game(
        doubled.X, doubled.y, np.concatenate([game.owner, twins]), game.X_query, game.y_query
    )
    for k in (3, 100):
        values = of(value(doubled, k))
        for member in sorted(set(game.owner.tolist())):
            assert values[member] == pytest.approx(values[f"{member}b"], abs=claims.rounding)
    place = Game(
        np.ones((10, 2)), np.arange(10) % 2, np.array([f"m{i // 2}" for i in range(10)]),
        game.X_query, game.y_query,
    )  # fmt: skip
    tied = value(place, 3).members.values
    assert tied == pytest.approx(np.full(5, tied[0]), abs=claims.rounding)


def check_queries_add_up(value: Value, claims: Claims) -> None:
    """Additivity: the mean over all queries is the mean over two parts, weighted."""
    game = small_game(3)
    whole = of(value(game, 3))
    parts = [game.queries(np.arange(0, 4)), game.queries(np.arange(4, 7))]
    found = [of(value(part, 3)) for part in parts]
    for member, worth in whole.items():
        summed = (4 * found[0][member] + 3 * found[1][member]) / 7
        assert worth == pytest.approx(summed, abs=claims.rounding)


def check_who_changes_nothing_gets_nothing(value: Value, claims: Claims) -> None:
    """Null player: 0 for one whose row changes the worth of no coalition."""
    game = small_game(5).joined([0.5, 0.5], 98, "zoe")
    assert of(value(game, 100))["zoe"] == pytest.approx(0.0, abs=claims.rounding)


CHECKS = (
    check_members_are_listed_once_in_order,
    check_the_order_of_rows_is_nothing,
    check_more_neighbours_than_rows,
    check_one_class_and_one_row,
    check_a_label_nobody_has_is_no_error,
    check_what_is_not_a_number_is_refused,
    check_two_runs_have_one_digest,
)
