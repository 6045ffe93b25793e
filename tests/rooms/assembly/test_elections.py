"""Elections: who stands, whom the ballots elect, whose terms begin and end, delegates, recalls."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import permutations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.assembly.acts import (
    ItemAdded,
    Nominate,
    Nominated,
    OpenPoll,
    PollOpened,
    Revise,
    StandDown,
)
from auzolan.assembly.counting.rankings import Rankings
from auzolan.assembly.counting.scottish_stv import scottish_stv
from auzolan.assembly.elections import delegates_by_section
from auzolan.assembly.measures import measure_from_text
from auzolan.assembly.ranked import VOTE_E5, Method, StageLine, count_ranked
from auzolan.assembly.resolutions import Choose, Elect, FillOffice, RecallOfficer
from auzolan.assembly.rolls import roll_of, shown_classes
from auzolan.assembly.state import EXECUTED, FAILED_QUORUM, OPEN, PASSED, REJECTED, Candidate
from auzolan.assembly.tally import seed_of
from auzolan.charter.acts import Appoint, MandateGiven, Recall, Recalled, TermEnded
from auzolan.charter.offices import holders_of, sitting_in
from auzolan.foundation.moments import DAY_MS
from auzolan.members.acts import Leave, SetClass
from auzolan.members.state import COLLABORATOR, FULL, Member
from support.small_assembly import (
    SEALED,
    SECRETARY,
    START,
    SmallAssembly,
    charter_with,
    done,
    put_in_force,
    refused,
    tag_of,
)

TERM = 4 * 365
COUNCIL = Elect("council", 3, TERM)


def electing(measure: Elect = COUNCIL, members: int = 9, *standing: str) -> SmallAssembly:
    """An admitted election in which these stand."""
    made = SmallAssembly(members)
    made.admitted(measure)
    made.stand(*standing)
    return made


def elected(made: SmallAssembly, *votes: str, name: str = "p") -> tuple[str, ...]:
    """From notice to certificate: the first members vote so; who was elected, in order."""
    done(made.call(name))
    done(made.open(name))
    for place, choice in enumerate(votes):
        done(made.vote(f"m{place}", choice, name))
    done(made.close_at_end(name))
    done(made.certify(name))
    return tuple(filter(None, made.poll(name).elected.split(",")))


# --- what may be elected --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "code"),
    [
        (Elect("senate", 3, TERM), "assembly.organ_unknown"),
        (Elect("assembly", 3, TERM), "assembly.organ_unknown"),
        (Elect("social", 3, TERM), "assembly.organ_absent"),
        (Elect("delegates", 3, TERM), "assembly.organ_absent"),
        (Elect("council", 3, TERM, "north"), "assembly.section_without_seats"),
        (Elect("council", 4, TERM), "assembly.seats_differ"),
        (Elect("council", 3, TERM - 1), "assembly.term_differs"),
        (Elect("council", 3, TERM + 1), "assembly.term_differs"),
        (Elect("council", 2, TERM + 1), "assembly.term_differs"),
        (Elect("council", 2, TERM - 1), ""),
        (Elect("council", 3, TERM), ""),
    ],
)
def test_an_election_fits_the_seats_and_terms_of_the_charter(measure: Elect, code: str) -> None:
    """Goal: nobody votes on what cannot be. Method: each limit by one step."""
    answer = SmallAssembly(5).propose(measure)
    assert (refused(answer) if code else done(answer) and "") == code


def test_only_free_seats_are_filled_one_by_one() -> None:
    """Goal: no packed council. Method: two of three seats taken."""
    made = SmallAssembly(5)
    made.hold("council", "m0")
    made.hold("council", "m1")
    assert refused(made.propose(Elect("council", 2, 365))) == "assembly.seats_differ"
    done(made.propose(Elect("council", 1, 365)))
    done(made.propose(COUNCIL, "q"))


# --- standing -------------------------------------------------------------------------------------


def test_members_stand_under_numbers_that_nobody_else_ever_has() -> None:
    """Goal: a ballot means one person. Method: stand, stand down, stand again."""
    made = electing()
    for number, member in enumerate(("m3", "m1", "m5"), 1):
        assert done(made.do(Nominate("p"), actor=member)) == (Nominated("p", number),)
    done(made.do(StandDown("p"), actor="m1"))
    assert done(made.do(Nominate("p"), actor="m1")) == (Nominated("p", 4),)
    rows = made.books.find(Candidate, proposal="p")
    assert [(one.number, one.member, one.withdrawn) for one in rows] == [
        (1, "m3", 0), (2, "m1", 1), (3, "m5", 0), (4, "m1", 0),
    ]  # fmt: skip


def test_who_cannot_sit_does_not_stand() -> None:
    """Goal: each refused nomination. Method: one ground after another, in their order."""
    made = electing()
    made.hold("council", "m4")
    made.hold("appeals", "m2")

    def ask(who: str, name: str = "p") -> str:
        return refused(made.do(Nominate(name), actor=who))

    assert ask("m1", "nothing") == "assembly.proposal_unknown"
    done(made.propose(FillOffice("data", "m1", 30), "office"))
    assert ask("m1", "office") == "assembly.no_election"
    assert ask("stranger") == "assembly.not_in_standing"
    made.stand("m1")
    assert ask("m1") == "assembly.stands_already"
    assert ask("m2") == "assembly.office_incompatible"
    made.stand("m4")  # all seats are elected anew, so who sits may stand
    done(made.propose(Elect("council", 1, 365), "by-election"))
    assert ask("m4", "by-election") == "assembly.sits_already"
    assert refused(made.do(StandDown("p"), actor="m3")) == "assembly.stands_not"
    done(made.call("p"))
    done(made.open())
    assert ask("m5") == "assembly.wrong_state"
    assert refused(made.do(StandDown("p"), actor="m1")) == "assembly.wrong_state"


def test_nobody_stands_for_two_organs_that_exclude_each_other() -> None:
    """Goal: no winner has to be passed over. Method: council and appeals, then stand down."""
    made = electing(COUNCIL, 9, "m1")
    made.admitted(Elect("appeals", 3, TERM), "judges")
    assert refused(made.do(Nominate("judges"), actor="m1")) == "assembly.office_incompatible"
    done(made.do(StandDown("p"), actor="m1"))
    done(made.do(Nominate("judges"), actor="m1"))


def test_a_ballot_has_room_for_so_many_and_no_more() -> None:
    """Goal: a stated limit. Method: as many rows as there may be, then one more."""
    made = electing()
    for number in range(1, 1_000):
        made.books.add(Candidate("p", number, f"x{number}"))
    assert refused(made.do(Nominate("p"), actor="m1")) == "assembly.candidates_full"


def test_another_measure_begins_without_candidates() -> None:
    """Goal: nobody stands for what she did not stand for. Method: revise the organ."""
    made = electing(COUNCIL, 9, "m1", "m2")
    other = Elect("appeals", 3, TERM)
    done(made.do(Revise("p", other, made.base(), SEALED)))
    assert made.books.find(Candidate, proposal="p") == []
    assert made.row().state != OPEN


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


# --- what follows ---------------------------------------------------------------------------------


def test_all_seats_elected_anew_end_the_terms_of_those_who_sat() -> None:
    """Goal: seats are never more than the charter's. Method: one of three stays."""
    made = electing(COUNCIL, 9, "m1", "m2", "m3")
    for member in ("m1", "m7", "m8"):
        made.hold("council", member)
    done(made.call("p"))
    done(made.open())
    for place, choice in enumerate(("1", "1", "2", "2", "3", "3")):
        done(made.vote(f"m{place}", choice))
    done(made.close_at_end())
    facts = done(made.certify())
    ended = [fact.holder for fact in facts if isinstance(fact, TermEnded)]
    assert ended == ["m1", "m7", "m8"]
    given_ = [fact for fact in facts if isinstance(fact, MandateGiven)]
    assert {fact.until_at - fact.from_at for fact in given_} == {TERM * DAY_MS}
    assert {fact.mandate for fact in given_} == {f"seat-p-{place}" for place in (1, 2, 3)}
    assert sitting_in(made.books, "council", made.at) == {"m1", "m2", "m3"}
    assert made.row().state == EXECUTED


