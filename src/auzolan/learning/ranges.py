"""Rows of a batch named as ranges from 0, `3,7-9`: short where much is left out, and one spelling."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

PLACE_MAX = 9_999_999
"""The last place that a batch can have; a text that names a later one is of no batch."""

Spans = tuple[tuple[int, int], ...]
"""Rising ranges, the last place of each inside it."""


def ranges_text(places: Iterable[int]) -> str:
    """Name places as ranges.

    Args:
        places: numbers from 0, in any order.
    Returns:
        Rising ranges with commas, neighbours joined; empty for none.
    """
    runs: list[list[int]] = []
    for place in sorted(set(places)):
        if runs and place == runs[-1][1] + 1:
            runs[-1][1] = place
        else:
            runs.append([place, place])
    return _text_of(runs)


def places_of(text: str) -> tuple[int, ...]:
    """The places that a text names.

    Raises:
        ValueError: not in the one spelling that `ranges_text` gives.
    """
    return tuple(place for low, high in spans_of(text) for place in range(low, high + 1))


def spans_of(text: str) -> Spans:
    """The ranges that a text names, without a list of every place in them.

    Raises:
        ValueError: not in the one spelling that `ranges_text` gives, or past `PLACE_MAX`.
    """
    spans: list[tuple[int, int]] = []
    for run in text.split(",") if text else ():
        low, _, high = run.partition("-")
        spans.append((int(low), int(high or low)))
    ends = [-2, *(high for _, high in spans)]
    is_rising = all(
        before + 1 < low <= high for before, (low, high) in zip(ends, spans, strict=False)
    )
    if not is_rising or ends[-1] > PLACE_MAX or _text_of(spans) != text:
        raise ValueError(f"places are rising ranges such as 3,7-9; got {text[:60]!r}")
    return tuple(spans)


def is_inside(spans: Spans, place: int) -> bool:
    """Whether ranges hold a place."""
    at = bisect_right(spans, (place, PLACE_MAX)) - 1
    return at >= 0 and place <= spans[at][1]


def count_below(spans: Spans, size: int) -> int:
    """How many places below a size ranges hold."""
    return sum(max(0, min(high, size - 1) - low + 1) for low, high in spans)


def gaps_text(places: Sequence[int], size: int) -> str:
    """Name the places below a size that are not among these.

    Args:
        places: rising, each 0 to `size - 1`.
        size: how many there are in all.
    """
    edges = [-1, *places, size]
    return _text_of([(low + 1, high - 1) for low, high in pairwise(edges) if low + 1 < high])


def _text_of(spans: Iterable[Sequence[int]]) -> str:
    return ",".join(str(low) if low == high else f"{low}-{high}" for low, high in spans)
