"""The rows of the members' room."""

from __future__ import annotations

from typing import ClassVar

from auzolan.foundation.books import Books, Row

ACTIVE = "active"
LEFT = "left"

FULL, COLLABORATOR, INACTIVE = "full", "collaborator", "inactive"
CLASSES = (FULL, COLLABORATOR, INACTIVE)
"""Whose votes are bounded together: those of collaborators, and those of inactive members."""


class Member(Row, frozen=True, gc=False):
    """One person who belongs or belonged.

    `standing` is `active` or `left`; `class_name` one of `CLASSES`.
    """

    KEY: ClassVar = ("member",)
    INDEXES: ClassVar = (("standing",),)

    member: str
    standing: str
    since: int
    entry: int
    class_name: str = FULL


class MemberKey(Row, frozen=True, gc=False):
    """A key that signs for a member; `active` is 1 for the one in use."""

    KEY: ClassVar = ("key",)
    INDEXES: ClassVar = (("member", "active"),)

    key: str
    member: str
    active: int
    entry: int


def is_in_standing(books: Books, member: str) -> bool:
    """Whether this is a member in good standing now."""
    row = books.get(Member, member)
    return row is not None and row.standing == ACTIVE
