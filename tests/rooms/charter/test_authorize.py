"""Who may ask: pauses, suspended mandates, and acts that need a decision whatever a charter says."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.charter.acts import Amend
from auzolan.charter.articles import Change, Right, charter_text, held_by
from auzolan.charter.authorize import authorize
from auzolan.charter.presets import founding_charter
from auzolan.charter.state import FOREVER, IN_FORCE, CharterInForce, Mandate, PowerPause
from auzolan.foundation.books import MemoryBooks
from auzolan.foundation.refusals import Refusal
from auzolan.members.acts import Admit, Leave
from auzolan.record.entries import Act
from support import case_of

NOW = 1_700_000_000_000
CHANGE = (Change("labour.floor_cents_hour", 2_000),)
AMEND = Amend("mandate-p", CHANGE)


class Unheard(Act, frozen=True, tag="weather.rain/1"):
    """An act of no release."""


def books_with(*rows: Mandate | PowerPause, rights: tuple[Right, ...] = ()) -> MemoryBooks:
    """A charter in force, m001 in the offices that these tests need, and these rows."""
    books, charter = MemoryBooks(), founding_charter()
    if rights:
        charter = msgspec.structs.replace(charter, holders=held_by(rights))
    books.add(CharterInForce(IN_FORCE, "ab" * 32, charter_text(charter), "x"))
    for office in ("admissions", "secretary"):
        books.add(Mandate(f"office-{office}", office, "m001", "", 0, FOREVER, 0))
    for row in rows:
        books.add(row)
    return books


def mandate(**other: int | str) -> Mandate:
    """The mandate that AMEND rests on, live unless told otherwise."""
    live = Mandate("mandate-p", "charter.amend", "", AMEND.subject(), NOW - 5, NOW + 5, 0)
    return msgspec.structs.replace(live, **other)


def asked(books: MemoryBooks, act: Act, at: int = NOW) -> str:
    """The code of the refusal, or an empty text."""
    answer = authorize(books, act, case_of(at=at))
    return answer.code if isinstance(answer, Refusal) else ""


# --- pauses -------------------------------------------------------------------------------------


def pause(power: str = "members.admit", agreed_by: str = "m002", until: int = NOW) -> PowerPause:
    return PowerPause(f"pause-{power}-{until}", power, "m001", agreed_by, 0, until, 0, 7)


def test_a_pause_that_two_organs_agreed_on_stops_an_act_until_its_end() -> None:
    """Goal: an emergency restricts. Method: the last moment of the pause, and the first after it."""
    books, act = books_with(pause()), Admit("m009", "ab" * 32)
    answer = authorize(books, act, case_of(at=NOW - 1))
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.article) == ("charter.paused", "Art. 10")
    assert asked(books, act, NOW) == ""


def test_a_pause_that_one_organ_asked_for_stops_nothing() -> None:
    """Goal: two organs. Method: the same pause without the second."""
    assert asked(books_with(pause(agreed_by="")), Admit("m009", "ab" * 32), NOW - 1) == ""


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("members.admit", "charter.amend")), st.booleans(), st.integers(-3, 3)
        ),
        max_size=5,
        unique_by=lambda one: (one[0], one[2]),
    )
)
def test_an_act_is_paused_exactly_while_some_pause_of_it_holds(
    pauses: list[tuple[str, bool, int]],
) -> None:  # fmt: skip
    """Goal: pauses add up and never spill over. Method: random rows about two acts, one pausable.

    Amending is none that can be paused, since without it no vote could end an emergency.
    """
    rows = [pause(act, "m002" if agreed else "", NOW + until) for act, agreed, until in pauses]
    books = books_with(mandate(), *rows)
    for name, act in (("members.admit", Admit("m009", "ab" * 32)), ("charter.amend", AMEND)):
        live = any(of == name and agreed and until > 0 for of, agreed, until in pauses)
        holds = live and name != "charter.amend"
        assert asked(books, act) == ("charter.paused" if holds else "")


# --- mandates -----------------------------------------------------------------------------------


def test_a_suspended_mandate_rests_until_the_challenge_is_decided() -> None:
    """Goal: a challenge can stop a decision. Method: suspended, then lifted."""
    assert asked(books_with(mandate(suspended=1)), AMEND) == "charter.mandate_suspended"
    assert asked(books_with(mandate()), AMEND) == ""


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (mandate(power="charter.recall"), "charter.no_mandate"),
        (mandate(spent=1, suspended=1, subject="cd" * 32), "charter.mandate_spent"),
        (mandate(suspended=1, subject="cd" * 32, from_at=NOW + 1), "charter.mandate_suspended"),
        (mandate(subject="cd" * 32, from_at=NOW + 1), "charter.mandate_for_something_else"),
        (mandate(from_at=NOW + 1), "charter.mandate_cooling_off"),
        (mandate(until_at=NOW), "charter.mandate_expired"),
        (mandate(from_at=NOW, until_at=NOW + 1), ""),
    ],
)
def test_a_mandate_is_refused_in_its_fixed_order(row: Mandate, code: str) -> None:
    """Goal: the order is a contract. Method: all faults at once, repaired one after another."""
    assert asked(books_with(row), AMEND) == code


def test_the_bytes_that_were_voted_are_the_bytes_that_run() -> None:
    """Goal: exact bytes. Method: the voted change with one cent more, or with texts beside it."""
    books = books_with(mandate())
    other = Amend("mandate-p", (Change("labour.floor_cents_hour", 2_001),))
    assert asked(books, other) == "charter.mandate_for_something_else"
    assert asked(books, Amend("mandate-p", (*CHANGE, *CHANGE))) == (
        "charter.mandate_for_something_else"
    )


# --- needs --------------------------------------------------------------------------------------


def test_what_needs_a_resolution_needs_it_whatever_a_charter_says() -> None:
    """Goal: no right goes around the members. Method: a charter that gives amending to an office."""
    rights = (Right("charter.amend", "office", "secretary", 5),)
    assert asked(books_with(rights=rights), AMEND) == "charter.no_mandate"
    assert asked(books_with(mandate(), rights=rights), AMEND) == ""


def test_an_act_that_nobody_thought_about_is_denied() -> None:
    """Goal: denied by default. Method: an act without right, then with a right that was smuggled in."""
    assert asked(books_with(), Unheard()) == "charter.no_right"
    rights = (Right("weather.rain", "member", "", 5),)
    assert asked(books_with(rights=rights), Unheard()) == "charter.need_unknown"


def test_nobody_leaves_for_another_and_no_office_is_needed_to_leave() -> None:
    """Goal: exit is one's own. Method: herself, and the secretary for her."""
    assert asked(books_with(), Leave("m001", "ab" * 32)) == ""
    assert asked(books_with(), Leave("m002", "ab" * 32)) == "charter.not_your_own"
