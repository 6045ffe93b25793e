"""Gauss-Legendre nodes on [0, 1], and how many of them a multilinear game needs.

The marginal of a player, when each of `n` other players is present with probability t, is a
polynomial of degree n in t, between -1 and 1 on [0, 1]. So ceil((n + 1) / 2) nodes integrate it
exactly. Fewer are enough for a stated error: on the ellipse with foci 0 and 1 whose semi-axes
add up to rho / 2, |t| + |1 - t| = a = (rho + 1 / rho) / 2 at most, hence the marginal is at most
a^n in size, and m >= 2 nodes miss its integral by at most

    (32 / 15) a^n rho^(-2 m) / (1 - rho^(-2))        for every rho > 1.

Knows no game. Never picks nodes by looking at values.

Source: the bound follows from the Chebyshev coefficients of an analytic function, as in
Trefethen 2008, Is Gauss Quadrature Better than Clenshaw-Curtis?, SIAM Review 50(1), theorem 4.5.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from auzolan.valuation.quantize import FloatArray

NODES_MAX = 4096
_NEWTON_STEPS_MAX = 20
_RHO_STEPS = 200


@lru_cache(maxsize=64)
def gauss_nodes(count: int) -> tuple[FloatArray, FloatArray]:
    """Give the nodes and weights that integrate polynomials of degree 2 count - 1 exactly.

    Newton's method on the Legendre polynomial, all roots at once.

    Args:
        count: nodes, 1 to 4,096.
    Returns:
        Nodes of shape (count,), ascending in (0, 1), and weights that sum to 1; both read-only.
    Raises:
        ValueError: count is out of range.
    """
    if not 1 <= count <= NODES_MAX:
        raise ValueError(f"expected 1 to {NODES_MAX} nodes; got {count}")
    places = np.arange(count, 0, -1, dtype=np.float64)
    roots = np.cos(np.pi * (places - 0.25) / (count + 0.5))
    slopes = np.ones(count)
    for _ in range(_NEWTON_STEPS_MAX):
        values, slopes = _legendre(count, roots)
        steps = values / slopes
        roots = roots - steps
        if np.abs(steps).max() < 1e-15:
            break
    _, slopes = _legendre(count, roots)
    weights = 1.0 / ((1.0 - roots * roots) * slopes * slopes)
    nodes = (1.0 + roots) / 2.0
    nodes.flags.writeable = False
    weights.flags.writeable = False
    return nodes, weights


def _legendre(degree: int, at: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Legendre polynomial and its slope, by Bonnet's recursion."""
    before, value = np.ones_like(at), at.copy()
    for n in range(2, degree + 1):
        before, value = value, ((2 * n - 1) * at * value - (n - 1) * before) / n
    return value, degree * (at * value - before) / (at * at - 1.0)


def exact_count(others: int) -> int:
    """Count the nodes that are exact for a player among `others` other players.

    Args:
        others: other players, >= 0.
    Returns:
        ceil((others + 1) / 2), at least 1.
    """
    return max(1, (others + 2) // 2)


def error_bound(others: int, count: int) -> float:
    """Bound the error of `count` nodes for a marginal between -1 and 1.

    Args:
        others: other players, each present with probability t, >= 0.
        count: nodes, >= 1.
    Returns:
        0.0 where the nodes are exact; else the bound of the module's text, at the best of 200
        ellipses, or 2.0 where that is smaller or `count` is 1.
    """
    if count >= exact_count(others):
        return 0.0
    if count < 2:
        return 2.0
    best = math.log(2.0)
    for step in range(1, _RHO_STEPS + 1):
        log_rho = 3.0 * step / _RHO_STEPS
        rho = math.exp(log_rho)
        log_bound = (
            math.log(32.0 / 15.0)
            + others * math.log((rho + 1.0 / rho) / 2.0)
            - 2.0 * count * log_rho
            - math.log1p(-1.0 / (rho * rho))
        )
        best = min(best, log_bound)
    return math.exp(best)


@lru_cache(maxsize=4096)
def count_for(others: int, tolerance: float) -> int:
    """Find the least nodes whose error is at most `tolerance`.

    About sqrt(others / 2 * log(1 / tolerance)) of them, so far fewer than the exact rule needs
    where there are many players.

    Args:
        others: other players, >= 0.
        tolerance: largest error allowed, > 0.
    Returns:
        Nodes, at most `exact_count(others)`.
    Raises:
        ValueError: tolerance is not above 0.
    """
    if not tolerance > 0.0:
        raise ValueError(f"expected a tolerance above 0; got {tolerance}")
    low, high = 1, exact_count(others)
    while low < high:
        middle = (low + high) // 2
        if error_bound(others, middle) <= tolerance:
            high = middle
        else:
            low = middle + 1
    return low
