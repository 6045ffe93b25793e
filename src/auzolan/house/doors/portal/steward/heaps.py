"""What a heap of waiting things is, and how one is made; what lies in it say the modules beside this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db import models
from django.urls import NoReverseMatch, reverse

from auzolan.foundation.books import Row
from auzolan.foundation.moments import MOMENT_MAX, iso_from_moment
from auzolan.house.doors.doing.catalogue import doings
from auzolan.house.storage.models import rows_of

R = TypeVar("R", bound=Row)

SHOWN = 5
NO_DAY = -1


@dataclass(frozen=True, slots=True)
class Waits:
    """One thing that waits for somebody in an office.

    Attributes:
        thing: what it is called: a task, a model, a payout; never a person with a figure.
        address: where it is done; empty where there is no door for it.
        due_at: by when, a moment; `NO_DAY` where nobody says.
        count: how many pieces it stands for.
    """

    thing: str
    address: str
    due_at: int = NO_DAY
    count: int = 1

    @property
    def due(self) -> str:
        """The day by which it is due, or an empty text."""
        return iso_from_moment(self.due_at)[:10] if self.due_at >= 0 else ""


@dataclass(frozen=True, slots=True)
class Heap:
    """All that waits of one kind, the first due first.

    Attributes:
        kind: names its words in `steward_words.HEAPS`.
        total: how many there are.
        shown: the first of them.
        late: how many of those shown are past their day.
    """

    kind: str
    total: int
    shown: tuple[Waits, ...]
    late: int = 0

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.shown)

    @property
    def first_due_at(self) -> int:
        """The earliest day, for the order of heaps; far away where none has one."""
        days = [one.due_at for one in self.shown if one.due_at >= 0]
        return min(days, default=MOMENT_MAX)


def heap(kind: str, things: Sequence[Waits], at: int, total: int | None = None) -> Heap:
    """A heap of these things.

    Args:
        kind: of the heap.
        things: at least the first that are due.
        at: now, a moment.
        total: how many there are, where `things` are not all.
    """
    in_order = sorted(things, key=lambda one: (one.due_at < 0, one.due_at, one.thing))
    shown = tuple(in_order[:SHOWN])
    late = sum(1 for one in shown if 0 <= one.due_at < at)
    return Heap(kind, len(things) if total is None else total, shown, late)


def taken(row: type[R], query: models.QuerySet[Any]) -> tuple[list[R], int]:
    """The first rows of a query, and how many there are; they are counted only where there are more.

    Args:
        row: the row type.
        query: on the row type's own table, in its order.
    """
    found = rows_of(row, query[: SHOWN + 1])
    return found[:SHOWN], len(found) if len(found) <= SHOWN else query.count()


def door(name: str, **fields: str | int) -> str:
    """The address of a doing with these fields filled in; empty where there is no such doing."""
    if name not in doings():
        return ""
    back = {"next": reverse("steward")}
    return f"{reverse('do', args=[name])}?{urlencode({**fields, **back})}"


def page(name: str, *args: str) -> str:
    """The address of a page, or an empty text where there is none of this name."""
    try:
        return reverse(name, args=list(args))
    except NoReverseMatch:
        return ""
