"""Thresholds: parts that must be reached, as a charter writes them: `>1/2`, `>=2/3`, `<1/2`.

"More than half" and "at least half" are different sentences, and two thirds are no whole number of
basis points, so a charter writes parts as fractions with their comparison. Of what they are a part
is said by the clause that holds them. Nothing is counted here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Annotated

from msgspec import Meta

_TERM = "[1-9][0-9]{0,3}"

Threshold = Annotated[str, Meta(pattern=rf"\A>=?{_TERM}/{_TERM}\Z")]
"""A least part: `>1/2` is more than half, `>=2/3` two thirds or more."""

NoneOrThreshold = Annotated[str, Meta(pattern=rf"\A(>=?{_TERM}/{_TERM})?\Z")]
"""A threshold, or an empty text where there is none."""

Cap = Annotated[str, Meta(pattern=rf"\A<=?{_TERM}/{_TERM}\Z")]
"""A greatest part: `<1/2` is less than half, `<=1/5` a fifth at most."""

_WRITTEN = re.compile(rf"([<>])(=?)({_TERM})/({_TERM})\Z")


@dataclass(frozen=True, slots=True)
class Bounded:
    """A part and how it bounds.

    Attributes:
        part: above 0, at most 1.
        strictly: whether the part itself is on the wrong side.
        is_cap: whether it bounds from above.
    """

    part: Fraction
    strictly: bool
    is_cap: bool


@lru_cache(maxsize=256)
def read_part(text: str) -> Bounded:
    """Read a threshold or a cap.

    Args:
        text: as the charter writes it.
    Returns:
        The exact part.
    Raises:
        ValueError: not written so, above 1, or more than all is asked for.
    """
    found = _WRITTEN.match(text)
    if found is None:
        raise ValueError(f"a part is written as >1/2, >=2/3 or <=1/5; got {text!r}")
    part = Fraction(int(found[3]), int(found[4]))
    bounded = Bounded(part, strictly=not found[2], is_cap=found[1] == "<")
    if part > 1 or (part == 1 and bounded.strictly and not bounded.is_cap):
        raise ValueError(f"a part lies between 0 and 1, and none is more than all; got {text!r}")
    return bounded


def harder(one: str, other: str) -> str:
    """Of two thresholds the one that is harder to reach."""
    a, b = read_part(one), read_part(other)
    return one if (a.part, a.strictly) >= (b.part, b.strictly) else other


def is_at_least(text: str, bound: str) -> bool:
    """Whether a threshold is as hard to reach as another one, or harder; both exactly."""
    a, b = read_part(text), read_part(bound)
    return (a.part, a.strictly) >= (b.part, b.strictly)


def is_at_most(text: str, bound: str) -> bool:
    """Whether a threshold or a cap allows no more than another one of its kind; both exactly."""
    a, b = read_part(text), read_part(bound)
    if a.is_cap:
        return (a.part, not a.strictly) <= (b.part, not b.strictly)
    return (a.part, a.strictly) <= (b.part, b.strictly)


def is_part(text: str) -> bool:
    """Whether a text that is shaped as a part can be read: no part is more than all."""
    try:
        read_part(text)
    except ValueError:
        return False
    return True
