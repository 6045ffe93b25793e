"""Everything that a program can ask at this door, as one table, made from doings, showings and rows.

The table says for each address which line of the matrix guards it; addresses, descriptions and the client
are all made from it.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter
from typing import Any

import msgspec
from django.utils import translation

from auzolan.house.doing import Doing, Showing
from auzolan.house.doors.api.plain import PLAIN, Plain
from auzolan.house.doors.api.rows import row_showings
from auzolan.house.doors.doing.catalogue import doings, showings
from auzolan.house.doors.portal.doing_words import doing_words

ROOT = "/api/v1/"


@dataclass(frozen=True)
class Operation:
    """One thing that a program can ask.

    Attributes:
        name: as doings and showings are named; rows are `rows.<room>.<Row>`.
        method: GET or POST.
        path: below `/api/v1/`, with names in braces.
        right: its line in the matrix of access.
        doing: what it does; None where it reads.
        showing: what it reads; None where it does.
        plain: what it asks of plain tables; None for all else.
    """

    name: str
    method: str
    path: str
    right: str
    doing: Doing[Any] | None = None
    showing: Showing | None = None
    plain: Plain | None = None

    @property
    def room(self) -> str:
        """The group that it stands under; rows stand together."""
        return self.name.partition(".")[0]

    @property
    def parts(self) -> tuple[str, ...]:
        """The names in the path."""
        return tuple(name for _, name, _, _ in Formatter().parse(self.path) if name)

    @property
    def about(self) -> str:
        """The part of the path, or the field, that names the member whom it is about."""
        return (self.doing or self.showing or _NOBODY).about

    @property
    def gives(self) -> type[msgspec.Struct]:
        """The type of what is read, or of one line of it."""
        found = self.showing or self.plain
        assert found is not None, "what does something gives a receipt"
        return found.gives

    @property
    def summary(self) -> str:
        """What it is, in a few words."""
        if self.doing is not None:
            with translation.override("en"):
                words = doing_words().get(self.name)
                return str(words.name) if words is not None else self.name
        text = inspect.getdoc(self.gives) or self.name
        return text.partition("\n")[0].rstrip(".")


@lru_cache(maxsize=1)
def operations() -> tuple[Operation, ...]:
    """All of them: what can be done, what can be read, the rows, and what is asked of plain tables."""
    done = [
        Operation(name, "POST", f"do/{name}", f"do:{name}", doing=one)
        for name, one in doings().items()
    ]
    read = [
        Operation(_name_of(one), "GET", one.path, one.right, showing=one)
        for one in (*showings().values(), *row_showings())
    ]
    plain = [Operation(one.name, one.method, one.path, one.right, plain=one) for one in PLAIN]
    return (*done, *read, *plain)


def _name_of(showing: Showing) -> str:
    """Its name; where something that can be done is called the same, with `read_` before the noun."""
    room, _, noun = showing.name.partition(".")
    return f"{room}.read_{noun}" if showing.name in doings() else showing.name


class _Nobody:
    about = ""


_NOBODY = _Nobody()
