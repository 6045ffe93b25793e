"""Attributing one answer: equal to the exact game, blind to order, and cut where it says."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.valuation.payable.canonical_rows import Owners
from auzolan.valuation.payable.uses import NEIGHBOURS, TOP, UseGame

MEMBERS = ("ana", "ben", "eve")


def sole(member: str) -> Owners:
    """One holder."""
    return ((member, Fraction(1)),)


def game(
    points: list[list[int]], labels: list[int], owners: list[Owners], **more: object
) -> UseGame:
    """A game over these rows."""
    return UseGame(
        np.array(points, dtype=np.int64).reshape(len(points), -1),
        np.array(labels, dtype=np.int64), tuple(owners), MEMBERS, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def worth(chosen: tuple[int, ...], distances: list[int], matches: list[bool]) -> Fraction:
    """What a set of rows is worth: matches among its nearest, a block at the edge on average."""
    order = sorted(chosen, key=lambda row: distances[row])
    nearest = min(NEIGHBOURS, len(order))
    total = Fraction(0)
    for distance in {distances[row] for row in order}:
        before = sum(distances[row] < distance for row in order)
        block = [row for row in order if distances[row] == distance]
        room = max(0, min(len(block), nearest - before))
        total += Fraction(room * sum(matches[row] for row in block), len(block))
    return total / NEIGHBOURS


def shapley(distances: list[int], matches: list[bool]) -> list[Fraction]:
    """The Shapley value of each row by its definition, over all coalitions."""
    n = len(distances)
    values = []
    for row in range(n):
        others = [one for one in range(n) if one != row]
        total = Fraction(0)
        for size in range(n):
            for some in combinations(others, size):
                added = worth((*some, row), distances, matches) - worth(some, distances, matches)
                total += added / (n * comb(n - 1, size))
        values.append(total)
    return values


ROWS = st.lists(
    st.tuples(st.integers(-3, 3), st.integers(0, 1), st.sampled_from(MEMBERS)),
    min_size=1, max_size=8,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(ROWS, st.integers(-3, 3), st.integers(0, 1))
def test_weights_are_the_exact_values_of_each_ones_rows(
    rows: list[tuple[int, int, str]], asked: int, label: int
) -> None:
    """Brute force over all coalitions: each member's weight is hers, in units of 2^-40."""
    made = game([[x] for x, _, _ in rows], [y for _, y, _ in rows], [sole(m) for _, _, m in rows])
    found = made.weights(np.array([asked], dtype=np.int64), label)
    values = shapley([(x - asked) ** 2 for x, _, _ in rows], [y == label for _, y, _ in rows])
    exact = dict.fromkeys(MEMBERS, Fraction(0))
    for (_, _, member), value in zip(rows, values, strict=True):
        exact[member] += value
    for member in MEMBERS:
        assert abs(found.get(member, 0) - max(exact[member], 0) * 2**40) <= len(rows)
    assert all(weight > 0 for weight in found.values())


@settings(max_examples=60, deadline=None)
@given(ROWS, st.integers(-3, 3), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    rows: list[tuple[int, int, str]], asked: int, chance: object
) -> None:
    """Shuffle the rows: the weights stay."""
    point = np.array([asked], dtype=np.int64)

    def weights(lines: list[tuple[int, int, str]]) -> dict[str, int]:
        made = game(
            [[x] for x, _, _ in lines], [y for _, y, _ in lines], [sole(m) for *_, m in lines]
        )
        return made.weights(point, 1)

    mixed = list(rows)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert weights(rows) == weights(mixed)


def test_only_the_nearest_rows_play_and_all_at_the_edge() -> None:
    """Goal: far rows change nothing, ties at the cut all count. Method: rows beyond the top."""
    near = [[step] for step in range(TOP)]
    far = [[10_000 + step] for step in range(400)]
    point = np.array([0], dtype=np.int64)
    labels = [step % 2 for step in range(TOP)]
    alone = game(near, labels, [sole("ana" if s % 3 else "ben") for s in range(TOP)])
    beside = game(
        near + far, labels + [1] * 400,
        [sole("ana" if s % 3 else "ben") for s in range(TOP)] + [sole("eve")] * 400,
    )  # fmt: skip
    assert beside.weights(point, 1) == alone.weights(point, 1)
    edge = game(near + [[TOP - 1]] * 30, [1] * (TOP + 30), [sole("ana")] * TOP + [sole("eve")] * 30)
    assert edge.weights(point, 1)["eve"] > 0


def test_rows_held_together_are_shared_as_they_are_held() -> None:
    """Goal: co-creators earn their parts. Method: one row, held three to one."""
    held: Owners = (("ana", Fraction(3, 4)), ("ben", Fraction(1, 4)))
    found = game([[1]], [0], [held]).weights(np.array([1], dtype=np.int64), 0)
    assert found["ana"] == 3 * found["ben"]


def test_an_answer_that_no_row_speaks_for_weighs_nothing() -> None:
    """Goal: nobody is credited by chance. Method: a label that no row has."""
    assert (
        game([[1], [2]], [0, 1], [sole("ana")] * 2).weights(np.array([1], dtype=np.int64), 7) == {}
    )


def test_a_cap_limits_what_one_person_brings() -> None:
    """Goal: the charter's cap holds here too. Method: many near rows of one, one of another."""
    points = [[0]] * 0 + [[step] for step in range(1, 9)]
    owners = [sole("ana")] * 7 + [sole("ben")]
    point = np.array([0], dtype=np.int64)
    free = game(points, [1] * 8, owners).weights(point, 1)
    capped = game(points, [1] * 8, owners, cap=1).weights(point, 1)
    assert capped["ben"] * free["ana"] > free["ben"] * capped["ana"]


def test_a_question_of_another_shape_is_refused() -> None:
    """Goal: no silent nonsense. Method: too few features, floats, and features too large."""
    made = game([[1, 2]], [0], [sole("ana")])
    with pytest.raises(ValueError, match="features"):
        made.weights(np.array([1], dtype=np.int64), 0)
    with pytest.raises(ValueError, match="int64"):
        made.weights(np.array([1.0, 2.0]), 0)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="too large"):
        made.weights(np.array([2**40, 0], dtype=np.int64), 0)
    with pytest.raises(ValueError, match="labels and owners"):
        game([[1]], [0, 1], [sole("ana")])
