"""Elections: who stands, whose terms begin and end with the certificate, up to a by-election."""

from __future__ import annotations

import msgspec
import pytest

from auzolan.assembly.acts import Nominate, Nominated, Revise, StandDown
from auzolan.assembly.resolutions import Elect, FillOffice, RecallOfficer
from auzolan.assembly.state import EXECUTED, FAILED_QUORUM, OPEN, REJECTED, Candidate
from auzolan.charter.acts import MandateGiven, Recall, TermEnded
from auzolan.charter.offices import holders_of, sitting_in
from auzolan.foundation.moments import DAY_MS
from auzolan.members.state import Member
from support.electing import TERM, elected
from support.small_assembly import SEALED, SECRETARY, SmallAssembly, done, refused

COUNCIL = Elect("council", 3, TERM)


def electing(measure: Elect = COUNCIL, members: int = 9, *standing: str) -> SmallAssembly:
    """An admitted election in which these stand."""
    made = SmallAssembly(members)
    made.admitted(measure)
    made.stand(*standing)
    return made


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
