"""When a sum tells about one person: too few who add to it, or one who outweighs the rest.

Looks at one set of people and their magnitudes. What several sums tell together is asked in
`partition`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from auzolan.labour.groups.tables import Wholes

BASIS_POINTS = 10_000
REMAINDER_BP = 1_000
"""The usual tenth of the p% rule: the second must not know the first closer than that."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a sum must keep to.

    Attributes:
        dominance_bp: the part of a sum that one person may hold at most, in basis points, 1 to
            10,000; the (n, k) rule with n = 1.
        remainder_bp: what all but the two largest must add, as a part of the largest, in basis
            points, >= 0; the p% rule. It keeps the second, who knows her own part, from knowing
            the first.
    Raises:
        ValueError: a number outside its range.
    Source: Hundepool et al., Statistical Disclosure Control, 2012, section 4.2.
    """

    dominance_bp: int = 5_000
    remainder_bp: int = REMAINDER_BP

    def __post_init__(self) -> None:
        if not 1 <= self.dominance_bp <= BASIS_POINTS or self.remainder_bp < 0:
            raise ValueError(
                f"dominance is 1 to {BASIS_POINTS}, the remainder 0 or more; got "
                f"{self.dominance_bp} and {self.remainder_bp}"
            )


def is_sensitive(magnitudes: Wholes, *, people_min: int, limits: Limits) -> bool:
    """Whether the sum of these people tells about one of them, or about too few.

    People with nothing do not count: nine who did no work hide nobody. A sum of 0 over people is
    sensitive, since it tells that each of them has 0.

    The three rules are subadditive: two sets of people that pass make one that passes. So whatever
    passes atom by atom passes for every union of atoms.

    Args:
        magnitudes: (people,) >= 0, of the people of one set, at least one.
        people_min: how many must have something, >= 2.
        limits: dominance and remainder.
    Returns:
        True when fewer than `people_min` add to the sum, one holds too much, or too little is left
        beside the two largest.
    Source: Hundepool et al. 2012, section 4.2; Cox, Linear sensitivity measures in statistical
        disclosure control, 1981, for subadditivity.
    """
    if np.count_nonzero(magnitudes) < people_min:
        return True
    total = int(magnitudes.sum())
    second, first = (int(one) for one in np.partition(magnitudes, len(magnitudes) - 2)[-2:])
    if first * BASIS_POINTS > limits.dominance_bp * total:
        return True
    return (total - first - second) * BASIS_POINTS < limits.remainder_bp * first
