"""Organs: what nobody holds together, how many sit and how long, which organ a size calls for."""

from __future__ import annotations

from itertools import combinations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.charter.acts import Appoint, Found, MandateGiven, Recall, Seat, TermEnded
from auzolan.charter.articles import Charter, held_by
from auzolan.charter.offices import end_terms, holders_of, offices_held, sitting_in
from auzolan.charter.organs import (
    INCOMPATIBLE,
    ORGANS,
    clash_of,
    has_organs,
    office_of,
    organ_of,
    organs_due,
    seats_of,
)
from auzolan.charter.presets import founding_charter, offices_of
from auzolan.charter.rules import (
    apply_term_ended,
    decide_appoint,
    decide_found,
    decide_recall,
)
from auzolan.charter.state import FOREVER, Mandate
from auzolan.charter.texts import release_texts
from auzolan.foundation.books import MemoryBooks
from auzolan.foundation.moments import DAY_MS
from auzolan.foundation.refusals import Refusal
from auzolan.record.entries import Fact
from auzolan.record.notes import VerifierKey, format_vkey
from support import case_of
from support.seats import every_seat
from support.small_assembly import SmallAssembly, charter_with, refused

ORIGIN = "birds.example/log"
OFFICES = ("appeals", "audit", "council", "data", "signatory", "treasury", "work")


def organs_with(**values: object) -> Charter:
    """The founding charter with other clauses in its article on organs."""
    charter = founding_charter()
    return msgspec.structs.replace(
        charter, organs=msgspec.structs.replace(charter.organs, **values)
    )


def found_by(*seats: Seat, charter: Charter | None = None) -> tuple[Fact, ...] | Refusal:
    """What founding with these seats gives."""
    act = Found(
        name="ab" * 32, origin=ORIGIN, log_key=format_vkey(VerifierKey(ORIGIN, bytes(32))),
        charter=charter or founding_charter(), seats=seats, period="p", texts=release_texts(),
    )  # fmt: skip
    return decide_found(MemoryBooks(), act, case_of(seq=0))


# --- what nobody holds together -------------------------------------------------------------------


@given(
    held=st.sets(st.sampled_from(OFFICES)), office=st.sampled_from(OFFICES), monitored=st.booleans()
)
def test_offices_clash_whichever_is_held_first(
    held: set[str], office: str, monitored: bool
) -> None:
    """Goal: the order of appointments does not matter. Method: against pairs written out again."""
    charter = organs_with(monitoring_seats=3 if monitored else 0)
    pairs = [{"council", "audit"}, {"council", "appeals"}, {"audit", "treasury"}]
    pairs.append({"appeals", "work"})
    pairs += [{"audit", "signatory"}] if monitored else []
    clashing = {one for one in held if {one, office} in pairs and one != office}
    found = clash_of(charter, held, office)
    assert bool(found) == bool(clashing)
    assert not found or found in clashing
    for other in held:
        assert bool(clash_of(charter, {other}, office)) == bool(clash_of(charter, {office}, other))


def test_an_organ_that_does_not_sit_excludes_nobody() -> None:
    """Goal: a charter without organs is as free as before. Method: every pair of offices."""
    none = organs_with(council_seats=0, monitoring_seats=0, appeals_seats=0)
    assert not has_organs(none)
    assert has_organs(founding_charter())
    for one, other in combinations(OFFICES, 2):
        assert clash_of(none, {one}, other) == ""
    everything = [Seat(office, "m001") for office in offices_of(none)]
    # The law of the preset asks for a council, so that such a charter stops before its seats.
    assert refused(found_by(*everything, charter=none)) == "charter.beyond_law"
    assert {pair.organs for pair in INCOMPATIBLE} >= {("council",), ("monitoring",)}


# --- founding -------------------------------------------------------------------------------------


def test_one_person_does_not_found_with_every_office() -> None:
    """Goal: somebody else looks. Method: one person alone, then two as the house seats them."""
    charter = founding_charter()
    alone = [Seat(office, "m001") for office in offices_of(charter)]
    answer = found_by(*alone)
    assert refused(answer) == "charter.one_holds_all"
    assert "m001" in str(answer)
    assert not isinstance(found_by(*every_seat(charter)), Refusal)


def test_two_people_at_least_close_and_certify_polls() -> None:
    """Goal: the first poll can end. Method: one for both offices, without organs and with; then two."""
    free = founding_charter(preset="ica")
    no_organs = msgspec.structs.replace(free.organs, council_seats=0, appeals_seats=0)
    free = msgspec.structs.replace(free, organs=no_organs)
    alone = [Seat(office, "m001") for office in offices_of(free)]
    assert refused(found_by(*alone, charter=free)) == "charter.one_counts_alone"
    assert not isinstance(found_by(*alone, Seat("secretary", "m002"), charter=free), Refusal)
    assert not isinstance(found_by(*alone, Seat("audit", "m002"), charter=free), Refusal)
    assert refused(found_by(*alone, Seat("data", "m002"), charter=free)) == (
        "charter.one_counts_alone"
    )
    same = founding_charter()
    rights = tuple(
        msgspec.structs.replace(one, office="secretary") if one.act == "assembly.certify" else one
        for one in same.rights
    )
    same = msgspec.structs.replace(same, holders=held_by(rights))
    assert refused(found_by(*every_seat(same), charter=same)) == "charter.one_counts_alone"


