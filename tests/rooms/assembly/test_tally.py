"""What a poll's count and its annexes are made of: digests, shapes, openings, worth by class."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from auzolan.assembly.ballots import (
    is_ballots_annex,
    is_choice,
    is_tags_annex,
    opens_ballot,
    ranking_of,
)
from auzolan.assembly.counting.yes_no import Base
from auzolan.assembly.ranked import Method, count_ranked
from auzolan.assembly.rolls import worth_of
from auzolan.assembly.state import RANKED, YES_NO
from auzolan.assembly.tally import Outcome, part_of, stage_columns, tally_digest
from auzolan.members.state import COLLABORATOR, FULL, INACTIVE
from auzolan.record.annexes import Annex
from auzolan.record.fields import commit

OUTCOME = Outcome(3, 2, 1, 1, 0, 9, True, True)
CAPS = {COLLABORATOR: part_of("<1/2", Base.ROLL), INACTIVE: part_of("<=1/5", Base.ROLL)}


def test_a_tally_digest_moves_with_everything_that_two_officers_must_agree_on() -> None:
    """Goal: no field escapes. Method: change each in turn."""
    others = [
        replace(OUTCOME, **{name: value})
        for name, value in {
            "yes": 4, "no": 3, "abstain": 2, "blank": 2, "ranked": 1, "roll": 10, "quorum": False,
            "passed": False, "elected": ("m1",), "stages": ((1, 1, 1, "votes"),),
        }.items()
    ]  # fmt: skip
    digests = {tally_digest("p", one, "ab" * 32) for one in (OUTCOME, *others)}
    digests |= {tally_digest("q", OUTCOME, "ab" * 32), tally_digest("p", OUTCOME, "cd" * 32)}
    assert len(digests) == len(others) + 3


@pytest.mark.parametrize(
    ("roll", "worth"),
    [
        ({FULL: 5}, {FULL: 1}),
        ({FULL: 3, COLLABORATOR: 2}, {FULL: 1, COLLABORATOR: 1}),
        ({FULL: 3, COLLABORATOR: 3}, {FULL: 1, COLLABORATOR: Fraction(2, 3)}),
        ({FULL: 2, COLLABORATOR: 4}, {FULL: 1, COLLABORATOR: Fraction(1, 4)}),
        ({FULL: 4, INACTIVE: 1}, {FULL: 1, INACTIVE: 1}),
        ({FULL: 4, INACTIVE: 3}, {FULL: 1, INACTIVE: Fraction(1, 3)}),
        ({COLLABORATOR: 4}, {COLLABORATOR: 1}),
        ({COLLABORATOR: 4, INACTIVE: 3}, {COLLABORATOR: 1, INACTIVE: 1}),
        ({FULL: 1, COLLABORATOR: 5}, {FULL: 1, COLLABORATOR: 0}),
    ],
)
def test_a_capped_vote_is_worth_what_the_cap_leaves(
    roll: dict[str, int], worth: dict[str, Fraction]
) -> None:
    """Goal: caps on the roll, exactly. Method: cases worked out by hand."""
    assert worth_of(roll, CAPS) == worth


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
    names = ("class", "tag")
    assert is_tags_annex(Annex("", ((FULL, INACTIVE), ("ab" * 16, "cd" * 16)), "tags/2", names))
    for wrong in (
        Annex("", ((FULL,), ("ab" * 16,)), "tags/1", names),
        Annex("", ((FULL,), ("ab" * 16,)), "tags/2", ("class", "name")),
        Annex("", (("ab" * 16,),), "tags/2", ("tag",)),
        Annex("", ((FULL,), ("AB" * 16,)), "tags/2", names),
        Annex("", ((FULL,), ("ab" * 15,)), "tags/2", names),
        Annex("", ((FULL,), (7,)), "tags/2", names),
        Annex("", (("noble",), ("ab" * 16,)), "tags/2", names),
        Annex("", ((1,), ("ab" * 16,)), "tags/2", names),
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


def test_a_ballot_says_what_its_kind_of_poll_can_hear() -> None:
    """Goal: no ballot of one kind in the other. Method: each kind of text in both."""
    assert is_choice(YES_NO, "abstain")
    assert not is_choice(YES_NO, "1,2")
    assert is_choice(RANKED, "10,2")
    for text in ("yes", "1,", ",1", "1,,2", "01", "1,2\n", "12345"):
        assert not is_choice(RANKED, text)
    assert ranking_of("blank") == ()
    assert ranking_of("3,1") == (3, 1)


def test_a_stage_table_is_published_line_by_line() -> None:
    """Goal: stages are published whole. Method: two lines, and none."""
    assert stage_columns(((0, 0, 300_000, "quota"), (2, 1, 200_000, "votes"))) == {
        "candidate": [0, 2], "stage": [0, 1], "votes": [300_000, 200_000],
        "what": ["quota", "votes"],
    }  # fmt: skip
    assert stage_columns(()) == {"candidate": [], "stage": [], "votes": [], "what": []}


def test_a_ranked_vote_of_a_capped_class_counts_for_its_part() -> None:
    """Goal: weights are exact. Method: three votes of a half each lose to two whole ones."""
    votes = [(1,), (1,), (2,), (2,), (2,)]
    worth = [Fraction(1), Fraction(1), *[Fraction(1, 2)] * 3]
    for method in Method:
        found = count_ranked(method, votes, worth, candidates=2, seats=1, seed="")
        assert found.elected == (1,)
    elected = count_ranked(Method.ELECT, votes, worth, candidates=2, seats=1, seed="")
    first = [line for line in elected.stages if line[1] == 1]
    # In halves, the common denominator of the weights.
    assert elected.stages[0] == (0, 0, 200_000, "unit")
    assert first[:2] == [(1, 1, 400_000, "votes"), (2, 1, 300_000, "votes")]


def test_without_ballots_or_candidates_nobody_is_elected() -> None:
    """Goal: an empty count ends. Method: neither, one of both, and votes worth nothing."""
    for votes, worth, candidates in (([], [], 3), ([], [], 0), ([(1,)], [Fraction(0)], 1)):
        found = count_ranked(Method.ELECT, votes, worth, candidates=candidates, seats=1, seed="")
        assert (found.elected, found.stages) == ((), ())
