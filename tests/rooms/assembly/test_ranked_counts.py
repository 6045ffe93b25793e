"""Ranked counts: whom the ballots elect, as by the library and by hand, and what a class counts."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.assembly.counting.rankings import Rankings
from auzolan.assembly.counting.scottish_stv import scottish_stv
from auzolan.assembly.measures import measure_from_text
from auzolan.assembly.ranked import VOTE_E5, Method, StageLine, count_ranked
from auzolan.assembly.resolutions import Elect, FillOffice
from auzolan.assembly.rolls import roll_of, shown_classes
from auzolan.assembly.state import PASSED
from auzolan.assembly.tally import seed_of
from auzolan.foundation.moments import DAY_MS
from auzolan.members.acts import Leave, SetClass
from auzolan.members.state import COLLABORATOR, FULL
from support.electing import elected
from support.small_assembly import SEALED, SECRETARY, SmallAssembly, done

# --- counting -------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(
    ballots=st.lists(
        st.lists(st.integers(1, 5), unique=True, min_size=1).map(tuple), min_size=1, max_size=30
    ),
    seats=st.integers(1, 5),
)
def test_those_elected_and_every_stage_are_the_counting_librarys(
    ballots: list[tuple[int, ...]], seats: int
) -> None:
    """Goal: nothing is added to the count. Method: count again with the library; votes conserved."""
    found = count_ranked(
        Method.ELECT, ballots, [Fraction(1)] * len(ballots), candidates=5, seats=seats, seed="s"
    )
    again = scottish_stv(
        Rankings.from_lists([[one - 1 for one in each] for each in ballots], 5), seats, seed="s"
    )
    assert found.elected == tuple(one + 1 for one in again.elected)
    lines = found.stages
    valid = next(votes for _, _, votes, what in lines if what == "valid")
    assert valid == len(ballots) * VOTE_E5
    for number, stage in enumerate(again.stages, 1):
        here = [line for line in lines if line[1] == number]
        assert [votes for _, _, votes, what in here if what == "votes"] == [*stage.totals]
        kept = sum(
            votes for *_, votes, what in here if what in {"votes", "non_transferable", "loss"}
        )
        assert kept == valid
    placed = [(votes, one) for one, _, votes, what in lines if what == "elected"]
    assert placed == list(enumerate(found.elected, 1))
    assert {what for *_, what in lines if what == "lot"} == ({"lot"} if again.lots else set())


@settings(max_examples=40, deadline=None)
@given(
    data=st.data(),
    worth=st.sampled_from([Fraction(1, 2), Fraction(3, 7), Fraction(1)]),
    seats=st.integers(1, 3),
)
def test_a_vote_of_a_bounded_class_is_a_part_of_one_exactly(
    data: st.DataObject, worth: Fraction, seats: int
) -> None:
    """Goal: weights are whole numbers over one denominator. Method: the ballots written out.

    A vote of three sevenths beside whole ones is three ballots beside seven of each other.
    """
    ranking = st.lists(st.integers(1, 4), unique=True, min_size=1).map(tuple)
    full = data.draw(st.lists(ranking, max_size=8))
    bounded = data.draw(st.lists(ranking, min_size=1, max_size=8))
    weights = [Fraction(1)] * len(full) + [worth] * len(bounded)
    found = count_ranked(Method.ELECT, full + bounded, weights, candidates=4, seats=seats, seed="s")
    # The common denominator is that of the weights given, so 1 where all count in full.
    written = full * worth.denominator + bounded * worth.numerator
    if not full:
        written = bounded * worth.numerator
    again = count_ranked(
        Method.ELECT, written, [Fraction(1)] * len(written), candidates=4, seats=seats, seed="s"
    )
    assert found.elected == again.elected
    assert found.stages[1:] == again.stages[1:]  # all but what one whole vote is


def test_a_small_choice_is_the_condorcet_winner_by_hand() -> None:
    """Goal: advice is what most prefer. Method: all pairs of three rankings, counted by hand."""
    orders = list(permutations((1, 2, 3)))
    for first in orders:
        for second in orders:
            votes = [first] * 2 + [second]
            found = count_ranked(
                Method.CHOOSE, votes, [Fraction(1)] * 3, candidates=3, seats=1, seed="s"
            )
            assert found.elected == (first[0],)  # two of three put it first
            table = {
                (one, at): votes for one, at, votes, what in found.stages if what == "preferred"
            }
            for a, b in permutations((1, 2, 3), 2):
                by_hand = sum(each.index(a) < each.index(b) for each in votes_of(first, second))
                assert table[a, b] == by_hand * VOTE_E5


def votes_of(first: tuple[int, ...], second: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Two ballots of the one kind, one of the other."""
    return [first, first, second]


