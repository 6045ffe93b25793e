"""Why a member's value is what it is: the questions and the rows of hers that made it.

A value is a mean over questions of sums over rows, so its reasons are its own summands: what her
rows earned in a question, and what a row of hers earned over all questions. They are the numbers
of `canonical_values`, before its last rounding, and the value is made from them again here.

Holds one block of questions at a time, never all rows by all questions. It shows one member's
rows alone, names nobody else, and judges nobody.

Source: Jia et al. 2019, arXiv 1908.08619, Theorem 1, for the value of a row in one question.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from auzolan.valuation.intervals import interval_e9
from auzolan.valuation.payable.canonical_rows import CanonicalRows
from auzolan.valuation.payable.canonical_values import values_by_query
from auzolan.valuation.payable.knn import VALUE_BITS, QueryGame, checked_game
from auzolan.valuation.quantize import IntArray, squared_distances

QUESTIONS_SHOWN = 3
ROWS_SHOWN = 3
_E9 = 10**9


@dataclass(frozen=True, slots=True)
class Question:
    """A question in which a member's rows counted, and her row that lay nearest to it.

    Attributes:
        query: the question, as a place among the queries from 0.
        value_e9: what all her rows earned in it, scaled by 10^9, rounded down.
        row: her canonical row nearest to it, as a place among all n rows.
        rank_first: the place of that row by distance among all canonical rows, from 1.
        rank_last: the last place of the rows at the same distance; equal to `rank_first` where
            no other row is as far away.
        agrees: whether the row's answer is the question's.
        row_value_e9: what her part of that row earned in it, rounded down.
    """

    query: int
    value_e9: int
    row: int
    rank_first: int
    rank_last: int
    agrees: bool
    row_value_e9: int


@dataclass(frozen=True, slots=True)
class RowWorth:
    """What a member's part of one canonical row is worth, as a mean over the questions.

    Attributes:
        row: the row, as a place among all n rows.
        part: how much of it is hers, above 0 to 1.
        value_e9: the worth of her part, scaled by 10^9, rounded down.
    """

    row: int
    part: Fraction
    value_e9: int


@dataclass(frozen=True, slots=True)
class Reasons:
    """One member's value with what it is made of.

    Attributes:
        n_queries: the questions that the mean runs over.
        value_e9: her value, as `canonical_member_values` gives it.
        low_e9: lower end of its 95 % interval.
        high_e9: upper end.
        rows: every canonical row that she holds a part of, in order of row.
        questions: those in which her rows counted most, up or down; the earliest of equals first.
    """

    n_queries: int
    value_e9: int
    low_e9: int
    high_e9: int
    rows: tuple[RowWorth, ...]
    questions: tuple[Question, ...]

    @property
    def n_below_zero(self) -> int:
        """How many of her rows the model would do better without."""
        return sum(one.value_e9 < 0 for one in self.rows)

    @property
    def best(self) -> tuple[RowWorth, ...]:
        """Her rows of the greatest worth above zero, greatest first."""
        found = sorted(self.rows, key=lambda one: (-one.value_e9, one.row))
        return tuple(one for one in found[:ROWS_SHOWN] if one.value_e9 > 0)

    @property
    def worst(self) -> tuple[RowWorth, ...]:
        """Her rows of the least worth below zero, least first."""
        found = sorted(self.rows, key=lambda one: (one.value_e9, one.row))
        return tuple(one for one in found[:ROWS_SHOWN] if one.value_e9 < 0)


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """What a member holds.

    Attributes:
        places: the canonical rows of hers, as places among the canonical ones.
        parts: her part of each, as whole multiples of 1 / `scale`.
        scale: a common denominator of her parts.
    """

    places: NDArray[np.intp]
    parts: tuple[int, ...]
    scale: int


@dataclass(frozen=True, slots=True)
class _Sums:
    """A member's earnings in units of 1 / (scale * 2^40): by row, and by question."""

    by_row: list[int]
    by_query: list[int]


