"""Yes and no with exact parts: "more than", "at least", quorums of two calls, capped classes."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.assembly.counting.capped import capped, votes_held
from auzolan.assembly.counting.yes_no import (
    CHOICES,
    Base,
    Call,
    Calls,
    Part,
    Quorum,
    Whichever,
    YesNo,
    at_least,
    count,
    counting,
    has_quorum,
    is_carried,
    more_than,
    tally_digest,
)

HALF = Fraction(1, 2)
TWO_THIRDS = Fraction(2, 3)
BALLOTS = st.lists(st.sampled_from(sorted(CHOICES)), max_size=40)
BP = st.one_of(st.integers(0, 9_999), st.sampled_from([0, 5_000, 6_667, 9_999]))

# The law that the first preset follows, said as data.
TWO_CALLS = Calls(
    first=Quorum(more_than(HALF, of=Base.ROLL)),
    second=Quorum(at_least(Fraction(1, 10), of=Base.ROLL), 100, Whichever.LOWER),
)


@pytest.mark.parametrize(
    ("majority", "yes", "no", "carried"),
    [
        (more_than(HALF), 50, 50, False),
        (at_least(HALF), 50, 50, True),
        (more_than(HALF), 51, 50, True),
        (at_least(TWO_THIRDS), 2, 1, True),
        (more_than(TWO_THIRDS), 2, 1, False),
        (at_least(TWO_THIRDS), 6_666, 3_334, False),
        (at_least(Fraction(0)), 0, 3, False),
        (at_least(Fraction(1)), 3, 0, True),
    ],
)
def test_more_than_and_at_least_differ_at_the_edge(
    majority: Part, yes: int, no: int, carried: bool
) -> None:
    """Goal: the two sentences are kept apart. Method: counts at and beside the edge."""
    assert is_carried(YesNo(yes, no, roll=yes + no), majority) is carried


def test_a_part_is_measured_on_what_the_rule_names() -> None:
    """Goal: valid, cast and roll differ. Method: 30 of 50, of 60, of 61 against a half."""
    poll = YesNo(yes=30, no=20, abstain=6, blank=4, roll=61)
    assert is_carried(poll, more_than(HALF, of=Base.VALID))
    assert not is_carried(poll, more_than(HALF, of=Base.CAST))
    assert is_carried(poll, at_least(HALF, of=Base.CAST))
    assert not is_carried(poll, at_least(HALF, of=Base.ROLL))


@pytest.mark.parametrize(
    ("call", "cast", "roll", "enough"),
    [
        (Call.FIRST, 50, 100, False),
        (Call.FIRST, 51, 100, True),
        (Call.SECOND, 9, 100, False),
        (Call.SECOND, 10, 100, True),
        (Call.SECOND, 99, 5_000, False),
        (Call.SECOND, 100, 5_000, True),
    ],
)
def test_each_call_has_its_quorum(call: Call, cast: int, roll: int, enough: bool) -> None:
    """Goal: 10 % or 100 votes, the lower of the two. Method: both sides of each edge."""
    assert has_quorum(YesNo(cast, 0, roll=roll), TWO_CALLS.of(call)) is enough


def test_a_quorum_can_ask_for_the_higher_of_two() -> None:
    """Goal: whichever the rule says. Method: 10 % of 50 is 5, and the number is 20."""
    higher = Quorum(at_least(Fraction(1, 10), of=Base.ROLL), 20, Whichever.HIGHER)
    assert not has_quorum(YesNo(19, 0, roll=50), higher)
    assert has_quorum(YesNo(20, 0, roll=50), higher)


@given(st.data(), BALLOTS)
def test_the_order_of_ballots_does_not_matter(data: st.DataObject, choices: list[str]) -> None:
    """Goal: no order effects. Method: count a permutation."""
    assert count(data.draw(st.permutations(choices)), roll=40) == count(choices, roll=40)


def test_the_last_vote_of_a_voter_counts() -> None:
    """Goal: a later ballot replaces the earlier. Method: two voters, three ballots."""
    assert counting([("a", "yes"), ("b", "no"), ("a", "no")]) == {"a": "no", "b": "no"}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: count(["yes", "maybe"], roll=2), "maybe"),
        (lambda: count(["yes", "no"], roll=1), "at most the roll of 1"),
        (lambda: YesNo(-1, 0, roll=3), "votes >= 0"),
        (lambda: more_than(Fraction(1)), "more than 1 cannot be asked for"),
        (lambda: at_least(Fraction(3, 2)), "between 0 and 1"),
        (lambda: at_least(Fraction(-1, 2)), "between 0 and 1"),
        (lambda: Quorum(at_least(HALF)), "part of the roll"),
        (lambda: Quorum(at_least(HALF, of=Base.ROLL), -1), "number of votes >= 0"),
        (lambda: votes_held({"a": 3}, {"b": at_least(HALF)}), "caps for"),
        (lambda: votes_held({"a": -3}, {}), "counts >= 0"),
        (
            lambda: capped(
                {"a": YesNo(1, 0, roll=1), "b": YesNo(1, 0, roll=1)},
                {"a": at_least(HALF, of=Base.CAST), "b": at_least(HALF, of=Base.ROLL)},
            ),
            "the same thing",
        ),
    ],
)
def test_bad_input_is_refused_with_what_and_what_to_do(wrong: object, says: str) -> None:
    """Goal: nothing is guessed. Method: one wrong call for each refusal."""
    with pytest.raises(ValueError, match=says):
        wrong()  # type: ignore[operator]


def test_the_digest_covers_every_number() -> None:
    """Goal: two officers agree on all of it. Method: change one thing at a time."""
    plain = YesNo(3, 2, 1, 1, roll=9)
    digests = {
        tally_digest(proposal, poll, passed=passed, ballots_digest=ballots)
        for proposal, poll, passed, ballots in [
            ("p", plain, True, "b"),
            ("q", plain, True, "b"),
            ("p", plain, False, "b"),
            ("p", plain, True, "c"),
            ("p", YesNo(2, 2, 1, 1, roll=9), True, "b"),
            ("p", YesNo(3, 1, 1, 1, roll=9), True, "b"),
            ("p", YesNo(3, 2, 0, 1, roll=9), True, "b"),
            ("p", YesNo(3, 2, 1, 0, roll=9), True, "b"),
            ("p", YesNo(3, 2, 1, 1, roll=8), True, "b"),
            ("p", YesNo(Fraction(5, 2), 2, 1, 1, roll=9), True, "b"),
        ]
    }
    assert len(digests) == 10
    as_fractions = YesNo(Fraction(3), Fraction(2), Fraction(1), Fraction(1), roll=Fraction(9))
    same = tally_digest("p", as_fractions, passed=True, ballots_digest="b")
    assert same == tally_digest("p", plain, passed=True, ballots_digest="b")


# --- capped classes ----------------------------------------------------------------------------


def test_a_class_at_most_a_fifth_is_scaled_to_exactly_a_fifth() -> None:
    """Goal: the cap is reached, not passed. Method: 30 others, so a fifth is 7 1/2 of 37 1/2."""
    held = votes_held({"workers": 30, "inactive": 20}, {"inactive": at_least(Fraction(1, 5))})
    assert held == {"workers": 30, "inactive": Fraction(15, 2)}


@pytest.mark.parametrize(("others", "plain", "held"), [(10, 30, 9), (10, 9, 9), (10, 10, 9)])
def test_a_class_under_half_holds_the_most_whole_votes_below_it(
    others: int, plain: int, held: int
) -> None:
    """Goal: "under half" never is half. Method: with 10 others at most 9 are under half of 19."""
    found = votes_held({"workers": others, "collaborators": plain}, {"collaborators": HALF_STRICT})
    assert found == {"workers": others, "collaborators": held}


HALF_STRICT = more_than(HALF)
PARTS = st.sampled_from([Fraction(a, b) for b in range(2, 12) for a in range(1, b)])


@given(
    st.integers(1, 60),
    st.lists(st.tuples(st.integers(0, 60), PARTS), min_size=1, max_size=4),
)
def test_several_caps_hold_at_once_and_no_class_loses_more_than_it_must(
    free: int, classes: list[tuple[int, Fraction]]
) -> None:
    """Goal: the greatest votes that keep all caps. Method: each holds the lesser of two, exactly."""
    votes = {"free": free} | {str(at): number for at, (number, _) in enumerate(classes)}
    caps = {str(at): at_least(part) for at, (_, part) in enumerate(classes)}
    held = votes_held(votes, caps)
    total = sum(held.values())
    assert held["free"] == free
    for name, cap in caps.items():
        assert held[name] == min(Fraction(votes[name]), cap.part * total)


@given(st.integers(0, 40), st.integers(0, 40), PARTS)
def test_a_strict_cap_is_kept_and_one_vote_more_would_break_it(
    free: int, plain: int, part: Fraction
) -> None:
    """Goal: exactly the greatest whole number. Method: try every number of votes."""
    held = votes_held({"free": free, "class": plain}, {"class": more_than(part)})
    fitting = [number for number in range(plain + 1) if number < part * (number + free)]
    assert held["class"] == max(fitting, default=0)


def test_a_capped_class_counts_the_same_for_each_of_its_members() -> None:
    """Goal: scaling keeps the class's own proportions. Method: by hand, a cap of the votes cast."""
    polls = {
        "workers": YesNo(yes=10, no=20, roll=40),
        "inactive": YesNo(yes=15, no=5, roll=20),
    }
    both = capped(polls, {"inactive": at_least(Fraction(1, 5), of=Base.CAST)})
    # 20 votes count as 7 1/2: each as 3/8.
    assert (both.yes, both.no) == (10 + Fraction(45, 8), 20 + Fraction(15, 8))
    assert both.cast == Fraction(75, 2)
    assert not is_carried(both, more_than(HALF))
    assert is_carried(YesNo(25, 25, roll=60), at_least(HALF))


def test_a_cap_of_the_roll_does_not_depend_on_who_came() -> None:
    """Goal: one's weight is known beforehand. Method: the same roll, two turnouts."""
    cap = {"inactive": at_least(Fraction(1, 5), of=Base.ROLL)}
    few, many = (
        capped({"workers": YesNo(8, 0, roll=40), "inactive": YesNo(yes, 0, roll=20)}, cap)
        for yes in (1, 20)
    )
    assert (few.yes - 8) * 20 == many.yes - 8 == 10
