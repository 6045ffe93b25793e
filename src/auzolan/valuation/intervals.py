"""How sure a mean is: a 95 % interval, in integers, rounded outward.

Uses the central limit theorem over the test queries, taken as independent draws. Where queries
come in clusters (many purchases of one household) the interval is narrower than it should be;
this module does not correct for that.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt

_Z_MILLIONTHS = 1_959_964  # the 97.5 % point of the normal distribution
_E9 = 10**9


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its 95 % interval, all scaled by 10^9.

    Attributes:
        mean_e9: the mean, rounded down.
        low_e9: lower end, rounded down.
        high_e9: upper end, rounded up.
    """

    mean_e9: int
    low_e9: int
    high_e9: int


def interval_e9(total: int, squares: int, *, n: int, unit: int) -> Interval:
    """Compute a mean and its 95 % interval from exact sums.

    The half-width is 1.959964 times the sample deviation over the square root of n. Integers
    and `isqrt` only, so that it agrees on every machine.

    Args:
        total: sum of n integers x, in units of 1/`unit`.
        squares: sum of x * x.
        n: how many, >= 2.
        unit: what x is divided by, >= 1.
    Returns:
        Mean rounded down; ends rounded outward by less than 2 of the last digit.
    Raises:
        ValueError: n below 2, a unit below 1, or sums that no n integers have.
    """
    if n < 2 or unit < 1:
        raise ValueError(f"an interval needs n >= 2 and a unit >= 1; got n={n}, unit={unit}")
    spread = n * squares - total * total
    if spread < 0:
        raise ValueError(f"no {n} integers have the sum {total} and the squares {squares}")
    mean_e9, rest = divmod(_E9 * total, unit * n)
    # half^2 = z^2 * spread / (n^2 (n-1) unit^2), scaled by 10^18; z^2 is scaled by 10^12.
    half_square = _ceiling(
        _Z_MILLIONTHS**2 * _E9**2 * spread, 10**12 * n * n * (n - 1) * unit * unit
    )
    half = isqrt(half_square)
    half += half * half < half_square
    return Interval(mean_e9, mean_e9 - half, mean_e9 + half + (rest > 0))


def _ceiling(numerator: int, denominator: int) -> int:
    return -(-numerator // denominator)
