"""Money: whole minor units, fractions on the way there, and every rounding by its name.

No float comes near it. Currencies are not mixed: an amount in this module is cents of the one
currency that the charter names; royalties accrue in micro-units (asset scale 6) until settled.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeVar

BASIS_POINTS = 10_000
CENTS_MAX = 2**53 - 1
MICRO_PER_CENT = 10_000  # asset scale 6 against scale 2

K = TypeVar("K", bound=str)


def ceil_cents(amount: Fraction) -> int:
    """Round up to the next whole cent: for lines that have a legal minimum."""
    return -(-amount.numerator // amount.denominator)


def floor_cents(amount: Fraction) -> int:
    """Round down to the whole cent: for fixed lines without a legal minimum."""
    return amount.numerator // amount.denominator


def part_of(amount_cents: int, share_bp: int) -> Fraction:
    """The exact part of an amount that a share in basis points names.

    Args:
        amount_cents: whole cents.
        share_bp: hundredths of a percent, 0 to 10,000.
    Returns:
        The part in cents, exact.
    Raises:
        ValueError: the share lies outside 0 to 10,000.
    """
    if not 0 <= share_bp <= BASIS_POINTS:
        raise ValueError(f"a share lies between 0 and {BASIS_POINTS} basis points; got {share_bp}")
    return Fraction(amount_cents * share_bp, BASIS_POINTS)


def share_pool(pool_cents: int, weights: Mapping[K, int | Fraction]) -> dict[K, int]:
    """Share a pool so that every cent is given and none is invented (`hamilton-1`).

    Largest remainder: all get the whole cents of their exact share; the cents left over go, one
    each, to the largest remainders; equal remainders are served in order of id.

    Args:
        pool_cents: the amount to share, one currency, >= 0.
        weights: each one's part, >= 0, at least one above 0; any common scale.
    Returns:
        Cents per id, in order of id; the sum is exactly `pool_cents`.
    Raises:
        ValueError: the pool or a weight is negative, or no weight is above 0.
    Source: Hamilton's method of apportionment; charter, article on patronage.
    """
    total = sum(weights.values())
    if pool_cents < 0 or total <= 0 or min(weights.values()) < 0:
        raise ValueError(
            f"a pool >= 0 and weights >= 0 with a sum above 0; got {pool_cents} and {total}"
        )
    scaled = {name: pool_cents * weight for name, weight in sorted(weights.items())}
    shares = {name: int(amount // total) for name, amount in scaled.items()}
    left_cents = pool_cents - sum(shares.values())
    by_remainder = sorted(scaled, key=lambda name: (shares[name] * total - scaled[name], name))
    for name in by_remainder[:left_cents]:
        shares[name] += 1
    assert sum(shares.values()) == pool_cents, "a pool is shared to the last cent"
    return shares


def money_text(cents: int, currency: str) -> str:
    """Write an amount plainly, as `-1,234.50 EUR`, for records of work and plain terminals."""
    return amount_text(cents, f"{currency}/2")


def amount_text(amount: int, asset: str) -> str:
    """Write an amount of an asset plainly, with all its decimals: `-0.012300 EUR` of `EUR/6`.

    Args:
        amount: units of the asset.
        asset: a currency and its decimals, at least one, as `EUR/2`.
    """
    currency, _, decimals = asset.partition("/")
    whole, rest = divmod(abs(amount), 10 ** int(decimals))
    return f"{'-' if amount < 0 else ''}{whole:,}.{rest:0{decimals}d} {currency}"
