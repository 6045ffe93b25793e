"""Right answers by group, with intervals in whole basis points that agree on every machine.

A small group is not shown by itself: its figure says little, and can tell of a person. Says
nothing of whether a difference between groups is just.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, isqrt

from auzolan.engine.models.rows import IntArray

OTHER = "other"
ROWS_MIN = 10
GROUPS_MAX = 50
_Z_SQUARED = Fraction(3_841_458_821, 10**9)  # of the normal quantile at 0.975
_DIGITS = 10**15
_BASIS_POINTS = 10_000


@dataclass(frozen=True, slots=True)
class Interval:
    """A share with its 95 percent interval, in basis points; the ends are rounded outwards.

    Attributes:
        share_bp: the share, rounded half up.
        low_bp: lower end.
        high_bp: upper end.
    """

    share_bp: int
    low_bp: int
    high_bp: int


@dataclass(frozen=True, slots=True)
class Group:
    """How a model answers a group.

    Attributes:
        name: the group; `other` for those that are too small to be shown.
        rows: test rows.
        total: questions of these rows.
        correct: answered right.
        interval: share of right answers. It takes questions as independent, which bytes of one
            text are not.
        merged: groups in `other`; 0 for a group of its own.
    """

    name: str
    rows: int
    total: int
    correct: int
    interval: Interval
    merged: int = 0


def by_group(names: Sequence[str], totals: IntArray, corrects: IntArray) -> tuple[Group, ...]:
    """Count right answers by group; groups of fewer than 10 rows come together in `other`.

    Where `other` itself would have fewer than 10 rows, the smallest other group joins it: else
    taking the groups shown from the total would show what is not shown. At most 50 lines come
    out; the smallest groups beyond them join `other` too.

    Args:
        names: the group of each test row.
        totals: questions of each row; int64 of shape (n,).
        corrects: of these, answered right; int64 of shape (n,).
    Returns:
        Groups in order of their names, `other` last.
    Raises:
        ValueError: shapes differ, or a row has more right answers than questions.
    """
    n = len(names)
    if totals.shape != (n,) or corrects.shape != (n,):
        raise ValueError(f"expected {n} counts; got {totals.shape} and {corrects.shape}")
    if ((corrects < 0) | (corrects > totals)).any():
        raise ValueError("a row has more right answers than questions")
    sums: dict[str, list[int]] = {}
    for name, total, correct in zip(names, totals.tolist(), corrects.tolist(), strict=True):
        if not total:  # a text too short to ask anything
            continue
        held = sums.setdefault(name, [0, 0, 0])
        for place, more in enumerate((1, total, correct)):
            held[place] += more
    small = _hidden(sums)
    shown = [_group(name, [sums[name]], 0) for name in sorted(set(sums) - small)]
    return (
        (*shown, _group(OTHER, [sums[name] for name in small], len(small)))
        if small
        else (tuple(shown))
    )


def wilson(correct: int, total: int) -> Interval:
    """Give a share its score interval at 95 percent.

    Args:
        correct: from 0 to `total`.
        total: at least 1.
    Raises:
        ValueError: a count is out of range.
    Source: Wilson 1927, Probable Inference, the Law of Succession, and Statistical Inference.
    """
    if not 0 <= correct <= total or total < 1:
        raise ValueError(f"expected 0 <= correct <= total, total >= 1; got {correct} of {total}")
    middle = 2 * correct + _Z_SQUARED
    under = _Z_SQUARED * (_Z_SQUARED + Fraction(4 * correct * (total - correct), total))
    root = Fraction(isqrt(under.numerator * _DIGITS**2 // under.denominator), _DIGITS)
    whole = 2 * (total + _Z_SQUARED)
    low = floor(_BASIS_POINTS * (middle - root) / whole)
    # The root is rounded down by less than 10^-15; at the ends it is exact and the share is met.
    high = ceil(_BASIS_POINTS * (middle + root) / whole)
    share = (2 * _BASIS_POINTS * correct + total) // (2 * total)
    return Interval(share, 0 if correct == 0 else low, _BASIS_POINTS if correct == total else high)


def _hidden(sums: dict[str, list[int]]) -> set[str]:
    """The groups that are not shown by themselves; one that is called `other` joins them."""
    small = {name for name, held in sums.items() if held[0] < ROWS_MIN or name == OTHER}
    by_size = sorted(set(sums) - small, key=lambda name: (-sums[name][0], name))
    if len(by_size) + bool(small) > GROUPS_MAX:
        small |= set(by_size[GROUPS_MAX - 1 :])
    while small and sum(sums[name][0] for name in small) < ROWS_MIN and len(small) < len(sums):
        small.add(min(set(sums) - small, key=lambda name: (sums[name][0], name)))
    return small


def _group(name: str, held: list[list[int]], merged: int) -> Group:
    rows, total, correct = (sum(one[place] for one in held) for place in range(3))
    return Group(name, rows, total, correct, wilson(correct, total), merged)
