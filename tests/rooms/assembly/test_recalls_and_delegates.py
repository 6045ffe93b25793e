"""Recalls off the agenda, orders of the council, and an assembly of delegates."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.assembly.acts import ItemAdded, Nominate, OpenPoll, PollOpened
from auzolan.assembly.elections import delegates_by_section
from auzolan.assembly.resolutions import Choose, Elect, FillOffice, RecallOfficer
from auzolan.assembly.rolls import roll_of
from auzolan.assembly.state import PASSED, REJECTED
from auzolan.charter.acts import Appoint, MandateGiven, Recall, Recalled
from auzolan.charter.offices import holders_of, sitting_in
from auzolan.foundation.moments import DAY_MS
from auzolan.members.state import FULL, Member
from support.electing import TERM
from support.small_assembly import (
    SECRETARY,
    START,
    SmallAssembly,
    charter_with,
    done,
    put_in_force,
    refused,
    tag_of,
)

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
