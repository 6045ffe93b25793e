"""Which figures about people may be shown to everybody, one figure at a time.

A figure is kept back where too few people make it up, where one of them outweighs the others, or
where taking it from another figure would show what is kept back. It knows no work and no books.
Zero is shown: that nobody did a thing tells nothing about what somebody did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from auzolan.foundation.money import BASIS_POINTS
from auzolan.labour.groups.dominance import Limits, is_sensitive
from auzolan.labour.groups.tables import Wholes
from auzolan.labour.statements.acts import UNKNOWN

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """What a figure must keep to before everybody may see it.

    Attributes:
        people_min: fewest people that a figure is made of, >= 2.
        dominance_bp: most that one of them may hold of a sum, basis points.
    """

    people_min: int
    dominance_bp: int


def is_shown(parts: Mapping[str, int], shown: Shown) -> bool:
    """Whether a sum over people tells about none of them; a sum of nothing always may be shown.

    Args:
        parts: what each adds to the sum, >= 0.
        shown: what it must keep to.
    Source: charter, article on labour; see `groups.dominance`.
    """
    return is_sum_shown(np.array(list(parts.values()), dtype=np.int64), shown)


def is_sum_shown(magnitudes: Wholes, shown: Shown) -> bool:
    """The same for what each adds as an array (people,), zeros among them."""
    return not magnitudes.any() or not is_sensitive(
        magnitudes, people_min=shown.people_min, limits=Limits(shown.dominance_bp)
    )


def sum_of(parts: Mapping[str, int], shown: Shown) -> int:
    """A sum over people, or `UNKNOWN` where it would tell about one of them."""
    return sum(parts.values()) if is_shown(parts, shown) else UNKNOWN


def part_bp(part: Mapping[str, int], whole: Mapping[str, int], shown: Shown) -> int:
    """A part of a sum over people in basis points, rounded half up.

    `UNKNOWN` where there is no sum, or where the part, what is left, or the sum tells about one.

    Args:
        part: what each has of the part, at most what she has of the whole.
        whole: what each adds to the sum.
        shown: what both must keep to.
    """
    left = {member: value - part.get(member, 0) for member, value in whole.items()}
    if not any(whole.values()) or not all(is_shown(one, shown) for one in (part, left, whole)):
        return UNKNOWN
    return half_up(sum(part.values()) * BASIS_POINTS, sum(whole.values()))


def share_bp(people: int, among: int, people_min: int) -> int:
    """How many of some people something holds for, basis points, rounded half up.

    `UNKNOWN` where it holds for a few or for all but a few.

    Args:
        people: for how many it holds.
        among: how many there are, >= `people`.
        people_min: fewest people that a figure is made of.
    """
    if among < people_min or 0 < people < people_min or 0 < among - people < people_min:
        return UNKNOWN
    return half_up(people * BASIS_POINTS, among)


def percentile(rates: Sequence[int], percent: int, people_min: int) -> int:
    """The percentile by nearest rank: the value at place `ceil(percent x n / 100)` of n.

    `UNKNOWN` where fewer people than may be shown stand at or below that place, or at or above it:
    the lowest rate of ten people is one person's.

    Args:
        rates: one a person, sorted.
        percent: 1 to 100.
        people_min: fewest people on either side.
    Source: Hyndman and Fan, Sample quantiles in statistical packages, 1996, definition 1.
    """
    rank = -(-percent * len(rates) // HUNDRED)
    if rank < people_min or len(rates) - rank + 1 < people_min:
        return UNKNOWN
    return rates[rank - 1]


def groups_shown(
    groups: Mapping[str, int], people: int, people_min: int
) -> tuple[tuple[tuple[str, int], ...], int]:
    """Which groups of people may be counted openly, so that those kept back hide each other.

    Where so few are kept back that their number tells about them, the smallest groups that could
    be shown are kept back with them.

    Args:
        groups: people of each group.
        people: how many there are in all, those in no group too.
        people_min: fewest people of a group.
    Returns:
        (group, people) in order of name, and how many people are kept back.
    Source: Hundepool et al., Statistical Disclosure Control, 2012, section 4.4.
    """
    large = sorted((size, name) for name, size in groups.items() if size >= people_min)
    kept_back = people - sum(size for size, _ in large)
    while 0 < kept_back < people_min and large:
        kept_back += large.pop(0)[0]
    return tuple(sorted((name, size) for size, name in large)), kept_back


def half_up(numerator: int, denominator: int) -> int:
    """A quotient of whole numbers >= 0, rounded to the nearest; halves go up."""
    return (2 * numerator + denominator) // (2 * denominator)
