"""Instant run-off: a well-known count, plain recounts, and ties."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from auzolan.assembly.counting.irv import irv
from auzolan.assembly.counting.lots import lot
from auzolan.assembly.counting.rankings import Rankings

# Burlington, mayor, 2009, when three were left: Montroll, Kiss, Wright. As published by the Center
# for Range Voting (rangevoting.org/Burlington.html); the city's last stage, with papers it had
# moved before, is 4,313 to 4,061.
BURLINGTON = Rankings.from_lists(
    [[0, 1, 2], [0, 2, 1], [0], [1, 0, 2], [1, 2, 0], [1], [2, 0, 1], [2, 1, 0], [2]],
    3, [1332, 767, 455, 2043, 371, 568, 1513, 495, 1289],
)  # fmt: skip

SIZES = st.integers(1, 5)
ELECTIONS = SIZES.flatmap(
    lambda size: st.tuples(
        st.just(size),
        st.lists(
            st.tuples(
                st.permutations(range(size)), st.integers(1, size), st.integers(1, 9)
            ),
            min_size=1, max_size=9,
        ),
    )
)  # fmt: skip


def taken(size: int, drawn: list[tuple[list[int], int, int]]) -> tuple[list[list[int]], list[int]]:
    return [order[:length] for order, length, _ in drawn], [weight for _, _, weight in drawn]


def all_winners(ballots: list[list[int]], weights: list[int], left: frozenset[int]) -> set[int]:
    """Whoever can win when every tie is tried both ways."""
    totals = Counter(dict.fromkeys(left, 0))
    for ballot, weight in zip(ballots, weights, strict=True):
        first = next((one for one in ballot if one in left), None)
        if first is not None:
            totals[first] += weight
    if len(left) == 1:
        return set(left)
    fewest = min(totals.values())
    return set().union(
        *(all_winners(ballots, weights, left - {one}) for one in left if totals[one] == fewest)
    )


def test_burlington_excludes_the_candidate_whom_most_prefer_to_each_other() -> None:
    """Goal: stages as published. Method: the ballots of 2009 between the last three."""
    count = irv(BURLINGTON)
    assert [stage.totals for stage in count.stages] == [(2554, 2982, 3297), (0, 4314, 4064)]
    assert count.stages[0].excluded == 0
    assert count.stages[1].exhausted == 455
    assert count.elected == (1,)


@given(ELECTIONS)
def test_the_winner_is_one_that_a_plain_recount_allows(
    election: tuple[int, list[tuple[list[int], int, int]]],
) -> None:
    """Goal: right exclusions in any order of ties. Method: a recursion over every tie."""
    size, drawn = election
    ballots, weights = taken(size, drawn)
    count = irv(Rankings.from_lists(ballots, size, weights), seed="s")
    possible = all_winners(ballots, weights, frozenset(range(size)))
    assert count.elected[0] in possible
    if not count.lots and len(possible) > 1:
        earlier = [stage.totals for stage in count.stages]
        assert len(earlier) > 1, "a tie at the first stage is for the lot"


@given(ELECTIONS)
def test_every_ballot_is_somewhere_at_every_stage(
    election: tuple[int, list[tuple[list[int], int, int]]],
) -> None:
    """Goal: votes are conserved. Method: totals and exhausted are all valid ballots."""
    size, drawn = election
    ballots, weights = taken(size, drawn)
    count = irv(Rankings.from_lists(ballots, size, weights), seed="s")
    excluded: set[int] = set()
    for stage in count.stages:
        assert sum(stage.totals) + stage.exhausted == sum(weights)
        assert all(stage.totals[one] == 0 for one in excluded)
        if stage.excluded is not None:
            left = [total for one, total in enumerate(stage.totals) if one not in excluded]
            assert stage.totals[stage.excluded] == min(left)
            assert 2 * max(left) <= sum(left)
            excluded.add(stage.excluded)
    last = count.stages[-1]
    assert 2 * last.totals[count.elected[0]] > sum(last.totals)


def test_a_tie_looks_back_before_it_is_drawn() -> None:
    """Goal: the latest earlier stage that differs decides. Method: 5, 4, 3, 2, equal at stage 2."""
    rankings = Rankings.from_lists([[0], [1], [2], [3, 2]], 4, [5, 4, 3, 1])
    count = irv(rankings, seed="s")
    # Stage 2 has 5, 4, 4; at stage 1 candidate 3 had fewer than candidate 2.
    assert count.stages[1].totals == (5, 4, 4, 0)
    assert count.stages[1].excluded == 2
    assert count.lots == ()


def test_what_never_differed_is_drawn_and_recorded() -> None:
    """Goal: anyone draws the lot again. Method: two equal candidates behind a leader."""
    count = irv(Rankings.from_lists([[0], [1], [2]], 3, [3, 2, 2]), seed="2026-05-04")
    (drawn,) = count.lots
    assert drawn.order == lot("2026-05-04", 1, [1, 2])
    assert count.stages[0].excluded == drawn.order[0]
