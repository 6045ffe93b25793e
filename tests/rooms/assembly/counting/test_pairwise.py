"""Each against each: Schulze, ranked pairs, Borda, and the Condorcet report.

Published counts, brute force over all paths and all orders, and what no method may depend on.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations, permutations
from itertools import pairwise as successive

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.assembly.counting.borda import borda
from auzolan.assembly.counting.lots import lot
from auzolan.assembly.counting.pairwise import (
    BALLOTS_AT_ONCE,
    Pairwise,
    Strength,
    condorcet,
    pairwise,
)
from auzolan.assembly.counting.preferences import Preferences
from auzolan.assembly.counting.ranked_pairs import ranked_pairs
from auzolan.assembly.counting.rankings import Rankings
from auzolan.assembly.counting.schulze import SchulzeCount, schulze

BOTH = list(Strength)


def spelt(*ballots: tuple[int, str]) -> Pairwise:
    """Count ballots like (5, "acbed")."""
    names = sorted(set("".join(ballot for _, ballot in ballots)))
    rankings = Rankings.from_lists(
        [[names.index(name) for name in ballot] for _, ballot in ballots],
        len(names),
        [number for number, _ in ballots],
    )
    return pairwise(Preferences.from_rankings(rankings))


SCHULZE_1 = spelt((8, "acdb"), (2, "badc"), (4, "cdba"), (4, "dbac"), (3, "dcba"))
SCHULZE_45 = spelt(
    (5, "acbed"), (5, "adecb"), (8, "bedac"), (3, "cabed"),
    (7, "caebd"), (2, "cbade"), (7, "dceba"), (8, "ebadc"),
)  # fmt: skip
TENNESSEE = spelt((42, "mnck"), (26, "nckm"), (15, "cknm"), (17, "kcnm"))

# Places 0 (none) to 4 for up to five candidates, with ties, and voters behind each ballot.
PROFILES = st.integers(1, 5).flatmap(
    lambda size: st.lists(
        st.tuples(st.lists(st.integers(0, 4), min_size=size, max_size=size), st.integers(1, 9)),
        min_size=1,
        max_size=9,
    ).filter(lambda ballots: any(any(places) for places, _ in ballots))
)
Profile = list[tuple[list[int], int]]


def counted(profile: Profile) -> Pairwise:
    places, weights = zip(*profile, strict=True)
    return pairwise(Preferences.from_places(places, weights))


# --- plain counting ----------------------------------------------------------------------------


def plain_votes(profile: Profile) -> list[list[int]]:
    size = len(profile[0][0])
    votes = [[0] * size for _ in range(size)]
    for places, weight in profile:
        for a in range(size):
            for b in range(size):
                if places[a] and (not places[b] or places[a] < places[b]):
                    votes[a][b] += weight
    return votes


def link(votes: list[list[int]], a: int, b: int, strength: Strength) -> tuple[int, int]:
    if votes[a][b] <= votes[b][a]:
        return (0, 0)
    if strength is Strength.MARGINS:
        return (votes[a][b] - votes[b][a], 0)
    return (votes[a][b], -votes[b][a])


def strongest_path(
    votes: list[list[int]], start: int, end: int, strength: Strength
) -> tuple[int, int]:
    """The strongest of all simple paths, each as strong as its weakest link."""
    others = [one for one in range(len(votes)) if one not in {start, end}]
    best = (0, 0)
    for length in range(len(others) + 1):
        for middle in permutations(others, length):
            path = (start, *middle, end)
            links = [link(votes, a, b, strength) for a, b in successive(path)]
            if (0, 0) not in links:
                best = max(best, min(links))
    return best


def stacks(votes: list[list[int]], strength: Strength) -> list[tuple[int, ...]]:
    """All orders that ranked pairs can give: Zavist and Tideman (1989), by definition.

    An order is a stack when whoever stands above another reaches her, going down in the order,
    over links at least as strong as any majority of the other over the first.
    """
    return [order for order in permutations(range(len(votes))) if _is_stack(votes, order, strength)]


def _is_stack(votes: list[list[int]], order: tuple[int, ...], strength: Strength) -> bool:
    for upper, lower in combinations(order, 2):
        against = link(votes, lower, upper, strength)
        if against == (0, 0):
            continue
        between = order[order.index(upper) : order.index(lower) + 1]
        reached = {upper}
        for one in between:
            if one in reached:
                reached |= {
                    other
                    for other in between[between.index(one) + 1 :]
                    if link(votes, one, other, strength) >= against
                }
        if lower not in reached:
            return False
    return True


# --- published counts ----------------------------------------------------------------------------


@pytest.mark.parametrize("strength", BOTH)
def test_schulzes_first_example(strength: Strength) -> None:
    """Goal: Schulze (2011), section 3.1: d is elected. Method: the 21 ballots, matrix and winner."""
    assert SCHULZE_1.votes.tolist() == [
        [0, 8, 14, 10], [13, 0, 6, 2], [7, 15, 0, 12], [11, 19, 9, 0],
    ]  # fmt: skip
    count = schulze(SCHULZE_1, strength=strength, seats=4)
    assert count.leaders == (3,)
    assert count.elected == (3, 0, 2, 1)
    if strength is Strength.WINNING_VOTES:
        assert count.paths.tolist() == [
            [0, 14, 14, 12], [13, 0, 13, 12], [13, 15, 0, 12], [13, 19, 13, 0],
        ]  # fmt: skip


def test_schulzes_example_of_45_voters() -> None:
    """Goal: e > a > c > b > d with the published path strengths. Method: his 45 ballots."""
    count = schulze(SCHULZE_45, seats=5)
    assert ["abcde"[one] for one in count.elected] == list("eacbd")
    assert count.paths.tolist() == [
        [0, 28, 28, 30, 24],
        [25, 0, 28, 33, 24],
        [25, 29, 0, 29, 24],
        [25, 28, 28, 0, 24],
        [25, 28, 28, 31, 0],
    ]


def test_ranked_pairs_lock_the_strongest_first() -> None:
    """Goal: by hand, a wins where Schulze elects d. Method: the same 21 ballots."""
    count = ranked_pairs(SCHULZE_1, seats=4)
    as_text = [
        ("abcd"[one.winner] + "abcd"[one.loser], one.votes, one.is_locked)
        for one in count.majorities
    ]
    assert as_text == [
        ("db", 19, True), ("cb", 15, True), ("ac", 14, True),
        ("ba", 13, False), ("cd", 12, True), ("da", 11, False),
    ]  # fmt: skip
    assert count.elected == (0, 2, 3, 1)
    assert count.lots == ()


def test_tennessee_has_a_condorcet_winner_whom_all_such_methods_elect() -> None:
    """Goal: Nashville, named the third of c, k, m, n. Method: a textbook's 100 ballots."""
    report = condorcet(TENNESSEE)
    assert (report.winner, report.loser, report.smith) == (3, 2, (3,))
    assert (report.cycles, report.ties) == ((), ())
    assert schulze(TENNESSEE).elected == ranked_pairs(TENNESSEE).elected == (3,)
    assert borda(TENNESSEE).points == (173, 107, 126, 194)


