"""The rights desk: each refusal in its order, due dates, and a walk against a tiny second model."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.consent.request_acts import (
    ASKS,
    AnswerRequest,
    RequestAnswered,
    Requested,
    RequestRight,
)
from auzolan.consent.request_rules import EXTENDED_TIMES
from auzolan.consent.state import OPEN, Guardian, RightsRequest
from auzolan.foundation.moments import DAY_MS
from auzolan.members.acts import Leave
from rooms.learning.small_coop import SEALED, SmallCoop

DAYS = 30
OFFICE = "office"


def coop_with(*names: str) -> SmallCoop:
    coop = SmallCoop()
    coop.join(*names)
    return coop


def ask(name: str = "r1", asks: str = "see", member: str = "ana") -> RequestRight:
    return RequestRight(name, member, asks, SEALED)


def answer(outcome: str, name: str = "r1") -> AnswerRequest:
    return AnswerRequest(name, outcome, SEALED)


def row(coop: SmallCoop, name: str = "r1") -> RightsRequest:
    found = coop.books.get(RightsRequest, name)
    assert found is not None
    return found


@pytest.mark.parametrize("asks", ASKS)
def test_every_right_has_a_due_date_from_the_day_it_was_asked_for(asks: str) -> None:
    """Goal: article 12(3), a month. Method: ask for each; compare with the charter's days."""
    coop = coop_with("ana")
    assert coop.charter.consent.answer_days == DAYS
    due = coop.at + DAYS * DAY_MS
    assert coop.do(ask(asks=asks), "ana") == Requested("r1", "ana", due)
    assert (row(coop).state, row(coop).due, row(coop).asks) == (OPEN, due, asks)


def test_who_never_belonged_cannot_ask() -> None:
    """Goal: rights have a person behind them. Method: a stranger asks."""
    assert coop_with("ana").code(ask(member="eve")) == "consent.no_such_member"


def test_who_has_left_can_still_ask() -> None:
    """Goal: these rights outlive membership. Method: leave, then ask."""
    coop = coop_with("ana")
    coop.do(Leave("ana", SEALED), "ana")
    assert coop.code(ask(), "ana") == ""


def test_only_her_guardian_speaks_for_her() -> None:
    """Goal: nobody asks for somebody else. Method: a false guardian, then the true one."""
    coop = coop_with("ana", "ben")
    act = RequestRight("r1", "ana", "see", SEALED, "ben")
    assert act.person() == "ben"
    assert coop.code(act) == "consent.not_guardian"
    coop.books.put(Guardian("ana", "ben", 0, 0))
    assert coop.code(act) == ""
    assert ask().person() == "ana"


def test_refusals_of_a_request_come_in_their_order() -> None:
    """Goal: the order is a contract. Method: break all, then mend one after another."""
    coop = coop_with("ben")
    coop.do(ask(member="ben"), "ben")
    wrong = RequestRight("r1", "ana", "see", SEALED, "eve")
    assert coop.code(wrong) == "consent.no_such_member"
    coop.join("ana")
    assert coop.code(wrong) == "consent.not_guardian"
    assert coop.code(ask()) == "consent.request_exists"
    coop.do(ask("r2"), "ana")
    assert coop.code(ask("r3")) == "consent.asked_already"
    assert coop.code(ask("r3", "explain")) == ""


def test_the_same_can_be_asked_again_once_it_was_answered() -> None:
    """Goal: no request is spent. Method: ask, answer, ask."""
    coop = coop_with("ana")
    coop.do(ask(), "ana")
    coop.do(answer("refused"), OFFICE)
    assert coop.code(ask("r2"), "ana") == ""


@pytest.mark.parametrize("outcome", ["done", "refused"])
def test_an_answer_closes_a_request(outcome: str) -> None:
    """Goal: an answer is on record with its moment. Method: answer; read the row."""
    coop = coop_with("ana")
    coop.do(ask(), "ana")
    at, entry = coop.at, coop.seq
    assert coop.do(answer(outcome), OFFICE) == RequestAnswered("r1", "ana", 0)
    assert (row(coop).state, row(coop).answered_at, row(coop).answer) == (outcome, at, entry)
    assert coop.code(answer("done"), OFFICE) == "consent.answered_already"