def reasons_of(
    train: tuple[IntArray, IntArray],
    query: tuple[IntArray, IntArray],
    rows: CanonicalRows,
    *,
    member: str,
    k: int,
    cap: int | None = None,
) -> Reasons:
    """Take one member's value apart into questions and rows.

    Args:
        train: int64 features of shape (n, d) and label codes of shape (n,), all n rows.
        query: the same of the m queries, m >= 2.
        rows: from `canonical_rows` over these n rows.
        member: whose reasons; one of `rows.members`.
        k: neighbours that vote, from 1 to 2^20.
        cap: as in `canonical_member_values`.
    Returns:
        Her value, equal to her line of `canonical_member_values`, with its reasons.
    Raises:
        ValueError: she has no claim to a row, shapes or types do not match, or a limit is passed.
    Source: linearity of the Shapley value over questions, and over the rows of a group.
    """
    if len(rows.row_of) != len(train[0]) or len(query[0]) < 2 or (cap is not None and cap < 1):
        raise ValueError(
            "expected canonical rows of these rows, at least 2 queries and a cap >= 1; got "
            f"{len(rows.row_of)} for {len(train[0])} rows, {len(query[0])} queries, cap {cap}"
        )
    if member not in rows.members:
        raise ValueError(f"{member} has no claim to any of these rows")
    game = checked_game(QueryGame(train[0][rows.standing], train[1][rows.standing], *query, k))
    held = _held(rows, member)
    sums = _sums(game, rows, held, cap)
    n, unit = len(query[0]), held.scale << VALUE_BITS
    squares = sum(earned * earned for earned in sums.by_query)
    interval = interval_e9(sum(sums.by_query), squares, n=n, unit=unit)
    worths = (
        RowWorth(row, Fraction(part, held.scale), _E9 * earned // (unit * n))
        for row, part, earned in zip(
            rows.standing[held.places].tolist(), held.parts, sums.by_row, strict=True
        )
    )
    return Reasons(
        n_queries=n,
        value_e9=interval.mean_e9,
        low_e9=interval.low_e9,
        high_e9=interval.high_e9,
        rows=tuple(sorted(worths, key=lambda one: one.row)),
        questions=_questions(game, rows, held, sums.by_query, cap),
    )


def _held(rows: CanonicalRows, member: str) -> _Held:
    hers = [
        (place, part)
        for place, owners in enumerate(rows.owners)
        for who, part in owners
        if who == member
    ]
    scale = lcm(*(part.denominator for _, part in hers))
    places = np.array([place for place, _ in hers], dtype=np.intp)
    return _Held(places, tuple(int(part * scale) for _, part in hers), scale)


def _sums(game: QueryGame, rows: CanonicalRows, held: _Held, cap: int | None) -> _Sums:
    """Add up her earnings; a value is at most 2^40, so no sum of whole rows leaves int64."""
    by_row = np.zeros(len(held.places), dtype=np.int64)
    by_query: list[int] = []
    parts = sorted(set(held.parts))
    groups = [np.flatnonzero(np.array(held.parts) == part) for part in parts]
    for values, worths in values_by_query(game, rows, cap):
        hers = values[:, held.places]
        by_row += hers.sum(axis=0, dtype=np.int64)
        earned = [0] * len(worths)
        for part, group in zip(parts, groups, strict=True):
            whole: list[int] = hers[:, group].sum(axis=1, dtype=np.int64).tolist()
            earned = [sofar + part * more for sofar, more in zip(earned, whole, strict=True)]
        by_query += earned
    weighed = zip(by_row.tolist(), held.parts, strict=True)
    return _Sums([part * earned for earned, part in weighed], by_query)


def _questions(
    game: QueryGame, rows: CanonicalRows, held: _Held, by_query: list[int], cap: int | None
) -> tuple[Question, ...]:
    most = sorted(range(len(by_query)), key=lambda query: (-abs(by_query[query]), query))
    chosen = [query for query in most[:QUESTIONS_SHOWN] if by_query[query]]
    return tuple(_question(game, rows, held, (query, by_query[query]), cap) for query in chosen)


def _question(
    game: QueryGame, rows: CanonicalRows, held: _Held, earned: tuple[int, int], cap: int | None
) -> Question:
    """One question looked at again: her nearest row in it, the earliest of equally near ones."""
    query, value = earned
    only = slice(query, query + 1)
    alone = QueryGame(game.train, game.labels, game.query[only], game.query_labels[only], game.k)
    ((values, _),) = values_by_query(alone, rows, cap)
    distances = squared_distances(alone.query, game.train)[0]
    nearest = int(np.lexsort((rows.standing[held.places], distances[held.places]))[0])
    place = int(held.places[nearest])
    unit = held.scale << VALUE_BITS
    return Question(
        query=query,
        value_e9=_E9 * value // unit,
        row=int(rows.standing[place]),
        rank_first=1 + int((distances < distances[place]).sum()),
        rank_last=int((distances <= distances[place]).sum()),
        agrees=bool(game.labels[place] == alone.query_labels[0]),
        row_value_e9=_E9 * held.parts[nearest] * int(values[0, place]) // unit,
    )