def test_the_report_shows_a_circle() -> None:
    """Goal: nobody beats all, and people see why. Method: Condorcet's circle and an outsider."""
    report = condorcet(spelt((3, "abcd"), (2, "bcad"), (2, "cabd")))
    assert (report.winner, report.loser, report.smith) == (None, 3, (0, 1, 2))
    assert report.cycles == ((0, 1, 2),)


# --- brute force ---------------------------------------------------------------------------------


@given(PROFILES)
def test_each_against_each_is_plain_counting(profile: Profile) -> None:
    """Goal: ties, missing places and weights. Method: three nested loops."""
    count = counted(profile)
    assert count.votes.tolist() == plain_votes(profile)
    assert count.total == sum(weight for places, weight in profile if any(places))


def test_many_ballots_are_counted_piece_by_piece() -> None:
    """Goal: no ballot is lost between pieces. Method: a little more than two pieces."""
    n_ballots = 2 * BALLOTS_AT_ONCE + 7
    places = np.tile(np.array([[1, 2], [2, 1]], dtype=np.int16), (n_ballots // 2 + 1, 1))[
        :n_ballots
    ]
    count = pairwise(Preferences.from_places(places))
    assert count.votes.tolist() == [[0, n_ballots // 2 + 1], [n_ballots // 2, 0]]
    assert count.total == n_ballots


@pytest.mark.parametrize("strength", BOTH)
@given(profile=PROFILES)
def test_schulze_equals_all_paths(strength: Strength, profile: Profile) -> None:
    """Goal: the definition. Method: every simple path between every two candidates."""
    votes = plain_votes(profile)
    size = len(votes)
    count = schulze(counted(profile), strength=strength, seed="s")
    paths = [
        [strongest_path(votes, a, b, strength) if a != b else (0, 0) for b in range(size)]
        for a in range(size)
    ]
    assert count.paths.tolist() == [[support for support, _ in line] for line in paths]
    plain_better = [[paths[a][b] > paths[b][a] for b in range(size)] for a in range(size)]
    assert count.better.tolist() == plain_better
    leaders = tuple(b for b in range(size) if not any(plain_better[a][b] for a in range(size)))
    assert count.leaders == leaders
    assert count.elected[0] in leaders
    assert bool(count.lots) is (len(leaders) > 1)


@pytest.mark.parametrize("strength", BOTH)
@given(profile=PROFILES)
def test_ranked_pairs_give_a_stack(strength: Strength, profile: Profile) -> None:
    """Goal: the definition. Method: of all orders, those that Zavist and Tideman call stacks."""
    votes = plain_votes(profile)
    count = ranked_pairs(counted(profile), strength=strength, seats=len(votes), seed="s")
    possible = stacks(votes, strength)
    assert count.elected in possible
    first = ranked_pairs(counted(profile), strength=strength, seed="s")
    heads = {order[0] for order in possible}
    assert first.elected[0] in heads
    assert bool(first.lots) or len(heads) == 1


@given(PROFILES)
def test_borda_gives_every_ballot_the_same_number_of_points(profile: Profile) -> None:
    """Goal: short ballots and ties share what is left. Method: mean points of places, by hand."""
    size = len(profile[0][0])
    plain = [Fraction()] * size
    for places, weight in profile:
        if not any(places):
            continue
        keys = [place or 99 for place in places]
        for one in range(size):
            better, equal = sum(key < keys[one] for key in keys), keys.count(keys[one])
            shared = [size - 1 - place for place in range(better, better + equal)]
            plain[one] += weight * Fraction(sum(shared), equal)
    assert list(borda(counted(profile), seed="s").points) == plain


@given(PROFILES)
def test_the_report_says_what_the_definitions_say(profile: Profile) -> None:
    """Goal: winner, loser, Smith set. Method: try every set of candidates, the smallest first."""
    votes = plain_votes(profile)
    everyone = range(len(votes))
    report = condorcet(counted(profile))
    beats = {(a, b) for a in everyone for b in everyone if votes[a][b] > votes[b][a]}
    winners = [a for a in everyone if all((a, b) in beats for b in everyone if a != b)]
    losers = [b for b in everyone if all((a, b) in beats for a in everyone if a != b)]
    assert report.winner == (winners[0] if winners else None)
    assert report.loser == (losers[0] if losers and len(votes) > 1 else None)
    dominating = [
        inside
        for number in range(1, len(votes) + 1)
        for inside in combinations(everyone, number)
        if all((a, b) in beats for a in inside for b in everyone if b not in inside)
    ]
    assert report.smith == dominating[0]
    for cycle in report.cycles:
        assert len(cycle) >= 3
        assert all(pair in beats for pair in zip(cycle, cycle[1:] + cycle[:1], strict=True))
    assert bool(report.cycles) is _has_a_circle(beats, len(votes))
    assert report.ties == tuple(
        pair for pair in combinations(everyone, 2) if not {pair, pair[::-1]} & beats
    )


def _has_a_circle(beats: set[tuple[int, int]], size: int) -> bool:
    return not any(
        all(order.index(a) < order.index(b) for a, b in beats)
        for order in permutations(range(size))
    )


# --- what no method may depend on ----------------------------------------------------------------


@given(PROFILES, st.data())
def test_order_merging_and_names_do_not_matter(profile: Profile, data: st.DataObject) -> None:
    """Goal: only what was voted counts. Method: shuffle, split and rename."""
    count = counted(profile)
    shuffled = data.draw(st.permutations(profile))
    split = [(places, 1) for places, weight in shuffled for _ in range(weight)]
    assert counted(split).votes.tolist() == count.votes.tolist()
    names = data.draw(st.permutations(range(count.candidates)))
    renamed = counted([([places[one] for one in names], weight) for places, weight in profile])
    for strength in BOTH:
        was, now = (schulze(each, strength=strength, seed="s") for each in (count, renamed))
        assert sorted(names[one] for one in now.leaders) == list(was.leaders)
        pairs_was, pairs_now = (
            ranked_pairs(each, strength=strength, seed="s") for each in (count, renamed)
        )
        if not pairs_was.lots:
            assert not pairs_now.lots
            assert names[pairs_now.elected[0]] == pairs_was.elected[0]
    points = borda(renamed, seed="s").points
    assert [points[names.index(one)] for one in range(count.candidates)] == list(
        borda(count, seed="s").points
    )
    was_smith = {names.index(one) for one in condorcet(count).smith}
    assert set(condorcet(renamed).smith) == was_smith


@given(PROFILES)
def test_whoever_beats_all_is_elected_and_nobody_outside_the_smith_set(profile: Profile) -> None:
    """Goal: Condorcet and Smith. Method: both methods, both strengths."""
    count = counted(profile)
    smith = condorcet(count).smith
    for strength in BOTH:
        assert schulze(count, strength=strength, seed="s").elected[0] in smith
        assert ranked_pairs(count, strength=strength, seed="s").elected[0] in smith


@given(PROFILES)
def test_on_full_ballots_margins_and_winning_votes_agree(profile: Profile) -> None:
    """Goal: they differ by missing preferences alone. Method: make every ballot strict."""
    strict = [
        ([sorted(range(len(places)), key=lambda one: (places[one], one)).index(one) + 1
          for one in range(len(places))], weight)
        for places, weight in profile
    ]  # fmt: skip
    count = counted(strict)
    margins, votes = (schulze(count, strength=strength, seed="s") for strength in BOTH)
    assert margins.elected == votes.elected
    assert margins.better.tolist() == votes.better.tolist()


def test_on_short_ballots_margins_and_winning_votes_can_differ() -> None:
    """Goal: the choice is a real one. Method: a circle whose weakest defeat differs.

    a beats b 7 to 6, b beats c 5 to 2, c beats a 6 to 5: by margins the weakest is a over b or c
    over a (1 each, where b over c has 3); by winning votes it is b over c (5).
    """
    count = spelt((5, "ab"), (2, "a"), (6, "ca"), (4, "b"), (1, "bc"), (2, "c"))
    by_margins, by_votes = (schulze(count, strength=strength, seed="s") for strength in BOTH)
    assert by_margins.better.tolist() != by_votes.better.tolist()


# --- lots ----------------------------------------------------------------------------------------


def test_lots_are_recorded_and_can_be_drawn_again() -> None:
    """Goal: anyone repeats the draw. Method: a perfect circle, in which all are equal."""
    circle = spelt((1, "abc"), (1, "bca"), (1, "cab"))
    by_paths = schulze(circle, seed="2026-05-04")
    assert by_paths.leaders == (0, 1, 2)
    assert by_paths.lots[0].order == lot("2026-05-04", 1, range(3))
    assert by_paths.elected == by_paths.lots[0].order[:1]
    by_pairs = ranked_pairs(circle, seed="2026-05-04")
    assert by_pairs.lots[0].order == lot("2026-05-04", 1, range(3))
    winners = {ranked_pairs(circle, seed=str(seed)).elected for seed in range(30)}
    assert winners == {(0,), (1,), (2,)}


def test_leaders_who_all_get_a_seat_need_no_lot() -> None:
    """Goal: a lot only where it decides. Method: two equal leaders, two seats."""
    count = spelt((2, "abc"), (2, "bac"))
    assert schulze(count, seats=2).lots == ()
    assert set(schulze(count, seats=2).elected) == {0, 1}
    assert schulze(count, seats=1, seed="s").lots != ()
    assert ranked_pairs(count, seats=2).lots == ()


@pytest.mark.parametrize("method", [schulze, ranked_pairs])
def test_a_later_seat_is_drawn_where_it_is_tied(method: Callable[..., SchulzeCount]) -> None:
    """Goal: a lot at any seat. Method: one leader, and two equals behind her for the second."""
    count = spelt((2, "abc"), (2, "acb"))
    (drawn,) = method(count, seats=2, seed="s").lots
    assert method(count, seats=2, seed="s").elected[0] == 0
    winners = {method(count, seats=2, seed=str(seed)).elected[1] for seed in range(30)}
    assert winners == {1, 2}
    assert {1, 2} <= set(drawn.order)


# --- bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: Preferences.from_places([[1, -1]]), "ballot 1 gives candidate 2 the number -1"),
        (lambda: Preferences.from_places([[1, 40_000]]), "places go from 0 to 32766"),
        (lambda: Preferences.from_places([[1, 2]], [0]), "stands for 0 voters"),
        (lambda: Preferences.from_places([[1, 2]], [-2]), "stands for -2 voters"),
        (lambda: Preferences.from_places([[1, 2]], [1, 1]), "1 ballots need as many"),
        (lambda: Preferences.from_places([1, 2]), "a line a ballot"),
        (lambda: Preferences.from_places([[1.5, 2]]), "table of whole numbers"),
        (lambda: Preferences.from_places(np.ones((1, 501), dtype=int)), "1 to 500 candidates"),
        (
            lambda: Preferences.from_rankings(Rankings.from_lists([[1]], 501)),
            "at most 500 candidates",
        ),
        (lambda: pairwise(Preferences.from_places([[0, 0]])), "no ballot is valid"),
        (lambda: spelt((1, "")), "can stand"),
        (lambda: schulze(TENNESSEE, seats=5), "1 to 4 seats; got 5"),
        (lambda: ranked_pairs(TENNESSEE, seats=0), "1 to 4 seats; got 0"),
        (lambda: borda(TENNESSEE, seats=5), "1 to 4 seats; got 5"),
    ],
)
def test_bad_input_is_refused_with_what_and_what_to_do(wrong: object, says: str) -> None:
    """Goal: nothing is guessed. Method: one wrong call for each refusal."""
    with pytest.raises(ValueError, match=says):
        wrong()  # type: ignore[operator]


def test_blank_rankings_prefer_nobody() -> None:
    """Goal: a blank ballot changes nothing. Method: with and without, and of weight 0."""
    with_blank = Rankings.from_lists([[0, 1], [], [1]], 3, [2, 5, 0])
    count = pairwise(Preferences.from_rankings(with_blank))
    assert count.votes.tolist() == [[0, 2, 2], [0, 0, 2], [0, 0, 0]]
    assert count.total == 2
