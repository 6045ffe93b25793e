"""Founding, and the offices it fills: appointed for a term, recalled, never empty once held."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.charter.acts import Appoint, Founded, MandateGiven, Recall, Recalled, Seat
from auzolan.charter.offices import holders_of
from auzolan.charter.presets import founding_charter, offices_of
from auzolan.charter.rules import (
    apply_founded,
    apply_mandate_given,
    apply_recalled,
    decide_appoint,
    decide_found,
    decide_recall,
)
from auzolan.charter.state import (
    FOREVER,
    IN_FORCE,
    CharterInForce,
    CharterVersion,
    Mandate,
    charter_of,
)
from auzolan.foundation import canonical
from auzolan.foundation.books import MemoryBooks
from auzolan.foundation.moments import DAY_MS
from auzolan.foundation.refusals import Refusal
from auzolan.record.entries import ENTRY_BYTES_MAX, Entry, Operator, seal
from auzolan.record.notes import VerifierKey, format_vkey
from auzolan.record.state import LOG, LogKey
from support import case_of
from support.founding import LOG_KEY, ORIGIN, found_act, founded_books, refused
from support.seats import WATCHING, every_seat

# --- founding -----------------------------------------------------------------------------------


def test_founding_puts_the_charter_in_force_and_gives_one_mandate_a_seat() -> None:
    """Goal: the first state. Method: found, then read charter and mandates."""
    seen: list[object] = []
    books = founded_books()
    assert charter_of(books) == founding_charter()
    in_force = books.get(CharterInForce, IN_FORCE)
    assert in_force is not None
    assert in_force.digest == canonical.digest(founding_charter())
    assert in_force.origin == ORIGIN
    assert books.get(LogKey, LOG) == LogKey(LOG, LOG_KEY, ORIGIN, 0)
    mandates = sorted(books.rows(Mandate), key=lambda mandate: int(mandate.mandate[6:]))
    offices = offices_of(founding_charter())
    assert [mandate.mandate for mandate in mandates] == [
        f"found-{n}" for n in range(1, len(offices) + 1)
    ]
    assert [mandate.power for mandate in mandates] == list(offices)
    assert {(m.subject, m.spent) for m in mandates} == {("", 0)}
    term = case_of(seq=0).at + founding_charter().organs.council_term_days * DAY_MS
    for mandate in mandates:
        assert mandate.holder == ("m002" if mandate.power in WATCHING else "m001")
        until = term if mandate.power in {"council", "appeals"} else FOREVER
        assert mandate.until_at == until
    history = MemoryBooks(on_history=seen.append)
    apply_founded(history, case_of(seq=0, at=5), found_act(), Founded("cd" * 32))
    assert seen == [CharterVersion(1, "cd" * 32, 0, 5)]


def test_founding_fits_into_one_entry() -> None:
    """Goal: founding can be sealed. Method: one seat an office, and the most there are."""
    each = [*every_seat(founding_charter())]
    more = [Seat(f"{place:02d}" + "o" * 46, "m" * 48) for place in range(24 - len(each))]
    for seats, limit in ((each, 12_288), (each + more, ENTRY_BYTES_MAX)):
        act, case = found_act(seats=tuple(seats)), case_of(seq=0)
        facts = decide_found(MemoryBooks(), act, case)
        assert not isinstance(facts, Refusal)
        entry = Entry(
            act=act, actor="operator", at=case.at, auth=Operator(), charter="", facts=facts,
            id="found", rules="0.1.0", seq=0,
        )  # fmt: skip
        assert len(seal(entry)) < limit


def test_a_co_operative_is_founded_once() -> None:
    """Goal: no second beginning. Method: found again."""
    answer = decide_found(founded_books(), found_act(), case_of())
    assert refused(answer) == "charter.already_founded"


def test_a_first_charter_has_version_one() -> None:
    """Goal: versions count entries. Method: found with version 2."""
    charter = msgspec.structs.replace(founding_charter(), version=2)
    answer = decide_found(MemoryBooks(), found_act(charter), case_of())
    assert refused(answer) == "charter.version_not_first"


@pytest.mark.parametrize(
    "log_key", ["birds.example/log", format_vkey(VerifierKey("cats.example/log", bytes(32)))]
)
def test_the_record_is_signed_by_a_key_of_its_own_name(log_key: str) -> None:
    """Goal: checkpoints can be verified. Method: a text that is no key, and another log's key."""
    act = msgspec.structs.replace(found_act(), log_key=log_key)
    answer = decide_found(MemoryBooks(), act, case_of())
    assert refused(answer) == "charter.key_of_another_log"