def test_who_cannot_sit_any_more_is_passed_over() -> None:
    """Goal: no seat for one who holds what clashes by now. Method: appointed while the poll ran."""
    made = electing(COUNCIL, 9, "m1", "m2")
    done(made.call("p"))
    done(made.open())
    made.hold("audit", "m1")
    for place in range(6):
        done(made.vote(f"m{place}", "1,2"))
    done(made.close_at_end())
    done(made.certify())
    assert made.poll().elected.split(",") == ["m1", "m2"]
    assert sitting_in(made.books, "council", made.at) == {"m2"}


def test_where_nobody_elected_can_sit_those_who_sat_stay() -> None:
    """Goal: no empty organ. Method: the only winner has left."""
    made = electing(COUNCIL, 9, "m1")
    made.hold("council", "m8")
    done(made.call("p"))
    done(made.open())
    for place in range(6):
        done(made.vote(f"m{place}", "1"))
    done(made.close_at_end())
    row = made.books.get(Member, "m1")
    assert row is not None
    made.books.put(msgspec.structs.replace(row, standing="left"))
    done(made.certify())
    assert sitting_in(made.books, "council", made.at) == {"m8"}


def test_a_failed_election_changes_nothing() -> None:
    """Goal: no quorum, no seats. Method: one ballot of eleven, then blanks only."""
    for votes, state in ((("1",), FAILED_QUORUM), (("blank",) * 11, REJECTED)):
        made = electing(COUNCIL, 11, "m1")
        made.hold("council", "m8")
        assert elected(made, *votes) == ()
        assert made.row().state == state
        assert sitting_in(made.books, "council", made.at) == {"m8"}