def test_a_lot_is_on_the_record_of_the_count() -> None:
    """Goal: chance is shown. Method: two equal candidates for one seat."""
    found = count_ranked(
        Method.ELECT, [(1,), (2,)], [Fraction(1)] * 2, candidates=2, seats=1, seed="s"
    )
    lots: list[StageLine] = [line for line in found.stages if line[3] == "lot"]
    assert sorted(line[0] for line in lots) == [1, 2]
    assert [line[2] for line in lots] == [1, 2]


@settings(max_examples=25, deadline=None)
@given(
    ballots=st.lists(st.lists(st.integers(1, 4), unique=True, min_size=1), min_size=3, max_size=9),
    gone=st.integers(1, 4),
)
def test_who_stands_no_more_was_never_there(ballots: list[list[int]], gone: int) -> None:
    """Goal: a departure wastes no ballot. Method: count without her number by the library."""
    made = SmallAssembly(9)
    made.admitted(Elect("council", 2, 365))
    made.stand("m1", "m2", "m3", "m4")
    done(made.call("p"))
    done(made.open())
    for place, ranking in enumerate(ballots):
        done(made.vote(f"m{place}", ",".join(map(str, ranking))))
    left = f"m{gone}"
    done(made.do(Leave(left, SEALED), actor=left))
    done(made.close_at_end())
    poll = made.poll()
    rest = [one for one in (1, 2, 3, 4) if one != gone]
    without = [tuple(rest.index(one) + 1 for one in each if one != gone) for each in ballots]
    heard = [each for each in without if each]
    assert poll.ranked == len(ballots)
    if not poll.quorum:
        return
    if not heard:
        assert poll.elected == ""
        return
    # No two of them tie by a lot that the seed would decide otherwise: both use the poll's seed.
    again = count_ranked(
        Method.ELECT, heard, [Fraction(1)] * len(heard), candidates=3, seats=2,
        seed=seed_in(made),
    )  # fmt: skip
    assert poll.elected.split(",") == [f"m{rest[place - 1]}" for place in again.elected]


def seed_in(made: SmallAssembly) -> str:
    """The seed of the poll's lots, from the ballots that were disclosed."""
    return seed_of("p", made.disclosed().digest)


# --- classes --------------------------------------------------------------------------------------


def test_a_class_changed_after_the_notice_counts_from_the_next_one() -> None:
    """Goal: nobody's vote shrinks once a meeting is called. Method: reclassify before it opens."""
    made = SmallAssembly(4)
    made.hold("admissions", SECRETARY)
    made.admitted(FillOffice("data", "m3", 30))
    done(made.call("p"))
    made.at += DAY_MS
    for member in ("m0", "m1"):
        done(made.do(SetClass(member, COLLABORATOR, ""), actor=member))
        done(made.do(SetClass(member, COLLABORATOR, "north"), actor=SECRETARY))
    roll = roll_of(made.books, made.row(), made.meeting(), made.at)
    assert {(one.class_name, one.section) for one in roll} == {(FULL, "")}
    made.admitted(FillOffice("data", "m3", 60), "q")
    made.at += 1
    done(made.call("q"))
    later = roll_of(made.books, made.row("q"), made.meeting("q"), made.at)
    assert {one.member: one.class_name for one in later} == {
        "m0": COLLABORATOR, "m1": COLLABORATOR, "m2": FULL,
    }  # fmt: skip


def test_where_all_are_capped_each_vote_counts_for_one() -> None:
    """Goal: caps protect others, and lock nobody out. Method: six collaborators decide."""
    made = SmallAssembly({f"m{place}": COLLABORATOR for place in range(6)})
    made.admitted(FillOffice("data", "m5", 30))
    made.decide(votes={f"m{place}": "yes" if place < 3 else "no" for place in range(5)})
    assert (made.row().state, made.poll().yes, made.poll().no) == (PASSED, 3, 2)
    roll = roll_of(made.books, made.row(), made.meeting(), made.at)
    assert set(shown_classes(roll, made.meeting(), measure_from_text(made.row().measure))) == {FULL}


def test_collaborators_elect_under_their_cap() -> None:
    """Goal: caps hold in elections too. Method: three of five are collaborators and all vote alike.

    Each counts for a third: their votes together stay under half of what the roll could cast.
    """
    classes = {f"m{place}": COLLABORATOR if place < 3 else FULL for place in range(5)}
    made = SmallAssembly(classes)
    made.admitted(Elect("council", 1, 365))
    made.stand("m0", "m4")
    assert elected(made, "1", "1", "1", "2", "2") == ("m4",)
    assert (made.poll().ranked, made.poll().roll) == (5, 5)
