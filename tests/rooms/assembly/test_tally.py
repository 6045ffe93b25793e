"""Tallies: whole-number arithmetic against plain counting and exact fractions."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.assembly.ballots import is_ballots_annex, is_tags_annex, opens_ballot
from auzolan.assembly.tally import (
    CHOICES,
    Tally,
    count,
    counting,
    has_quorum,
    passes,
    tally_digest,
)
from auzolan.record.annexes import Annex
from auzolan.record.fields import commit

BALLOTS = st.lists(st.sampled_from(sorted(CHOICES)), max_size=40)
BP = st.one_of(st.integers(0, 10_000), st.sampled_from([0, 5_000, 6_667, 9_999, 10_000]))


@given(BALLOTS, st.integers(0, 10))
def test_every_ballot_is_counted_once(choices: list[str], absent: int) -> None:
    """Goal: sums are exact. Method: compare with list.count."""
    tally = count(choices, roll=len(choices) + absent)
    assert tally.yes == choices.count("yes")
    assert tally.no == choices.count("no")
    assert tally.abstain == choices.count("abstain")
    assert tally.turnout == len(choices) == tally.roll - absent


@given(st.data(), BALLOTS)
def test_the_order_of_ballots_does_not_matter(data: st.DataObject, choices: list[str]) -> None:
    """Goal: no order effects. Method: count a permutation."""
    shuffled = data.draw(st.permutations(choices))
    assert count(shuffled, roll=40) == count(choices, roll=40)


@given(BALLOTS, st.integers(0, 60), BP, BP)
def test_the_result_equals_exact_fractions(
    choices: list[str], absent: int, majority_bp: int, quorum_bp: int
) -> None:
    """Goal: no rounding decides. Method: the sentences of the article in `Fraction`."""
    tally = count(choices, roll=len(choices) + absent)
    n_decided = tally.yes + tally.no
    carried = n_decided > 0 and Fraction(tally.yes, n_decided) > Fraction(majority_bp, 10_000)
    turnout = Fraction(tally.turnout, tally.roll) if tally.roll else Fraction(1)
    quorate = turnout >= Fraction(quorum_bp, 10_000)
    assert has_quorum(tally, quorum_bp=quorum_bp) == quorate
    expected = carried and quorate
    assert passes(tally, majority_bp=majority_bp, quorum_bp=quorum_bp) == expected


@given(BALLOTS, BP, BP)
def test_one_more_yes_never_defeats_a_measure(
    choices: list[str], majority_bp: int, quorum_bp: int
) -> None:
    """Goal: voting yes helps. Method: add one yes from the same roll."""
    before = count(choices, roll=50)
    after = count([*choices, "yes"], roll=50)
    rule = {"majority_bp": majority_bp, "quorum_bp": quorum_bp}
    assert passes(after, **rule) or not passes(before, **rule)


@pytest.mark.parametrize(
    ("yes", "no", "abstain", "roll", "majority_bp", "passed"),
    [
        (10, 10, 0, 100, 5_000, False),
        (11, 10, 0, 100, 5_000, True),
        (11, 8, 0, 100, 5_000, False),
        (11, 8, 1, 100, 5_000, True),
        (1, 0, 19, 100, 5_000, True),
        (0, 0, 20, 100, 0, False),
        (66, 34, 0, 100, 6_667, False),
        (67, 33, 0, 100, 6_667, True),
        (2, 1, 0, 3, 6_667, False),
    ],
)
def test_known_cases_come_out_as_the_article_says(
    yes: int, no: int, abstain: int, *, roll: int, majority_bp: int, passed: bool
) -> None:
    """Goal: ties fail, abstentions make the quorum. Method: hand-made cases, quorum 20 %."""
    tally = Tally(yes, no, abstain, roll)
    assert passes(tally, majority_bp=majority_bp, quorum_bp=2_000) is passed


def test_what_is_no_ballot_is_refused_by_the_count() -> None:
    """Goal: nothing is counted silently. Method: a wrong choice; more ballots than members."""
    with pytest.raises(ValueError, match="maybe"):
        count(["yes", "maybe"], roll=5)
    with pytest.raises(ValueError, match="at most 1"):
        count(["yes", "no"], roll=1)


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(sorted(CHOICES)))))
def test_the_last_ballot_of_each_voter_counts(cast: list[tuple[int, str]]) -> None:
    """Goal: one member, one vote. Method: look backwards for each voter's first hit."""
    found = counting(cast)
    assert set(found) == {voter for voter, _ in cast}
    for voter, choice in found.items():
        assert choice == next(vote for name, vote in reversed(cast) if name == voter)


def test_a_tally_digest_moves_with_everything_that_two_officers_must_agree_on() -> None:
    """Goal: no field escapes. Method: change each in turn."""
    base = ("split", Tally(3, 2, 1, 9), True, "ab" * 32)
    others = [
        base, ("other", *base[1:]), *((base[0], tally, *base[2:]) for tally in (
            Tally(4, 2, 1, 9), Tally(3, 3, 1, 9), Tally(3, 2, 2, 9), Tally(3, 2, 1, 10))),
        (*base[:2], False, base[3]), (*base[:3], "cd" * 32),
    ]  # fmt: skip
    digests = {
        tally_digest(proposal, tally, passed=passed, ballots_digest=ballots)
        for proposal, tally, passed, ballots in others
    }
    assert len(digests) == len(others)


def test_a_disclosed_ballot_opens_only_its_own_commitment() -> None:
    """Goal: an auditor catches a changed ballot. Method: another choice, salt, and a bad salt."""
    salt = bytes(range(32))
    commitment = commit("choice", "yes", salt)
    assert opens_ballot("yes", salt.hex(), commitment)
    assert not opens_ballot("no", salt.hex(), commitment)
    assert not opens_ballot("yes", bytes(32).hex(), commitment)
    assert not opens_ballot("yes", "zz", commitment)


def test_annexes_of_another_shape_are_told_apart() -> None:
    """Goal: only well-formed annexes enter a poll. Method: one fault at a time."""
    tags = Annex("", (("ab" * 16, "cd" * 16),), "tags/1", ("tag",))
    assert is_tags_annex(tags)
    for wrong in (
        Annex("", (("ab" * 16,),), "tags/2", ("tag",)),
        Annex("", (("ab" * 16,),), "tags/1", ("name",)),
        Annex("", (("AB" * 16,),), "tags/1", ("tag",)),
        Annex("", (("ab" * 15,),), "tags/1", ("tag",)),
        Annex("", ((7,),), "tags/1", ("tag",)),
    ):
        assert not is_tags_annex(wrong)
    names = ("choice", "entry", "salt", "tag")
    line = (("yes",), (4,), ("ab" * 32,), ("cd" * 16,))
    assert is_ballots_annex(Annex("", line, "ballots/1", names))
    for ballots in (
        Annex("", line, "ballots/2", names),
        Annex("", line[:3], "ballots/1", names[:3]),
        Annex("", (*line[:2], ("ab",), line[3]), "ballots/1", names),
        Annex("entry", line, "ballots/1", names, (0,), ("ab" * 32,)),
    ):
        assert not is_ballots_annex(ballots)