# --- from nominations to a by-election ------------------------------------------------------------


def test_a_council_from_nominations_to_a_by_election() -> None:
    """Goal: a whole life of an organ. Method: elect three, recall one, fill the seat again."""
    made = electing(COUNCIL, 9, "m1", "m2", "m3", "m4")
    votes = ("1,2", "1,2", "1,2", "1,3", "2,1", "3,4", "3,4", "4,3", "4")
    first = elected(made, *votes)
    assert len(first) == 3
    assert sitting_in(made.books, "council", made.at) == set(first)
    made.at += 30 * DAY_MS

    gone, *stay = first
    made.author = next(one for one in ("m5", "m6") if one not in first)
    mandate = made.mandated(RecallOfficer("council", gone), "away")
    assert mandate == "mandate-away"
    done(made.ask(Recall(mandate, "council", gone), actor=SECRETARY))
    assert sitting_in(made.books, "council", made.at) == set(stay)

    rest_days = TERM - 60
    made.admitted(Elect("council", 1, rest_days), "again")
    made.stand("m6", "m7", name="again")
    assert refused(made.do(Nominate("again"), actor=stay[0])) == "assembly.sits_already"
    (new,) = elected(made, *("1",) * 5, *("2",) * 4, name="again")
    assert new == "m6"
    assert sitting_in(made.books, "council", made.at) == {*stay, "m6"}
    made.at += TERM * DAY_MS
    # All terms are over; those whose term ended last stay until others are elected.
    assert sitting_in(made.books, "council", made.at) == frozenset()
    assert holders_of(made.books, "council", made.at)


# --- recall off the agenda ------------------------------------------------------------------------


def under_way(made: SmallAssembly) -> None:
    """An assembly about something else is under way."""
    made.admitted(Choose(("red", "blue")), "colours")
    done(made.call("colours"))
    made.at = made.meeting("colours").opens_at + DAY_MS


