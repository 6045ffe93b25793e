"""What a row of a known kind looks like, so that a bad value is refused when it comes in.

A kind without a shape here takes any columns of whole numbers and texts. Whether a member may bring
rows of a kind is the charter's business, not this module's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from auzolan.foundation.canonical import INTEGER_MAX
from auzolan.learning.purchases import BRANDS
from auzolan.valuation.payable.terms import EVENT

Value = int | str
Check = Callable[[Value], Value]
Shape = Mapping[str, Check]
"""Column name to what reads its values; it raises ValueError with the reason."""

_WHOLE = re.compile(r"(0|-?[1-9][0-9]{0,15})\Z")
_PRICE = re.compile(r"(0|[1-9][0-9]{0,2}|1000)\.[0-9]\Z")
_SHOWN_CHARS = 40
_EVENT_CHARS = 128


def shown(value: Value) -> str:
    """A value as a reason quotes it, cut where it is long."""
    text = repr(value)
    return text if len(text) <= _SHOWN_CHARS else text[:_SHOWN_CHARS] + "..."


def whole(value: Value) -> int | None:
    """The whole number that a value is or plainly spells, or None.

    `007` and `+5` are texts: turned into numbers they would lose what they say.
    """
    if isinstance(value, int):
        return value if abs(value) <= INTEGER_MAX else None
    if not _WHOLE.match(value):
        return None
    number = int(value)
    return number if abs(number) <= INTEGER_MAX else None


def whole_between(least: int, most: int) -> Check:
    """A check for whole numbers from `least` to `most`."""

    def check(value: Value) -> Value:
        number = whole(value)
        if number is None or not least <= number <= most:
            raise ValueError(f"expected a whole number from {least} to {most}; got {shown(value)}")
        return number

    return check


def one_of(*allowed: str) -> Check:
    """A check for one of a few texts."""

    def check(value: Value) -> Value:
        if value not in allowed:
            raise ValueError(f"expected {', '.join(allowed)}; got {shown(value)}")
        return value

    return check


def price(value: Value) -> Value:
    """A price in cents with one decimal, which stays text."""
    if not isinstance(value, str) or not _PRICE.match(value):
        raise ValueError(f"expected cents with one decimal, as 8.1; got {shown(value)}")
    if value.startswith("1000.") and value != "1000.0":
        raise ValueError(f"expected at most 1000.0; got {shown(value)}")
    return value


def event_id(value: Value) -> Value:
    """The id of the source event that a row records; an empty text where none is known."""
    if len(str(value)) > _EVENT_CHARS:
        raise ValueError(f"expected an id of at most {_EVENT_CHARS} characters; got {shown(value)}")
    return value


SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        "purchases": MappingProxyType(
            {
                "household": whole_between(0, INTEGER_MAX),
                "position": whole_between(0, INTEGER_MAX),
                "choice": one_of(*BRANDS),
                **{f"feat_{brand}": whole_between(0, 1) for brand in BRANDS},
                **{f"price_{brand}": price for brand in BRANDS},
            }
        )
    }
)
"""The kinds whose rows have a known shape."""

OPTIONAL: Shape = MappingProxyType({EVENT: event_id})
"""Columns that rows of a known shape may have beside it."""
