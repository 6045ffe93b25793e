"""Methods that give points: plurality and run-off, approval, sums and means of scores."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.assembly.counting.approval import Approvals, approval
from auzolan.assembly.counting.lots import lot
from auzolan.assembly.counting.plurality import plurality, run_off
from auzolan.assembly.counting.points import by_points, placed
from auzolan.assembly.counting.rankings import BadBallot, Rankings
from auzolan.assembly.counting.scores import Grades, mean_score, score

# Tennessee's capital, an example in many textbooks: Memphis, Nashville, Chattanooga, Knoxville.
TENNESSEE = Rankings.from_lists(
    [[0, 1, 2, 3], [1, 2, 3, 0], [2, 3, 1, 0], [3, 2, 1, 0]], 4, [42, 26, 15, 17]
)
GRADES = st.integers(1, 4).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(-1, 5), min_size=size, max_size=size), min_size=1, max_size=12
    )
)


def test_plurality_elects_who_has_most_first_preferences() -> None:
    """Goal: first preferences alone. Method: Tennessee."""
    count = plurality(TENNESSEE, seats=2)
    assert (count.points, count.elected, count.lots) == ((42, 26, 15, 17), (0, 1), ())


def test_the_second_round_is_between_the_two_leaders() -> None:
    """Goal: second preferences count between leaders. Method: Tennessee, 42 against 58."""
    count = run_off(TENNESSEE)
    assert (count.leaders, count.second, count.elected) == ((0, 1), (42, 58), (1,))
    assert count.exhausted == 0


def test_more_than_half_needs_no_second_round() -> None:
    """Goal: strictly more than half. Method: 3 of 5 settle it, 2 of 4 do not."""
    assert run_off(Rankings.from_lists([[0], [1], [2]], 3, [3, 1, 1])).second == ()
    assert run_off(Rankings.from_lists([[0], [1], [2]], 3, [2, 1, 1]), seed="s").second != ()


def test_a_tie_for_the_second_round_and_one_in_it_are_drawn() -> None:
    """Goal: lots are recorded and can be drawn again. Method: ties at both places."""
    count = run_off(Rankings.from_lists([[0], [1], [2]], 3, [2, 2, 2]), seed="s")
    first, second = count.lots
    assert first.order == lot("s", 1, [0, 1, 2])
    assert set(count.leaders) == set(first.order[:2])
    assert second.order == lot("s", 2, count.leaders)
    assert count.elected == second.order[:1]
    assert count.exhausted == 2


@given(st.lists(st.integers(0, 5), min_size=1, max_size=8), st.data())
def test_a_lot_is_drawn_only_where_it_decides(points: list[int], data: st.DataObject) -> None:
    """Goal: points come first, always. Method: compare with the sorted points."""
    seats = data.draw(st.integers(1, len(points)))
    count = by_points(points, seats=seats, seed="s")
    in_order = sorted(points, reverse=True)
    assert [points[one] for one in count.order] == in_order
    assert sorted(count.order) == list(range(len(points)))
    is_split = seats < len(points) and in_order[seats - 1] == in_order[seats]
    assert bool(count.lots) is is_split
    if is_split:
        tied = [one for one, number in enumerate(points) if number == in_order[seats - 1]]
        assert sorted(count.lots[0].order) == tied


def test_another_seed_can_elect_another() -> None:
    """Goal: the seed decides. Method: seeds until both have won."""
    winners = {by_points([1, 1], seats=1, seed=str(seed)).elected for seed in range(40)}
    assert winners == {(0,), (1,)}


@given(st.lists(st.sets(st.integers(0, 3)), min_size=1, max_size=12), st.data())
def test_approvals_are_added_up(ballots: list[set[int]], data: st.DataObject) -> None:
    """Goal: sums are exact. Method: plain counting of sets, from lists and from a table."""
    weights = data.draw(st.lists(st.integers(1, 9), min_size=len(ballots), max_size=len(ballots)))
    plain = tuple(
        sum(weight for names, weight in zip(ballots, weights, strict=True) if one in names)
        for one in range(4)
    )
    approvals = Approvals.from_lists(ballots, 4, weights)
    if not any(plain):
        with pytest.raises(ValueError, match="no ballot is valid"):
            approval(approvals)
        return
    assert approval(approvals, seed="s").points == plain
    table = Approvals.from_table(
        np.array([[one in names for one in range(4)] for names in ballots]), weights
    )
    assert approval(table, seed="s") == approval(approvals, seed="s")


def test_rankings_can_be_read_as_approvals() -> None:
    """Goal: who is ranked is approved. Method: short rankings."""
    approvals = Approvals.from_rankings(Rankings.from_lists([[2, 0], [2], []], 3, [3, 4, 5]))
    assert approval(approvals).points == (3, 0, 7)


@given(GRADES)
def test_sums_and_means_are_exact(table: list[list[int]]) -> None:
    """Goal: no rounding. Method: the same in plain fractions."""
    columns = [[grade for grade in column if grade >= 0] for column in zip(*table, strict=True)]
    grades = Grades.from_table(table, 5)
    if not any(columns):
        with pytest.raises(ValueError, match="no ballot is valid"):
            score(grades)
        return
    assert score(grades, seed="s").points == tuple(map(sum, columns))
    means = mean_score(grades, seed="s")
    plain = [Fraction(sum(column), len(column)) if column else Fraction() for column in columns]
    assert list(means.means) == plain
    best = max(mean for mean, column in zip(plain, columns, strict=True) if column)
    assert plain[means.elected[0]] == best
    assert columns[means.elected[0]]


def test_a_least_number_of_grades_keeps_the_unknown_out() -> None:
    """Goal: one enthusiast does not elect. Method: a mean of 5 from one voter, of 4 from three."""
    grades = Grades.from_table([[5, 4], [-1, 4], [-1, 4]], 5)
    assert mean_score(grades).elected == (0,)
    assert mean_score(grades, graded_min=2).elected == (1,)
    unknown = Grades.from_table([[0, -1]], 5)
    with pytest.raises(ValueError, match="1 candidates are graded by 1 voters or more, and 2"):
        mean_score(unknown, graded_min=0, seats=2)
    with pytest.raises(ValueError, match="0 candidates are graded by 4 voters or more"):
        mean_score(grades, graded_min=4)


BLANK = Rankings.from_lists([[], []], 2)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: plurality(TENNESSEE, seats=5), "1 to 4 seats; got 5"),
        (lambda: plurality(TENNESSEE, seats=0), "1 to 4 seats; got 0"),
        (lambda: plurality(BLANK), "no ballot is valid"),
        (lambda: run_off(BLANK), "no ballot is valid"),
        (lambda: placed([1], seats=2, seed=""), "lower the seats"),
        (lambda: Approvals.from_lists([[0], [1, 1]], 2), "ballot 2 approves candidate 2 twice"),
        (lambda: Approvals.from_lists([[2]], 2), "candidate 3, who does not stand"),
        (lambda: Approvals.from_table([[0, 2]]), "ballot 1 gives candidate 2 the number 2"),
        (lambda: Approvals.from_table([[0, 1]], [0]), "stands for 0 voters"),
        (lambda: Approvals.from_table([[0, 1]], [-3]), "stands for -3 voters"),
        (lambda: Approvals.from_table([[0, 1]], [2**62]), "weights sum to more"),
        (lambda: Approvals.from_table([[0, 1]], [1, 1]), "1 ballots need as many"),
        (lambda: Approvals.from_table([[0.5, 1]]), "table of whole numbers"),
        (lambda: Grades.from_table([[3], [6]], 5), "ballot 2 gives candidate 1 the number 6"),
        (lambda: Grades.from_table([[-2]], 5), "grades go from -1 to 5"),
        (lambda: Grades.from_table([[1]], 0), "best grade is 1 to"),
        (lambda: score(Grades.from_table([[1, 1]], 2), seats=3), "1 to 2 seats"),
    ],
)
def test_bad_input_is_refused_with_what_and_what_to_do(wrong: object, says: str) -> None:
    """Goal: nothing is guessed. Method: one wrong call for each refusal."""
    with pytest.raises(ValueError, match=says):
        wrong()  # type: ignore[operator]


def test_a_bad_ballot_is_named() -> None:
    """Goal: whoever enters ballots finds it. Method: its number travels with the refusal."""
    with pytest.raises(BadBallot) as refused:
        Grades.from_table([[3], [6]], 5)
    assert refused.value.ballot == 1
