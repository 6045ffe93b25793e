"""Who shares in a year, as columns in order of id: work, data, capital, and who is an employee.

It is what a plan is made from, taken from the books or from a worksheet. It divides nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np

from auzolan.charter.distribution_clauses import ARTICLE
from auzolan.foundation.money import CENTS_MAX
from auzolan.foundation.refusals import Refusal
from auzolan.treasury.surplus.columns import Column, Flags, column_sum, whole_column


class Standing(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """What one person brings into a year's plan; what is missing counts nothing.

    Attributes:
        id: of the member or employee.
        hours: worked, any one scale for all.
        index: her pay index; needed where there are hours.
        capital: cents at the beginning.
        points: worth of her data, any one scale.
        usage: what she earned by the use of her data, any one scale.
        labels: that she gave and that were accepted.
        employee: she works here and is no member.
        value: the lower end of her data's worth, in the scale of the points; where it is missing it
            is the points themselves, since a worth that is known exactly has no range.
    """

    id: str
    hours: int | None = None
    index: int | None = None
    capital: int | None = None
    points: int | None = None
    usage: int | None = None
    labels: int | None = None
    employee: bool | None = None
    value: int | None = None


NUMBERS = ("hours", "index", "capital", "points", "usage", "labels", "value")


@dataclass(frozen=True, slots=True)
class Members:
    """Columns of shape (n,), in order of id; numbers are 0 to 2^53 - 1.

    `hours` times `index` is what work weighs by pay, `time` what it weighs alone. `points` are worth
    of data as it was computed, `value` the lower end of it. `head` is what each counts in the pool that is shared equally: 1, or 0 for whoever was no member
    at the end of the year. `left` marks who is none now: all of her part is paid in cash.
    """

    ids: tuple[str, ...]
    hours: Column
    index: Column
    time: Column
    capital: Column
    points: Column
    value: Column
    usage: Column
    labels: Column
    head: Column
    employee: Flags
    left: Flags

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def earning_capital(self) -> Column:
        """The capital that earns interest for the year, shape (n,).

        Whoever had left by its end earns none: interest on what is paid back to her counts from the
        day she left, and nobody earns twice for the same time.
        """
        earning: Column = self.capital * ~(self.left & (self.head == 0))
        return earning


def members_from(standings: Sequence[Standing]) -> Members | Refusal:
    """Put people into columns, in order of id.

    Args:
        standings: one for each person, in any order.
    Returns:
        The columns; or the first refusal, in the order: nobody, twice the same id, a number below
        zero or too large, hours without an index, a lower end above the worth, more capital than
        can be counted.
    Source: charter, article on surplus.
    """
    if not standings:
        return Refusal(
            "treasury.nobody_shares", ARTICLE, "There is nobody to share with.",
            "Name at least one member.",
        )  # fmt: skip
    rows = sorted(standings, key=lambda row: row.id)
    return _refused(rows) or _columns(rows)


def _refused(rows: Sequence[Standing]) -> Refusal | None:
    if len({row.id for row in rows}) != len(rows):
        twice = [name for name, times in Counter(row.id for row in rows).items() if times > 1]
        return Refusal(
            "treasury.member_twice", ARTICLE, f"{', '.join(twice[:3])} stands there more than once.",
            "Name every member once, with all that is hers.",
        )  # fmt: skip
    for name in NUMBERS:
        for row in rows:
            value: int = getattr(row, name) or 0
            if value < 0:
                return Refusal(
                    "treasury.weight_negative", ARTICLE, f"{name} of {row.id} is {value}.",
                    "Give whole numbers of 0 or more; worth below zero counts as none.",
                )  # fmt: skip
            if value > CENTS_MAX:
                return _too_large(f"{name} of {row.id} is {value}.")
    for row in rows:
        if row.hours and not row.index:
            return Refusal(
                "treasury.index_missing", ARTICLE, f"{row.id} has hours and no pay index.",
                "Give her pay index as a whole number, 100 for the lowest.",
            )  # fmt: skip
    for row in rows:
        if (row.value or 0) > (row.points or 0):
            return Refusal(
                "treasury.value_above_points", ARTICLE,
                f"{row.id} has {row.points or 0} points, and {row.value} as their lower end.",
                "Give as value the lower end of the range of her points, or leave it out.",
            )  # fmt: skip
    return None


def _lower_ends(rows: Sequence[Standing], points: Column) -> Column:
    if all(row.value is None for row in rows):
        return points
    pairs = zip(rows, points.tolist(), strict=True)
    return whole_column([exact if row.value is None else row.value for row, exact in pairs])


def _too_large(because: str) -> Refusal:
    return Refusal(
        "treasury.too_large", ARTICLE, because, f"Use whole numbers up to {CENTS_MAX}."
    )  # fmt: skip


def _columns(rows: Sequence[Standing]) -> Members | Refusal:
    columns = {name: whole_column([getattr(row, name) or 0 for row in rows]) for name in NUMBERS}
    if (total := column_sum(columns["capital"])) > CENTS_MAX:
        return _too_large(f"All capital together is {total} cents.")
    return Members(
        ids=tuple(row.id for row in rows),
        hours=columns["hours"],
        index=columns["index"],
        time=columns["hours"],
        capital=columns["capital"],
        points=columns["points"],
        value=_lower_ends(rows, columns["points"]),
        usage=columns["usage"],
        labels=columns["labels"],
        head=np.ones(len(rows), dtype=np.int64),
        employee=np.array([bool(row.employee) for row in rows], dtype=np.bool_),
        left=np.zeros(len(rows), dtype=np.bool_),
    )
