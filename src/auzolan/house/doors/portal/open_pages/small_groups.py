"""Numbers of people that are too few to be told: who is alone in a figure is never shown by it.

The least number is the charter's, `labour.group_public_min`. It hides what a page tells; it cannot hide
what the members have opened with their record.
"""

from __future__ import annotations

from dataclasses import dataclass

EXACT, FEW, NEARLY_ALL = "exact", "few", "nearly_all"


@dataclass(frozen=True, slots=True)
class Some:
    """So many people of so many, as far as it can be told.

    Attributes:
        shown: the number; None where it is not told.
        of: how many there are in all.
        how: `exact`; `few` where they are fewer than `least`; `nearly_all` where the others are.
        least: the least number that is told.
    """

    shown: int | None
    of: int
    how: str
    least: int


def some_of(number: int, of: int, least: int) -> Some:
    """How a number of people may be told: not where they, or all the others, are few.

    Args:
        number: how many, 0 to `of`.
        of: how many there are in all.
        least: fewest people in a figure, at least 1.
    """
    if 0 < number < least:
        return Some(None, of, FEW, least)
    if 0 < of - number < least:
        return Some(None, of, NEARLY_ALL, least)
    return Some(number, of, EXACT, least)
