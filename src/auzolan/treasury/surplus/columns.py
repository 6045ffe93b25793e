"""Exact sharing of whole columns: a million members as quickly as one, without a float.

The same `hamilton-1` as `foundation.money.share_pool`, on arrays in order of member id. Products
that exceed 63 bits are worked out digit by digit, and where even that is too narrow in Python's
own integers: nothing ever wraps around. It knows no charter and no member.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from auzolan.foundation.money import BASIS_POINTS, CENTS_MAX

Column = NDArray[np.int64]
Wide = NDArray[np.int64] | NDArray[np.object_]
"""Whole numbers of any size: 64 bits where they fit, else Python's integers."""
Flags = NDArray[np.bool_]

_BITS = 62
_NARROW_BITS = 58
_HALF = 26


@dataclass(frozen=True, slots=True)
class Shares:
    """A pool shared to the last cent; every column is in the order of the weights.

    Attributes:
        pool_cents: what was shared.
        cents: what each one got.
        spare: who got one of the cents that whole cents left over.
        capped: who got her cap; she stands outside the sharing of the rest.
        weights: each one's weight.
        rest_cents: what was shared by weight among those without a cap.
        rest_weight: their weights together.
    """

    pool_cents: int
    cents: Column
    spare: Flags
    capped: Flags
    weights: Wide
    rest_cents: int
    rest_weight: int

    def exact(self, place: int) -> Fraction:
        """One's exact share before rounding, in cents.

        Args:
            place: which one, from 0.
        """
        if self.capped[place]:
            return Fraction(int(self.cents[place]))
        if not self.rest_weight:
            return Fraction(0)
        return Fraction(self.rest_cents * int(self.weights[place]), self.rest_weight)


def column_sum(column: Wide) -> int:
    """The exact sum of a column, also where it exceeds 63 bits; values are >= 0."""
    if column.dtype == np.object_:
        return sum(column.tolist())
    high, low = column >> _HALF, column & ((1 << _HALF) - 1)
    return (int(high.sum()) << _HALF) + int(low.sum())


def product(*columns: Wide) -> Wide:
    """The product of columns, member by member, in the narrowest exact type.

    Args:
        columns: of one length, values >= 0.
    """
    sizes = [int(column.max(initial=0)) for column in columns]
    largest = 1
    for size in sizes:
        largest *= size
    if (largest * max(1, len(columns[0]))).bit_length() <= _BITS:
        narrow = np.ones(len(columns[0]), dtype=np.int64)
        for column in columns:
            narrow = narrow * column.astype(np.int64)
        return narrow
    wide = np.ones(len(columns[0]), dtype=object)
    for column in columns:
        wide = wide * column.astype(object)
    return wide


