"""The lines of a valuation as they lie in its annex, and in which ways they can fail to hold.

It compares numbers that were computed elsewhere. It values nothing and knows no euro.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from auzolan.foundation.books import Scalar
from auzolan.record.annexes import Annex
from auzolan.valuation.payable.capping import rounded_rows
from auzolan.valuation.payable.knn import residual_bound_e9

VALUES = "values/1"
AMOUNT = "value_e9"
NAMES = ("high_e9", "low_e9", "member", "rows", "value_e9")
WHOLE_E9 = 10**9


@dataclass(frozen=True, slots=True)
class Lines:
    """One line a member, as columns of equal length, scaled by 10^9 where the name says so.

    Attributes:
        members: whose line it is.
        value_e9: what her rows are worth together; may be negative.
        low_e9: lower end of the 95 % interval.
        high_e9: upper end.
        rows: how many of her rows were valued.
    """

    members: tuple[str, ...]
    value_e9: tuple[int, ...]
    low_e9: tuple[int, ...]
    high_e9: tuple[int, ...]
    rows: tuple[int, ...]


def lines_from(annex: Annex) -> Lines:
    """Read an annex `values/1`.

    Args:
        annex: an annex whose digest and totals have been checked.
    Returns:
        Its columns.
    Raises:
        ValueError: another kind, other columns, another amount, or a value of another type.
    """
    shape = (annex.kind, annex.names, annex.amount)
    if shape != (VALUES, NAMES, AMOUNT):
        raise ValueError(f"expected {VALUES} with {', '.join(NAMES)} and the amount {AMOUNT}")
    members = annex.column("member")
    if not all(isinstance(member, str) for member in members):
        raise ValueError("the column member holds something that is no id")
    return Lines(
        tuple(str(member) for member in members),
        _whole(annex, "value_e9"),
        _whole(annex, "low_e9"),
        _whole(annex, "high_e9"),
        _whole(annex, "rows"),
    )


def fault_in_members(lines: Lines, rows_of: Mapping[str, int]) -> str:
    """Name the first way in which members or rows differ from the snapshot's, or give "".

    Everyone has a line who brought rows of the snapshot or holds a part of some. Her valued rows
    may be fewer than those, since some are kept back to test with and some are one thing; more
    would be rows that nobody gave.

    Args:
        lines: the lines of a valuation.
        rows_of: the most rows of which each of them can hold a part.
    """
    expected = tuple(sorted(rows_of))
    if lines.members != expected:
        missing = sorted(set(expected) - set(lines.members))
        extra = sorted(set(lines.members) - set(expected))
        if missing:
            return f"{missing[0]} is in the snapshot, or holds rows of it, and has no line."
        if extra:
            return f"{extra[0]} has a line and is not in the snapshot, nor holds rows of it."
        return "The members do not stand once each, in order of id."
    for member, rows in zip(lines.members, lines.rows, strict=True):
        if not 0 <= rows <= rows_of[member]:
            return f"{member} holds at most {rows_of[member]} rows of the snapshot; {rows} were valued."
    return ""


def fault_in_values(lines: Lines, residual_e9: int, *, cap: int | None) -> str:
    """Name the first way in which the values cannot be right, or give "".

    Each value lies within its interval, and all values with the rounding residual make the
    worth of all rows together, which is a share of right answers: between 0 and 1.

    Args:
        lines: the lines of a valuation.
        residual_e9: what rounding left over, as the valuer reports it.
        cap: the cap that they were computed with, None for none.
    Source: efficiency of the Shapley value; `residual_bound_e9` for what rounding can amount to.
    """
    for member, low, value, high in zip(
        lines.members, lines.low_e9, lines.value_e9, lines.high_e9, strict=True
    ):
        if not low <= value <= high:
            return f"The value of {member} lies outside its own interval."
    bound = residual_bound_e9(rounded_rows(max(1, sum(lines.rows)), cap), len(lines.members))
    if abs(residual_e9) > bound:
        return f"Rounding leaves at most {bound}; the residual is {residual_e9}."
    total_e9 = sum(lines.value_e9) + residual_e9
    if not 0 <= total_e9 <= WHOLE_E9:
        return f"All rows together are worth {total_e9}, outside 0 to {WHOLE_E9}."
    return ""


def first_difference(left: Lines, right: Lines) -> str:
    """The first member whose lines differ, or "" where all are equal."""
    ours = list(zip(left.members, left.value_e9, left.low_e9, left.high_e9, left.rows, strict=True))
    theirs = list(
        zip(right.members, right.value_e9, right.low_e9, right.high_e9, right.rows, strict=True)
    )
    for one, other in zip(ours, theirs, strict=False):
        if one != other:
            return min(one[0], other[0])
    if len(ours) != len(theirs):
        longer = max(ours, theirs, key=len)
        return longer[min(len(ours), len(theirs))][0]
    return ""


def _whole(annex: Annex, name: str) -> tuple[int, ...]:
    return tuple(_as_whole(value, name) for value in annex.column(name))


def _as_whole(value: Scalar, name: str) -> int:
    if not isinstance(value, int):
        raise ValueError(f"the column {name} holds {value!r}, no whole number")
    return value