@pytest.mark.parametrize(
    ("office", "other"), [("audit", "council"), ("appeals", "council"), ("audit", "treasury")]
)
def test_founders_do_not_hold_what_nobody_holds_together(office: str, other: str) -> None:
    """Goal: who watches is not who acts. Method: give both to one more founder."""
    taken = {office, other}
    seats = [seat for seat in every_seat(founding_charter()) if seat.office not in taken]
    answer = found_by(*seats, Seat(office, "m009"), Seat(other, "m009"))
    assert refused(answer) == "charter.offices_incompatible"
    assert all(word in str(answer) for word in (office, other, "m009"))


def test_an_organ_is_founded_with_no_more_people_than_seats_and_for_its_term() -> None:
    """Goal: seats are seats from the first day. Method: three of three, then four; terms beside."""
    seats = [*every_seat(founding_charter()), Seat("council", "m003"), Seat("council", "m004")]
    facts = found_by(*seats)
    assert not isinstance(facts, Refusal)
    organs = founding_charter().organs
    terms = {"council": organs.council_term_days, "appeals": organs.appeals_term_days}
    for fact in facts[1:]:
        assert isinstance(fact, MandateGiven)
        days = terms.get(fact.power)
        assert fact.until_at == (fact.from_at + days * DAY_MS if days else FOREVER)
    assert refused(found_by(*seats, Seat("council", "m005"))) == "charter.seats_full"


# --- appointing -----------------------------------------------------------------------------------


def seated(*mandates: tuple[str, str], charter: Charter | None = None) -> SmallAssembly:
    """An assembly with these holders besides the usual ones."""
    made = SmallAssembly(6, charter=charter)
    for office, holder in mandates:
        made.hold(office, holder)
    return made


def appointed(made: SmallAssembly, office: str, holder: str, days: int = 365) -> str:
    """An empty text, or why this appointment cannot be."""
    answer = decide_appoint(made.books, Appoint("", office, holder, days), made.case("m0"))
    return answer.code if isinstance(answer, Refusal) else ""


def test_nobody_is_appointed_to_what_clashes_or_beyond_seats_and_term() -> None:
    """Goal: a resolution seats nobody whom an election could not. Method: each limit by one step."""
    made = seated(("council", "m1"), ("council", "m2"))
    assert appointed(made, "audit", "m1") == "charter.offices_incompatible"
    assert appointed(made, "appeals", "m1") == "charter.offices_incompatible"
    assert appointed(made, "council", "auditor") == "charter.offices_incompatible"
    assert appointed(made, "data", "m1") == ""
    assert appointed(made, "council", "m3", 4 * 365 + 1) == "charter.term_too_long"
    assert appointed(made, "council", "m3", 4 * 365) == ""
    made.hold("council", "m3")
    assert appointed(made, "council", "m4") == "charter.seats_full"
    assert appointed(made, "council", "m3") == ""  # her own seat again
    assert appointed(made, "data", "m4", 3_650) == ""  # no organ


def test_the_last_who_sits_in_an_organ_is_not_recalled() -> None:
    """Goal: an organ never left empty, also where no right needs it. Method: the social council."""
    made = seated(("social", "m1"))
    for extra in (False, True):
        if extra:
            made.hold("social", "m2")
        answer = decide_recall(made.books, Recall("", "social", "m1"), made.case("m0"))
        assert isinstance(answer, Refusal) != extra


# --- who holds what -------------------------------------------------------------------------------


def test_a_term_that_others_were_elected_for_ends_without_being_spent() -> None:
    """Goal: who made room sits again where her successors fall away. Method: end, then take away."""
    made = seated(("council", "m1"))
    apply_term_ended(made.books, made.case("m0"), Recall("", "", ""), TermEnded("council", "m1"))
    assert sitting_in(made.books, "council", made.at) == frozenset()
    assert holders_of(made.books, "council", made.at) == {"m1"}  # nobody else
    made.books.put(Mandate("seat-p-1", "council", "m2", "", made.at, made.at + DAY_MS, 0))
    assert holders_of(made.books, "council", made.at) == {"m2"}
    assert offices_held(made.books, "m1", made.at) == frozenset()
    made.books.remove(Mandate, "seat-p-1")
    assert offices_held(made.books, "m1", made.at) == {"council"}
    before = made.books.rows(Mandate)
    end_terms(made.books, "council", "m1", made.at + DAY_MS)
    assert made.books.rows(Mandate) == before  # a term ends once


# --- which organs a size calls for ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("members", "seats", "due"),
    [
        (99, 0, ()), (100, 0, ("monitoring",)), (100, 3, ()), (500, 3, ()),
        (501, 3, ("delegates",)), (501, 0, ("monitoring", "delegates")),
    ],
)  # fmt: skip
def test_organs_are_due_at_a_size(members: int, seats: int, due: tuple[str, ...]) -> None:
    """Goal: a growing co-operative is told. Method: one member below and at each size."""
    assert organs_due(organs_with(monitoring_seats=seats), members) == due
    assert organs_due(organs_with(monitoring_from=0, delegates_from=0), members) == ()


def test_every_organ_has_its_office_seats_and_term() -> None:
    """Goal: one table. Method: there and back, and each clause by its name."""
    charter = charter_with("organs", council_seats=7)
    for organ in ORGANS:
        assert office_of(organ.name) == organ.office
        assert organ_of(organ.office) == organ
    assert seats_of(charter, "council") == 7
    assert organ_of("data") is None


def test_nobody_is_secretary_and_auditor_where_a_council_sits() -> None:
    """Goal: no poll without a second officer, for ever. Method: each office beside the other.

    A long walk found it: one person who alone closed polls and alone could certify them.
    """
    charter = founding_charter()
    assert clash_of(charter, {"audit"}, "secretary") == "audit"
    assert clash_of(charter, {"secretary"}, "audit") == "secretary"