@pytest.mark.parametrize(("yes", "state"), [(5, REJECTED), (6, PASSED)])
def test_a_recall_off_the_agenda_needs_two_thirds(yes: int, state: str) -> None:
    """Goal: members may always recall. Method: nine votes, one step below and at two thirds."""
    made = SmallAssembly(10)
    for member in ("m8", "m9"):
        made.hold("council", member)
    under_way(made)
    made.admitted(RecallOfficer("council", "m9"))
    tags, classes = tags_at(made, "colours", without="m9")
    ref = made.annexes.make("tags/2", {"class": classes, "tag": tags})
    added, opened = done(made.do(OpenPoll("p", ref), actor=SECRETARY))
    assert isinstance(added, ItemAdded)
    assert added.item.majority == ">=2/3"
    assert isinstance(opened, PollOpened)
    assert (opened.roll, opened.ends_at) == (9, made.at + 7 * DAY_MS)
    for place in range(9):
        done(made.vote(f"m{place}", "yes" if place < yes else "no"))
    done(made.close_at_end())
    done(made.certify())
    assert made.row().state == state
    if state == PASSED:
        made.at += 3 * DAY_MS
        facts = done(made.ask(Recall("mandate-p", "council", "m9"), actor=SECRETARY))
        assert Recalled("council", "m9") in facts


def tags_at(made: SmallAssembly, meeting_of: str, *, without: str) -> tuple[list[str], list[str]]:
    """Tags for a poll on `p` at the meeting of another item."""
    roll = roll_of(made.books, made.row(), made.meeting(meeting_of), made.at)
    assert without not in {one.member for one in roll}
    tags = sorted(tag_of("p", one.member) for one in roll)
    return tags, [FULL] * len(tags)


def test_nothing_else_is_voted_on_off_the_agenda() -> None:
    """Goal: decisions off the agenda are void. Method: another measure, and no meeting under way."""
    made = SmallAssembly(10)
    made.hold("council", "m8")
    made.hold("council", "m9")
    made.admitted(RecallOfficer("council", "m9"), "early")
    ref = made.annexes.make("tags/2", {"class": [], "tag": []})

    def ask(name: str) -> str:
        return refused(made.do(OpenPoll(name, ref), actor=SECRETARY))

    assert ask("early") == "assembly.off_the_agenda"  # nobody meets
    under_way(made)
    made.admitted(FillOffice("data", "m1", 30), "office")
    assert ask("office") == "assembly.off_the_agenda"
    assert ask("early") == "assembly.roll_differs"  # now it may be opened, with the right tags
    done(made.propose(RecallOfficer("council", "m8"), "draft"))
    assert ask("draft") == "assembly.off_the_agenda"  # nobody has checked it
    made.at = made.meeting("colours").ends_at
    assert ask("early") == "assembly.off_the_agenda"


# --- orders of the council ------------------------------------------------------------------------


def council() -> SmallAssembly:
    """Three in the council, of nine members."""
    made = SmallAssembly(9)
    for member in ("m0", "m1", "m2"):
        made.hold("council", member)
    return made


def test_a_council_fills_an_office_at_once_and_members_undo_it() -> None:
    """Goal: orders inside a mandate. Method: the council appoints; the assembly recalls."""
    made = council()
    made.hold("data", "m8")
    made.admitted(FillOffice("data", "m5", 30), organ="council")
    assert made.row().tier == 4
    done(made.call("p", organ="council", days=0, gap_minutes=0))
    done(made.open())
    assert made.poll().roll == 3
    for place in range(2):
        done(made.vote(f"m{place}", "yes"))
    done(made.vote("m2", "no"))
    done(made.close_at_end())
    (_, given_) = done(made.certify())
    assert isinstance(given_, MandateGiven)
    assert given_.from_at == made.at  # it need not cool off
    done(made.ask(Appoint("mandate-p", "data", "m5", 30), actor=SECRETARY))
    assert holders_of(made.books, "data", made.at) == {"m5", "m8"}
    undo = made.mandated(RecallOfficer("data", "m5"), "undo")
    done(made.ask(Recall(undo, "data", "m5"), actor=SECRETARY))
    assert holders_of(made.books, "data", made.at) == {"m8"}


def test_a_council_decides_nothing_but_its_orders() -> None:
    """Goal: a council cannot fill its own seats. Method: organs, elections, other measures."""
    made = council()
    for measure in (
        FillOffice("audit", "m5", 30),
        RecallOfficer("council", "m2"),
        Elect("appeals", 3, TERM),
    ):
        answer = made.propose(measure, organ="council")
        assert refused(answer) == "assembly.not_for_this_organ"


