"""Counting against two libraries that others wrote: pref_voting 1.18.2 and apportionment 1.0.

They return all winners that some order of ties allows, or refuse ties; ours draws one by lot, which
must be among them, and must be the one where there is one.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

pytest.importorskip("pref_voting", reason="in an environment of its own: `make test-peers`")
pytest.importorskip("apportionment", reason="in an environment of its own: `make test-peers`")

from apportionment.methods import TiesException, compute
from hypothesis import given, settings
from hypothesis import strategies as st
from pref_voting import (
    c1_methods,
    grade_methods,
    iterative_methods,
    margin_based_methods,
    scoring_methods,
)
from pref_voting.grade_profiles import GradeProfile
from pref_voting.profiles import Profile
from pref_voting.profiles_with_ties import ProfileWithTies

from auzolan.assembly.counting.apportionment import (
    TiedSeats,
    dhondt,
    largest_remainder,
    sainte_lague,
)
from auzolan.assembly.counting.approval import Approvals, approval
from auzolan.assembly.counting.borda import borda
from auzolan.assembly.counting.irv import irv
from auzolan.assembly.counting.lots import Lot
from auzolan.assembly.counting.majority_judgement import majority_judgement
from auzolan.assembly.counting.pairwise import Pairwise, Strength, condorcet, pairwise
from auzolan.assembly.counting.plurality import plurality, run_off
from auzolan.assembly.counting.preferences import Preferences
from auzolan.assembly.counting.ranked_pairs import ranked_pairs
from auzolan.assembly.counting.rankings import Rankings
from auzolan.assembly.counting.schulze import schulze
from auzolan.assembly.counting.scores import Grades, mean_score, score

SEARCH = settings(max_examples=60)
Linear = tuple[list[list[int]], list[int]]


def linear(most: int) -> st.SearchStrategy[Linear]:
    """Full rankings of up to so many candidates, with voters behind each."""
    return st.integers(2, most).flatmap(
        lambda size: st.lists(
            st.tuples(st.permutations(range(size)), st.integers(1, 9)), min_size=1, max_size=8
        ).map(lambda drawn: ([list(one) for one, _ in drawn], [number for _, number in drawn]))
    )


def weak(most: int) -> st.SearchStrategy[Linear]:
    """Places of up to so many candidates, 0 for none, with voters behind each."""
    return st.integers(2, most).flatmap(
        lambda size: st.lists(
            st.tuples(
                st.lists(st.integers(0, 4), min_size=size, max_size=size).filter(any),
                st.integers(1, 9),
            ),
            min_size=1, max_size=8,
        ).map(lambda drawn: ([one for one, _ in drawn], [number for _, number in drawn]))
    )  # fmt: skip


def agrees(elected: tuple[int, ...], lots: tuple[Lot, ...], theirs: list[int]) -> None:
    assert elected[0] in theirs
    assert bool(lots) or len(theirs) == 1


def ours(election: Linear) -> Rankings:
    return Rankings.from_lists(election[0], len(election[0][0]), election[1])


def theirs_with_ties(election: Linear) -> ProfileWithTies:
    size = len(election[0][0])
    profile = ProfileWithTies(
        [{one: place for one, place in enumerate(line) if place} for line in election[0]],
        rcounts=election[1],
        candidates=list(range(size)),
    )
    profile.use_extended_strict_preference()
    return profile


def counted(election: Linear) -> Pairwise:
    return pairwise(Preferences.from_places(*election))


@SEARCH
@given(linear(5))
def test_first_preferences_and_run_offs(election: Linear) -> None:
    """Goal: the same winners. Method: plurality, run-off and instant run-off, all ties tried."""
    theirs = Profile(*election)
    found = plurality(ours(election), seed="s")
    agrees(found.elected, found.lots, scoring_methods.plurality(theirs))
    second = run_off(ours(election), seed="s")
    possible = iterative_methods.plurality_with_runoff_put(theirs)
    assert second.elected[0] in possible
    assert second.lots or set(possible) == set(second.elected)
    last = irv(ours(election), seed="s")
    assert last.elected[0] in iterative_methods.instant_runoff_put(theirs)


@SEARCH
@given(linear(5), st.data())
def test_instant_run_off_with_short_ballots(election: Linear, data: st.DataObject) -> None:
    """Goal: the same winners when ballots end early. Method: cut each ballot, all ties tried."""
    size = len(election[0][0])
    cut = [line[: data.draw(st.integers(1, size))] for line in election[0]]
    theirs = ProfileWithTies(
        [{one: at for at, one in enumerate(line, 1)} for line in cut],
        rcounts=election[1], candidates=list(range(size)),
    )  # fmt: skip
    found = irv(Rankings.from_lists(cut, size, election[1]), seed="s")
    assert found.elected[0] in iterative_methods.instant_runoff_put(theirs)


@pytest.mark.parametrize("strength", list(Strength))
@SEARCH
@given(election=weak(5))
def test_strongest_paths(strength: Strength, election: Linear) -> None:
    """Goal: the same leaders. Method: beat paths by margins, and by support.

    Theirs knows support alone, ours also what stands against it: that only tells equals apart, so
    our leaders are compared with theirs on ballots where equal support means equal opposition.
    """
    theirs = theirs_with_ties(election)
    count = counted(election)
    by = theirs.margin if strength is Strength.MARGINS else theirs.support
    if strength is Strength.WINNING_VOTES:
        pairs = {
            (int(count.votes[a, b]), int(count.votes[b, a]))
            for a, b in zip(*count.beats.nonzero(), strict=True)
        }
        if len({votes for votes, _ in pairs}) < len(pairs):
            return
    found = schulze(count, strength=strength, seed="s")
    assert list(found.leaders) == margin_based_methods.beat_path(theirs, strength_function=by)


@SEARCH
@given(linear(4))
def test_ranked_pairs(election: Linear) -> None:
    """Goal: one of their winners, the one where there is one. Method: theirs tries all ties.

    Four candidates at most: theirs goes through every order of equal majorities.
    """
    count = pairwise(Preferences.from_rankings(ours(election)))
    found = ranked_pairs(count, seed="s")
    agrees(found.elected, found.lots, margin_based_methods.ranked_pairs(Profile(*election)))


@SEARCH
@given(weak(6))
def test_each_against_each_borda_and_condorcet(election: Linear) -> None:
    """Goal: the same matrix, points and report. Method: ballots with ties and without some."""
    theirs = theirs_with_ties(election)
    count = counted(election)
    size = count.candidates
    assert count.votes.tolist() == [
        [theirs.support(a, b) if a != b else 0 for b in range(size)] for a in range(size)
    ]
    report = condorcet(count)
    assert report.winner == theirs.condorcet_winner()
    assert report.loser == theirs.condorcet_loser()
    assert list(report.smith) == sorted(c1_methods.top_cycle(theirs))
    found = borda(count, seed="s")
    best = scoring_methods.borda_for_profile_with_ties(
        theirs, borda_scores=scoring_methods.symmetric_borda_scores
    )
    agrees(found.elected, found.lots, best)


def grade_profiles(highest: int, least: int) -> st.SearchStrategy[list[list[int]]]:
    return st.integers(2, 4).flatmap(
        lambda size: st.lists(
            st.lists(st.integers(least, highest), min_size=size, max_size=size),
            min_size=1, max_size=9,
        ).filter(lambda table: max(map(max, table)) > 0)
    )  # fmt: skip


def their_grades(table: list[list[int]], highest: int) -> GradeProfile:
    lines = [{one: grade for one, grade in enumerate(line) if grade >= 0} for line in table]
    return GradeProfile(lines, list(range(highest + 1)), candidates=list(range(len(table[0]))))


@SEARCH
@given(grade_profiles(5, 0))
def test_sums_means_and_majority_judgement(table: list[list[int]]) -> None:
    """Goal: the same winners. Method: everyone grades everyone."""
    theirs = their_grades(table, 5)
    grades = Grades.from_table(table, 5)
    sums = score(grades, seed="s")
    agrees(sums.elected, sums.lots, grade_methods.score_voting(theirs, evaluation_method="sum"))
    means = mean_score(grades, seed="s")
    by_means = grade_methods.score_voting(theirs, evaluation_method="mean")
    agrees(means.elected, means.lots, by_means)
    for one, mean in enumerate(means.means):
        column = [line[one] for line in table]
        assert mean == Fraction(sum(column), len(column))
    judged = majority_judgement(grades, seed="s")
    assert judged.elected[0] in grade_methods.majority_judgement(theirs)


@SEARCH
@given(grade_profiles(1, 0))
def test_approvals(table: list[list[int]]) -> None:
    """Goal: the same winners. Method: grades 0 and 1."""
    found = approval(Approvals.from_table(table), seed="s")
    agrees(found.elected, found.lots, grade_methods.approval(their_grades(table, 1)))


@pytest.mark.parametrize(
    ("method", "name"),
    [(sainte_lague, "saintelague"), (dhondt, "dhondt"), (largest_remainder, "hamilton")],
)
@settings(max_examples=200)
@given(votes=st.lists(st.integers(1, 90), min_size=1, max_size=7), seats=st.integers(1, 40))
def test_apportionment(method: object, name: str, votes: list[int], seats: int) -> None:
    """Goal: the same seats, and the same ties refused. Method: exact fractions on their side."""
    exact = [Fraction(number) for number in votes]
    try:
        theirs = compute(name, exact, seats, tiesallowed=False, fractions=True)
    except TiesException:
        with pytest.raises(TiedSeats):
            method(votes, seats)  # type: ignore[operator]
        return
    assert list(method(votes, seats).seats) == list(theirs)  # type: ignore[operator]