def part_up(column: Column, share_bp: int) -> Column:
    """A part of each amount in basis points, rounded up; amounts are 0 to 2^53 - 1."""
    whole, rest = column // BASIS_POINTS, column % BASIS_POINTS
    return whole * share_bp + -(-rest * share_bp // BASIS_POINTS)


def part_down(column: Column, share_bp: int) -> Column:
    """A part of each amount in basis points, rounded down."""
    whole, rest = column // BASIS_POINTS, column % BASIS_POINTS
    return whole * share_bp + rest * share_bp // BASIS_POINTS


def part_half_up(column: Column, share_bp: int) -> Column:
    """A part of each amount in basis points, rounded half up."""
    whole, rest = column // BASIS_POINTS, column % BASIS_POINTS
    return whole * share_bp + (2 * rest * share_bp + BASIS_POINTS) // (2 * BASIS_POINTS)


def share_column(pool_cents: int, weights: Wide) -> Shares:
    """Share a pool by weight so that every cent is given and none is invented (`hamilton-1`).

    All get the whole cents of their exact share; the cents left over go, one each, to the largest
    remainders; equal remainders are served in the order of the column.

    Args:
        pool_cents: 0 to 2^53 - 1.
        weights: >= 0, shape (n,), at least one above 0 unless the pool is empty.
    Returns:
        The shares; their sum is exactly the pool.
    Raises:
        ValueError: the pool lies outside its range, a weight is negative, or none is above 0.
    Source: Hamilton's method of apportionment; charter, article on patronage.
    """
    _checked(pool_cents, weights)
    total = column_sum(weights)
    if pool_cents and not total:
        raise ValueError("at least one weight above 0 to share a pool by")
    nobody = np.zeros(len(weights), dtype=np.bool_)
    if not pool_cents:
        zero = np.zeros(len(weights), dtype=np.int64)
        return Shares(0, zero, nobody, nobody, weights, 0, total)
    cents, spare = _hamilton(pool_cents, weights, total)
    assert column_sum(cents) == pool_cents, "a pool is shared to the last cent"
    return Shares(pool_cents, cents, spare, nobody, weights, pool_cents, total)


def share_under_caps(pool_cents: int, weights: Wide, caps: Column) -> tuple[Shares, int]:
    """Share a pool by weight so that nobody gets more than her cap; what is over goes to the rest.

    Whoever's exact share would exceed her cap gets the cap, and the rest is shared by weight among
    the others, until nobody exceeds hers. The answer does not depend on the order of these steps.

    Args:
        pool_cents: 0 to 2^53 - 1.
        weights: >= 0, shape (n,).
        caps: whole cents >= 0, shape (n,).
    Returns:
        The shares, and what nobody could take: 0 unless all with a weight got their cap.
    Raises:
        ValueError: as for `share_column`; a pool without weights is left over whole.
    """
    _checked(pool_cents, weights)
    rest, capped = pool_cents, np.zeros(len(weights), dtype=np.bool_)
    active = np.flatnonzero(weights > 0)
    while rest and len(active):
        floors, remainders = _proportional(rest, weights[active], column_sum(weights[active]))
        limit = caps[active]
        over = (floors > limit) | ((floors == limit) & (remainders > 0))
        if not over.any():
            break
        capped[active[over]] = True
        rest -= column_sum(limit[over])
        active = active[~over]
    cents = np.where(capped, caps, 0)
    spare = np.zeros(len(weights), dtype=np.bool_)
    rest_weight = column_sum(weights[active])
    left = 0 if len(active) else rest
    if rest and len(active):
        cents[active], spare[active] = _hamilton(rest, weights[active], rest_weight)
    assert column_sum(cents) + left == pool_cents, "a pool is shared to the last cent"
    return Shares(pool_cents, cents, spare, capped, weights, rest - left, rest_weight), left


def whole_column(numbers: Sequence[int]) -> Column:
    """A column of whole numbers up to 2^53 - 1 in size."""
    return np.array(numbers, dtype=np.int64)


def _checked(pool_cents: int, weights: Wide) -> None:
    if not 0 <= pool_cents <= CENTS_MAX or (len(weights) and int(weights.min()) < 0):
        raise ValueError(f"a pool of 0 to {CENTS_MAX} and weights >= 0; got {pool_cents}")


def _hamilton(pool_cents: int, weights: Wide, total: int) -> tuple[Column, Flags]:
    floors, remainders = _proportional(pool_cents, weights, total)
    left = pool_cents - column_sum(floors)
    spare = _largest(remainders, left)
    return floors + spare, spare


def _largest(remainders: Wide, count: int) -> Flags:
    """Mark so many of the largest, the first among equals."""
    chosen = np.zeros(len(remainders), dtype=np.bool_)
    if not count:
        return chosen
    if remainders.dtype == np.object_:
        values = remainders.tolist()
        chosen[sorted(range(len(values)), key=lambda place: -values[place])[:count]] = True
        return chosen
    edge = np.partition(remainders, len(remainders) - count)[len(remainders) - count]
    chosen[remainders > edge] = True
    ties = np.flatnonzero(remainders == edge)
    chosen[ties[: count - int(chosen.sum())]] = True
    return chosen


def _proportional(pool_cents: int, weights: Wide, total: int) -> tuple[Column, Wide]:
    """Floor and remainder of pool * weight / total, exactly.

    In 64 bits this is long division: the pool is taken a few binary digits at a time, so that no
    step exceeds 63 bits.
    """
    if weights.dtype == np.object_ or total.bit_length() > _NARROW_BITS:
        scaled = weights.astype(object) * pool_cents
        return (scaled // total).astype(np.int64), scaled % total
    step = min(_BITS - total.bit_length(), max(1, pool_cents.bit_length()))
    digits = -(-pool_cents.bit_length() // step)
    floors = np.zeros(len(weights), dtype=np.int64)
    remainders = np.zeros(len(weights), dtype=np.int64)
    for place in reversed(range(digits)):
        digit = (pool_cents >> (place * step)) & ((1 << step) - 1)
        whole = (remainders << step) + weights.astype(np.int64) * digit
        quotients = whole // total
        floors = (floors << step) + quotients
        remainders = whole - quotients * total
    return floors, remainders