def test_nobody_sits_twice_on_one_seat() -> None:
    """Goal: one mandate a holder and office. Method: the same seat twice; two holders are fine."""
    seats = found_act().seats
    twice = decide_found(MemoryBooks(), found_act(seats=(*seats, seats[0])), case_of())
    assert refused(twice) == "charter.seat_twice"
    other = Seat(seats[0].office, "m002")
    shared = decide_found(MemoryBooks(), found_act(seats=(*seats, other)), case_of())
    assert not isinstance(shared, Refusal)


def test_an_office_that_a_right_needs_is_not_left_empty() -> None:
    """Goal: every right can be used on the first day. Method: leave each office out in turn."""
    seats = found_act().seats
    for seat in seats:
        rest = tuple(other for other in seats if other != seat)
        answer = decide_found(MemoryBooks(), found_act(seats=rest), case_of())
        assert refused(answer) == "charter.office_empty"
        assert seat.office in str(answer)


def test_founding_refuses_in_its_fixed_order() -> None:
    """Goal: the order is a contract. Method: all faults at once, repaired one after another."""
    bad = founding_charter(clauses={"obligatory_reserve_bp": 0})
    bad = msgspec.structs.replace(bad, version=3)
    seats = (Seat("data", "m001"), Seat("data", "m001"))
    key = msgspec.structs.replace(found_act(None, seats), log_key="no key at all")
    sound_bounds = msgspec.structs.replace(founding_charter(), version=3)
    ladder = [
        decide_found(founded_books(), found_act(bad, seats), case_of()),
        decide_found(MemoryBooks(), found_act(bad, seats), case_of()),
        decide_found(MemoryBooks(), found_act(sound_bounds, seats), case_of()),
        decide_found(MemoryBooks(), key, case_of()),
        decide_found(MemoryBooks(), found_act(None, seats), case_of()),
        decide_found(MemoryBooks(), found_act(None, seats[:1]), case_of()),
    ]
    assert [refused(answer) for answer in ladder] == [
        "charter.already_founded", "charter.beyond_law", "charter.version_not_first",
        "charter.key_of_another_log", "charter.seat_twice", "charter.office_empty",
    ]  # fmt: skip


# --- offices ------------------------------------------------------------------------------------

NOW = 1_700_000_000_000


def office_books(*terms: tuple[str, int, int]) -> MemoryBooks:
    """Founded books whose office of data is held by these instead: holder, from, until."""
    books = founded_books()
    for mandate in books.find(Mandate, power="data"):
        books.remove(Mandate, mandate.mandate)
    for place, (holder, from_at, until_at) in enumerate(terms):
        books.add(Mandate(f"term-{place}", "data", holder, "", from_at, until_at, 0))
    return books


def recall(books: MemoryBooks, holder: str, at: int = NOW) -> str:
    """Recall from the office of data; an empty text, or the refusal's code."""
    act, case = Recall("mandate-p", "data", holder), case_of(at=at)
    facts = decide_recall(books, act, case)
    if isinstance(facts, Refusal):
        return facts.code
    assert facts == (Recalled("data", holder),)
    apply_recalled(books, case, act, Recalled("data", holder))
    return ""


