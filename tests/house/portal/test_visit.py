"""What a visit may do, found with as few questions as it takes: the same answers as with all of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from auzolan.house.doors.access.matrix import ROLE_OF_OFFICE, Relation, Role, matrix
from auzolan.house.doors.access.visit import Visit
from auzolan.house.settings import configure

ACTIONS = sorted(matrix())
MEMBER, OTHER, PARTY = "m003", "m002", "milk-ltd"


class Known(Visit):
    """A visit whose answers from the books were given beforehand."""

    def __init__(self, *, standing: str, held: frozenset[str], has_worked: bool, **named: object):
        super().__init__(**named)  # type: ignore[arg-type]
        known: dict[str, object] = {"standing": standing, "held_offices": held}
        roles = set(self.at_the_door)
        roles |= {Role.CONTRIBUTOR} if standing else set()
        roles |= {Role.MEMBER} if standing == "active" else set()
        roles |= {Role.WORKER} if standing == "active" and has_worked else set()
        if standing == "active" and (self.is_strong or self.is_demo):
            roles |= {ROLE_OF_OFFICE.get(one, Role.STEWARD) for one in held}
        self.__dict__.update(known, roles=frozenset(roles))


class Somebody:
    """An account, as far as a visit looks at one."""

    def __init__(self, member: str, party: str) -> None:
        self.member, self.party = member, party


@st.composite
def visits(draw: st.DrawFn) -> Known:
    """Anybody: a visitor, somebody who left, a member with any offices, a company's, at any door."""
    member = draw(st.sampled_from(["", MEMBER]))
    party = draw(st.sampled_from(["", PARTY]))
    is_active = draw(st.sampled_from(["", "left", "active"])) if member else ""
    offices = st.frozensets(st.sampled_from([*ROLE_OF_OFFICE, "gardening"]))
    return Known(
        standing=is_active, held=draw(offices) if is_active == "active" else frozenset(),
        has_worked=draw(st.booleans()),
        person=Somebody(member, party) if member or party else None,
        is_demo=draw(st.booleans()), is_open=draw(st.booleans()), is_strong=draw(st.booleans()),
    )  # fmt: skip


def plainly(visit: Known, action: str, about: str, party: str) -> Relation:
    """The matrix read with every role at once, in the plainest way."""
    cells = {matrix()[action][role] for role in visit.roles}
    if Relation.ANY in cells:
        return Relation.ANY
    if Relation.OWN in cells and visit.member and about in {"", visit.member}:
        return Relation.OWN
    if Relation.PARTY in cells and visit.party and party in {"", visit.party}:
        return Relation.PARTY
    return Relation.LOOK if Relation.LOOK in cells and about else Relation.NEVER


@given(
    visit=visits(), action=st.sampled_from(ACTIONS),
    about=st.sampled_from(["", MEMBER, OTHER]), party=st.sampled_from(["", PARTY, "other-ltd"]),
)  # fmt: skip
def test_a_visit_that_asks_little_may_what_one_that_asks_all_may(
    visit: Known, action: str, about: str, party: str
) -> None:
    """Goal: laziness opens and closes nothing. Method: any visit and action, against all roles at once."""
    assert visit.may(action, about=about, party=party) is plainly(visit, action, about, party)


@pytest.mark.parametrize("office", sorted(ROLE_OF_OFFICE))
@pytest.mark.parametrize("standing", ["left", "active"])
def test_every_action_is_answered_alike_for_every_office(office: str, standing: str) -> None:
    """Goal: no line of the matrix is passed over. Method: all of them, about each person, by brute force."""
    for has_worked in (False, True):
        for is_strong in (False, True):
            visit = Known(
                standing=standing, held=frozenset({office}) if standing == "active" else frozenset(),
                has_worked=has_worked, person=Somebody(MEMBER, ""), is_strong=is_strong,
            )  # fmt: skip
            for action in ACTIONS:
                for about in ("", MEMBER, OTHER):
                    assert visit.may(action, about=about) is plainly(visit, action, about, "")


def test_what_is_open_to_all_costs_no_question(demo: Path) -> None:
    """Goal: nothing is read that changes nothing. Method: count questions of what each answer needs."""
    configure(demo)
    from django.db import connection

    member = Visit(Somebody("m050", ""), is_strong=True)  # type: ignore[arg-type]
    asked = {"see:front": 0, "see:settings": 1, "see:whole": 1, "see:steward": 2}
    for action, most in asked.items():
        with CaptureQueriesContext(connection) as questions:
            replace(member).may(action, about="m050")
        assert len(questions) == most, action
