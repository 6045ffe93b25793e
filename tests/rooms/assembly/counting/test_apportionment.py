"""Seats for groups: textbook tables, quotients by brute force, quotas, ties."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.assembly.counting.apportionment import (
    Apportioned,
    TiedSeats,
    dhondt,
    largest_remainder,
    sainte_lague,
)
from auzolan.assembly.counting.lots import lot

Method = Callable[..., Apportioned]
METHODS = [sainte_lague, dhondt, largest_remainder]
VOTES = st.lists(st.integers(0, 60), min_size=1, max_size=6).filter(any)


@pytest.mark.parametrize(
    ("method", "votes", "seats", "shared"),
    [
        (sainte_lague, [53_000, 24_000, 23_000], 7, (3, 2, 2)),
        (dhondt, [53_000, 24_000, 23_000], 7, (4, 2, 1)),
        (dhondt, [100_000, 80_000, 30_000, 20_000], 8, (4, 3, 1, 0)),
        (sainte_lague, [100_000, 80_000, 30_000, 20_000], 8, (3, 3, 1, 1)),
        (largest_remainder, [47_000, 16_000, 15_800, 12_000, 6_100, 3_100], 10, (5, 2, 1, 1, 1, 0)),
    ],
)
def test_textbook_tables(
    method: Method, votes: list[int], seats: int, shared: tuple[int, ...]
) -> None:
    """Goal: the worked examples that electoral offices print. Method: no seed, so no tie."""
    assert method(votes, seats) == Apportioned(shared, ())


@pytest.mark.parametrize(("method", "step"), [(sainte_lague, 2), (dhondt, 1)])
@given(votes=VOTES, seats=st.integers(0, 40))
def test_divisor_methods_take_the_greatest_quotients(
    method: Method, step: int, votes: list[int], seats: int
) -> None:
    """Goal: the definition. Method: no seat given has a smaller quotient than one not given."""
    found = method(votes, seats, seed="s")
    assert sum(found.seats) == seats
    given_away = [
        Fraction(number, step * at + 1)
        for number, have in zip(votes, found.seats, strict=True)
        for at in range(have)
    ]
    waiting = [
        Fraction(number, step * have + 1) for number, have in zip(votes, found.seats, strict=True)
    ]
    assert min(given_away, default=Fraction(99)) >= max(waiting)
    is_tied = bool(given_away) and min(given_away) == max(waiting)
    assert bool(found.lots) is is_tied


@given(VOTES, st.integers(0, 40))
def test_largest_remainder_keeps_the_quota(votes: list[int], seats: int) -> None:
    """Goal: nobody is a whole seat away from her share. Method: exact fractions."""
    found = largest_remainder(votes, seats, seed="s")
    assert sum(found.seats) == seats
    exact = [Fraction(number * seats, sum(votes)) for number in votes]
    for have, share in zip(found.seats, exact, strict=True):
        assert share - 1 < have < share + 1
    rounded_up = [s - int(s) for have, s in zip(found.seats, exact, strict=True) if have > s]
    rounded_down = [s - int(s) for have, s in zip(found.seats, exact, strict=True) if have <= s]
    if rounded_up:
        assert min(rounded_up) >= max(rounded_down, default=Fraction())


@pytest.mark.parametrize("method", METHODS)
@given(votes=VOTES, seats=st.integers(0, 40), data=st.data())
def test_order_and_scale_of_groups_do_not_matter(
    method: Method, votes: list[int], seats: int, data: st.DataObject
) -> None:
    """Goal: sizes alone decide. Method: permute and multiply, where no lot was drawn."""
    found = method(votes, seats, seed="s")
    if found.lots:
        return
    order = data.draw(st.permutations(range(len(votes))))
    assert [method([votes[one] for one in order], seats).seats] == [
        tuple(found.seats[one] for one in order)
    ]
    assert method([number * 1_000_003 for number in votes], seats) == found


@pytest.mark.parametrize("method", METHODS)
def test_a_tie_is_refused_or_drawn(method: Method) -> None:
    """Goal: no silent choice. Method: three equal groups, four seats."""
    with pytest.raises(TiedSeats, match="groups 1, 2, 3 are equal at the last seat") as refused:
        method([5, 5, 5], 4)
    assert set(refused.value.groups) == {0, 1, 2}
    found = method([5, 5, 5], 4, seed="2026-05-04")
    (drawn,) = found.lots
    assert drawn.order == lot("2026-05-04", 1, range(3))
    assert found.seats[drawn.order[0]] == 2
    assert sorted(found.seats) == [1, 1, 2]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("votes", "seats", "says"),
    [
        ([], 3, "at least one group"),
        ([5, -1], 3, "all >= 0"),
        ([5, 1], -1, "seats from 0"),
        ([5, 1], 10_001, "seats from 0"),
        ([0, 0], 3, "no ballot is valid"),
    ],
)
def test_bad_input_is_refused_with_what_and_what_to_do(
    method: Method, votes: list[int], seats: int, says: str
) -> None:
    """Goal: nothing is guessed. Method: one wrong call for each refusal."""
    with pytest.raises(ValueError, match=says):
        method(votes, seats)
