"""The matrix of access against all that has a door: pages, doings, showings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from auzolan.charter.presets import founding_charter
from auzolan.house.doors.access.matrix import (
    ROLE_OF_OFFICE,
    MatrixUnreadable,
    Relation,
    Role,
    matrix,
    parsed,
)
from auzolan.house.doors.doing.catalogue import doings, showings
from auzolan.house.settings import configure

configure(Path("no-folder-yet"))

from auzolan.house.doors.api.plain import PLAIN  # noqa: E402  its tables need the settings

OUTSIDE = ("account", "mfa", "usersessions", "api", "static", "set_language")
"""Whose addresses stand outside: ways to sign in, and the API, which asks the matrix itself."""


def _patterns(found: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for one in found:
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns)
        else:
            yield one


def pages() -> list[URLPattern]:
    """Every address of the portal that is a page of ours."""
    return [
        one for one in _patterns(get_resolver().url_patterns) if hasattr(one.callback, "action")
    ]


def test_every_page_has_its_line_and_its_name() -> None:
    """Goal: no page is open by accident. Method: each address against the lines of the file."""
    found = pages()
    assert len(found) > 25
    for page in found:
        assert page.callback.action in matrix(), page.name
        assert page.callback.action == f"see:{page.name}"


def test_no_address_is_without_a_guard() -> None:
    """Goal: deny by default. Method: all addresses that have no action are known by name."""
    bare = {
        str(one.name) for one in _patterns(get_resolver().url_patterns)
        if not hasattr(one.callback, "action")
    }  # fmt: skip
    assert {one for one in bare if not one.startswith(OUTSIDE)} <= KNOWN_BARE


def test_no_address_and_no_name_is_taken_twice() -> None:
    """Goal: rooms do not write over each other's addresses. Method: count routes and names."""
    found = list(_patterns(get_resolver().url_patterns))
    for taken in (
        Counter(str(one.pattern) for one in found), Counter(str(one.name) for one in found),
    ):  # fmt: skip
        assert [what for what, times in taken.items() if times > 1] == []


EXAMPLES = {"path": "tile/0/000", "int": 7, "string": "plain-name", "filekind": "csv"}


def test_no_address_hides_another() -> None:
    """Goal: each page is reached, whatever the order of the rooms. Method: there and back again."""
    for page in pages():
        converters = page.pattern.converters
        named = {
            name: EXAMPLES[type(one).__name__.removesuffix("Converter").lower()]
            for name, one in converters.items()
        }
        assert resolve(reverse(str(page.name), kwargs=named)).url_name == page.name


KNOWN_BARE = {"do", "done", "confirm_address", "second_step", "sign_in_link", "sign_in_again"}
"""Doings ask the matrix for the doing that is named in the address; the others are ways to sign in."""


PEOPLE_OF_THE_HOUSE = {
    Role.CONTRIBUTOR, Role.MEMBER, Role.WORKER, Role.STEWARD, Role.TREASURER, Role.AUDITOR,
}  # fmt: skip
"""Who is a member, or was one; the desk asks whether it is her own."""


def test_whoever_a_page_is_about_is_asked_for() -> None:
    """Goal: no page of another. Method: an address that names a member says so to its guard."""
    for page in pages():
        named = page.pattern.converters
        cells = set(matrix()[page.callback.action].values())
        if "member" in named and Relation.OWN in cells:
            assert page.callback.about == "member", page.name
        if "party" in named and Relation.PARTY in cells:
            assert page.callback.party == "party", page.name
        if Relation.LOOK in cells:
            assert page.callback.about, f"{page.name} can be looked at, and is about nobody"


def test_every_doing_and_every_showing_has_its_line_and_no_line_is_idle() -> None:
    """Goal: one file says it all. Method: names in both directions."""
    wanted = {f"do:{name}" for name in doings()} | {f"read:{name}" for name in showings()}
    wanted |= {one.right for one in PLAIN}
    there = {action for action in matrix() if action.startswith(("do:", "read:"))}
    assert wanted <= there
    assert {one for one in there - wanted if not one.startswith("read:")} == set()
    named = {page.callback.action for page in pages()}
    assert {action for action in matrix() if action.startswith("see:")} == named


@pytest.mark.parametrize("right", founding_charter().rights, ids=lambda right: right.act)
def test_no_doing_is_open_to_a_role_that_the_charter_leaves_out(right: object) -> None:
    """Goal: two fences that agree. Method: each right of a founding charter against its doing."""
    line = matrix().get(f"do:{right.act}")  # type: ignore[attr-defined]
    if line is None:
        return
    open_to = {role for role, relation in line.items() if relation is not Relation.NEVER}
    assert open_to, f"{right.act} is open to nobody"  # type: ignore[attr-defined]
    if right.by in {"office", "resolution"}:  # type: ignore[attr-defined]
        assert open_to == {ROLE_OF_OFFICE.get(right.office, Role.STEWARD)}  # type: ignore[attr-defined]
    else:
        assert open_to <= PEOPLE_OF_THE_HOUSE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "action visitor",
        f"action {' '.join(Role)}\nsee:a any",
        f"action {' '.join(Role)}\nsee:a {' '.join(['some'] * len(Role))}",
        f"action {' '.join(Role)}\n" + 2 * f"see:a {' '.join(['-'] * len(Role))}\n",
        f"action {' '.join(reversed(Role))}\n",
    ],
)
def test_a_matrix_that_cannot_be_read_opens_nothing(text: str) -> None:
    """Goal: a slip of the pen closes doors. Method: files with columns, cells or lines wrong."""
    with pytest.raises(MatrixUnreadable):
        parsed(text)


def test_an_action_without_a_line_is_open_to_nobody() -> None:
    """Goal: deny by default. Method: a name that stands nowhere, asked by who is everything."""
    from auzolan.house.doors.access.matrix import relations

    assert relations("see:nothing", list(Role)) == frozenset()
