"""The front of the counting library, and what every method that reads rankings must keep to."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

import auzolan.assembly as library
from auzolan.assembly import Rankings
from auzolan.assembly.counting import front
from auzolan.assembly.counting.ballot_files import BallotFile
from auzolan.assembly.counting.methods import METHODS, Answer

OF_RANKINGS = sorted(set(METHODS) - {"scottish-stv", "meek-stv"})
ONE_SEAT = {"run-off", "irv", "condorcet"}
ELECTIONS = st.integers(2, 5).flatmap(
    lambda size: st.lists(
        st.tuples(st.permutations(range(size)), st.integers(1, size), st.integers(1, 6)),
        min_size=1,
        max_size=8,
    )
)
Drawn = list[tuple[list[int], int, int]]


def file_of(rankings: list[list[int]], weights: list[int], size: int) -> BallotFile:
    numbers = tuple(range(1, size + 1))
    return BallotFile(
        rankings=Rankings.from_lists(rankings, size, weights), seats=None, numbers=numbers,
        names=tuple(map(str, numbers)), title="",
    )  # fmt: skip


def counted(method: str, rankings: list[list[int]], weights: list[int], size: int) -> Answer:
    return METHODS[method].count(file_of(rankings, weights, size), 1, "seed")


def test_every_name_is_the_one_of_its_module() -> None:
    """Goal: nothing is misspelt or forgotten. Method: both lists of names, one by one."""
    assert sorted(library.__all__) == sorted(front.__all__) == dir(library)
    for name in library.__all__:
        assert getattr(library, name) is getattr(front, name)
    with pytest.raises(AttributeError, match="no attribute 'irv_stv'"):
        library.irv_stv  # type: ignore[attr-defined]  # noqa: B018


def test_the_acts_load_nothing_of_the_library() -> None:
    """Goal: a quick start for what does not count. Method: a fresh interpreter."""
    code = "import sys, auzolan.assembly.acts; print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(said.stdout.split())
    assert "auzolan.assembly.acts" in loaded
    assert not {"numba", "auzolan.assembly.counting.front"} & loaded


@pytest.mark.parametrize("method", OF_RANKINGS)
@given(drawn=ELECTIONS, data=st.data())
def test_order_merging_and_names_do_not_matter(
    method: str, drawn: Drawn, data: st.DataObject
) -> None:
    """Goal: only what was voted counts. Method: shuffle, split, and rename where no lot fell."""
    size = len(drawn[0][0])
    rankings = [order[:length] for order, length, _ in drawn]
    weights = [weight for _, _, weight in drawn]
    found = counted(method, rankings, weights, size)
    mixed = data.draw(
        st.permutations(
            [line for line, times in zip(rankings, weights, strict=True) for _ in range(times)]
        )
    )
    assert counted(method, mixed, [1] * len(mixed), size) == found
    if found.lots:
        return
    name = data.draw(st.permutations(range(size)))
    renamed = counted(method, [[name[one] for one in line] for line in rankings], weights, size)
    assert renamed.lots == ()
    assert renamed.elected == tuple(name[one] for one in found.elected)


@pytest.mark.parametrize("method", OF_RANKINGS)
def test_a_clear_favourite_is_elected_by_every_method(method: str) -> None:
    """Goal: each name leads to a method that works. Method: 5 of 7 put candidate 2 first."""
    answer = counted(method, [[1, 0, 2], [0, 1], [2, 1]], [5, 1, 1], 3)
    assert answer.elected == (1,)
    assert all(len(row.figures) == 3 for row in answer.rows)


@pytest.mark.parametrize("method", OF_RANKINGS)
@pytest.mark.parametrize("seats", [0, 4])
def test_seats_that_cannot_be_filled_are_refused(method: str, seats: int) -> None:
    """Goal: what and what to do. Method: none, and more seats than candidates."""
    count: Callable[..., Answer] = METHODS[method].count
    with pytest.raises(ValueError, match="one seat" if method in ONE_SEAT else "1 to 3 seats"):
        count(file_of([[0, 1, 2]], [1], 3), seats, "seed")


@pytest.mark.parametrize("method", OF_RANKINGS)
def test_an_election_without_a_vote_elects_nobody(method: str) -> None:
    """Goal: refused, not guessed. Method: blank ballots alone."""
    with pytest.raises(ValueError, match="no ballot is valid"):
        counted(method, [[], []], [1, 3], 3)
