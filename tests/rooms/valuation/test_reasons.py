"""A member's reasons are the summands of her value, and nothing else."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.valuation.payable.canonical_rows import Claim, Merging, canonical_rows, sole
from auzolan.valuation.payable.canonical_values import canonical_member_values
from auzolan.valuation.payable.knn import row_values
from auzolan.valuation.payable.near import Vectors
from auzolan.valuation.payable.reasons import QUESTIONS_SHOWN, reasons_of

E9 = 10**9
UNIT = 2**40
SEED = st.integers(0, 2**32)
CAPS = st.sampled_from([None, 1, 2])


def works(seed: int, *, n: int = 14, m: int = 9):
    """Works on a coarse grid, many of them alike, some with two co-creators."""
    made = np.random.default_rng(seed)
    train = made.integers(-3, 4, (n, 2)), made.integers(0, 3, n)
    query = made.integers(-3, 4, (m, 2)), made.integers(0, 3, m)
    people = ("ana", "ben", "eve")
    claims = []
    for place in made.permutation(n).tolist():
        first, second = made.choice(3, 2, replace=False).tolist()
        bp = int(made.integers(1, 10_000))
        shared = Claim(((people[first], bp), (people[second], 10_000 - bp)), place)
        claims.append(shared if made.random() < 0.3 else sole(people[first], place))
    rows = canonical_rows(Vectors(train[0]), train[1], claims, merging=Merging.WORK)
    return train, query, rows


@settings(deadline=None)
@given(SEED, st.integers(1, 16), CAPS)
def test_reasons_make_the_line_that_is_paid(seed: int, k: int, cap: int | None) -> None:
    """Goal: no second truth. Method: value, interval and row count of each member against the rule."""
    train, query, rows = works(seed)
    line = canonical_member_values(train, query, rows, k=k, cap=cap)
    for place, member in enumerate(rows.members):
        found = reasons_of(train, query, rows, member=member, k=k, cap=cap)
        assert found.value_e9 == line.value_e9[place]
        assert (found.low_e9, found.high_e9) == (line.low_e9[place], line.high_e9[place])
        assert len(found.rows) == line.rows[place]
        lost = found.value_e9 - sum(one.value_e9 for one in found.rows)
        assert 0 <= lost < max(1, len(found.rows)), "rows lose less than 10^-9 each to rounding"


@settings(deadline=None)
@given(SEED, CAPS)
def test_questions_are_those_that_counted_most(seed: int, cap: int | None) -> None:
    """Goal: the true reasons. Method: each question valued alone, by brute force, and ranked."""
    train, query, rows = works(seed)
    for member in rows.members:
        found = reasons_of(train, query, rows, member=member, k=3, cap=cap)
        alone = [earned_in(train, query, rows, one, member, cap) for one in range(len(query[0]))]
        order = sorted(range(len(alone)), key=lambda one: (-abs(alone[one]), one))
        expected = [one for one in order[:QUESTIONS_SHOWN] if alone[one]]
        assert [one.query for one in found.questions] == expected
        for one in found.questions:
            assert one.value_e9 == E9 * alone[one.query] // 1


def earned_in(train, query, rows, one: int, member: str, cap: int | None) -> Fraction:  # noqa: PLR0917
    """What a member earns in one question, by values of rows in a game of that question alone."""
    far = ((train[0][rows.standing] - query[0][one]) ** 2).sum(axis=1).tolist()
    right = (train[1][rows.standing] == query[1][one]).tolist()
    ties = entering(rows, far, right, cap or len(far))
    enter = sorted(at for tie, room in ties for at in tie[:room])
    if not enter:
        return Fraction(0)
    kept = rows.standing[enter]
    found = exact_values(train[0][kept], train[1][kept], query[0][[one]], query[1][[one]], k=3)
    fine = dict(zip(enter, found, strict=True))
    total = Fraction(0)
    for tie, room in ties:
        units = sum((fine[at] for at in tie[:room]), Fraction(0)) * UNIT / len(tie)
        each = Fraction((2 * units + 1) // 2, UNIT)
        total += (
            sum((dict(rows.owners[at]).get(member, Fraction(0)) for at in tie), Fraction(0)) * each
        )
    return total


def exact_values(train, labels, point, answer, *, k: int) -> list[Fraction]:
    """Values of rows in one question, in units of 2^-40 as the payable game rounds them."""
    from auzolan.valuation.payable.knn import VALUE_BITS, QueryGame, blocks_of

    ((values, _),) = blocks_of(QueryGame(train, labels, point, answer, k))
    return [Fraction(value, 1 << VALUE_BITS) for value in values[0].tolist()]


def entering(rows, far: list[int], right: list[bool], cap: int) -> list[tuple[list[int], int]]:
    """Rows that cannot be told apart, and how many of them the cap lets in; straight from the rule."""

    def room(who: str, at: int) -> int:
        """What is left to a holder by all of hers that come before rows like this one."""
        before = [
            other
            for other, held in enumerate(rows.owners)
            if who in dict(held)
            and (far[other], right[other], len(held) > 1)
            < (far[at], right[at], len(rows.owners[at]) > 1)
        ]
        return max(0, cap - len(before))

    def like(who: str, at: int) -> list[int]:
        return [
            other
            for other, held in enumerate(rows.owners)
            if who in dict(held)
            and (far[other], right[other], len(held) > 1)
            == (far[at], right[at], len(rows.owners[at]) > 1)
        ]

    found = []
    for at, held in enumerate(rows.owners):
        if len(held) > 1:
            fits = all(len(like(who, at)) <= room(who, at) for who, _ in held)
            found.append(([at], int(fits)))
        elif like(held[0][0], at)[0] == at:
            tie = like(held[0][0], at)
            found.append((tie, min(len(tie), room(held[0][0], at))))
    return found


@settings(deadline=None)
@given(SEED)
def test_her_nearest_row_is_ranked_among_all_rows(seed: int) -> None:
    """Goal: rank and agreement are true. Method: sort all distances by hand."""
    train, query, rows = works(seed)
    found = reasons_of(train, query, rows, member="ana", k=3) if "ana" in rows.members else None
    for one in found.questions if found else ():
        far = ((train[0][rows.standing] - query[0][one.query]) ** 2).sum(axis=1).tolist()
        hers = [
            (far[at], rows.standing[at]) for at, who in enumerate(rows.owners) if "ana" in dict(who)
        ]
        distance, row = min(hers)
        assert one.row == row
        assert sorted(far).index(distance) + 1 == one.rank_first
        assert one.rank_last - one.rank_first + 1 == far.count(distance)
        assert one.agrees == (train[1][row] == query[1][one.query])


def test_best_and_worst_rows_are_told_apart() -> None:
    """Goal: she sees which rows help. Method: one right, one wrong row at two questions."""
    train = np.array([[0], [1], [9]]), np.array([0, 1, 0])
    query = np.array([[0], [0]]), np.array([0, 0])
    claims = [sole("ana", 0), sole("ana", 1), sole("ben", 2)]
    rows = canonical_rows(Vectors(train[0]), train[1], claims, merging=Merging.OBSERVATION)
    found = reasons_of(train, query, rows, member="ana", k=1)
    values = row_values(*train, *query, k=1).value_e9.tolist()
    assert [one.value_e9 for one in found.rows] == values[:2]
    assert [one.row for one in found.best] == [0]
    assert [one.row for one in found.worst] == [1]
    assert found.n_below_zero == 1
    first = found.questions[0]
    assert (first.query, first.row, first.rank_first, first.agrees) == (0, 0, 1, True)


def test_who_holds_no_row_has_no_reasons_and_a_stranger_is_refused() -> None:
    """Goal: defined at the edges. Method: a thief whose one row was merged, and a name unknown."""
    train = np.array([[0], [0], [5]]), np.array([0, 0, 1])
    query = np.array([[0], [4]]), np.array([0, 1])
    claims = [sole("ana", 0), sole("thief", 1), sole("ben", 2)]
    rows = canonical_rows(Vectors(train[0]), train[1], claims, merging=Merging.WORK)
    found = reasons_of(train, query, rows, member="thief", k=1)
    assert (found.value_e9, found.rows, found.questions) == (0, (), ())
    with pytest.raises(ValueError, match="nobody has no claim"):
        reasons_of(train, query, rows, member="nobody", k=1)


@pytest.mark.parametrize("cap", [0, -1])
def test_a_cap_below_one_is_refused(cap: int) -> None:
    """Goal: bad input is told. Method: caps that let no row in."""
    train, query, rows = works(1)
    with pytest.raises(ValueError, match="cap >= 1"):
        reasons_of(train, query, rows, member=rows.members[0], k=1, cap=cap)
