"""The games that nearest-neighbour values are computed in: their worths and coefficients.

Hard: a coalition's worth for a query is the number of its k nearest rows with the query's label,
over k; the empty one is worth 0. Soft: the same over min(k, size), and the empty coalition is
worth 1/C, a guess among C classes. Threshold: the share of matching rows among those within a
radius, 1/C where there are none. Regression: -(sum of the k nearest targets / k - t)^2, so the
empty coalition is worth -t^2.

Hard and soft have one form. With matches m_i at places 1..n by distance,

    value at place i = m_i c_i - sum over j > i of m_j (c_(j-1) - c_j) + offset

Hard: c_i = 1 / max(k, i), no offset. Soft, with k taken as min(k, n) and H = 1 + 1/2 + ... + 1/k:
c_i = (H - 1) / (n - 1) + 1 / max(k, i), and the offset is -(M (H - 1) / (n - 1) + 1/C) / n for M
matching rows.

Regression. The square splits into parts that each have a closed form: single rows are worth
u_j = (2 t y_j - y_j^2 / k) / k where they are among the nearest, which is the hard game with
coefficients r_i = min(1, k / i); and each pair y_j y_l among the nearest is worth -2/k^2. A
pair's unit, j nearer than l, gives p_l = s (s - 1) / (2 l (l - 1)), s = min(k, l), to each of the
two, and takes q_l = k (k - 1) / (l (l - 1) (l - 2)), l > k, from each other row nearer than l.

Computes no distance and no value; the kernels do.

Source: Jia et al. 2019 (arXiv 1908.08619), Theorem 1 and section on regression; Wang & Jia 2023
(arXiv 2304.04258), Theorem 3; Wang et al. 2023 (arXiv 2308.15709). The unrolled forms and the
split into pairs are ours and are tested against enumeration.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import numpy as np
from numpy.typing import NDArray

COEFFICIENT_BITS = 58
VALUE_BITS = 44
PAYMENT_BITS = 40
UTILITIES = ("hard", "soft", "threshold", "regression")
RANKED, NEAR, REGRESSED = 0, 1, 2

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
GameTables = tuple[int, int, int, Whole, Real]


@dataclass(frozen=True, slots=True, eq=False)
class Game:
    """A game's tables for n rows.

    Attributes:
        kind: RANKED, NEAR or REGRESSED.
        k: neighbours that vote; 0 in the threshold game.
        classes: C; 0 where the game does not know classes.
        is_soft: the worth is over min(k, size).
        bits: a value is a whole number of `scale` times 2^-bits.
        scale: a power of 2; 1 except for regression.
        nearest: how many of the nearest rows the whole's worth depends on.
        coefficients: int64 c_0..c_n in units of 2^-58.
        real: float64 of shape (4, n + 1): constants, then the game's own columns.
    """

    kind: int
    k: int
    classes: int
    is_soft: bool
    bits: int
    scale: Fraction
    nearest: int
    coefficients: Whole
    real: Real

    @property
    def unit(self) -> float:
        """What one step of a value is worth; a power of 2, so exact."""
        return float(self.scale / 2**self.bits)

    def tables(self) -> GameTables:
        """Give what the kernels take."""
        drop = COEFFICIENT_BITS - self.bits
        return (self.kind, drop, self.nearest, self.coefficients, self.real)


def game_maker(
    utility: str,
    k: int,
    bits: int,
    *,
    labels: NDArray[np.int32],
    targets: Real,
    asked_max: float,
) -> Callable[[int], Game]:
    """Give what makes a utility's game for so many of some rows; all its games are in one unit.

    Args:
        utility: one of `UTILITIES`.
        k: neighbours that vote or are averaged.
        bits: of a value, in the ranked games.
        labels: class codes of all rows; their number is C.
        targets: of all rows; empty where labels are classes.
        asked_max: the largest |target| of all queries.
    Returns:
        From a number of rows, >= 1, to the game.
    """
    classes = 0 if utility in {"hard", "regression"} else len(np.unique(labels))
    if utility == "threshold":
        return partial(near_game, classes=classes)
    if utility == "regression":
        size = max(asked_max, float(np.abs(targets).max()), 2.0**-200)
        return partial(regressed_game, k=k, size_max=size)
    return partial(ranked_game, k=k, soft=utility == "soft", bits=bits, classes=classes)


def ranked_game(n: int, *, k: int, soft: bool, bits: int, classes: int) -> Game:
    """Make the tables of the hard or the soft game.

    Args:
        n: rows, >= 1.
        k: neighbours that vote, >= 1.
        soft: whether the worth is over min(k, size) rather than k.
        bits: of a value.
        classes: how many labels the rows have.
    Returns:
        The game.
    """
    coefficients = _soft_coefficients(n, k) if soft else hard_coefficients(n, k)
    real = np.zeros((1, 2))
    return Game(RANKED, k, classes, soft, bits, Fraction(1), min(k, n), coefficients, real)


def near_game(n: int, *, classes: int) -> Game:
    """Make the tables of the threshold game: the chance 1/C, the unit, harmonic numbers."""
    real = np.zeros((2, max(n + 1, 2)))
    real[0, :2] = 1.0 / classes, 2.0**VALUE_BITS
    real[1, 1 : n + 1] = np.cumsum(1.0 / np.arange(1, n + 1))
    nothing = np.zeros(1, dtype=np.int64)
    return Game(NEAR, 0, classes, False, VALUE_BITS, Fraction(1), 1, nothing, real)


def regressed_game(n: int, *, k: int, size_max: float) -> Game:
    """Make the tables of the regression game.

    Args:
        n: rows, >= 1.
        k: neighbours that are averaged, >= 1.
        size_max: the largest |target| among rows and queries; a worth lies in [-4 size_max^2, 0].
    Returns:
        The game; its scale is the power of 2 at or above 4 size_max^2.
    """
    exponent = int(np.frexp(4.0 * size_max * size_max)[1])
    scale = Fraction(2) ** exponent
    places = np.arange(n + 1, dtype=np.float64)
    real = np.zeros((4, max(n + 1, 2)))
    real[0, :2] = float(k), float(2**VALUE_BITS / scale)
    real[1, : n + 1] = np.minimum(1.0, k / np.maximum(places, 1.0))
    seats = np.minimum(places, float(k))
    real[2, : n + 1] = seats * (seats - 1.0) / (2.0 * np.maximum(places * (places - 1.0), 1.0))
    gaps = np.maximum(places * (places - 1.0) * (places - 2.0), 1.0)
    real[3, : n + 1] = np.where(places > k, k * (k - 1.0) / gaps, 0.0)
    nothing = np.zeros(1, dtype=np.int64)
    near = min(k, n)
    return Game(REGRESSED, k, 0, False, VALUE_BITS, scale, near, nothing, real)


def hard_coefficients(n: int, k: int) -> Whole:
    """Compute floor(2^58 / max(k, i)) for i from 0 to n."""
    return (1 << COEFFICIENT_BITS) // np.maximum(np.arange(n + 1, dtype=np.int64), k)


def soft_offset(n: int, matches: int, *, k: int, classes: int) -> Fraction:
    """Compute what the soft game adds to each of n rows, `matches` of which match the query."""
    rest = Fraction(matches, n - 1) * (_harmonic(min(k, n)) - 1) if n > 1 else Fraction(0)
    return -(rest + Fraction(1, classes)) / n


def in_units(value: Fraction, bits: int) -> int:
    """Round half up to a whole number of 2^-bits."""
    doubled = 2 * value.numerator << bits
    return (doubled + value.denominator) // (2 * value.denominator)


def _soft_coefficients(n: int, k: int) -> Whole:
    """Compute c_i = base + 1 / max(k, i), rounded down: the same falls as in the hard game."""
    base = (_harmonic(min(k, n)) - 1) / (n - 1) if n > 1 else Fraction(0)
    return int(base * (1 << COEFFICIENT_BITS)) + hard_coefficients(n, min(k, n))


def _harmonic(count: int) -> Fraction:
    """Compute 1 + 1/2 + ... + 1/count, to 2^-80 where the exact fraction would be huge."""
    if count <= 64:
        return sum((Fraction(1, j) for j in range(1, count + 1)), Fraction(0))
    return Fraction(sum((1 << 100) // j for j in range(1, count + 1)), 1 << 100)
