"""Chance that is an argument: permutations and coins that follow from a seed alone.

Draw number i of unit u under seed s is a fixed 64-bit mix of (s, u, i), so a unit can be drawn on
any machine, in any order, by any worker, with the same result; no generator has a state.

Not for secrets: who knows the seed knows all draws.

Source: Steele, Lea and Flood 2014, Fast Splittable Pseudorandom Number Generators, OOPSLA
(the finaliser of SplitMix64).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from auzolan.valuation.quantize import IntArray

SEED_MAX = 2**64 - 1
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


def draws(seed: int, unit: int, count: int) -> NDArray[np.uint64]:
    """Draw 64-bit numbers.

    Args:
        seed: 0 to 2^64 - 1.
        unit: which piece of the work asks, 0 to 2^64 - 1.
        count: numbers wanted, >= 0.
    Returns:
        uint64 of shape (count,).
    Raises:
        ValueError: seed or unit is out of range.
    """
    if not (0 <= seed <= SEED_MAX and 0 <= unit <= SEED_MAX):
        raise ValueError(f"expected seed and unit from 0 to 2^64 - 1; got {seed} and {unit}")
    key, place = np.array([seed], dtype=np.uint64), np.array([unit], dtype=np.uint64)
    start = _mixed(_mixed(key) + place * _FIRST)
    return _mixed(start + np.arange(1, count + 1, dtype=np.uint64) * _GOLDEN)


def _mixed(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    bits = (bits ^ (bits >> np.uint64(30))) * _FIRST
    bits = (bits ^ (bits >> np.uint64(27))) * _SECOND
    return bits ^ (bits >> np.uint64(31))


def permutations(seed: int, unit: int, count: int, size: int) -> IntArray:
    """Draw permutations of 0 .. size - 1, each order as likely as any other.

    Each place gets a 64-bit number, and the numbers are sorted; two equal ones, whose order would
    not be fair, come up once in 2^63 / size^2 permutations.

    Args:
        seed: 0 to 2^64 - 1.
        unit: which piece of the work asks.
        count: permutations wanted.
        size: things to order.
    Returns:
        int64 of shape (count, size).
    """
    keys = draws(seed, unit, count * size).reshape(count, size)
    return np.argsort(keys, axis=1, kind="stable").astype(np.int64)


def coins(seed: int, unit: int, count: int, size: int) -> NDArray[np.bool_]:
    """Toss fair coins.

    Args:
        seed: 0 to 2^64 - 1.
        unit: which piece of the work asks.
        count: rows of coins wanted.
        size: coins in a row.
    Returns:
        bool of shape (count, size).
    """
    heads: NDArray[np.bool_] = draws(seed, unit, count * size) >> np.uint64(63) == 1
    return heads.reshape(count, size)