def test_more_time_is_three_times_the_days_from_when_she_asked_and_taken_once() -> None:
    """Goal: two further months and no more. Method: extend on the last day; extend again."""
    coop = coop_with("ana")
    asked_at = coop.at
    coop.do(ask(), "ana")
    coop.at = asked_at + DAYS * DAY_MS
    until = asked_at + EXTENDED_TIMES * DAYS * DAY_MS
    assert coop.do(answer("more-time"), OFFICE) == RequestAnswered("r1", "ana", until)
    assert (row(coop).state, row(coop).due, row(coop).extended) == (OPEN, until, 1)
    assert coop.code(answer("more-time"), OFFICE) == "consent.extended_already"
    assert coop.code(answer("done"), OFFICE) == ""


def test_more_time_is_not_taken_after_the_due_date() -> None:
    """Goal: a late answer cannot be made punctual. Method: extend a moment too late."""
    coop = coop_with("ana")
    coop.do(ask(), "ana")
    coop.at = row(coop).due + 1
    assert coop.code(answer("more-time"), OFFICE) == "consent.extended_too_late"
    assert coop.code(answer("done"), OFFICE) == ""


def test_a_guardian_does_not_answer_for_whom_she_speaks() -> None:
    """Goal: nobody judges her own case. Method: the guardian holds the office too."""
    coop = coop_with("ana", "ben")
    coop.books.put(Guardian("ana", "ben", 0, 0))
    coop.do(ask(), "ana")
    assert coop.code(answer("done"), "ben") == "consent.own_request"


def test_refusals_of_an_answer_come_in_their_order() -> None:
    """Goal: the order is a contract. Method: break all, then mend one after another."""
    coop = coop_with("ana")
    assert coop.code(answer("done"), "ana") == "consent.no_such_request"
    coop.do(ask(), "ana")
    assert coop.code(answer("done"), "ana") == "consent.own_request"
    coop.do(answer("more-time"), OFFICE)
    coop.at = row(coop).due + 1
    assert coop.code(answer("more-time"), OFFICE) == "consent.extended_already"
    coop.do(answer("done"), OFFICE)
    assert coop.code(answer("done"), "ana") == "consent.own_request"
    assert coop.code(answer("more-time"), OFFICE) == "consent.answered_already"


@dataclass
class Remembered:
    """What the second model knows of a request."""

    member: str
    asks: str
    asked: int
    due: int
    is_open: bool = True
    extended: bool = False


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["ask", "done", "refused", "more-time"]), st.sampled_from(["ana", "ben"]),
        st.sampled_from(["see", "move"]), st.integers(0, 3), st.integers(0, 40),
    ),
    max_size=25,
)  # fmt: skip


@given(STEPS)
def test_a_walk_at_the_desk_goes_as_a_second_model_says(
    steps: list[tuple[str, str, str, int, int]],
) -> None:
    """Goal: no path around a due date. Method: random acts against a model in ten lines."""
    coop = coop_with("ana", "ben")
    known: dict[str, Remembered] = {}
    for what, member, asks, number, days in steps:
        coop.at += days * DAY_MS
        name = f"r{number}"
        if what == "ask":
            twice = any(o.is_open and (o.member, o.asks) == (member, asks) for o in known.values())
            allowed = name not in known and not twice
            if allowed:
                known[name] = Remembered(member, asks, coop.at, coop.at + DAYS * DAY_MS)
            act: RequestRight | AnswerRequest = ask(name, asks, member)
        else:
            one = known.get(name)
            late = one is not None and (one.extended or coop.at > one.due)
            allowed = one is not None and one.is_open and not (what == "more-time" and late)
            if one is not None and allowed:
                one.is_open, one.extended = what == "more-time", one.extended or what == "more-time"
                one.due = one.asked + 3 * DAYS * DAY_MS if one.extended else one.due
            act = answer(what, name)
        at = coop.at
        assert (coop.code(act, OFFICE) == "") == allowed, (what, name)
        if allowed:
            coop.do(act, OFFICE)
        coop.at = at
    for name, one in known.items():
        kept = row(coop, name)
        assert (kept.member, kept.asks, kept.due) == (one.member, one.asks, one.due)
        assert ((kept.state == OPEN), bool(kept.extended)) == (one.is_open, one.extended)
        assert (kept.answered_at < 0) == one.is_open