def test_who_is_to_be_appointed_by_the_council_has_no_vote_in_it() -> None:
    """Goal: nobody decides about herself. Method: one of the three is to have the office."""
    made = council()
    made.admitted(FillOffice("data", "m0", 30), organ="council")
    done(made.call("p", organ="council", days=0, gap_minutes=0))
    done(made.open())
    assert made.poll().roll == 2


# --- delegates ------------------------------------------------------------------------------------


def sections(**sizes: int) -> SmallAssembly:
    """Members in sections, an assembly of delegates above five, seven seats."""
    charter = charter_with("organs", delegates_from=500, delegates_seats=7)
    made = SmallAssembly({"m0": FULL}, charter=charter)
    # The law lets no charter put the size lower; the rule is the same at a small one.
    put_in_force(
        made, charter_with("organs", delegates_from=5, delegates_seats=7, delegates_term_days=1_000)
    )
    for name, size in sizes.items():
        for place in range(size):
            made.books.put(
                Member(
                    f"{name}{place}", "active", START - 1, 1, FULL, "" if name == "none" else name
                )
            )
    made.books.remove(Member, "m0")
    made.author = f"{next(iter(sizes))}0"
    return made


@given(sizes=st.lists(st.integers(1, 60), min_size=1, max_size=5))
def test_delegates_are_apportioned_to_sections_by_their_members(sizes: list[int]) -> None:
    """Goal: Sainte-Laguë. Method: seat after seat to the greatest quotient, written out."""
    made = sections(**{f"s{place}": size for place, size in enumerate(sizes)})
    found = delegates_by_section(made.books)
    assert sum(found.values()) == 7
    seats: Counter[str] = Counter()
    counts = {f"s{place}": size for place, size in enumerate(sizes)}
    for _ in range(7):
        quotients = {one: Fraction(counts[one], 2 * seats[one] + 1) for one in counts}
        best = max(quotients.values())
        equal = [one for one in counts if quotients[one] == best]
        seats[max(equal, key=lambda one: found[one] - seats[one])] += 1
    assert found == {one: seats[one] for one in counts}


def test_a_section_elects_its_delegates_and_they_decide() -> None:
    """Goal: a delegates' assembly end to end. Method: two sections; a council of delegates' choice."""
    made = sections(north=8, none=6)
    shares = delegates_by_section(made.books)
    assert shares == {"": 3, "north": 4}
    too_many = Elect("delegates", 5, 1_000, "north")
    assert refused(made.propose(too_many)) == "assembly.seats_differ"
    assert refused(made.propose(Elect("delegates", 1, 1_000, "south"))) == (
        "assembly.section_without_seats"
    )
    for section, people in (("north", "north"), ("", "none")):
        name = f"elect-{people}"
        made.admitted(Elect("delegates", shares[section], 1_000, section), name)
        other = "none0" if section else "north0"
        assert refused(made.do(Nominate(name), actor=other)) == "assembly.other_section"
        standing = [f"{people}{place}" for place in range(shares[section])]
        made.stand(*standing, name=name)
        done(made.call(name))
        done(made.open(name))
        size = 8 if section else 6
        assert made.poll(name).roll == size
        for place in range(size):
            choice = str(place % len(standing) + 1)
            done(made.vote(f"{people}{place}", choice, name))
        done(made.close_at_end(name))
        done(made.certify(name))
        assert set(made.poll(name).elected.split(",")) == set(standing)
    assert len(sitting_in(made.books, "delegate", made.at)) == 7
    made.hold("data", "north7")
    made.admitted(FillOffice("data", "none5", 30), "office", organ="delegates")
    done(made.call("office", organ="delegates"))
    done(made.open("office"))
    assert made.poll("office").roll == 7
    for place in range(4):
        done(made.vote(f"north{place}", "yes", "office"))
    done(made.close_at_end("office"))
    done(made.certify("office"))
    assert made.row("office").state == PASSED


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