def test_an_appointment_gives_the_office_for_exactly_its_days() -> None:
    """Goal: a term has an end. Method: appoint beside another, ask at both ends."""
    books, act = founded_books(), Appoint("mandate-p", "data", "m002", 30)
    case = case_of(at=NOW + 10, seq=41)
    end = case.at + 30 * DAY_MS
    facts = decide_appoint(books, act, case)
    assert facts == (MandateGiven("office-41", "data", "m002", "", case.at, end),)
    assert isinstance(facts[0], MandateGiven)
    apply_mandate_given(books, case, act, facts[0])
    found = [holders_of(books, "data", at) for at in (NOW + 9, NOW + 10, end - 1, end)]
    assert found == [{"m001"}, {"m001", "m002"}, {"m001", "m002"}, {"m001"}]


def test_a_term_never_runs_beyond_what_a_moment_can_hold() -> None:
    """Goal: no number that cannot be sealed. Method: a term begun shortly before the end."""
    act = Appoint("mandate-p", "data", "m002", 3_650)
    facts = decide_appoint(founded_books(), act, case_of(at=FOREVER - 5))
    assert not isinstance(facts, Refusal)
    assert isinstance(facts[0], MandateGiven)
    assert facts[0].until_at == FOREVER


def test_an_office_that_no_right_needs_is_not_filled() -> None:
    """Goal: no empty titles. Method: an office nobody named, and the name of an act."""
    for office in ("chair", "treasury.distribute"):
        answer = decide_appoint(founded_books(), Appoint("m", office, "m002", 1), case_of())
        assert refused(answer) == "charter.office_unknown"


def test_the_last_holder_stays_until_somebody_is_appointed() -> None:
    """Goal: polls can always be opened. Method: all terms over; the latest ones hold over."""
    books = office_books(("a", 0, 100), ("b", 0, 200), ("c", 0, 200), ("d", 900, 1_000))
    found = {at: holders_of(books, "data", at) for at in (99, 100, 199, 200, 899, 900, 999, 1_000)}
    assert found == {
        99: {"a", "b", "c"}, 100: {"b", "c"}, 199: {"b", "c"}, 200: {"b", "c"}, 899: {"b", "c"},
        900: {"d"}, 999: {"d"}, 1_000: {"d"},
    }  # fmt: skip


def test_a_recall_ends_every_mandate_of_the_holder_at_once() -> None:
    """Goal: no second mandate keeps her in. Method: two terms of one holder, one over."""
    books = office_books(("a", 0, FOREVER), ("a", 0, 5), ("b", 0, FOREVER))
    before = books.get(Mandate, "term-2")
    assert recall(books, "a") == ""
    assert holders_of(books, "data", NOW) == {"b"}
    ends = [(row.until_at, row.spent) for row in books.find(Mandate, holder="a")]
    assert ends == [(NOW, 1), (5, 1)]
    assert books.get(Mandate, "term-2") == before


def test_who_holds_nothing_is_not_recalled_and_nobody_leaves_an_office_empty() -> None:
    """Goal: both refusals, in their order. Method: a stranger, the last holder, one of two."""
    books = office_books(("a", 0, FOREVER), ("b", NOW + 1, FOREVER))
    assert recall(books, "b") == "charter.holds_no_such_office"
    assert recall(books, "a") == "charter.last_in_office"
    assert recall(books, "a", NOW + 1) == ""
    assert recall(books, "b", NOW + 2) == "charter.last_in_office"


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9), st.integers(0, 9)), max_size=6)
)
def test_an_office_once_held_is_never_empty(terms: list[tuple[str, int, int]]) -> None:
    """Goal: no deadlock. Method: random terms, against the days written out one by one."""
    books = office_books(*terms)
    for at in range(12):
        begun = [(who, until) for who, from_at, until in terms if from_at <= at]
        live = {who for who, until in begun if at < until}
        last = {who for who, until in begun if until == max(end for _, end in begun)}
        assert holders_of(books, "data", at) == (live or last)
