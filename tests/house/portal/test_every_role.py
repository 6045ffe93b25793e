"""Every address of the portal times every kind of person, on a co-operative that is no demo."""

from __future__ import annotations

import pytest
from django.test import Client

from architecture.test_access import pages
from auzolan.house.doors.access.matrix import Relation, Role, matrix
from support.portal import sign_in

PERSONS = {
    "visitor": ("", "", {Role.VISITOR}),
    "member": ("m003", "", {Role.VISITOR, Role.CONTRIBUTOR, Role.MEMBER}),
    "officer": (
        "m001", "",
        {Role.VISITOR, Role.CONTRIBUTOR, Role.MEMBER, Role.STEWARD, Role.TREASURER, Role.OPERATOR},
    ),
    "company": ("", "milk-ltd", {Role.VISITOR, Role.LICENSEE}),
}  # fmt: skip
ABOUT = ("m003", "m002", "milk-ltd", "other-ltd")
VALUES = {"int": "1", "str": "nothing", "slug": "nothing", "filekind": "csv"}


def _addresses() -> list[tuple[str, str, str, str]]:
    """Action, address, member and company of every page, for each whom it can be about."""
    found = []
    for page in pages():
        named = page.pattern.converters
        for about in ABOUT:
            values = {
                name: about if name in {"member", "party"} else VALUES.get(_kind(kind), "nothing")
                for name, kind in named.items()
            }
            route = str(page.pattern)
            for _ in named:
                start = route.index("<")
                end = route.index(">")
                route = f"{route[:start]}{values[route[start + 1 : end].rpartition(':')[2]]}{route[end + 1 :]}"
            member = about if page.callback.about else ""
            party = about if page.callback.party else ""
            found.append((page.callback.action, f"/en/{route}", member, party))
    return sorted(set(found))


def _kind(converter: object) -> str:
    return type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")


def _is_open(action: str, roles: set[Role], own: tuple[str, str], about: tuple[str, str]) -> bool:
    """The matrix read once more, in the plainest way."""
    for role in roles:
        cell = matrix()[action][role]
        if cell is Relation.ANY:
            return True
        if cell is Relation.OWN and own[0] and about[0] in {"", own[0]}:
            return True
        if cell is Relation.PARTY and own[1] and about[1] in {"", own[1]}:
            return True
    return False


@pytest.mark.parametrize("person", PERSONS)
def test_every_page_opens_to_whom_the_matrix_opens_it(at_real: Client, person: str) -> None:
    """Goal: no page forgets its guard. Method: ask for each, about oneself and about others."""
    member, party, roles = PERSONS[person]
    if member or party:
        sign_in(at_real, member, party=party)
    for action, address, about, company in _addresses():
        answer = at_real.get(address)
        where = answer.get("Location", "")
        is_turned_away = answer.status_code == 403 or "/account/login/" in where
        needs_look = "/look/" in where and answer.status_code == 302
        expected = _is_open(action, roles, (member, party), (about, company))
        assert answer.status_code < 500, address
        if expected:
            assert not is_turned_away, f"{person} is turned away from {address}"
        else:
            assert is_turned_away or needs_look, f"{address} is open to {person}"
