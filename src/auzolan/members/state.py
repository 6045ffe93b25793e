"""The rows of the members' room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import msgspec

from auzolan.foundation.books import Books, Row

ACTIVE = "active"
LEFT = "left"

FULL, COLLABORATOR, INACTIVE = "full", "collaborator", "inactive"
CLASSES = (FULL, COLLABORATOR, INACTIVE)
"""Whose votes are bounded together: those of collaborators, and those of inactive members."""


class Member(Row, frozen=True, gc=False):
    """One person who belongs or belonged.

    `standing` is `active` or `left`; `class_name` one of `CLASSES`; `section` the group in which she
    elects delegates, or empty.
    """

    KEY: ClassVar = ("member",)
    INDEXES: ClassVar = (("standing",),)

    member: str
    standing: str
    since: int
    entry: int
    class_name: str = FULL
    section: str = ""


class ClassChange(Row, frozen=True, gc=False):
    """What a member was until an entry put her into another class or section.

    `every` is the same in all rows, so that rules can ask for all of them. A roll shows what
    everybody was when notice was given.
    """

    KEY: ClassVar = ("member", "entry")
    INDEXES: ClassVar = (("every",),)

    member: str
    entry: int
    at: int
    class_name: str
    section: str
    every: int = 1


class MemberKey(Row, frozen=True, gc=False):
    """A key that signs for a member; `active` is 1 for the one in use."""

    KEY: ClassVar = ("key",)
    INDEXES: ClassVar = (("member", "active"),)

    key: str
    member: str
    active: int
    entry: int


class Passkey(Row, frozen=True, gc=False):
    """A passkey that signs for a member at a site; `active` is 1 while it does.

    `entry` named it, `ended` took it out of use: -1 while it is in use.
    """

    KEY: ClassVar = ("key",)
    INDEXES: ClassVar = (("member", "active"),)

    key: str
    member: str
    active: int
    host: str
    entry: int
    ended: int = -1


def as_of(books: Books, members: Sequence[Member], at: int) -> list[Member]:
    """The same members with the class and the section that each had at a moment.

    Args:
        books: the state.
        members: rows as they are now.
        at: a moment that is past.
    Returns:
        Their rows, in the same order.
    """
    first: dict[str, ClassChange] = {}
    for change in books.find(ClassChange, every=1):
        if change.at > at:
            first.setdefault(change.member, change)  # rows come in order of entry
    return [
        msgspec.structs.replace(
            one, class_name=first[one.member].class_name, section=first[one.member].section
        )
        if one.member in first
        else one
        for one in members
    ]


def is_in_standing(books: Books, member: str) -> bool:
    """Whether this is a member in good standing now."""
    row = books.get(Member, member)
    return row is not None and row.standing == ACTIVE
